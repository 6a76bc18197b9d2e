import Foundation
import GRDB

/// A file beside the bank's that the last run read.
package struct LedgerFile: Sendable, Hashable {
  /// As `summary.json` calls it: open_items, customers, …
  package let role: String
  package let path: String
  /// Of its content, in hexadecimal.
  package let sha256: String
  package let byteCount: Int

  package init(role: String, path: String, sha256: String, byteCount: Int) {
    self.role = role
    self.path = path
    self.sha256 = sha256
    self.byteCount = byteCount
  }
}

extension Book {
  /// The files beside the bank's that the last run read, in order.
  package func ledgerFiles() throws(BookFailure) -> [LedgerFile] { try reading { try Book.ledgerFiles($0) } }

  private static func ledgerFiles(_ database: Database) throws -> [LedgerFile] {
    try Row.fetchAll(
      database,
      sql: "SELECT role, path, sha256, sum(byte_count) FROM ledger_file GROUP BY place ORDER BY place"
    ).map { LedgerFile(role: $0[0], path: $0[1], sha256: $0[2], byteCount: $0[3]) }
  }

  /// The content of the file of this place in `ledgerFiles()`.
  package func content(ofLedgerFile place: Int) throws(BookFailure) -> [UInt8] {
    try reading { database in
      var bytes: [UInt8] = []
      for row in try Row.fetchAll(
        database, sql: "SELECT byte_count, content FROM ledger_file WHERE place = ? ORDER BY part", arguments: [place])
      {
        guard let part = PackedBytes.unpacked(Array(row[1] as Data), count: row[0]) else {
          throw BookFailure.unusable("\(self.path): a file of the ledger cannot be read")
        }
        bytes += part
      }
      return bytes
    }
  }
}

extension RunWriter {
  /// Keeps the files of this run's ledger instead of the last one's, where they are others.
  ///
  /// - Parameter content: gives the bytes of the file of a place.
  package func keep<Failure: Error>(
    _ files: [LedgerFile], content: (Int) throws(Failure) -> [UInt8]
  ) throws(BookFailure) -> Failure? {
    let known = try book.ledgerFiles()
    if known == files { return nil }
    try book.writing { try $0.execute(sql: "DELETE FROM ledger_file") }
    for (place, file) in files.enumerated() {
      let bytes: [UInt8]
      do throws(Failure) { bytes = try content(place) } catch { return error }
      var part = 0
      repeat {
        let start = part * RunWriter.ledgerPart
        let piece = Array(bytes[start..<min(bytes.count, start + RunWriter.ledgerPart)])
        guard let packed = PackedBytes.packed(piece) else {
          throw .io("\(book.path): \(file.path) could not be packed")
        }
        try book.writing { database in
          try database.execute(
            sql: "INSERT INTO ledger_file VALUES (?, ?, ?, ?, ?, ?, ?)",
            arguments: [place, part, file.role, file.path, file.sha256, piece.count, Data(packed)])
        }
        part += 1
      } while part * RunWriter.ledgerPart < bytes.count
    }
    return nil
  }

  private static let ledgerPart = 8 << 20
}
