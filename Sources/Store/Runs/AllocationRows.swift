import CashModel
import GRDB
import Posting

/// Writes the allocations of a run.
final class AllocationRows {
  private let run: MatchedRun
  private let changes: BookChanges
  private let entries: [Int64]
  private let number: Int64
  private let insert: BoundStatement
  private let items: [Int64]

  /// - Parameters:
  ///   - entries: the book's numbers of the entries, by row.
  ///   - items: those of the items that allocations name.
  ///   - number: the run's own.
  init(
    _ database: Database, _ run: MatchedRun, _ changes: BookChanges, entries: [Int64], items: [Int64], number: Int64
  ) throws {
    self.run = run
    self.changes = changes
    self.entries = entries
    self.number = number
    self.items = items
    insert = try BoundStatement(
      database,
      """
      INSERT INTO allocation
        (entry, item, customer, run, cash, discount, adjustment, reason, paid, acknowledged, reverses)
      VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, 0, ?)
      """)
  }

  func write(_ rows: Range<Int>) throws {
    for row in rows {
      let reversed = run.takesBack(row) ? changes.entries.reversed[PaymentRow(row)] : nil
      for (line, place) in run.decisions.allocations[row].indices.enumerated() {
        let allocation = run.decisions.allocationRows[place]
        let isOnItem = allocation.item.number >= 0
        let customer = isOnItem ? run.items[allocation.item.index].customer : run.decisions.customer[row]
        insert.bind(entries[row])
        insert.bind(isOnItem ? items[allocation.item.index] : nil)
        if customer.number < 0 {
          insert.bind("")
        } else {
          insert.bind(run.customers.customerID[customer.index], of: run.customers.arena)
        }
        insert.bind(number)
        insert.bind(allocation.cash)
        insert.bind(allocation.discount)
        insert.bind(allocation.adjustment)
        insert.bind(allocation.adjustmentReason.map { Int64($0.rawValue) })
        insert.bind(allocation.paid)
        insert.bind(reversed.flatMap { $0.allocations.dropFirst(line).first })
        try insert.run()
      }
    }
  }

  /// What came back comes back no more.
  func noteReturns(_ database: Database) throws {
    let come = try BoundStatement(database, "UPDATE entry SET returned_by = ? WHERE number = ?")
    for (row, reversed) in changes.entries.reversed {
      come.bind(entries[row.index])
      come.bind(reversed.entry)
      try come.run()
    }
  }
}
