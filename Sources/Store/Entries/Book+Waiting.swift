package import CashModel
import GRDB

/// Payments of earlier runs of which nothing is placed.
package struct WaitingPayments: Sendable {
  package var payments = PaymentTable()
  package var ids: [PaymentID] = []
  /// The book's numbers of their entries.
  package var entries: [Int64] = []

  package init() {}
}

extension Book {
  /// The receipts and returns that wait, in the order in which they were seen.
  package func waiting() throws(BookFailure) -> WaitingPayments {
    try reading { database in
      var waiting = WaitingPayments()
      let rows = try Row.fetchCursor(
        database,
        sql: """
          SELECT w.entry, w.payment, e.payment_high, e.payment_low FROM waiting w JOIN entry e ON e.number = w.entry
          ORDER BY w.entry
          """)
      while let row = try rows.next() {
        guard let payment = KeptPayment.decoded(row[1]), payment.append(to: &waiting.payments) else {
          throw BookFailure.unusable("\(self.path): entry \(row[0] as Int64) that waits cannot be read")
        }
        waiting.entries.append(row[0])
        waiting.ids.append(PaymentID(Fingerprint(high: UInt64(bitPattern: row[2]), low: UInt64(bitPattern: row[3]))))
      }
      return waiting
    }
  }
}
