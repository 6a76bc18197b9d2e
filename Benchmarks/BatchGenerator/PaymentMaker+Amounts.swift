import CashModel

/// Payments whose amount is not the item's, for a reason.
extension PaymentMaker {
  /// A difference that the policies of the batch's configuration explain, or leave as a short payment.
  mutating func makeExplained(_ situation: Situation) {
    guard let customer = payer() else { return makeWithoutItem(.unknownReference) }
    let item = ledger.take(customer)
    let open = ledger.amounts[Int(item)]
    let missing: Int64
    switch situation {
    case .smallDifference:
      ledger.discountDays[Int(item)] = 0
      missing = Int64(random.draw(1...8)) * (random.chance(percent: 30) ? -1 : 1)
    case .lateDiscount:
      ledger.discountDays[Int(item)] = book.day - Int32(random.draw(6...25))
      ledger.discounts[Int(item)] = Ledger.discount(on: open)
      missing = ledger.discounts[Int(item)]
    case .partialDiscount:
      ledger.discountDays[Int(item)] = book.day + 5
      ledger.discounts[Int(item)] = Ledger.discount(on: open)
      let part = open * Int64(random.draw(60...90)) / 100
      missing = open - part + Ledger.discount(on: part)
    case .statedCharge:
      ledger.discountDays[Int(item)] = 0
      missing = min(open / 2, Int64(random.draw(500...6_000)))
    default:
      ledger.withholdsTax[Int(customer)] = true
      ledger.discountDays[Int(item)] = 0
      missing = (open * Int64([2, 10][random.below(2)]) + 50) / 100
    }
    var draft = draft(situation, customer, [Split(item: item, applied: open - missing, discount: 0)])
    draft.charge = situation == .statedCharge ? missing : 0
    draft.payerAccount = payerAccount(customer)
    draft.remittance = cite([item])
    add(draft)
  }

  /// An item paid into an account of another currency.
  mutating func makeConverted() {
    guard let customer = payer() else { return makeWithoutItem(.unknownReference) }
    let item = ledger.take(customer)
    ledger.discountDays[Int(item)] = 0
    let home = ledger.ownAccounts[Int(customer)]
    let count = Int32(Ledger.currencies.count)
    let other = home - home % count + (home % count + 1 + Int32(random.below(2))) % count
    let open = Money(minorUnits: ledger.amounts[Int(item)])
    var draft = draft(.foreignCurrency, customer, [whole(item)])
    draft.account = other
    draft.amount = rates.converted(open, fromAccount: home, to: other, on: book.day, ledger)
    draft.payerAccount = payerAccount(customer)
    draft.remittance = cite([item])
    add(draft)
  }

  /// A round sum of a customer who pays in the order in which items fall due, and of whom nothing was paid before.
  mutating func makeOldestFirst() {
    guard let customer = payer(withItems: 3) else { return makeWithoutItem(.unknownReference) }
    let all = Array(ledger.items(of: customer))
    guard all.count > 1, all.count < 12, ledger.unused(customer) == all.count, ledger.hasAccount[Int(customer)],
      all.allSatisfy({ ledger.invoiceDays[Int($0)] < book.day && ledger.amounts[Int($0)] > 0 })
    else { return makeSingle(.clean) }
    let items = take(all.count, of: customer).sorted {
      (ledger.invoiceDays[Int($0)], $0) < (ledger.invoiceDays[Int($1)], $1)
    }
    ledger.paysOldestFirst[Int(customer)] = true
    for item in items { ledger.discountDays[Int(item)] = 0 }
    let sum = items.reduce(0) { $0 + ledger.amounts[Int($1)] }
    // Of equal days the number decides, which the generator's order of items is not: such a customer pays everything.
    let areTold = Set(items.map { ledger.invoiceDays[Int($0)] }).count == items.count
    var rest = areTold ? max(100, sum * Int64(random.draw(30...90)) / 100 / 100 * 100) : sum
    var splits: [Split] = []
    for item in items where rest > 0 {
      let applied = min(rest, ledger.amounts[Int(item)])
      splits.append(Split(item: item, applied: applied, discount: 0))
      rest -= applied
    }
    var draft = draft(areTold ? .oldestFirst : .statement, customer, splits)
    draft.payerAccount = payerAccount(customer)
    draft.remittance = smallTalk()
    add(draft)
  }
}
