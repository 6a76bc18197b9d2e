import CashModel

// Payments that may each pay one of several items, decided together.
//
//     Two payments of 100.00 and two items of 100.00; one item is dated after the first payment. Alone, the second payment may pay either;
//     together there is one way to explain both.
//
// Payments whose explanations share items are one component. Of its solutions only those that explain the most payments
// count, and only what stands in all of them is applied: a payment is given an item if without that at least one payment less could be
// explained. Where each explanation is one item, whole, that is an assignment; else a packing of at most 64 explanations. What is
// committed changes what is open, and the tier is proposed again, to a fixed point. A component over budget is left with that reason.

/// A payment and the ways to explain it.
struct Alternatives: Sendable {
  let row: Int
  let ways: [[Allocation]]

  var items: Set<OpenItemRow> { Set(ways.flatMap { $0.map(\.item) }) }
}

extension MatchingIndex {
  func alternativeProposals(
    for payments: PaymentTable, _ readings: ReadingTable, _ state: MatchingState, among found: JointMembers
  ) -> [Proposal] {
    var candidates = found.alternatives
    var cited: [OpenItemRow: Int32] = [:]
    for candidate in candidates {
      for item in citedItems(readings.citations(of: candidate.row)) { cited[item, default: 0] += 1 }
    }
    // What others cite and nobody here knows of may be paid by them.
    candidates.removeAll { candidate in
      candidate.items.contains { state.standing[$0.index].undecidedCitations != cited[$0, default: 0] }
    }
    let tables = MatchingTables(payments, readings, state)
    return SharedItems.groups(of: candidates.map(\.items))
      .flatMap { group in proposals(for: group.map { candidates[$0] }, tables) }
  }

  func alternatives(of context: ProposalContext) -> Alternatives? {
    guard !context.readings.payerConflicts[context.row] else { return nil }
    if !citedItems(context.citations).isEmpty {
      guard case .ambiguous = citedResult(context), let ways = citedAlternatives(context), ways.count > 1,
        ways.allSatisfy({ $0.allSatisfy { $0.cash > .zero } })
      else { return nil }
      return Alternatives(row: context.row, ways: ways)
    }
    guard let payer = context.payer, textAllowsAmountAlone(payer, context) else { return nil }
    let items: [OpenItemRow]
    switch amountCandidates(payer, context, most: MatchingIndex.mostEqual) {
    case .none: return nil
    case .one(let item, _): items = [item]
    case .several(let several): items = several
    }
    guard items.count <= MatchingIndex.mostEqual, !mayMeanAnother(than: Set(items), payer, context) else { return nil }
    let ways = items.map { item -> [Allocation] in
      let discount = context.state.standing[item.index].available - context.amount
      return [Allocation(item: item, cash: context.amount, discount: discount, paid: context.amount)]
    }
    return Alternatives(row: context.row, ways: ways)
  }

  private func proposals(for component: [Alternatives], _ tables: MatchingTables) -> [Proposal] {
    let state = tables.state
    let items = Set(component.flatMap { Array($0.items) }).sorted()
    let places = Dictionary(uniqueKeysWithValues: items.enumerated().map { ($1, $0) })
    let isAssignment = component.allSatisfy { candidate in
      candidate.ways.allSatisfy { $0.count == 1 && $0[0].reduction == state.standing[$0[0].item.index].available }
    }
    var certain: [(member: Int, way: Int)] = []
    if isAssignment, component.reduce(0, { $0 + $1.ways.count }) <= MatchingIndex.mostEdges {
      let choices = component.map { $0.ways.compactMap { places[$0[0].item] } }
      for (member, place) in Assignment(choices: choices, itemCount: items.count).certain().enumerated() {
        guard let place, let way = choices[member].firstIndex(of: place) else { continue }
        certain.append((member, way))
      }
    } else {
      var choices: [Packing.Choice] = []
      var ways: [(member: Int, way: Int)] = []
      for (member, candidate) in component.enumerated() {
        for (way, lines) in candidate.ways.enumerated() {
          let claims = lines.compactMap { line in
            places[line.item].map { Packing.Claim(item: $0, amount: line.reduction.minorUnits) }
          }
          choices.append(Packing.Choice(payment: member, claims: claims))
          ways.append((member, way))
        }
      }
      guard choices.count <= MatchingIndex.mostPacked,
        let found = Packing(choices: choices, open: items.map { state.standing[$0.index].available.minorUnits })
          .certain(steps: MatchingIndex.packingSteps)
      else { return component.map { overBudget($0, tables) } }
      certain = found.map { ways[$0] }
    }
    return certain.map { proposal(component[$0.member], component[$0.member].ways[$0.way], tables) }
  }

  private func proposal(_ candidate: Alternatives, _ lines: [Allocation], _ tables: MatchingTables) -> Proposal {
    let context = ProposalContext(tables: tables, row: candidate.row)
    let isCited = !citedItems(context.citations).isEmpty
    var evidence: [Evidence] = isCited ? namedEvidence(lines.map(\.item), context) : []
    for line in lines {
      evidence.append(Evidence(.onlyJointly, item: line.item))
      if line.discount != .zero { evidence.append(Evidence(.discountTaken, item: line.item)) }
    }
    return Proposal(
      payment: context.payment, matcher: isCited ? .citedReferences : .payerAndAmount, lines: lines,
      evidence: evidence + payerEvidence(context))
  }

  private func overBudget(_ candidate: Alternatives, _ tables: MatchingTables) -> Proposal {
    var proposal = proposal(candidate, candidate.ways[0], tables)
    proposal.isOverBudget = true
    return proposal
  }

  /// Of more equal amounts than these of one payer nothing is decided.
  private static let mostEqual = 64
  private static let mostEdges = 1 << 16
  private static let mostPacked = 64
  private static let packingSteps = 200_000
}
