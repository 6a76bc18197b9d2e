import CashModel

// Payments without references, where it is agreed or set in which order items are paid.
//
// A customer's rule `oldest_first` says it for all his payments that nothing else explains: the item due first is paid first, then the
// next. The policy `equal_amounts: oldest_due` says it for items of one amount that the payment would settle equally well.
// Both look at all such payments of a customer together, the earliest value date first, since each takes what the one before it left.
// Disputed items and those dated after the payment are skipped. An item that another undecided payment cites stops the order: what is
// left of it is not known. A payment whose text may hold the number of another item is left alone.

extension MatchingIndex {
  /// Payments of customers whose rule is `oldest_first`.
  func oldestFirstProposals(
    for payments: PaymentTable, _ readings: ReadingTable, _ state: MatchingState
  ) -> [Proposal] {
    var left: [OpenItemRow: Money] = [:]
    var orders: [CustomerRow: [OpenItemRow]] = [:]
    return byValueDate(payments, readings, state).compactMap { context in
      guard let payer = context.payer, customers.rule[payer.index] != .none, mayPayUncited(payer, context) else {
        return nil
      }
      if orders[payer] == nil { orders[payer] = itemsInOrder(of: payer, in: context) }
      let open = (orders[payer] ?? []).filter { isDueFor($0, context) }
      return oldestFirst(open, context, payer, &left)
    }
  }

  private func oldestFirst(
    _ open: [OpenItemRow], _ context: ProposalContext, _ payer: CustomerRow, _ left: inout [OpenItemRow: Money]
  ) -> Proposal? {
    let (lines, rest) = laidOldestFirst(context.amount, over: open, payer, context, left)
    guard !lines.isEmpty, !mayMeanAnother(than: Set(lines.map(\.item)), payer, context) else { return nil }
    for line in lines {
      left[line.item] = (left[line.item] ?? context.state.standing[line.item.index].available) - line.cash
    }
    var all = lines
    var result = Proposal.Rest.none
    if rest > .zero { result = place(rest, of: context, on: &all) }
    let evidence = lines.map { Evidence(.oldestFirst, item: $0.item) } + payerEvidence(context)
    return Proposal(
      payment: context.payment, matcher: .oldestFirst, lines: all, evidence: evidence, rest: result)
  }

  /// Cash laid over items in their order: whole items, and the last one in part where the payer's rule allows that.
  func laidOldestFirst(
    _ cash: Money, over open: [OpenItemRow], _ payer: CustomerRow, _ context: ProposalContext,
    _ left: [OpenItemRow: Money] = [:]
  ) -> (lines: [Allocation], rest: Money) {
    var rest = cash
    var lines: [Allocation] = []
    for item in open where rest > .zero {
      guard context.state.standing[item.index].undecidedCitations == 0 else { return ([], cash) }
      let available = left[item] ?? context.state.standing[item.index].available
      guard available > .zero else { continue }
      let paid = min(rest, available)
      if paid < available, customers.rule[payer.index] != .oldestFirstPartial { break }
      lines.append(Allocation(item: item, cash: paid, paid: paid))
      rest -= paid
    }
    return (lines, rest)
  }

  /// The payer's own items that may be paid at all, the one due first at the front.
  func itemsInOrder(of payer: CustomerRow, in context: ProposalContext) -> [OpenItemRow] {
    openItems(ofFamily: payers.family(of: payer)).filter { item in
      items[item.index].customer == payer && items[item.index].amount > .zero && !items[item.index].isDisputed
        && context.state.standing[item.index].available > .zero
    }.sorted { items.fallsDueBefore($0, $1) }
  }

  func isDueFor(_ item: OpenItemRow, _ context: ProposalContext) -> Bool {
    items[item.index].currency == context.currency
      && items[item.index].invoiceDate.map { $0 <= context.valueDate } ?? true
  }

  /// Payments of one payer and amount and his equal items, in their order.
  func equalAmountProposals(
    for payments: PaymentTable, _ readings: ReadingTable, _ state: MatchingState
  ) -> [Proposal] {
    guard policies.equalAmounts != Scoped(.refuse) else { return [] }
    var taken: Set<OpenItemRow> = []
    return byValueDate(payments, readings, state).compactMap { context in
      guard let payer = context.payer, textAllowsAmountAlone(payer, context) else { return nil }
      guard case .several(let equal) = amountCandidates(payer, context, most: .max) else { return nil }
      let customer = items[equal[0].index].customer
      guard value(policies.equalAmounts, of: equal[0]) == .oldestDue,
        equal.allSatisfy({
          items[$0.index].customer == customer && items[$0.index].amount == context.amount
            && items.arena.equal(items[$0.index].company, items[equal[0].index].company)
            && state.standing[$0.index].undecidedCitations == 0 && !items[$0.index].isDisputed
        }),
        let item = equal.filter({ !taken.contains($0) }).min(by: items.fallsDueBefore),
        !mayMeanAnother(than: Set(equal), payer, context)
      else { return nil }
      taken.insert(item)
      let line = Allocation(item: item, cash: context.amount, paid: context.amount)
      return Proposal(
        payment: context.payment, matcher: .payerAndAmount, lines: [line],
        evidence: payerEvidence(context) + [Evidence(.oldestOfEqual, item: item)])
    }
  }

  /// The undecided receipts of known payers, the earliest value date first.
  private func byValueDate(
    _ payments: PaymentTable, _ readings: ReadingTable, _ state: MatchingState
  ) -> [ProposalContext] {
    undecidedReceipts(of: payments, readings, state).filter {
      $0.payer != nil && !readings.payerConflicts[$0.row]
    }.sorted { ($0.valueDate, $0.row) < ($1.valueDate, $1.row) }
  }
}
