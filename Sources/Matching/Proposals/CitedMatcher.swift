import CashModel

// Cited references that tie.
//
// A text cites numbers; each number is one item, or several (the instalments of one document, two documents that differ
// by leading zeros, an order with several invoices). The payment is explained where there is exactly one way to read
// the numbers so that the open amounts, less discounts still to be had on the value date, sum to the cash:
// "1001 1002" with 600.00 and 400.00 open explains 1,000.00. Cited credit memos are negative amounts in that sum. Of one
// set of items all gross is tried before all net, and both before a mixture, since nobody takes a discount where the
// cash covers gross; two different sets that tie are two explanations, however they tie.
//
// Cost: the readings of the ambiguous numbers are enumerated (at most 512), mixtures of discounts within a budget of
// 2¹⁸ steps; more than that is left to a person.

/// What the numbers of a text amount to.
enum CitedResult {
  /// No open item in the payment's currency is cited.
  case nothing
  case explained(Proposal)
  /// Several readings tie.
  case ambiguous
  /// There are more readings than the budget allows to look at.
  case budget
  /// None ties; the difference is payment less the gross sum of the plain reading.
  case untied(items: [CitedItem], difference: Money)
  /// They tie, but belong to somebody who is not the payer.
  case conflict(items: [CitedItem])
}

struct CitedItem: Hashable {
  let item: OpenItemRow
  let citation: Citation
}

extension MatchingIndex {
  func citedProposal(_ context: ProposalContext) -> Proposal? {
    if let plain = plainlyCited(context) { return plain }
    if case .explained(let proposal) = citedResult(context) { return proposal }
    return nil
  }

  /// What nearly all texts say: one number, which one item carries, perhaps in several ways; it is the payer's, and just what was paid is open of it.
  /// Nothing else would be found of such a payment; it is only found sooner.
  private func plainlyCited(_ context: ProposalContext) -> Proposal? {
    let range = context.readings.cited[context.row]
    guard range.count > 0, let payer = context.payer else { return nil }
    let citation = context.readings.citations[Int(range.start)]
    guard let row = onlyRow(of: range, context.readings) else { return nil }
    let item = OpenItemRow(number: row)
    guard context.state.standing[item.index].available == context.amount,
      items[item.index].currency == context.currency,
      isOfFamily(item, of: payer)
    else { return nil }
    let kind: Evidence.Kind = citation.kind == .other ? .citedOtherNumber : .citedItem
    let named = Evidence(kind, item: item, text: citation.text)
    return Proposal(payment: context.payment, context.amount, named: named, payer: onePayerEvidence(context))
  }

  func citedResult(_ context: ProposalContext) -> CitedResult {
    let groups = citedGroups(context)
    guard !groups.isEmpty else { return .nothing }
    guard let payer = context.payer else {
      // Two identities that contradict each other are no stranger who cites well.
      let result = tie(groups, context)
      guard case .explained(let proposal) = result else { return result }
      // Nor is one whose name several customers bear, none of whom the items belong to.
      guard context.readings.payerConflicts[context.row] || isNamesakeOfOthers(proposal, context) else { return result }
      return .conflict(items: groups.flatMap { $0 })
    }
    let own = groups.compactMap { group -> [CitedItem]? in
      let related = group.filter { isOfFamily($0.item, of: payer) }
      return related.isEmpty ? nil : related
    }
    if !own.isEmpty {
      let result = tie(own, context)
      if case .untied = result, own.count < groups.count, case .explained = tie(groups, context) {
        return .conflict(items: groups.flatMap { $0 })
      }
      return result
    }
    switch tie(groups, context) {
    case .explained: return .conflict(items: groups.flatMap { $0 })
    case let other: return other
    }
  }

  private func isNamesakeOfOthers(_ proposal: Proposal, _ context: ProposalContext) -> Bool {
    let bearers = payers.bearers(of: context.payments.arena.span(context.payments.payerName[context.row]))
    return bearers.count > 1
      && !proposal.lines.contains { line in
        bearers.contains { payers.areRelated($0, items[line.item.index].customer) }
      }
  }

