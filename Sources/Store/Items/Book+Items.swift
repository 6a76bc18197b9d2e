package import CashModel
import GRDB

extension Book {
  /// What was applied and is not acknowledged, by item.
  package func outstanding() throws(BookFailure) -> [Outstanding] {
    try reading { database in
      var result: [Outstanding] = []
      let rows = try Row.fetchCursor(
        database,
        sql: """
          SELECT a.item, a.number, a.run, a.cash + a.discount + a.adjustment, a.discount, a.acknowledged,
            r.as_of, e.payment_high, e.payment_low, i.company, i.invoice, i.currency, i.extract_amount
          FROM allocation a JOIN item i ON i.number = a.item JOIN run r ON r.number = a.run
            JOIN entry e ON e.number = a.entry
          WHERE a.acknowledged < 2 AND a.item IS NOT NULL
          ORDER BY a.item, a.run, a.number
          """)
      while let row = try rows.next() {
        let (item, allocation, run): (Int64, Int64, Int64) = (row[0], row[1], row[2])
        if result.last?.item != item {
          result.append(
            Outstanding(
              item: item, company: row[9], invoice: row[10], currency: row[11],
              extractAmount: Money(minorUnits: row[12]), lines: []))
        }
        let (reduction, discount) = (Money(minorUnits: row[3]), Money(minorUnits: row[4]))
        let isConfirmed = row[5] as Int == 1
        let last = result.count - 1
        let end = result[last].lines.count - 1
        if end >= 0, result[last].lines[end].run == run, result[last].lines[end].isConfirmed == isConfirmed {
          result[last].lines[end].allocations.append(allocation)
          result[last].lines[end].reduction = result[last].lines[end].reduction + reduction
          result[last].lines[end].discount = result[last].lines[end].discount + discount
        } else {
          let id = PaymentID(Fingerprint(high: UInt64(bitPattern: row[7]), low: UInt64(bitPattern: row[8])))
          result[last].lines.append(
            Outstanding.Line(
              allocations: [allocation], run: run, day: CalendarDate(daysSince1970: row[6]), payment: id.text,
              reduction: reduction, discount: discount, isConfirmed: isConfirmed))
        }
      }
      return result
    }
  }

  /// Notes what the ERP says it has imported.
  ///
  /// - Parameter payments: ids of payments, all of whose allocations are in the ERP.
  /// - Returns: how many allocations that acknowledged, and the payments the book has none of.
  package func acknowledge(_ payments: [PaymentID]) throws(BookFailure) -> (allocations: Int, unknown: [PaymentID]) {
    try writing { database in
      var count = 0
      var unknown: [PaymentID] = []
      try database.inTransaction {
        let known = try database.cachedStatement(
          sql: """
            SELECT 1 FROM allocation a JOIN entry e ON e.number = a.entry WHERE e.payment_high = ? AND e.payment_low = ? LIMIT 1
            """)
        let update = try database.cachedStatement(
          sql: """
            UPDATE allocation SET acknowledged = 1 WHERE acknowledged = 0 AND entry IN
              (SELECT number FROM entry WHERE payment_high = ? AND payment_low = ?)
            """)
        for payment in payments {
          let id: StatementArguments = [
            Int64(bitPattern: payment.fingerprint.high), Int64(bitPattern: payment.fingerprint.low),
          ]
          if try Int.fetchOne(known, arguments: id) == nil { unknown.append(payment) }
          try update.execute(arguments: id)
          count += database.changesCount
        }
        return .commit
      }
      return (count, unknown)
    }
  }
}
