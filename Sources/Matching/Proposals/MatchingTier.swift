package import CashModel

/// The tiers of exact matching, in order. All proposals of a tier are computed against one snapshot and committed.
package enum MatchingTier: CaseIterable, Sendable {
  /// Cited references, in free text or structured, that tie to the payment.
  case cited
  /// A known payer with exactly one item of the payment's amount.
  case payerAndAmount

  /// Whether what was committed makes the rest of the tier worth another look, until nothing changes: only what is
  /// cited and ties proves that an item belongs to one payment and to no other.
  package var repeats: Bool { self == .cited }
}

extension MatchingIndex {
  /// The proposals of one tier for the undecided receipts of a range.
  package func proposals(
    of tier: MatchingTier, for payments: PaymentTable, _ readings: ReadingTable, _ state: MatchingState,
    _ rows: Range<Int>
  ) -> [Proposal] {
    var proposals: [Proposal] = []
    for row in rows where payments.transactionClass[row] == .receipt && state.isUndecided(row) {
      guard payments.amount[row] > .zero, !readings.isOverfull[row] else { continue }
      let context = ProposalContext(payments: payments, readings: readings, state: state, row: row)
      let proposal: Proposal?
      switch tier {
      case .cited: proposal = structuredProposal(context) ?? citedProposal(context)
      case .payerAndAmount: proposal = payerAndAmountProposal(context)
      }
      if let proposal { proposals.append(proposal) }
    }
    return proposals
  }
}

/// One receipt among the tables it is matched with.
struct ProposalContext {
  let payments: PaymentTable
  let readings: ReadingTable
  let state: MatchingState
  let row: Int

  var payment: PaymentRow { PaymentRow(row) }
  var amount: Money { payments.amount[row] }
  var currency: Currency { payments.currency[row] }
  var valueDate: CalendarDate { payments.valueDate[row] }
  var payer: CustomerRow? { readings.payer[row].number < 0 ? nil : readings.payer[row] }
  var citations: ArraySlice<Citation> { readings.citations(of: row) }
}

extension MatchingIndex {
  /// Payer evidence, for the explanation.
  func payerEvidence(_ context: ProposalContext) -> [Evidence] {
    guard let payer = context.payer else { return [] }
    let kind: Evidence.Kind
    switch context.readings.payerEvidence[context.row] {
    case .account: kind = .payerByAccount
    case .customerNumber: kind = .payerByCustomerNumber
    case .alias: kind = .payerByAlias
    case .name: kind = .payerByName
    case .none: return []
    }
    return [Evidence(kind, customer: payer, text: context.readings.payerText[context.row])]
  }

  func isOfFamily(_ item: OpenItemRow, of payer: CustomerRow) -> Bool {
    payers.areRelated(items.customer[item.index], payer)
  }

  /// Gross, and net of the discount where it is still to be had, for an item that is wholly open.
  func settlements(of item: OpenItemRow, _ context: ProposalContext) -> (gross: Money, discount: Money) {
    let open = context.state.available[item.index]
    guard open == items.amount[item.index] else { return (open, .zero) }
    return (open, discount(of: item, on: context.valueDate))
  }
}
