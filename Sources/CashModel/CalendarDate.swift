/// A day of the proleptic Gregorian calendar, without a time or a zone.
public struct CalendarDate: Hashable, Comparable, Sendable {
  public let daysSince1970: Int32

  @inlinable public init(daysSince1970: Int32) { self.daysSince1970 = daysSince1970 }

  /// - Returns: nil where there is no such day; years from 1900 to 2199 are accepted, which no bank file leaves.
  public init?(year: Int, month: Int, day: Int) {
    guard (1900...2199).contains(year), (1...12).contains(month), day >= 1 else { return nil }
    guard day <= CalendarDate.days(inMonth: month, of: year) else { return nil }
    // Days of a year that starts in March, so that a leap day comes last (Fliegel and Van Flandern's idea).
    let shifted = month > 2 ? year : year - 1
    let dayOfYear = (153 * ((month + 9) % 12) + 2) / 5 + day - 1
    let days = 365 * shifted + shifted / 4 - shifted / 100 + shifted / 400 + dayOfYear - 719_468
    self.daysSince1970 = Int32(truncatingIfNeeded: days)
  }

  @inlinable public static func < (left: CalendarDate, right: CalendarDate) -> Bool {
    left.daysSince1970 < right.daysSince1970
  }

  /// The first day of the month this day lies in.
  public var firstOfMonth: CalendarDate { adding(days: 1 - components.day) }

  public func adding(days: Int) -> CalendarDate {
    CalendarDate(daysSince1970: daysSince1970 + Int32(clamping: days))
  }

  public var components: (year: Int, month: Int, day: Int) {
    let shifted = Int(daysSince1970) + 719_468
    let era = (shifted >= 0 ? shifted : shifted - 146_096) / 146_097
    let dayOfEra = shifted - era * 146_097
    let yearOfEra = (dayOfEra - dayOfEra / 1_460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
    let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
    let shiftedMonth = (5 * dayOfYear + 2) / 153
    let month = shiftedMonth < 10 ? shiftedMonth + 3 : shiftedMonth - 9
    let year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0)
    return (year, month, dayOfYear - (153 * shiftedMonth + 2) / 5 + 1)
  }

  private static func days(inMonth month: Int, of year: Int) -> Int {
    switch month {
    case 2: (year % 4 == 0 && year % 100 != 0) || year % 400 == 0 ? 29 : 28
    case 4, 6, 9, 11: 30
    default: 31
    }
  }
}

extension CalendarDate {
  /// Reads `YYYY-MM-DD`, whole.
  public init?(iso bytes: Span<UInt8>) {
    guard bytes.count == 10 else { return nil }
    // Ten bytes are there; the load asks for no alignment.
    let word = unsafe UInt64(
      littleEndian: bytes.bytes.unsafeLoadUnaligned(fromUncheckedByteOffset: 0, as: UInt64.self))
    let dashes: UInt64 = 0xFF00_00FF_0000_0000
    guard word & dashes == 0x2D00_002D_0000_0000 else { return nil }
    let values = (word & ~dashes) ^ 0x0030_3000_3030_3030
    // What is above nine reaches the highest bit.
    guard (values | (values &+ 0x0076_7600_7676_7676)) & 0x0080_8000_8080_8080 == 0,
      let day = digits(bytes, 8..<10)
    else { return nil }
    func value(_ place: UInt64) -> Int { Int(values >> (8 * place) & 0xFF) }
    self.init(
      year: 1_000 * value(0) + 100 * value(1) + 10 * value(2) + value(3), month: 10 * value(5) + value(6), day: day)
  }

  /// Reads `YYMMDD` as BAI2 writes it: 00–79 is 2000–2079, 80–99 is 1980–1999.
  public init?(shortYear bytes: Span<UInt8>) {
    guard bytes.count == 6, let year = digits(bytes, 0..<2), let month = digits(bytes, 2..<4),
      let day = digits(bytes, 4..<6)
    else { return nil }
    self.init(year: year < 80 ? 2000 + year : 1900 + year, month: month, day: day)
  }

  /// Reads `YYYYMMDD`.
  public init?(basic bytes: Span<UInt8>) {
    guard bytes.count == 8, let year = digits(bytes, 0..<4), let month = digits(bytes, 4..<6),
      let day = digits(bytes, 6..<8)
    else { return nil }
    self.init(year: year, month: month, day: day)
  }

  public init?(iso text: String) {
    let bytes = Array(text.utf8)
    self.init(iso: bytes.span)
  }

  /// Appends `YYYY-MM-DD`, and what stands behind it.
  public func append(to buffer: inout OutputBytes, followedBy end: UInt8? = nil) {
    let (year, month, day) = components
    let dash = UInt64(UInt8(ascii: "-"))
    let yearAndMonth =
      OutputBytes.pair(year / 100 % 100) | OutputBytes.pair(year % 100) << 16 | dash << 32
      | OutputBytes.pair(month) << 40 | dash << 56
    buffer.append(yearAndMonth, count: 8)
    buffer.append(OutputBytes.pair(day) | UInt64(end ?? 0) << 16, count: end == nil ? 2 : 3)
  }

  public var text: String {
    var buffer = OutputBytes(capacity: 16)
    append(to: &buffer)
    return buffer.text
  }
}

private func digits(_ bytes: Span<UInt8>, _ range: Range<Int>) -> Int? {
  var value = 0
  for index in range {
    guard bytes[index] >= 0x30, bytes[index] <= 0x39 else { return nil }
    value = value * 10 + Int(bytes[index] - 0x30)
  }
  return value
}
