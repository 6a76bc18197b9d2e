// Which of several explanations of several payments stand together, where each claims more than one item.
//
// A payment has at most one explanation, and what all claim of an item is no more than is open of it. As many payments as can be
// are explained; what belongs to every such solution is certain. Set packing by branch and bound (payment by payment, each
// explanation or none, as long as what is left may still beat the best), solved once for the best and once more without each of its
// explanations: one is certain if every solution without it explains fewer payments.
//
// Cost: exponential in the worst case, so that the steps are counted, and a problem of too many is nobody's.

struct Packing {
  struct Choice: Hashable {
    /// The payment it explains.
    let payment: Int
    /// Of which item how much, in minor units; positive.
    let claims: [Claim]
  }

  struct Claim: Hashable {
    let item: Int
    let amount: Int64
  }

  let choices: [Choice]
  /// What is open of each item, in minor units.
  let open: [Int64]

  /// The numbers of the choices that belong to every best solution; nil where more steps would be needed.
  func certain(steps: Int) -> [Int]? {
    var left = steps
    guard let best = solution(without: nil, atLeast: 0, &left) else { return nil }
    var certain: [Int] = []
    for choice in best {
      guard let other = solution(without: choice, atLeast: best.count, &left) else { return nil }
      if other.count < best.count { certain.append(choice) }
    }
    return certain.sorted()
  }

  /// A solution that explains the most payments, or the first found that explains `enough`; nil where the steps end.
  private func solution(without forbidden: Int?, atLeast enough: Int, _ steps: inout Int) -> [Int]? {
    let payments = Set(choices.map(\.payment)).sorted()
    let byPayment = payments.map { payment in
      choices.indices.filter { choices[$0].payment == payment && $0 != forbidden }
    }
    var rest = open
    var chosen: [Int] = []
    var best: [Int] = []
    var isOver = false
    func fits(_ choice: Int) -> Bool {
      choices[choice].claims.allSatisfy { $0.amount <= rest[$0.item] }
    }
    func branch(_ depth: Int) {
      if isOver || (enough > 0 && best.count >= enough) { return }
      steps -= 1
      if steps < 0 { return isOver = true }
      if chosen.count > best.count { best = chosen }
      guard depth < byPayment.count, chosen.count + byPayment.count - depth > best.count else { return }
      for choice in byPayment[depth] where fits(choice) {
        for claim in choices[choice].claims { rest[claim.item] -= claim.amount }
        chosen.append(choice)
        branch(depth + 1)
        chosen.removeLast()
        for claim in choices[choice].claims { rest[claim.item] += claim.amount }
      }
      branch(depth + 1)
    }
    branch(0)
    return isOver ? nil : best
  }
}
