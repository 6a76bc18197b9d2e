import Crypto
import Foundation
import GRDB

/// A file that a run read, as it lies on the disk: an archive is one, whatever is in it.
package struct SourceFile: Sendable, Hashable, Codable {
  /// As `summary.json` calls it: bank, open_items, customers, …
  package let role: String
  package let path: String
  /// Of its content, in hexadecimal.
  package let sha256: String

  package init(role: String, path: String, sha256: String) {
    self.role = role
    self.path = path
    self.sha256 = sha256
  }
}

extension Book {
  /// The files that a run read, in order; their contents are there unless the run's files were forgotten.
  package func sources(of run: BookRun) throws(BookFailure) -> [SourceFile] {
    try reading { database in
      try Row.fetchAll(
        database, sql: "SELECT role, path, sha256 FROM source WHERE run = ? ORDER BY place", arguments: [run.number]
      ).map { SourceFile(role: $0[0], path: $0[1], sha256: $0[2]) }
    }
  }

  /// The bank files that a run took, as its reports name them: a member of an archive by the archive's path and its own name.
  package func acceptedBankFiles(of run: BookRun) throws(BookFailure) -> [String] {
    try reading {
      try String.fetchAll(
        $0, sql: "SELECT path FROM input WHERE run = ? AND role = 'bank' AND is_refused = 0 ORDER BY place",
        arguments: [run.number])
    }
  }

  package func hasContent(_ sha256: String) throws(BookFailure) -> Bool {
    try reading {
      try Bool.fetchOne($0, sql: "SELECT EXISTS (SELECT 1 FROM content WHERE sha256 = ?)", arguments: [sha256]) ?? false
    }
  }

  /// The content of a file that a run read.
  package func content(of file: SourceFile) throws(BookFailure) -> [UInt8] {
    var bytes: [UInt8] = []
    try eachPart(ofContent: file.sha256) { bytes += $0 }
    return bytes
  }

  private func eachPart(ofContent sha256: String, _ take: ([UInt8]) -> Void) throws(BookFailure) {
    try reading { database in
      let parts = try Row.fetchCursor(
        database, sql: "SELECT byte_count, bytes FROM content WHERE sha256 = ? ORDER BY part", arguments: [sha256])
      while let row = try parts.next() {
        guard let part = PackedBytes.unpacked(Array(row[1] as Data), count: row[0]) else {
          throw BookFailure.unusable("\(self.path): a file that a run read cannot be unpacked (SHA-256 \(sha256))")
        }
        take(part)
      }
    }
  }

  /// What is wrong with the files that runs read: each must have the digest it is named by.
  func sourceProblems() throws(BookFailure) -> [String] {
    var problems: [String] = []
    for name in try reading({ try String.fetchAll($0, sql: "SELECT DISTINCT sha256 FROM content ORDER BY sha256") }) {
      var hash = SHA256()
      do throws(BookFailure) {
        try eachPart(ofContent: name) { hash.update(data: $0) }
        if Trail.hex(hash.finalize()) != name {
          problems.append("a file that a run read is not what it was (SHA-256 \(name))")
        }
      } catch {
        problems.append(error.sentence)
      }
    }
    return problems
  }

  /// Forgets what runs read, but for the last one's ledger, with which decisions are matched; and how to undo what came before.
  static func forgetSources(_ database: Database, of runs: [Int64]) throws {
    let last = try Int64.fetchOne(database, sql: "SELECT max(number) FROM run") ?? 0
    for run in runs {
      try database.execute(
        sql: "DELETE FROM source WHERE run = ? AND (run < ? OR role IN ('bank', 'decisions'))", arguments: [run, last])
    }
    try database.execute(sql: "DELETE FROM content WHERE sha256 NOT IN (SELECT sha256 FROM source)")
    let first = "(SELECT coalesce(min(run), ?) FROM output)"
    try database.execute(sql: "DELETE FROM undo WHERE run < \(first)", arguments: [last + 1])
    try database.execute(sql: "DELETE FROM ledger WHERE run < \(first) - 1 AND run < ?", arguments: [last + 1, last])
  }
}

extension RunWriter {
  /// Notes what the run read.
  package func note(_ files: [SourceFile]) throws(BookFailure) {
    sources = files
    try book.writing { database in
      for (place, file) in files.enumerated() {
        try database.execute(
          sql: "INSERT INTO source VALUES (?, ?, ?, ?, ?)",
          arguments: [number, place, file.role, file.path, file.sha256])
      }
    }
  }

  /// Keeps a part of a content that the book does not have yet.
  package func keep(_ part: PackedPart, _ place: Int, ofContent sha256: String) throws(BookFailure) {
    guard let packed = part.packed else { throw .io("\(book.path): a file that was read could not be packed") }
    try book.writing { database in
      try database.cachedStatement(sql: "INSERT INTO content VALUES (?, ?, ?, ?)").execute(
        arguments: [sha256, place, part.byteCount, Data(packed)])
    }
  }
}

/// A part of a file, packed as the book keeps it.
package struct PackedPart: Sendable {
  let byteCount: Int
  let packed: [UInt8]?

  package init(_ bytes: [UInt8]) {
    byteCount = bytes.count
    packed = PackedBytes.packed(bytes.span)
  }
}
