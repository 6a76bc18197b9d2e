import CashModel
import Foundation
import Pipeline
import Posting
import Store
import Testing

/// What an earlier run applied comes back: the same items are open again, with all that was taken off them.
@Suite struct ReturnsOverTimeTests: SmallNights {
  /// The ledger as it is when the payment comes back: our posting not imported, imported, or imported in part.
  @Test(arguments: [
    ["INV-1001,C1,100.00,EUR,2026-03-05,2.00,2026-04-01,"], ["INV-1009,C2,5.00,EUR,,,,"],
  ])
  func aReturnOpensTheItemAgain(extract: [String]) async throws {
    let first = ["INV-1001,C1,100.00,EUR,2026-03-05,2.00,2026-04-01,"]
    let folder = try folder(first)
    try await night(folder, [receipt("98.00", "INV-1001", "G000001")], out: "1")
    try #require(try lines(folder, "1") == ["INV-1001 98.00 2.00 0.00 cited_references"])
    try ledger(folder, extract)
    let second = try await night(folder, [returned("98.00", "G000002", day: 4)], out: "2")
    #expect(try lines(folder, "2") == ["INV-1001 -98.00 -2.00 0.00 taken_back"])
    #expect(try balances(folder, ["1", "2"]) == [:])
    #expect(try table(folder, "2/exceptions.csv").isEmpty)
    let transaction = try #require(try table(folder, "2/transactions.csv").first)
    #expect(transaction["outcome"] == "applied" && transaction["open_amount"] == "0.00")
    let line = try #require(try table(folder, "2/allocations.csv").first)
    let id = try #require(try table(folder, "1/allocations.csv").first?["payment_id"])
    #expect(line["explanation"] == "Takes back what an earlier run placed of payment \(id).")
    #expect(second.figures.cash.first?.reversed.minorUnits == -9_800)
    // The ledger still shows nothing of it: the item is paid again, with its discount, as if it had always been open.
    try await night(folder, [receipt("98.00", "INV-1001", "G000003", day: 5)], out: "3")
    #expect(try lines(folder, "3") == ["INV-1001 98.00 2.00 0.00 cited_references"])
    // And now it has imported everything: paid.
    try ledger(folder, ["INV-1009,C2,5.00,EUR,,,,"])
    try await night(folder, [receipt("98.00", "INV-1001", "G000004", day: 6)], out: "4")
    #expect(try table(folder, "4/exceptions.csv").map { $0["reason"] } == ["REF_UNKNOWN"])
  }

