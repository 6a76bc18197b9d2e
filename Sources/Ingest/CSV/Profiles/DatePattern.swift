package import CashModel

/// A way of writing a day, in the letters of Unicode's date patterns (UTS 35): `dd.MM.yyyy`, `M/d/yy`, `yyyyMMdd`,
/// `dd-MMM-yyyy`, and a time behind it that is read over: `yyyy-MM-dd HH:mm:ss`.
///
/// `d` and `M` take one digit or two, `dd` and `MM` two, `MMM` the first three letters of an English month; of two
/// digits of a year those up to 69 are of this century. Other characters stand for themselves, letters in apostrophes:
/// `yyyy-MM-dd'T'HH:mm:ss`.
package struct DatePattern: Hashable, Sendable {
  package let text: String
  private let parts: [Part]

  private enum Part: Hashable, Sendable {
    case literal(UInt8)
    case year(Int)
    case month(ClosedRange<Int>)
    case monthName
    case day(ClosedRange<Int>)
    case time
  }

  /// - Returns: nil where a letter is none of the pattern's, or year, month and day are not each there once.
  package init?(_ text: String) {
    var parts: [Part] = []
    var rest = Array(text.utf8)[...]
    while let letter = rest.first {
      if letter == UInt8(ascii: "'") {
        guard let end = rest.dropFirst().firstIndex(of: letter) else { return nil }
        parts += rest[(rest.startIndex + 1)..<end].map { .literal($0) }
        rest = rest[(end + 1)...]
        continue
      }
      let count = rest.prefix { $0 == letter }.count
      rest = rest.dropFirst(count)
      switch (letter, count) {
      case (UInt8(ascii: "y"), 4), (UInt8(ascii: "y"), 2): parts.append(.year(count))
      case (UInt8(ascii: "M"), 1): parts.append(.month(1...2))
      case (UInt8(ascii: "M"), 2): parts.append(.month(2...2))
      case (UInt8(ascii: "M"), 3): parts.append(.monthName)
      case (UInt8(ascii: "d"), 1): parts.append(.day(1...2))
      case (UInt8(ascii: "d"), 2): parts.append(.day(2...2))
      case (UInt8(ascii: "H"), 2), (UInt8(ascii: "m"), 2), (UInt8(ascii: "s"), 2): parts.append(.time)
      case (0x41...0x5A, _), (0x61...0x7A, _): return nil
      default: parts += Array(repeating: .literal(letter), count: count)
      }
    }
    let kinds = parts.map { part in
      switch part {
      case .year: "y"
      case .month, .monthName: "M"
      case .day: "d"
      case .literal, .time: ""
      }
    }
    guard kinds.joined().count == 3, Set(kinds).isSuperset(of: ["y", "M", "d"]) else { return nil }
    self.text = text
    self.parts = parts
  }

  /// - Parameter isInterestDay: whether a day up to 31 that its month does not have is the month's last: banks that
  ///   count months of thirty days write value dates such as 30.02.
  /// - Returns: nil where the text is not written so, or is no day of the calendar.
  package func date(_ text: Span<UInt8>, isInterestDay: Bool = false) -> CalendarDate? {
    var reading = Reading()
    for part in parts {
      guard read(part, text, &reading) else { return nil }
    }
    guard reading.index == text.count else { return nil }
    let day = CalendarDate(year: reading.year, month: reading.month, day: reading.day)
    guard day == nil, isInterestDay, (29...31).contains(reading.day) else { return day }
    for last in stride(from: reading.day - 1, through: 28, by: -1) {
      if let day = CalendarDate(year: reading.year, month: reading.month, day: last) { return day }
    }
    return nil
  }

  private struct Reading {
    var index = 0
    var year = 0
    var month = 0
    var day = 0
  }

  private func read(_ part: Part, _ text: Span<UInt8>, _ reading: inout Reading) -> Bool {
    switch part {
    case .literal(let byte):
      guard reading.index < text.count, text[reading.index] == byte else { return false }
      reading.index += 1
      return true
    case .year(let count):
      guard let year = DatePattern.digits(text, count...count, &reading.index) else { return false }
      reading.year = count == 4 ? year : year < 70 ? 2000 + year : 1900 + year
      return true
    case .month(let counts):
      guard let month = DatePattern.digits(text, counts, &reading.index) else { return false }
      reading.month = month
      return true
    case .monthName:
      guard reading.index + 3 <= text.count else { return false }
      let word = CSVText.word(text.extracting(reading.index..<reading.index + 3))
      guard let month = DatePattern.months.firstIndex(of: word) else { return false }
      reading.index += 3
      reading.month = month + 1
      return true
    case .day(let counts):
      guard let day = DatePattern.digits(text, counts, &reading.index) else { return false }
      reading.day = day
      return true
    case .time: return DatePattern.digits(text, 2...2, &reading.index) != nil
    }
  }

  private static func digits(_ text: Span<UInt8>, _ counts: ClosedRange<Int>, _ index: inout Int) -> Int? {
    var value = 0
    var count = 0
    while index < text.count, count < counts.upperBound, text[index] >= 0x30, text[index] <= 0x39 {
      value = 10 * value + Int(text[index] - 0x30)
      index += 1
      count += 1
    }
    return counts.contains(count) ? value : nil
  }

  private static let months: [UInt64] = [
    "JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC",
  ]
  .map { $0.utf8.reduce(0) { $0 << 8 | UInt64($1) } }
}
