package import CashModel
import Foundation
import GRDB

/// One run as the book lists it.
package struct BookRun: Sendable, Equatable {
  package struct Input: Sendable, Equatable {
    package let role: String
    package let path: String
    package let sha256: String
    package let byteCount: Int
    package let isRefused: Bool

    package init(role: String, path: String, sha256: String, byteCount: Int, isRefused: Bool) {
      self.role = role
      self.path = path
      self.sha256 = sha256
      self.byteCount = byteCount
      self.isRefused = isRefused
    }
  }

  /// From 1, in the order in which they were committed; 0 before that.
  package var number: Int64 = 0
  package let runID: String
  package let asOf: CalendarDate
  /// Where its files were to be published, absolute.
  package let folder: String
  /// What was asked for: the same request on the same book is the same run, asked for again.
  package let request: String
  package var isPublished = false
  /// The program's and the rules' versions; empty of a run that was read from the book, whose trail has them.
  package var program = ""
  package var inputs: [Input] = []
  /// Who decided where a row of decisions does not say it.
  package var decidedBy = ""

  package init(runID: String, asOf: CalendarDate, folder: String, request: String, inputs: [Input]) {
    self.runID = runID
    self.asOf = asOf
    self.folder = folder
    self.request = request
    self.inputs = inputs
  }
}

extension Book {
  package func runCount() throws(BookFailure) -> Int64 {
    try reading { try Int64.fetchOne($0, sql: "SELECT coalesce(max(number), 0) FROM run") ?? 0 }
  }

  /// All runs, or those that are committed and not yet published, without their inputs; in order.
  package func runs(onlyUnpublished: Bool = false) throws(BookFailure) -> [BookRun] {
    try reading { database in
      try Row.fetchAll(
        database,
        sql: "SELECT \(BookRun.columns) FROM run"
          + (onlyUnpublished ? " WHERE is_published = 0" : "") + " ORDER BY number"
      ).map(BookRun.init)
    }
  }

  package func run(named id: String) throws(BookFailure) -> BookRun? {
    try reading { database in
      try Row.fetchOne(
        database, sql: "SELECT \(BookRun.columns) FROM run WHERE run_id = ?",
        arguments: [id]
      ).map(BookRun.init)
    }
  }

  /// The runs that have seen, placed or given back something of a payment, in order.
  package func runs(decidingOn payment: PaymentID) throws(BookFailure) -> [BookRun] {
    let id = payment.fingerprint
    return try reading { database in
      try Row.fetchAll(
        database,
        sql: """
          SELECT \(BookRun.columns) FROM run WHERE number IN (
            SELECT run FROM entry WHERE payment_high = ?1 AND payment_low = ?2
            UNION SELECT a.run FROM allocation a JOIN entry e ON e.number = a.entry
              WHERE e.payment_high = ?1 AND e.payment_low = ?2
            UNION SELECT t.run FROM trail t JOIN entry e ON e.number = t.entry
              WHERE e.payment_high = ?1 AND e.payment_low = ?2)
          ORDER BY number
          """, arguments: [Int64(bitPattern: id.high), Int64(bitPattern: id.low)]
      ).map(BookRun.init)
    }
  }

  /// The last run with this request.
  package func lastRun(of request: String) throws(BookFailure) -> BookRun? {
    try reading { database in
      try Row.fetchOne(
        database,
        sql: """
          SELECT \(BookRun.columns) FROM run WHERE request = ?
          ORDER BY number DESC LIMIT 1
          """, arguments: [request]
      ).map(BookRun.init)
    }
  }

  package func markPublished(_ run: BookRun) throws(BookFailure) {
    try writing { try $0.execute(sql: "UPDATE run SET is_published = 1 WHERE number = ?", arguments: [run.number]) }
  }

  /// Forgets the files that published runs of days before `day` wrote and read, and gives the disk back what they took. What was seen and
  /// applied stays.
  ///
  /// - Returns: how many runs that were.
  package func forgetFiles(before day: CalendarDate) throws(BookFailure) -> Int {
    try writing { database in
      var count = 0
      try database.inTransaction {
        let runs = try Int64.fetchAll(
          database,
          sql: """
            SELECT number FROM run WHERE is_published = 1 AND as_of < ?
              AND EXISTS (SELECT 1 FROM output WHERE run = run.number)
            """, arguments: [day.daysSince1970])
        for run in runs { try database.execute(sql: "DELETE FROM output WHERE run = ?", arguments: [run]) }
        try Book.forgetSources(database, of: runs)
        count = runs.count
        return .commit
      }
      if count > 0 { try database.execute(sql: "VACUUM") }
      return count
    }
  }

  /// The names of a run's files, in order; none where they were forgotten.
  package func fileNames(of run: BookRun) throws(BookFailure) -> [String] {
    try reading {
      try String.fetchAll(
        $0, sql: "SELECT DISTINCT name FROM output WHERE run = ? ORDER BY name", arguments: [run.number])
    }
  }

  /// Hands a file of a run over, part by part.
  package func withParts<Failure: Error>(
    of file: String, in run: BookRun, _ take: ([UInt8]) throws(Failure) -> Void
  ) throws(BookFailure) -> Result<Void, Failure> {
    let parts = try reading {
      try Int.fetchOne(
        $0, sql: "SELECT count(*) FROM output WHERE run = ? AND name = ?", arguments: [run.number, file]) ?? 0
    }
    for part in 0..<parts {
      let bytes = try reading { database -> [UInt8] in
        let row = try Row.fetchOne(
          database, sql: "SELECT byte_count, content FROM output WHERE run = ? AND name = ? AND part = ?",
          arguments: [run.number, file, part])
        guard let row, let bytes = PackedBytes.unpacked(Array(row["content"] as Data), count: row["byte_count"]) else {
          throw BookFailure.unusable("\(self.path): part \(part) of \(file) of run \(run.runID) cannot be read")
        }
        return bytes
      }
      do throws(Failure) { try take(bytes) } catch { return .failure(error) }
    }
    return .success(())
  }
}

extension BookRun {
  fileprivate static let columns = "number, run_id, as_of, folder, request, decided_by, is_published"

  init(_ row: Row) {
    self.init(
      runID: row[1], asOf: CalendarDate(daysSince1970: row[2]), folder: row[3], request: row[4], inputs: [])
    number = row[0]
    decidedBy = row[5]
    isPublished = row[6]
  }
}
