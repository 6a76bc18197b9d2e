import CashModel
import Reference
import Testing
import TestSupport

@testable import Matching

/// The subset solvers and the edit distance against trying everything.
@Suite struct SubsetTwinTests {
  private static let cases = Soak.isOn ? 1_000_000 : 4_000

  private func problem(_ random: inout SeededRandom) -> SubsetProblem {
    let unit = [1, 5, 100][random.below(3)]
    let choices = (0..<1 + random.below(9)).map { _ -> SubsetProblem.Choice in
      let gross = Int64((1 + random.below(60)) * unit)
      switch random.below(6) {
      case 0: return SubsetProblem.Choice(options: [-gross])
      case 1 where gross > 1: return SubsetProblem.Choice(options: [gross, gross - 1])
      default: return SubsetProblem.Choice(options: [gross])
      }
    }
    return SubsetProblem(choices: choices, target: Int64((1 + random.below(150)) * unit))
  }

  @Test func bothSolversCountWaysAsTryingAllOfThemDoes() {
    var random = SeededRandom(seed: 7)
    var seen = (none: 0, unique: 0, ambiguous: 0)
    for _ in 0..<Self.cases {
      let problem = problem(&random)
      let ways = SlowSubsets.ways(problem.choices.map(\.options), problem.target)
      for answer in [SubsetPlanes(problem)?.solve(), SubsetHalves(problem)?.solve(), problem.solved(steps: .max)] {
        switch answer {
        case .none?:
          #expect(ways.isEmpty, "\(problem)")
          seen.none += 1
        case .unique(let solution, let nearby, let places)?:
          #expect(ways == [solution], "\(problem)")
          #expect(nearby >= 0 && places > 0, "\(problem)")
          seen.unique += 1
        case .ambiguous?:
          #expect(ways.count > 1, "\(problem)")
          seen.ambiguous += 1
        case .budgetExceeded?, nil: Issue.record("no answer to \(problem)")
        }
      }
    }
    #expect(seen.none > 100 && seen.unique > 100 && seen.ambiguous > 100)
  }

  @Test func theWindowCountsEachOtherSumThatIsReached() {
    // 100, 200 and 400 reach 100 … 700; around 300 (window 150) lie 200 and 400 besides it.
    let problem = SubsetProblem(choices: [100, 200, 401].map { SubsetProblem.Choice(options: [$0]) }, target: 300)
    #expect(SubsetPlanes(problem)?.solve() == .unique([0, 0, nil], nearby: 2, places: 300))
    #expect(SubsetHalves(problem)?.solve() == .unique([0, 0, nil], nearby: 2, places: 300))
  }

  @Test func moreStepsThanGrantedAreNoAnswer() {
    let choices = (0..<60).map { SubsetProblem.Choice(options: [1_000_000_007 + Int64($0) * 1_000_003]) }
    #expect(SubsetProblem(choices: choices, target: 30_000_000_001).solved(steps: 1_000_000) == .budgetExceeded)
    #expect(SubsetProblem(choices: choices, target: 1 << 60).solved(steps: 1_000_000) == .budgetExceeded)
  }

  @Test func theFastEditDistanceIsTheTables() {
    var random = SeededRandom(seed: 9)
    var fast = EditDistance()
    for _ in 0..<Self.cases {
      func key() -> [UInt8] { (0..<1 + random.below(12)).map { _ in UInt8(0x30 + random.below(4)) } }
      let (left, right) = (key(), key())
      fast.set(left.span)
      let found = fast.distance(to: right.span)
      #expect(found == SlowEditDistance.distance(left, right), "\(left) \(right)")
    }
  }

  @Test func keysOfSixtyFourBytesAreTheLongest() {
    var fast = EditDistance()
    let long = [UInt8](repeating: 0x37, count: 64)
    fast.set(long.span)
    let shorter = [UInt8](repeating: 0x37, count: 61)
    let longer = [UInt8](repeating: 0x37, count: 65)
    let distances = [fast.distance(to: long.span), fast.distance(to: shorter.span), fast.distance(to: longer.span)]
    #expect(distances == [0, 3, nil])
  }
}
