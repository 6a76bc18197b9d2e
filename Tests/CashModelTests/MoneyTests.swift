import CashModel
import Testing

@Suite struct MoneyTests {
  @Test(arguments: [
    ("0", 2, 0), ("1", 2, 100), ("1.5", 2, 150), ("-1.05", 2, -105), ("+7", 0, 7), ("1.000", 3, 1_000),
    ("12.3400", 2, 1_234), ("00012.34", 2, 1_234), ("0.001", 3, 1),
  ])
  func aPlainDecimalIsReadToTheMinorUnit(text: String, exponent: Int, expected: Int64) throws {
    #expect(try Money(decimal: Array(text.utf8).span, exponent: exponent).minorUnits == expected)
  }

  @Test(arguments: [
    ("", 2, AmountProblem.empty), ("-", 2, .malformed), (".5.", 2, .malformed), ("1.", 2, .malformed),
    ("1,5", 2, .malformed), ("1e5", 2, .malformed), (" 1", 2, .malformed), ("1.005", 2, .tooManyDecimals),
    ("1.5", 0, .tooManyDecimals), ("99999999999999999999", 2, .overflow), ("9223372036854775807", 0, .overflow),
  ])
  func whatIsNoAmountIsRefusedWithItsReason(text: String, exponent: Int, expected: AmountProblem) {
    #expect(throws: expected) { try Money(decimal: Array(text.utf8).span, exponent: exponent) }
  }

  @Test(arguments: [
    (0, 2, "0.00"), (5, 2, "0.05"), (-5, 2, "-0.05"), (123_456, 2, "1234.56"), (7, 0, "7"), (1, 3, "0.001"),
  ])
  func anAmountIsWrittenWithItsCurrencysDecimals(minorUnits: Int64, exponent: Int, expected: String) {
    #expect(Money(minorUnits: minorUnits).text(exponent: exponent) == expected)
  }
}

@Suite struct CurrencyTests {
  @Test(arguments: [("EUR", 2), ("JPY", 0), ("KWD", 3), ("CLF", 4), ("XTS", 2)])
  func aCurrencyHasTheDecimalsOfISO4217(code: String, exponent: Int) {
    #expect(Currency(code)?.exponent == exponent)
    #expect(Currency(code)?.code == code)
  }

  @Test(arguments: ["", "EU", "EURO", "eur", "XYZ", "€"])
  func whatIsNoCurrencyIsRefused(code: String) { #expect(Currency(code) == nil) }
}

@Suite struct CalendarDateTests {
  @Test func everyDayOfThreeCenturiesComesBack() {
    var date = CalendarDate(year: 1900, month: 1, day: 1)
    var days = 0
    while let day = date, day.components.year < 2199 {
      let (year, month, dayOfMonth) = day.components
      #expect(CalendarDate(year: year, month: month, day: dayOfMonth) == day)
      date = CalendarDate(daysSince1970: day.daysSince1970 + 1)
      days += 1
    }
    #expect(days == 299 * 365 + 73)
  }

  @Test(arguments: [("1970-01-01", 0), ("2000-02-29", 11_016), ("2026-11-23", 20_780)])
  func aDateIsReadAndWritten(text: String, days: Int32) {
    #expect(CalendarDate(iso: text)?.daysSince1970 == days)
    #expect(CalendarDate(daysSince1970: days).text == text)
  }

  @Test(arguments: [
    "2023-02-29", "2100-02-29", "2023-13-01", "2023-00-01", "2023-04-31", "1899-12-31", "2023-1-1", "", "2023/01/01",
  ])
  func aDayThatDoesNotExistIsRefused(text: String) { #expect(CalendarDate(iso: text) == nil) }

  /// Every byte at every place of a day: it is a day only where it still reads as one.
  @Test func anyOtherByteIsRefused() {
    let day = Array("2023-11-19".utf8)
    for place in day.indices {
      for byte in UInt8.min...UInt8.max {
        var changed = day
        changed[place] = byte
        let isDash = place == 4 || place == 7
        let isWellFormed = isDash ? byte == UInt8(ascii: "-") : byte >= 0x30 && byte <= 0x39
        let parts =
          isWellFormed ? String(decoding: changed, as: UTF8.self).split(separator: "-").compactMap { Int($0) } : []
        let expected = parts.count == 3 ? CalendarDate(year: parts[0], month: parts[1], day: parts[2]) : nil
        #expect(CalendarDate(iso: changed.span) == expected)
      }
    }
  }
}

@Suite struct FingerprintTests {
  /// The reference implementation's published result for this sentence (seed 0).
  @Test func theHashIsMurmur3() {
    let fox = Fingerprint(of: Array("The quick brown fox jumps over the lazy dog".utf8).span)
    #expect(fox.high == 0xe34b_bc7b_bc07_1b6c)
    #expect(fox.low == 0x7a43_3ca9_c49a_9347)
    #expect(Fingerprint(of: [UInt8]().span) == Fingerprint(high: 0, low: 0))
  }

  @Test func base32WritesAllBitsMostSignificantFirst() {
    #expect(Fingerprint(high: 1 << 63, low: 0x3f).base32 == "4000000000000000000000001Z")
  }

  /// Digit by digit, from the least significant on.
  private func slowly(_ print: Fingerprint) -> String {
    let alphabet = Array("0123456789ABCDEFGHJKMNPQRSTVWXYZ")
    var (high, low) = (print.high, print.low)
    var text = ""
    for _ in 0..<26 {
      text = String(alphabet[Int(low & 31)]) + text
      low = low >> 5 | high << 59
      high >>= 5
    }
    return text
  }

  @Test func base32IsWhatItsDigitsSay() {
    var random = SystemRandomNumberGenerator()
    for _ in 0..<2_000 {
      let print = Fingerprint(high: random.next(), low: random.next())
      #expect(print.base32 == slowly(print))
      #expect(Fingerprint(base32: "P" + print.base32, after: UInt8(ascii: "P")) == print)
    }
    // Every digit at every place.
    for digit in 0..<UInt64(32) {
      let low = (0..<12).reduce(UInt64(0)) { $0 | digit << UInt64(5 * $1) }
      let print = Fingerprint(high: low << 3 | digit >> 2, low: low)
      #expect(print.base32 == slowly(print))
    }
  }
}
