import CashModel

// Several payments that name the same items and settle them only together.
//
// An invoice of 1,000.00 is paid by 600.00 on Monday and 400.00 on Friday, both naming it: neither ties, together they
// tie to the minor unit. So do two payments "1001 1002" and "1002 1003" over three invoices. Payments are joined by the
// items they name; where the cash of a group equals what is open of its items (gross, else net of the discounts that are
// still to be had on every payment's value date), each payment is laid on items it names, as a flow from payments to
// items. The group is committed as one, and needs no known payer where all numbers are written right: nothing ties that
// well by accident. Mangled numbers join a group only of a known payer, each near to one of his items, single edits before
// double ones. A group of numbers written right may miss its items by the tolerance, as a single payment may; one with
// single edits by no more than a minor unit for each payment, since shares of a sum are rounded. And last, parts of a
// known payer that together are short of what they name by no more than the policy allows are a short payment in parts.
//
// Cost: linear in the citations, and the flow is searched in groups of at most 32 payments and 64 items.

extension MatchingIndex {
  func jointCitedProposals(
    for payments: PaymentTable, _ readings: ReadingTable, _ state: MatchingState, among found: JointMembers
  ) -> [Proposal] {
    jointProposals(of: found.members, payments, readings, state, slack: .tolerance)
  }

  /// Groups that together pay short, where nothing else explains any of the payments.
  func jointShortProposals(
    for payments: PaymentTable, _ readings: ReadingTable, _ state: MatchingState, among found: JointMembers
  ) -> [Proposal] {
    jointProposals(of: found.members, payments, readings, state, slack: .shortPay)
  }

  /// Payments that name items of which the rest came without a word: the only silent payment of the payer, within a few days,
  /// that brings just what they leave, and that nothing else explains.
  func jointSilentProposals(
    for payments: PaymentTable, _ readings: ReadingTable, _ state: MatchingState, among read: JointMembers
  ) -> [Proposal] {
    var silent: [SilentPayment: [Int]] = [:]
    for (payment, row) in read.silent { silent[payment, default: []].append(row) }
    guard !silent.isEmpty else { return [] }
    var claims: [PaymentRow: Int] = [:]
    let tables = MatchingTables(payments, readings, state)
    let found = groups(of: read.members, least: 1).compactMap { group -> [Proposal]? in
      let context = ProposalContext(tables: tables, row: group[0].row)
      guard let payer = context.payer else { return nil }
      let items = Set(group.flatMap(\.items)).sorted()
      let asked = items.reduce(Int128(0)) { $0 + Int128(state.standing[$1.index].available.minorUnits) }
      let brought = group.reduce(Int128(0)) { $0 + Int128(payments.amount[$1.row].minorUnits) }
      guard items.count > 1, let rest = Int64(exactly: asked - brought), rest > 0 else { return nil }
      let missing = SilentPayment(
        family: payers.family(of: payer), currency: context.currency, amount: Money(minorUnits: rest))
      guard let rows = silent[missing], rows.count == 1, isNear(rows[0], group, payments) else { return nil }
      let partner = ProposalContext(tables: tables, row: rows[0])
      guard case .none = namedTotal(payer, partner), areCitedByNoOther(items, than: group, tables),
        !mayMeanAnother(than: Set(items), payer, partner)
      else { return nil }
      let quiet = JointMember(row: rows[0], items: items, evidence: [], isExact: true)
      return proposals(for: group + [quiet], tables, .none)
    }
    for proposal in found.joined() { claims[proposal.payment, default: 0] += 1 }
    return found.filter { $0.allSatisfy { claims[$0.payment] == 1 } }.flatMap { $0 }
  }

  /// Within some days of every payment of the group.
  private func isNear(_ row: Int, _ group: [JointMember], _ payments: PaymentTable) -> Bool {
    group.allSatisfy {
      let days = payments.valueDate[row].daysSince1970 - payments.valueDate[$0.row].daysSince1970
      return abs(days) <= MatchingIndex.mostDaysApart
    }
  }

  private static let mostDaysApart: Int32 = 5

