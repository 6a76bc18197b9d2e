package import CashModel

/// All that is looked up while matching: the ledger's side, built once per run and shared by every worker.
package final class MatchingIndex: Sendable {
  package let items: OpenItemTable
  package let customers: CustomerTable
  package let policies: Policies
  let references: ReferenceIndex
  let payers: PayerIndex
  let amounts: AmountIndex
  let ownAccounts: AccountNumbers
  let rates: ExchangeRates
  /// nil: every kind of evidence may be applied, and none has a confidence.
  package let limits: EvidenceLimits?
  /// nil: nothing waited, or so much else is new that all of it counts.
  package let news: LedgerNews?
  /// By the top of a family.
  let onAccount: [CustomerRow: [OnAccountCash]]
  /// Rows of the open items by the top of their family, side by side.
  private let familyItems: [OpenItemRow]
  private let familyRanges: [ChildRange]
  /// Grace days by item row are resolved once where the policy is one value for all.
  private let everyonesGrace: Int?

  /// - Parameters:
  ///   - ownAccounts: bank accounts of the company's own; what cites them cites no item.
  ///   - limits: how often each kind of evidence has been wrong.
  ///   - rates: by which payments may settle items of other currencies.
  ///   - onAccount: what earlier runs put on the customers' accounts.
  ///   - ledger: what is made of the ledger alone, where that was done side by side.
  package init(
    items: OpenItemTable, customers: CustomerTable, policies: Policies, ownAccounts: some Sequence<String> = [],
    rates: ExchangeRates = ExchangeRates(), limits: EvidenceLimits? = nil, news: LedgerNews? = nil,
    onAccount: [OnAccountCash] = [], ledger: LedgerIndexes? = nil
  ) {
    self.items = items
    self.customers = customers
    self.policies = policies
    let ledger = ledger ?? LedgerIndexes(of: items, customers)
    (references, payers, amounts) = (ledger.references, ledger.payers, ledger.amounts)
    self.rates = rates
    self.limits = limits
    self.news = news
    self.onAccount = MatchingIndex.byFamily(onAccount, payers)
    self.ownAccounts = AccountNumbers(ownAccounts)
    (familyItems, familyRanges) = MatchingIndex.itemsByFamily(items, customers)
    everyonesGrace = policies.discountGraceDays.overrides.isEmpty ? policies.discountGraceDays.standard : nil
  }

  /// Asks for what the next payments will be decided by: the item that each names, how it stands, and who has just its amount, of all
  /// and of the payer's family. Each turn asks for what the one before it tells the place of.
  func fetchAhead(
    _ payments: PaymentTable, _ readings: ReadingTable, _ state: MatchingState, _ rows: some Collection<Int>
  ) {
    for row in rows where readings.onlyItem[row] >= 0 {
      let item = Int(readings.onlyItem[row])
      items.fetchAhead(item)
      state.standing.fetchAhead(item)
      amounts.fetchAhead(payments.amount[row], in: payments.currency[row])
      payers.fetchAhead(readings.payer[row])
    }
    for row in rows where readings.onlyItem[row] >= 0 && readings.payer[row].number >= 0 {
      amounts.fetchAhead(family: payers.family(of: readings.payer[row]))
    }
  }

  /// Asks for what a payer's family has of each amount, where the above has asked for the payer.
  func fetchAmountsAhead(_ readings: ReadingTable, _ rows: some Sequence<Int>) {
    for row in rows where readings.onlyItem[row] >= 0 && readings.payer[row].number >= 0 {
      amounts.fetchEntriesAhead(family: payers.family(of: readings.payer[row]))
    }
  }

  func openItems(ofFamily top: CustomerRow) -> ArraySlice<OpenItemRow> {
    familyItems[familyRanges[top.index].indices]
  }

  private static func itemsByFamily(
    _ items: OpenItemTable, _ customers: CustomerTable
  ) -> ([OpenItemRow], [ChildRange]) {
    var counts = [Int32](repeating: 0, count: customers.count)
    for row in 0..<items.count where !items[row].isClosed {
      counts[customers.family[items[row].customer.index].index] += 1
    }
    var next: [Int32] = []
    var start: Int32 = 0
    for count in counts {
      next.append(start)
      start += count
    }
    let ranges = zip(next, counts).map { ChildRange(start: $0, count: $1) }
    var rows = [OpenItemRow](repeating: OpenItemRow(number: 0), count: Int(start))
    for row in 0..<items.count where !items[row].isClosed {
      let top = customers.family[items[row].customer.index].index
      rows[Int(next[top])] = OpenItemRow(row)
      next[top] += 1
    }
    return (rows, ranges)
  }

  /// The discount still to be had on `valueDate`, with the item's sign; zero where there is none. An item that was
  /// paid in part has lost its discount, or where the policy says so keeps that of the part still open; nothing is settled by
  /// discount alone.
  func discount(of item: OpenItemRow, on valueDate: CalendarDate) -> Money {
    let row = item.index
    guard let last = items[row].discountDate, items[row].discount != .zero else { return .zero }
    guard items[row].discount.magnitude < items[row].amount.magnitude else { return .zero }
    guard valueDate <= last.adding(days: graceDays(of: item)) else { return .zero }
    guard let original = items[row].originalAmount, original.magnitude > items[row].amount.magnitude else {
      return items[row].discount
    }
    guard value(policies.discountOnPartial, of: item) else { return .zero }
    return partOfDiscount(of: item, for: items[row].amount, of: original)
  }

  /// The discount's share that belongs to a part of the item, rounded half up.
  func partOfDiscount(of item: OpenItemRow, for part: Money, of whole: Money) -> Money {
    let product = 2 * Int128(items[item.index].discount.minorUnits) * Int128(part.minorUnits)
    let divisor = 2 * Int128(whole.minorUnits)
    guard divisor != 0 else { return .zero }
    let half = Int128(whole.minorUnits) * (product.signum() * divisor.signum() < 0 ? -1 : 1)
    return Money(minorUnits: Int64(clamping: (product + half) / divisor))
  }

  private func graceDays(of item: OpenItemRow) -> Int { everyonesGrace ?? value(policies.discountGraceDays, of: item) }

  /// The largest payment that may be applied to this item without a second look, in minor units; nil: any.
  func largestAutomaticPayment(of item: OpenItemRow) -> Int64? {
    if policies.autoApplyMaxAmount.overrides.isEmpty, policies.autoApplyMaxAmount.standard == nil { return nil }
    guard let limit = value(policies.autoApplyMaxAmount, of: item) else { return nil }
    var scale = 4
    var units = limit
    while scale > items[item.index].currency.exponent {
      units /= 10
      scale -= 1
    }
    return units
  }

  func value<Value>(_ policy: Scoped<Value>, of item: OpenItemRow) -> Value {
    let group = payers.family(of: items[item.index].customer)
    return policy.value(
      group: customers.arena.string(customers.customerID[group.index]),
      company: items.arena.string(items[item.index].company), currency: items[item.index].currency.code)
  }
}
