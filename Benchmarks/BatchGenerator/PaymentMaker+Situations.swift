import CashModel

extension PaymentMaker {
  mutating func make(_ situation: Situation) {
    switch situation {
    case .clean, .purchaseOrder, .corruptReference, .thirdPartyPayer: makeSingle(situation)
    case .discount: makeDiscount()
    case .payerAndAmount: makeUncited()
    case .several: makeSeveral(situation, random.draw(2...3))
    case .list: makeSeveral(situation, random.draw(4...8))
    case .structuredRemittance: makeSeveral(situation, random.chance(percent: 75) ? 1 : random.draw(2...3))
    case .lockbox: makeLockbox(random.draw(1...4))
    case .creditMemo: makeCreditMemo(isCited: true)
    case .batchEntry: makeBatch(random.draw(Situation.batchEntry.transactions))
    case .shortPay: makeDifference(situation, percent: -random.draw(5...30))
    case .overPay: makeDifference(situation, percent: random.draw(3...20))
    case .instalment: makeParts(situation, firstShare: random.draw(20...70), days: 1...6)
    case .identicalEntries: makeIdentical()
    case .duplicatePayment: makeDuplicate()
    case .closedReference: makeClosed()
    case .paidByParent: makeByParent()
    case .unknownReference, .prepayment, .returnedPayment, .fee, .interest, .transfer, .outgoing:
      makeWithoutItem(situation)
    case .range, .sharedPrefix, .glued, .cutOff: makeList(situation, random.draw(3...6))
    case .missingReference, .extraReference: makeMisnamed(situation, random.draw(2...4))
    case .uncitedCredit: makeCreditMemo(isCited: false)
    case .statement: makeStatement()
    case .manyToMany: makeManyToMany()
    case .bankCharge: makeCharge()
    case .foreignReference: makeForeign()
    case .smallDifference, .lateDiscount, .withholding, .partialDiscount, .statedCharge: makeExplained(situation)
    case .foreignCurrency: makeConverted()
    case .statementWithCredit: makeStatement(withCredit: true)
    case .oldestFirst: makeOldestFirst()
    case .factor: makeFactor(random.draw(2...3))
    case .sharedName: makeShared()
    case .alias, .customerNumber: makeKnownOtherwise(situation)
    case .payerConflict: makeConflict()
    case .blockedCustomer: makeBlocked()
    case .bounced: makeBounced()
    case .creditorReference: makeReference()
    case .bouncedReturn: preconditionFailure("a return follows its payment")
    }
  }

  /// A customer with items left; the caller asks only while there are some.
  mutating func payer(withItems count: Int = 1, account: Int32? = nil) -> Int32? {
    ledger.pick(withItems: count, account: account, &random)
  }

  private mutating func splitting(_ splits: [Split]) -> Range<Int> {
    let start = book.splits.count
    book.splits.append(contentsOf: splits)
    return start..<book.splits.count
  }

  /// A draft that pays `splits` from the customer's own account, with the payer's details and no text yet.
  mutating func draft(_ situation: Situation, _ customer: Int32, _ splits: [Split]) -> Draft {
    var draft = Draft()
    draft.situation = situation
    draft.customer = customer
    draft.account = ledger.ownAccounts[Int(customer)]
    draft.amount = splits.reduce(0) { $0 + $1.applied }
    draft.splits = splitting(splits)
    draft.payerName = payerName(customer)
    ledger.hasPaid[Int(customer)] = true
    if situation == .clean || random.chance(percent: 88) { draft.payerAccount = payerAccount(customer) }
    return draft
  }

  func whole(_ item: Int32) -> Split { Split(item: item, applied: ledger.amounts[Int(item)], discount: 0) }

  mutating func makeSingle(_ situation: Situation) {
    guard let customer = payer() else { return makeWithoutItem(.unknownReference) }
    let item = ledger.take(customer)
    var draft = draft(situation, customer, [whole(item)])
    switch situation {
    case .purchaseOrder:
      ledger.hasOrderNumber[Int(item)] = true
      draft.remittance = citeOrder(item)
    case .corruptReference:
      draft.payerAccount = payerAccount(customer)
      draft.remittance = citeWithTypo(item)
    case .thirdPartyPayer:
      draft.payerName = strangerName()
      draft.payerAccount = strangerAccount(of: draft.account)
      draft.remittance = cite([item])
    default: draft.remittance = cite([item])
    }
    add(draft)
  }