  /// The open items of each cited number in the payment's currency. A number whose items include one that another
  /// number names alone says nothing new and is left out; a range names each of its items.
  func citedGroups(_ context: ProposalContext) -> [[CitedItem]] {
    if let plain = plainGroups(context) { return plain }
    var groups: [[CitedItem]] = []
    var last = TextSlice.empty
    for citation in context.citations {
      let open = rows(of: citation).map { OpenItemRow(number: $0) }.filter {
        items[$0.index].currency == context.currency && context.state.standing[$0.index].available != .zero
      }
      let cited = open.map { CitedItem(item: $0, citation: citation) }
      if citation.text == last, !groups.isEmpty, !citation.isMember {
        let known = Set(groups[groups.count - 1].map(\.item))
        groups[groups.count - 1] += cited.filter { !known.contains($0.item) }
      } else {
        groups.append(cited)
        last = citation.text
      }
    }
    var single: [[CitedItem]] = []
    var seen: Set<OpenItemRow> = []
    for group in groups where group.count == 1 && seen.insert(group[0].item).inserted { single.append(group) }
    let several = groups.filter { group in group.count > 1 && !group.contains { seen.contains($0.item) } }
    return single + several
  }

  /// The same where each number names one item, as nearly all do; nil where any may be read in two ways.
  private func plainGroups(_ context: ProposalContext) -> [[CitedItem]]? {
    var groups: [[CitedItem]] = []
    var last = TextSlice.empty
    /// What the number in the last place names, where that is open.
    var named: OpenItemRow?
    for citation in context.citations {
      if citation.text != last || citation.isMember { named = nil }
      last = citation.text
      if citation.kind == .unknown { continue }
      guard let row = citation.hit.onlyRow else { return nil }
      let item = OpenItemRow(number: row)
      guard items[item.index].currency == context.currency, context.state.standing[item.index].available != .zero,
        named != item
      else { continue }
      guard named == nil, groups.count < MatchingIndex.mostPlainGroups else { return nil }
      named = item
      if !groups.contains(where: { $0[0].item == item }) { groups.append([CitedItem(item: item, citation: citation)]) }
    }
    return groups
  }

  private func tie(_ groups: [[CitedItem]], _ context: ProposalContext) -> CitedResult {
    guard let readings = combinations(groups) else { return .budget }
    let plain = readings[0]
    guard plain.count <= MatchingIndex.mostCitedItems else { return .budget }
    var steps = 0
    var found: [Allocation]?
    for reading in readings {
      let (solution, isUnique) = settle(reading.map(\.item), &steps, context)
      if steps > MatchingIndex.mostSteps { return .budget }
      guard let solution else { continue }
      if !isUnique || found != nil { return .ambiguous }
      found = solution
    }
    if let found { return .explained(proposal(found, citing: groups.flatMap { $0 }, context)) }
    let gross = plain.reduce(Int128(0)) { $0 + Int128(context.state.standing[$1.item.index].available.minorUnits) }
    let difference = Int64(clamping: Int128(context.amount.minorUnits) - gross)
    return .untied(items: plain, difference: Money(minorUnits: difference))
  }

  /// All the ways in which the cited items of the payer tie, one for each set of them; nil where there are too many, or where
  /// one set ties in several ways.
  func citedAlternatives(_ context: ProposalContext) -> [[Allocation]]? {
    let groups = citedGroups(context).compactMap { group -> [CitedItem]? in
      guard let payer = context.payer else { return group }
      let own = group.filter { isOfFamily($0.item, of: payer) }
      return own.isEmpty ? nil : own
    }
    guard let readings = combinations(groups) else { return nil }
    var steps = 0
    var ways: [[Allocation]] = []
    for reading in readings {
      let (solution, isUnique) = settle(reading.map(\.item), &steps, context)
      guard steps <= MatchingIndex.mostSteps, isUnique, ways.count <= MatchingIndex.mostAlternatives else { return nil }
      if let solution { ways.append(solution) }
    }
    return ways
  }

  /// Every set of items the numbers may mean: of each number at least one, each set once; nil where there are too many.
  /// The first takes all of every number.
  private func combinations(_ groups: [[CitedItem]]) -> [[CitedItem]]? {
    // Mostly each number names one item, and another one each.
    if groups.count <= MatchingIndex.mostPlainGroups, groups.allSatisfy({ $0.count == 1 }),
      groups.indices.allSatisfy({ place in !groups[..<place].contains { $0[0].item == groups[place][0].item } })
    {
      return [groups.map { $0[0] }]
    }
    var readings: [[CitedItem]] = [[]]
    for group in groups {
      guard group.count <= MatchingIndex.mostAlternatives else { return nil }
      let masks = (1..<1 << group.count).reversed()
      guard readings.count * masks.count <= MatchingIndex.mostReadings else { return nil }
      readings = readings.flatMap { reading in
        masks.map { mask in
          let known = Set(reading.map(\.item))
          return reading
            + group.indices.filter { mask >> $0 & 1 == 1 && !known.contains(group[$0].item) }.map { group[$0] }
        }
      }
    }
    if groups.count(where: { $0.count > 1 }) > 1 {
      var seen: Set<Set<OpenItemRow>> = []
      readings = readings.filter { seen.insert(Set($0.map(\.item))).inserted }
    }
    return readings
  }

