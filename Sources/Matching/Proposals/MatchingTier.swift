package import CashModel

/// The tiers of matching, in order. All proposals of a tier are computed against one snapshot and committed.
package enum MatchingTier: CaseIterable, Sendable {
  /// Cited references, in free text or structured, that tie to the payment.
  case cited
  /// Several payments that cite the same items and tie together.
  case citedTogether
  /// Numbers that were mangled, of items that make the payment tie.
  case near
  /// Several payments, some of which name the items by mangled numbers, that tie together.
  case nearTogether
  /// Cited references with one missing, one too many, or a credit that nobody cites.
  case citedCompleted
  /// Cited references in another currency, which a rate makes tie.
  case citedInOtherCurrency
  /// A known payer with exactly one item of the payment's amount.
  case payerAndAmount
  /// A known payer's balance.
  case namedTotal
  /// The only set of a known payer's items that adds up to the payment.
  case subset
  /// Payments that name items, and a silent one of the payer that brings the rest.
  case silentTogether
  /// Several payments that name the same items and together pay them short.
  case shortTogether
  /// Cited references that do not tie, by a difference that the policies allow.
  case citedWithDifference
  /// Payments of one payer without a number that only together are some of his items.
  case blindTogether
  /// Payments that may each pay one of several items, decided together.
  case alternatives
  /// Items of one amount in the order in which they fall due, where the policy says so.
  case equalAmounts
  /// A customer's items in the order in which they fall due, where his rule says so.
  case oldestFirst

  /// The tiers in the order they are proposed. What is paid with a difference, or together with others, is cited too: it leaves the
  /// snapshot, and amounts, balances and sets are looked at once more.
  package static let order: [MatchingTier] =
    allCases.filter { !lastOnly.contains($0) }
    + [.payerAndAmount, .alternatives, .namedTotal, .equalAmounts, .subset, .blindTogether, .oldestFirst]

  /// Asked when all else is decided.
  private static let lastOnly: [MatchingTier] = [.blindTogether, .alternatives, .equalAmounts, .oldestFirst]

  /// Whether what was committed makes the rest of the tier worth another look, until nothing changes: only what is
  /// cited and ties proves that an item belongs to one payment and to no other.
  package var repeats: Bool { self == .cited || self == .citedTogether || self == .alternatives }

  /// Whether nothing is asked but what is open of the items that a payment names: where that is as it was, another round says the same.
  package var restsOnCitations: Bool { self == .cited || self == .citedTogether }

  /// Whether payments of one payer, amount and items are one payment and its duplicates (rule 18).
  var findsDuplicates: Bool { self == .cited || self == .citedInOtherCurrency || self == .citedWithDifference }

  /// Whether what is prepared for one payment of a payer serves his others: they are best looked at one after the other.
  package var isByPayer: Bool { self == .near || self == .nearTogether || self == .citedWithDifference }

  /// A round's proposals in order of payment.
  package static func inOrder(_ round: [Proposal]) -> [Proposal] {
    round.indices.map { UInt64(round[$0].payment.index) << 32 | UInt64($0) }.sorted().map {
      round[Int($0 & 0xFFFF_FFFF)]
    }
  }

  /// Whether proposals come from several payments at once rather than from each for itself.
  package var isJoint: Bool {
    switch self {
    case .citedTogether, .nearTogether, .silentTogether, .shortTogether, .blindTogether, .alternatives, .equalAmounts,
      .oldestFirst:
      true
    default: false
    }
  }
}

extension MatchingIndex {
  /// The undecided payments as a tier looks at them.
  package func order(of tier: MatchingTier, _ readings: ReadingTable, _ state: MatchingState) -> [Int32] {
    tier.isByPayer ? undecidedByPayer(readings, state) : state.undecided
  }

  /// The proposals of a whole round, one payment after the other.
  ///
  /// - Parameter changes: since the round before; nil for a tier's first one.
  package func round(
    of tier: MatchingTier, for payments: PaymentTable, _ readings: ReadingTable, _ state: MatchingState,
    after changes: RoundChanges? = nil
  ) -> [Proposal] {
    let order = order(of: tier, readings, state)
    guard tier.isJoint else {
      let round = proposals(of: tier, for: payments, readings, state, order[...], after: changes)
      return tier.isByPayer ? MatchingTier.inOrder(round) : round
    }
    if let changes, changes.isSettled,
      jointMembers(of: tier, for: payments, readings, state, order[...], after: changes).isEmpty
    {
      return []
    }
    let members = jointMembers(of: tier, for: payments, readings, state, order[...])
    return jointProposals(of: tier, for: payments, readings, state, among: members)
  }

  /// The proposals of a joint tier, where it is known what each undecided payment brings.
  package func jointProposals(
    of tier: MatchingTier, for payments: PaymentTable, _ readings: ReadingTable, _ state: MatchingState,
    among members: JointMembers
  ) -> [Proposal] {
    precondition(tier.isJoint, "each payment is for itself in the other tiers")
    var found = members
    if tier.isByPayer { found.sort() }
    switch tier {
    case .nearTogether: return jointNearProposals(for: payments, readings, state, among: found)
    case .silentTogether: return jointSilentProposals(for: payments, readings, state, among: found)
    case .shortTogether: return jointShortProposals(for: payments, readings, state, among: found)
    case .alternatives: return alternativeProposals(for: payments, readings, state, among: found)
    case .blindTogether: return blindTogetherProposals(for: payments, readings, state, among: found)
    case .equalAmounts: return equalAmountProposals(for: payments, readings, state)
    case .oldestFirst: return oldestFirstProposals(for: payments, readings, state)
    default: return jointCitedProposals(for: payments, readings, state, among: found)
    }
  }
}

