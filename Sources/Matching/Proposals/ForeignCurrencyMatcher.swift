import CashModel

// Cited items in another currency than the payment's.
//
//     USD 1,084.50 arrive, "1001" is open for EUR 1,000.00, and the table says EUR 1 = USD 1.0845: the payment is the item.
//
// Nothing is applied without a rate: the amount the file says the payer instructed in the items' currency, else the rate
// table's of the value date. Where that gives the open amounts, gross or net of the discounts still to be had, to
// the minor unit of either currency, the references identify as they do within one currency. Else the payer must be
// known and the difference be within `fx.tolerance`; it is an exchange gain or loss. Only plain citations count, all of one
// currency, and no set of items is ever searched for across currencies.

extension MatchingIndex {
  func foreignProposal(_ context: ProposalContext) -> Proposal? {
    guard let cited = foreignCitation(context) else { return nil }
    let target = items[cited[0].item.index].currency
    guard let worth = worth(of: context, in: target) else { return nil }
    let settlements = cited.map { self.settlements(of: $0.item, context) }
    let gross = settlements.reduce(Int128(0)) { $0 + Int128($1.gross.minorUnits) }
    let discounts = settlements.reduce(Int128(0)) { $0 + Int128($1.discount.minorUnits) }
    let expectations = discounts == 0 ? [gross] : [gross, gross - discounts]
    guard gross > 0, gross - discounts > 0 else { return nil }
    let exact = expectations.filter { isWorth($0, worth, context, in: target) }
    var difference = Int128(0)
    let expected: Int128
    if let first = exact.first {
      guard exact.count == 1 else { return nil }
      expected = first
    } else {
      guard let payer = context.payer, !mayMeanAnother(than: Set(cited.map(\.item)), payer, context) else { return nil }
      let limit = value(policies.fxTolerance, of: cited[0].item)
      let near = expectations.filter {
        ($0 - Int128(worth.amount.minorUnits)).magnitude * 1_000_000 <= Int128.Magnitude($0) * UInt128(limit)
      }
      guard near.count == 1 else { return nil }
      expected = near[0]
      difference = expected - Int128(worth.amount.minorUnits)
    }
    return proposal(cited, settlements, isNet: expected != gross, difference, worth.rate, context)
  }

  /// What the payment is in the items' currency.
  private struct Worth {
    let amount: Money
    /// Stated in the file, not computed.
    let isStated: Bool
    let rate: ExchangeRate
  }

  private func worth(of context: ProposalContext, in target: Currency) -> Worth? {
    if let original = context.payments.original[context.row], original.currency == target {
      // The amounts before and after conversion are a rate, whichever way round the file writes its own.
      return original.rate(from: context.amount, context.currency).map {
        Worth(amount: original.amount, isStated: true, rate: $0)
      }
    }
    guard let rate = rates.rate(from: context.currency, to: target, on: context.valueDate),
      let amount = rate.converted(context.amount, from: context.currency, to: target), amount > .zero
    else { return nil }
    return Worth(amount: amount, isStated: false, rate: rate)
  }

  /// Whether the items' sum and the payment are the same amount, as far as minor units can say.
  private func isWorth(_ sum: Int128, _ worth: Worth, _ context: ProposalContext, in target: Currency) -> Bool {
    if sum == Int128(worth.amount.minorUnits) { return true }
    guard !worth.isStated, let units = Int64(exactly: sum),
      let back = ExchangeRate(times10e10: worth.rate.times10e10, isInverse: !worth.rate.isInverse)
    else { return false }
    return back.converted(Money(minorUnits: units), from: target, to: context.currency) == context.amount
  }

  /// The items a text names where every number in it names exactly one, all open, of one currency that is not the
  /// payment's, and of the payer's family where he is known.
  private func foreignCitation(_ context: ProposalContext) -> [CitedItem]? {
    guard !context.citations.isEmpty, context.citations.count <= MatchingIndex.mostForeign,
      !context.readings.payerConflicts[context.row]
    else { return nil }
    for child in context.payments.structured[context.row].indices
    where context.payments.structuredRows[child].remitted != nil { return nil }
    var cited: [CitedItem] = []
    for citation in context.citations {
      let rows = self.rows(of: citation)
      guard rows.count == 1, let row = rows.first else { return nil }
      let item = OpenItemRow(number: row)
      guard !items[item.index].isClosed, items[item.index].currency != context.currency,
        context.state.standing[item.index].available == items[item.index].amount,
        cited.first.map({ items[$0.item.index].currency == items[item.index].currency }) ?? true,
        context.payer.map({ isOfFamily(item, of: $0) }) ?? true
      else { return nil }
      if !cited.contains(where: { $0.item == item }) { cited.append(CitedItem(item: item, citation: citation)) }
    }
    return cited
  }

  /// The payment laid over the items in proportion to what each is paid with; a difference stands on the largest.
  private func proposal(
    _ cited: [CitedItem], _ settlements: [(gross: Money, discount: Money)], isNet: Bool, _ difference: Int128,
    _ rate: ExchangeRate, _ context: ProposalContext
  ) -> Proposal? {
    guard let largest = settlements.indices.max(by: { settlements[$0].gross < settlements[$1].gross }),
      let adjustment = Int64(exactly: difference)
    else { return nil }
    let cash = settlements.indices.map { place -> Int64 in
      let (gross, discount) = settlements[place]
      let due = (gross - (isNet ? discount : .zero)).minorUnits
      return place == largest ? due - adjustment : due
    }
    let sum = cash.reduce(Int128(0)) { $0 + Int128($1) }
    guard sum > 0, cash[largest] > 0 else { return nil }
    var rest = context.amount.minorUnits
    var shares = cash.map { Int64(clamping: Int128(context.amount.minorUnits) * Int128($0) / sum) }
    for share in shares { rest -= share }
    shares[largest] += rest
    var evidence = self.evidence(of: cited)
    let lines = cited.indices.map { place in
      let discount = isNet ? settlements[place].discount : .zero
      if discount != .zero { evidence.append(Evidence(.discountTaken, item: cited[place].item)) }
      if cash[place] < 0 { evidence.append(Evidence(.creditNetted, item: cited[place].item)) }
      let isAdjusted = place == largest && adjustment != 0
      return Allocation(
        item: cited[place].item, cash: Money(minorUnits: cash[place]), discount: discount,
        adjustment: isAdjusted ? Money(minorUnits: adjustment) : .zero,
        adjustmentReason: isAdjusted ? .fxDifference : nil, paid: Money(minorUnits: shares[place]))
    }
    return Proposal(
      payment: context.payment, matcher: .citedInOtherCurrency, lines: lines,
      evidence: evidence + payerEvidence(context), rate: rate)
  }

  private static let mostForeign = 200
}
