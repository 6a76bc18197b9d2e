package import CashModel
import GRDB

/// A payment that an earlier run has placed, and that a person must see to all the same.
package struct PlacedPayment: Sendable {
  /// The book's number of its entry.
  package let entry: Int64
  package let id: PaymentID
  package let account: String
  package let bookingDate: CalendarDate
  package let amount: Money
  package let currency: Currency
  /// The items it is about, each once.
  package var items: [ItemKey]

  /// The columns of a select from `entry e` and its `account b` that `init` reads.
  static let columns = "e.number, e.payment_high, e.payment_low, b.name, e.booking_day, e.amount, e.currency"

  /// - Returns: nil where the currency is none.
  init?(_ row: Row, items: [ItemKey] = []) {
    guard let currency = Currency(row[6] as String) else { return nil }
    let amount: Int64 = row[5]
    entry = row[0]
    id = PaymentID(Fingerprint(high: UInt64(bitPattern: row[1]), low: UInt64(bitPattern: row[2])))
    account = row[3]
    bookingDate = CalendarDate(daysSince1970: row[4])
    self.amount = Money(minorUnits: Int64(clamping: amount.magnitude))
    self.currency = currency
    self.items = items
  }
}
