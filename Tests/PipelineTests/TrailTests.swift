import CashModel
import Foundation
import GRDB
import Pipeline
import Store
import TestSupport
import Testing

/// The trail of a book: what was changed in it is found, wherever that is.
@Suite struct TrailTests: SmallNights {
  /// A book with two nights and a run of decisions.
  private func book() async throws -> Folder {
    let folder = try folder(ReprocessTests.items)
    try await night(folder, [receipt("30.00", "INV-1001", "A"), receipt("70.00", "INV-1002", "B")], out: "1")
    try await night(folder, [receipt("50.00", "x", "D", day: 3, payer: "Somebody,DE77")], out: "2")
    try await reprocess(
      folder,
      try decided(
        folder, "2",
        [
          ("A", ["decision": "accept 1", "note": "phone"]),
          ("D", ["decision": "on-account C2", "approved_by": "bert"]),
        ]),
      out: "3")
    return folder
  }

  private func problems(_ path: String, head: String? = nil) throws -> [String] {
    try Book.reading(path).verifyTrail(head: head).problems
  }

  /// Every byte of every link, the first and the last and some between in each run of the tests.
  @Test func oneByteChangedAnywhereIsFound() async throws {
    let folder = try await book()
    let path = folder.path + "/book"
    let report = try Book.reading(path).verifyTrail()
    #expect(report.problems.isEmpty)
    #expect(report.links == 5)
    let queue = try DatabaseQueue(path: path)
    try await queue.write { try $0.execute(sql: "DROP TRIGGER trail_stays; DROP TRIGGER trail_is_kept") }
    let links = try await queue.read {
      try Row.fetchAll($0, sql: "SELECT number, body, hash FROM trail ORDER BY number").map {
        (number: $0[0] as Int64, body: Array(($0[1] as String).utf8), hash: Array($0[2] as Data))
      }
    }
    for link in links {
      let step = Soak.isOn ? 1 : max(1, link.body.count / 12)
      for place in stride(from: 0, to: link.body.count, by: step) {
        var body = link.body
        body[place] = body[place] == 0x41 ? 0x42 : 0x41
        try await set(queue, "body", String(decoding: body, as: UTF8.self), link.number)
        let found = try problems(path)
        #expect(!found.isEmpty, "byte \(place) of link \(link.number)")
      }
      try await set(queue, "body", String(decoding: link.body, as: UTF8.self), link.number)
      for place in stride(from: 0, to: link.hash.count, by: Soak.isOn ? 1 : 7) {
        var hash = link.hash
        hash[place] ^= 1
        try await set(queue, "hash", Data(hash), link.number)
        let found = try problems(path)
        #expect(!found.isEmpty, "byte \(place) of the hash of link \(link.number)")
      }
      try await set(queue, "hash", Data(link.hash), link.number)
    }
    #expect(try problems(path).isEmpty)
  }

  private func set(
    _ queue: DatabaseQueue, _ column: String, _ value: some DatabaseValueConvertible & Sendable, _ link: Int64
  ) async throws {
    try await queue.write {
      try $0.execute(sql: "UPDATE trail SET \(column) = ? WHERE number = ?", arguments: [value, link])
    }
  }

  static let forgeries = [
    "DELETE FROM trail WHERE number = 2", "DELETE FROM trail WHERE number = 1",
    "UPDATE trail SET number = number + 10 WHERE number > 3",
    "UPDATE trail SET run = 2 WHERE number = 1",
    "UPDATE input SET sha256 = replace(sha256, substr(sha256, 1, 1), 'z') WHERE run = 2 AND place = 0",
    "UPDATE input SET byte_count = byte_count + 1 WHERE run = 1 AND place = 1",
    "DELETE FROM input WHERE run = 1 AND place = 1",
    "UPDATE run SET as_of = as_of + 1 WHERE number = 1",
    "UPDATE output SET name = 'other.csv' WHERE run = 1 AND name = 'postings.csv'",
    "UPDATE output SET content = (SELECT content FROM output WHERE run = 2 AND name = 'postings.csv' AND part = output.part), "
      + "byte_count = (SELECT byte_count FROM output WHERE run = 2 AND name = 'postings.csv' AND part = output.part) "
      + "WHERE run = 1 AND name = 'postings.csv' AND part < (SELECT count(*) FROM output WHERE run = 2 AND name = 'postings.csv')",
    "DELETE FROM output WHERE run = 3 AND name = 'decisions.csv'",
    "UPDATE source SET path = 'other' WHERE run = 1 AND place = 0",
    "DELETE FROM source WHERE run = 3 AND role = 'decisions'",
    "UPDATE source SET sha256 = (SELECT sha256 FROM source WHERE run = 2 AND place = 0) WHERE run = 1 AND place = 0",
    "DELETE FROM content WHERE sha256 = (SELECT sha256 FROM source WHERE run = 2 AND role = 'bank')",
    "UPDATE content SET bytes = other.bytes, byte_count = other.byte_count FROM content other "
      + "WHERE content.sha256 = (SELECT sha256 FROM source WHERE run = 1 AND role = 'bank') "
      + "AND other.sha256 = (SELECT sha256 FROM source WHERE run = 2 AND role = 'bank')",
  ]

