import CashModel

// A payment of the balance: everything the payer has open, or everything due, or everything overdue.
//
// Such a total is named by the payer's habit, not found by search, and is tried before any subset: the hypotheses are
// few, so that a hit is no coincidence. Each stands with and without the payer's credits. Two hypotheses that hit with
// different items are two explanations, and nothing is proposed.

extension MatchingIndex {
  func namedTotalProposal(_ context: ProposalContext) -> Proposal? {
    guard let payer = context.payer, mayPayUncited(payer, context) else { return nil }
    guard case .found(let members) = namedTotal(payer, context), isSafe(members, payer, context) else { return nil }
    return proposal(.namedTotal, members, cited: [], payer, context)
  }

  func namedTotal(_ payer: CustomerRow, _ context: ProposalContext) -> SubsetResult {
    guard let family = openCandidates(of: payer, context) else { return .budget }
    let own = family.filter { items[$0.index].customer == payer }
    var hits: [[OpenItemRow]] = []
    for scope in own.count == family.count ? [own] : [own, family] {
      for total in NamedTotal.allCases {
        for withCredits in [true, false] {
          let chosen = scope.filter { isPart($0, of: total, withCredits: withCredits, context) }
          guard chosen.count > 1, !hits.contains(chosen) else { continue }
          let sum = chosen.reduce(Int128(0)) { $0 + Int128(items[$1.index].amount.minorUnits) }
          if sum == Int128(context.amount.minorUnits) { hits.append(chosen) }
        }
      }
    }
    guard let hit = hits.first else { return .none }
    guard hits.count == 1 else { return .ambiguous }
    return .found(hit.map { SubsetMember(item: $0, cash: items[$0.index].amount, discount: .zero) })
  }

  private enum NamedTotal: CaseIterable {
    case open, due, overdue
    /// Dated by the end of the month before the payment's.
    case lastStatement
  }

  private func isPart(
    _ item: OpenItemRow, of total: NamedTotal, withCredits: Bool, _ context: ProposalContext
  ) -> Bool {
    let row = item.index
    if items[row].amount < .zero { return withCredits }
    if items[row].isDisputed { return total == .open }
    switch total {
    case .open: return true
    case .due: return items[row].dueDate.map { $0 <= context.valueDate } ?? false
    case .overdue: return items[row].dueDate.map { $0 < context.valueDate } ?? false
    case .lastStatement: return items[row].invoiceDate.map { $0 < context.valueDate.firstOfMonth } ?? false
    }
  }
}
