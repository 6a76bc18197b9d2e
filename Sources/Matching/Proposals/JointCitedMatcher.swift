import CashModel

// Several payments that name the same items and settle them only together.
//
// An invoice of 1,000.00 is paid by 600.00 on Monday and 400.00 on Friday, both naming it: neither ties, together they
// tie to the minor unit. So do two payments "1001 1002" and "1002 1003" over three invoices. Payments are joined by the
// items they name; where the cash of a group equals what is open of its items (gross, else net of the discounts that are
// still to be had on every payment's value date), each payment is laid on items it names, as a flow from payments to
// items. The group is committed as one, and needs no known payer: nothing ties that well by accident.
//
// Cost: linear in the citations, and the flow is searched in groups of at most 32 payments and 64 items.

extension MatchingIndex {
  func jointCitedProposals(
    for payments: PaymentTable, _ readings: ReadingTable, _ state: MatchingState
  ) -> [Proposal] {
    var members: [JointMember] = []
    for row in 0..<payments.count where payments.transactionClass[row] == .receipt && state.isUndecided(row) {
      let context = ProposalContext(payments: payments, readings: readings, state: state, row: row)
      guard payments.amount[row] > .zero, !payments.isInconsistent[row], let plain = plainCitation(context),
        plain.difference(context.amount) < 0
      else { continue }
      guard plain.items.allSatisfy({ state.available[$0.item.index] > .zero }) else { continue }
      members.append(JointMember(row: row, cited: plain.items))
    }
    return groups(of: members).flatMap { group in
      proposals(for: group, payments: payments, readings: readings, state: state)
    }
  }

  /// Members that share items, directly or through others, in order of payment; lonely ones are left out.
  private func groups(of members: [JointMember]) -> [[JointMember]] {
    var parent = Array(members.indices)
    func root(_ member: Int) -> Int {
      var top = member
      while parent[top] != top { top = parent[top] }
      var next = member
      while parent[next] != top { (parent[next], next) = (top, parent[next]) }
      return top
    }
    var first: [OpenItemRow: Int] = [:]
    for (number, member) in members.enumerated() {
      for cited in member.cited {
        if let other = first[cited.item] {
          let (a, b) = (root(other), root(number))
          parent[max(a, b)] = min(a, b)
        } else {
          first[cited.item] = number
        }
      }
    }
    var groups: [Int: [JointMember]] = [:]
    for number in members.indices { groups[root(number), default: []].append(members[number]) }
    return groups.sorted { $0.key < $1.key }.map(\.value).filter { $0.count > 1 && $0.count <= 32 }
  }

  private func proposals(
    for group: [JointMember], payments: PaymentTable, readings: ReadingTable, state: MatchingState
  ) -> [Proposal] {
    var places: [OpenItemRow: Int] = [:]
    var shared: [OpenItemRow] = []
    for member in group {
      for cited in member.cited where places[cited.item] == nil {
        places[cited.item] = shared.count
        shared.append(cited.item)
      }
    }
    guard shared.count <= 64 else { return [] }
    let contexts = group.map { ProposalContext(payments: payments, readings: readings, state: state, row: $0.row) }
    let cash = contexts.reduce(Int128(0)) { $0 + Int128($1.amount.minorUnits) }
    let gross = shared.map { state.available[$0.index].minorUnits }
    let discounts = shared.map { item in
      contexts.map { settlements(of: item, $0).discount.minorUnits }.min() ?? 0
    }
    let net = zip(gross, discounts).map { $0 - $1 }
    let isGross = gross.reduce(Int128(0), { $0 + Int128($1) }) == cash
    let isNet = net.reduce(Int128(0), { $0 + Int128($1) }) == cash
    guard isGross || isNet else { return [] }
    let names = group.map { $0.cited.compactMap { places[$0.item] } }
    guard
      let flow = JointFlow.solved(
        supplies: contexts.map(\.amount.minorUnits), demands: isGross ? gross : net, edges: names)
    else { return [] }
    // Of an item paid net, the discount stands on the payment that brings its last part.
    var last = [Int](repeating: -1, count: shared.count)
    for (number, row) in flow.enumerated() { for place in row.indices where row[place] > 0 { last[place] = number } }
    return contexts.indices.map { number in
      let lines = flow[number].indices.filter { flow[number][$0] > 0 }.map { place in
        let cash = Money(minorUnits: flow[number][place])
        let discount = !isGross && last[place] == number ? Money(minorUnits: discounts[place]) : .zero
        return Allocation(item: shared[place], cash: cash, discount: discount, paid: cash)
      }
      return proposal(lines, group[number].cited, contexts[number])
    }
  }

