import CashModel

/// Customers and their open items: a column per attribute. The items of a customer stand together and are paid in
/// order, so that no item is paid by two situations.
struct Ledger {
  static let currencies = ["USD", "EUR", "GBP"]
  /// All three currencies have cents.
  static let exponent = 2

  /// Text of customers: names, one behind the other.
  private(set) var text: [UInt8] = []
  private(set) var names: [TextRange] = []
  /// Bytes of the name's end that are its legal form.
  private(set) var legalFormLengths: [UInt8] = []
  /// What the customers file says of some: an alias, a country whose payers withhold tax, a rule, a block.
  private(set) var hasAlias: [Bool] = []
  var withholdsTax: [Bool] = []
  var paysOldestFirst: [Bool] = []
  var isBlocked: [Bool] = []
  /// Whether the customer's name stands in the bank files already.
  var hasPaid: [Bool] = []
  /// Whether the customer's bank account is on file.
  private(set) var hasAccount: [Bool] = []
  private(set) var parents: [Int32] = []
  /// The bank account of ours that the customer pays into; it decides company and currency.
  private(set) var ownAccounts: [Int32] = []
  private(set) var firstItems: [Int32] = []
  /// The first item of the customer that no situation has used.
  private var nextItems: [Int32] = []

  private(set) var itemCustomers: [Int32] = []
  private(set) var styles: [NumberStyle] = []
  private(set) var invoiceDays: [Int32] = []
  var amounts: [Int64] = []
  /// What the item was before it was closed; zero where it is open.
  var closedAmounts: [Int64] = []
  /// The last day the discount may be taken, zero where there is none.
  var discountDays: [Int32] = []
  var discounts: [Int64] = []
  var hasOrderNumber: [Bool] = []
  /// Whether the invoice prints a creditor reference.
  var hasReference: [Bool] = []

  let companies: Int
  /// Customers with unused items, in no order.
  private var payable: [Int32] = []

  init(_ options: BatchOptions, random: inout SplitMix64) {
    companies = options.companies
    let names = CompanyNames(seed: random.next())
    reserve(options.openItems)
    while itemCustomers.count < options.openItems {
      addCustomer(names, room: options.openItems - itemCustomers.count, options.firstDay, &random)
    }
    firstItems.append(Int32(itemCustomers.count))
    payable = Array(0..<Int32(customerCount))
  }

  var customerCount: Int { names.count }
  var itemCount: Int { itemCustomers.count }
  var ownAccountCount: Int { companies * Ledger.currencies.count }

  func currency(ofAccount account: Int32) -> String { Ledger.currencies[Int(account) % Ledger.currencies.count] }

  func company(ofAccount account: Int32) -> Int { Int(account) / Ledger.currencies.count }

  func unused(_ customer: Int32) -> Int { Int(firstItems[Int(customer) + 1] - nextItems[Int(customer)]) }

  var isUsedUp: Bool { payable.isEmpty }

  /// A customer with `count` unused items, or after a few draws the last one seen, or nil where all are used up.
  mutating func pick(withItems count: Int, account: Int32? = nil, _ random: inout SplitMix64) -> Int32? {
    var found: Int32?
    for _ in 0..<12 {
      guard !payable.isEmpty else { return found }
      let slot = random.below(payable.count)
      let customer = payable[slot]
      if unused(customer) == 0 {
        payable.swapAt(slot, payable.count - 1)
        payable.removeLast()
        continue
      }
      if let account, ownAccounts[Int(customer)] != account { continue }
      found = customer
      if unused(customer) >= count { return customer }
    }
    return found
  }

  /// The next unused item of a customer who has one.
  mutating func take(_ customer: Int32) -> Int32 {
    precondition(unused(customer) > 0, "an item is used once")
    defer { nextItems[Int(customer)] += 1 }
    return nextItems[Int(customer)]
  }

  /// The customer's items, used or not.
  func items(of customer: Int32) -> Range<Int32> { firstItems[Int(customer)]..<firstItems[Int(customer) + 1] }

  /// Whether no other open item of the customer has the item's amount.
  func isOnlyOne(_ item: Int32) -> Bool {
    let customer = Int(itemCustomers[Int(item)])
    let amount = amounts[Int(item)]
    return (firstItems[customer]..<firstItems[customer + 1]).allSatisfy { $0 == item || amounts[Int($0)] != amount }
  }

  func areRelated(_ left: Int32, _ right: Int32) -> Bool {
    func top(_ customer: Int32) -> Int32 { parents[Int(customer)] < 0 ? customer : parents[Int(customer)] }
    return top(left) == top(right)
  }

