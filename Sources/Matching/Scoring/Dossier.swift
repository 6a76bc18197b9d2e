package import CashModel
package import TrackRecord

/// Everything about one payment that a person who doubts a decision asks for: what was read in its text, what the evidence adds
/// up to, what else could explain it, who else wants the same items, and what is missing.
package struct Dossier: Sendable {
  package struct Reading: Sendable {
    package enum Kind: Sendable {
      /// A document number, whole or its digits; another number of an item; a number like ours that is nobody's.
      case document, tail, other, unknown
      /// A number that is an item's but for an error.
      case near
    }

    package let kind: Kind
    /// Where it stands in the payments' arena.
    package let text: TextSlice
    package let items: [OpenItemRow]
  }

  /// Another way to explain the payment, and what speaks against it.
  package struct Rival: Sendable {
    package enum Kind: Sendable {
      /// An item of the payer's, or of somebody else's, that has the payment's amount.
      case payersItemOfAmount, strangersItemOfAmount
      /// All that the payer owes, or all that is due.
      case balance
    }

    package let kind: Kind
    package let items: [OpenItemRow]
  }

  /// What would have made an exception match.
  package enum Missing: Sendable {
    /// The named items ask for this much more than was paid: a charge, a discount or a short payment of it would tie.
    case shortfall(Money, OpenItemRow)
    /// A credit of just that is open; named, it would tie.
    case credit(OpenItemRow, Money)
    /// One of the named items is just what is too much.
    case namedTooMuch(OpenItemRow)
    /// So much more was paid than the named items ask for.
    case surplus(Money)
    /// These items have just what is left over; named, they would tie.
    case itemOfSurplus([OpenItemRow], Money)
    /// Each of these fits: a reference would tell.
    case reference([OpenItemRow])
    /// These have the amount, but that may be chance.
    case proof([OpenItemRow])
    /// Each of these sets adds up.
    case sets([[OpenItemRow]])
    /// These of the payer's items have the amount; the text names a number that is none of them.
    case withoutNumber(TextSlice, [OpenItemRow])
    /// The items of this amount are this customer's: an account or alias of his would tell.
    case payer(CustomerRow, [OpenItemRow])
    /// The nearest item of the payer's differs by this.
    case nearest(OpenItemRow, Money)
    /// What the other payments that want the same items really pay.
    case decisionOn([PaymentRow])
    /// These have the items.
    case takenBy([PaymentRow])
    case approval
  }

  package var readings: [Reading] = []
  package var score: Score?
  package var strength: EvidenceClass?
  package var confidence = Confidence.unknown
  package var history: Calibration.Count?
  /// The class has too little history of its own.
  package var isHistoryWider = false
  package var rivals: [Rival] = []
  /// Sums that other ways reach around the amount, of the places where they could be; for what is explained by amounts alone.
  package var coincidence: (sums: Int, places: Int)?
  /// Other payments that name, want or were given the same items, or items that those want.
  package var component: [PaymentRow] = []
  package var isComponentCut = false
  package var missing: [Missing] = []

  package init() {}
}

extension MatchingIndex {
  /// - Parameter state: after the last tier.
  package func dossier(
    of payment: PaymentRow, _ payments: PaymentTable, _ readings: ReadingTable, _ state: MatchingState,
    _ decisions: DecisionTable
  ) -> Dossier {
    let context = ProposalContext(tables: MatchingTables(payments, readings, state), row: payment.index)
    var dossier = Dossier()
    dossier.readings = readTokens(context, decisions)
    if let proposal = state.proposal(of: payment.index) {
      dossier.score = score(proposal, payments, readings)
      let kind = evidenceClass(proposal, payments, readings)
      dossier.strength = kind
      dossier.confidence = confidence(of: kind)
      dossier.history = limits?.calibration.history(of: kind)
      dossier.isHistoryWider = dossier.history != limits?.calibration.counts[kind]
      dossier.coincidence = coincidence(of: proposal, context)
    }
    if dossier.score == nil, decisions.evidence[payment.index].count > 0 {
      dossier.score = score(ofEvidence: decisions.evidence[payment.index].indices.map { decisions.evidenceRows[$0] })
    }
    dossier.rivals = rivals(context, decisions)
    (dossier.component, dossier.isComponentCut) = component(of: payment, payments, readings, state)
    if decisions.reason[payment.index] != nil {
      dossier.missing = missing(context, decisions, dossier.component)
    }
    return dossier
  }

