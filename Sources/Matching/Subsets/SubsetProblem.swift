import CashModel

/// A question for the subset solvers: how many ways are there to take one option of each choice so that they add up to
/// the target?
struct SubsetProblem: Hashable {
  /// One thing that may be taken in one of several ways, or left out. Options are never zero and differ.
  struct Choice: Hashable {
    /// Minor units each way would add: an open amount, the same less its discount; negative for a credit.
    let options: [Int64]
  }

  let choices: [Choice]
  let target: Int64
}

/// Which option of which choice a solution takes; nil where the choice is left out.
typealias SubsetSolution = [Int?]

enum SubsetAnswer: Hashable {
  case none
  /// Exactly one way over all subsets, however many members. `nearby` counts sums around the target that other ways
  /// reach, `places` the sums that could have been reached there: their quotient is the probability that some way hits
  /// a target by coincidence.
  case unique(SubsetSolution, nearby: Int, places: Int)
  case ambiguous
  /// More steps would be needed than the budget grants.
  case budgetExceeded
}

extension SubsetProblem {
  /// Solves by planes of bits, or where these are beyond the budget by halves; one step is one word of the planes, or one sum of
  /// a half list. Where halves are the quicker way, they tell what has no solution, or several: only of the one solution it is asked what
  /// other sums lie near it, which the planes count.
  func solved(steps: Int) -> SubsetAnswer {
    guard !choices.isEmpty else { return .none }
    let reduced = self.reduced()
    guard let reduced else { return .none }
    let halves = SubsetHalves(reduced)
    if let planes = SubsetPlanes(reduced), planes.steps <= steps {
      if let halves, halves.steps * SubsetProblem.wordsASum < planes.steps {
        switch halves.solve() {
        case .none: return .none
        case .ambiguous: return .ambiguous
        case .unique, .budgetExceeded: break
        }
      }
      return planes.solve()
    }
    if let halves, halves.steps <= steps { return halves.solve() }
    return .budgetExceeded
  }

  /// Words of the planes that take as long as one sum of a half list, at least.
  private static let wordsASum = 8

  /// All amounts divided by their greatest common divisor; nil where the target is no multiple of it. A ledger in whole
  /// units becomes a hundred times smaller.
  private func reduced() -> SubsetProblem? {
    var divisor: Int64 = 0
    for choice in choices { for option in choice.options { divisor = SubsetProblem.gcd(divisor, option.magnitude) } }
    guard divisor > 1 else { return self }
    guard target % divisor == 0 else { return nil }
    return SubsetProblem(
      choices: choices.map { Choice(options: $0.options.map { $0 / divisor }) }, target: target / divisor)
  }

  private static func gcd(_ left: Int64, _ right: UInt64) -> Int64 {
    var (a, b) = (left.magnitude, right)
    while b != 0 { (a, b) = (b, a % b) }
    return Int64(clamping: a)
  }
}

/// How far around a target other sums are counted: half of it on each side, since a ledger in whole units has few places
/// nearer by, and an estimate from few places says nothing.
func subsetWindow(of target: Int64) -> Int64 {
  max(target.magnitude > 1 ? Int64(clamping: target.magnitude / 2) : 1, 1)
}
