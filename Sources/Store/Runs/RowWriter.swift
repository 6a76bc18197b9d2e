import CashModel
import GRDB
package import Posting

/// Writes what a run read and decided into the book, within the run's transaction.
///
/// Some hundred rows at a time, so that the files of the run, which are made meanwhile, come between.
package struct RowWriter: Sendable {
  let book: Book
  /// The book's number of the run.
  let number: Int64

  private static let step = 512

  package func write(_ run: MatchedRun, _ changes: BookChanges) throws(BookFailure) {
    let entries = try book.writing { database in
      let accounts = try accountNumbers(database, run, changes)
      let statements = try insertStatements(database, changes, accounts)
      try void(database, changes)
      let book = try BoundStatement(database, "UPDATE entry SET booked_by = ? WHERE number = ?")
      for (entry, statement) in changes.booked {
        book.bind(statements[Int(statement)])
        book.bind(entry)
        try book.run()
      }
      return try EntryRows(database, run, changes.entries, accounts, statements, number: number)
    }
    try inSteps(run.payments.count) { database, rows in try entries.write(rows) }
    let items = try book.writing { database in
      try settle(database, changes.availability)
      return try PaidItemRows(database, run, changes.extractAmounts, before: number)
    }
    try inSteps(run.items.count) { database, rows in try items.write(rows) }
    let allocations = try book.writing { database in
      try AllocationRows(
        database, run, changes, entries: entries.numbers, items: items.numbers, number: number)
    }
    try inSteps(run.payments.count) { database, rows in try allocations.write(rows) }
    try book.writing { database in
      try keepExceptions(database, of: run, entries: entries.numbers)
      try allocations.noteReturns(database)
      try keepCases(database, of: run, entries: entries.numbers, items: items.numbers)
      try keepLedger(database, of: run.items, reduced: run.reduced, knowledge: changes.knowledge)
    }
  }

  private func inSteps(
    _ count: Int, _ body: (Database, Range<Int>) throws -> Void
  ) throws(BookFailure) {
    for start in stride(from: 0, to: count, by: RowWriter.step) {
      try book.writing { try body($0, start..<min(start + RowWriter.step, count)) }
    }
  }
}

extension RowWriter {
  private func accountNumbers(
    _ database: Database, _ run: MatchedRun, _ changes: BookChanges
  ) throws -> [String: Int64] {
    var names = Set(changes.statements.map(\.account))
    var last: TextSlice?
    for row in 0..<run.payments.count {
      let account = run.payments.account[row]
      if let last, run.payments.arena.equal(last, account) { continue }
      last = account
      names.insert(run.payments.arena.string(account))
    }
    var numbers: [String: Int64] = [:]
    for name in names.sorted() {
      try database.execute(sql: "INSERT INTO account (name) VALUES (?) ON CONFLICT DO NOTHING", arguments: [name])
      numbers[name] = try Int64.fetchOne(database, sql: "SELECT number FROM account WHERE name = ?", arguments: [name])
    }
    return numbers
  }

  /// - Returns: the numbers of the statements, by place.
  private func insertStatements(
    _ database: Database, _ changes: BookChanges, _ accounts: [String: Int64]
  ) throws -> [Int64] {
    let insert = try database.cachedStatement(
      sql: """
        INSERT INTO statement
          (account, run, format, level, identification, page, currency, day, opening, closing, entry_count, content,
           sequence, is_void)
        VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
        """)
    return try changes.statements.enumerated().map { place, statement in
      let (account, facts) = statement
      try insert.execute(arguments: [
        accounts[account], number, facts.format.rawValue, facts.level.rawValue, facts.identification, facts.page,
        facts.currency, facts.day?.daysSince1970, facts.opening?.minorUnits, facts.closing?.minorUnits,
        facts.entryCount,
        Int64(bitPattern: facts.content), facts.sequence, changes.voidPlaces.contains(place),
      ])
      return database.lastInsertedRowID
    }
  }

  /// What the bank has taken back is recognised no more; what a statement it has taken back listed may be listed again.
  private func void(_ database: Database, _ changes: BookChanges) throws {
    for statement in changes.voidStatements {
      try database.execute(sql: "UPDATE statement SET is_void = 1 WHERE number = ?", arguments: [statement])
      try database.execute(
        sql: """
          UPDATE entry SET booked_by = NULL
          WHERE account = (SELECT account FROM statement WHERE number = ?1) AND booked_by = ?1
          """, arguments: [statement])
    }
    let void = try BoundStatement(database, "UPDATE entry SET is_void = 1 WHERE number = ?")
    for entry in changes.voidEntries {
      void.bind(entry)
      try void.run()
    }
  }

  private func settle(_ database: Database, _ availability: Availability) throws {
    let acknowledge = try BoundStatement(database, "UPDATE allocation SET acknowledged = 2 WHERE number = ?")
    for allocation in availability.acknowledged {
      acknowledge.bind(allocation)
      try acknowledge.run()
    }
    let change = try BoundStatement(database, "UPDATE item SET extract_amount = ? WHERE number = ?")
    for (item, amount) in availability.extractAmounts {
      change.bind(amount)
      change.bind(item)
      try change.run()
    }
  }
}