  private func readTokens(_ context: ProposalContext, _ decisions: DecisionTable) -> [Dossier.Reading] {
    var seen: Set<TextSlice> = []
    var found = context.citations.filter { citation in
      // One number may be an item's whole and its digits; the first is the surest.
      seen.insert(citation.text).inserted || citation.isMember
    }.map { citation in
      let kind: Dossier.Reading.Kind =
        switch citation.kind {
        case .document: .document
        case .tail: .tail
        case .other: .other
        case .unknown: .unknown
        }
      return Dossier.Reading(kind: kind, text: citation.text, items: rows(of: citation).map { OpenItemRow(number: $0) })
    }
    for row in decisions.evidence[context.row].indices {
      let evidence = decisions.evidenceRows[row]
      guard evidence.kind == .nearItem, !evidence.text.isEmpty else { continue }
      found.append(Dossier.Reading(kind: .near, text: evidence.text, items: [evidence.item]))
    }
    return found
  }

  // MARK: What else it may be

  private func placedItems(_ row: Int, _ decisions: DecisionTable) -> Set<OpenItemRow> {
    Set(decisions.allocations[row].indices.map { decisions.allocationRows[$0].item })
  }

  private func rivals(_ context: ProposalContext, _ decisions: DecisionTable) -> [Dossier.Rival] {
    let placed = placedItems(context.row, decisions)
    var rivals: [Dossier.Rival] = []
    let entries = amounts.entries(of: context.amount, in: context.currency).map(\.item).filter { !placed.contains($0) }
    let own = entries.filter { item in context.payer.map { isOfFamily(item, of: $0) } ?? false }
    if !own.isEmpty { rivals.append(Dossier.Rival(kind: .payersItemOfAmount, items: own)) }
    let others = entries.filter { !own.contains($0) }
    if !others.isEmpty { rivals.append(Dossier.Rival(kind: .strangersItemOfAmount, items: others)) }
    if let payer = context.payer {
      let open = openItems(ofFamily: payers.family(of: payer)).filter { items[$0.index].currency == context.currency }
      let sum = open.reduce(Int128(0)) { $0 + Int128(items[$1.index].amount.minorUnits) }
      if open.count > 1, sum == Int128(context.amount.minorUnits), Set(open) != placed {
        rivals.append(Dossier.Rival(kind: .balance, items: Array(open)))
      }
    }
    return rivals
  }

  /// How probable it is that the amount fits by chance: for a set, from the sums that other sets reach; for a single item, from
  /// the payer's items that lie between half and double the amount.
  private func coincidence(of proposal: Proposal, _ context: ProposalContext) -> (sums: Int, places: Int)? {
    guard let payer = context.payer else { return nil }
    let open = openItems(ofFamily: payers.family(of: payer)).filter {
      items[$0.index].currency == context.currency && items[$0.index].amount > .zero
    }
    switch proposal.matcher {
    case .payerAndAmount: return densityOfItems(open, around: context.amount)
    case .subset, .namedTotal:
      guard open.count <= MatchingIndex.mostSubsetItems else { return nil }
      let choices = open.map { SubsetProblem.Choice(options: [items[$0.index].amount.minorUnits]) }
      let problem = SubsetProblem(choices: choices, target: context.amount.minorUnits)
      if case .unique(_, let nearby, let places) = problem.solved(steps: Int(clamping: policies.subsetSteps.standard)) {
        return (nearby, places)
      }
      return nil
    default: return nil
    }
  }

  /// Everything linked by items: payments that name or got an item, the items that those name or got, and so on.
  private func component(
    of payment: PaymentRow, _ payments: PaymentTable, _ readings: ReadingTable, _ state: MatchingState
  ) -> ([PaymentRow], isCut: Bool) {
    var byItem: [OpenItemRow: [PaymentRow]] = [:]
    func items(of row: Int) -> Set<OpenItemRow> {
      var wanted = citedItems(readings.citations(of: row))
      if let proposal = state.proposal(of: row) { wanted.formUnion(proposal.itemLines.map(\.item)) }
      return wanted
    }
    for row in 0..<payments.count where payments.transactionClass[row] == .receipt {
      for item in items(of: row) { byItem[item, default: []].append(PaymentRow(row)) }
    }
    var seen: Set<PaymentRow> = [payment]
    var waiting = [payment]
    while let next = waiting.popLast() {
      for item in items(of: next.index).sorted() {
        for other in byItem[item] ?? [] where seen.insert(other).inserted {
          if seen.count > Dossier.mostOfComponent { return (seen.subtracting([payment]).sorted(), true) }
          waiting.append(other)
        }
      }
    }
    return (seen.subtracting([payment]).sorted(), false)
  }

  // MARK: What is missing

