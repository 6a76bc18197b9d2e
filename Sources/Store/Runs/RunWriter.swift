import CashModel
import Crypto
import Foundation
import GRDB

/// Writes one run into the book, in one transaction: begun before the first file is rendered, committed when all of it is there.
package final class RunWriter {
  package let book: Book
  let number: Int64
  private let run: BookRun
  private var isOpen = true
  private var parts: [String: Int] = [:]
  private var outputs: [(name: String, hash: SHA256, count: Int)] = []
  /// What it read, as noted.
  var sources: [SourceFile] = []
  /// What people decided, each with the book's number of the payment's entry.
  package var decisions: [(entry: Int64, link: DecisionLink)] = []

  package init(_ book: Book, _ run: BookRun) throws(BookFailure) {
    self.book = book
    self.run = run
    number = try book.writing { database in
      try database.beginTransaction(.immediate)
      do {
        try database.execute(
          sql: "INSERT INTO run (run_id, as_of, folder, request, decided_by, is_published) VALUES (?, ?, ?, ?, ?, 0)",
          arguments: [run.runID, run.asOf.daysSince1970, run.folder, run.request, run.decidedBy])
        let number = database.lastInsertedRowID
        try Book.noteBeginning(database, of: number)
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

  /// Appends a part of a file; files stand in the trail in the order of their first parts.
  package func append(_ bytes: Span<UInt8>, to file: String) throws(BookFailure) {
    guard let packed = PackedBytes.packed(bytes) else { throw .io("\(book.path): \(file) could not be packed") }
    let part = parts[file] ?? 0
    parts[file] = part + 1
    let place = outputs.firstIndex { $0.name == file } ?? outputs.count
    if place == outputs.count { outputs.append((file, SHA256(), 0)) }
    unsafe bytes.withUnsafeBytes { unsafe outputs[place].hash.update(bufferPointer: $0) }
    let count = bytes.count
    outputs[place].count += count
    try book.writing { database in
      try database.cachedStatement(sql: "INSERT INTO output VALUES (?, ?, ?, ?, ?)").execute(
        arguments: [number, file, part, count, Data(packed)])
    }
  }

  /// All or nothing: from here on the run has happened.
  package func commit() throws(BookFailure) {
    try book.writing { database in
      let now = Date().ISO8601Format()
      let link = RunLink(
        run: run.runID, number: number, asOf: run.asOf.text, program: run.program, at: now,
        by: ProcessInfo.processInfo.userName,
        inputs: run.inputs.map { RunLink.File(name: $0.path, sha256: $0.sha256, bytes: $0.byteCount) },
        sources: sources,
        outputs: outputs.map { RunLink.File(name: $0.name, sha256: Trail.hex($0.hash.finalize()), bytes: $0.count) })
      try Trail.append(database, run: number, try Trail.json(link))
      for decision in decisions {
        var link = decision.link
        link.at = now
        try Trail.append(database, run: number, entry: decision.entry, try Trail.json(link))
      }
      try database.commit()
    }
    isOpen = false
  }

  /// What writes the run's rows, beside its files.
  package var rows: RowWriter { RowWriter(book: book, number: number) }
}
