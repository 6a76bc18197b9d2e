import Foundation
import GRDB

/// Why the book could not be used.
package enum BookFailure: Error, Sendable, Equatable {
  /// Another run has it.
  case locked(String)
  /// What stands there is no book, or one of a later version, or damaged.
  case unusable(String)
  /// The disk or the system refused.
  case io(String)

  package var sentence: String {
    switch self {
    case .locked(let text), .unusable(let text), .io(let text): text
    }
  }
}

/// The memory of nightly runs: one SQLite file with the entries seen, what was applied, what waits, and the files of each run.
///
/// A run holds the book alone (`BookLock`) and writes it in one transaction; readers (`book check`, `export`, a backup) see the last
/// committed state meanwhile. The write-ahead log stands beside the file as `FILE-wal` and is part of the book until it is
/// closed.
package final class Book: Sendable {
  package let path: String
  let queue: DatabaseQueue
  /// Held until the book goes.
  private let lock: BookLock?

  /// Opens a book to be written, and makes one where there is none.
  ///
  /// - Parameter waits: whether to wait for another run to end; else `locked` is thrown.
  package static func open(_ path: String, waits: Bool) throws(BookFailure) -> Book {
    let lock = try BookLock(path, waits: waits)
    return try Book(path, lock: lock)
  }

  /// Opens a book that is there to be written.
  package static func existing(_ path: String, waits: Bool) throws(BookFailure) -> Book {
    guard FileManager.default.fileExists(atPath: path) else { throw .io("\(path): no such book") }
    return try open(path, waits: waits)
  }

  /// Opens a book that is there, to be read.
  package static func reading(_ path: String) throws(BookFailure) -> Book {
    guard FileManager.default.fileExists(atPath: path) else { throw .io("\(path): no such book") }
    return try Book(path, lock: nil)
  }

  private init(_ path: String, lock: BookLock?) throws(BookFailure) {
    self.path = path
    self.lock = lock
    var configuration = Configuration()
    configuration.readonly = lock == nil
    // A run spreads its one transaction over several calls.
    configuration.allowsUnsafeTransactions = true
    // A reader may meet the moment in which a writer moves the log into the file.
    configuration.busyMode = .timeout(10)
    queue = try bookErrors(path) {
      if lock == nil { return try DatabaseQueue(path: path, configuration: configuration) }
      configuration.prepareDatabase { database in
        try database.execute(sql: "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA cache_size = -262144")
      }
      return try DatabaseQueue(path: path, configuration: configuration)
    }
    try checkIdentity(isNewAllowed: lock != nil)
    if lock != nil { try bookErrors(path) { try BookSchema.migrator.migrate(queue) } }
  }

  /// A file that is somebody else's database is never touched; nor is a book that a later program made.
  private func checkIdentity(isNewAllowed: Bool) throws(BookFailure) {
    let (application, tables, isLater) = try reading { database in
      (
        try Int64.fetchOne(database, sql: "PRAGMA application_id") ?? 0,
        try Int.fetchOne(database, sql: "SELECT count(*) FROM sqlite_schema") ?? 0,
        try BookSchema.migrator.hasBeenSuperseded(database)
      )
    }
    if isNewAllowed, application == 0, tables == 0 { return }
    guard application == BookSchema.applicationID else { throw .unusable("\(path): is no book of Tieout") }
    if isLater { throw .unusable("\(path): a later version of Tieout has written this book") }
  }

  func reading<Value>(_ body: (Database) throws -> Value) throws(BookFailure) -> Value {
    try bookErrors(path) { try queue.unsafeRead(body) }
  }

  func writing<Value>(_ body: (Database) throws -> Value) throws(BookFailure) -> Value {
    try bookErrors(path) { try queue.writeWithoutTransaction(body) }
  }

  /// A copy of the book as it was last committed, in one file, while a run may be going on.
  package func backUp(to target: String) throws(BookFailure) {
    guard !FileManager.default.fileExists(atPath: target) else { throw .io("\(target): is there already") }
    try bookErrors(path) { try queue.vacuum(into: target) }
  }
}

/// SQLite's errors in the words of the book.
func bookErrors<Value>(_ path: String, _ body: () throws -> Value) throws(BookFailure) -> Value {
  do {
    return try body()
  } catch let error as BookFailure {
    throw error
  } catch let error as DatabaseError {
    let text = "\(path): \(error.message ?? "SQLite error \(error.resultCode.rawValue)")"
    switch error.resultCode {
    case .SQLITE_BUSY, .SQLITE_LOCKED: throw .locked(text)
    case .SQLITE_NOTADB, .SQLITE_CORRUPT, .SQLITE_SCHEMA, .SQLITE_CONSTRAINT: throw .unusable(text)
    default: throw .io(text)
    }
  } catch {
    throw .io("\(path): \(error.localizedDescription)")
  }
}
