import CashModel
import Foundation
import GRDB

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

  /// What writes the run's rows, beside its files.
  package var rows: RowWriter { RowWriter(book: book, number: number) }
}