  @Test(arguments: forgeries) func whatARunReadAndWroteIsHeldAgainstItsLink(forgery: String) async throws {
    let folder = try await book()
    let path = folder.path + "/book"
    let queue = try DatabaseQueue(path: path)
    try await queue.write {
      try $0.execute(sql: "DROP TRIGGER trail_stays; DROP TRIGGER trail_is_kept; PRAGMA foreign_keys = OFF")
      try $0.execute(sql: forgery)
      try #require($0.changesCount > 0)
    }
    #expect(try !problems(path).isEmpty)
  }

  /// What is cut off at the end leaves a chain that holds, but for who has noted its last hash.
  @Test func aNotedHashShowsWhatWasCutOff() async throws {
    let folder = try await book()
    let path = folder.path + "/book"
    let head = try Book.reading(path).verifyTrail().head
    #expect(try problems(path, head: head).isEmpty)
    #expect(try problems(path, head: head.uppercased()).isEmpty)
    let queue = try DatabaseQueue(path: path)
    try await queue.write {
      try $0.execute(sql: "DROP TRIGGER trail_is_kept; DELETE FROM trail WHERE number = 5")
    }
    #expect(try problems(path).isEmpty)
    #expect(try problems(path, head: head) == ["no link has the hash \(head)"])
  }

  @Test(arguments: ["UPDATE trail SET body = ''", "DELETE FROM trail"])
  func theBookItselfRefusesToChangeIt(change: String) async throws {
    let folder = try await book()
    let queue = try DatabaseQueue(path: folder.path + "/book")
    await #expect(throws: DatabaseError.self) { try await queue.write { try $0.execute(sql: change) } }
  }

  /// Files that were forgotten are no forgery.
  @Test func forgottenFilesAreNoForgery() async throws {
    let folder = try await book()
    let path = folder.path + "/book"
    _ = try Book.open(path, waits: false).forgetFiles(before: try #require(CalendarDate(iso: "2026-03-03")))
    #expect(try problems(path).isEmpty)
  }

  /// `explain --book`: each run that did something, each decision, and for what waits all there is to know now.
  @Test func theBookTellsWhatWasDecidedAboutAPayment() async throws {
    let folder = try await book()
    func explained(_ reference: String, _ run: String) async throws -> String {
      let row = try #require(try table(folder, run + "/transactions.csv").first { $0["bank_reference"] == reference })
      let id = try #require(PaymentID(row["payment_id"] ?? ""))
      return try await ExplainBook.text(book: folder.path + "/book", payment: id, jobs: 1)
    }
    let accepted = try await explained("A", "1")
    for part in [
      "Run 1,", "Run 3,", "reason: SHORT_PAY", "matcher: analyst", "anna decided 'accept 1' on SHORT_PAY: phone",
    ] {
      #expect(accepted.contains(part), "\(part)")
    }
    // Both runs, of the bank's files and of decisions, are decided again.
    #expect(accepted.components(separatedBy: "as they were written, byte for byte").count == 3)
    #expect(!accepted.contains("It waits."))
    let other = try await explained("D", "2")
    #expect(other.contains("anna, approved by bert decided 'on-account C2' on PAYER_UNKNOWN"))
    try await night(folder, [receipt("20.00", "INV-1003", "E", day: 4, payer: "Birch Trading Ltd,DE22")], out: "4")
    let waiting = try await explained("E", "4")
    #expect(waiting.contains("It waits.") && waiting.contains("INV-1003"))
  }
}
