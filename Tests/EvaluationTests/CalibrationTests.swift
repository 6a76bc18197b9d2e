import CashModel
import TrackRecord
import Ingest
import Testing

@Suite struct CalibrationTests {
  private let best = EvidenceClass.appliedInOrder[0]
  private let second = EvidenceClass.appliedInOrder[1]
  private let third = EvidenceClass.appliedInOrder[2]

  private func calibration(_ counts: [(EvidenceClass, Int, Int)]) -> Calibration {
    var calibration = Calibration()
    for (kind, payments, wrong) in counts { calibration.add(.init(payments: payments, wrong: wrong), to: kind) }
    return calibration
  }

  @Test func classesHaveNamesOfTheirOwn() {
    #expect(Set(EvidenceClass.all.map(\.name)).count == EvidenceClass.all.count)
    // What a return takes back and what a person decides is no evidence of anything.
    #expect(Set(EvidenceClass.appliedInOrder).count == (Matcher.allCases.count - 2) * 4 * 3)
  }

  /// The rule of three: no wrong one of 3,000 bounds the rate by 0.1 %, of 2,900 it does not.
  @Test(arguments: [(3_000, 0, true), (2_900, 0, false), (4_800, 1, true), (4_700, 1, false)])
  func aClassIsApplicableWhereItsBoundIsNotAboveTheRate(payments: Int, wrong: Int, isApplicable: Bool) {
    let history = calibration([(best, payments, wrong)])
    #expect(history.applicable(maxWrongRate: 1_000).contains(best) == isApplicable)
  }

  @Test func classesArePooledInTheirOrderAndTheFirstThatFailsEndsTheTest() {
    let history = calibration([(best, 10_000, 0), (second, 50, 10), (third, 100_000, 0)])
    #expect(history.applicable(maxWrongRate: 1_000).contains(best))
    #expect(!history.applicable(maxWrongRate: 1_000).contains(second))
    // The third alone would pass; but a test after a failed one proves nothing.
    #expect(!history.applicable(maxWrongRate: 1_000).contains(third))
    #expect(history.applicable(maxWrongRate: 10_000).isSuperset(of: [best, second, third]))
  }

  @Test func aLowerRateNeverAppliesMore() {
    let history = calibration(
      EvidenceClass.appliedInOrder.enumerated().map { place, kind in (kind, 5_000 + 100 * place, place / 3) })
    var last = Set(EvidenceClass.appliedInOrder)
    for rate in [1_000_000, 20_000, 5_000, 1_000, 500, 100, 10, 0] {
      let applicable = history.applicable(maxWrongRate: Int64(rate))
      #expect(applicable.isSubset(of: last))
      last = applicable
    }
    #expect(last.isEmpty)
  }

  @Test func withoutAnyHistoryNothingIsProven() {
    #expect(Calibration().applicable(maxWrongRate: 1_000).isEmpty)
    #expect(Calibration().applicable(maxWrongRate: 1_000_000).count == EvidenceClass.appliedInOrder.count)
    #expect(Calibration().basisPoints(best) == nil)
  }

  @Test(arguments: [(999, 0, 9_995), (99, 99, 50), (100_000, 0, 9_999), (199, 100, 4_975)])
  func theConfidenceIsTheShareThatWasRight(payments: Int, wrong: Int, basisPoints: Int) {
    #expect(calibration([(best, payments, wrong)]).basisPoints(best) == basisPoints)
  }

  @Test func aClassWithLittleHistoryIsJudgedByItsMatchers() {
    let rare = EvidenceClass.applied(.citedReferences, .similar, .weak)
    #expect(calibration([(best, 1_000, 100), (rare, 10, 0)]).basisPoints(rare) == 9_005)
  }

  @Test func oneOwnHistoryIsFilledFromAnother() {
    let own = calibration([(best, 200, 10), (second, 20, 0)])
    let shipped = calibration([(best, 9_000, 1), (second, 8_000, 2), (third, 7_000, 3)])
    let filled = own.filled(from: shipped)
    #expect(filled.counts[best] == .init(payments: 200, wrong: 10))
    #expect(filled.counts[second] == .init(payments: 8_000, wrong: 2))
    #expect(filled.counts[third] == .init(payments: 7_000, wrong: 3))
  }

  struct Filling: CustomTestStringConvertible {
    let testDescription: String
    /// Payments and wrong ones of the first three classes, of one's own and shipped.
    let own: [(Int, Int)]
    let shipped: [(Int, Int)]
    /// How many classes are applied at one in a thousand, and how many of them on the shipped history.
    let applied: Int
    let onOther: Int
    var isRefuted = false
  }

