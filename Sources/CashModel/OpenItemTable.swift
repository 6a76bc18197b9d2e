/// What an open item is. Credit memos have negative amounts.
package enum OpenItemType: UInt8, CaseIterable, Sendable {
  case invoice, creditMemo, debitMemo, onAccount, deduction

  package var name: String {
    switch self {
    case .invoice: "invoice"
    case .creditMemo: "credit_memo"
    case .debitMemo: "debit_memo"
    case .onAccount: "on_account"
    case .deduction: "deduction"
    }
  }
}

/// One open item as a reader hands it over; text slices point into the table's arena.
package struct OpenItemRecord: Sendable {
  package var invoiceID: TextSlice = .empty
  package var customerID: TextSlice = .empty
  /// What payers quote; the invoice id where the file has no column for it.
  package var documentNumber: TextSlice = .empty
  package var company: TextSlice = .empty
  /// Open amount; negative on a credit memo, zero on a closed item.
  package var amount: Money = .zero
  package var originalAmount: Money?
  package var currency: Currency = .usDollar
  package var type: OpenItemType = .invoice
  package var invoiceDate: CalendarDate?
  package var dueDate: CalendarDate?
  package var discountDate: CalendarDate?
  /// Discount in minor units if paid by `discountDate`; carries the item's sign.
  package var discount: Money = .zero
  /// Other numbers the payer may quote, joined by `|`.
  package var references: TextSlice = .empty
  package var poNumber: TextSlice = .empty
  package var isDisputed = false
  package var closedDate: CalendarDate?
  package var closedBy: TextSlice = .empty
  package var source = SourcePosition(file: 0, record: 0, byteOffset: 0)

  package init() {}
}

