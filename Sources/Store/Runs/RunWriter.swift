import CashModel
import Foundation
import GRDB
package import Posting

/// Writes one run into the book, in one transaction: begun before the first file is rendered, committed when all of it is there.
package final class RunWriter {
  private let book: Book
  let number: Int64
  private var isOpen = true
  private var parts: [String: Int] = [:]

  package init(_ book: Book, _ run: BookRun) throws(BookFailure) {
    self.book = book
    number = try book.writing { database in
      try database.beginTransaction(.immediate)
      do {
        try database.execute(
          sql: "INSERT INTO run (run_id, as_of, folder, request, is_published) VALUES (?, ?, ?, ?, 0)",
          arguments: [run.runID, run.asOf.daysSince1970, run.folder, run.request])
        let number = database.lastInsertedRowID
        for (place, input) in run.inputs.enumerated() {
          try database.execute(
            sql: "INSERT INTO input VALUES (?, ?, ?, ?, ?, ?, ?)",
            arguments: [number, place, input.role, input.path, input.sha256, input.byteCount, input.isRefused])
        }
        return number
      } catch {
        try? database.rollback()
        throw error
      }
    }
  }

  deinit { if isOpen { try? book.writing { try $0.rollback() } } }

  /// Appends a part of a file.
  package func append(_ bytes: [UInt8], to file: String) throws(BookFailure) {
    guard let packed = PackedBytes.packed(bytes) else { throw .io("\(book.path): \(file) could not be packed") }
    let part = parts[file] ?? 0
    parts[file] = part + 1
    try book.writing { database in
      try database.cachedStatement(sql: "INSERT INTO output VALUES (?, ?, ?, ?, ?)").execute(
        arguments: [number, file, part, bytes.count, Data(packed)])
    }
  }

  /// All or nothing: from here on the run has happened.
  package func commit() throws(BookFailure) {
    try book.writing { try $0.commit() }
    isOpen = false
  }

  package func write(_ run: MatchedRun, _ changes: BookChanges) throws(BookFailure) {
    try book.writing { database in
      let accounts = try accountNumbers(database, run, changes)
      let statements = try insertStatements(database, changes, accounts)
      try void(database, changes)
      var book = try BoundStatement(database, "UPDATE entry SET booked_by = ? WHERE number = ?")
      for (entry, statement) in changes.booked {
        book.bind(statements[Int(statement)])
        book.bind(entry)
        try book.run()
      }
      let entries = try writeEntries(database, run, changes.entries, accounts, statements)
      try settle(database, changes.availability)
      try insertAllocations(database, run, changes, entries)
      try keepLedger(database, of: run.items, reduced: run.reduced, knowledge: changes.knowledge)
    }
  }
}

extension RunWriter {
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
    var void = try BoundStatement(database, "UPDATE entry SET is_void = 1 WHERE number = ?")
    for entry in changes.voidEntries {
      void.bind(entry)
      try void.run()
    }
  }

  private func settle(_ database: Database, _ availability: Availability) throws {
    var acknowledge = try BoundStatement(database, "UPDATE allocation SET acknowledged = 2 WHERE number = ?")
    for allocation in availability.acknowledged {
      acknowledge.bind(allocation)
      try acknowledge.run()
    }
    var change = try BoundStatement(database, "UPDATE item SET extract_amount = ? WHERE number = ?")
    for (item, amount) in availability.extractAmounts {
      change.bind(amount)
      change.bind(item)
      try change.run()
    }
  }
}
