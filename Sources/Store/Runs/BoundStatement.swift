import CashModel
import Foundation
import GRDB
import GRDBSQLite

/// A statement that is run once for each of many rows: its values go straight to SQLite, without an object for each.
///
/// Values are bound in order, then `run` is called.
@safe final class BoundStatement {
  private let statement: GRDB.Statement
  private let handle: OpaquePointer
  private let connection: OpaquePointer
  private let count: Int32
  private var place: Int32 = 0

  init(_ database: Database, _ sql: String) throws {
    let statement = try database.makeStatement(sql: sql)
    guard let connection = unsafe database.sqliteConnection else { throw BookFailure.io("the book is closed") }
    // Both live as long as the statement and its database.
    unsafe handle = unsafe statement.sqliteStatement
    unsafe self.connection = connection
    self.statement = statement
    count = unsafe sqlite3_bind_parameter_count(handle)
  }

  func bind(_ value: Int64?) {
    place += 1
    if let value {
      unsafe sqlite3_bind_int64(handle, place, value)
    } else {
      unsafe sqlite3_bind_null(handle, place)
    }
  }

  func bind(_ value: Int) { bind(Int64(value)) }
  func bind(_ value: UInt8) { bind(Int64(value)) }
  func bind(_ value: UInt64) { bind(Int64(bitPattern: value)) }
  func bind(_ value: Money) { bind(value.minorUnits) }
  func bind(_ value: CalendarDate?) { bind(value.map { Int64($0.daysSince1970) }) }

  func bind(_ text: String) {
    var text = text
    text.withUTF8 { bytes in unsafe bind(bytes: bytes, isText: true) }
  }

  func bind(_ slice: TextSlice, of arena: TextArena) {
    if arena.span(slice).count == 0 { return bind("") }
    unsafe arena.span(slice).withUnsafeBufferPointer { bytes in unsafe bind(bytes: bytes, isText: true) }
  }

  /// Null where there are no bytes.
  func bind(_ bytes: [UInt8]) {
    if bytes.isEmpty { return bind(nil as Int64?) }
    unsafe bytes.withUnsafeBufferPointer { unsafe bind(bytes: $0, isText: false) }
  }

  private func bind(bytes: UnsafeBufferPointer<UInt8>, isText: Bool) {
    place += 1
    // SQLite copies them before the call ends.
    let copies = unsafe unsafeBitCast(-1, to: sqlite3_destructor_type.self)
    if isText {
      unsafe sqlite3_bind_text(handle, place, bytes.baseAddress, Int32(clamping: bytes.count), copies)
    } else {
      unsafe sqlite3_bind_blob(handle, place, bytes.baseAddress, Int32(clamping: bytes.count), copies)
    }
  }

  /// Runs the statement with the values bound.
  ///
  /// - Returns: how many rows it changed.
  @discardableResult
  func run() throws -> Int {
    precondition(place == count, "every value is bound, and once")
    place = 0
    let code = unsafe sqlite3_step(handle)
    let message = code == SQLITE_DONE ? "" : unsafe String(cString: sqlite3_errmsg(connection))
    unsafe sqlite3_reset(handle)
    guard code == SQLITE_DONE else { throw DatabaseError(resultCode: ResultCode(rawValue: code), message: message) }
    return Int(unsafe sqlite3_changes(connection))
  }

  /// The number of the row that was inserted last.
  var inserted: Int64 { unsafe sqlite3_last_insert_rowid(connection) }
}
