import CashModel
import Foundation
import GRDB
import Pipeline
import TestSupport
import Testing

@testable import Store

/// A book as it was before one of its runs: every row of it, and every file of the run.
@Suite struct RewindingTests: SmallNights {
  /// The rows of all tables that decide anything, as text.
  private static func state(_ database: Database) throws -> [String: [String]] {
    var state: [String: [String]] = [:]
    for table in [
      "run", "account", "statement", "entry", "waiting", "item", "ledger", "allocation", "exception", "dispute",
      "learned",
    ] {
      state[table] = try Row.fetchAll(database, sql: "SELECT * FROM \(table) ORDER BY 1").map { row in
        row.databaseValues.map(\.description).joined(separator: "|")
      }
    }
    return state
  }

  private static func state(_ path: String) throws -> [String: [String]] {
    guard FileManager.default.fileExists(atPath: path) else { return [:] }
    return try Book.reading(path).reading { try state($0) }
  }

  /// Puts the book back to before each of its runs and holds it against what it was then, and at last against what it is.
  ///
  /// - Parameter states: by run; what was there before the first is not known, and is nothing.
  private func check(_ path: String, _ states: [[String: [String]]]) throws {
    let book = try Book.existing(path, waits: false)
    let runs = try book.runs()
    #expect(runs.count == states.count)
    let now = try Self.state(path)
    for (run, then) in zip(runs, states) {
      try book.rewind(before: run.number)
      let found = try book.reading { try Self.state($0) }
      try book.forward()
      for (table, rows) in found {
        #expect(rows == then[table] ?? [], "\(table) before run \(run.number)")
      }
    }
    #expect(try Self.state(path) == now)
    #expect(try book.problems().isEmpty)
  }

  @Test func everyNightOfACompanyIsThereAgain() async throws {
    let nights = try Nights(seed: 5, days: Soak.isOn ? 20 : 6, payments: Soak.isOn ? 2_000 : 240, isNoisy: true)
    let path = nights.folder.path + "/book"
    var states: [[String: [String]]] = []
    nights.willRun = { states.append(try Self.state(path)) }
    try await nights.simulate()
    try check(path, states)
    try await decideAgain(path, states.indices.map { (nights.folder, "run-\($0)") })
  }

  @Test func returnsAndCorrectionsAreUndone() async throws {
    let nights = try MarkedNights(seed: 3, days: Soak.isOn ? 20 : 8, payments: Soak.isOn ? 1_200 : 160)
    let path = nights.path.path + "/book"
    var states: [[String: [String]]] = []
    nights.willRun = { states.append(try Self.state(path)) }
    try await nights.simulate()
    try check(path, states)
    try await decideAgain(path, states.indices.map { (nights.path, "run-\($0)") })
  }

  /// Decisions, what they teach, cases, and what people change between the runs.
  @Test func mornings() async throws {
    let folder = try folder(ReprocessTests.items)
    let path = folder.path + "/book"
    var states = [try Self.state(path)]
    try await night(
      folder,
      [
        receipt("30.00", "INV-1001", "A"), receipt("70.00", "INV-1002", "B"),
        receipt("55.00", "x", "D", payer: "Somebody,DE77"),
      ], out: "1")
    let placed = try table(folder, "1/allocations.csv").compactMap { PaymentID($0["payment_id"] ?? "") }
    #expect(try Book.existing(path, waits: false).acknowledge(placed.map { .payment($0) }).allocations > 0)
    states.append(try Self.state(path))
    try await reprocess(
      folder,
      try decided(
        folder, "1",
        [("A", ["decision": "dispute PRICE"]), ("D", ["decision": "on-account C2", "approved_by": "bert"])]),
      out: "2")
    let learned = try Book.reading(path).learned()
    #expect(!learned.isEmpty)
    try LearnedList.change(learned.map(\.number), to: .approved, by: "carl", book: path, waits: false)
    var cases = try Book.reading(path).cases()
    #expect(!cases.isEmpty)
    for place in cases.indices { cases[place].owner = "dora" }
    try Book.existing(path, waits: false).change(cases, by: "dora")
    states.append(try Self.state(path))
    try await night(
      folder,
      [
        receipt("50.00", "INV-1003", "E", day: 3, payer: "Somebody,DE77"),
        returned("70.00", "R", day: 3, endToEnd: ""),
      ], out: "3")
    try check(path, states)
    try await decideAgain(path, ["1", "2", "3"].map { (folder, $0) })
  }

