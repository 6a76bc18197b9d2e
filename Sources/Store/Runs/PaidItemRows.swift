import CashModel
import GRDB
import Posting

/// Writes the items that a run pays, where they are paid for the first time; in the order of their names, which is that of the book's index.
final class PaidItemRows {
  private let run: MatchedRun
  private let bookNumber: Int64
  private let extractAmounts: [ItemKey: Money]
  private let database: Database
  private let insert: BoundStatement
  /// The book's numbers, by row; -1 where nothing is paid.
  private(set) var numbers: [Int64]
  private let isPaid: [Bool]

  /// - Parameter number: the run's own.
  init(_ database: Database, _ run: MatchedRun, _ extractAmounts: [ItemKey: Money], before number: Int64) throws {
    self.run = run
    self.extractAmounts = extractAmounts
    self.database = database
    bookNumber = number
    numbers = [Int64](repeating: -1, count: run.items.count)
    var isPaid = [Bool](repeating: false, count: run.items.count)
    for allocation in run.decisions.allocationRows where allocation.item.number >= 0 {
      isPaid[allocation.item.index] = true
    }
    self.isPaid = isPaid
    insert = try BoundStatement(
      database,
      """
      INSERT INTO item (\(Book.keptColumns), extract_amount) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
      ON CONFLICT DO NOTHING
      """)
  }

  func write(_ rows: Range<Int>) throws {
    let items = run.items
    for row in rows where isPaid[row] {
      insert.bind(items[row].company, of: items.arena)
      insert.bind(items[row].invoiceID, of: items.arena)
      insert.bind(items[row].currency.code)
      insert.bind(items[row].customerID, of: items.arena)
      insert.bind(items[row].documentNumber, of: items.arena)
      insert.bind(items[row].type.rawValue)
      insert.bind(items[row].amount)
      insert.bind(items[row].originalAmount?.minorUnits)
      insert.bind(items[row].discount)
      insert.bind(items[row].invoiceDate)
      insert.bind(items[row].dueDate)
      insert.bind(items[row].discountDate)
      insert.bind(items[row].references, of: items.arena)
      insert.bind(items[row].poNumber, of: items.arena)
      insert.bind(items[row].amount)
      numbers[row] = try insert.run() > 0 ? insert.inserted : known(row)
    }
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
      let open = extractAmounts[key] ?? run.items[row].amount
      try change.execute(arguments: [open.minorUnits, run.items[row].currency.code, number])
    }
    return number
  }
}