extension MatchingIndex {
  /// The proposals of one tier for some of `state.undecided`, at most one for each, in order.
  ///
  /// - Parameter changes: since the round before; what they do not concern is left out.
  package func proposals(
    of tier: MatchingTier, for payments: PaymentTable, _ readings: ReadingTable, _ state: MatchingState,
    _ rows: ArraySlice<Int32>, after changes: RoundChanges? = nil
  ) -> [Proposal] {
    var proposals: [Proposal] = []
    var cache = NearCache()
    let tables = MatchingTables(payments, readings, state)
    for (number, row) in rows.enumerated() {
      if let changes, !changes.concern(row, payments, readings, self) { continue }
      if tier == .cited, changes == nil, number % FetchAhead.payments == 0 {
        fetchAhead(payments, readings, state, rows.dropFirst(number).prefix(FetchAhead.payments).lazy.map(Int.init))
      }
      let context = ProposalContext(tables: tables, row: Int(row))
      let proposal: Proposal?
      switch tier {
      case .cited: proposal = structuredProposal(context) ?? citedProposal(context)
      case .citedTogether, .nearTogether, .silentTogether, .shortTogether, .blindTogether, .alternatives, .equalAmounts,
        .oldestFirst:
        preconditionFailure("a joint tier is not proposed payment by payment")
      case .near: proposal = nearProposal(context, &cache)
      case .citedCompleted: proposal = completionProposal(context)
      case .citedInOtherCurrency: proposal = foreignProposal(context)
      case .payerAndAmount: proposal = payerAndAmountProposal(context)
      case .namedTotal: proposal = namedTotalProposal(context)
      case .subset: proposal = subsetProposal(context)
      case .citedWithDifference: proposal = differenceProposal(context, &cache) ?? rivalByAmount(context)
      }
      guard var proposal else { continue }
      if proposal.isPlain {
        proposal.bearers = Int32(clamping: amounts.count(of: context.amount, in: context.currency))
      }
      proposal.kind = evidenceClass(proposal, payments, readings)
      proposal.hold = .some(hold(on: proposal, payments, readings))
      proposals.append(proposal)
    }
    return proposals
  }
}

extension MatchingIndex {
  /// The receipts of which something may still be proposed, in order.
  func undecidedReceipts(
    of payments: PaymentTable, _ readings: ReadingTable, _ state: MatchingState
  ) -> some Sequence<ProposalContext> {
    let tables = MatchingTables(payments, readings, state)
    return state.undecided.lazy.map { ProposalContext(tables: tables, row: Int($0)) }
  }

  /// The receipts of which something may still be proposed, those of a family side by side.
  private func undecidedByPayer(_ readings: ReadingTable, _ state: MatchingState) -> [Int32] {
    let keys = state.undecided.map { row in
      let payer = readings.payer[Int(row)]
      let family = payer.number < 0 ? -1 : payers.family(of: payer).number
      return UInt64(UInt32(bitPattern: family)) << 32 | UInt64(UInt32(bitPattern: row))
    }
    return keys.sorted().map { Int32(truncatingIfNeeded: $0) }
  }
}

/// What receipts are matched in: one object however many receipts, so that a context costs nothing to hand on.
final class MatchingTables: Sendable {
  let payments: PaymentTable
  let readings: ReadingTable
  let state: MatchingState

  init(_ payments: PaymentTable, _ readings: ReadingTable, _ state: MatchingState) {
    self.payments = payments
    self.readings = readings
    self.state = state
  }
}

/// One receipt among the tables it is matched with.
struct ProposalContext {
  let tables: MatchingTables
  let row: Int

  // Borrowed: a table handed out would be held, column by column.
  var payments: PaymentTable { _read { yield tables.payments } }
  var readings: ReadingTable { _read { yield tables.readings } }
  var state: MatchingState { _read { yield tables.state } }
  var payment: PaymentRow { PaymentRow(row) }
  var amount: Money { payments.amount[row] }
  var currency: Currency { payments.currency[row] }
  var valueDate: CalendarDate { payments.valueDate[row] }
  var payer: CustomerRow? { readings.payer[row].number < 0 ? nil : readings.payer[row] }
  var citations: ArraySlice<Citation> { readings.citations(of: row) }
}

extension MatchingIndex {
  /// Payer evidence, for the explanation.
  func payerEvidence(_ context: ProposalContext) -> [Evidence] { onePayerEvidence(context).map { [$0] } ?? [] }

  func onePayerEvidence(_ context: ProposalContext) -> Evidence? {
    guard let payer = context.payer else { return nil }
    let kind: Evidence.Kind
    switch context.readings.payerEvidence[context.row] {
    case .account: kind = .payerByAccount
    case .customerNumber: kind = .payerByCustomerNumber
    case .alias: kind = .payerByAlias
    case .name: kind = .payerByName
    case .similarName, .misspeltName: kind = .payerBySimilarName
    case .none: return nil
    }
    return Evidence(kind, customer: payer, text: context.readings.payerText[context.row])
  }

  func isOfFamily(_ item: OpenItemRow, of payer: CustomerRow) -> Bool {
    payers.areRelated(items[item.index].customer, payer)
  }

  /// Gross, and net of the discount where it is still to be had, for an item that is wholly open.
  func settlements(of item: OpenItemRow, _ context: ProposalContext) -> (gross: Money, discount: Money) {
    let open = context.state.standing[item.index].available
    guard open == items[item.index].amount else { return (open, .zero) }
    return (open, discount(of: item, on: context.valueDate))
  }
}
