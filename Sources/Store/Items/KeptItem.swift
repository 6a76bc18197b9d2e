package import CashModel
import GRDB

/// An item by the two names that make it one.
package struct ItemKey: Hashable, Sendable {
  package let company: String
  package let invoice: String

  package init(company: String, invoice: String) {
    self.company = company
    self.invoice = invoice
  }

  package init(_ row: Int, of items: OpenItemTable) {
    company = items.arena.string(items[row].company)
    invoice = items.arena.string(items[row].invoiceID)
  }
}

/// An item as it was when it was first paid: what is needed to open it again where the extract has it no more.
package struct KeptItem: Hashable, Sendable {
  package let key: ItemKey
  let currency: String
  let customer: String
  let document: String
  let type: UInt8
  let amount: Int64
  let originalAmount: Int64?
  let discount: Int64
  let issued: Int32?
  let due: Int32?
  let discountUntil: Int32?
  let otherNumbers: String
  let purchaseOrder: String

  /// - Parameter amount: what is open of it.
  /// - Returns: the row of the item, which is open with it; -1 for a currency that there is not.
  package func append(to items: inout OpenItemTable, open: Money) -> Int {
    guard let currency = Currency(currency), let type = OpenItemType.allCases.dropFirst(Int(type)).first else {
      return -1
    }
    var record = OpenItem()
    record.invoiceID = items.arena.append(key.invoice)
    record.company = items.arena.append(key.company)
    record.customerID = items.arena.append(customer)
    record.documentNumber = items.arena.append(document)
    record.amount = open
    record.originalAmount = Money(minorUnits: originalAmount ?? amount)
    record.currency = currency
    record.type = type
    record.invoiceDate = issued.map { CalendarDate(daysSince1970: $0) }
    record.dueDate = due.map { CalendarDate(daysSince1970: $0) }
    record.discountDate = discountUntil.map { CalendarDate(daysSince1970: $0) }
    record.discount = discount(of: open)
    record.references = items.arena.append(otherNumbers)
    record.poNumber = items.arena.append(purchaseOrder)
    items.append(record)
    return items.count - 1
  }

  /// Of the discount, the share of what is open.
  package func discount(of open: Money) -> Money {
    guard amount != 0, open.minorUnits.magnitude < amount.magnitude else { return Money(minorUnits: discount) }
    return Money(minorUnits: Int64(clamping: Int128(discount) * Int128(open.minorUnits) / Int128(amount)))
  }

  /// Whether so much of it may be open: it has the item's sign, and is no more than the item ever was.
  package func mayBeOpen(with amount: Money) -> Bool {
    isOpen(with: amount)
      && amount.minorUnits.magnitude <= max(self.amount.magnitude, (originalAmount ?? 0).magnitude)
  }

  /// Whether an amount has the sign that the item had.
  package func isOpen(with amount: Money) -> Bool { amount.minorUnits.signum() == self.amount.signum() }
}

extension Book {
  static let keptColumns =
    "company, invoice, currency, customer, document, type, amount, original_amount, discount, issued, due, discount_until,"
    + " other_numbers, purchase_order"

  static func keptItem(_ number: Int64, _ database: Database) throws -> KeptItem? {
    let select = try database.cachedStatement(sql: "SELECT \(keptColumns) FROM item WHERE number = ?")
    return try Row.fetchOne(select, arguments: [number]).map { row in
      KeptItem(
        key: ItemKey(company: row[0], invoice: row[1]), currency: row[2], customer: row[3], document: row[4],
        type: row[5],
        amount: row[6], originalAmount: row[7], discount: row[8], issued: row[9], due: row[10], discountUntil: row[11],
        otherNumbers: row[12], purchaseOrder: row[13])
    }
  }
}