/// What customers owe: a column per attribute, a row per item. `invoiceID` is unique per `company`.
package struct OpenItemTable: Sendable {
  package var arena = TextArena()
  package private(set) var invoiceID: [TextSlice] = []
  package private(set) var customerID: [TextSlice] = []
  package private(set) var documentNumber: [TextSlice] = []
  package private(set) var company: [TextSlice] = []
  package private(set) var amount: [Money] = []
  package private(set) var originalAmount: [Money?] = []
  package private(set) var currency: [Currency] = []
  package private(set) var type: [OpenItemType] = []
  package private(set) var invoiceDate: [CalendarDate?] = []
  package private(set) var dueDate: [CalendarDate?] = []
  package private(set) var discountDate: [CalendarDate?] = []
  package private(set) var discount: [Money] = []
  package private(set) var references: [TextSlice] = []
  package private(set) var poNumber: [TextSlice] = []
  package private(set) var isDisputed: [Bool] = []
  package private(set) var closedDate: [CalendarDate?] = []
  package private(set) var closedBy: [TextSlice] = []
  package private(set) var source: [SourcePosition] = []
  /// The item's customer; filled by `CustomerTable.link(_:)`, -1 before.
  package private(set) var customer: [CustomerRow] = []

  package init() {}

  @inlinable package var count: Int { amount.count }

  /// Adds one more number that payers may quote.
  package mutating func addReference(_ number: String, to row: Int) {
    let known = references[row]
    references[row] = arena.append((known.isEmpty ? "" : arena.string(known) + "|") + number)
  }

  package mutating func append(_ record: OpenItemRecord) {
    invoiceID.append(record.invoiceID)
    customerID.append(record.customerID)
    documentNumber.append(record.documentNumber)
    company.append(record.company)
    amount.append(record.amount)
    originalAmount.append(record.originalAmount)
    currency.append(record.currency)
    type.append(record.type)
    invoiceDate.append(record.invoiceDate)
    dueDate.append(record.dueDate)
    discountDate.append(record.discountDate)
    discount.append(record.discount)
    references.append(record.references)
    poNumber.append(record.poNumber)
    isDisputed.append(record.isDisputed)
    closedDate.append(record.closedDate)
    closedBy.append(record.closedBy)
    source.append(record.source)
    customer.append(CustomerRow(number: -1))
  }

  package func record(_ row: Int) -> OpenItemRecord {
    var record = OpenItemRecord()
    record.invoiceID = invoiceID[row]
    record.customerID = customerID[row]
    record.documentNumber = documentNumber[row]
    record.company = company[row]
    record.amount = amount[row]
    record.originalAmount = originalAmount[row]
    record.currency = currency[row]
    record.type = type[row]
    record.invoiceDate = invoiceDate[row]
    record.dueDate = dueDate[row]
    record.discountDate = discountDate[row]
    record.discount = discount[row]
    record.references = references[row]
    record.poNumber = poNumber[row]
    record.isDisputed = isDisputed[row]
    record.closedDate = closedDate[row]
    record.closedBy = closedBy[row]
    record.source = source[row]
    return record
  }

  /// - Parameter customers: by item.
  package mutating func setCustomers(_ customers: [CustomerRow]) {
    precondition(customers.count == count, "every item has a customer")
    customer = customers
  }

  /// Takes off an item what was applied to it before and the extract does not show yet. An item of which nothing is left is closed.
  ///
  /// - Parameters:
  ///   - reduction: with the item's sign; at most what is open is taken.
  ///   - discount: what of it was discount, which is not granted twice; of the rest the item keeps its share.
  ///   - payment: what closes the item, as `closed_by` names it.
  package mutating func take(
    _ reduction: Money, discount taken: Money, from row: Int, on day: CalendarDate, by payment: String
  ) {
    let open = amount[row]
    let isWithin = reduction.minorUnits.magnitude < open.minorUnits.magnitude
    if originalAmount[row] == nil { originalAmount[row] = open }
    amount[row] = isWithin ? open - reduction : .zero
    if discount[row] != .zero, open != .zero {
      // What is left of the discount, but no more than its share of what is left of the item.
      let share = Int128(discount[row].minorUnits) * Int128(amount[row].minorUnits) / Int128(open.minorUnits)
      let left = Int128(discount[row].minorUnits) - Int128(taken.minorUnits)
      let isOver = left.signum() != share.signum()
      discount[row] = isOver ? .zero : Money(minorUnits: Int64(left.magnitude < share.magnitude ? left : share))
    }
    if !isWithin {
      closedDate[row] = day
      closedBy[row] = arena.append(payment)
    }
  }

  /// Opens an item again, or more of it: what was applied to it has come back.
  ///
  /// - Parameters:
  ///   - amount: what is open of it now.
  ///   - discount: what of it may be had again.
  package mutating func reopen(_ row: Int, with amount: Money, discount: Money) {
    if originalAmount[row] == nil, self.amount[row] != .zero { originalAmount[row] = self.amount[row] }
    self.amount[row] = amount
    self.discount[row] = discount
    closedDate[row] = nil
    closedBy[row] = .empty
  }

  @inlinable package func isClosed(_ row: Int) -> Bool { closedDate[row] != nil || amount[row] == .zero }

  /// The same items ordered by company and invoice id, so that the order of the file's rows decides nothing.
  package func canonical() -> OpenItemTable {
    let companies = companyRanks()
    // The company, and of the id what stands behind the letters that all ids begin with.
    let shared = arena.commonPrefix(of: invoiceID)
    let keys = (0..<count).map { companies[$0] << 48 | arena.key(of: invoiceID[$0], behind: shared, bytes: 6) }
    let order = RowOrder.sorted(keys) { left, right in
      let companies = arena.compare(company[Int(left)], company[Int(right)])
      return companies != 0 ? companies < 0 : arena.precedes(invoiceID[Int(left)], invoiceID[Int(right)])
    }
    if order.indices.allSatisfy({ order[$0] == $0 }) { return self }
    func gathered<Value>(_ column: [Value]) -> [Value] { order.map { column[Int($0)] } }
    var result = OpenItemTable()
    result.arena = arena
    result.invoiceID = gathered(invoiceID)
    result.customerID = gathered(customerID)
    result.documentNumber = gathered(documentNumber)
    result.company = gathered(company)
    result.amount = gathered(amount)
    result.originalAmount = gathered(originalAmount)
    result.currency = gathered(currency)
    result.type = gathered(type)
    result.invoiceDate = gathered(invoiceDate)
    result.dueDate = gathered(dueDate)
    result.discountDate = gathered(discountDate)
    result.discount = gathered(discount)
    result.references = gathered(references)
    result.poNumber = gathered(poNumber)
    result.isDisputed = gathered(isDisputed)
    result.closedDate = gathered(closedDate)
    result.closedBy = gathered(closedBy)
    result.source = gathered(source)
    result.customer = gathered(customer)
    return result
  }

  /// By item: the rank of its company in byte order; all the same where there are more companies than the rank has room for.
  private func companyRanks() -> [UInt64] {
    var firsts: [TextSlice] = []
    var known: [[UInt8]: Int] = [:]
    var last = 0
    let numbers = company.map { name -> Int in
      if !firsts.isEmpty, arena.equal(name, firsts[last]) { return last }
      let bytes = Array(arena.bytes[name.range])
      last = known[bytes] ?? firsts.count
      if last == firsts.count {
        firsts.append(name)
        known[bytes] = last
      }
      return last
    }
    guard firsts.count < 1 << 16 else { return [UInt64](repeating: 0, count: count) }
    var ranks = [UInt64](repeating: 0, count: firsts.count)
    for (rank, number) in firsts.indices.sorted(by: { arena.precedes(firsts[$0], firsts[$1]) }).enumerated() {
      ranks[number] = UInt64(rank)
    }
    return numbers.map { ranks[$0] }
  }
}
