import CashModel

/// A piece of a logical record: its first physical record, an 88, or a line without a code.
struct BAI2Segment {
  /// Where the line begins, for the reader of a message.
  let recordStart: Int
  let start: Int
  let end: Int
  let line: Int32
  let hasCode: Bool
}

struct BAI2Field {
  let start: Int
  let end: Int
  /// Whether the field is the last of its physical record.
  let endsSegment: Bool

  var isEmpty: Bool { start == end }
}

/// Walks the fields of a logical record through its 88 continuations: the slash that ends a physical record stands in
/// place of a comma.
struct BAI2FieldCursor: ~Escapable {
  private let bytes: Span<UInt8>
  private let segments: Span<BAI2Segment>
  /// The physical record length the file states, 0 where it states none.
  private let recordLength: Int
  private let isDetail: Bool
  private(set) var segment = 0
  private var offset: Int
  /// Whether a physical record read to its end lacked the slash.
  private(set) var lacksSlash = false

  @_lifetime(copy bytes, copy segments)
  init(_ bytes: Span<UInt8>, _ segments: Span<BAI2Segment>, recordLength: Int, isDetail: Bool) {
    self.bytes = bytes
    self.segments = segments
    self.recordLength = recordLength
    self.isDetail = isDetail
    offset = segments.count > 0 ? segments[0].start : 0
  }

  var hasMoreSegments: Bool { segment < segments.count }

  /// The next field without the blanks around it; nil behind the last one.
  mutating func next() -> BAI2Field? {
    guard segment < segments.count else { return nil }
    let end = segments[segment].end
    var index = offset
    while index < end {
      let byte = bytes[index]
      if byte == UInt8(ascii: ",") {
        defer { offset = index + 1 }
        return trimmed(offset, index, endsSegment: false)
      }
      if byte == UInt8(ascii: "/"), isPadding(from: index + 1) { return finishSegment(at: index) }
      index += 1
    }
    lacksSlash = true
    return finishSegment(at: end)
  }

  private mutating func finishSegment(at end: Int) -> BAI2Field {
    let field = trimmed(offset, end, endsSegment: true)
    segment += 1
    if segment < segments.count { offset = segments[segment].start }
    return field
  }

  /// The next physical record's rest as a line of text, without padding and without one closing slash.
  mutating func nextTextLine() -> Range<Int>? {
    guard segment < segments.count else { return nil }
    let start = offset
    var end = segments[segment].end
    defer {
      segment += 1
      if segment < segments.count { offset = segments[segment].start }
    }
    if start < end, bytes[start] == UInt8(ascii: "/"), segment == 0, isPadding(from: start + 1) { return start..<start }
    if isFullLength, let slash = lastSlash(from: start, to: end), isPadding(from: slash + 1) { end = slash }
    while end > start, isBAI2Blank(bytes[end - 1]) { end -= 1 }
    if end > start, bytes[end - 1] == UInt8(ascii: "/") { end -= 1 }
    while end > start, isBAI2Blank(bytes[end - 1]) { end -= 1 }
    return start..<end
  }

  /// Whether nothing but padding stands behind a slash: blanks, one sign over and over, or, in a record of the full
  /// stated length whose fields cannot hold a slash, anything.
  private func isPadding(from start: Int) -> Bool {
    let end = segments[segment].end
    var index = start
    while index < end, isBAI2Blank(bytes[index]) { index += 1 }
    guard index < end else { return true }
    if isFullLength, !isDetail { return true }
    let sign = bytes[index]
    let isLetterOrDigit = sign >= 0x80 || isBAI2Digit(sign) || (0x41...0x5A).contains(sign & 0xDF)
    guard !isLetterOrDigit, sign != UInt8(ascii: ",") else { return false }
    while index < end, bytes[index] == sign || isBAI2Blank(bytes[index]) { index += 1 }
    return index == end
  }

  private var isFullLength: Bool {
    recordLength > 0 && segments[segment].end - segments[segment].recordStart == recordLength
  }

  private func lastSlash(from start: Int, to end: Int) -> Int? {
    var index = end
    while index > start {
      index -= 1
      if bytes[index] == UInt8(ascii: "/") { return index }
    }
    return nil
  }

  private func trimmed(_ start: Int, _ end: Int, endsSegment: Bool) -> BAI2Field {
    var (start, end) = (start, end)
    while start < end, isBAI2Blank(bytes[start]) { start += 1 }
    while end > start, isBAI2Blank(bytes[end - 1]) { end -= 1 }
    return BAI2Field(start: start, end: end, endsSegment: endsSegment)
  }
}

extension Span<UInt8> {
  /// The amount of a BAI2 field in minor units: digits with an optional sign, never with a point.
  func bai2Amount(_ field: BAI2Field) throws(AmountProblem) -> Int64 {
    var index = field.start
    guard index < field.end else { throw .empty }
    let isNegative = self[index] == UInt8(ascii: "-")
    if isNegative || self[index] == UInt8(ascii: "+") { index += 1 }
    guard index < field.end else { throw .malformed }
    var value: Int64 = 0
    if field.end - index <= 18 {
      // So few digits cannot overflow.
      while index < field.end {
        let digit = self[index] &- 0x30
        guard digit <= 9 else { throw .malformed }
        value = value &* 10 &+ Int64(digit)
        index += 1
      }
      return isNegative ? -value : value
    }
    while index < field.end {
      guard isBAI2Digit(self[index]) else { throw .malformed }
      let (tens, overflow) = value.multipliedReportingOverflow(by: 10)
      guard !overflow, tens <= Money.largestMinorUnits - 9 else { throw .overflow }
      value = tens + Int64(self[index] - 0x30)
      index += 1
    }
    return isNegative ? -value : value
  }

  /// A count, an item number, a status: digits only.
  func bai2Number(_ field: BAI2Field) -> Int? {
    guard let value = try? bai2Amount(field), self[field.start] != UInt8(ascii: "-") else { return nil }
    return Int(value)
  }

  /// A type code: three digits.
  func bai2TypeCode(_ field: BAI2Field) -> Int? {
    guard field.end - field.start == 3, isBAI2Digit(self[field.start]) else { return nil }
    return bai2Number(field)
  }

  func bai2Date(_ field: BAI2Field) -> CalendarDate? { CalendarDate(shortYear: extracting(field.start..<field.end)) }

  /// Hours and minutes; 2400 and 9999 both mean the day's end.
  func bai2IsTime(_ field: BAI2Field) -> Bool {
    guard field.end - field.start == 4, let time = bai2Number(field) else { return false }
    return time == 9999 || time == 2400 || (time / 100 < 24 && time % 100 < 60)
  }

  /// A field as it stands, shortened, for messages.
  func bai2Text(_ field: BAI2Field) -> String {
    let end = Swift.min(field.end, field.start + 60)
    var copy: [UInt8] = []
    for index in field.start..<end { copy.append(self[index]) }
    return String(decoding: copy, as: UTF8.self) + (end < field.end ? "…" : "")
  }
}
