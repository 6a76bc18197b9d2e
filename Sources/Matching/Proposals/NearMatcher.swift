import CashModel

// Numbers that were mangled on the way: a digit wrong, swapped, dropped or doubled, letters for digits, cut by a line's
// end, only the last digits.
//
// A mangled number alone proves nothing; a mangled number whose item makes the payment tie to the minor unit does. With a
// known payer, each token of the text that is no number of his is held against his open items; every way to take the
// tokens for near items (or for nothing) that ties together with the items named exactly is a reading, and exactly one
// reading must tie. Numbers like ours must not be left over: they name something that the reading leaves out; only
// where the payer is known and nothing but single edits ties, a number that is nobody's is let be, as it is beside numbers
// written right. One edit and look-alikes come first, two edits only if nothing nearer ties. Without a known payer, the
// items named exactly tell whose items to look at, and else only the items of the payment's amount are asked, where
// there are next to none.
//
// Cost: tokens × numbers of the payer, at most 2²⁰ comparisons, nearly all of them of two vectors, and readings at most 4,096.

extension MatchingIndex {
  func nearProposal(_ context: ProposalContext, _ cache: inout NearCache) -> Proposal? {
    guard !context.readings.payerConflicts[context.row] else { return nil }
    guard let anchor = nearAnchor(context) else { return globalNearProposal(context) }
    guard let reading = nearReading(of: anchor, context, &cache), !reading.tokens.isEmpty else { return nil }
    for (limit, isLenient) in [(Nearness.beginning, false), (.oneEdit, true), (.twoEdits, false)] {
      if isLenient, context.payer == nil { continue }
      let allowed = reading.choices.map { $0.filter { $0.nearness <= limit } }
      switch nearReadings(allowed, reading.tokens, reading.named, context, mayLeaveUnknown: isLenient) {
      case .none: continue
      case .several: return nil
      case .one(let members):
        guard limit < .twoEdits || members.count == 1 || !reading.named.isEmpty else { return nil }
        return nearProposal(members, reading.named, context, reading.tokens)
      }
    }
    return nil
  }

  /// What a text may say of a family's items: those named exactly, and per token those it is near to.
  struct NearReading {
    let named: [OpenItemRow]
    let tokens: [NearToken]
    let choices: [[NearChoice]]
  }

