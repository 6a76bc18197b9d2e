import CashModel

// A known payer who names nothing, and exactly one set of whose open items adds up to the payment.
//
// That a set fits proves little: of 30 open items in whole units, nearly every amount is the sum of some of them. So two
// things are asked. The set must be the only one over all subsets of what the payer's family has open, gross or net of a
// discount still to be had, credits included where the policy nets them; and so few other sums may lie around the
// payment that hitting one by coincidence is improbable (policy `subset.coincidence`). Without tolerance, always: a
// short payment is never the sum it should have been, and some other set may well be (measured: 31 % at ±1.00 with 15
// items). The same search completes a text that names some of the items: those are forced in, and the rest must be
// unique.

/// How a search for a set of open items ended.
enum SubsetResult {
  case none
  case found([SubsetMember])
  case ambiguous
  /// Only one set fits, but so many sums lie around it that this may be a coincidence.
  case weak([SubsetMember])
  case budget
}

struct SubsetMember: Hashable {
  let item: OpenItemRow
  let cash: Money
  let discount: Money
}

extension MatchingIndex {
  func subsetProposal(_ context: ProposalContext) -> Proposal? {
    guard let payer = context.payer, mayPayUncited(payer, context), customers.rule[payer.index] == .none else {
      return nil
    }
    guard case .found(let members) = subsetResult(payer, context), members.count > 1 else { return nil }
    guard isSafe(members, payer, context) else { return nil }
    return proposal(.subset, members, cited: [], payer, context)
  }

  /// Only what the bank or the ledger says of a payer identifies him well enough for a search among his items; a misspelt
  /// name does not.
  func mayPayUncited(_ payer: CustomerRow, _ context: ProposalContext) -> Bool {
    guard !context.readings.payerConflicts[context.row], context.citations.isEmpty else { return false }
    switch context.readings.payerEvidence[context.row] {
    case .account, .customerNumber, .alias, .name, .similarName: return true
    case .misspeltName, .none: return false
    }
  }

  /// The sets of the payer's items that add up to the payment.
  func subsetResult(_ payer: CustomerRow, _ context: ProposalContext) -> SubsetResult {
    guard let candidates = openCandidates(of: payer, context) else { return .budget }
    return subset(of: candidates, summing: context.amount, payer, context)
  }

  /// What the payer's family has open that this payment could be for: wholly open, in its currency, and not dated after
  /// it. Credits only where the policy nets what nobody cites.
  ///
  /// - Returns: nil where the family has more open than can be looked through for every payment.
  func openCandidates(of payer: CustomerRow, _ context: ProposalContext) -> [OpenItemRow]? {
    let open = openItems(ofFamily: payers.family(of: payer))
    guard open.count <= MatchingIndex.mostOpenItems else { return nil }
    return open.filter { item in
      let row = item.index
      guard items[row].currency == context.currency else { return false }
      guard context.state.standing[row].available != .zero, context.state.standing[row].available == items[row].amount
      else {
        return false
      }
      if let dated = items[row].invoiceDate, dated > context.valueDate { return false }
      return items[row].amount > .zero || value(policies.netUncitedCredits, of: item)
    }
  }

