import CashModel
import Matching
import Posting
import Store

/// What the decisions of a run teach.
struct Lessons {
  private(set) var all: [Learned] = []

  /// - Parameter known: what was learned before; a decision that says otherwise counts against it.
  init(_ decided: DecidedPayments, _ run: MatchedRun, _ readings: ReadingTable, known: [Learned]) {
    for (payment, person) in decided.teachers {
      guard let customer = Lessons.customer(payment, run) else { continue }
      let traits = PayerTraits(of: payment, in: run.payments, readings)
      let id = run.customers.arena.string(run.customers.customerID[customer.index])
      func lesson(_ kind: Learned.Kind, _ value: String) {
        all.append(
          Learned(kind, value, of: id, on: run.asOf, by: person, payment: run.paymentIDs[payment.index].text))
      }
      func isKnown(_ kind: Learned.Kind, _ value: String) -> Bool {
        known.contains { $0.kind == kind && $0.value == value && $0.state != .forgotten }
      }
      let isRelated = traits.payer.map { run.customers.family[$0.index] == run.customers.family[customer.index] }
      if let account = traits.account {
        // Who pays for somebody else teaches nothing of himself.
        if isKnown(.account, account) || isRelated != false && !traits.isKnownByAccount { lesson(.account, account) }
      }
      if let name = traits.name, isKnown(.name, name) || isRelated == nil { lesson(.name, name) }
      if let reason = run.disputes[payment.index], reason != .unknown { lesson(.deduction, reason.name) }
      if Lessons.isBalance(payment, customer, run) { lesson(.statement, "yes") }
      if Lessons.isLateDiscount(payment, run) { lesson(.lateDiscount, "yes") }
      for length in Lessons.endings(payment, run) { lesson(.ending, String(length)) }
    }
  }

  /// The one customer, or family, whose items the decision pays, or on whose account it puts the cash.
  private static func customer(_ payment: PaymentRow, _ run: MatchedRun) -> CustomerRow? {
    var customers: [CustomerRow] = []
    for line in run.decisions.allocations[payment.index].indices {
      let allocation = run.decisions.allocationRows[line]
      if allocation.item.number >= 0 {
        customers.append(run.items[allocation.item.index].customer)
      } else if allocation.adjustmentReason == nil {
        customers.append(run.decisions.customer[payment.index])
      }
    }
    guard let first = customers.first, first.number >= 0,
      customers.allSatisfy({ $0.number >= 0 && run.customers.family[$0.index] == run.customers.family[first.index] })
    else { return nil }
    return customers.allSatisfy { $0 == first } ? first : run.customers.family[first.index]
  }

  /// Whether the decision settles two items or more that are all that the customer owed then, or all of it that was due.
  private static func isBalance(_ payment: PaymentRow, _ customer: CustomerRow, _ run: MatchedRun) -> Bool {
    let lines = run.decisions.allocations[payment.index].indices.map { run.decisions.allocationRows[$0] }
    let items = run.items
    guard lines.count > 1, lines.allSatisfy({ $0.item.number >= 0 && $0.reduction == items[$0.item.index].amount })
    else {
      return false
    }
    let paid = Set(lines.map(\.item.index))
    let family = run.customers.family[customer.index]
    let day = run.payments.valueDate[payment.index]
    let currency = items[lines[0].item.index].currency
    let others = (0..<items.count).filter { row in
      !paid.contains(row) && !items[row].isClosed && items[row].currency == currency
        && run.customers.family[items[row].customer.index] == family
    }
    if others.isEmpty { return true }
    let isDue = { (row: Int) in items[row].dueDate.map { $0 <= day } ?? false }
    return paid.allSatisfy(isDue) && !others.contains(where: isDue)
  }

  /// Whether what was written off of an item is its discount, which was to be had no more.
  private static func isLateDiscount(_ payment: PaymentRow, _ run: MatchedRun) -> Bool {
    run.decisions.allocations[payment.index].indices.contains { line in
      let allocation = run.decisions.allocationRows[line]
      guard allocation.item.number >= 0, allocation.adjustmentReason == .writeOff, allocation.discount == .zero,
        let last = run.items[allocation.item.index].discountDate
      else { return false }
      return allocation.adjustment == run.items[allocation.item.index].discount
        && run.payments.valueDate[payment.index] > last
    }
  }

  /// How many last characters of the paid items' numbers the text has as words of their own, where it has not the whole.
  private static func endings(_ payment: PaymentRow, _ run: MatchedRun) -> Set<Int> {
    let text = run.payments.arena.string(run.payments.remittance[payment.index])
    let words = Set(text.split { !$0.isLetter && !$0.isNumber }.map { $0.uppercased() })
    let whole = text.filter { $0.isLetter || $0.isNumber }.uppercased()
    var lengths: Set<Int> = []
    for line in run.decisions.allocations[payment.index].indices {
      let item = run.decisions.allocationRows[line].item
      guard item.number >= 0 else { continue }
      let slice = run.items[item.index].documentNumber
      let number = run.items.arena.string(slice.isEmpty ? run.items[item.index].invoiceID : slice).uppercased()
      // Who quotes the whole number has no such habit.
      if whole.contains(number.filter { $0.isLetter || $0.isNumber }) { continue }
      let digits = number.reversed().prefix { $0.isNumber }.count
      for length in leastEnding..<max(leastEnding, min(digits + 1, number.count)) {
        if words.contains(String(number.suffix(length))) { lengths.insert(length) }
      }
    }
    return lengths
  }

  /// Shorter ones stand in any text.
  private static let leastEnding = 4
}
