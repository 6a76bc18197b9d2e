import CashModel

// Counting subsets by meeting in the middle (Horowitz and Sahni 1974).
//
// Where the target is too large for planes of bits, the choices are split into halves, the sums of each half listed in
// order, and the two lists walked against each other: 2ⁿ subsets for the price of 2 · 2^(n/2) sums. The walk counts the
// pairs that hit the target and stops at two.
//
//     3 items of 1, 2 and 5 million and a target of 7: sums {0, 1} and {0, 2, 5, 7}; 0 + 7 hits, once.
//
// A second walk counts the pairs within the window around the target. It counts ways, not distinct sums, so that the
// coincidence probability is rather too high than too low.
// Cost: as many steps as sums, plus their merging; memory 16 bytes a sum.

struct SubsetHalves {
  private struct Sum {
    let value: Int64
    /// Base `options + 1` digits would do; two bits a choice are simpler: 0 is out, n is option n - 1.
    let way: UInt64
  }

  private let left: [SubsetProblem.Choice]
  private let right: [SubsetProblem.Choice]
  private let target: Int64
  let steps: Int

  /// - Returns: nil where a half has more choices, or a choice more options, than a way can say, or sums overflow.
  init?(_ problem: SubsetProblem) {
    guard problem.target > 0, problem.choices.count <= 64 else { return nil }
    guard problem.choices.allSatisfy({ $0.options.count <= 3 }) else { return nil }
    var total: UInt64 = problem.target.magnitude
    for choice in problem.choices {
      let (sum, overflow) = total.addingReportingOverflow(choice.options.map(\.magnitude).max() ?? 0)
      guard !overflow, sum < 1 << 62 else { return nil }
      total = sum
    }
    target = problem.target
    let middle = problem.choices.count / 2
    left = Array(problem.choices[..<middle])
    right = Array(problem.choices[middle...])
    guard let first = SubsetHalves.size(left), let second = SubsetHalves.size(right) else { return nil }
    steps = 4 * (first + second)
  }

  private static func size(_ choices: [SubsetProblem.Choice]) -> Int? {
    var size = 1
    for choice in choices {
      size *= choice.options.count + 1
      if size > 1 << 24 { return nil }
    }
    return size
  }

  func solve() -> SubsetAnswer {
    let first = SubsetHalves.sums(left)
    let second = SubsetHalves.sums(right)
    var hit: (UInt64, UInt64)?
    var high = second.count - 1
    for sum in first {
      while high >= 0, sum.value + second[high].value > target { high -= 1 }
      var place = high
      while place >= 0, sum.value + second[place].value == target {
        if hit != nil { return .ambiguous }
        hit = (sum.way, second[place].way)
        place -= 1
      }
    }
    guard let hit else { return .none }
    let window = subsetWindow(of: target)
    let low = max(1, target - window)
    let nearby = pairs(first, second, upTo: target + window) - pairs(first, second, upTo: low - 1) - 1
    let solution = SubsetHalves.solution(hit.0, left.count) + SubsetHalves.solution(hit.1, right.count)
    return .unique(solution, nearby: nearby, places: Int(target + window - low))
  }

  private func pairs(_ first: [Sum], _ second: [Sum], upTo limit: Int64) -> Int {
    var count = 0
    var high = second.count
    for sum in first {
      while high > 0, sum.value + second[high - 1].value > limit { high -= 1 }
      count += high
    }
    return count
  }

  /// All sums of the choices in rising order: each choice merges the list with itself moved by each option.
  private static func sums(_ choices: [SubsetProblem.Choice]) -> [Sum] {
    var sums = [Sum(value: 0, way: 0)]
    for (place, choice) in choices.enumerated() {
      let before = sums
      for (number, option) in choice.options.enumerated() {
        let mark = UInt64(number + 1) << UInt64(2 * place)
        let moved = before.map { Sum(value: $0.value + option, way: $0.way | mark) }
        sums = merged(sums, moved)
      }
    }
    return sums
  }

  private static func merged(_ left: [Sum], _ right: [Sum]) -> [Sum] {
    var result: [Sum] = []
    result.reserveCapacity(left.count + right.count)
    var (a, b) = (0, 0)
    while a < left.count, b < right.count {
      if left[a].value <= right[b].value {
        result.append(left[a])
        a += 1
      } else {
        result.append(right[b])
        b += 1
      }
    }
    result.append(contentsOf: left[a...])
    result.append(contentsOf: right[b...])
    return result
  }

  private static func solution(_ way: UInt64, _ count: Int) -> SubsetSolution {
    (0..<count).map { place in
      let digit = Int(way >> UInt64(2 * place) & 3)
      return digit == 0 ? nil : digit - 1
    }
  }
}
