import CashModel

extension Checker {
  /// A return that takes back what an earlier run placed takes out at most what it is, and each of its lines opens an item again; what it takes
  /// out of no item was on a customer's account, or waited.
  mutating func checkReversal(_ payment: Int) {
    let amount = Int128(run.payments.amount[payment].minorUnits)
    if run.payments.direction[payment] != .debit { fail(payment, "a return that takes back brings cash") }
    if run.decisions.matcher[payment] != .takenBack { fail(payment, "a return is applied by a matcher") }
    var onItems: Int128 = 0
    var onAccount: Int128 = 0
    for row in run.decisions.allocations[payment].indices {
      let allocation = run.decisions.allocationRows[row]
      guard allocation.item.index >= -1, allocation.item.index < run.itemCount else {
        unreadable.insert(payment)
        return fail(payment, "it is taken from row \(allocation.item.index), which is no item")
      }
      if allocation.item.index < 0 {
        onAccount += Int128(allocation.paid.minorUnits)
        if run.decisions.customer[payment].index < 0 { fail(payment, "cash is taken from the account of nobody") }
      } else {
        onItems += Int128(allocation.paid.minorUnits)
        checkReopened(allocation, payment)
      }
    }
    let expected: Outcome = onAccount == 0 ? .applied : .onAccount
    if run.decisions.outcome[payment] != expected {
      fail(payment, "a return is \(run.decisions.outcome[payment].name)")
    }
    let rest = amount + onItems + onAccount
    if rest < 0 || rest > amount { fail(payment, "more of it is taken back than it is") }
    if rest != 0, !takesRest(payment, rest) { fail(payment, "not all of it is taken back") }
    var entry = Ledger()
    entry.net = -amount
    entry.placed = onItems
    entry.onAccount = onAccount
    entry.open = -rest
    if !run.isCarried(payment) { enter(entry, run.payments.currency[payment]) }
  }

  private mutating func checkReopened(_ allocation: Allocation, _ payment: Int) {
    let item = allocation.item.index
    if run.items[item].currency == run.payments.currency[payment], allocation.paid != allocation.cash {
      fail(payment, "item \(name(item)) gives back other cash than it got")
    }
    if allocation.adjustment != .zero, allocation.adjustmentReason == nil {
      fail(payment, "item \(name(item)) is adjusted without a reason")
    }
  }

  /// Whether the payment it takes back had a rest that waited.
  private func takesRest(_ payment: Int, _ rest: Int128) -> Bool {
    let other = run.payments.counterpart[payment].index
    guard other >= 0, other < run.payments.count, run.payments.counterpart[other].index == payment else { return false }
    return Int128(run.payments.amount[other].minorUnits) == rest
  }
}
