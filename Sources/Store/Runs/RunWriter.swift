package import CashModel
import Foundation
import GRDB
package import Posting

/// What of a run the book keeps besides its files, by row of the run's payments.
package struct KeptEntries: Sendable {
  /// The book's number of an entry that waited; -1 of a new one.
  package var number: [Int64] = []
  package var print: [UInt64] = []
  package var texts: [UInt64] = []
  package var identity: [UInt64] = []
  package var format: [BankFileFormat] = []
  package var level: [StatementLevel] = []
  /// The place of its statement in `statements`; -1 for none.
  package var statement: [Int32] = []
  /// By row: what an earlier run has decided and somebody must see to, with the items it is about by company and invoice id; nothing
  /// of it changes. Empty where there is none.
  package var listed: [Listed?] = []

  package struct Listed: Sendable {
    package let reason: ReasonCode
    package let items: [(company: String, invoice: String)]

    package init(_ reason: ReasonCode, items: [(company: String, invoice: String)] = []) {
      self.reason = reason
      self.items = items
    }
  }

  package init() {}

  package func isListed(_ row: Int) -> Bool { !listed.isEmpty && listed[row] != nil }
}

/// What a run changes in the book.
package struct BookChanges: Sendable {
  package var entries = KeptEntries()
  /// The statements that are new, with their accounts.
  package var statements: [(account: String, facts: StatementFacts)] = []
  /// Entries seen before which a booked statement lists for the first time: their numbers, and its place in `statements`.
  package var booked: [(entry: Int64, statement: Int32)] = []
  package var availability = Availability([])
  /// Digests of what else is known: see `LedgerState.knowledge`.
  package var knowledge = ""

  package init() {}
}

