import CashModel

// What a shortfall is, where it is something that closes the item.
//
// A discount taken too late where the policy accepts that, tax that the payer must withhold at one of the rates set for his
// country, and what a bank kept on the way. Discount and tax are told by the amount to the minor unit; where both would explain it, or several
// discounts, neither does. A charge is what the file states, or small and from abroad: it comes last unless it is stated.

extension MatchingIndex {
  /// The one thing that a shortfall of known items exactly is.
  func exactExplanation(_ missing: Int128, _ plain: PlainCitation, _ context: ProposalContext) -> Proposal? {
    if isStatedCharge(missing, context) { return bankCharge(missing, plain, context) }
    let late = lateDiscounts(missing, plain, context)
    let withheld = withheldTax(missing, plain, context)
    switch (late, withheld) {
    case (.none, nil): return bankCharge(missing, plain, context)
    case (.none, let lines?): return proposal(.citedWithDifference, lines, plain, [], context)
    case (.one(let places), nil): return lateProposal(places, plain, context)
    case (.one, _?), (.several, _): return nil
    }
  }

  // MARK: Discounts taken too late

  private enum LateDiscounts {
    case none, several
    /// Of which of the items.
    case one([Int])
  }

  /// Which of the items' expired discounts are just what is missing.
  private func lateDiscounts(_ missing: Int128, _ plain: PlainCitation, _ context: ProposalContext) -> LateDiscounts {
    let expired = plain.items.indices.filter { place in
      lateDiscount(of: plain.items[place].item, context) != .zero
    }
    guard !expired.isEmpty, expired.count <= MatchingIndex.mostLateDiscounts else { return .none }
    var found: [Int]?
    for mask in 1..<1 << expired.count {
      let taken = expired.indices.filter { mask >> $0 & 1 == 1 }.map { expired[$0] }
      let sum = taken.reduce(Int128(0)) { $0 + Int128(lateDiscount(of: plain.items[$1].item, context).minorUnits) }
      guard sum == missing else { continue }
      if found != nil { return .several }
      found = taken
    }
    return found.map { .one($0) } ?? .none
  }

  /// The discount of an item that the policy still gives though its date and grace are over; zero where there is none.
  private func lateDiscount(of item: OpenItemRow, _ context: ProposalContext) -> Money {
    let row = item.index
    guard value(policies.discountLate, of: item) == .accept, let last = items[row].discountDate,
      items[row].discount > .zero, items[row].discount < items[row].amount,
      context.state.standing[row].available == items[row].amount, discount(of: item, on: context.valueDate) == .zero,
      context.valueDate <= last.adding(days: value(policies.discountLateDays, of: item))
    else { return .zero }
    return items[row].discount
  }

  private func lateProposal(_ places: [Int], _ plain: PlainCitation, _ context: ProposalContext) -> Proposal {
    var lines = grossLines(plain, context)
    var evidence: [Evidence] = []
    for place in places {
      let item = plain.items[place].item
      let discount = items[item.index].discount
      let cash = context.state.standing[item.index].available - discount
      lines[place] = Allocation(
        item: item, cash: cash, discount: discount, adjustmentReason: .discountLate, paid: cash)
      evidence.append(Evidence(.discountTaken, item: item))
    }
    return proposal(.citedWithDifference, lines, plain, evidence, context)
  }

  private static let mostLateDiscounts = 12

  // MARK: Tax withheld

