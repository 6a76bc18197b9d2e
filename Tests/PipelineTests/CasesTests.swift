import CashModel
import Foundation
import Pipeline
import Store
import Testing

/// Deductions and disputes in the book: opened by a short payment or a decision, ended by what settles the item.
@Suite struct CasesTests: SmallNights {
  private func cases(_ folder: Folder) throws -> [String] {
    try Book.reading(folder.path + "/book").cases().map {
      "\($0.invoice) \($0.customer) \($0.amount.text(exponent: 2)) \($0.currency.code) \($0.reason) \($0.status.name) \($0.resolution)"
    }
  }

  /// A book after a night on which an item of 100.00 was paid with 80.00.
  private func afterShortPayment(_ text: String = "INV-1001 less freight") async throws -> Folder {
    let folder = try folder(["INV-1001,C1,100.00,EUR,,,,", "INV-1002,C1,70.00,EUR,,,,"])
    try await night(folder, [receipt("80.00", text, "A")], out: "1")
    try #require(try lines(folder, "1") == ["INV-1001 80.00 0.00 0.00 cited_with_difference"])
    return folder
  }

  @Test func aShortPaymentOpensACase() async throws {
    let folder = try await afterShortPayment()
    #expect(try cases(folder) == ["INV-1001 C1 20.00 EUR FREIGHT open "])
    let id = try #require(try table(folder, "1/deductions.csv").first?["case_id"])
    #expect(try Book.reading(folder.path + "/book").cases().map(\.id) == [id])
    // It is there once, and goes on while the item is short.
    try await night(folder, [receipt("1.00", "x", "B", day: 3, payer: ",")], out: "2")
    try ledger(folder, ["INV-1001,C1,20.00,EUR,,,,"])
    try await night(folder, [receipt("1.00", "x", "D", day: 4, payer: ",")], out: "3")
    #expect(try cases(folder) == ["INV-1001 C1 20.00 EUR FREIGHT open "])
  }

  static let endings: [(String, [String], String, String)] = [
    ("a later payment", ["INV-1001,C1,20.00,EUR,,,,"], "20.00,EUR,Alder Works Ltd,DE11,INV-1001,B,DE99,,", "payment"),
    ("a credit memo, which the ledger booked", ["INV-1002,C1,70.00,EUR,,,,"], "", "ledger"),
    (
      "it came back", ["INV-1001,C1,20.00,EUR,,,,"], "-80.00,EUR,Alder Works Ltd,DE11,returned,A,DE99,RETURN,",
      "returned"
    ),
  ]

  @Test(arguments: endings)
  func aCaseEndsOnceNothingIsMissing(name: String, items: [String], entry: String, resolution: String) async throws {
    let folder = try await afterShortPayment()
    try ledger(folder, items)
    let entries = entry.isEmpty ? [] : ["2026-03-03,2026-03-03,\(entry)"]
    try await night(folder, entries + [receipt("1.00", "x", "Z", day: 3, payer: ",")], out: "2")
    #expect(try cases(folder).first == "INV-1001 C1 20.00 EUR FREIGHT resolved \(resolution)")
  }

  @Test func aWriteOffEndsACase() async throws {
    let folder = try await afterShortPayment()
    try await night(folder, [receipt("3.00", "INV-1001", "B", day: 3)], out: "2")
    let file = try decided(folder, "2", [("B", ["decision": "write-off small"])])
    guard file.split(separator: "\n").count > 1 else {
      Issue.record("the second payment is decided without a person")
      return
    }
    try await reprocess(folder, file, out: "3")
    #expect(try cases(folder).first?.hasSuffix("resolved write_off") == true)
  }

  @Test func aDecisionOpensADispute() async throws {
    let folder = try folder(["INV-1001,C1,100.00,EUR,,,,"])
    try await night(folder, [receipt("30.00", "INV-1001", "A")], out: "1")
    #expect(try cases(folder) == [])
    try await reprocess(folder, try decided(folder, "1", [("A", ["decision": "dispute QUANTITY"])]), out: "2")
    #expect(try cases(folder) == ["INV-1001 C1 70.00 EUR QUANTITY disputed "])
  }

  /// What people change stands in the trail, and later runs leave it as it is.
  @Test func peopleKeepCases() async throws {
    let folder = try await afterShortPayment()
    let path = folder.path + "/book"
    var one = try #require(try Book.reading(path).cases().first)
    one.owner = "bert"
    one.note = "asked the carrier"
    one.reason = "DAMAGE"
    one.status = .disputed
    try Book.existing(path, waits: false).change([one], by: "anna")
    try await night(folder, [receipt("1.00", "x", "B", day: 3, payer: ",")], out: "2")
    #expect(try Book.reading(path).cases() == [one])
    let report = try Book.reading(path).verifyTrail()
    #expect(report.problems.isEmpty && report.links == 3)
  }
}
