package import CashModel
import GRDB

/// What was read of one account: its days, and the entries.
package struct AccountReading: Sendable {
  package var days: ClosedRange<CalendarDate>
  package var entries: [(day: CalendarDate, print: UInt64)] = []

  package init(days: ClosedRange<CalendarDate>) { self.days = days }
}

/// What the book knows of bank accounts.
package struct KnownAccounts: Sendable {
  package var seen = SeenEntries()
  package var chains: [String: StatementChain] = [:]
}

extension Book {
  /// Looks up the entries of the accounts that look like those read, and the accounts' statements around their days. A night of a few
  /// entries looks up each; a large one reads the days.
  package func accounts(_ readings: [String: AccountReading]) throws(BookFailure) -> KnownAccounts {
    try reading { database in
      var known = KnownAccounts()
      for (name, reading) in readings.sorted(by: { $0.key < $1.key }) {
        guard
          let account = try Int64.fetchOne(
            database, sql: "SELECT number FROM account WHERE name = ?", arguments: [name])
        else { continue }
        if reading.entries.count <= Book.mostLookups {
          try Book.lookUp(database, account, reading.entries, into: &known.seen)
        } else {
          let days = reading.days
          try Book.read(
            try Row.fetchCursor(
              database, sql: Book.selectedEntries + "account = ? AND booking_day BETWEEN ? AND ? ORDER BY number",
              arguments: [account, days.lowerBound.daysSince1970, days.upperBound.daysSince1970]), into: &known.seen)
        }
        let void = try Int64.fetchSet(
          database, sql: "SELECT content FROM statement WHERE account = ? AND is_void = 1", arguments: [account])
        known.chains[name] = StatementChain(
          try Book.statements(database, account, reading.days), void: Set(void.map { UInt64(bitPattern: $0) }))
      }
      return known
    }
  }

  /// Adds the entries that a booked statement lists.
  package func add(_ statement: StatementFacts, of account: String, to seen: inout SeenEntries) throws(BookFailure) {
    var all = seen
    try reading { database in
      try Book.read(
        try Row.fetchCursor(
          database,
          sql: Book.selectedEntries
            + "account = (SELECT number FROM account WHERE name = ?) AND booked_by = ? ORDER BY number",
          arguments: [account, statement.number]), into: &all)
    }
    seen = all
  }

  private static let mostLookups = 50_000
  private static let selectedEntries =
    "SELECT number, print, texts, identity, format, level, booked_by, is_void FROM entry WHERE "

  private static func lookUp(
    _ database: Database, _ account: Int64, _ entries: [(day: CalendarDate, print: UInt64)],
    into seen: inout SeenEntries
  ) throws {
    struct Key: Hashable {
      let day: CalendarDate
      let print: UInt64
    }
    let select = try database.cachedStatement(
      sql: selectedEntries + "account = ? AND booking_day = ? AND print = ? ORDER BY number")
    var asked: Set<Key> = []
    for (day, print) in entries where asked.insert(Key(day: day, print: print)).inserted {
      try read(
        try Row.fetchCursor(select, arguments: [account, day.daysSince1970, Int64(bitPattern: print)]), into: &seen)
    }
  }

  private static func read(_ rows: RowCursor, into seen: inout SeenEntries) throws {
    while let row = try rows.next() {
      guard let format = BankFileFormat(rawValue: row[4]), let level = StatementLevel(rawValue: row[5]) else {
        throw BookFailure.unusable("an entry of the book has an unknown format or level")
      }
      seen.add(
        SeenEntries.Entry(
          number: row[0], print: UInt64(bitPattern: row[1]), texts: UInt64(bitPattern: row[2]),
          identity: UInt64(bitPattern: row[3]), format: format, level: level, isBooked: row[6] as Int64? != nil,
          statement: row[6] ?? -1, isVoid: row[7]))
    }
  }

  /// The booked statements of a month around the days, and the last one before.
  private static func statements(
    _ database: Database, _ account: Int64, _ range: ClosedRange<CalendarDate>
  ) throws -> [StatementFacts] {
    let first = range.lowerBound.daysSince1970 - 31
    let columns =
      "number, format, level, identification, page, currency, day, opening, closing, entry_count, content, sequence"
    let rows = try Row.fetchAll(
      database,
      sql: """
        SELECT \(columns) FROM statement WHERE account = ?1 AND level = 2 AND is_void = 0 AND (day IS NULL OR day >= ?2)
        UNION ALL
        SELECT * FROM (
          SELECT \(columns) FROM statement WHERE account = ?1 AND level = 2 AND is_void = 0 AND day < ?2
          ORDER BY day DESC, number DESC LIMIT 20)
        ORDER BY number
        """, arguments: [account, first])
    return try rows.map { row in
      guard let format = BankFileFormat(rawValue: row[1]), let level = StatementLevel(rawValue: row[2]) else {
        throw BookFailure.unusable("a statement of the book has an unknown format or level")
      }
      return StatementFacts(
        number: row[0], format: format, level: level, identification: row[3], page: row[4], currency: row[5],
        day: (row[6] as Int32?).map { CalendarDate(daysSince1970: $0) },
        opening: (row[7] as Int64?).map { Money(minorUnits: $0) },
        closing: (row[8] as Int64?).map { Money(minorUnits: $0) }, entryCount: row[9],
        sequence: row[11], content: UInt64(bitPattern: row[10]))
    }
  }
}

/// An entry of the book that the bank has taken back.
package struct VoidedEntry: Sendable {
  package let entry: Int64
  package let id: PaymentID
  package let account: String
  package let bookingDate: CalendarDate
  /// Signed: debits are negative.
  package let amount: Money
  package let currency: Currency
  package let transactionClass: TransactionClass
  package let outcome: Outcome
  package let isReturned: Bool
}

extension Book {
  package func voided(_ numbers: [Int64]) throws(BookFailure) -> [VoidedEntry] {
    try reading { database in
      let select = try database.cachedStatement(
        sql: """
          SELECT e.payment_high, e.payment_low, a.name, e.booking_day, e.amount, e.currency, e.class, e.outcome,
            e.returned_by IS NOT NULL
          FROM entry e JOIN account a ON a.number = e.account WHERE e.number = ?
          """)
      return try numbers.compactMap { number in
        guard let row = try Row.fetchOne(select, arguments: [number]), let currency = Currency(row[5] as String),
          let kind = TransactionClass(rawValue: row[6]), let outcome = Outcome(rawValue: row[7])
        else { return nil }
        return VoidedEntry(
          entry: number, id: PaymentID(Fingerprint(high: UInt64(bitPattern: row[0]), low: UInt64(bitPattern: row[1]))),
          account: row[2], bookingDate: CalendarDate(daysSince1970: row[3]), amount: Money(minorUnits: row[4]),
          currency: currency, transactionClass: kind, outcome: outcome, isReturned: row[8])
      }
    }
  }
}
