import CashModel

// Numbers that were mangled on the way: a digit wrong, swapped, dropped or doubled, letters for digits, cut by a line's
// end, only the last digits.
//
// A mangled number alone proves nothing; a mangled number whose item makes the payment tie to the minor unit does. With a
// known payer, each token of the text that is no number of his is held against his open items; every way to take the
// tokens for near items (or for nothing) that ties together with the items named exactly is a reading, and exactly one
// reading must tie. Numbers like ours must not be left over: they name something that the reading leaves out. One edit
// and look-alikes come first, two edits only if nothing nearer ties. Without a known payer, the items named exactly tell
// whose items to look at, and else only the items of the payment's amount are asked, where there are next to none.
//
// Cost: tokens × items of the payer (at most 96 × 1,000 comparisons of one word), readings at most 4,096.

extension MatchingIndex {
  func nearProposal(_ context: ProposalContext) -> Proposal? {
    guard !context.readings.payerConflicts[context.row] else { return nil }
    guard let anchor = nearAnchor(context) else { return globalNearProposal(context) }
    var near = nearTokens(context, anchor: anchor)
    guard !near.tokens.isEmpty else { return nil }
    let named = namedExactly(of: anchor, context)
    guard let named else { return nil }
    guard let open = openCandidates(of: anchor, context) else { return nil }
    let candidates = open.filter {
      items.amount[$0.index] > .zero && !named.contains($0)
    }
    guard candidates.count <= MatchingIndex.mostNearItems else { return nil }
    let choices = nearChoices(&near, candidates, context)
    for limit in [Nearness.suffix, .twoEdits] {
      let allowed = choices.map { $0.filter { $0.nearness <= limit } }
      switch nearReadings(allowed, near.tokens, named, context) {
      case .none: continue
      case .several: return nil
      case .one(let members):
        guard limit < .twoEdits || members.count == 1 || !named.isEmpty else { return nil }
        return nearProposal(members, named, context, near.tokens)
      }
    }
    return nil
  }

  struct NearChoice: Hashable {
    let item: OpenItemRow
    let nearness: Nearness
    let token: Int
  }

  private enum NearReadings {
    case none, several
    case one([NearChoice])
  }

  // MARK: What is read

  /// Whose items the text may mean: the payer's, else the one family whose items it names exactly.
  private func nearAnchor(_ context: ProposalContext) -> CustomerRow? {
    if let payer = context.payer { return payer }
    var family: CustomerRow?
    for item in citedItems(context.citations).sorted() {
      guard items.currency[item.index] == context.currency, context.state.available[item.index] != .zero
      else { return nil }
      let top = payers.family(of: items.customer[item.index])
      if let known = family, known != top { return nil }
      family = top
    }
    return family
  }

  /// The anchor's items that are named exactly, and wholly open; nil where one of them is not plain.
  private func namedExactly(of anchor: CustomerRow, _ context: ProposalContext) -> [OpenItemRow]? {
    var named: [OpenItemRow] = []
    for citation in context.citations where citation.kind != .unknown {
      let rows = self.rows(of: citation)
      let own = rows.map { OpenItemRow(number: $0) }.filter { isOfFamily($0, of: anchor) }
      if own.contains(where: { items.isClosed($0.index) }) { return nil }
      guard let item = own.first else { continue }
      guard own.count == 1, items.currency[item.index] == context.currency,
        context.state.available[item.index] == items.amount[item.index]
      else { return nil }
      if !named.contains(item) { named.append(item) }
    }
    return named
  }

  private func nearTokens(_ context: ProposalContext, anchor: CustomerRow) -> NearTokens {
    let known = context.citations.filter { citation in
      rows(of: citation).contains { isOfFamily(OpenItemRow(number: $0), of: anchor) }
    }.map(\.text)
    return nearTokens(context, known: known)
  }

  private func nearTokens(_ context: ProposalContext, known: [TextSlice]) -> NearTokens {
    let payments = context.payments
    let account = payments.arena.span(payments.payerAccount[context.row])
    var near = NearTokens()
    let text = payments.remittance[context.row]
    var key = ReferenceKey()
    near.append(payments.arena.span(text), at: text.offset, known: known) { token in
      key.set(token)
      return payers.customer(numbered: key.bytes.span) != nil || token.isEqual(to: account)
    }
    return near
  }

  /// Per token, the candidates it is near to. A suffix must belong to one candidate alone.
  private func nearChoices(
    _ near: inout NearTokens, _ candidates: [OpenItemRow], _ context: ProposalContext
  ) -> [[NearChoice]] {
    var choices = [[NearChoice]](repeating: [], count: near.tokens.count)
    var key = ReferenceKey()
    let tokens = near.tokens
    for item in candidates {
      key.set(items.arena.span(items.documentNumber[item.index]))
      for (place, token) in tokens.enumerated() {
        guard let nearness = near.nearness(of: token, to: key) else { continue }
        choices[place].append(NearChoice(item: item, nearness: nearness, token: place))
      }
    }
    return choices.map { found in
      let suffixes = found.count { $0.nearness == .suffix }
      return suffixes > 1 ? found.filter { $0.nearness != .suffix } : found
    }
  }

  // MARK: What ties

