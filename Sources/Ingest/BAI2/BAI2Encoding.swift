import CashModel

/// The encoding of a file's text. The manual knows ASCII only; banks send UTF-8 and Windows-1252.
enum BAI2Encoding {
  case utf8, windows1252

  init(of bytes: Span<UInt8>) {
    var index = 0
    self = .utf8
    while index < bytes.count {
      // Eight bytes are there; the load asks for no alignment.
      while index + 8 <= bytes.count,
        unsafe bytes.bytes.unsafeLoadUnaligned(fromUncheckedByteOffset: index, as: UInt64.self) & 0x8080_8080_8080_8080
          == 0
      { index += 8 }
      guard index < bytes.count else { return }
      let length = BAI2Encoding.sequenceLength(bytes, at: index)
      guard length > 0 else {
        self = .windows1252
        return
      }
      index += length
    }
  }

  /// The length of the well-formed UTF-8 sequence that starts here (Unicode, table 3-7); 0 where none does.
  private static func sequenceLength(_ bytes: Span<UInt8>, at start: Int) -> Int {
    let first = bytes[start]
    let length: Int
    var second: ClosedRange<UInt8> = 0x80...0xBF
    switch first {
    case 0..<0x80: return 1
    case 0xC2...0xDF: length = 2
    case 0xE0...0xEF:
      length = 3
      if first == 0xE0 { second = 0xA0...0xBF }
      if first == 0xED { second = 0x80...0x9F }
    case 0xF0...0xF4:
      length = 4
      if first == 0xF0 { second = 0x90...0xBF }
      if first == 0xF4 { second = 0x80...0x8F }
    default: return 0
    }
    guard start + length <= bytes.count, second.contains(bytes[start + 1]) else { return 0 }
    for index in start + 2..<max(start + length, start + 2) where bytes[index] & 0xC0 != 0x80 { return 0 }
    return length
  }

  /// Appends one character of Windows-1252 as UTF-8; the five codes it leaves free become the replacement character.
  static func append(windows1252 byte: UInt8, to text: inout [UInt8]) {
    let value = (0x80...0x9F).contains(byte) ? windows1252Specials[Int(byte - 0x80)] : UInt16(byte)
    switch value {
    case 0..<0x80: text.append(byte)
    case 0x80..<0x800:
      text.append(0xC0 | UInt8(value >> 6))
      text.append(0x80 | UInt8(value & 0x3F))
    default:
      text.append(0xE0 | UInt8(value >> 12))
      text.append(0x80 | UInt8(value >> 6 & 0x3F))
      text.append(0x80 | UInt8(value & 0x3F))
    }
  }

  private static let windows1252Specials: [UInt16] = [
    0x20AC, 0xFFFD, 0x201A, 0x0192, 0x201E, 0x2026, 0x2020, 0x2021, 0x02C6, 0x2030, 0x0160, 0x2039, 0x0152, 0xFFFD,
    0x017D, 0xFFFD, 0xFFFD, 0x2018, 0x2019, 0x201C, 0x201D, 0x2022, 0x2013, 0x2014, 0x02DC, 0x2122, 0x0161, 0x203A,
    0x0153, 0xFFFD, 0x017E, 0x0178,
  ]
}

/// Copies of the file's text, always in UTF-8.
extension BAI2Parser {
  /// Appends the bytes to `text`, from where one `append` takes them into the arena.
  mutating func gather(_ range: Range<Int>) {
    var start = range.lowerBound
    while start < range.upperBound {
      var end = bytes.firstBeyondASCII(from: start, to: range.upperBound)
      unsafe bytes.extracting(start..<end).withUnsafeBufferPointer { unsafe text.append(contentsOf: $0) }
      while end < range.upperBound, bytes[end] >= 0x80 {
        if knownEncoding() == .utf8 {
          text.append(bytes[end])
        } else {
          BAI2Encoding.append(windows1252: bytes[end], to: &text)
        }
        end += 1
      }
      start = end
    }
  }

  /// The whole file decides, at its first byte beyond ASCII.
  private mutating func knownEncoding() -> BAI2Encoding {
    if let encoding { return encoding }
    let found = BAI2Encoding(of: bytes)
    encoding = found
    if found == .windows1252 {
      report(
        .warning, .encoding, at: -1, line: 0, "The file's text is not UTF-8; it is read as Windows-1252.",
        expected: "ASCII or UTF-8")
    }
    return found
  }

  /// Moves the bytes gathered into the arena.
  mutating func takeGathered() -> TextSlice {
    let gathered = text
    return file.payments.arena.append(gathered.span)
  }

  mutating func append(_ field: BAI2Field) -> TextSlice {
    guard !field.isEmpty else { return .empty }
    if bytes.firstBeyondASCII(from: field.start, to: field.end) == field.end {
      return file.payments.arena.append(bytes.extracting(field.start..<field.end))
    }
    text.removeAll(keepingCapacity: true)
    gather(field.start..<field.end)
    return takeGathered()
  }

  mutating func decoded(_ field: BAI2Field) -> String {
    text.removeAll(keepingCapacity: true)
    gather(field.start..<field.end)
    return String(decoding: text, as: UTF8.self)
  }
}
