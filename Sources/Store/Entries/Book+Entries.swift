package import CashModel
import GRDB

/// What the book knows of bank accounts.
package struct KnownAccounts: Sendable {
  package var seen = SeenEntries()
  package var chains: [String: StatementChain] = [:]
  /// Of the booked statements, by the book's number: what listed them, for showing a difference.
  package var listed: [Int64: [UInt64]] = [:]
}

extension Book {
  /// Reads the entries of the accounts from a week before the first of the days on, and the accounts' statements around them:
  /// however long the book is, a night reads days, not years.
  package func accounts(_ days: [String: ClosedRange<CalendarDate>]) throws(BookFailure) -> KnownAccounts {
    try reading { database in
      var known = KnownAccounts()
      for (name, range) in days.sorted(by: { $0.key < $1.key }) {
        guard
          let account = try Int64.fetchOne(
            database, sql: "SELECT number FROM account WHERE name = ?", arguments: [name])
        else { continue }
        try Book.readEntries(database, account, range, into: &known)
        known.chains[name] = StatementChain(try Book.statements(database, account, range))
      }
      return known
    }
  }

  private static func readEntries(
    _ database: Database, _ account: Int64, _ range: ClosedRange<CalendarDate>, into known: inout KnownAccounts
  ) throws {
    let rows = try Row.fetchCursor(
      database,
      sql: """
        SELECT number, print, texts, identity, format, level, booked_by FROM entry
        WHERE account = ? AND booking_day BETWEEN ? AND ? ORDER BY number
        """, arguments: [account, range.lowerBound.daysSince1970, range.upperBound.daysSince1970])
    while let row = try rows.next() {
      let print = UInt64(bitPattern: row[1])
      guard let format = BankFileFormat(rawValue: row[4]), let level = StatementLevel(rawValue: row[5]) else {
        throw BookFailure.unusable("an entry of the book has an unknown format or level")
      }
      let statement: Int64? = row[6]
      known.seen.add(
        SeenEntries.Entry(
          number: row[0], print: print, texts: UInt64(bitPattern: row[2]), identity: UInt64(bitPattern: row[3]),
          format: format, level: level, isBooked: statement != nil))
      if let statement { known.listed[statement, default: []].append(print) }
    }
  }

  /// The booked statements of a month around the days, and the last one before.
  private static func statements(
    _ database: Database, _ account: Int64, _ range: ClosedRange<CalendarDate>
  ) throws -> [StatementFacts] {
    let first = range.lowerBound.daysSince1970 - 31
    let columns = "number, format, level, identification, page, currency, day, opening, closing, entry_count, content"
    let rows = try Row.fetchAll(
      database,
      sql: """
        SELECT \(columns) FROM statement WHERE account = ?1 AND level = 2 AND (day IS NULL OR day >= ?2)
        UNION ALL
        SELECT * FROM (
          SELECT \(columns) FROM statement WHERE account = ?1 AND level = 2 AND day < ?2
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
        content: UInt64(bitPattern: row[10]))
    }
  }
}