  private func proposal(_ lines: [Allocation], _ cited: [CitedItem], _ context: ProposalContext) -> Proposal {
    var evidence = evidence(of: cited.filter { entry in lines.contains { $0.item == entry.item } })
    for line in lines {
      evidence.append(Evidence(.paidTogether, item: line.item))
      if line.discount != .zero { evidence.append(Evidence(.discountTaken, item: line.item)) }
    }
    return Proposal(
      payment: context.payment, matcher: .citedTogether, lines: lines, evidence: evidence + payerEvidence(context))
  }
}

private struct JointMember {
  let row: Int
  let cited: [CitedItem]
}

/// Lays supplies on demands along edges so that both are used up; a flow by shortest augmenting paths (Edmonds and Karp
/// 1972), small and always in the same order.
enum JointFlow {
  /// - Returns: cash by supply and demand; nil where the edges do not allow it.
  static func solved(supplies: [Int64], demands: [Int64], edges: [[Int]]) -> [[Int64]]? {
    var flow = supplies.map { _ in [Int64](repeating: 0, count: demands.count) }
    var supply = supplies
    var demand = demands
    for source in supplies.indices {
      while supply[source] > 0 {
        guard let path = path(from: source, demand, edges, flow) else { return nil }
        var amount = min(supply[source], demand[path[path.count - 1].demand])
        for (step, next) in zip(path, path.dropFirst()) { amount = min(amount, flow[next.supply][step.demand]) }
        for (number, step) in path.enumerated() {
          flow[step.supply][step.demand] += amount
          if number > 0 { flow[step.supply][path[number - 1].demand] -= amount }
        }
        supply[source] -= amount
        demand[path[path.count - 1].demand] -= amount
      }
    }
    return demand.allSatisfy { $0 == 0 } ? flow : nil
  }

  /// One forward edge of a path; between two of them cash goes back from a demand to the next supply.
  private struct Step {
    let supply: Int
    let demand: Int
  }

  private static func path(from source: Int, _ demand: [Int64], _ edges: [[Int]], _ flow: [[Int64]]) -> [Step]? {
    var cameFrom = [Int?](repeating: nil, count: demand.count)
    var reachedBy = [Int?](repeating: nil, count: flow.count)
    var queue = [source]
    var head = 0
    while head < queue.count {
      let supply = queue[head]
      head += 1
      for place in edges[supply] where cameFrom[place] == nil {
        cameFrom[place] = supply
        if demand[place] > 0 { return steps(to: place, from: source, cameFrom, reachedBy) }
        for other in flow.indices where flow[other][place] > 0 && other != source && reachedBy[other] == nil {
          reachedBy[other] = place
          queue.append(other)
        }
      }
    }
    return nil
  }

  private static func steps(to place: Int, from source: Int, _ cameFrom: [Int?], _ reachedBy: [Int?]) -> [Step] {
    var steps: [Step] = []
    var next: Int? = place
    while let demand = next, let supply = cameFrom[demand] {
      steps.append(Step(supply: supply, demand: demand))
      next = supply == source ? nil : reachedBy[supply]
    }
    return steps.reversed()
  }
}