  /// One's own history decides what it can: what it proves is applied, what it refutes is not, whatever the shipped one says.
  @Test(arguments: [
    Filling(
      testDescription: "short and faultless: the shipped one stands in", own: [(150, 0), (120, 0), (200, 0)],
      shipped: [(90_000, 1), (80_000, 2), (70_000, 3)], applied: 3, onOther: 3),
    Filling(
      testDescription: "short, and more wrong than the rate", own: [(150, 0), (120, 1), (200, 0)],
      shipped: [(90_000, 1), (80_000, 2), (70_000, 3)], applied: 1, onOther: 1, isRefuted: true),
    Filling(
      testDescription: "the only payment of all was wrong", own: [(1, 1), (0, 0), (0, 0)],
      shipped: [(90_000, 1), (80_000, 2), (70_000, 3)], applied: 0, onOther: 0, isRefuted: true),
    Filling(
      testDescription: "many wrong are not diluted by the shipped ones", own: [(4_000, 40), (4_000, 0), (4_000, 0)],
      shipped: [(9_000_000, 1), (80_000, 2), (70_000, 3)], applied: 0, onOther: 0, isRefuted: true),
    Filling(
      testDescription: "long enough from the second class on", own: [(2_000, 0), (2_000, 0), (2_000, 1)],
      shipped: [(90_000, 1), (80_000, 2), (70_000, 3)], applied: 3, onOther: 1),
    Filling(
      testDescription: "long enough where the shipped one fails", own: [(4_000, 0), (4_000, 0), (40, 0)],
      shipped: [(90_000, 1), (80_000, 2_000), (70_000, 3)], applied: 2, onOther: 0),
    Filling(
      testDescription: "hardly seen by one's own, bad elsewhere", own: [(9_000, 0), (5, 0), (9_000, 0)],
      shipped: [(90_000, 1), (80_000, 2_000), (70_000, 3)], applied: 1, onOther: 0),
    Filling(
      testDescription: "as many wrong as the rate lets expect", own: [(2_000, 2), (0, 0), (0, 0)],
      shipped: [(90_000, 1), (80_000, 2), (70_000, 3)], applied: 3, onOther: 3),
    Filling(
      testDescription: "neither is long enough", own: [(150, 0), (120, 0), (200, 0)],
      shipped: [(500, 0), (500, 0), (500, 0)], applied: 0, onOther: 0),
  ])
  func aFilledHistoryDecidesByItsOwnWhereItCan(_ filling: Filling) {
    let classes = [best, second, third]
    func history(_ counts: [(Int, Int)]) -> Calibration {
      calibration(zip(classes, counts).filter { $1.0 > 0 }.map { ($0, $1.0, $1.1) })
    }
    let verdict = history(filling.own).filled(from: history(filling.shipped)).verdict(maxWrongRate: 1_000)
    #expect(verdict.applicable.intersection(classes) == Set(classes.prefix(filling.applied)))
    #expect(verdict.applicable.isDisjoint(with: classes.dropFirst(filling.applied)))
    #expect(classes.prefix(filling.applied).isEmpty || verdict.onOther >= filling.onOther)
    #expect((verdict.refuted != nil) == filling.isRefuted)
  }

  @Test func batchesThatDifferWidenTheBounds() {
    var calibration = Calibration()
    calibration.add(.ofBatch(payments: 1_000, wrong: 0), to: best)
    calibration.add(.ofBatch(payments: 1_000, wrong: 200), to: best)
    #expect(calibration.counts[best]?.batches == 8_000...10_000)
    #expect(calibration.counts[best]?.bounds.lowerBound == 0.8)
    #expect(calibration.counts[best]?.bounds.upperBound == 1)
    // Too few for a share of their own.
    calibration.add(.ofBatch(payments: 10, wrong: 10), to: best)
    #expect(calibration.counts[best]?.batches == 8_000...10_000)
  }

  @Test(arguments: [
    ("no/such/class,5,1,,", Diagnostic.Problem.unknownValue), ("cited_references/identified/strong,5,6,,", .amount),
    ("cited_references/identified/strong,-1,0,,", .amount), ("cited_references/identified/strong,x,0,,", .amount),
    ("cited_references/identified/strong,5,1,9000,8000", .amount), ("cited_references/identified/strong,5", .structure),
  ])
  func aBadRowIsRefused(row: String, problem: Diagnostic.Problem) {
    let bytes = Array("class,payments,wrong,lowest,highest\n\(row)\n".utf8)
    #expect(ResultReader.calibration(bytes.span).diagnostics.entries.map(\.problem) == [problem])
  }
}