  /// The one set of candidates that adds up to `target`, of one customer.
  ///
  /// - Parameter trials: how many targets are tried for one explanation: each must be that much less probable as a coincidence.
  func subset(
    of candidates: [OpenItemRow], summing target: Money, _ payer: CustomerRow, _ context: ProposalContext,
    trials: Int = 1
  ) -> SubsetResult {
    guard target > .zero, !candidates.isEmpty else { return .none }
    guard candidates.count <= MatchingIndex.mostSubsetItems else { return .budget }
    let classes = interchangeable(candidates, context)
    let choices = classes.map { members -> SubsetProblem.Choice in
      let (gross, discount) = settlements(of: members[0], context)
      // Of several equal items, the number taken; of one, gross or net.
      if members.count > 1 {
        return SubsetProblem.Choice(options: members.indices.map { gross.minorUnits * Int64($0 + 1) })
      }
      let options = discount == .zero ? [gross.minorUnits] : [gross.minorUnits, (gross - discount).minorUnits]
      return SubsetProblem.Choice(options: options)
    }
    let problem = SubsetProblem(choices: choices, target: target.minorUnits)
    switch problem.solved(steps: Int(clamping: policies.subsetSteps.standard)) {
    case .none: return .none
    case .ambiguous: return .ambiguous
    case .budgetExceeded: return .budget
    case .unique(let solution, let nearby, let places):
      let members = zip(classes, solution).flatMap { items, option -> [SubsetMember] in
        guard let option else { return [] }
        if items.count > 1 {
          return items.prefix(option + 1).map {
            SubsetMember(item: $0, cash: settlements(of: $0, context).gross, discount: .zero)
          }
        }
        let (gross, discount) = settlements(of: items[0], context)
        let taken = option == 0 ? Money.zero : discount
        return [SubsetMember(item: items[0], cash: gross - taken, discount: taken)]
      }
      let limit = Int128(value(policies.subsetCoincidence, of: candidates[0]))
      return Int128(nearby) * Int128(trials) * 1_000_000 <= limit * Int128(places) ? .found(members) : .weak(members)
    }
  }

  /// The candidates one by one; but where the policy takes of equal items those due first, such items of one customer
  /// and company together, in the order in which they fall due.
  private func interchangeable(_ candidates: [OpenItemRow], _ context: ProposalContext) -> [[OpenItemRow]] {
    guard policies.equalAmounts != Scoped(.refuse) else { return candidates.map { [$0] } }
    var classes: [[OpenItemRow]] = []
    for item in candidates {
      let row = item.index
      let isPlain =
        settlements(of: item, context).discount == .zero && value(policies.equalAmounts, of: item) == .oldestDue
      let place = classes.firstIndex { members in
        let other = members[0].index
        return isPlain && settlements(of: members[0], context).discount == .zero
          && items[other].amount == items[row].amount
          && items[other].customer == items[row].customer
          && items.arena.equal(items[other].company, items[row].company)
      }
      if let place { classes[place].append(item) } else { classes.append([item]) }
    }
    return classes.map { $0.sorted(by: items.fallsDueBefore) }
  }

  /// Nothing else wants the items, all are one customer's, and no other item's number hides in the text.
  func isSafe(_ members: [SubsetMember], _ payer: CustomerRow, _ context: ProposalContext) -> Bool {
    let customer = items[members[0].item.index].customer
    guard members.allSatisfy({ items[$0.item.index].customer == customer }) else { return false }
    guard members.allSatisfy({ context.state.standing[$0.item.index].undecidedCitations == 0 }) else { return false }
    return !mayMeanAnother(than: Set(members.map(\.item)), payer, context)
  }

  func proposal(
    _ matcher: Matcher, _ members: [SubsetMember], cited: [CitedItem], _ payer: CustomerRow, _ context: ProposalContext
  ) -> Proposal {
    var evidence = evidence(of: cited)
    let named = Set(cited.map(\.item))
    for member in members {
      if !named.contains(member.item) { evidence.append(Evidence(.onlySetOfAmount, item: member.item)) }
      if member.discount != .zero { evidence.append(Evidence(.discountTaken, item: member.item)) }
      if member.cash < .zero { evidence.append(Evidence(.creditNetted, item: member.item)) }
    }
    let lines = members.map { Allocation(item: $0.item, cash: $0.cash, discount: $0.discount, paid: $0.cash) }
    return Proposal(
      payment: context.payment, matcher: matcher, lines: lines, evidence: evidence + payerEvidence(context))
  }

  static let mostOpenItems = 2_000
  /// Of more items than these nearly every amount is the sum of some, whatever they are.
  static let mostSubsetItems = 100
}