  /// Whether an open item of the customer or his family has this amount, net of its discount or not.
  func owes(_ customer: Int32, _ amount: Int64) -> Bool {
    let head = parents[Int(customer)] < 0 ? customer : parents[Int(customer)]
    for member in head..<min(head + 50, Int32(customerCount)) where areRelated(member, customer) {
      for item in items(of: member)
      where [amounts[Int(item)], amounts[Int(item)] - discounts[Int(item)]].contains(amount) {
        return true
      }
    }
    return false
  }

  /// A customer of another family, of whom every item may have been used; nil where a few draws find none.
  func stranger(to customer: Int32, _ random: inout SplitMix64) -> Int32? {
    for _ in 0..<8 {
      let other = Int32(random.below(customerCount))
      if !areRelated(customer, other) { return other }
    }
    return nil
  }

  /// Gives a customer the name of another one.
  mutating func rename(_ customer: Int32, like other: Int32) {
    names[Int(customer)] = names[Int(other)]
    legalFormLengths[Int(customer)] = legalFormLengths[Int(other)]
  }

  /// A name of which the customers file says that it is the customer's; from now on it does.
  mutating func alias(of customer: Int32) -> [UInt8] {
    hasAlias[Int(customer)] = true
    return Ledger.aliasName(customer)
  }

  private mutating func reserve(_ items: Int) {
    itemCustomers.reserveCapacity(items)
    styles.reserveCapacity(items)
    invoiceDays.reserveCapacity(items)
    amounts.reserveCapacity(items)
    closedAmounts.reserveCapacity(items)
    discountDays.reserveCapacity(items)
    discounts.reserveCapacity(items)
    hasOrderNumber.reserveCapacity(items)
  }

  private mutating func addCustomer(
    _ names: CompanyNames, room: Int, _ firstDay: CalendarDate, _ random: inout SplitMix64
  ) {
    let customer = customerCount
    let start = text.count
    legalFormLengths.append(UInt8(truncatingIfNeeded: names.write(customer, to: &text)))
    self.names.append(TextRange(start: start, end: text.count))
    hasAccount.append(random.chance(percent: 90))
    hasAlias.append(false)
    withholdsTax.append(false)
    paysOldestFirst.append(false)
    isBlocked.append(false)
    hasPaid.append(false)
    let account = Int32(random.below(ownAccountCount))
    // Every fiftieth customer heads a family; only heads are parents, so that no chain comes up.
    let head = customer - customer % 50
    let isChild = head != customer && ownAccounts[head] == account && random.chance(percent: 20)
    parents.append(isChild ? Int32(head) : -1)
    ownAccounts.append(account)
    firstItems.append(Int32(itemCustomers.count))
    nextItems.append(Int32(itemCustomers.count))
    let size =
      switch random.below(100) {
      case 0..<50: random.draw(1...4)
      case 50..<85: random.draw(5...15)
      default: random.draw(16...40)
      }
    let subscription = Int64(random.draw(20...900)) * 100
    let style = NumberStyle.drawn(&random)
    for _ in 0..<min(size, room) { addItem(Int32(customer), subscription, style, firstDay, &random) }
  }

  private mutating func addItem(
    _ customer: Int32, _ subscription: Int64, _ style: NumberStyle, _ firstDay: CalendarDate,
    _ random: inout SplitMix64
  ) {
    let amount = random.chance(percent: 3) ? subscription : Ledger.amount(&random)
    let invoiceDay = firstDay.daysSince1970 - Int32(random.draw(1...120))
    itemCustomers.append(customer)
    // A seller changes his style now and then: a customer's book has mostly one.
    styles.append(random.chance(percent: 85) ? style : NumberStyle.drawn(&random))
    invoiceDays.append(invoiceDay)
    amounts.append(amount)
    closedAmounts.append(0)
    hasOrderNumber.append(random.chance(percent: 60))
    hasReference.append(false)
    let hasDiscount = random.chance(percent: 20)
    discountDays.append(hasDiscount ? invoiceDay + 14 : 0)
    discounts.append(hasDiscount ? Ledger.discount(on: amount) : 0)
  }

  /// Two per cent, half a cent rounded up.
  static func discount(on amount: Int64) -> Int64 { (amount * 2 + 50) / 100 }

  /// 50.00 to 50,000.00, small ones more often, every fourth a round sum.
  private static func amount(_ random: inout SplitMix64) -> Int64 {
    let ceilings = [20_000, 100_000, 500_000, 2_000_000, 5_000_000]
    let cents = Int64(random.draw(5_000...ceilings[random.below(ceilings.count)]))
    return random.chance(percent: 25) ? cents - cents % 500 : cents
  }
}
