package import CashModel
import GRDB

/// A payment that an earlier run has applied, and of which the ledger's extract shows nothing for too long.
package struct OverduePayment: Sendable {
  /// The book's number of its entry.
  package let entry: Int64
  package let id: PaymentID
  package let account: String
  package let bookingDate: CalendarDate
  package let amount: Money
  package let currency: Currency
  /// The items, each once.
  package var items: [ItemKey]
}

extension Book {
  /// The payments of allocations, in the order in which they were seen.
  package func overdue(_ allocations: [Int64]) throws(BookFailure) -> [OverduePayment] {
    guard !allocations.isEmpty else { return [] }
    return try reading { database in
      var payments: [OverduePayment] = []
      let select = try database.cachedStatement(
        sql: """
          SELECT a.number, e.number, e.payment_high, e.payment_low, b.name, e.booking_day, e.amount, e.currency, i.company,
            i.invoice
          FROM allocation a JOIN entry e ON e.number = a.entry JOIN account b ON b.number = e.account
            JOIN item i ON i.number = a.item
          WHERE a.number = ?
          """)
      let rows = try allocations.compactMap { try Row.fetchOne(select, arguments: [$0]) }
      for row in rows.sorted(by: { ($0[1] as Int64, $0[0] as Int64) < ($1[1] as Int64, $1[0] as Int64) }) {
        let item = ItemKey(company: row[8], invoice: row[9])
        if let last = payments.indices.last, payments[last].entry == row[1] {
          if !payments[last].items.contains(item) { payments[last].items.append(item) }
          continue
        }
        guard let currency = Currency(row[7] as String) else {
          throw BookFailure.unusable("\(self.path): an entry has no currency")
        }
        let amount: Int64 = row[6]
        payments.append(
          OverduePayment(
            entry: row[1],
            id: PaymentID(Fingerprint(high: UInt64(bitPattern: row[2]), low: UInt64(bitPattern: row[3]))),
            account: row[4], bookingDate: CalendarDate(daysSince1970: row[5]),
            amount: Money(minorUnits: Int64(amount.magnitude)), currency: currency, items: [item]))
      }
      return payments
    }
  }
}
