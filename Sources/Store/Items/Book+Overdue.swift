import CashModel
import GRDB

extension Book {
  /// The payments of allocations that the ledger's extract shows nothing of for too long, with their items, in the order in which they were
  /// seen.
  package func overdue(_ allocations: [Int64]) throws(BookFailure) -> [PlacedPayment] {
    guard !allocations.isEmpty else { return [] }
    return try reading { database in
      var payments: [PlacedPayment] = []
      let select = try database.cachedStatement(
        sql: """
          SELECT \(PlacedPayment.columns), a.number, i.company, i.invoice
          FROM allocation a JOIN entry e ON e.number = a.entry JOIN account b ON b.number = e.account
            JOIN item i ON i.number = a.item
          WHERE a.number = ?
          """)
      let rows = try allocations.compactMap { try Row.fetchOne(select, arguments: [$0]) }
      for row in rows.sorted(by: { ($0[0] as Int64, $0[7] as Int64) < ($1[0] as Int64, $1[7] as Int64) }) {
        let item = ItemKey(company: row[8], invoice: row[9])
        if let last = payments.indices.last, payments[last].entry == row[0] {
          if !payments[last].items.contains(item) { payments[last].items.append(item) }
          continue
        }
        guard let payment = PlacedPayment(row, items: [item]) else {
          throw BookFailure.unusable("\(self.path): an entry has no currency")
        }
        payments.append(payment)
      }
      return payments
    }
  }
}
