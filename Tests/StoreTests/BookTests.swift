import CashModel
import Foundation
import GRDB
import Store
import Testing

@Suite struct BookTests {
  /// A folder of its own, gone when the test is.
  private final class Place {
    let path: String

    init() throws {
      path = FileManager.default.temporaryDirectory.path + "/tieout-book-" + UUID().uuidString
      try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
    }

    deinit { _ = try? FileManager.default.removeItem(atPath: path) }

    var book: String { path + "/book" }
  }

  private func failure(_ body: () throws(BookFailure) -> Void) -> BookFailure? {
    do throws(BookFailure) { try body() } catch { return error }
    return nil
  }

  @Test func aBookIsMadeWhereThereIsNone() throws {
    let place = try Place()
    let book = try Book.open(place.book, waits: false)
    #expect(try book.runCount() == 0)
    #expect(try book.problems().isEmpty)
    #expect(try book.outstanding().isEmpty)
    #expect(try book.waiting().ids.isEmpty)
  }

  @Test func oneRunAtATimeAndReadersBeside() throws {
    let place = try Place()
    var book: Book? = try Book.open(place.book, waits: false)
    #expect(
      failure { () throws(BookFailure) in _ = try Book.open(place.book, waits: false) }
        == .locked("\(place.book): another run is using this book; --wait waits for it"))
    #expect(try Book.reading(place.book).problems().isEmpty)
    _ = book?.path
    book = nil
    #expect(failure { () throws(BookFailure) in _ = try Book.open(place.book, waits: false) } == nil)
  }

  @Test func whatIsNoBookIsLeftAlone() throws {
    let place = try Place()
    try Data("booking_date,amount\n".utf8).write(to: URL(fileURLWithPath: place.book))
    guard case .unusable = failure({ () throws(BookFailure) in _ = try Book.open(place.book, waits: false) }) else {
      Issue.record("a text is no book")
      return
    }
    #expect(try Data(contentsOf: URL(fileURLWithPath: place.book)) == Data("booking_date,amount\n".utf8))
    let other = place.path + "/other"
    try DatabaseQueue(path: other).write { try $0.execute(sql: "CREATE TABLE mine (a)") }
    let found = failure { () throws(BookFailure) in _ = try Book.open(other, waits: false) }
    #expect(found == .unusable("\(other): is no book of Tieout"))
    #expect(failure { () throws(BookFailure) in _ = try Book.reading(place.path + "/none") } != nil)
  }

  @Test func aBookOfALaterVersionIsLeftAlone() throws {
    let place = try Place()
    do { _ = try Book.open(place.book, waits: false) }
    try DatabaseQueue(path: place.book).write {
      try $0.execute(sql: "INSERT INTO grdb_migrations (identifier) VALUES ('99')")
    }
    let found = failure { () throws(BookFailure) in _ = try Book.open(place.book, waits: false) }
    #expect(found == .unusable("\(place.book): a later version of Tieout has written this book"))
  }

  @Test func aDamagedBookIsNoticed() throws {
    let place = try Place()
    do { _ = try Book.open(place.book, waits: false) }
    try DatabaseQueue(path: place.book).write {
      try $0.execute(sql: "PRAGMA foreign_keys = OFF")
      try $0.execute(
        sql:
          "INSERT INTO run VALUES (1, 'R1', 0, '/x', 'r', '', 1); INSERT INTO output VALUES (1, 'a.csv', 0, 5, x'00')")
    }
    #expect(try Book.reading(place.book).problems() == ["\(place.book): part 0 of a.csv of run R1 cannot be read"])
  }

  @Test func aBackupIsABook() throws {
    let place = try Place()
    let book = try Book.open(place.book, waits: false)
    try Book.reading(place.book).backUp(to: place.path + "/copy")
    #expect(try Book.reading(place.path + "/copy").problems().isEmpty)
    #expect(failure { () throws(BookFailure) in try book.backUp(to: place.path + "/copy") } != nil)
  }
}
