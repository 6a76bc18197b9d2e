package import CashModel
import Crypto
import Foundation
import GRDB

/// The trail of a book: a link for every run, with the digests of all it read and wrote, and one for every decision of a person. Each has
/// a SHA-256 of the link before it and of its own text, so that none can be changed, put in or taken out without all after it.
///
/// The decisions a run made by itself stand in its files, row by row with evidence and explanation; their digests are in its link.
enum Trail {
  static func hash(after previous: Data, _ body: String) -> Data {
    var hash = SHA256()
    hash.update(data: previous)
    hash.update(data: Data(body.utf8))
    return Data(hash.finalize())
  }

  /// What the first link stands on.
  static let start = Data("tieout trail 1".utf8)

  static func append(_ database: Database, run: Int64, entry: Int64? = nil, _ body: String) throws {
    let previous =
      try Data.fetchOne(database, sql: "SELECT hash FROM trail ORDER BY number DESC LIMIT 1") ?? start
    try database.execute(
      sql: "INSERT INTO trail (run, entry, body, hash) VALUES (?, ?, ?, ?)",
      arguments: [run, entry, body, hash(after: previous, body)])
  }

  static func json(_ link: some Encodable) throws -> String {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    return String(decoding: try encoder.encode(link), as: UTF8.self)
  }

  static func hex(_ bytes: some Sequence<UInt8>) -> String {
    bytes.map { byte in
      let digits = String(byte, radix: 16)
      return digits.utf8.count < 2 ? "0" + digits : digits
    }.joined()
  }
}

/// The link of a run.
struct RunLink: Codable, Equatable {
  struct File: Codable, Equatable {
    let name: String
    let sha256: String
    let bytes: Int
  }

  var kind = "run"
  let run: String
  let number: Int64
  let asOf: String
  let program: String
  /// By the clock, in UTC.
  let at: String
  /// The system's name of who started it.
  let by: String
  let inputs: [File]
  /// The files that these came out of.
  let sources: [SourceFile]
  let outputs: [File]
}

/// The link of a person's decision.
package struct DecisionLink: Codable, Equatable, Sendable {
  package struct Line: Codable, Equatable, Sendable {
    package let company: String
    package let invoice: String
    package let cash: Int64
    package let discount: Int64
    package let adjustment: Int64

    package init(company: String, invoice: String, cash: Int64, discount: Int64, adjustment: Int64) {
      self.company = company
      self.invoice = invoice
      self.cash = cash
      self.discount = discount
      self.adjustment = adjustment
    }
  }

  package var kind = "decision"
  package let payment: String
  package let decision: String
  /// Why the payment had waited, and what had been suggested for it.
  package let reason: String
  package let suggestions: [[KeptException.SuggestedCash]]
  package let customer: String
  package let lines: [Line]
  package let note: String
  package let decidedBy: String
  package let approvedBy: String
  package var at = ""

  package init(
    payment: String, decision: String, reason: String, suggestions: [[KeptException.SuggestedCash]], customer: String,
    lines: [Line], note: String, decidedBy: String, approvedBy: String
  ) {
    self.payment = payment
    self.decision = decision
    self.reason = reason
    self.suggestions = suggestions
    self.customer = customer
    self.lines = lines
    self.note = note
    self.decidedBy = decidedBy
    self.approvedBy = approvedBy
  }
}

/// What `book verify` finds.
package struct TrailReport: Sendable {
  package let links: Int
  /// The last link's hash, in hexadecimal: noted elsewhere, it shows later that nothing was cut off.
  package let head: String
  package let problems: [String]
}

