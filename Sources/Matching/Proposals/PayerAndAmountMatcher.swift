import CashModel

// A known payer with exactly one item of the payment's amount.
//
// Such a payment is explained only where nothing in its text points elsewhere: it cites no other open item, no closed
// one, and no number that looks like ours but is unknown. The item must be wholly open, not dated after the value date,
// and not cited by another payment that is still undecided. And the text must not hold, however mangled, the number of
// another open item of the payer: its letters and digits, run together and with look-alikes folded, are searched for the
// digits of each. That search can only hold a payment back, never apply one.

/// Which items of the payer have the payment's amount.
enum AmountCandidates: Hashable {
  case none
  case one(OpenItemRow, isNet: Bool)
  /// At least these two.
  case several([OpenItemRow])
}

extension MatchingIndex {
  /// What a payment without references would pay if the item were not cited by another: it speaks against paying that
  /// item short.
  func rivalByAmount(_ context: ProposalContext) -> Proposal? {
    var rival = payerAndAmountProposal(context, isRival: true)
    rival?.isRival = true
    return rival
  }

  func payerAndAmountProposal(_ context: ProposalContext, isRival: Bool = false) -> Proposal? {
    guard let payer = context.payer, !context.readings.payerConflicts[context.row] else { return nil }
    guard textAllowsAmountAlone(payer, context) else { return nil }
    guard case .one(let item, let isNet) = amountCandidates(payer, context) else { return nil }
    guard context.state.standing[item.index].undecidedCitations == 0 || isRival else { return nil }
    guard isRival || !mayBeCoincidence(item, payer, context) else { return nil }
    guard !mayMeanAnother(than: [item], payer, context) else { return nil }
    let discount = isNet ? settlements(of: item, context).discount : .zero
    var evidence = payerEvidence(context) + [Evidence(.onlyItemOfAmount, item: item)]
    if isNet { evidence.append(Evidence(.discountTaken, item: item)) }
    if items[item.index].customer != payer {
      evidence.append(Evidence(.payerOfFamily, item: item, customer: items[item.index].customer))
    }
    let line = Allocation(item: item, cash: context.amount, discount: discount, paid: context.amount)
    return Proposal(payment: context.payment, matcher: .payerAndAmount, lines: [line], evidence: evidence)
  }

  /// Whether some of the payer's items would have the amount of a payment that is for others: of many items in whole units
  /// one soon has the amount that a short payment of several happens to have. As probable as items lie densely around
  /// the amount, in steps of what divides all amounts; up to `fewItems` are taken for what a payer knows by heart.
  func mayBeCoincidence(_ item: OpenItemRow, _ payer: CustomerRow, _ context: ProposalContext) -> Bool {
    let family = openItems(ofFamily: payers.family(of: payer))
    guard family.count > MatchingIndex.fewItems else { return false }
    let open = family.prefix(MatchingIndex.mostOpenItems).filter { other in
      let available = context.state.standing[other.index].available
      return items[other.index].currency == context.currency && available > .zero
        && available == items[other.index].amount
    }
    guard open.count > MatchingIndex.fewItems else { return false }
    let (around, places) = densityOfItems(open, around: context.amount)
    return Int128(around) * 1_000_000 > Int128(value(policies.subsetCoincidence, of: item)) * Int128(places)
  }

  /// How many items lie between half and double an amount, and how many amounts there are between, in steps of what divides
  /// the amount and all items'.
  func densityOfItems(_ open: [OpenItemRow], around amount: Money) -> (sums: Int, places: Int) {
    var step = amount.minorUnits
    var around = 0
    for item in open {
      let units = items[item.index].amount.minorUnits
      step = MatchingIndex.greatestDivisor(step, units)
      if units >= amount.minorUnits / 2, units / 2 <= amount.minorUnits { around += 1 }
    }
    return (around, Int(clamping: max(Int128(amount.minorUnits) * 3 / 2 / Int128(step), 1)))
  }

  private static let fewItems = 7

  private static func greatestDivisor(_ left: Int64, _ right: Int64) -> Int64 {
    var (left, right) = (left, right)
    while right != 0 { (left, right) = (right, left % right) }
    return left
  }

  /// The payer's items that the payment would settle exactly; looked for only until there are two.
  func amountCandidates(_ payer: CustomerRow, _ context: ProposalContext, most: Int = 2) -> AmountCandidates {
    var found: [(item: OpenItemRow, isNet: Bool)] = []
    let family = payers.family(of: payer)
    for entry in amounts.entries(of: context.amount, in: context.currency, family: family) {
      guard context.state.standing[entry.item.index].available == items[entry.item.index].amount else { continue }
      if entry.isNet, discount(of: entry.item, on: context.valueDate) == .zero { continue }
      if let dated = items[entry.item.index].invoiceDate, dated > context.valueDate { continue }
      guard items[entry.item.index].type == .invoice || items[entry.item.index].type == .debitMemo else { continue }
      found.append((entry.item, entry.isNet))
      if found.count > most { break }
    }
    switch found.count {
    case 0: return .none
    case 1: return .one(found[0].item, isNet: found[0].isNet)
    default: return .several(found.map(\.item))
    }
  }

  /// A single foreign number is a typo where the payer is known by account (rule 21); everything else that a text cites
  /// speaks against the amount alone.
  func textAllowsAmountAlone(_ payer: CustomerRow, _ context: ProposalContext) -> Bool {
    var foreign: Set<TextSlice> = []
    for citation in context.citations {
      if citation.kind == .unknown { return false }
      for row in rows(of: citation) {
        if items[Int(row)].isClosed || isOfFamily(OpenItemRow(number: row), of: payer) { return false }
      }
      foreign.insert(citation.text)
    }
    if foreign.isEmpty { return true }
    guard foreign.count == 1, context.readings.payerEvidence[context.row] == .account else { return false }
    switch citedResult(context) {
    case .nothing, .untied: return true
    case .explained, .ambiguous, .budget, .conflict: return false
    }
  }
}
