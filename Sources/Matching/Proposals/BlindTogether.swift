import CashModel

// Several payments of one payer without a number that only together are some of his items.
//
//     600.00 on Monday and 400.50 on Wednesday, no text; of the payer's open items only 1001 for 1,000.50 fits the sum.
//
// Two or three silent payments of one payer within a few days, none of which an item, a balance or a set of his explains, are added up in
// every way, and every sum is held against the items as the sum of a single payment would be: the set must be the only one, of one
// customer, and improbable as a coincidence, the more so the more sums were tried. Exactly one way may fit. No discount, credit or
// tolerance has a part in this.

extension MatchingIndex {
  func blindTogetherProposals(
    for payments: PaymentTable, _ readings: ReadingTable, _ state: MatchingState, among found: JointMembers
  ) -> [Proposal] {
    let tables = MatchingTables(payments, readings, state)
    var silent: [Payer: [ProposalContext]] = [:]
    for (payment, row) in found.silent {
      silent[Payer(family: payment.family, currency: payment.currency), default: []].append(
        ProposalContext(tables: tables, row: row))
    }
    return silent.sorted { $0.value[0].row < $1.value[0].row }.flatMap { proposals(for: $0.value) }
  }

  private struct Payer: Hashable {
    let family: CustomerRow
    let currency: Currency
  }

  private func proposals(for group: [ProposalContext]) -> [Proposal] {
    guard (2...MatchingIndex.mostSilent).contains(group.count), let payer = group[0].payer else { return [] }
    let days = group.map(\.valueDate.daysSince1970)
    guard let first = days.min(), let last = days.max(), last - first <= MatchingIndex.mostDays,
      let latest = group.max(by: { $0.valueDate < $1.valueDate }), group.allSatisfy({ isUnexplained($0) })
    else { return [] }
    let trials = (1..<1 << group.count).map { mask in group.indices.filter { mask >> $0 & 1 == 1 } }
      .filter { $0.count > 1 }
    var found: (payments: [Int], members: [SubsetMember])?
    for chosen in trials {
      let sum = chosen.reduce(Int128(0)) { $0 + Int128(group[$1].amount.minorUnits) }
      guard let units = Int64(exactly: sum), units <= Money.largestMinorUnits,
        let open = openCandidates(of: payer, latest)
      else { return [] }
      let positive = open.filter { items[$0.index].amount > .zero && settlements(of: $0, latest).discount == .zero }
      switch subset(of: positive, summing: Money(minorUnits: units), payer, latest, trials: trials.count) {
      case .none: continue
      case .found(let members) where found == nil: found = (chosen, members)
      case .found, .ambiguous, .weak, .budget: return []
      }
    }
    guard let (chosen, members) = found, isSafe(members, payer, latest) else { return [] }
    let parts = chosen.map { group[$0] }.sorted { ($0.valueDate, $0.row) < ($1.valueDate, $1.row) }
    // Every payment must be possible for every item it may be laid on.
    let isBefore = members.allSatisfy { member in
      parts.allSatisfy { part in items[member.item.index].invoiceDate.map { $0 <= part.valueDate } ?? true }
    }
    guard isBefore,
      let flow = JointFlow.solved(
        supplies: parts.map(\.amount.minorUnits), demands: members.map(\.cash.minorUnits),
        edges: parts.map { _ in Array(members.indices) })
    else { return [] }
    return parts.indices.map { number in
      let lines = members.indices.filter { flow[number][$0] > 0 }.map { place in
        let cash = Money(minorUnits: flow[number][place])
        return Allocation(item: members[place].item, cash: cash, paid: cash)
      }
      let evidence = lines.flatMap {
        [Evidence(.onlySetOfAmount, item: $0.item), Evidence(.paidTogether, item: $0.item)]
      }
      return Proposal(
        payment: parts[number].payment, matcher: .citedTogether, lines: lines,
        evidence: evidence + payerEvidence(parts[number]))
    }
  }

  /// Nothing of the payer's explains the payment by itself, not even in several ways.
  private func isUnexplained(_ context: ProposalContext) -> Bool {
    guard let payer = context.payer, case .none = amountCandidates(payer, context),
      case .none = namedTotal(payer, context), case .none = subsetResult(payer, context)
    else { return false }
    return true
  }

  private static let mostSilent = 3
  private static let mostDays: Int32 = 5
}