  /// The items settled less tax at one of the rates of their customer, if that is just what is missing, but for a minor
  /// unit. Each item's tax is rounded by itself, half up.
  private func withheldTax(
    _ missing: Int128, _ plain: PlainCitation, _ context: ProposalContext
  ) -> [Allocation]? {
    let rates = withholdingRates(of: plain.items[0].item)
    guard !rates.isEmpty else { return nil }
    let gross = plain.items.map { Int128(context.state.standing[$0.item.index].available.minorUnits) }
    var found: [Int128]?
    for rate in rates {
      var taxes = gross.map { ($0 * Int128(rate) + 500_000) / 1_000_000 }
      let difference = missing - taxes.reduce(0, +)
      guard difference.magnitude <= 1 else { continue }
      if found != nil { return nil }
      taxes[largestItem(plain, context)] += difference
      found = taxes
    }
    guard let taxes = found, zip(gross, taxes).allSatisfy({ $1 >= 0 && $1 < $0 }) else { return nil }
    return plain.items.indices.map { place in
      let item = plain.items[place].item
      let tax = Money(minorUnits: Int64(clamping: taxes[place]))
      let cash = context.state.standing[item.index].available - tax
      return Allocation(
        item: item, cash: cash, adjustment: tax, adjustmentReason: tax == .zero ? nil : .withholding, paid: cash)
    }
  }

  /// In millionths, of the item's customer group, else its customer's country, company or currency.
  private func withholdingRates(of item: OpenItemRow) -> [Int64] {
    if policies.withholdingRates.overrides.isEmpty { return policies.withholdingRates.standard }
    let customer = items[item.index].customer
    return policies.withholdingRates.value(
      group: customers.arena.string(customers.customerID[payers.family(of: customer).index]),
      country: customers.arena.string(customers.country[customer.index]),
      company: items.arena.string(items[item.index].company), currency: items[item.index].currency.code)
  }

  // MARK: Bank charges

  private func isStatedCharge(_ missing: Int128, _ context: ProposalContext) -> Bool {
    Int128(context.payments.charges[context.row].minorUnits) == missing
  }

  /// What the bank kept: stated in the file, or small and from abroad.
  private func bankCharge(_ missing: Int128, _ plain: PlainCitation, _ context: ProposalContext) -> Proposal? {
    let item = plain.items[0].item
    guard context.payments.chargeBearer[context.row] != .debtor else { return nil }
    if !isStatedCharge(missing, context) {
      guard missing <= minorUnits(ofTenThousandths: value(policies.bankChargeCeiling, of: item), item) else {
        return nil
      }
      guard !value(policies.bankChargeOnlyCrossBorder, of: item) || isCrossBorder(context) else { return nil }
    }
    let largest = largestItem(plain, context)
    let open = context.state.standing[plain.items[largest].item.index].available
    guard Int128(open.minorUnits) > missing else { return nil }
    let cash = open - Money(minorUnits: Int64(clamping: missing))
    var lines = grossLines(plain, context)
    lines[largest] = Allocation(
      item: plain.items[largest].item, cash: cash, adjustment: open - cash, adjustmentReason: .bankCharge, paid: cash)
    return proposal(.citedWithDifference, lines, plain, [], context)
  }

  /// The payer's bank and the account's are in different countries, as far as IBAN and BIC tell.
  private func isCrossBorder(_ context: ProposalContext) -> Bool {
    let arena = context.payments.arena
    guard let own = country(ofAccount: arena.span(context.payments.account[context.row])) else { return false }
    let payer = country(ofAccount: arena.span(context.payments.payerAccount[context.row]))
    let agent = country(ofBIC: arena.span(context.payments.payerAgent[context.row]))
    guard let theirs = payer ?? agent else { return false }
    return theirs != own
  }

  private func country(ofAccount account: Span<UInt8>) -> UInt16? {
    guard account.count >= 15, account[0].isUpperLetter, account[1].isUpperLetter, account[2].isDigit,
      account[3].isDigit
    else { return nil }
    return UInt16(account[0]) << 8 | UInt16(account[1])
  }

  private func country(ofBIC agent: Span<UInt8>) -> UInt16? {
    guard agent.count == 8 || agent.count == 11 else { return nil }
    for index in 0..<6 where !agent[index].isUpperLetter { return nil }
    return UInt16(agent[4]) << 8 | UInt16(agent[5])
  }
}
