import CashModel
import Foundation
import Pipeline
import Posting
import Report
import Store
import Testing

/// What an earlier run applied comes back: the same items are open again, with all that was taken off them.
@Suite struct ReturnsOverTimeTests {
  private let header =
    "booking_date,value_date,amount,currency,payer_name,payer_account,remittance,bank_reference,account,transaction_code,end_to_end_id\n"

  private func folder(_ items: [String], config: String? = nil) throws -> Folder {
    let folder = try Folder()
    try ledger(folder, items)
    try folder.write("customers.csv", "customer_id,name,accounts\nC1,Alder Works Ltd,DE11\nC2,Birch Trading Ltd,DE22\n")
    if let config { try folder.write("config.yaml", config) }
    return folder
  }

  private func ledger(_ folder: Folder, _ items: [String]) throws {
    try folder.write(
      "open-items.csv",
      "invoice_id,customer_id,amount,currency,discount_date,discount_amount,due_date,type\n"
        + items.joined(separator: "\n") + "\n")
  }

  private func receipt(
    _ amount: String, _ text: String, _ reference: String, day: Int = 2, payer: String = "Alder Works Ltd,DE11",
    endToEnd: String = ""
  ) -> String {
    "2026-03-0\(day),2026-03-0\(day),\(amount),EUR,\(payer),\(text),\(reference),DE99,,\(endToEnd)"
  }

  private func returned(
    _ amount: String, _ reference: String, day: Int, payer: String = "Alder Works Ltd,DE11", endToEnd: String = ""
  ) -> String {
    "2026-03-0\(day),2026-03-0\(day),-\(amount),EUR,\(payer),returned,\(reference),DE99,RETURN,\(endToEnd)"
  }

  @discardableResult
  private func night(_ folder: Folder, _ lines: [String], out: String) async throws -> RunResult {
    try FileManager.default.createDirectory(atPath: folder.path + "/bank", withIntermediateDirectories: true)
    try folder.write(out + ".csv", header + lines.joined(separator: "\n") + "\n")
    var configuration = try folder.configuration(out: out)
    configuration.bankFiles = [folder.path + "/\(out).csv"]
    guard
      case .run(let result) = try await NightlyRun.run(
        configuration, book: folder.path + "/book", waits: false, progress: { _ in })
    else { throw CancellationError() }
    let problems = try Book.reading(folder.path + "/book").problems()
    #expect(problems.isEmpty, "\(problems)")
    return result
  }

  private func table(_ folder: Folder, _ name: String) throws -> [[String: String]] { rows(try folder.text(name)) }

  private func lines(_ folder: Folder, _ out: String) throws -> [String] {
    try table(folder, out + "/allocations.csv").map { line in
      ["invoice_id", "applied", "discount", "adjustment", "matcher"].map { line[$0] ?? "" }.joined(separator: " ")
    }
  }

  /// By account: debits less credits of all runs.
  private func balances(_ folder: Folder, _ runs: [String]) throws -> [String: Int] {
    var balances: [String: Int] = [:]
    for run in runs {
      for line in try table(folder, run + "/postings.csv") {
        func cents(_ text: String?) -> Int { Int((text ?? "").replacingOccurrences(of: ".", with: "")) ?? 0 }
        balances[line["account"] ?? "", default: 0] += cents(line["debit"]) - cents(line["credit"])
      }
    }
    return balances.filter { $0.value != 0 }
  }

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

  /// A later payment is short by just what an earlier run put on its customer's account: it may mean to use that, so it is no deduction. Where
  /// the policy lets pass short payments, too.
  @Test(arguments: [nil, "policies:\n  short_pay: { treat: residual, max_share: 0.9 }\n"])
  func cashOnAccountIsOfferedToALaterInvoice(config: String?) async throws {
    let folder = try folder(["INV-1001,C1,100.00,EUR,,,,", "INV-1002,C1,70.00,EUR,,,,"], config: config)
    try await night(folder, [receipt("130.00", "INV-1001", "G000001")], out: "1")
    try #require(try lines(folder, "1").count == 2)
    let id = try #require(try table(folder, "1/allocations.csv").first?["payment_id"])
    try await night(
      folder, [receipt("40.00", "INV-1002", "G000002", day: 3), receipt("1.00", "x", "G000003", day: 3)], out: "2")
    let waiting = try #require(
      try table(folder, "2/exceptions.csv").first { $0["bank_reference"] == "G000002" })
    #expect(waiting["reason"] == "SHORT_PAY")
    #expect(waiting["suggestion_1"] == "INV-1002:40.00")
    #expect(
      waiting["detail"]?.hasSuffix("30.00 less was paid; just that stands on account of C1, of payment \(id).") == true)
    // After a week it is said no more.
    try await night(folder, [receipt("1.00", "x", "G000004", day: 9)], out: "3")
    let later = try table(folder, "3/exceptions.csv").first { $0["bank_reference"] == "G000002" }
    #expect(later?["detail"]?.contains("stands on account") != true)
  }
}
