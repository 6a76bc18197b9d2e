package import CashModel

/// All that is looked up while matching: the ledger's side, built once per run and shared by every worker.
package struct MatchingIndex: Sendable {
  package let items: OpenItemTable
  package let customers: CustomerTable
  package let policies: Policies
  let references: ReferenceIndex
  let payers: PayerIndex
  let amounts: AmountIndex
  /// Grace days by item row are resolved once where the policy is one value for all.
  private let everyonesGrace: Int?

  package init(items: OpenItemTable, customers: CustomerTable, policies: Policies) {
    self.items = items
    self.customers = customers
    self.policies = policies
    references = ReferenceIndex(items)
    payers = PayerIndex(customers)
    amounts = AmountIndex(items, customers)
    everyonesGrace = policies.discountGraceDays.overrides.isEmpty ? policies.discountGraceDays.standard : nil
  }

  func family(ofItem item: OpenItemRow) -> CustomerRow { payers.family(of: items.customer[item.index]) }

  /// The discount still to be had on `valueDate`, with the item's sign; zero where there is none.
  func discount(of item: OpenItemRow, on valueDate: CalendarDate) -> Money {
    guard let last = items.discountDate[item.index], items.discount[item.index] != .zero else { return .zero }
    return valueDate <= last.adding(days: graceDays(of: item)) ? items.discount[item.index] : .zero
  }

  private func graceDays(of item: OpenItemRow) -> Int { everyonesGrace ?? value(policies.discountGraceDays, of: item) }

  /// The largest payment that may be applied to this item without a second look, in minor units; nil: any.
  func largestAutomaticPayment(of item: OpenItemRow) -> Int64? {
    if policies.autoApplyMaxAmount.overrides.isEmpty, policies.autoApplyMaxAmount.standard == nil { return nil }
    guard let limit = value(policies.autoApplyMaxAmount, of: item) else { return nil }
    var scale = 4
    var units = limit
    while scale > items.currency[item.index].exponent {
      units /= 10
      scale -= 1
    }
    return units
  }

  private func value<Value>(_ policy: Scoped<Value>, of item: OpenItemRow) -> Value {
    let group = payers.family(of: items.customer[item.index])
    return policy.value(
      group: customers.arena.string(customers.customerID[group.index]),
      company: items.arena.string(items.company[item.index]), currency: items.currency[item.index].code)
  }
}
