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

/// One open item; text slices point into the table's arena. What matching asks for most stands first.
public struct OpenItem: Sendable {
  /// Open amount; negative on a credit memo, zero on a closed item.
  public var amount: Money = .zero
  /// The item's customer; -1 before it is known.
  public internal(set) var customer = CustomerRow(number: -1)
  public var currency: Currency = .usDollar
  public var type: OpenItemType = .invoice
  public var isDisputed = false
  @CompactDate public var closedDate: CalendarDate?
  /// What payers quote; the invoice id where the file has no column for it.
  public var documentNumber: TextSlice = .empty
  public var company: TextSlice = .empty
  /// Discount in minor units if paid by `discountDate`; carries the item's sign.
  public var discount: Money = .zero
  @CompactDate public var invoiceDate: CalendarDate?
  @CompactDate public var dueDate: CalendarDate?
  @CompactDate public var discountDate: CalendarDate?
  public var invoiceID: TextSlice = .empty
  public var customerID: TextSlice = .empty
  /// Other numbers the payer may quote, joined by `|`.
  public var references: TextSlice = .empty
  public var poNumber: TextSlice = .empty
  @CompactMoney public var originalAmount: Money?
  public var source = SourcePosition(file: 0, record: 0, byteOffset: 0)
  public var closedBy: TextSlice = .empty

  public init() {}

  @inlinable public var isClosed: Bool { closedDate != nil || amount == .zero }
}

extension OpenItem {
  fileprivate func shifted(by shift: UInt32, records: Int32) -> OpenItem {
    var item = self
    item.documentNumber = documentNumber.shifted(by: shift)
    item.company = company.shifted(by: shift)
    item.invoiceID = invoiceID.shifted(by: shift)
    item.customerID = customerID.shifted(by: shift)
    item.references = references.shifted(by: shift)
    item.poNumber = poNumber.shifted(by: shift)
    item.closedBy = closedBy.shifted(by: shift)
    item.source = source.shifted(records: records)
    return item
  }
}

/// What customers owe, a row per item. `invoiceID` is unique per `company`.
///
/// Whole rows, not columns: matching asks for most of what an item has, of one item here and one there, and a row lies
/// together where columns lie in a dozen places of the memory.
public struct OpenItemTable: Sendable {
  public var arena = TextArena()
  public private(set) var rows: [OpenItem] = []

  public init() {}

  @inlinable public var count: Int { rows.count }

  @inlinable public subscript(row: Int) -> OpenItem { rows[row] }

  /// Asks for an item that will be looked at soon.
  @inlinable public func fetchAhead(_ row: Int) { rows.fetchAhead(row) }

  /// Room for so many rows and bytes of text, so that nothing is moved while they are read.
  public mutating func reserve(_ count: Int, texts byteCount: Int) {
    rows.reserveInLargePages(count)
    arena.reserve(byteCount)
  }

  public mutating func append(_ item: OpenItem) { rows.append(item) }

  /// Appends all items of another table, whose records stand behind so many others.
  public mutating func append(contentsOf other: OpenItemTable, records: Int32) {
    let shift = arena.append(contentsOf: other.arena)
    rows += other.rows.lazy.map { $0.shifted(by: shift, records: records) }
  }

  /// Adds one more number that payers may quote.
  public mutating func addReference(_ number: String, to row: Int) {
    let known = rows[row].references
    rows[row].references = arena.append((known.isEmpty ? "" : arena.string(known) + "|") + number)
  }

  /// - Parameter customers: by item.
  public mutating func setCustomers(_ customers: [CustomerRow]) {
    precondition(customers.count == count, "every item has a customer")
    for row in rows.indices { rows[row].customer = customers[row] }
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
    var item = rows[row]
    let open = item.amount
    let isWithin = reduction.minorUnits.magnitude < open.minorUnits.magnitude
    if item.originalAmount == nil { item.originalAmount = open }
    item.amount = isWithin ? open - reduction : .zero
    if item.discount != .zero, open != .zero {
      // What is left of the discount, but no more than its share of what is left of the item.
      let share = Int128(item.discount.minorUnits) * Int128(item.amount.minorUnits) / Int128(open.minorUnits)
      let left = Int128(item.discount.minorUnits) - Int128(taken.minorUnits)
      let isOver = left.signum() != share.signum()
      item.discount = isOver ? .zero : Money(minorUnits: Int64(left.magnitude < share.magnitude ? left : share))
    }
    if !isWithin {
      item.closedDate = day
      item.closedBy = arena.append(payment)
    }
    rows[row] = item
  }

  /// Opens an item again, or more of it: what was applied to it has come back.
  ///
  /// - Parameters:
  ///   - amount: what is open of it now.
  ///   - discount: what of it may be had again.
  public mutating func reopen(_ row: Int, with amount: Money, discount: Money) {
    if rows[row].originalAmount == nil, rows[row].amount != .zero { rows[row].originalAmount = rows[row].amount }
    rows[row].amount = amount
    rows[row].discount = discount
    rows[row].closedDate = nil
    rows[row].closedBy = .empty
  }

  /// The same items in order.
  public func canonical() -> OpenItemTable {
    var ordered = self
    ordered.putInOrder()
    return ordered
  }

  /// Orders the items by company and invoice id, so that the order of the file's rows decides nothing.
  public mutating func putInOrder() {
    let companies = companyRanks()
    // The company, and of the id what stands behind the letters that all ids begin with.
    let ids = PackedTexts(rows.lazy.map(\.invoiceID), in: arena)
    let bits = companies.onlyValue == nil ? 48 : 64
    let keys: [UInt64] = Array(inLargePages: count) { row in
      (bits == 64 ? 0 : UInt64(companies[row]) << 48) | ids.key(of: rows[row].invoiceID, bits: bits)
    }
    let order = RowOrder.sorted(
      keys, then: { ids.key(of: rows[Int($0)].invoiceID, behind: ids.letterCount(in: bits), bits: 64) }
    ) { left, right in
      let (left, right) = (rows[Int(left)], rows[Int(right)])
      let companies = arena.compare(left.company, right.company)
      return companies != 0 ? companies < 0 : arena.precedes(left.invoiceID, right.invoiceID)
    }
    rows.put(in: order)
  }

  /// By item: the rank of its company in byte order; all the same where there are more companies than the rank has room for.
  private func companyRanks() -> Column<UInt16> {
    var firsts: [TextSlice] = []
    var known: [[UInt8]: Int] = [:]
    var last = 0
    var numbers = Column<UInt16>()
    for item in rows {
      let name = item.company
      if firsts.isEmpty || !arena.equal(name, firsts[last]) {
        let bytes = Array(arena.bytes[name.range])
        last = known[bytes] ?? firsts.count
        if last == firsts.count {
          firsts.append(name)
          known[bytes] = last
        }
      }
      numbers.append(UInt16(truncatingIfNeeded: last))
    }
    guard firsts.count <= 1 << 16 else { return Column(repeating: 0, count: count) }
    var ranks = [UInt16](repeating: 0, count: firsts.count)
    for (rank, number) in firsts.indices.sorted(by: { arena.precedes(firsts[$0], firsts[$1]) }).enumerated() {
      ranks[number] = UInt16(rank)
    }
    numbers.change { ranks[Int($0)] }
    return numbers
  }
}
