package import CashModel

// From proposals and holds to one decision per transaction. What is not applied gets the reason that names what is
// missing, and up to three suggestions, the likeliest first.

extension MatchingIndex {
  /// The decisions on a range of payments.
  package func decisions(
    on payments: PaymentTable, _ readings: ReadingTable, _ state: MatchingState, _ rows: Range<Int>
  ) -> DecisionTable {
    var table = DecisionTable()
    table.reserve(rows.count)
    let tables = MatchingTables(payments, readings, state)
    for run in FetchAhead.runs(of: rows) {
      fetchAhead(payments, readings, state, run)
      fetchAmountsAhead(readings, run)
      for row in run {
        let context = ProposalContext(tables: tables, row: row)
        if let whole = wholeApplication(context) { table.append(whole) } else { table.append(decision(context)) }
      }
    }
    return table
  }

  private func decision(_ context: ProposalContext) -> Decision {
    if let given = context.state.decision(givenFor: context.row) { return given }
    if let reversal = context.state.reversal(by: context.row) { return reversal.decision }
    switch context.payments.transactionClass[context.row] {
    case .receipt where context.amount > .zero: break
    case .return where context.amount > .zero && context.payments.counterpart[context.row].number < 0:
      var decision = Decision(.excepted)
      decision.reason = .returnUnmatched
      return decision
    default: return Decision(.classified)
    }
    if let listed = context.state.listedPayment(context.row) {
      var decision = Decision(.excepted)
      decision.reason = listed.reason
      decision.customer = context.payer ?? listed.items.first.map { items[$0.index].customer } ?? decision.customer
      switch listed.reason {
      case .unacknowledged: decision.evidence = listed.items.map { Evidence(.unacknowledgedItem, item: $0) }
      case .onAccount: offer(listed, context, in: &decision)
      default: decision.evidence = [Evidence(.restOfPayment)] + payerEvidence(context)
      }
      return decision
    }
    guard let proposal = context.state.proposal(of: context.row) else { return exception(context) }
    guard let hold = context.state.holds[context.row] else { return application(proposal, context) }
    if hold == .nothingNew { return unchanged(proposal, context) }
    return held(proposal, hold, context)
  }

  /// What waited and waits on: why, its text and the ledger say as if nothing had been found; what was found is suggested.
  private func unchanged(_ proposal: Proposal, _ context: ProposalContext) -> Decision {
    var decision = exception(context)
    if decision.suggestions.isEmpty {
      let cash = proposal.itemLines.map { SuggestedCash(item: $0.item, cash: $0.cash) }
      rank([Suggestion(source: .held, cash: cash)], of: context, into: &decision)
    }
    return decision
  }

  /// What becomes of nearly all payments; nil of the others. Nothing is proposed of those that are decided by anything else.
  private func wholeApplication(_ context: ProposalContext) -> WholeApplication? {
    guard context.state.holds[context.row] == nil, let proposal = context.state.proposal(of: context.row),
      let plain = proposal.plain
    else { return nil }
    let customer = context.payer ?? items[plain.item.index].customer
    let kind = evidenceClass(proposal, context.payments, context.readings)
    return WholeApplication(
      matcher: proposal.matcher, customer: customer, cash: plain.amount, named: plain.named, payer: plain.payer,
      evidenceClass: kind, confidence: confidence(of: kind), runnerUp: runnerUp(of: proposal, customer, context))
  }

  private func application(_ proposal: Proposal, _ context: ProposalContext) -> Decision {
    var decision: Decision
    switch proposal.rest {
    case .none: decision = Decision(.applied)
    case .onAccount: decision = Decision(.onAccount)
    case .open(let reason, let difference):
      decision = Decision(.appliedPart)
      decision.reason = reason
      decision.difference = difference
    }
    decision.matcher = proposal.matcher
    decision.customer = context.payer ?? items[proposal.lines[0].item.index].customer
    decision.rate = proposal.rate
    decision.allocations = Array(proposal.lines)
    decision.evidence = Array(proposal.evidence)
    let kind = evidenceClass(proposal, context.payments, context.readings)
    decision.evidenceClass = kind
    decision.confidence = confidence(of: kind)
    decision.runnerUp = runnerUp(of: proposal, decision.customer, context)
    return decision
  }

