import CashModel
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
            r.as_of, e.payment_high, e.payment_low, i.company, i.invoice, i.currency, i.extract_amount, a.reverses
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
              item: item, key: ItemKey(company: row[9], invoice: row[10]), currency: row[11],
              extractAmount: Money(minorUnits: row[12]), lines: []))
        }
        if row[13] as Int64? != nil, result[result.count - 1].kept == nil {
          result[result.count - 1].kept = try Book.keptItem(item, database)
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
}
