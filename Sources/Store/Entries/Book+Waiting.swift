package import CashModel
import GRDB

/// Payments of earlier runs that need a person.
package struct WaitingPayments: Sendable {
  package var payments = PaymentTable()
  package var ids: [PaymentID] = []
  /// The book's numbers of their entries.
  package var entries: [Int64] = []
  /// By row: why the rest of a payment waits of which a part was placed; its amount is that rest. Nil where nothing was placed.
  package var restReasons: [ReasonCode?] = []

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
          SELECT w.entry, w.payment, e.payment_high, e.payment_low, w.rest_reason FROM waiting w JOIN entry e ON e.number = w.entry
          ORDER BY w.entry
          """)
      while let row = try rows.next() {
        guard let payment = KeptPayment.decoded(row[1]), payment.append(to: &waiting.payments) else {
          throw BookFailure.unusable("\(self.path): entry \(row[0] as Int64) that waits cannot be read")
        }
        waiting.entries.append(row[0])
        waiting.restReasons.append((row[4] as UInt8?).flatMap { ReasonCode(rawValue: $0) })
        waiting.ids.append(PaymentID(Fingerprint(high: UInt64(bitPattern: row[2]), low: UInt64(bitPattern: row[3]))))
      }
      return waiting
    }
  }
}
