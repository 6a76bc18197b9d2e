package import CashModel
import GRDB

/// What of a payment an earlier run put on a customer's account.
package struct KeptOnAccount: Sendable {
  package let payment: PaymentID
  package let customer: String
  package let currency: Currency
  package let amount: Money
}

extension Book {
  /// What runs of `day` and later put on customers' accounts, and neither came back nor is in the ERP as far as it said.
  package func onAccount(since day: CalendarDate) throws(BookFailure) -> [KeptOnAccount] {
    try reading { database in
      let rows = try Row.fetchAll(
        database,
        sql: """
          SELECT e.payment_high, e.payment_low, a.customer, e.currency, sum(a.paid)
          FROM allocation a JOIN entry e ON e.number = a.entry
          WHERE a.item IS NULL AND a.acknowledged = 0 AND e.returned_by IS NULL AND e.class = 0
            AND a.run >= (SELECT min(number) FROM run WHERE as_of >= ?)
          GROUP BY e.number, a.customer HAVING sum(a.paid) > 0 ORDER BY e.number
          """, arguments: [day.daysSince1970])
      return try rows.map { row in
        guard let currency = Currency(row[3] as String) else {
          throw BookFailure.unusable("\(self.path): an entry has no currency")
        }
        return KeptOnAccount(
          payment: PaymentID(Fingerprint(high: UInt64(bitPattern: row[0]), low: UInt64(bitPattern: row[1]))),
          customer: row[2], currency: currency, amount: Money(minorUnits: row[4]))
      }
    }
  }
}