  /// Groups in which some payments name their items by mangled numbers, single edits before double ones.
  func jointNearProposals(
    for payments: PaymentTable, _ readings: ReadingTable, _ state: MatchingState, among read: JointMembers
  ) -> [Proposal] {
    let near = jointProposals(of: read.members, payments, readings, state, slack: .rounding)
    let decided = Set(near.map(\.payment))
    let others = read.distant.filter { !decided.contains(PaymentRow($0.row)) }
    return near + jointProposals(of: others, payments, readings, state, slack: .none)
  }

  private func jointProposals(
    of members: [JointMember], _ payments: PaymentTable, _ readings: ReadingTable, _ state: MatchingState, slack: Slack
  ) -> [Proposal] {
    let tables = MatchingTables(payments, readings, state)
    let lone = stars(of: members).map { proposals(for: $0, tables, slack) }.filter { !$0.isEmpty }
    var claims: [PaymentRow: Int] = [:]
    for proposal in lone.joined() { claims[proposal.payment, default: 0] += 1 }
    let settled = lone.filter { $0.allSatisfy { claims[$0.payment] == 1 } }.flatMap { $0 }
    let rest = members.filter { claims[PaymentRow($0.row)] == nil }
    return settled
      + groups(of: rest).flatMap { proposals(for: $0, tables, slack) }
  }

  /// Per item that mangled numbers are near to, the payments that name it and name no other item exactly: a number that is near
  /// to another item by accident must not tie two groups together.
  private func stars(of members: [JointMember]) -> [[JointMember]] {
    guard members.contains(where: { !$0.isExact }) else { return [] }
    // Members that name one item stand side by side.
    var keys: [UInt64] = []
    for (number, member) in members.enumerated() {
      for item in member.items where member.evidence.allSatisfy({ $0.kind == .nearItem || $0.item == item }) {
        keys.append(UInt64(UInt32(bitPattern: item.number)) << 32 | UInt64(number))
      }
    }
    keys.sort()
    var stars: [[JointMember]] = []
    var start = 0
    while start < keys.count {
      var end = start + 1
      while end < keys.count, keys[end] >> 32 == keys[start] >> 32 { end += 1 }
      let item = OpenItemRow(number: Int32(truncatingIfNeeded: keys[start] >> 32))
      if (2...MatchingIndex.mostJoined).contains(end - start) {
        stars.append(keys[start..<end].map { members[Int($0 & 0xFFFF_FFFF)].naming(only: item) })
      }
      start = end
    }
    return stars
  }

  /// What a group may miss its items by.
  private enum Slack {
    case none
    /// A minor unit for each payment, within the tolerance.
    case rounding
    case tolerance
    /// What the policy lets a payer pay short.
    case shortPay
  }

  /// Members that share items, directly or through others, in order of payment; lonely ones are left out.
  private func groups(of members: [JointMember], least: Int = 2) -> [[JointMember]] {
    SharedItems.groups(of: members.map(\.items), least: least).filter {
      $0.count <= MatchingIndex.mostJoined
    }.map { group in group.map { members[$0] } }
  }

  private static let mostJoined = 32

