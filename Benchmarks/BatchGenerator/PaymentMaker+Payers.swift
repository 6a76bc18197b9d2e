import CashModel

/// Payments that tell who pays in other ways than account and name, or that tell something else than what they pay.
extension PaymentMaker {
  /// A factor who pays items of customers that have nothing to do with each other.
  mutating func makeFactor(_ wanted: Int) {
    guard let first = payer() else { return makeWithoutItem(.unknownReference) }
    var customers = [first]
    for _ in 1..<wanted {
      guard let next = payer(account: ledger.ownAccounts[Int(first)]),
        ledger.ownAccounts[Int(next)] == ledger.ownAccounts[Int(first)],
        !customers.contains(next)
      else { continue }
      customers.append(next)
    }
    let items = customers.map { ledger.take($0) }
    for item in items { ledger.discountDays[Int(item)] = 0 }
    var draft = draft(items.count > 1 ? .factor : .thirdPartyPayer, first, items.map(whole))
    draft.payerName = strangerName()
    draft.payerAccount = strangerAccount(of: draft.account)
    draft.remittance = cite(items)
    add(draft)
  }

  /// A customer who bears another one's name: his number says who pays, or nothing does.
  mutating func makeShared() {
    guard let customer = payer(), !ledger.hasPaid[Int(customer)], let other = ledger.stranger(to: customer, &random)
    else { return makeSingle(.clean) }
    let item = ledger.take(customer)
    ledger.rename(customer, like: other)
    var draft = draft(.sharedName, customer, [whole(item)])
    draft.payerName = book.text { [ledger] in $0.write(ledger.names[Int(customer)], of: ledger.text) }
    draft.payerAccount = .empty
    draft.remittance = random.chance(percent: 60) ? cite([item]) : smallTalk()
    add(draft)
  }

  /// A payer known by a name that is on file as an alias, or by his number in the text, without a number of an item.
  mutating func makeKnownOtherwise(_ situation: Situation) {
    guard let customer = payer() else { return makeWithoutItem(.unknownReference) }
    let item = ledger.take(customer)
    var draft = draft(situation, customer, [whole(item)])
    draft.payerAccount = .empty
    if situation == .alias {
      draft.payerName = book.text { [alias = ledger.alias(of: customer)] in $0 += alias }
      draft.remittance = smallTalk()
    } else {
      draft.payerName = strangerName()
      draft.remittance = book.text {
        $0.write("CUSTOMER NO ")
        Ledger.writeID(customer, to: &$0)
      }
    }
    add(draft)
  }

  /// A customer known by his account who names, and pays to the cent, an item of somebody else: nobody can say why.
  mutating func makeConflict() {
    guard let customer = payer(), ledger.hasAccount[Int(customer)],
      let other = payer(account: ledger.ownAccounts[Int(customer)]),
      ledger.ownAccounts[Int(other)] == ledger.ownAccounts[Int(customer)], !ledger.areRelated(customer, other)
    else { return makeSingle(.clean) }
    let item = ledger.take(other)
    guard !ledger.owes(customer, ledger.amounts[Int(item)]) else { return makeWithoutItem(.unknownReference) }
    var draft = draft(.payerConflict, customer, [])
    // Known in every format, whether it has the account or not.
    draft.payerName = book.text { [ledger] in $0.write(ledger.names[Int(customer)], of: ledger.text) }
    draft.amount = ledger.amounts[Int(item)]
    draft.payerAccount = payerAccount(customer)
    // Nothing but the number: with the other customer's number beside it the payment would say whom it is for.
    draft.remittance = book.text { [ledger, dates] in ledger.writeNumber(item, dates, to: &$0) }
    add(draft)
  }

  /// A customer to whose items nothing may be posted without a person.
  mutating func makeBlocked() {
    guard let customer = payer(), ledger.unused(customer) == ledger.items(of: customer).count else {
      return makeSingle(.clean)
    }
    let items = take(ledger.unused(customer), of: customer)
    ledger.isBlocked[Int(customer)] = true
    var draft = draft(.blockedCustomer, customer, [])
    draft.amount = ledger.amounts[Int(items[0])]
    draft.payerAccount = payerAccount(customer)
    draft.remittance = cite([items[0]])
    add(draft)
  }

  /// A payment that its bank takes back some days later: it pays nothing.
  mutating func makeBounced() {
    guard let customer = payer() else { return makeWithoutItem(.unknownReference) }
    let item = ledger.take(customer)
    var draft = draft(.bounced, customer, [])
    draft.amount = ledger.amounts[Int(item)]
    draft.payerAccount = payerAccount(customer)
    draft.remittance = cite([item])
    add(draft)
    postpone(days: 1...4, amount: -draft.amount, splits: [], as: .bouncedReturn)
  }

  /// An invoice that prints a creditor reference, and a payer who writes it in its groups.
  mutating func makeReference() {
    guard let customer = payer() else { return makeWithoutItem(.unknownReference) }
    let item = ledger.take(customer)
    ledger.hasReference[Int(item)] = true
    var draft = draft(.creditorReference, customer, [whole(item)])
    let isGrouped = random.chance(percent: 60)
    draft.remittance = book.text { bytes in
      var reference: [UInt8] = []
      Ledger.writeReference(item, to: &reference)
      for (place, byte) in reference.enumerated() {
        if isGrouped, place > 0, place % 4 == 0 { bytes.append(0x20) }
        bytes.append(byte)
      }
    }
    add(draft)
  }
}