  /// The way these items settle the payment: all gross, else all net, else the one mixture; not unique where several
  /// mixtures do.
  private func settle(
    _ chosen: [OpenItemRow], _ steps: inout Int, _ context: ProposalContext
  ) -> (solution: [Allocation]?, isUnique: Bool) {
    let settlements = chosen.map { self.settlements(of: $0, context) }
    for mode in DiscountMode.allCases {
      let solutions = solve(chosen, settlements, mode, &steps, context)
      if let first = solutions.first { return (first, solutions.count == 1) }
    }
    return (nil, true)
  }

  private enum DiscountMode: CaseIterable { case gross, net, mixed }

  /// The ways, at most two, in which these items settle the payment.
  private func solve(
    _ chosen: [OpenItemRow], _ settlements: [(gross: Money, discount: Money)], _ mode: DiscountMode,
    _ steps: inout Int, _ context: ProposalContext
  ) -> [[Allocation]] {
    let amount = Int128(context.amount.minorUnits)
    let gross = settlements.reduce(Int128(0)) { $0 + Int128($1.gross.minorUnits) }
    let discounts = settlements.reduce(Int128(0)) { $0 + Int128($1.discount.minorUnits) }
    func allocations(_ discounted: (Int) -> Bool) -> [Allocation] {
      chosen.indices.map { place in
        let discount = discounted(place) ? settlements[place].discount : .zero
        let cash = settlements[place].gross - discount
        return Allocation(item: chosen[place], cash: cash, discount: discount, paid: cash)
      }
    }
    switch mode {
    case .gross:
      return gross == amount ? [allocations { _ in false }] : []
    case .net:
      guard settlements.contains(where: { $0.discount != .zero }), gross - discounts == amount else { return [] }
      return [allocations { _ in true }]
    case .mixed:
      let eligible = settlements.indices.filter { settlements[$0].discount != Money.zero }
      guard eligible.count > 1, gross > amount, gross - discounts < amount else { return [] }
      steps += eligible.count <= MatchingIndex.mostDiscounts ? 1 << eligible.count : MatchingIndex.mostSteps + 1
      guard steps <= MatchingIndex.mostSteps else { return [] }
      var found: [[Allocation]] = []
      for mask in 1..<(1 << eligible.count) - 1 {
        let taken = eligible.indices.filter { mask >> $0 & 1 == 1 }.map { eligible[$0] }
        let sum = taken.reduce(Int128(0)) { $0 + Int128(settlements[$1].discount.minorUnits) }
        guard gross - sum == amount else { continue }
        found.append(allocations { taken.contains($0) })
        if found.count > 1 { return found }
      }
      return found
    }
  }

  private func proposal(_ lines: [Allocation], citing cited: [CitedItem], _ context: ProposalContext) -> Proposal {
    var evidence: [Evidence] = []
    for line in lines {
      guard let source = cited.first(where: { $0.item == line.item }) else { continue }
      let kind: Evidence.Kind = source.citation.kind == .other ? .citedOtherNumber : .citedItem
      evidence.append(Evidence(kind, item: line.item, text: source.citation.text))
      if line.discount != .zero { evidence.append(Evidence(.discountTaken, item: line.item)) }
      if line.reduction < .zero { evidence.append(Evidence(.creditNetted, item: line.item)) }
    }
    return Proposal(
      payment: context.payment, matcher: .citedReferences, lines: lines,
      evidence: evidence + payerEvidence(context))
  }

  private static let mostReadings = 512
  /// More are compared with each other by a set.
  private static let mostPlainGroups = 32
  /// A number that more items carry than this is left to a person.
  private static let mostAlternatives = 9
  private static let mostDiscounts = 16
  private static let mostSteps = 1 << 18
  private static let mostCitedItems = 2_000
}