  private func proposals(for group: [JointMember], _ tables: MatchingTables, _ slack: Slack) -> [Proposal] {
    var places: [OpenItemRow: Int] = [:]
    var shared: [OpenItemRow] = []
    for member in group {
      for item in member.items where places[item] == nil {
        places[item] = shared.count
        shared.append(item)
      }
    }
    guard shared.count <= 64 else { return [] }
    // What others cite and none of the group knows of may be paid by them.
    guard (slack != .shortPay && group.allSatisfy(\.isExact)) || areCitedByNoOther(shared, than: group, tables)
    else { return [] }
    let contexts = group.map { ProposalContext(tables: tables, row: $0.row) }
    let cash = contexts.reduce(Int128(0)) { $0 + Int128($1.amount.minorUnits) }
    let gross = shared.map { tables.state.standing[$0.index].available.minorUnits }
    let discounts = shared.map { item in
      contexts.map { settlements(of: item, $0).discount.minorUnits }.min() ?? 0
    }
    let net = zip(gross, discounts).map { $0 - $1 }
    let asked = gross.reduce(Int128(0)) { $0 + Int128($1) }
    let isGross = asked == cash
    let isNet = net.reduce(Int128(0), { $0 + Int128($1) }) == cash
    var demands = isGross ? gross : net
    var adjusted: (place: Int, amount: Money)?
    if !isGross, !isNet {
      guard let place = toleratedPlace(cash - asked, asked, shared, contexts, slack) else { return [] }
      demands = gross
      demands[place] += Int64(clamping: cash - asked)
      adjusted = (place, Money(minorUnits: Int64(clamping: asked - cash)))
    }
    let names = group.map { $0.items.compactMap { places[$0] } }
    guard
      let flow = JointFlow.solved(supplies: contexts.map(\.amount.minorUnits), demands: demands, edges: names)
    else { return [] }
    // Of an item paid net or within tolerance, what is not cash stands on the payment that brings its last part.
    var last = [Int](repeating: -1, count: shared.count)
    for (number, row) in flow.enumerated() { for place in row.indices where row[place] > 0 { last[place] = number } }
    return contexts.indices.map { number in
      let lines = flow[number].indices.filter { flow[number][$0] > 0 }.map { place in
        let cash = Money(minorUnits: flow[number][place])
        let isLast = last[place] == number
        if let adjusted, adjusted.place == place, isLast {
          return adjustedLine(shared[place], cash, by: adjusted.amount, slack)
        }
        let isDiscounted = adjusted == nil && !isGross && isLast
        let discount = isDiscounted ? Money(minorUnits: discounts[place]) : .zero
        return Allocation(item: shared[place], cash: cash, discount: discount, paid: cash)
      }
      return proposal(lines, group[number], contexts[number])
    }
  }

  /// The last part of an item that is not wholly paid: small differences are written off, larger ones open a case.
  private func adjustedLine(_ item: OpenItemRow, _ cash: Money, by amount: Money, _ slack: Slack) -> Allocation {
    guard slack == .shortPay else {
      let reason: AdjustmentReason = amount > .zero ? .writeOff : .overTolerance
      return Allocation(item: item, cash: cash, adjustment: amount, adjustmentReason: reason, paid: cash)
    }
    let isResidual = value(policies.shortPayTreatment, of: item) == .residual
    return Allocation(
      item: item, cash: cash, adjustment: isResidual ? amount : .zero, adjustmentReason: .shortPay, paid: cash)
  }

  /// Whether every undecided payment that cites one of the items is of the group.
  private func areCitedByNoOther(
    _ shared: [OpenItemRow], than group: [JointMember], _ tables: MatchingTables
  ) -> Bool {
    var cited: [OpenItemRow: Int32] = [:]
    for member in group {
      for item in citedItems(tables.readings.citations(of: member.row)) { cited[item, default: 0] += 1 }
    }
    return shared.allSatisfy { tables.state.standing[$0.index].undecidedCitations == cited[$0, default: 0] }
  }

  /// The largest item, where all payers are known and what the group misses is within the tolerance of its items.
  private func toleratedPlace(
    _ difference: Int128, _ asked: Int128, _ shared: [OpenItemRow], _ contexts: [ProposalContext], _ slack: Slack
  ) -> Int? {
    var limit = tolerance(of: asked, shared[0])
    switch slack {
    case .none: return nil
    case .rounding: limit = min(limit, Int128(contexts.count))
    case .tolerance: break
    case .shortPay:
      // Equal amounts may be one payment and its duplicate.
      guard difference < 0, Set(contexts.map(\.amount)).count == contexts.count else { return nil }
      limit = asked * Int128(value(policies.shortPayMaxShare, of: shared[0])) / 1_000_000
    }
    guard contexts.allSatisfy({ $0.payer != nil }), difference.magnitude <= limit.magnitude else { return nil }
    let state = contexts[0].state
    return shared.indices.max { left, right in
      let amounts = (state.standing[shared[left].index].available, state.standing[shared[right].index].available)
      return amounts.0 != amounts.1 ? amounts.0 < amounts.1 : left > right
    }
  }

  private func proposal(_ lines: [Allocation], _ member: JointMember, _ context: ProposalContext) -> Proposal {
    var evidence = member.evidence.filter { entry in lines.contains { $0.item == entry.item } }
    for line in lines {
      evidence.append(Evidence(.paidTogether, item: line.item))
      if line.discount != .zero { evidence.append(Evidence(.discountTaken, item: line.item)) }
    }
    return Proposal(
      payment: context.payment, matcher: .citedTogether, lines: lines, evidence: evidence + payerEvidence(context))
  }
}