  /// An item that would have been just the amount as well.
  private func runnerUp(of proposal: Proposal, _ payer: CustomerRow, _ context: ProposalContext) -> OpenItemRow {
    let none = OpenItemRow(number: -1)
    // Most amounts are one item's only.
    let bearers = proposal.bearers.map(Int.init) ?? amounts.count(of: context.amount, in: context.currency)
    guard payer.number >= 0, bearers > 0 else { return none }
    if proposal.lines.count == 1, bearers == 1,
      items[proposal.lines[0].item.index].amount == context.amount
    {
      return none
    }
    let family = payers.family(of: payer)
    let found = amounts.entries(of: context.amount, in: context.currency, family: family).first { entry in
      context.state.standing[entry.item.index].available == context.amount
        && !proposal.lines.contains { $0.item == entry.item }
    }
    return found?.item ?? none
  }

  private func held(_ proposal: Proposal, _ hold: Hold, _ context: ProposalContext) -> Decision {
    var decision = Decision(.excepted)
    decision.customer = context.payer ?? items[proposal.lines[0].item.index].customer
    decision.evidence = Array(proposal.evidence)
    switch hold {
    case .contested: decision.reason = .contested
    case .duplicate: decision.reason = .duplicatePayment
    case .blockedCustomer: decision.reason = .blockedCustomer
    case .limit: decision.reason = .limit
    case .closedPeriod: decision.reason = .closedPeriod
    case .budget: decision.reason = .budget
    case .returned: decision.reason = .returnUnmatched
    case .nothingNew: break
    case .onAccountCash:
      decision.reason = .shortPay
      if let cash = mayUseOnAccount(proposal, context.currency) {
        decision.difference = -cash.amount
        decision.evidence.append(Evidence(.onAccountCash, customer: cash.customer, text: cash.payment))
      }
    case .evidence:
      decision.reason = .limit
      decision.evidence.append(Evidence(.classNotProven))
    }
    if hold == .contested || hold == .duplicate {
      decision.evidence += proposal.itemLines.map { Evidence(.contestedItem, item: $0.item) }
    }
    if hold != .duplicate {
      let cash = proposal.itemLines.map { SuggestedCash(item: $0.item, cash: $0.cash) }
      rank([Suggestion(source: .held, cash: cash)], of: context, into: &decision)
    }
    return decision
  }

  private func exception(_ context: ProposalContext) -> Decision {
    var decision = Decision(.excepted)
    if let payer = context.payer { decision.customer = payer }
    decision.evidence = payerEvidence(context) + closedEvidence(context)
    var set: [SubsetMember] = []
    let cited = context.readings.isOverfull[context.row] ? .budget : citedResult(context)
    switch cited {
    case .untied(let items, let difference):
      decision.evidence += citedEvidence(items, context)
      decision.difference = difference
      decision.reason = untiedReason(items, difference, context)
      if difference < .zero, let first = items.first,
        let cash = onAccount(
          of: self.items[first.item.index].customer, missing: -Int128(difference.minorUnits), context.currency)
      {
        decision.evidence.append(Evidence(.onAccountCash, customer: cash.customer, text: cash.payment))
      }
    case .conflict(let items):
      decision.evidence += citedEvidence(items, context)
      decision.reason = .payerConflict
    case .ambiguous, .explained:
      decision.reason = .ambiguous
    case .budget:
      decision.reason = .budget
    case .nothing:
      decision.reason = uncitedReason(context, &decision, &set)
      // Nothing that is open explains it, and the payer says why.
      if decision.reason == .noRemittance || decision.reason == .refUnknown,
        PrepaymentWords.areIn(context.payments.arena.span(context.payments.remittance[context.row]))
      {
        decision.reason = .prepayment
      }
    }
    if decision.reason == .payerUnknown, hasSharedName(context) { decision.evidence.append(Evidence(.payerNameShared)) }
    if context.state.holds[context.row] == .returned { decision.reason = .returnUnmatched }
    if context.payments.isInconsistent[context.row] {
      decision.reason = .parse
      decision.difference = nil
    }
    rank(suggestions(context, cited, set: set), of: context, into: &decision)
    return decision
  }

  private func hasSharedName(_ context: ProposalContext) -> Bool {
    payers.bearers(of: context.payments.arena.span(context.payments.payerName[context.row])).count > 1
  }

  private func citedEvidence(_ items: [CitedItem], _ context: ProposalContext) -> [Evidence] {
    items.prefix(MatchingIndex.mostEvidence).map { cited in
      let isForeign = context.payer.map { !isOfFamily(cited.item, of: $0) } ?? false
      let kind: Evidence.Kind =
        isForeign ? .foreignItem : cited.citation.kind == .other ? .citedOtherNumber : .citedItem
      return Evidence(kind, item: cited.item, text: cited.citation.text)
    }
  }

