import CashModel

// A text that names nearly what is paid: one number is missing, one is too many, or a credit was taken that nobody names.
//
//     "1001 1002" with 600.00 and 400.00 open, and 1,250.00 paid: the payer's only set of other items that adds up to
//     250.00 is 1003. With 350.00 paid and a credit of 50.00 open for 1001 of 400.00: the credit was taken.
//
// What explains a difference exactly beats calling the payment short or too much, but only where it is the one thing
// that does: a missing set must be unique and improbable as a coincidence (see SubsetMatcher), what is left out must be
// one named item, and two explanations of different kinds are none.

extension MatchingIndex {
  func completionProposal(_ context: ProposalContext) -> Proposal? {
    guard let payer = context.payer, let plain = plainCitation(context) else { return nil }
    let difference = plain.difference(context.amount)
    guard difference != 0 else { return nil }
    return difference > 0
      ? missing(Int64(clamping: difference), plain, payer, context) : tooMany(plain, payer, context)
  }

  /// The named items, and the only set of others that makes up the rest.
  private func missing(
    _ rest: Int64, _ plain: PlainCitation, _ payer: CustomerRow, _ context: ProposalContext
  ) -> Proposal? {
    guard let others = missingOne(rest, plain, payer, context) ?? missingSet(rest, plain, payer, context) else {
      return nil
    }
    guard isSafe(others, besides: plain.items, payer, context) else { return nil }
    return proposal(.citedCompleted, gross(plain.items, context) + others, cited: plain.items, payer, context)
  }

  private func missingSet(
    _ rest: Int64, _ plain: PlainCitation, _ payer: CustomerRow, _ context: ProposalContext
  ) -> [SubsetMember]? {
    guard case .found(let others) = completion(rest, plain, payer, context) else { return nil }
    return others
  }

  /// The one item of the payer that is just the rest: one number forgotten is likelier than several, whatever sets of
  /// several add up to it as well, if hardly another of his items is as large.
  private func missingOne(
    _ rest: Int64, _ plain: PlainCitation, _ payer: CustomerRow, _ context: ProposalContext
  ) -> [SubsetMember]? {
    guard let candidates = openCandidates(of: payer, context) else { return nil }
    let named = Set(plain.items.map(\.item))
    let others = candidates.filter { !named.contains($0) && items[$0.index].amount > .zero }
    let fitting = others.filter { items[$0.index].amount.minorUnits == rest }
    guard fitting.count == 1 else { return nil }
    let settlement = settlements(of: fitting[0], context)
    // How many amounts lie around the rest, in steps of what all amounts are multiples of.
    let around = rest / 20
    let near = others.count { abs(items[$0.index].amount.minorUnits - rest) <= around }
    let step = others.reduce(rest) { greatestCommonDivisor($0, items[$1.index].amount.minorUnits) }
    let places = Int128(2 * around / max(step, 1) + 1)
    let limit = Int128(value(policies.subsetCoincidence, of: fitting[0]))
    guard Int128(near) * 1_000_000 <= limit * places else { return nil }
    return [SubsetMember(item: fitting[0], cash: settlement.gross, discount: .zero)]
  }

  private func greatestCommonDivisor(_ left: Int64, _ right: Int64) -> Int64 {
    var (left, right) = (left.magnitude, right.magnitude)
    while right != 0 { (left, right) = (right, left % right) }
    return Int64(clamping: left)
  }

  /// Sets of the payer's other items that add up to what the named ones leave.
  func completion(
    _ rest: Int64, _ plain: PlainCitation, _ payer: CustomerRow, _ context: ProposalContext
  ) -> SubsetResult {
    let named = Set(plain.items.map(\.item))
    guard let candidates = openCandidates(of: payer, context) else { return .budget }
    let others = candidates.filter { !named.contains($0) && items[$0.index].amount > .zero }
    return subset(of: others, summing: Money(minorUnits: rest), payer, context)
  }

  private func tooMany(_ plain: PlainCitation, _ payer: CustomerRow, _ context: ProposalContext) -> Proposal? {
    let short = -plain.difference(context.amount)
    let named = gross(plain.items, context)
    let extra = plain.items.indices.filter { Int128(named[$0].cash.minorUnits) == short }
    let isOneTooMany = extra.count == 1 && plain.items.count > 1
    guard extra.count < 2 else { return nil }
    guard let candidates = openCandidates(of: payer, context) else { return nil }
    let credits = candidates.filter { item in
      items[item.index].amount < .zero && !plain.items.contains { $0.item == item }
    }
    let fitting = credits.filter { Int128(-items[$0.index].amount.minorUnits) == short }
    if isOneTooMany, fitting.isEmpty {
      let members = named.indices.filter { $0 != extra[0] }.map { named[$0] }
      return proposal(
        .citedCompleted, members, cited: members.indices.map { cited(members[$0].item, plain) }, payer, context)
    }
    guard extra.isEmpty, fitting.count == 1 else { return nil }
    let credit = SubsetMember(item: fitting[0], cash: items[fitting[0].index].amount, discount: .zero)
    guard isSafe([credit], besides: plain.items, payer, context) else { return nil }
    return proposal(.citedCompleted, named + [credit], cited: plain.items, payer, context)
  }

  private func cited(_ item: OpenItemRow, _ plain: PlainCitation) -> CitedItem {
    guard let found = plain.items.first(where: { $0.item == item }) else {
      preconditionFailure("members of a citation are cited")
    }
    return found
  }

  private func gross(_ cited: [CitedItem], _ context: ProposalContext) -> [SubsetMember] {
    cited.map { SubsetMember(item: $0.item, cash: context.state.standing[$0.item.index].available, discount: .zero) }
  }

  /// As for sets that nobody names; the named items may stand in the text.
  private func isSafe(
    _ others: [SubsetMember], besides named: [CitedItem], _ payer: CustomerRow, _ context: ProposalContext
  ) -> Bool {
    guard others.allSatisfy({ context.state.standing[$0.item.index].undecidedCitations == 0 }) else { return false }
    return !mayMeanAnother(than: Set(others.map(\.item) + named.map(\.item)), payer, context)
  }
}
