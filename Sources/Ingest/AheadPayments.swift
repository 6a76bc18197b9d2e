import CashModel

/// Payments of runs that were read ahead, put one behind the other as the runs come: before it is known whose statement's they are.
package struct AheadPayments: Sendable {
  private(set) var table = PaymentTable()
  /// What the whole file has, in order: rows of this table, and of those behind it that were read on the way.
  private var order: [Range<Int>] = []
  private var ownCount = 0

  package init() {}

  /// - Parameters:
  ///   - size: of what brought the payments, in bytes.
  ///   - byteCount: of the whole file, which tells how many are to come.
  /// - Returns: their rows.
  mutating func append(_ payments: PaymentTable, from size: Int, of byteCount: Int) -> Range<Int> {
    guard payments.count > 0 else { return 0..<0 }
    let first = table.count
    table.append(contentsOf: payments, statementShift: 0)
    if first == 0 {
      let (rows, texts) = ExpectedSize.ofAll(byteCount, (payments.count, payments.arena.bytes.count), in: size)
      table.reserve(rows, texts: texts)
    }
    return first..<table.count
  }

  /// Says whose payments these are, where their records really stand, and that so many others stand before them.
  mutating func settle(_ rows: Range<Int>, behind own: Int, in statement: StatementRow, records: Int32) {
    take(own: own)
    if !rows.isEmpty { order.append(rows) }
    table.settle(rows, in: statement, records: records)
  }

  private mutating func take(own count: Int) {
    if count > ownCount { order.append(table.count + ownCount..<table.count + count) }
    ownCount = count
  }

  /// The payments of the whole file: those that were settled, and between them those that were read on the way. Mostly there are none
  /// of these, and all is as it stands.
  mutating func joined(with own: PaymentTable) -> PaymentTable {
    take(own: own.count)
    var end = 0
    let isWhole = order.allSatisfy { rows in
      defer { end = rows.upperBound }
      return rows.lowerBound == end
    }
    if isWhole, own.count == 0, end == table.count { return table }
    var all = table
    all.append(contentsOf: own, statementShift: 0)
    return all.reordered(by: order.flatMap { $0.map { PaymentRow($0) } })
  }

  mutating func setClass(_ newClass: TransactionClass, at row: PaymentRow) { table.setClass(newClass, at: row) }
}