  private mutating func makeDiscount() {
    guard let customer = payer() else { return makeWithoutItem(.unknownReference) }
    let item = ledger.take(customer)
    let amount = ledger.amounts[Int(item)]
    ledger.discountDays[Int(item)] = book.day + Int32(random.draw(0...9))
    ledger.discounts[Int(item)] = Ledger.discount(on: amount)
    let discount = ledger.discounts[Int(item)]
    var draft = draft(.discount, customer, [Split(item: item, applied: amount - discount, discount: discount)])
    draft.remittance = cite([item])
    add(draft)
  }

  private mutating func makeUncited() {
    guard let customer = payer() else { return makeWithoutItem(.unknownReference) }
    let item = ledger.take(customer)
    var draft = draft(.payerAndAmount, customer, [whole(item)])
    draft.payerAccount = payerAccount(customer)
    draft.remittance = smallTalk()
    add(draft)
  }

  private mutating func makeSeveral(_ situation: Situation, _ wanted: Int) {
    guard let customer = payer(withItems: wanted) else { return makeWithoutItem(.unknownReference) }
    let items = take(wanted, of: customer)
    let isCited = situation == .structuredRemittance || items.count > 1
    var draft = draft(isCited ? situation : .clean, customer, items.map(whole))
    draft.remittance = items.count > 3 ? citeList(items) : cite(items)
    add(draft)
  }

  private mutating func makeLockbox(_ wanted: Int) {
    guard let customer = payer(withItems: wanted) else { return makeWithoutItem(.unknownReference) }
    let items = take(wanted, of: customer)
    var draft = draft(.lockbox, customer, items.map(whole))
    draft.payerName = .empty
    draft.payerAccount = .empty
    draft.remittance = book.text { $0.write("LOCKBOX DEPOSIT") }
    add(draft)
  }

  private mutating func makeCreditMemo(isCited: Bool) {
    guard let customer = payer(withItems: 2), ledger.unused(customer) >= 2 else { return makeSingle(.clean) }
    let invoice = ledger.take(customer)
    let memo = ledger.take(customer)
    ledger.amounts[Int(memo)] = -(ledger.amounts[Int(invoice)] * Int64(random.draw(10...40)) / 100)
    var draft = draft(isCited ? .creditMemo : .uncitedCredit, customer, [whole(invoice), whole(memo)])
    draft.remittance = isCited ? citeLess(invoice, memo) : cite([invoice])
    add(draft)
  }

  /// Several payers' transfers that the bank books as one entry.
  private mutating func makeBatch(_ wanted: Int) {
    guard let first = payer() else { return makeWithoutItem(.unknownReference) }
    let account = ledger.ownAccounts[Int(first)]
    let batch = made + 1
    for line in 0..<wanted {
      guard let customer = line == 0 ? first : payer(account: account) else { return }
      let item = ledger.take(customer)
      var draft = draft(.batchEntry, customer, [whole(item)])
      draft.batch = batch
      draft.remittance = cite([item])
      add(draft)
    }
  }

  /// A payment that cites its item and brings less or more than is open.
  private mutating func makeDifference(_ situation: Situation, percent: Int) {
    guard let customer = payer() else { return makeWithoutItem(.unknownReference) }
    let item = ledger.take(customer)
    let open = ledger.amounts[Int(item)]
    let paid = open + open * Int64(percent) / 100
    var draft = draft(situation, customer, [Split(item: item, applied: min(paid, open), discount: 0)])
    draft.amount = paid
    draft.payerAccount = payerAccount(customer)
    draft.remittance = cite([item])
    add(draft)
  }

  /// An item paid in two parts, the second some days after the first.
  private mutating func makeParts(_ situation: Situation, firstShare: Int, days: ClosedRange<Int>) {
    guard let customer = payer() else { return makeWithoutItem(.unknownReference) }
    let item = ledger.take(customer)
    let open = ledger.amounts[Int(item)]
    let part = open * Int64(firstShare) / 100
    var draft = draft(situation, customer, [Split(item: item, applied: part, discount: 0)])
    draft.group = .parts(0)
    draft.remittance = cite([item])
    add(draft)
    postpone(days: days, amount: open - part, splits: [Split(item: item, applied: open - part, discount: 0)])
  }

