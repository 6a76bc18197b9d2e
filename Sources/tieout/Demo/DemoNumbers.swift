import CashModel

/// Numbers with check digits, and days, as the demo's files need them.
enum DemoNumbers {
  /// The day of the demo: a Friday. All dates of the case count from it.
  static func day(_ offset: Int) -> CalendarDate { CalendarDate(daysSince1970: 20_777 + Int32(offset)) }

  /// An IBAN with its check digits (ISO 13616).
  static func iban(_ country: String, _ account: String) -> String {
    country + checkDigits(account + country + "00") + account
  }

  /// A creditor reference with its check digits (ISO 11649).
  static func creditorReference(_ number: String) -> String { "RF" + checkDigits(number + "RF00") + number }

  /// 98 less the remainder by 97 of the text, its letters counted from 10.
  private static func checkDigits(_ text: String) -> String {
    var remainder = 0
    for byte in text.utf8 {
      let value = byte >= 0x41 ? Int(byte) - 0x37 : Int(byte) - 0x30
      remainder = (remainder * (value > 9 ? 100 : 10) + value) % 97
    }
    let digits = 98 - remainder
    return digits < 10 ? "0\(digits)" : "\(digits)"
  }

  /// An amount in minor units as a decimal; the demo's currencies have two decimals.
  static func decimal(_ minorUnits: Int64) -> String { Money(minorUnits: minorUnits).text(exponent: 2) }

  /// `261120`.
  static func short(_ day: CalendarDate) -> String { String(day.text.filter { $0 != "-" }.dropFirst(2)) }
}
