package import CashModel

/// What payments, each for itself, bring to a tier that decides several together: workers share the payments out, and one
/// puts together what they found.
package struct JointMembers: Sendable {
  /// In order of payment.
  fileprivate(set) var members: [JointMember] = []
  /// Of mangled numbers: the same where two edits are allowed.
  fileprivate(set) var distant: [JointMember] = []
  /// Payments of known payers that cite nothing.
  fileprivate(set) var silent: [(payment: SilentPayment, row: Int)] = []
  /// Payments that may each pay one of several items.
  fileprivate(set) var alternatives: [Alternatives] = []

  package init() {}

  package var isEmpty: Bool { members.isEmpty && distant.isEmpty && silent.isEmpty && alternatives.isEmpty }

  package mutating func append(contentsOf other: JointMembers) {
    members += other.members
    distant += other.distant
    silent += other.silent
    alternatives += other.alternatives
  }

  /// Payments of one payer may have been looked at side by side.
  mutating func sort() {
    members.sort { $0.row < $1.row }
    distant.sort { $0.row < $1.row }
  }
}

/// A payment that names items which it does not pay alone.
struct JointMember: Sendable {
  let row: Int
  let items: [OpenItemRow]
  /// Where the text names each of them.
  let evidence: [Evidence]
  /// All numbers are written right.
  let isExact: Bool
}

extension JointMember {
  /// The same member as far as it names one of its items.
  func naming(only item: OpenItemRow) -> JointMember {
    JointMember(row: row, items: [item], evidence: evidence.filter { $0.item == item }, isExact: isExact)
  }

  /// A payment whose numbers are all written right.
  init(row: Int, _ plain: PlainCitation, _ evidence: [Evidence]) {
    self.init(row: row, items: plain.items.map(\.item), evidence: evidence, isExact: true)
  }
}

/// Whose a payment without a number is, and what it brings.
struct SilentPayment: Hashable, Sendable {
  let family: CustomerRow
  let currency: Currency
  let amount: Money
}

extension MatchingIndex {
  /// What some undecided payments bring to a joint tier.
  ///
  /// - Parameters:
  ///   - rows: of `order(of:_:_:)`, and in its order.
  ///   - changes: since the round before; what they do not concern is left out.
  package func jointMembers(
    of tier: MatchingTier, for payments: PaymentTable, _ readings: ReadingTable, _ state: MatchingState,
    _ rows: ArraySlice<Int32>, after changes: RoundChanges? = nil
  ) -> JointMembers {
    var found = JointMembers()
    var cache = NearCache()
    let tables = MatchingTables(payments, readings, state)
    for row in rows {
      if let changes, !changes.concern(row, payments, readings, self) { continue }
      let context = ProposalContext(tables: tables, row: Int(row))
      switch tier {
      case .citedTogether:
        if let member = citedMember(context) { found.members.append(member) }
      case .nearTogether: addNearMember(context, &cache, to: &found)
      case .silentTogether:
        if let silent = silentPayment(context) { found.silent.append((silent, context.row)) }
        if let member = partlyPaidMember(context) { found.members.append(member) }
      case .shortTogether:
        if let member = shortMember(context) { found.members.append(member) }
      case .blindTogether:
        if let silent = blindPayment(context) { found.silent.append((silent, context.row)) }
      case .alternatives:
        if let ways = alternatives(of: context) { found.alternatives.append(ways) }
      default: break
      }
    }
    return found
  }

  private func citedMember(_ context: ProposalContext) -> JointMember? {
    guard let plain = plainCitation(context, besidesUnknown: true), isShortOfOpenItems(plain, context) else {
      return nil
    }
    return JointMember(row: context.row, plain, evidence(of: plain.items))
  }

  private func shortMember(_ context: ProposalContext) -> JointMember? {
    guard let payer = context.payer, let plain = plainCitation(context), isShortOfOpenItems(plain, context),
      !mayMeanAnother(than: Set(plain.items.map(\.item)), payer, context),
      !hasOtherExplanation(payer, plain, context)
    else { return nil }
    return JointMember(row: context.row, plain, evidence(of: plain.items))
  }

  private func partlyPaidMember(_ context: ProposalContext) -> JointMember? {
    guard let payer = context.payer, let plain = plainCitation(context), isShortOfOpenItems(plain, context),
      plain.items.allSatisfy({ isOfFamily($0.item, of: payer) })
    else { return nil }
    return JointMember(row: context.row, plain, evidence(of: plain.items))
  }

  /// Less than is asked for, and nothing of that is a credit.
  private func isShortOfOpenItems(_ plain: PlainCitation, _ context: ProposalContext) -> Bool {
    plain.difference(context.amount) < 0
      && plain.items.allSatisfy { context.state.standing[$0.item.index].available > .zero }
  }

  private func silentPayment(_ context: ProposalContext) -> SilentPayment? {
    guard let payer = context.payer, mayPayUncited(payer, context), case .none = amountCandidates(payer, context)
    else { return nil }
    return SilentPayment(family: payers.family(of: payer), currency: context.currency, amount: context.amount)
  }

  private func blindPayment(_ context: ProposalContext) -> SilentPayment? {
    guard let payer = context.payer, customers.rule[payer.index] == .none, mayPayUncited(payer, context) else {
      return nil
    }
    return SilentPayment(family: payers.family(of: payer), currency: context.currency, amount: context.amount)
  }

  private func addNearMember(_ context: ProposalContext, _ cache: inout NearCache, to found: inout JointMembers) {
    guard let payer = context.payer, !context.readings.payerConflicts[context.row],
      !context.readings.isOverfull[context.row], let reading = nearReading(of: payer, context, &cache)
    else { return }
    if let member = nearMember(context, reading, within: .beginning) { found.members.append(member) }
    if let member = nearMember(context, reading, within: .twoEdits) { found.distant.append(member) }
  }

  /// A payment of a known payer whose text names some of his items, each token at most one of them, and which is less than
  /// they are.
  private func nearMember(
    _ context: ProposalContext, _ reading: NearReading, within limit: Nearness
  ) -> JointMember? {
    guard let payer = context.payer else { return nil }
    for child in context.payments.structured[context.row].indices
    where context.payments.structuredRows[child].remitted != nil { return nil }
    var chosen: [NearChoice] = []
    for choices in reading.choices {
      guard let nearest = choices.map(\.nearness).min(), nearest <= limit else { continue }
      let best = choices.filter { $0.nearness == nearest }
      guard best.count == 1 else { return nil }
      if !chosen.contains(where: { $0.item == best[0].item }) { chosen.append(best[0]) }
    }
    for citation in context.citations where citation.kind != .unknown {
      let isOthers = !rows(of: citation).contains { isOfFamily(OpenItemRow(number: $0), of: payer) }
      let isRead = chosen.contains { reading.tokens[$0.token].text.range.overlaps(citation.text.range) }
      if isOthers, !isRead { return nil }
    }
    let items = reading.named + chosen.map(\.item)
    let gross = items.reduce(Int128(0)) { $0 + Int128(context.state.standing[$1.index].available.minorUnits) }
    guard !items.isEmpty, Int128(context.amount.minorUnits) < gross,
      items.allSatisfy({ context.state.standing[$0.index].available > .zero })
    else { return nil }
    let near = chosen.map { Evidence(.nearItem, item: $0.item, text: reading.tokens[$0.token].text) }
    return JointMember(
      row: context.row, items: items, evidence: namedEvidence(reading.named, context) + near, isExact: chosen.isEmpty)
  }
}
