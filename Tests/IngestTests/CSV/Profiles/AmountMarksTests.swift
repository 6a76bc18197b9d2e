import Testing

@testable import Ingest

@Suite struct AmountMarksTests {
  struct Case: CustomTestStringConvertible, Sendable {
    let decimal: Character
    let thousands: Character?
    let text: String
    /// nil where the text is no amount.
    let plain: String?

    init(_ decimal: Character, _ thousands: Character?, _ text: String, _ plain: String?) {
      self.decimal = decimal
      self.thousands = thousands
      self.text = text
      self.plain = plain
    }

    var testDescription: String { "\(text) → \(plain ?? "refused")" }
  }

  @Test(arguments: [
    Case(".", nil, "1234.50", "1234.50"), Case(".", nil, "-1234.50", "-1234.50"), Case(".", nil, "+7", "7"),
    Case(".", nil, "(12.00)", "-12.00"), Case(".", nil, "12.00-", "-12.00"), Case(".", nil, "- 12.00", "-12.00"),
    Case(".", nil, "\u{2212}12.00", "-12.00"), Case(".", nil, ".5", "0.5"), Case(".", nil, "", ""),
    Case(".", ",", "1,234,567.80", "1234567.80"), Case(".", ",", "12,34,567.80", "1234567.80"),
    Case(",", ".", "1.234.567,80", "1234567.80"), Case(",", ".", "950,00-", "-950.00"),
    Case(".", "'", "11'373.94", "11373.94"), Case(".", "'", "11\u{2019}373.94", "11373.94"),
    Case(",", " ", "1 234,50", "1234.50"), Case(",", " ", "1\u{A0}234,50", "1234.50"),
    Case(",", " ", "1\u{202F}234,50 €", "1234.50"), Case(".", ",", "$1,000.00", "1000.00"),
    Case(".", ",", "-$8000.00", "-8000.00"), Case(".", ",", "$-8000.00", "-8000.00"),
    Case(".", ",", "EUR 12.00", "12.00"),
    Case(".", ",", "12.00 eur", "12.00"), Case(".", ",", "($5.00)", "-5.00"),
    // Not in these marks, or no amount at all.
    Case(".", nil, "1,234.50", nil), Case(",", nil, "1.234,50", nil), Case(".", ",", "1,23.50", nil),
    Case(".", ",", "12,3456.00", nil), Case(".", ",", "0,123", nil), Case(".", ",", ",123", nil),
    Case(".", nil, "12.", nil), Case(".", nil, "1.2.3", nil), Case(".", nil, "--5", nil), Case(".", nil, "-5-", nil),
    Case(".", nil, "(-5)", nil), Case(".", nil, "-", nil), Case(".", nil, "()", nil), Case(".", nil, "12 CR", nil),
    Case(".", nil, "USD 12.00", nil), Case(".", nil, "1e3", nil), Case(".", nil, "abc", nil), Case(".", nil, "$", nil),
    Case(",", ".", "1.2345,00", nil), Case(".", " ", "1  234.00", nil),
  ])
  func readsOnlyWhatTheMarksSay(amount: Case) throws {
    let marks = AmountMarks(
      decimal: try #require(amount.decimal.asciiValue), thousands: amount.thousands?.asciiValue, signs: ["$", "€"])
    let text = Array(amount.text.utf8)
    let currency = Array("EUR".utf8)
    var plain: [UInt8] = []
    let isRead = marks.append(text.span, currency: currency.span, to: &plain)
    #expect((isRead ? String(decoding: plain, as: UTF8.self) : nil) == amount.plain)
  }
}