extension Book {
  /// Goes over the whole trail: each hash, and of each run the digests of its inputs and of the files that are kept.
  ///
  /// - Parameter head: a hash that was noted earlier, and must be one of the chain's; nil for none.
  package func verifyTrail(head: String? = nil) throws(BookFailure) -> TrailReport {
    var problems: [String] = []
    var isHeadThere = head == nil
    var links = 0
    var last = Trail.start
    var runs: [Int64: RunLink] = [:]
    let rows = try reading { try Row.fetchAll($0, sql: "SELECT number, run, body, hash FROM trail ORDER BY number") }
    for row in rows {
      let number: Int64 = row[0]
      let body: String = row[2]
      links += 1
      if number != Int64(links) { problems.append("link \(links) is missing") }
      let hash = Trail.hash(after: last, body)
      if hash != row[3] as Data { problems.append("link \(number) is not what was written") }
      last = row[3]
      if Trail.hex(last) == head?.lowercased() { isHeadThere = true }
      if let link = try? JSONDecoder().decode(RunLink.self, from: Data(body.utf8)) {
        if link.number != row[1] as Int64 { problems.append("link \(number) is of another run than it says") }
        runs[link.number] = link
      }
      if problems.count > 100 { break }
    }
    if !isHeadThere, let head { problems.append("no link has the hash \(head)") }
    for run in try self.runs() {
      guard let link = runs[run.number], link.run == run.runID else {
        problems.append("run \(run.number) has no link of its own")
        continue
      }
      try problems += mismatches(of: run, link)
    }
    try problems += sourceProblems()
    return TrailReport(links: links, head: Trail.hex(last), problems: problems)
  }

  private func mismatches(of run: BookRun, _ link: RunLink) throws(BookFailure) -> [String] {
    var problems: [String] = []
    let inputs = try reading { database in
      try Row.fetchAll(
        database, sql: "SELECT path, sha256, byte_count FROM input WHERE run = ? ORDER BY place",
        arguments: [run.number]
      ).map { RunLink.File(name: $0[0], sha256: $0[1], bytes: $0[2]) }
    }
    if inputs != link.inputs { problems.append("the inputs of run \(run.number) are not what they were") }
    if run.asOf.text != link.asOf { problems.append("the day of run \(run.number) is not what it was") }
    let names = try fileNames(of: run)
    // Forgotten as a whole, or there as a whole.
    guard !names.isEmpty else { return problems }
    if try sources(of: run) != link.sources {
      problems.append("the files that run \(run.number) read are not those it read")
    }
    for file in link.sources where try !hasContent(file.sha256) {
      problems.append("\(file.path), which run \(run.number) read, is not there")
    }
    if names != link.outputs.map(\.name).sorted() {
      problems.append("the files of run \(run.number) are not those it wrote")
    }
    for file in link.outputs where names.contains(file.name) {
      var hash = SHA256()
      var count = 0
      do throws(BookFailure) {
        switch try withParts(
          of: file.name, in: run,
          { (part) throws(Never) in
            hash.update(data: part)
            count += part.count
          })
        {
        case .success: break
        }
        if count != file.bytes || Trail.hex(hash.finalize()) != file.sha256 {
          problems.append("\(file.name) of run \(run.number) is not what was written")
        }
      } catch {
        problems.append(error.sentence)
      }
    }
    return problems
  }

  /// What the trail has of a run: the program's and the rules' versions, and the SHA-256 of each file it wrote, by name.
  package func recorded(of run: BookRun) throws(BookFailure) -> (program: String, outputs: [String: String])? {
    let body = try reading { database in
      try String.fetchOne(
        database, sql: "SELECT body FROM trail WHERE run = ? AND entry IS NULL ORDER BY number LIMIT 1",
        arguments: [run.number])
    }
    guard let body, let link = try? JSONDecoder().decode(RunLink.self, from: Data(body.utf8)) else { return nil }
    return (link.program, Dictionary(link.outputs.map { ($0.name, $0.sha256) }) { $1 })
  }

  /// What people decided about a payment, the first first: the text of each link.
  package func decisions(on payment: PaymentID) throws(BookFailure) -> [DecisionLink] {
    let id = payment.fingerprint
    let bodies = try reading { database in
      try String.fetchAll(
        database,
        sql: """
          SELECT t.body FROM trail t JOIN entry e ON e.number = t.entry WHERE e.payment_high = ? AND e.payment_low = ?
          ORDER BY t.number
          """, arguments: [Int64(bitPattern: id.high), Int64(bitPattern: id.low)])
    }
    return bodies.compactMap { try? JSONDecoder().decode(DecisionLink.self, from: Data($0.utf8)) }
  }
}