  /// In the same run in which a payment comes back, another pays its item.
  @Test func theItemIsPaidAgainTheSameNight() async throws {
    let folder = try folder(["INV-1001,C1,100.00,EUR,,,,", "INV-1002,C1,70.00,EUR,,,,"])
    try await night(folder, [receipt("100.00", "INV-1001", "G000001")], out: "1")
    try ledger(folder, ["INV-1002,C1,70.00,EUR,,,,"])
    try await night(
      folder, [returned("100.00", "G000001", day: 4), receipt("100.00", "INV-1001", "G000003", day: 4)], out: "2")
    #expect(
      try lines(folder, "2").sorted() == [
        "INV-1001 -100.00 0.00 0.00 taken_back", "INV-1001 100.00 0.00 0.00 cited_references",
      ])
    #expect(try balances(folder, ["1", "2"]) == ["1010": 10_000, "1200": -10_000])
  }

  /// Which of several payments it was: by the bank's reference or the end-to-end id; by nothing, it waits.
  @Test(arguments: [("G000001", "", "INV-1001"), ("", "E2", "INV-1002"), ("", "", "")])
  func whatCameBackIsNamed(reference: String, endToEnd: String, invoice: String) async throws {
    let folder = try folder(["INV-1001,C1,100.00,EUR,,,,", "INV-1002,C1,100.00,EUR,,,,"])
    try await night(
      folder,
      [
        receipt("100.00", "INV-1001", "G000001", endToEnd: "E1"),
        receipt("100.00", "INV-1002", "G000002", endToEnd: "E2"),
      ], out: "1")
    try #require(try lines(folder, "1").count == 2)
    try await night(folder, [returned("100.00", reference, day: 4, endToEnd: endToEnd)], out: "2")
    #expect(try table(folder, "2/allocations.csv").map { $0["invoice_id"] ?? "" } == (invoice.isEmpty ? [] : [invoice]))
    #expect(try table(folder, "2/exceptions.csv").map { $0["reason"] } == (invoice.isEmpty ? ["RETURN_UNMATCHED"] : []))
    // What came back once comes back no more: then it was the other, and then nobody's.
    for (out, count) in [("3", 1), ("4", 0)] {
      try await night(folder, [returned("100.00", "G00\(out)", day: 5)], out: out)
      #expect(try lines(folder, out).count == (invoice.isEmpty ? 0 : count))
    }
    if !invoice.isEmpty {
      let invoices = try ["2", "3"].flatMap { try table(folder, $0 + "/allocations.csv") }.map {
        $0["invoice_id"] ?? ""
      }
      #expect(invoices.sorted() == ["INV-1001", "INV-1002"])
    }
  }

  /// Of a payment that was placed in part the rest waits; all of it comes back, and nothing waits any more.
  @Test func theRestComesBackToo() async throws {
    let folder = try folder(["INV-1001,C1,100.00,EUR,,,,"])
    try await night(folder, [receipt("130.00", "INV-1001", "G000001", payer: "Alder Works Ltd,")], out: "1")
    try #require(try table(folder, "1/exceptions.csv").map { $0["open_amount"] } == ["30.00"])
    try await night(folder, [returned("130.00", "G000001", day: 4)], out: "2")
    #expect(try lines(folder, "2") == ["INV-1001 -100.00 0.00 0.00 taken_back"])
    #expect(try table(folder, "2/exceptions.csv").isEmpty)
    #expect(try balances(folder, ["1", "2"]) == [:])
    try await night(folder, [receipt("100.00", "INV-1001", "G000003", day: 5)], out: "3")
    #expect(try table(folder, "3/exceptions.csv").isEmpty)
  }

  /// Cash on a customer's account is taken from there.
  @Test func cashOnAccountIsTakenBack() async throws {
    let folder = try folder(["INV-1001,C1,100.00,EUR,,,,"])
    try await night(folder, [receipt("130.00", "INV-1001", "G000001")], out: "1")
    try #require(try lines(folder, "1").count == 2)
    try await night(folder, [returned("130.00", "G000001", day: 4)], out: "2")
    #expect(try table(folder, "2/transactions.csv").map { $0["outcome"] } == ["on_account"])
    #expect(try balances(folder, ["1", "2"]) == [:])
  }

  /// A small difference that was written off, and a credit memo that was taken, are there again.
  @Test func whatWasWrittenOffIsThereAgain() async throws {
    let folder = try folder(
      ["INV-1001,C1,100.00,EUR,,,,", "CM-2001,C1,-20.00,EUR,,,,credit_memo", "INV-1003,C2,50.00,EUR,,,,"],
      config: "policies:\n  tolerance: { absolute: 1.00, percent: 1 }\n")
    let receipts = [
      receipt("80.00", "INV-1001 less CM-2001", "G000001"),
      receipt("49.90", "INV-1003", "G000002", payer: "Birch Trading Ltd,DE22"),
    ]
    try await night(folder, receipts, out: "1")
    let placed = try lines(folder, "1")
    try #require(placed.count == 3)
    try ledger(folder, ["INV-1009,C2,5.00,EUR,,,,"])
    try await night(
      folder,
      [
        returned("80.00", "G000001", day: 4),
        returned("49.90", "R000002", day: 4, payer: "BIRCH TRADING LTD.,DE22"),
      ], out: "2")
    #expect(
      try lines(folder, "2").sorted() == [
        "CM-2001 20.00 0.00 0.00 taken_back", "INV-1001 -100.00 0.00 0.00 taken_back",
        "INV-1003 -49.90 0.00 -0.10 taken_back",
      ])
    #expect(try balances(folder, ["1", "2"]) == [:])
    try await night(folder, receipts.map { $0.replacingOccurrences(of: "G00000", with: "G00009") }, out: "3")
    #expect(try lines(folder, "3").sorted() == placed.sorted())
    #expect(try balances(folder, ["1", "2", "3"]) == balances(folder, ["1"]))
  }

  /// The ledger has opened the item by itself: opening it once more would be too much, and a person sees to it.
  @Test func whatTheLedgerHasOpenedItselfIsNotOpenedTwice() async throws {
    let folder = try folder(["INV-1001,C1,100.00,EUR,,,,"])
    try await night(folder, [receipt("100.00", "INV-1001", "G000001")], out: "1")
    try ledger(folder, ["INV-1009,C2,5.00,EUR,,,,"])
    try await night(folder, [receipt("1.00", "x", "G000002", day: 3)], out: "2")
    try ledger(folder, ["INV-1001,C1,100.00,EUR,,,,"])
    try await night(folder, [returned("100.00", "G000001", day: 4)], out: "3")
    #expect(try lines(folder, "3") == [])
    #expect(try table(folder, "3/exceptions.csv").compactMap { $0["reason"] }.contains("RETURN_UNMATCHED"))
  }

  /// A return that came before the payment's own statement waits for it.
  @Test func aReturnWaitsForItsPayment() async throws {
    let folder = try folder(["INV-1001,C1,100.00,EUR,,,,"])
    try await night(folder, [returned("100.00", "G000001", day: 4)], out: "1")
    try #require(try table(folder, "1/exceptions.csv").map { $0["reason"] } == ["RETURN_UNMATCHED"])
    try await night(folder, [receipt("100.00", "INV-1001", "G000001")], out: "2")
    #expect(try lines(folder, "2") == [])
    #expect(try table(folder, "2/exceptions.csv").isEmpty)
    #expect(try balances(folder, ["1", "2"]) == [:])
  }
}
