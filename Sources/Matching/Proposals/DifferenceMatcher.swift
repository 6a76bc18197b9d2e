import CashModel

// Named items of a known payer that do not tie, and nothing explains the difference exactly.
//
// Small differences are within tolerance, the bank's charge, or tax withheld; a larger shortfall is a short payment, of
// which the item keeps the rest and a case is opened; a larger surplus is an over-payment, of which the rest goes on the
// payer's account. All this only where the text is plain (PlainCitation), the payer fits, and no other explanation
// stands: not a single item, nor any set together with the named ones, that makes the payment tie.

extension MatchingIndex {
  func differenceProposal(_ context: ProposalContext, _ cache: inout NearCache) -> Proposal? {
    guard let payer = context.payer, let plain = plainCitation(context, besidesUnknown: true) else { return nil }
    let difference = plain.difference(context.amount)
    guard difference != 0, plain.gross > 0 else { return nil }
    guard plain.items.allSatisfy({ context.state.standing[$0.item.index].available > .zero }) else { return nil }
    guard !mayMeanAnother(than: Set(plain.items.map(\.item)), payer, context) else { return nil }
    if let small = withinTolerance(difference, plain, context) { return small }
    // A larger difference may be what a number stands for that is nobody's, or that a list leaves to be completed.
    guard !completesAnother(than: plain.items.map(\.item), context) else { return nil }
    guard !context.citations.contains(where: { $0.kind == .unknown }) else { return nil }
    guard !mayNameMore(payer, context, &cache), !maySwap(difference, plain, payer, context) else { return nil }
    return difference < 0 ? short(-difference, plain, payer, context) : over(difference, plain, payer, context)
  }

  /// Whether a token that is no number of the payer's is near to one: what it means may be the difference.
  private func mayNameMore(_ payer: CustomerRow, _ context: ProposalContext, _ cache: inout NearCache) -> Bool {
    guard let reading = nearReading(of: payer, context, &cache) else { return true }
    return reading.choices.contains { !$0.isEmpty }
  }

  /// Whether one of the numbers may be another item's, a slip away, with which the payment would tie.
  private func maySwap(
    _ difference: Int128, _ plain: PlainCitation, _ payer: CustomerRow, _ context: ProposalContext
  ) -> Bool {
    let named = Set(plain.items.map(\.item))
    return plain.items.contains { entry in
      let wanted = Int128(context.state.standing[entry.item.index].available.minorUnits) + difference
      guard let units = Int64(exactly: wanted), units > 0 else { return false }
      let others = amounts.entries(
        of: Money(minorUnits: units), in: context.currency, family: payers.family(of: payer)
      ).map(\.item).filter { !named.contains($0) && context.state.standing[$0.index].available != .zero }
      guard !others.isEmpty else { return false }
      let text = context.payments.arena.span(entry.citation.text)
      guard let token = NearToken(text, at: entry.citation.text) else { return true }
      let numbers = OwnNumbers(of: ArraySlice(others), in: items)
      return !nearChoices(of: [token], among: numbers) { _ in true }[0].isEmpty
    }
  }

  // MARK: Small differences

  /// The difference is no more than the policy's tolerance, of one item or of all together.
  private func withinTolerance(_ difference: Int128, _ plain: PlainCitation, _ context: ProposalContext) -> Proposal? {
    guard difference.magnitude <= tolerance(of: plain.gross, plain.items[0].item).magnitude else { return nil }
    let largest = largestItem(plain, context)
    var lines = grossLines(plain, context)
    let open = context.state.standing[plain.items[largest].item.index].available
    let cash = Money(minorUnits: Int64(clamping: Int128(open.minorUnits) + difference))
    lines[largest] = Allocation(
      item: plain.items[largest].item, cash: cash, adjustment: open - cash,
      adjustmentReason: difference < 0 ? .writeOff : .overTolerance, paid: cash)
    return proposal(.citedWithDifference, lines, plain, [], context)
  }

