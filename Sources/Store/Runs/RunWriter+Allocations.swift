import CashModel
import GRDB
import Posting

extension RunWriter {
  func insertAllocations(
    _ database: Database, _ run: MatchedRun, _ changes: BookChanges, _ entries: [Int64]
  ) throws {
    var insert = try BoundStatement(
      database,
      """
      INSERT INTO allocation
        (entry, item, customer, run, cash, discount, adjustment, reason, paid, acknowledged, reverses)
      VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, 0, ?)
      """)
    var items = try ItemNumbers(run, before: number, changes.extractAmounts, database)
    for row in 0..<run.payments.count {
      let reversed = run.takesBack(row) ? changes.entries.reversed[PaymentRow(row)] : nil
      for (line, place) in run.decisions.allocations[row].indices.enumerated() {
        let allocation = run.decisions.allocationRows[place]
        let isOnItem = allocation.item.number >= 0
        let customer = isOnItem ? run.items.customer[allocation.item.index] : run.decisions.customer[row]
        insert.bind(entries[row])
        insert.bind(isOnItem ? try items.number(of: allocation.item) : nil)
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
    var come = try BoundStatement(database, "UPDATE entry SET returned_by = ? WHERE number = ?")
    for (row, reversed) in changes.entries.reversed {
      come.bind(entries[row.index])
      come.bind(reversed.entry)
      try come.run()
    }
  }
}

/// The book's numbers of a run's items, made where an item is paid for the first time.
private struct ItemNumbers: ~Copyable {
  private let run: MatchedRun
  private let bookNumber: Int64
  private let extractAmounts: [ItemKey: Money]
  private let database: Database
  private var insert: BoundStatement
  private var numbers: [Int64]

  /// - Parameter number: the run's own.
  init(_ run: MatchedRun, before number: Int64, _ extractAmounts: [ItemKey: Money], _ database: Database) throws {
    self.run = run
    self.extractAmounts = extractAmounts
    self.database = database
    bookNumber = number
    numbers = [Int64](repeating: -1, count: run.items.count)
    insert = try BoundStatement(
      database,
      """
      INSERT INTO item (\(Book.keptColumns), extract_amount) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
      ON CONFLICT DO NOTHING
      """)
  }

  mutating func number(of item: OpenItemRow) throws -> Int64 {
    let row = item.index
    if numbers[row] >= 0 { return numbers[row] }
    let items = run.items
    insert.bind(items.company[row], of: items.arena)
    insert.bind(items.invoiceID[row], of: items.arena)
    insert.bind(items.currency[row].code)
    insert.bind(items.customerID[row], of: items.arena)
    insert.bind(items.documentNumber[row], of: items.arena)
    insert.bind(items.type[row].rawValue)
    insert.bind(items.amount[row])
    insert.bind(items.originalAmount[row]?.minorUnits)
    insert.bind(items.discount[row])
    insert.bind(items.invoiceDate[row])
    insert.bind(items.dueDate[row])
    insert.bind(items.discountDate[row])
    insert.bind(items.references[row], of: items.arena)
    insert.bind(items.poNumber[row], of: items.arena)
    insert.bind(items.amount[row])
    numbers[row] = try insert.run() > 0 ? insert.inserted : known(row)
    return numbers[row]
  }

  /// An item that an earlier run has paid. What is outstanding of that, if anything, was held against tonight's extract already;
  /// where nothing is, tonight's is what the next extract will be held against.
  private func known(_ row: Int) throws -> Int64 {
    let key = ItemKey(row, of: run.items)
    let select = try database.cachedStatement(sql: "SELECT number FROM item WHERE company = ? AND invoice = ?")
    let number = try Int64.fetchOne(select, arguments: [key.company, key.invoice]) ?? 0
    let outstanding = try database.cachedStatement(
      sql: "SELECT 1 FROM allocation WHERE item = ? AND acknowledged < 2 AND run < ? LIMIT 1")
    if try Int.fetchOne(outstanding, arguments: [number, bookNumber]) == nil {
      let change = try database.cachedStatement(
        sql: "UPDATE item SET extract_amount = ?, currency = ? WHERE number = ?")
      let open = extractAmounts[key] ?? run.items.amount[row]
      try change.execute(arguments: [open.minorUnits, run.items.currency[row].code, number])
    }
    return number
  }
}