  /// Cited items that are closed, taken by another payment of this run, or in another currency.
  private func closedEvidence(_ context: ProposalContext) -> [Evidence] {
    var evidence: [Evidence] = []
    for citation in context.citations {
      for row in rows(of: citation) {
        let item = OpenItemRow(number: row)
        if items[item.index].isClosed {
          evidence.append(Evidence(.citedClosedItem, item: item, text: citation.text))
        } else if items[item.index].currency != context.currency {
          evidence.append(Evidence(.citedOtherCurrency, item: item, text: citation.text))
        } else if context.state.standing[item.index].available == .zero {
          evidence.append(Evidence(.contestedItem, item: item, text: citation.text))
        }
        if evidence.count >= MatchingIndex.mostEvidence { return evidence }
      }
    }
    return evidence
  }

  private func untiedReason(_ cited: [CitedItem], _ difference: Money, _ context: ProposalContext) -> ReasonCode {
    if let payer = context.payer, cited.allSatisfy({ !isOfFamily($0.item, of: payer) }) { return .payerConflict }
    if difference > .zero { return .overPay }
    let discounts = cited.reduce(Int128(0)) { $0 + Int128(items[$1.item.index].discount.minorUnits) }
    return discounts != 0 && Int128(difference.minorUnits) == -discounts ? .discountUnearned : .shortPay
  }

  /// Why a payment that cites nothing usable is not applied.
  private func uncitedReason(
    _ context: ProposalContext, _ decision: inout Decision, _ set: inout [SubsetMember]
  ) -> ReasonCode {
    let taken = context.citations.contains { citation in
      rows(of: citation).contains { isTaken(OpenItemRow(number: $0), fromDuplicateOf: context) }
    }
    if taken { return .duplicatePayment }
    if decision.evidence.contains(where: { $0.kind == .citedOtherCurrency }) { return .fxDifference }
    if decision.evidence.contains(where: { $0.kind == .contestedItem }) { return .contested }
    if decision.evidence.contains(where: { $0.kind == .citedClosedItem }) { return .refClosed }
    if context.readings.payerConflicts[context.row] { return .payerConflict }
    if let unknown = context.citations.first(where: { $0.kind == .unknown }) {
      decision.evidence.append(Evidence(.unknownNumber, text: unknown.text))
      return .refUnknown
    }
    guard let payer = context.payer else { return .payerUnknown }
    switch amountCandidates(payer, context) {
    case .several(let rivals):
      decision.evidence += rivals.map { Evidence(.rival, item: $0) }
      return .ambiguousEqual
    case .one(let item, _) where context.state.standing[item.index].undecidedCitations > 0:
      decision.evidence.append(Evidence(.contestedItem, item: item))
      return .contested
    case .one(let item, _):
      decision.evidence.append(Evidence(.rival, item: item))
      return mayBeCoincidence(item, payer, context) ? .weakSubset : .ambiguous
    case .none: return setReason(payer, context, &decision, &set)
    }
  }

  /// Whether sets of the payer's items add up to the payment, and why none of them is paid.
  private func setReason(
    _ payer: CustomerRow, _ context: ProposalContext, _ decision: inout Decision, _ set: inout [SubsetMember]
  ) -> ReasonCode {
    guard mayPayUncited(payer, context) else {
      // A payer whose name is misspelt pays no set by its sum alone; a person may see that there is one.
      if case .found(let members) = subsetResult(payer, context) { set = members }
      return .noRemittance
    }
    switch subsetResult(payer, context) {
    case .none: return .noRemittance
    case .ambiguous: return .ambiguous
    case .budget: return .budget
    case .found(let members), .weak(let members):
      set = members
      decision.evidence += members.prefix(MatchingIndex.mostEvidence).map { Evidence(.rival, item: $0.item) }
      return .weakSubset
    }
  }

  private func isTaken(_ item: OpenItemRow, fromDuplicateOf context: ProposalContext) -> Bool {
    let taker = context.state.standing[item.index].takenBy
    guard taker.number >= 0, context.payments.amount[taker.index] == context.amount else { return false }
    return haveSamePayer(taker, context.payment, context.payments, context.readings)
  }

  static let mostEvidence = 64
}