  /// Two entries of one statement, equal in everything but the bank's reference, that pay one item together.
  private mutating func makeIdentical() {
    guard let customer = payer() else { return makeWithoutItem(.unknownReference) }
    let item = ledger.take(customer)
    let half = (ledger.amounts[Int(item)] + 1) / 2
    ledger.amounts[Int(item)] = 2 * half
    ledger.discountDays[Int(item)] = 0
    var draft = draft(.identicalEntries, customer, [Split(item: item, applied: half, discount: 0)])
    draft.remittance = cite([item])
    draft.group = .parts(made + 1)
    add(draft)
    draft.splits = splitting([Split(item: item, applied: half, discount: 0)])
    add(draft)
  }

  private mutating func makeDuplicate() {
    guard let customer = payer() else { return makeWithoutItem(.unknownReference) }
    let item = ledger.take(customer)
    var draft = draft(.duplicatePayment, customer, [whole(item)])
    draft.remittance = cite([item])
    draft.group = .duplicates(0)
    add(draft)
    postpone(days: 1...7, amount: draft.amount, splits: [])
  }

  /// A payment that cites an invoice which was paid before.
  private mutating func makeClosed() {
    guard let customer = payer() else { return makeWithoutItem(.unknownReference) }
    let item = ledger.take(customer)
    let paid = ledger.amounts[Int(item)]
    ledger.closedAmounts[Int(item)] = paid
    ledger.amounts[Int(item)] = 0
    var draft = draft(.closedReference, customer, [])
    draft.amount = paid
    draft.remittance = cite([item])
    add(draft)
  }

  private mutating func makeByParent() {
    guard let customer = payer() else { return makeWithoutItem(.unknownReference) }
    let item = ledger.take(customer)
    let parent = ledger.parents[Int(customer)]
    var draft = draft(parent < 0 ? .clean : .paidByParent, customer, [whole(item)])
    if parent >= 0 {
      draft.payerName = payerName(parent)
      draft.payerAccount = payerAccount(parent)
    }
    draft.remittance = cite([item])
    add(draft)
  }

  mutating func take(_ wanted: Int, of customer: Int32) -> [Int32] {
    (0..<min(wanted, ledger.unused(customer))).map { _ in ledger.take(customer) }
  }

  private mutating func makeClean(_ items: [Int32], _ customer: Int32) {
    var draft = draft(.clean, customer, items.map(whole))
    draft.remittance = cite(items)
    add(draft)
  }

  /// A list in a shape that its numbers allow, else a plain one.
  private mutating func makeList(_ situation: Situation, _ wanted: Int) {
    guard let customer = payer(withItems: wanted) else { return makeWithoutItem(.unknownReference) }
    let items = take(wanted, of: customer)
    guard items.count > 1 else { return makeClean(items, customer) }
    var text: TextRange?
    switch situation {
    case .range: text = citeRange(items)
    case .sharedPrefix: text = citeSharedPrefix(items)
    case .glued: text = citeGlued(items)
    default: text = citeCutOff(items)
    }
    var draft = draft(text == nil ? .several : situation, customer, items.map(whole))
    draft.remittance = text ?? cite(items)
    draft.payerAccount = payerAccount(customer)
    add(draft)
  }

  /// One number less than is paid, or one more.
  private mutating func makeMisnamed(_ situation: Situation, _ wanted: Int) {
    guard let customer = payer(withItems: wanted) else { return makeWithoutItem(.unknownReference) }
    let items = take(wanted, of: customer)
    guard items.count > 1 else { return makeClean(items, customer) }
    let paid = situation == .extraReference ? Array(items.dropLast()) : items
    let named = situation == .extraReference ? items : Array(items.dropLast())
    var draft = draft(situation, customer, paid.map(whole))
    draft.payerAccount = payerAccount(customer)
    draft.remittance = cite(named)
    add(draft)
  }