  /// The smaller of the absolute limit and the share of what is expected, in minor units; or what is agreed with the
  /// customer.
  func tolerance(of gross: Int128, _ item: OpenItemRow) -> Int128 {
    if let agreed = customers.tolerance[items[item.index].customer.index] {
      return minorUnits(ofTenThousandths: agreed, item)
    }
    let absolute = minorUnits(ofTenThousandths: value(policies.toleranceAbsolute, of: item), item)
    let share = gross * Int128(value(policies.tolerancePercent, of: item)) / 1_000_000
    return min(absolute, share)
  }

  func minorUnits(ofTenThousandths limit: Int64, _ item: OpenItemRow) -> Int128 {
    var units = Int128(limit)
    let exponent = items[item.index].currency.exponent
    for _ in exponent..<max(exponent, 4) { units /= 10 }
    return units
  }

  // MARK: Less than was asked for

  private func short(
    _ missing: Int128, _ plain: PlainCitation, _ payer: CustomerRow, _ context: ProposalContext
  ) -> Proposal? {
    guard !hasOtherExplanation(payer, plain, context), !isCreditOpen(of: missing, payer, context) else { return nil }
    // One number too many, and two that it may be.
    guard
      plain.items.count == 1
        || !plain.items.contains(where: {
          Int128(context.state.standing[$0.item.index].available.minorUnits) == missing
        })
    else { return nil }
    if let exact = exactExplanation(missing, plain, context) { return exact }
    let first = plain.items[0].item
    guard missing * 1_000_000 <= plain.gross * Int128(value(policies.shortPayMaxShare, of: first)) else { return nil }
    var rest = missing
    var lines = grossLines(plain, context)
    let isResidual = value(policies.shortPayTreatment, of: first) == .residual
    for place in cutOrder(plain, context) where rest > 0 {
      let open = context.state.standing[plain.items[place].item.index].available
      let cut = min(rest, Int128(open.minorUnits) - 1)
      rest -= cut
      let cash = open - Money(minorUnits: Int64(clamping: cut))
      lines[place] = Allocation(
        item: plain.items[place].item, cash: cash, adjustment: isResidual ? open - cash : .zero,
        adjustmentReason: .shortPay, paid: cash)
    }
    guard rest == 0 else { return nil }
    return proposal(.citedWithDifference, lines, plain, [], context)
  }

  /// Whether the payer has a credit of just what is missing: it may have been taken, though it can't be netted here.
  private func isCreditOpen(of missing: Int128, _ payer: CustomerRow, _ context: ProposalContext) -> Bool {
    openItems(ofFamily: payers.family(of: payer)).contains { item in
      Int128(context.state.standing[item.index].available.minorUnits) == -missing
        && items[item.index].currency == context.currency
    }
  }

  // MARK: More than was asked for

  private func over(
    _ surplus: Int128, _ plain: PlainCitation, _ payer: CustomerRow, _ context: ProposalContext
  ) -> Proposal? {
    let first = plain.items[0].item
    guard value(policies.overPayTreatment, of: first) == .onAccount else { return nil }
    // A share of the payment: what is left of it must not be more than the policy lets stand on account.
    let paid = Int128(context.amount.minorUnits)
    guard surplus * 1_000_000 <= paid * Int128(value(policies.overPayMaxShare, of: first)) else { return nil }
    guard !hasOtherExplanation(payer, plain, context) else { return nil }
    // A number may be missing: any set of his other items that makes the payment tie is another explanation.
    guard case .none = completion(Int64(clamping: surplus), plain, payer, context) else { return nil }
    // A surplus as large as this is rather a slip in the number, where the payment is nearer to another item of his.
    guard surplus * 2 <= plain.gross || !isNearerToASlip(surplus, plain, payer, context) else { return nil }
    // So may a number of somebody else's be, as a factor's second one.
    guard !mayNameStrangers(surplus, plain, context) else { return nil }
    var rest = Money(minorUnits: Int64(clamping: surplus))
    var lines = grossLines(plain, context)
    var evidence: [Evidence] = []
    if customers.rule[payer.index] != .none {
      // The customer's rule says what a surplus pays.
      let named = Set(plain.items.map(\.item))
      let others = itemsInOrder(of: payer, in: context).filter { !named.contains($0) && isDueFor($0, context) }
      let (more, left) = laidOldestFirst(rest, over: others, payer, context)
      lines += more
      evidence = more.map { Evidence(.oldestFirst, item: $0.item) }
      rest = left
    }
    let open = rest > .zero ? place(rest, of: context, on: &lines) : .none
    var result = proposal(.citedWithDifference, lines, plain, evidence, context)
    result.rest = open
    return result
  }