  /// The ways to take the tokens that make the payment tie, gross or net of the discounts still to be had.
  private func nearReadings(
    _ choices: [[NearChoice]], _ tokens: [NearToken], _ named: [OpenItemRow], _ context: ProposalContext
  ) -> NearReadings {
    let asked = choices.indices.filter { !choices[$0].isEmpty }
    var count = 1
    for place in asked {
      count *= choices[place].count + 1
      if count > MatchingIndex.mostNearReadings { return .several }
    }
    let must = numbersLikeOurs(tokens, choices, context)
    var found: [NearChoice]?
    var items: Set<OpenItemRow> = []
    for number in 1..<max(count, 1) {
      var rest = number
      var reading: [NearChoice] = []
      for place in asked {
        let digit = rest % (choices[place].count + 1)
        rest /= choices[place].count + 1
        if digit > 0 { reading.append(choices[place][digit - 1]) }
      }
      let chosen = Set(reading.map(\.item))
      guard chosen.count == reading.count, !overlaps(reading, tokens) else { continue }
      guard must.allSatisfy({ place in reading.contains { tokens[$0.token].text.range.overlaps(place.range) } })
      else { continue }
      guard nearTie(named + reading.map(\.item), context) != nil else { continue }
      if found != nil, items != chosen { return .several }
      found = found ?? reading
      items = chosen
    }
    return found.map { .one($0) } ?? .none
  }

  /// Places of numbers that are none of the anchor's but look like ours, or are others': a reading must explain them.
  private func numbersLikeOurs(
    _ tokens: [NearToken], _ choices: [[NearChoice]], _ context: ProposalContext
  ) -> [TextSlice] {
    context.citations.filter { citation in
      tokens.contains { $0.text.range.overlaps(citation.text.range) }
    }.map(\.text)
  }

  /// Two tokens of one place, the run and the pair it belongs to, say the same thing once.
  private func overlaps(_ reading: [NearChoice], _ tokens: [NearToken]) -> Bool {
    for (place, choice) in reading.enumerated() {
      for other in reading[..<place] where tokens[other.token].text.range.overlaps(tokens[choice.token].text.range) {
        return true
      }
    }
    return false
  }

  private func nearTie(_ chosen: [OpenItemRow], _ context: ProposalContext) -> [Allocation]? {
    let settlements = chosen.map { self.settlements(of: $0, context) }
    let gross = settlements.reduce(Int128(0)) { $0 + Int128($1.gross.minorUnits) }
    let discounts = settlements.reduce(Int128(0)) { $0 + Int128($1.discount.minorUnits) }
    let amount = Int128(context.amount.minorUnits)
    guard gross == amount || (discounts != 0 && gross - discounts == amount) else { return nil }
    return zip(chosen, settlements).map { item, settlement in
      let discount = gross == amount ? Money.zero : settlement.discount
      let cash = settlement.gross - discount
      return Allocation(item: item, cash: cash, discount: discount, paid: cash)
    }
  }

  private func nearProposal(
    _ members: [NearChoice], _ named: [OpenItemRow], _ context: ProposalContext, _ tokens: [NearToken]
  ) -> Proposal? {
    guard let lines = nearTie(named + members.map(\.item), context) else { return nil }
    guard members.allSatisfy({ context.state.undecidedCitations[$0.item.index] == 0 }) else { return nil }
    var evidence: [Evidence] = []
    for item in named {
      guard let citation = context.citations.first(where: { rows(of: $0).contains(item.number) }) else { continue }
      evidence.append(
        Evidence(citation.kind == .other ? .citedOtherNumber : .citedItem, item: item, text: citation.text))
    }
    for member in members { evidence.append(Evidence(.nearItem, item: member.item, text: tokens[member.token].text)) }
    for line in lines where line.discount != .zero { evidence.append(Evidence(.discountTaken, item: line.item)) }
    return Proposal(
      payment: context.payment, matcher: .nearReferences, lines: lines, evidence: evidence + payerEvidence(context))
  }

  // MARK: Nobody known

  /// A stranger's mangled number: of the few items of exactly the payment's amount, exactly one is called nearly so.
  private func globalNearProposal(_ context: ProposalContext) -> Proposal? {
    let entries = amounts.entries(of: context.amount, in: context.currency)
    guard !entries.isEmpty, entries.count <= MatchingIndex.mostItemsOfAmount else { return nil }
    for citation in context.citations where rows(of: citation).contains(where: { items.isClosed(Int($0)) }) {
      return nil
    }
    var near = nearTokens(context, known: [])
    let tokens = near.tokens
    guard !tokens.isEmpty else { return nil }
    var key = ReferenceKey()
    var found: NearChoice?
    for entry in entries {
      let row = entry.item.index
      guard context.state.available[row] == items.amount[row] else { continue }
      if let dated = items.invoiceDate[row], dated > context.valueDate { continue }
      key.set(items.arena.span(items.documentNumber[row]))
      for (place, token) in tokens.enumerated() {
        guard let nearness = near.nearness(of: token, to: key), nearness <= .oneEdit else { continue }
        if let found, found.item != entry.item { return nil }
        found = NearChoice(item: entry.item, nearness: nearness, token: place)
      }
    }
    guard let found else { return nil }
    return nearProposal([found], [], context, tokens)
  }

  private static let mostNearItems = 1_000
  private static let mostNearReadings = 4_096
  /// An amount that more items have than these is not nearly unique (rule 34).
  private static let mostItemsOfAmount = 3
}

extension Span where Element == UInt8 {
  fileprivate func isEqual(to other: Span<UInt8>) -> Bool {
    guard count == other.count else { return false }
    for index in indices where self[index] != other[index] { return false }
    return true
  }
}
