import CashModel

/// The text of an element that holds no others, and what is read from it.
///
/// It stands apart from all else a `CamtSink` holds, since whoever asks it something is given a copy: of this, a few words.
struct CamtLeaf: ~Copyable {
  private var text = OutputBytes()
  /// The part of `text` that is not blank at its ends.
  private var value = 0..<0

  /// How many bytes have come so far.
  var byteCount: Int { text.count }

  mutating func begin() {
    text.removeAll()
  }

  mutating func append(_ part: Span<UInt8>) {
    text.append(part)
  }

  mutating func end() {
    var start = 0
    var end = text.count
    while start < end, text[start] <= 0x20 { start += 1 }
    while end > start, text[end - 1] <= 0x20 { end -= 1 }
    value = start..<end
  }

  // MARK: - What it says

  var isEmpty: Bool { value.isEmpty }

  var count: Int { value.count }

  var bytes: Span<UInt8> {
    @_lifetime(borrow self)
    get { text.span.extracting(value) }
  }

  /// Puts it into an arena.
  func kept(in arena: inout TextArena) -> TextSlice { arena.append(bytes) }

  func append(to buffer: inout [UInt8]) {
    for index in value { buffer.append(text[index]) }
  }

  var copy: [UInt8] {
    var copy: [UInt8] = []
    append(to: &copy)
    return copy
  }

  /// For messages.
  var excerpt: String { String(decoding: copy.prefix(80), as: UTF8.self) }

  func holds(_ word: StaticString) -> Bool {
    guard word.utf8CodeUnitCount == value.count else { return false }
    for index in 0..<value.count {
      if unsafe word.utf8Start[index] != text[value.lowerBound + index] { return false }
    }
    return true
  }

  /// Four letters packed, or 0.
  var code: UInt32 { CamtCode.packed(bytes) }

  var isTrue: Bool { holds("true") || holds("1") }

  /// The day of a date, or of a date with a time, whatever its zone.
  var day: CalendarDate? {
    guard count >= 10, count == 10 || CamtLeaf.isZoneOrTime(bytes[10]) else { return nil }
    return CalendarDate(iso: bytes.extracting(0..<10))
  }

  private static func isZoneOrTime(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "T"), UInt8(ascii: "t"), UInt8(ascii: "Z"), UInt8(ascii: "+"), UInt8(ascii: "-"): true
    default: byte == 0x20
    }
  }

  // MARK: - Its blanks

  /// Makes one line of it: where there is a line break, each run of blanks becomes one.
  mutating func joinLines() {
    var hasBreak = false
    for index in value where text[index] < 0x20 { hasBreak = true }
    guard hasBreak else { return }
    var written = value.lowerBound
    var isBlank = false
    for index in value {
      let byte = text[index]
      if byte > 0x20 || !isBlank {
        text[written] = byte <= 0x20 ? 0x20 : byte
        written += 1
      }
      isBlank = byte <= 0x20
    }
    value = value.lowerBound..<written
  }

  mutating func dropBlanks() {
    var written = value.lowerBound
    for index in value where text[index] > 0x20 {
      text[written] = text[index]
      written += 1
    }
    value = value.lowerBound..<written
  }
}
