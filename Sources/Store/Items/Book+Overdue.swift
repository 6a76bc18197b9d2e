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
  /// What was applied by runs of days before `day` and is not acknowledged.
  ///
  /// - Parameter acknowledged: allocations that tonight's extract shows.
  package func overdue(before day: CalendarDate, acknowledged: [Int64]) throws(BookFailure) -> [OverduePayment] {
    try reading { database in
      let known = Set(acknowledged)
      var payments: [OverduePayment] = []
      let rows = try Row.fetchCursor(
        database,
        sql: """
          SELECT a.number, e.number, e.payment_high, e.payment_low, b.name, e.booking_day, e.amount, e.currency, i.company,
            i.invoice
          FROM allocation a JOIN entry e ON e.number = a.entry JOIN account b ON b.number = e.account
            JOIN item i ON i.number = a.item JOIN run r ON r.number = a.run
          WHERE a.acknowledged < 2 AND a.item IS NOT NULL AND r.as_of < ?
            -- What was applied and came back looks like neither.
            AND (SELECT sum(cash + discount + adjustment) FROM allocation
              WHERE item = a.item AND acknowledged < 2) <> 0
          ORDER BY e.number, a.number
          """, arguments: [day.daysSince1970])
      while let row = try rows.next() {
        if known.contains(row[0]) { continue }
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