  /// Whether one of the numbers is an edit away from another open item of the payer's, of which the payment is nearer than of the
  /// named one.
  private func isNearerToASlip(
    _ surplus: Int128, _ plain: PlainCitation, _ payer: CustomerRow, _ context: ProposalContext
  ) -> Bool {
    let named = Set(plain.items.map(\.item))
    let numbers = OwnNumbers(of: openItems(ofFamily: payers.family(of: payer)), in: items)
    return plain.items.contains { entry in
      guard let token = NearToken(context.payments.arena.span(entry.citation.text), at: entry.citation.text) else {
        return true
      }
      let wanted = Int128(context.state.standing[entry.item.index].available.minorUnits) + surplus
      return numbers.items(oneEditFrom: token).contains { other in
        !named.contains(other) && items[other.index].currency == context.currency
          && (Int128(context.state.standing[other.index].available.minorUnits) - wanted).magnitude < surplus.magnitude
      }
    }
  }

  /// Whether a token of the text is near to the number of any open item of just the surplus.
  private func mayNameStrangers(_ surplus: Int128, _ plain: PlainCitation, _ context: ProposalContext) -> Bool {
    let named = Set(plain.items.map(\.item))
    let others = amounts.entries(of: Money(minorUnits: Int64(clamping: surplus)), in: context.currency).prefix(64)
      .map(\.item).filter { context.state.standing[$0.index].available != .zero && !named.contains($0) }
    guard !others.isEmpty else { return false }
    let tokens = nearTokens(context, known: []).tokens
    return nearChoices(of: tokens, among: OwnNumbers(of: ArraySlice(others), in: items)) { _ in true }.contains {
      !$0.isEmpty
    }
  }

  /// What is left of a payment: on the account of a payer who is known well enough, else for a person.
  func place(_ rest: Money, of context: ProposalContext, on lines: inout [Allocation]) -> Proposal.Rest {
    switch context.readings.payerEvidence[context.row] {
    case .account, .customerNumber, .alias:
      lines.append(Allocation(item: OpenItemRow(number: -1), cash: rest, paid: rest))
      return .onAccount
    case .name, .similarName, .misspeltName, .none: return .open(.overPay, rest)
    }
  }

  // MARK: Parts

  /// Whether one of the payer's other items, or a total of his, is the payment to the minor unit.
  func hasOtherExplanation(_ payer: CustomerRow, _ plain: PlainCitation, _ context: ProposalContext) -> Bool {
    if case .none = amountCandidates(payer, context) {} else { return true }
    if case .none = namedTotal(payer, context) { return false }
    return true
  }

  func grossLines(_ plain: PlainCitation, _ context: ProposalContext) -> [Allocation] {
    plain.items.map { entry in
      let open = context.state.standing[entry.item.index].available
      return Allocation(item: entry.item, cash: open, paid: open)
    }
  }

  func largestItem(_ plain: PlainCitation, _ context: ProposalContext) -> Int { cutOrder(plain, context)[0] }

  /// The largest item first; of equal ones the one named last.
  private func cutOrder(_ plain: PlainCitation, _ context: ProposalContext) -> [Int] {
    plain.items.indices.sorted { left, right in
      let amounts = (
        context.state.standing[plain.items[left].item.index].available,
        context.state.standing[plain.items[right].item.index].available
      )
      return amounts.0 != amounts.1 ? amounts.0 > amounts.1 : left > right
    }
  }

  func proposal(
    _ matcher: Matcher, _ lines: [Allocation], _ plain: PlainCitation, _ extra: [Evidence], _ context: ProposalContext
  ) -> Proposal {
    Proposal(
      payment: context.payment, matcher: matcher, lines: lines,
      evidence: evidence(of: plain.items) + extra + payerEvidence(context))
  }
}
