import CashModel
import Testing

/// The words of the `decision` column, and amounts as people type them.
@Suite struct AnalystDecisionTests {
  private static func pair(_ invoice: String, _ amount: String) -> AnalystDecision.NamedCash {
    AnalystDecision.NamedCash(invoice: invoice, amount: amount)
  }

  static let readable: [(String, AnalystDecision)] = [
    ("accept 1", .accept(1)), ("  Accept   3 ", .accept(3)), ("ACCEPT ALL", .acceptAll),
    ("apply INV-1:100.00", .apply([pair("INV-1", "100.00")])),
    ("apply INV-1:100.00|INV-2:-50,5", .apply([pair("INV-1", "100.00"), pair("INV-2", "-50,5")])),
    ("apply A: 1 | B :2", .apply([pair("A", "1"), pair("B", "2")])),
    (
      "apply A%3AB:1|C%7CD:2|E%25F:3|G%H:4",
      .apply([pair("A:B", "1"), pair("C|D", "2"), pair("E%F", "3"), pair("G%H", "4")])
    ),
    ("apply a:b:1", .apply([pair("a:b", "1")])),
    ("on-account C 1", .onAccount("C 1")), ("refund", .refund), ("Refund ", .refund),
    ("write-off small_1", .writeOff("SMALL_1")), ("dispute PRICE", .dispute("PRICE")), ("not-ours", .notOurs),
    ("later", .later),
  ]

  @Test(arguments: readable) func wordsAreDecisions(text: String, expected: AnalystDecision) throws {
    #expect(try AnalystDecision(text) == expected)
  }

  static let unreadable = [
    "", "  ", "yes", "accept", "accept 0", "accept 4", "accept one", "accept 1 2", "apply", "apply INV-1",
    "apply INV-1:", "apply :5", "apply INV-1:5|", "apply INV-1:5|INV-1:6", "on-account", "refund all", "write-off",
    "write-off a b", "write-off =1+1", "dispute", "dispute ä", "not-ours really", "later on", "=accept 1",
    "accept\u{0}1",
    "write-off " + String(repeating: "x", count: 33),
  ]

  @Test(arguments: unreadable) func whatIsNoDecisionIsRefused(text: String) {
    #expect(throws: AnalystDecision.Problem.self) { try AnalystDecision(text) }
  }

  static let amounts: [(String, Int, Int64?)] = [
    ("100.00", 2, 10_000), ("100,00", 2, 10_000), ("100", 2, 10_000), ("0,5", 2, 50), ("-3,1", 2, -310),
    ("1,234.50", 2, 123_450), ("1.234,50", 2, 123_450), ("1 234,50", 2, 123_450), ("1'234.50", 2, 123_450),
    ("1\u{A0}234,50", 2, 123_450), ("1,234,567", 2, 123_456_700), ("1.234.567", 2, 123_456_700),
    ("1.234.567,8", 2, 123_456_780), ("1,234", 0, nil), ("1.234", 2, nil), ("1,234", 2, nil), ("1.234", 3, 1_234),
    ("12.345", 3, 12_345), ("1,23,456", 2, nil), ("1.2.3", 2, nil), ("1,2.3,4", 2, nil), ("1.005", 2, nil),
    ("1.0000", 2, 100), ("1.00001", 2, nil), (".5", 2, nil), ("5.", 2, nil), ("", 2, nil), ("-", 2, nil),
    ("--1", 2, nil),
    ("1-", 2, nil), ("=1", 2, nil), ("1e3", 2, nil), ("1 2", 2, nil), ("1 23", 2, nil),
    ("1 234", 2, 123_400), ("1 234.567,8", 2, nil), ("12 345 678.90", 2, 1_234_567_890), (" 1", 2, nil), ("1 ", 2, nil),
    ("€5", 2, nil), ("٣", 2, nil), ("1234,567.8", 2, nil),
    ("99999999999999999999", 2, nil), ("92233720368547758.08", 2, nil),
    ("-1234567890123456,78", 2, -123_456_789_012_345_678),
  ]

  @Test(arguments: amounts) func amountsAreReadAsTheyAreTypedOrNotAtAll(text: String, exponent: Int, expected: Int64?) {
    #expect(Money(typed: text, exponent: exponent)?.minorUnits == expected)
  }
}
