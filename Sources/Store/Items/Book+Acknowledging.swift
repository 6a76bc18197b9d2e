package import CashModel
import GRDB

/// What the ERP's own list names.
package enum ImportedEntry: Hashable, Sendable {
  case entry(JournalEntryID)
  /// A payment, all of whose entries are imported.
  case payment(PaymentID)

  /// The payment; of an entry of a later run, none that there is.
  fileprivate var payment: PaymentID {
    switch self {
    case .entry(let id): PaymentID(id.fingerprint)
    case .payment(let payment): payment
    }
  }
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
        let outstanding = try Book.outstandingEntries(database)
        var others: Set<PaymentID> = []
        for one in imported {
          switch one {
          case .payment(let payment):
            if let entry = outstanding[payment] {
              count += try Book.confirm(entry, run: nil, database)
            } else {
              others.insert(payment)
            }
          case .entry(let id):
            if let (entry, run) = later[id] {
              count += try Book.confirm(entry, run: run, database)
            } else if let entry = outstanding[PaymentID(id.fingerprint)] {
              let run = try Int64.fetchOne(database, sql: "SELECT run FROM entry WHERE number = ?", arguments: [entry])
              count += try Book.confirm(entry, run: run, database)
            } else {
              others.insert(PaymentID(id.fingerprint))
            }
          }
        }
        let unheard = try Book.unheard(of: others, database)
        unknown = imported.filter { unheard.contains($0.payment) }
        return .commit
      }
      return (count, unknown)
    }
  }

  /// The entries with allocations that the extract does not show, or that stand on a customer's account.
  private static func outstandingEntries(_ database: Database) throws -> [PaymentID: Int64] {
    var entries: [PaymentID: Int64] = [:]
    let rows = try Row.fetchCursor(
      database,
      sql: """
        SELECT e.number, e.payment_high, e.payment_low FROM entry e WHERE e.number IN (
          SELECT entry FROM allocation WHERE acknowledged < 2 AND item IS NOT NULL
          UNION SELECT entry FROM allocation WHERE acknowledged = 0 AND item IS NULL)
        """)
    while let row = try rows.next() {
      entries[PaymentID(Fingerprint(high: UInt64(bitPattern: row[1]), low: UInt64(bitPattern: row[2])))] = row[0]
    }
    return entries
  }

  /// Those of the payments that the book has never seen. It looks through all entries, since no index by payment is kept: nothing else would
  /// need it.
  private static func unheard(of payments: Set<PaymentID>, _ database: Database) throws -> Set<PaymentID> {
    guard !payments.isEmpty else { return [] }
    var left = payments
    let rows = try Row.fetchCursor(database, sql: "SELECT payment_high, payment_low FROM entry")
    while !left.isEmpty, let row = try rows.next() {
      left.remove(PaymentID(Fingerprint(high: UInt64(bitPattern: row[0]), low: UInt64(bitPattern: row[1]))))
    }
    return left
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