  /// - Returns: nil where an item named exactly is not plain, or the family has too much open.
  func nearReading(
    of anchor: CustomerRow, _ context: ProposalContext, _ cache: inout NearCache
  ) -> NearReading? {
    guard let named = namedExactly(of: anchor, context) else { return nil }
    let tokens = nearTokens(context, anchor: anchor).tokens
    guard !tokens.isEmpty else { return NearReading(named: named, tokens: [], choices: []) }
    let top = payers.family(of: anchor)
    let open = openItems(ofFamily: top)
    let numbers = cache.numbers(of: top) { OwnNumbers(of: open, in: items) }
    func isCandidate(_ item: OpenItemRow) -> Bool {
      let row = item.index
      guard items[row].currency == context.currency, items[row].amount > .zero,
        context.state.standing[row].available == items[row].amount, !named.contains(item)
      else { return false }
      return items[row].invoiceDate.map { $0 <= context.valueDate } ?? true
    }
    return NearReading(
      named: named, tokens: tokens, choices: nearChoices(of: tokens, among: numbers, where: isCandidate))
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
      guard items[item.index].currency == context.currency, context.state.standing[item.index].available != .zero
      else { return nil }
      let top = payers.family(of: items[item.index].customer)
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
      if own.contains(where: { items[$0.index].isClosed }) { return nil }
      guard let item = own.first else { continue }
      guard own.count == 1, items[item.index].currency == context.currency,
        context.state.standing[item.index].available == items[item.index].amount
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

  func nearTokens(_ context: ProposalContext, known: [TextSlice]) -> NearTokens {
    let payments = context.payments
    var account = ReferenceKey()
    account.set(payments.arena.span(payments.payerAccount[context.row]))
    var near = NearTokens()
    let text = payments.remittance[context.row]
    var key = ReferenceKey()
    near.append(payments.arena.span(text), at: text.offset, known: known) { token in
      key.set(token)
      return payers.customer(numbered: key.bytes.span) != nil || ownAccounts.contains(key.bytes)
        || (key.bytes == account.bytes && AccountNumbers.mayBeAccount(key))
    }
    return near
  }

  /// Per token, the candidates it is near to, each once as near as any of its numbers is. Where there is too much to compare, what is one
  /// edit away is looked up. A part of a number, its first or last digits, must belong to one candidate alone.
  func nearChoices(
    of tokens: [NearToken], among numbers: OwnNumbers, where isCandidate: (OpenItemRow) -> Bool
  ) -> [[NearChoice]] {
    var comparison = NearComparison()
    let isCompared = tokens.count * numbers.count <= OwnNumbers.mostComparisons
    var choices: [[NearChoice]] = []
    choices.reserveCapacity(tokens.count)
    for (place, token) in tokens.enumerated() {
      var nearest: [OpenItemRow: Nearness] = [:]
      if isCompared {
        comparison.set(token)
        for number in 0..<numbers.count {
          guard let nearness = comparison.nearness(to: number, of: numbers) else { continue }
          let item = numbers.item(number)
          if isCandidate(item) { nearest[item] = nearest[item].map { min($0, nearness) } ?? nearness }
        }
      } else {
        for item in numbers.items(oneEditFrom: token) where isCandidate(item) { nearest[item] = .oneEdit }
      }
      if nearest.isEmpty {
        choices.append([])
        continue
      }
      for part in [Nearness.suffix, .beginning] where nearest.values.count(where: { $0 == part }) > 1 {
        nearest = nearest.filter { $0.value != part }
      }
      choices.append(
        nearest.sorted { $0.key < $1.key }.map { NearChoice(item: $0.key, nearness: $0.value, token: place) })
    }
    return choices
  }

  /// Whether a list in the text names, by its last digits, an item that is not among these.
  func completesAnother(than named: [OpenItemRow], _ context: ProposalContext) -> Bool {
    nearTokens(context, known: []).tokens.contains { token in
      guard token.isCompleted else { return false }
      return [references.documents, references.tails].contains { index in
        guard let hit = index.find(token.key.bytes.span) else { return false }
        return !index.rows(of: hit).contains { named.contains(OpenItemRow(number: $0)) }
      }
    }
  }

  // MARK: What ties

  /// The ways to take the tokens that make the payment tie, gross or net of the discounts still to be had.
  private func nearReadings(
    _ choices: [[NearChoice]], _ tokens: [NearToken], _ named: [OpenItemRow], _ context: ProposalContext,
    mayLeaveUnknown: Bool
  ) -> NearReadings {
    let asked = choices.indices.filter { !choices[$0].isEmpty }
    var count = 1
    for place in asked {
      count *= choices[place].count + 1
      if count > MatchingIndex.mostNearReadings { return .several }
    }
    guard count > 1 else { return .none }
    let must = numbersLikeOurs(tokens, context, besidesUnknown: mayLeaveUnknown)
    let sums = asked.map { place in choices[place].map { NearSum(settlements(of: $0.item, context)) } }
    let known = named.reduce(into: NearSum()) { $0.add(NearSum(settlements(of: $1, context))) }
    var found: [NearChoice]?
    var items: Set<OpenItemRow> = []
    for number in 1..<count {
      var rest = number
      var sum = known
      for place in sums.indices {
        let digit = rest % (sums[place].count + 1)
        rest /= sums[place].count + 1
        if digit > 0 { sum.add(sums[place][digit - 1]) }
      }
      // Most readings are told by their sum.
      guard sum.ties(with: context.amount) else { continue }
      let reading = reading(number, of: asked.map { choices[$0] })
      let chosen = Set(reading.map(\.item))
      guard chosen.count == reading.count, !overlaps(reading, tokens) else { continue }
      guard must.allSatisfy({ place in reading.contains { tokens[$0.token].text.range.overlaps(place.range) } })
      else { continue }
      if found != nil, items != chosen { return .several }
      found = found ?? reading
      items = chosen
    }
    return found.map { .one($0) } ?? .none
  }

  /// The reading of a number: of each place none of its choices, or one of them.
  private func reading(_ number: Int, of choices: [[NearChoice]]) -> [NearChoice] {
    var rest = number
    return choices.compactMap { choices in
      defer { rest /= choices.count + 1 }
      let digit = rest % (choices.count + 1)
      return digit > 0 ? choices[digit - 1] : nil
    }
  }

  /// Places of numbers that are none of the anchor's but look like ours, or are others': a reading must explain them.
  private func numbersLikeOurs(
    _ tokens: [NearToken], _ context: ProposalContext, besidesUnknown: Bool
  ) -> [TextSlice] {
    context.citations.filter { citation in
      !(besidesUnknown && citation.kind == .unknown)
        && tokens.contains { $0.text.range.overlaps(citation.text.range) }
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
    let sum = settlements.reduce(into: NearSum()) { $0.add(NearSum($1)) }
    guard sum.ties(with: context.amount) else { return nil }
    let isGross = sum.isGross(of: context.amount)
    return zip(chosen, settlements).map { item, settlement in
      let discount = isGross ? Money.zero : settlement.discount
      let cash = settlement.gross - discount
      return Allocation(item: item, cash: cash, discount: discount, paid: cash)
    }
  }

  private func nearProposal(
    _ members: [NearChoice], _ named: [OpenItemRow], _ context: ProposalContext, _ tokens: [NearToken]
  ) -> Proposal? {
    guard let lines = nearTie(named + members.map(\.item), context) else { return nil }
    guard members.allSatisfy({ context.state.standing[$0.item.index].undecidedCitations == 0 }) else { return nil }
    var evidence = namedEvidence(named, context)
    for member in members { evidence.append(Evidence(.nearItem, item: member.item, text: tokens[member.token].text)) }
    for line in lines where line.discount != .zero { evidence.append(Evidence(.discountTaken, item: line.item)) }
    return Proposal(
      payment: context.payment, matcher: .nearReferences, lines: lines, evidence: evidence + payerEvidence(context))
  }

  /// Where the text names these items.
  func namedEvidence(_ named: [OpenItemRow], _ context: ProposalContext) -> [Evidence] {
    named.compactMap { item in
      guard let citation = context.citations.first(where: { rows(of: $0).contains(item.number) }) else { return nil }
      return Evidence(citation.kind == .other ? .citedOtherNumber : .citedItem, item: item, text: citation.text)
    }
  }

  // MARK: Nobody known

  /// A stranger's mangled number: of the few items of exactly the payment's amount, exactly one is called nearly so.
  private func globalNearProposal(_ context: ProposalContext) -> Proposal? {
    let entries = amounts.entries(of: context.amount, in: context.currency)
    guard !entries.isEmpty, entries.count <= MatchingIndex.mostItemsOfAmount else { return nil }
    for citation in context.citations where rows(of: citation).contains(where: { items[Int($0)].isClosed }) {
      return nil
    }
    let tokens = nearTokens(context, known: []).tokens
    guard !tokens.isEmpty else { return nil }
    let open = entries.map(\.item).filter { item in
      context.state.standing[item.index].available == items[item.index].amount
        && items[item.index].invoiceDate.map { $0 <= context.valueDate } ?? true
    }
    let numbers = OwnNumbers(of: open[...], in: items, documentsOnly: true)
    var found: NearChoice?
    for choice in nearChoices(of: tokens, among: numbers, where: { _ in true }).joined()
    where choice.nearness <= .oneEdit {
      if let found, found.item != choice.item { return nil }
      found = found ?? choice
    }
    guard let found else { return nil }
    return nearProposal([found], [], context, tokens)
  }

  private static let mostNearReadings = 4_096
  /// An amount that more items have than these is not nearly unique (rule 34).
  private static let mostItemsOfAmount = 3
}

/// What is open of the items of a reading, and the discounts still to be had.
private struct NearSum {
  private var gross: Int128 = 0
  private var discount: Int128 = 0

  init() {}

  init(_ settlement: (gross: Money, discount: Money)) {
    gross = Int128(settlement.gross.minorUnits)
    discount = Int128(settlement.discount.minorUnits)
  }

  mutating func add(_ other: NearSum) {
    gross += other.gross
    discount += other.discount
  }

  func isGross(of amount: Money) -> Bool { gross == Int128(amount.minorUnits) }

  /// Whether it is the payment, gross or net.
  func ties(with amount: Money) -> Bool {
    isGross(of: amount) || (discount != 0 && gross - discount == Int128(amount.minorUnits))
  }
}

/// The numbers of the families whose payments were read again, kept from one payment to the next.
struct NearCache {
  private var numbers: [CustomerRow: OwnNumbers] = [:]

  mutating func numbers(of top: CustomerRow, _ make: () -> OwnNumbers) -> OwnNumbers {
    if let known = numbers[top] { return known }
    let made = make()
    numbers[top] = made
    return made
  }
}
