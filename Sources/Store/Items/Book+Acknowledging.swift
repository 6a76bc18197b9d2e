package import CashModel
import GRDB

/// What the ERP's own list names.
package enum ImportedEntry: Hashable, Sendable {
  case entry(JournalEntryID)
  /// A payment, all of whose entries are imported.
  case payment(PaymentID)
}

extension Book {
  /// Notes what the ERP says it has imported.
  ///
  /// - Returns: how many allocations that acknowledged, and what the book does not know.
  package func acknowledge(
    _ imported: [ImportedEntry]
  ) throws(BookFailure) -> (allocations: Int, unknown: [ImportedEntry]) {
    try writing { database in
      var count = 0
      var unknown: [ImportedEntry] = []
      try database.inTransaction {
        let later = try Book.laterEntries(database)
        for one in imported {
          switch one {
          case .payment(let payment):
            guard let entry = try Book.number(of: payment, database) else {
              unknown.append(one)
              continue
            }
            count += try Book.confirm(entry, run: nil, database)
          case .entry(let id):
            if let (entry, run) = later[id] {
              count += try Book.confirm(entry, run: run, database)
            } else if let entry = try Book.number(of: PaymentID(id.fingerprint), database) {
              let run = try Int64.fetchOne(database, sql: "SELECT run FROM entry WHERE number = ?", arguments: [entry])
              count += try Book.confirm(entry, run: run, database)
            } else {
              unknown.append(one)
            }
          }
        }
        return .commit
      }
      return (count, unknown)
    }
  }

  private static func number(of payment: PaymentID, _ database: Database) throws -> Int64? {
    let select = try database.cachedStatement(
      sql: "SELECT number FROM entry WHERE payment_high = ? AND payment_low = ?")
    return try Int64.fetchOne(
      select,
      arguments: [Int64(bitPattern: payment.fingerprint.high), Int64(bitPattern: payment.fingerprint.low)])
  }

  /// - Parameter run: the one whose allocations are meant; nil for all.
  private static func confirm(_ entry: Int64, run: Int64?, _ database: Database) throws -> Int {
    let update = try database.cachedStatement(
      sql: "UPDATE allocation SET acknowledged = 1 WHERE acknowledged = 0 AND entry = ?1 AND (?2 IS NULL OR run = ?2)")
    try update.execute(arguments: [entry, run])
    return database.changesCount
  }

  /// The outstanding entries by which later runs placed what had waited.
  private static func laterEntries(
    _ database: Database
  ) throws -> [JournalEntryID: (entry: Int64, run: Int64)] {
    var entries: [JournalEntryID: (entry: Int64, run: Int64)] = [:]
    let rows = try Row.fetchCursor(
      database,
      sql: """
        SELECT DISTINCT e.number, a.run, e.payment_high, e.payment_low, r.run_id
        FROM allocation a JOIN entry e ON e.number = a.entry JOIN run r ON r.number = a.run
        WHERE a.acknowledged < 2 AND a.item IS NOT NULL AND a.run <> e.run
        """)
    while let row = try rows.next() {
      let payment = PaymentID(Fingerprint(high: UInt64(bitPattern: row[2]), low: UInt64(bitPattern: row[3])))
      entries[JournalEntryID(of: payment, laterRun: row[4])] = (row[0], row[1])
    }
    return entries
  }
}
