/// What an open item is. Credit memos have negative amounts.
public enum OpenItemType: UInt8, CaseIterable, Sendable {
  case invoice, creditMemo, debitMemo, onAccount, deduction

  public var name: String {
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
public struct OpenItemRecord: Sendable {
  public var invoiceID: TextSlice = .empty
  public var customerID: TextSlice = .empty
  /// What payers quote; the invoice id where the file has no column for it.
  public var documentNumber: TextSlice = .empty
  public var company: TextSlice = .empty
  /// Open amount; negative on a credit memo, zero on a closed item.
  public var amount: Money = .zero
  public var originalAmount: Money?
  public var currency: Currency = .usDollar
  public var type: OpenItemType = .invoice
  public var invoiceDate: CalendarDate?
  public var dueDate: CalendarDate?
  public var discountDate: CalendarDate?
  /// Discount in minor units if paid by `discountDate`; carries the item's sign.
  public var discount: Money = .zero
  /// Other numbers the payer may quote, joined by `|`.
  public var references: TextSlice = .empty
  public var poNumber: TextSlice = .empty
  public var isDisputed = false
  public var closedDate: CalendarDate?
  public var closedBy: TextSlice = .empty
  public var source = SourcePosition(file: 0, record: 0, byteOffset: 0)

  public init() {}
}

/// What customers owe: a column per attribute, a row per item. `invoiceID` is unique per `company`.
public struct OpenItemTable: Sendable {
  public var arena = TextArena()
  public private(set) var invoiceID: [TextSlice] = []
  public private(set) var customerID: [TextSlice] = []
  public private(set) var documentNumber: [TextSlice] = []
  public private(set) var company: [TextSlice] = []
  public private(set) var amount: [Money] = []
  public private(set) var originalAmount: [Money?] = []
  public private(set) var currency: [Currency] = []
  public private(set) var type: [OpenItemType] = []
  public private(set) var invoiceDate: [CalendarDate?] = []
  public private(set) var dueDate: [CalendarDate?] = []
  public private(set) var discountDate: [CalendarDate?] = []
  public private(set) var discount: [Money] = []
  public private(set) var references: [TextSlice] = []
  public private(set) var poNumber: [TextSlice] = []
  public private(set) var isDisputed: [Bool] = []
  public private(set) var closedDate: [CalendarDate?] = []
  public private(set) var closedBy: [TextSlice] = []
  public private(set) var source: [SourcePosition] = []
  /// The item's customer; filled by `CustomerTable.link(_:)`, -1 before.
  public private(set) var customer: [CustomerRow] = []

  public init() {}

  @inlinable public var count: Int { amount.count }

  /// Adds one more number that payers may quote.
  public mutating func addReference(_ number: String, to row: Int) {
    let known = references[row]
    references[row] = arena.append((known.isEmpty ? "" : arena.string(known) + "|") + number)
  }

  public mutating func append(_ record: OpenItemRecord) {
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

  public func record(_ row: Int) -> OpenItemRecord {
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
  public mutating func setCustomers(_ customers: [CustomerRow]) {
    precondition(customers.count == count, "every item has a customer")
    customer = customers
  }

  /// Takes off an item what was applied to it before and the extract does not show yet. An item of which nothing is left is closed.
  ///
  /// - Parameters:
  ///   - reduction: with the item's sign; at most what is open is taken.
  ///   - discount: what of it was discount, which is not granted twice; of the rest the item keeps its share.
  ///   - payment: what closes the item, as `closed_by` names it.
  public mutating func take(
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
  public mutating func reopen(_ row: Int, with amount: Money, discount: Money) {
    if originalAmount[row] == nil, self.amount[row] != .zero { originalAmount[row] = self.amount[row] }
    self.amount[row] = amount
    self.discount[row] = discount
    closedDate[row] = nil
    closedBy[row] = .empty
  }

  @inlinable public func isClosed(_ row: Int) -> Bool { closedDate[row] != nil || amount[row] == .zero }

  /// The same items ordered by company and invoice id, so that the order of the file's rows decides nothing.
  public func canonical() -> OpenItemTable {
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