  private func missing(
    _ context: ProposalContext, _ decisions: DecisionTable, _ component: [PaymentRow]
  ) -> [Dossier.Missing] {
    guard let reason = decisions.reason[context.row] else { return [] }
    let family = context.payer.map { openItems(ofFamily: payers.family(of: $0)) } ?? []
    let open = family.filter {
      items[$0.index].currency == context.currency
        && context.state.standing[$0.index].available == items[$0.index].amount
    }
    let evidence = decisions.evidence[context.row].indices.map { decisions.evidenceRows[$0] }
    var missing: [Dossier.Missing] = []
    switch reason {
    case .limit, .blockedCustomer: missing.append(.approval)
    case .contested, .duplicatePayment, .returnUnmatched:
      let named = citedItems(context.citations)
      let bearers = open.filter { items[$0.index].amount == context.amount && !named.contains($0) }
      if reason == .contested, let citation = context.citations.first, !bearers.isEmpty {
        missing.append(.withoutNumber(citation.text, bearers))
      }
      let waiting = component.filter { decisions.outcome[$0.index] == .excepted }
      if !waiting.isEmpty {
        missing.append(.decisionOn(waiting))
      } else if !component.isEmpty {
        missing.append(.takenBy(component))
      }
    case .ambiguous, .ambiguousEqual:
      let rivals = evidence.filter { $0.kind == .rival }.map(\.item)
      if !rivals.isEmpty {
        missing.append(.reference(rivals))
      } else if case let sets = witnesses(among: open, context), sets.count > 1 {
        missing.append(.sets(sets))
      }
    case .weakSubset: missing.append(.proof(evidence.filter { $0.kind == .rival }.map(\.item)))
    case .refUnknown, .refClosed, .fxDifference:
      let bearers = open.filter { items[$0.index].amount == context.amount }
      if let citation = context.citations.first, !bearers.isEmpty {
        missing.append(.withoutNumber(citation.text, bearers))
      }
    case .payerUnknown, .payerConflict:
      let bearers = amounts.entries(of: context.amount, in: context.currency).map(\.item)
        .filter { context.state.standing[$0.index].available == items[$0.index].amount }
      let byCustomer = Dictionary(grouping: bearers) { payers.family(of: items[$0.index].customer) }
      for (customer, items) in byCustomer.sorted(by: { $0.key.number < $1.key.number }).prefix(3) {
        missing.append(.payer(customer, items))
      }
    default: break
    }
    let cited = evidence.filter { ExplainedKinds.names.contains($0.kind) }.map(\.item)
    if let difference = decisions.difference[context.row], difference != .zero, let first = cited.first {
      missing += explaining(difference, cited: Set(cited), first, open)
    } else if missing.isEmpty, let nearest = nearest(to: context.amount, among: open),
      (items[nearest.index].amount - context.amount).magnitude.minorUnits <= context.amount.minorUnits / 5
    {
      missing.append(.nearest(nearest, context.amount - items[nearest.index].amount))
    }
    return missing
  }

  private func explaining(
    _ difference: Money, cited: Set<OpenItemRow>, _ first: OpenItemRow, _ open: [OpenItemRow]
  ) -> [Dossier.Missing] {
    let others = open.filter { !cited.contains($0) }
    if difference < .zero {
      let lacking = difference.magnitude
      var missing = [Dossier.Missing.shortfall(lacking, first)]
      if let credit = others.first(where: { items[$0.index].amount == difference }) {
        missing.append(.credit(credit, lacking))
      }
      if cited.count > 1, let extra = cited.sorted().first(where: { items[$0.index].amount == lacking }) {
        missing.append(.namedTooMuch(extra))
      }
      return missing
    }
    let bearers = others.filter { items[$0.index].amount == difference }
    return bearers.isEmpty ? [.surplus(difference)] : [.itemOfSurplus(bearers, difference)]
  }

  /// Two of the sets that add up to the payment, found by leaving out one item after the other until one is left alone.
  private func witnesses(among open: [OpenItemRow], _ context: ProposalContext) -> [[OpenItemRow]] {
    guard open.count <= MatchingIndex.mostSubsetItems else { return [] }
    var found: [[OpenItemRow]] = []
    for skipped in open {
      let rest = open.filter { $0 != skipped }
      let choices = rest.map { SubsetProblem.Choice(options: [items[$0.index].amount.minorUnits]) }
      let problem = SubsetProblem(choices: choices, target: context.amount.minorUnits)
      guard case .unique(let solution, _, _) = problem.solved(steps: Int(clamping: policies.subsetSteps.standard))
      else {
        continue
      }
      let set = zip(rest, solution).compactMap { $1 == nil ? nil : $0 }
      if !found.contains(set) { found.append(set) }
      if found.count == 2 { break }
    }
    return found
  }

  private func nearest(to amount: Money, among open: [OpenItemRow]) -> OpenItemRow? {
    open.filter { items[$0.index].amount > .zero }.min { left, right in
      let (first, second) = (
        (items[left.index].amount - amount).magnitude, (items[right.index].amount - amount).magnitude
      )
      return first != second ? first < second : left < right
    }
  }
}

private enum ExplainedKinds {
  static let names: Set<Evidence.Kind> = [.citedItem, .citedOtherNumber, .structuredLine, .foreignItem, .nearItem]
}

extension Dossier { fileprivate static let mostOfComponent = 200 }
