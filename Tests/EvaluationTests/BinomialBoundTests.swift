import CashModel
import TrackRecord
import Testing

/// Against values that R's binom.test gives, and against sums of the terms themselves.
@Suite struct BinomialBoundTests {
  @Test(arguments: [
    (0, 3_000, 0.05, 0.000_998_07), (0, 100, 0.05, 0.029_513), (1, 100, 0.05, 0.046_560), (5, 100, 0.05, 0.102_253),
    (10, 20, 0.05, 0.698_046), (19, 20, 0.05, 0.997_438), (20, 20, 0.05, 1.0), (0, 1, 0.05, 0.95),
  ])
  func theUpperBoundIsClopperAndPearsons(wrong: Int, total: Int, level: Double, expected: Double) {
    let bound = BinomialBound.upper(wrong: wrong, of: total, level: level)
    #expect((bound - expected).magnitude < 0.000_02, "\(bound)")
  }

  @Test func theBoundsAreWhereTheTailHasTheLevel() {
    for (wrong, total) in [(0, 10), (3, 10), (1, 1_000), (40, 1_000), (999, 1_000), (17, 500_000)] {
      let upper = BinomialBound.upper(wrong: wrong, of: total, level: 0.05)
      #expect((BinomialBound.cumulative(wrong, total, upper) - 0.05).magnitude < 1e-6)
      guard wrong > 0 else { continue }
      let lower = BinomialBound.lower(wrong: wrong, of: total, level: 0.05)
      #expect((1 - BinomialBound.cumulative(wrong - 1, total, lower) - 0.05).magnitude < 1e-6)
      #expect(lower < Double(wrong) / Double(total))
    }
  }

  /// The sum of all terms, computed one by one from the smallest.
  @Test func theCumulativeProbabilityIsTheSumOfItsTerms() {
    for total in [1, 7, 40] {
      for rate in [0.001, 0.1, 0.5, 0.93] {
        var term = 1.0
        for _ in 0..<total { term *= 1 - rate }
        var sum = 0.0
        for count in 0...total {
          sum += term
          #expect((BinomialBound.cumulative(count, total, rate) - sum).magnitude < 1e-9)
          term *= Double(total - count) / Double(count + 1) * rate / (1 - rate)
        }
      }
    }
  }

  @Test(arguments: [
    (0.5, 10, 0.5, 5), (0.005, 200, 0.9, 168), (0.995, 200, 0.9, 190), (0.995, 200, 0, 0), (0.5, 0, 0.3, 0),
  ])
  func aQuantileIsTheFirstCountThatReachesTheProbability(_ probability: Double, total: Int, rate: Double, expected: Int)
  {
    let count = BinomialBound.quantile(probability, of: total, rate: rate)
    #expect(count == expected, "\(count)")
    #expect(BinomialBound.cumulative(count, total, rate) >= probability)
    if count > 0 { #expect(BinomialBound.cumulative(count - 1, total, rate) < probability) }
  }
}
