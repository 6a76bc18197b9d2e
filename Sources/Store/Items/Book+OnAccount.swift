package import CashModel
import GRDB

/// What of a payment an earlier run put on a customer's account.
package struct KeptOnAccount: Sendable {
  package let payment: PlacedPayment
  package let customer: String
  package let amount: Money
  /// The day of the run.
  package let since: CalendarDate
}

extension Book {
  /// What runs of `day` and later put on customers' accounts, and neither came back nor is in the ERP as far as it said; in the order in which
  /// the payments were seen.
  package func onAccount(since day: CalendarDate) throws(BookFailure) -> [KeptOnAccount] {
    try reading { database in
      // From the few allocations on account to their entries, whatever SQLite believes of their number.
      let rows = try Row.fetchAll(
        database,
        sql: """
          SELECT \(PlacedPayment.columns), a.customer, sum(a.paid), max(r.as_of)
          FROM allocation a INDEXED BY allocation_on_account CROSS JOIN entry e ON e.number = a.entry
            CROSS JOIN account b ON b.number = e.account CROSS JOIN run r ON r.number = a.run
          WHERE a.item IS NULL AND a.reason IS NULL AND a.acknowledged = 0 AND e.returned_by IS NULL AND e.class = 0
            AND a.run >= (SELECT min(number) FROM run WHERE as_of >= ?)
          GROUP BY e.number, a.customer HAVING sum(a.paid) > 0 ORDER BY e.number
          """, arguments: [day.daysSince1970])
      return try rows.map { row in
        guard let payment = PlacedPayment(row) else {
          throw BookFailure.unusable("\(self.path): an entry has no currency")
        }
        return KeptOnAccount(
          payment: payment, customer: row[7], amount: Money(minorUnits: row[8]),
          since: CalendarDate(daysSince1970: row[9]))
      }
    }
  }
}