  /// What says that a run comes out as it was can say that it does not.
  @Test func aBookThatOtherHandsChangedDecidesOtherwise() async throws {
    let folder = try folder(ReprocessTests.items)
    let path = folder.path + "/book"
    try await night(folder, [receipt("100.00", "INV-1001", "A")], out: "1")
    try await night(folder, [receipt("70.00", "INV-1002", "B", day: 3)], out: "2")
    try await DatabaseQueue(path: path).write { try $0.execute(sql: "DELETE FROM undo WHERE run = 2") }
    let row = try #require(try table(folder, "2/transactions.csv").first)
    let id = try #require(PaymentID(row["payment_id"] ?? ""))
    let text = try await ExplainBook.text(book: path, payment: id, jobs: 1)
    #expect(text.contains("it comes out otherwise"))
    #expect(!text.contains("byte for byte"))
  }

  /// What waits is noted with whatever its texts hold.
  @Test func textsOfAnyKindComeBack() async throws {
    let folder = try folder(ReprocessTests.items)
    let path = folder.path + "/book"
    let texts = ["it's 'quoted'", "a; DROP TABLE entry; --", "\u{fc}\u{4e2d}\u{1f600}", "tab\there", "%s || x'00'"]
    try await night(
      folder, texts.enumerated().map { receipt("1\($0).00", $1, "X\($0)", payer: "\($1),DE7\($0)") }, out: "1")
    let state = try Self.state(path)
    try await reprocess(
      folder, try decided(folder, "1", texts.indices.map { ("X\($0)", ["decision": "refund", "note": texts[$0]]) }),
      out: "2")
    try check(path, [[:], state])
    try await decideAgain(path, [(folder, "1"), (folder, "2")])
    let failure = await #expect(throws: RunFailure.self) {
      try await ExplainRun.text(run: folder.path + "/1", payment: "X0", jobs: 1)
    }
    #expect("\(String(describing: failure))".contains("is run 1 of a book"))
  }

  /// Another run has the book: what was recorded is told all the same.
  @Test func aBookInUseIsNotPutBack() async throws {
    let folder = try folder(ReprocessTests.items)
    let path = folder.path + "/book"
    try await night(folder, [receipt("100.00", "INV-1001", "A")], out: "1")
    let row = try #require(try table(folder, "1/transactions.csv").first)
    let id = try #require(PaymentID(row["payment_id"] ?? ""))
    do {
      let other = try Book.existing(path, waits: false)
      let text = try await ExplainBook.text(book: path, payment: id, jobs: 1)
      #expect(text.contains("invoice_id: INV-1001"))
      #expect(text.contains("Not decided again: "))
      withExtendedLifetime(other) {}
    }
    // The files on the disk are not asked.
    for name in ["1.csv", "open-items.csv", "customers.csv"] { try folder.write(name, "gone\n") }
    let again = try await ExplainBook.text(book: path, payment: id, jobs: 1)
    #expect(again.contains("byte for byte") && again.contains("Runner-up"))
  }

  /// Old runs are forgotten with what they read; what is left can be put back to, and decisions find their ledger.
  @Test func whatIsForgottenIsGoneAndTheRestIsThere() async throws {
    let folder = try folder(ReprocessTests.items)
    let path = folder.path + "/book"
    var states: [[String: [String]]] = []
    for day in 2...5 {
      states.append(try Self.state(path))
      try await night(folder, [receipt("\(day).00", "nothing \(day)", "X\(day)", day: day)], out: "\(day)")
    }
    let book = try Book.existing(path, waits: false)
    func contents() throws -> Int {
      try book.reading { try Int.fetchOne($0, sql: "SELECT count(*) FROM content") ?? 0 }
    }
    let before = try contents()
    #expect(try book.forgetFiles(before: try #require(CalendarDate(iso: "2026-03-04"))) == 2)
    #expect(try contents() == before - 2)
    for (run, then) in zip(try book.runs(), states).dropFirst(2) {
      try book.rewind(before: run.number)
      let found = try book.reading { try Self.state($0) }
      try book.forward()
      // What of earlier runs is no longer needed may be gone.
      for (table, rows) in found where table != "ledger" { #expect(rows == then[table] ?? [], "\(table)") }
      #expect(found["ledger"]?.last == then["ledger"]?.last)
    }
    #expect(try book.forgetFiles(before: try #require(CalendarDate(iso: "2026-04-01"))) == 2)
    #expect(try book.verifyTrail().problems.isEmpty)
    let row = try #require(try table(folder, "5/transactions.csv").first)
    let id = try #require(PaymentID(row["payment_id"] ?? ""))
    let text = try await ExplainBook.text(book: path, payment: id, jobs: 1)
    #expect(text.contains("its files were forgotten") && text.contains("It waits."))
  }
}