  /// Everything of a customer of whom nothing was paid before; the last of it may become a credit.
  private mutating func makeStatement(withCredit: Bool = false) {
    guard let customer = payer(withItems: 3) else { return makeWithoutItem(.unknownReference) }
    let all = Array(ledger.items(of: customer))
    guard all.count > 1, all.count < 12, ledger.unused(customer) == all.count,
      all.allSatisfy({ ledger.invoiceDays[Int($0)] < book.day && ledger.amounts[Int($0)] > 0 })
    else { return makeSingle(.clean) }
    let items = take(all.count, of: customer)
    if withCredit, let last = items.last {
      ledger.amounts[Int(last)] = -(ledger.amounts[Int(items[0])] * Int64(random.draw(5...40)) / 100)
    }
    var draft = draft(withCredit ? .statementWithCredit : .statement, customer, items.map(whole))
    draft.payerAccount = payerAccount(customer)
    draft.remittance = book.text { $0.write("STATEMENT BALANCE") }
    add(draft)
  }

  /// Two payments that name the same three items; the second brings what the first did not.
  private mutating func makeManyToMany() {
    guard let customer = payer(withItems: 3), ledger.unused(customer) >= 3 else { return makeSingle(.clean) }
    let items = take(3, of: customer)
    let first = ledger.amounts[Int(items[0])]
    let second = ledger.amounts[Int(items[1])]
    let part = second * Int64(random.draw(20...80)) / 100
    var draft = draft(
      .manyToMany, customer, [whole(items[0]), Split(item: items[1], applied: part, discount: 0)])
    draft.amount = first + part
    draft.group = .parts(0)
    draft.remittance = cite(items)
    add(draft)
    let rest = Split(item: items[1], applied: second - part, discount: 0)
    postpone(days: 0...2, amount: second - part + ledger.amounts[Int(items[2])], splits: [rest, whole(items[2])])
  }

  /// Some units less than is open, which the payer's bank kept.
  private mutating func makeCharge() {
    guard let customer = payer() else { return makeWithoutItem(.unknownReference) }
    let item = ledger.take(customer)
    let charge = Int64([500, 750, 1_000, 1_500, 2_500][random.below(5)])
    let paid = max(1, ledger.amounts[Int(item)] - charge)
    var draft = draft(.bankCharge, customer, [Split(item: item, applied: paid, discount: 0)])
    draft.payerAccount = payerAccount(customer)
    draft.remittance = cite([item])
    add(draft)
  }

  /// The payer's own item by amount, and another customer's number in the text.
  private mutating func makeForeign() {
    guard let customer = payer(), let other = payer(), other != customer,
      ledger.parents[Int(other)] != customer, ledger.parents[Int(customer)] != other
    else { return makeSingle(.clean) }
    let item = ledger.take(customer)
    var draft = draft(.foreignReference, customer, [whole(item)])
    draft.payerAccount = payerAccount(customer)
    draft.remittance = cite([ledger.items(of: other).lowerBound])
    add(draft)
  }

  mutating func makeWithoutItem(_ situation: Situation) {
    var draft = Draft()
    draft.situation = situation
    draft.account = Int32(random.below(ledger.ownAccountCount))
    let amount = Int64(random.draw(situation == .fee || situation == .interest ? 100...9_000 : 5_000...900_000))
    draft.amount = situation.isReceipt || situation == .interest ? amount : -amount
    switch situation {
    case .unknownReference:
      draft.payerName = strangerName()
      draft.payerAccount = strangerAccount(of: draft.account)
      draft.remittance = citeNothingKnown()
    case .prepayment:
      draft.payerName = strangerName()
      draft.payerAccount = strangerAccount(of: draft.account)
      let number = 40_000 + random.below(50_000)
      draft.remittance = book.text {
        $0.write("PROFORMA P-")
        $0.write(number: number)
      }
    case .transfer:
      let other = (draft.account + 1) % Int32(ledger.ownAccountCount)
      draft.amount = random.chance(percent: 50) ? amount : -amount
      draft.payerName = book.text { $0.write("OUR COMPANY INC") }
      draft.payerAccount = book.text { [ledger] in ledger.writeOwnAccount(other, to: &$0) }
      draft.remittance = book.text { $0.write("ACCOUNT TRANSFER") }
    case .fee: draft.remittance = book.text { $0.write("ACCOUNT MAINTENANCE FEE") }
    case .interest: draft.remittance = book.text { $0.write("CREDIT INTEREST") }
    case .returnedPayment:
      draft.payerName = strangerName()
      draft.remittance = book.text { $0.write("RETURNED ITEM INSUFFICIENT FUNDS") }
    default:
      draft.payerName = strangerName()
      draft.remittance = book.text { $0.write("VENDOR PAYMENT RUN") }
    }
    add(draft)
  }
}