/// Writes one run into the book, in one transaction: begun before the first file is rendered, committed when all of it is there.
package final class RunWriter {
  private let book: Book
  private let number: Int64
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
      let book = try database.cachedStatement(sql: "UPDATE entry SET booked_by = ? WHERE number = ?")
      for (entry, statement) in changes.booked { try book.execute(arguments: [statements[Int(statement)], entry]) }
      let entries = try writeEntries(database, run, changes.entries, accounts, statements)
      try settle(database, changes.availability)
      try insertAllocations(database, run, entries)
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
          (account, run, format, level, identification, page, currency, day, opening, closing, entry_count, content)
        VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
        """)
    return try changes.statements.map { account, facts in
      try insert.execute(arguments: [
        accounts[account], number, facts.format.rawValue, facts.level.rawValue, facts.identification, facts.page,
        facts.currency, facts.day?.daysSince1970, facts.opening?.minorUnits, facts.closing?.minorUnits,
        facts.entryCount,
        Int64(bitPattern: facts.content),
      ])
      return database.lastInsertedRowID
    }
  }

  /// - Returns: the numbers of the entries, by row; -1 for what is not booked and therefore not kept.
  private func writeEntries(
    _ database: Database, _ run: MatchedRun, _ kept: KeptEntries, _ accounts: [String: Int64], _ statements: [Int64]
  ) throws -> [Int64] {
    let payments = run.payments
    let insert = try database.cachedStatement(
      sql: """
        INSERT INTO entry (account, booking_day, print, identity, texts, format, level, booked_by, run, payment_high,
          payment_low, amount, currency, class, outcome, open_amount)
        VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
        """)
    let change = try database.cachedStatement(
      sql: "UPDATE entry SET class = ?, outcome = ?, open_amount = ? WHERE number = ?")
    let wait = try database.cachedStatement(
      sql: """
        INSERT INTO waiting (entry, since_run, payment, rest_reason) VALUES (?, ?, ?, ?)
        ON CONFLICT (entry) DO UPDATE SET payment = excluded.payment, rest_reason = excluded.rest_reason
        """)
    let leave = try database.cachedStatement(sql: "DELETE FROM waiting WHERE entry = ?")
    var account: (slice: TextSlice, number: Int64)?
    return try (0..<payments.count).map { row in
      let kind = payments.transactionClass[row]
      if kind == .unposted { return -1 }
      let outcome = run.decisions.outcome[row]
      let open = run.open(row).minorUnits
      let isWaiting =
        outcome == .appliedPart || outcome == .excepted && run.payments.counterpart[row].number < 0
      if kept.isListed(row) { return kept.number[row] }
      if kept.number[row] >= 0 {
        try change.execute(arguments: [Int(kind.rawValue), Int(outcome.rawValue), open, kept.number[row]])
        if !isWaiting {
          try leave.execute(arguments: [kept.number[row]])
        } else if outcome == .appliedPart {
          try wait.execute(arguments: waiting(kept.number[row], row, run))
        }
        return kept.number[row]
      }
      if account.map({ !payments.arena.equal($0.slice, payments.account[row]) }) ?? true {
        account = (payments.account[row], accounts[payments.arena.string(payments.account[row])] ?? 0)
      }
      let id = run.paymentIDs[row].fingerprint
      let signed = payments.direction[row] == .credit ? payments.amount[row] : -payments.amount[row]
      let isBooked = kept.level[row] == .booked && kept.statement[row] >= 0
      try insert.execute(arguments: [
        account?.number, payments.bookingDate[row].daysSince1970, Int64(bitPattern: kept.print[row]),
        Int64(bitPattern: kept.identity[row]), Int64(bitPattern: kept.texts[row]), kept.format[row].rawValue,
        kept.level[row].rawValue, isBooked ? statements[Int(kept.statement[row])] : nil, number,
        Int64(bitPattern: id.high), Int64(bitPattern: id.low), signed.minorUnits, payments.currency[row].code,
        Int(kind.rawValue), Int(outcome.rawValue), open,
      ])
      let entry = database.lastInsertedRowID
      if isWaiting { try wait.execute(arguments: waiting(entry, row, run)) }
      return entry
    }
  }

  private func waiting(_ entry: Int64, _ row: Int, _ run: MatchedRun) -> StatementArguments {
    let reason = run.decisions.outcome[row] == .appliedPart ? run.decisions.reason[row] : nil
    let payment = KeptPayment(row, of: run.payments, open: run.open(row))
    return [entry, number, payment.json, reason.map { Int($0.rawValue) }]
  }

  private func settle(_ database: Database, _ availability: Availability) throws {
    let acknowledge = try database.cachedStatement(sql: "UPDATE allocation SET acknowledged = 2 WHERE number = ?")
    for allocation in availability.acknowledged { try acknowledge.execute(arguments: [allocation]) }
    let change = try database.cachedStatement(sql: "UPDATE item SET extract_amount = ? WHERE number = ?")
    for (item, amount) in availability.extractAmounts { try change.execute(arguments: [amount.minorUnits, item]) }
  }

  private func insertAllocations(_ database: Database, _ run: MatchedRun, _ entries: [Int64]) throws {
    let insert = try database.cachedStatement(
      sql: """
        INSERT INTO allocation (entry, item, customer, run, cash, discount, adjustment, reason, paid, acknowledged)
        VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, 0)
        """)
    var items = ItemNumbers(run, before: number)
    for row in 0..<run.payments.count {
      for place in run.decisions.allocations[row].indices {
        let line = run.decisions.allocationRows[place]
        let isOnItem = line.item.number >= 0
        let customer = isOnItem ? run.items.customer[line.item.index] : run.decisions.customer[row]
        let name =
          customer.number < 0 ? "" : run.customers.arena.string(run.customers.customerID[customer.index])
        try insert.execute(arguments: [
          entries[row], isOnItem ? try items.number(of: line.item, database) : nil, name, number, line.cash.minorUnits,
          line.discount.minorUnits, line.adjustment.minorUnits, line.adjustmentReason.map { Int($0.rawValue) },
          line.paid.minorUnits,
        ])
      }
    }
  }

  /// The book's numbers of a run's items, made where an item is paid for the first time.
  private struct ItemNumbers {
    private let run: MatchedRun
    private let bookNumber: Int64
    private var numbers: [Int32: Int64] = [:]

    /// - Parameter number: the run's own.
    init(_ run: MatchedRun, before number: Int64) {
      self.run = run
      bookNumber = number
    }

    mutating func number(of item: OpenItemRow, _ database: Database) throws -> Int64 {
      if let known = numbers[item.number] { return known }
      let items = run.items
      let company = items.arena.string(items.company[item.index])
      let invoice = items.arena.string(items.invoiceID[item.index])
      let insert = try database.cachedStatement(
        sql: "INSERT INTO item (company, invoice, currency, extract_amount) VALUES (?, ?, ?, ?) ON CONFLICT DO NOTHING")
      let (currency, open) = (items.currency[item.index].code, items.amount[item.index].minorUnits)
      try insert.execute(arguments: [company, invoice, currency, open])
      let number =
        database.changesCount > 0
        ? database.lastInsertedRowID : try known(company, invoice, currency: currency, open: open, database)
      numbers[item.number] = number
      return number
    }

    /// An item that an earlier run has paid. What is outstanding of that, if anything, was held against tonight's extract already;
    /// where nothing is, tonight's is what the next extract will be held against.
    private func known(
      _ company: String, _ invoice: String, currency: String, open: Int64, _ database: Database
    ) throws -> Int64 {
      let select = try database.cachedStatement(sql: "SELECT number FROM item WHERE company = ? AND invoice = ?")
      let number = try Int64.fetchOne(select, arguments: [company, invoice]) ?? 0
      let outstanding = try database.cachedStatement(
        sql: "SELECT 1 FROM allocation WHERE item = ? AND acknowledged < 2 AND run < ? LIMIT 1")
      if try Int.fetchOne(outstanding, arguments: [number, bookNumber]) == nil {
        let change = try database.cachedStatement(
          sql: "UPDATE item SET extract_amount = ?, currency = ? WHERE number = ?")
        try change.execute(arguments: [open, currency, number])
      }
      return number
    }
  }
}
