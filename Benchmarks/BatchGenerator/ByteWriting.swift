import CashModel

/// Where a piece of text lies in an array of bytes.
struct TextRange {
  let start: Int
  let end: Int

  static let empty = TextRange(start: 0, end: 0)
}

extension [UInt8] {
  mutating func write(_ text: String) { append(contentsOf: text.utf8) }

  /// Writes a number that is not negative, with leading zeros up to `width` digits.
  mutating func write(number: Int, width: Int = 1) {
    let start = count
    var rest = number
    repeat {
      append(0x30 + UInt8(truncatingIfNeeded: rest % 10))
      rest /= 10
    } while rest > 0 || count - start < width
    self[start...].reverse()
  }

  mutating func write(amount: Int64) { write(Money(minorUnits: amount).text(exponent: Ledger.exponent)) }

  mutating func write(_ text: TextRange, of source: [UInt8]) {
    append(contentsOf: source[text.start..<text.end])
  }

  /// Writes a CSV cell, in quotes where it needs them.
  mutating func write(cell text: TextRange, of source: [UInt8]) {
    let bytes = source[text.start..<text.end]
    guard bytes.contains(where: { $0 == 0x2c || $0 == 0x22 || $0 == 0x0a }) else {
      append(contentsOf: bytes)
      return
    }
    append(0x22)
    for byte in bytes {
      if byte == 0x22 { append(0x22) }
      append(byte)
    }
    append(0x22)
  }

  /// Writes XML character data.
  mutating func write(escaped text: TextRange, of source: [UInt8]) {
    for index in text.start..<text.end {
      switch source[index] {
      case UInt8(ascii: "&"): write("&amp;")
      case UInt8(ascii: "<"): write("&lt;")
      case UInt8(ascii: ">"): write("&gt;")
      default: append(source[index])
      }
    }
  }
}

/// The text of every day of a stretch, made once: a million rows ask for the same few hundred dates.
struct DateTexts {
  private let first: Int32
  private var bytes: [UInt8] = []

  init(_ days: ClosedRange<Int32>) {
    first = days.lowerBound
    bytes.reserveCapacity(10 * days.count)
    for day in days { bytes.write(CalendarDate(daysSince1970: day).text) }
  }

  /// Writes `YYYY-MM-DD`.
  func write(_ day: Int32, to buffer: inout [UInt8]) {
    let start = 10 * Int(day - first)
    buffer.append(contentsOf: bytes[start..<start + 10])
  }

  func yearAndMonth(_ day: Int32) -> (year: Int, month: Int) {
    let start = 10 * Int(day - first)
    func digit(_ offset: Int) -> Int { Int(bytes[start + offset]) - 0x30 }
    return (digit(0) * 1_000 + digit(1) * 100 + digit(2) * 10 + digit(3), digit(5) * 10 + digit(6))
  }

  /// Writes `YYMMDD`, as BAI2 does.
  func writeShort(_ day: Int32, to buffer: inout [UInt8]) {
    let start = 10 * Int(day - first)
    for offset in [2, 3, 5, 6, 8, 9] { buffer.append(bytes[start + offset]) }
  }
}
