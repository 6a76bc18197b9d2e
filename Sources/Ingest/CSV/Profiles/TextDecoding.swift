import Glibc

/// Text of a bank in UTF-8, and where each byte of it stood in the file.
struct DecodedText {
  let bytes: [UInt8]
  /// Where the file is not in the encoding it is said to be in; `bytes` is then what stands before that place.
  let problem: Problem?
  /// Bytes of the file before its text: a byte order mark.
  private let markLength: Int
  /// Bytes of the file that a character takes: 1 or 2 (a unit of UTF-16), 0 where the file is UTF-8 itself.
  private let unit: Int

  /// Where a byte of the text stands in the file.
  ///
  /// - Parameter known: a place nearer by than the beginning, so that whole files are not counted again and again.
  func fileOffset(of offset: Int, from known: (text: Int, file: Int)? = nil) -> Int {
    guard unit > 0, offset >= 0 else { return offset }
    var (index, result) = known.map { ($0.text, $0.file) } ?? (0, markLength)
    while index < min(offset, bytes.count) {
      // Of the bytes of a character the first counts; four of them are two units of UTF-16.
      if bytes[index] & 0xC0 != 0x80 { result += unit == 2 && bytes[index] >= 0xF0 ? 4 : unit }
      index += 1
    }
    return result
  }

  struct Problem {
    let byteOffset: Int
    let found: String
  }

  /// - Parameter encoding: any but UTF-8, which needs no decoding.
  init(_ text: Span<UInt8>, _ encoding: TextEncoding) {
    let order = encoding == .utf16 ? TextEncoding.byteOrder(of: text) : nil
    markLength = order?.markLength ?? 0
    unit = encoding == .utf16 ? 2 : 1
    let body = text.extracting(markLength..<text.count)
    (bytes, problem) = DecodedText.converted(body, from: order?.name ?? encoding.rawValue, offset: markLength)
  }

  private static func converted(
    _ text: Span<UInt8>, from encoding: String, offset: Int
  ) -> ([UInt8], Problem?) {
    guard text.count > 0 else { return ([], nil) }
    let converter = unsafe iconv_open("UTF-8", encoding)
    guard unsafe converter != UnsafeMutableRawPointer(bitPattern: -1), let converter = unsafe converter else {
      return ([], Problem(byteOffset: -1, found: "this system's iconv does not know \(encoding)"))
    }
    defer { unsafe iconv_close(converter) }
    // No character of these encodings takes more than three bytes of UTF-8 for one of its own.
    var result = [UInt8](repeating: 0, count: 3 * text.count)
    let (written, rest) = unsafe text.withUnsafeBytes { input in
      unsafe result.withUnsafeMutableBytes { output -> (Int, Int) in
        var from = unsafe UnsafeMutablePointer(mutating: input.baseAddress?.assumingMemoryBound(to: CChar.self))
        var fromLeft = input.count
        var to = unsafe output.baseAddress?.assumingMemoryBound(to: CChar.self)
        var toLeft = output.count
        _ = unsafe iconv(converter, &from, &fromLeft, &to, &toLeft)
        return (output.count - toLeft, fromLeft)
      }
    }
    result.removeSubrange(written...)
    guard rest > 0 else { return (result, nil) }
    let place = text.count - rest
    let digits = String(text[place], radix: 16, uppercase: true)
    return (result, Problem(byteOffset: offset + place, found: "byte 0x\(digits.count < 2 ? "0" : "")\(digits)"))
  }
}

extension TextEncoding {
  /// Which of its two bytes a unit of UTF-16 begins with, by the mark at the beginning, else by which of them are
  /// mostly zero, as those of Latin letters are.
  static func byteOrder(of text: Span<UInt8>) -> (name: String, markLength: Int) {
    if text.count >= 2 {
      if text[0] == 0xFF, text[1] == 0xFE { return ("UTF-16LE", 2) }
      if text[0] == 0xFE, text[1] == 0xFF { return ("UTF-16BE", 2) }
    }
    var evenZeros = 0
    var oddZeros = 0
    for index in 0..<min(text.count, 4_096) where text[index] == 0 {
      if index % 2 == 0 { evenZeros += 1 } else { oddZeros += 1 }
    }
    return (evenZeros > oddZeros ? "UTF-16BE" : "UTF-16LE", 0)
  }

  /// Whether the bytes look like UTF-16: a mark, or every other byte of the first ones mostly zero.
  static func looksLikeUTF16(_ text: Span<UInt8>) -> Bool {
    let order = byteOrder(of: text)
    if order.markLength > 0 { return true }
    let zeroAt = order.name == "UTF-16LE" ? 1 : 0
    let count = min(text.count, 256) / 2
    guard count >= 4 else { return false }
    var zeros = 0
    for pair in 0..<count where text[2 * pair + zeroAt] == 0 && text[2 * pair + 1 - zeroAt] != 0 { zeros += 1 }
    return 10 * zeros >= 8 * count
  }
}
