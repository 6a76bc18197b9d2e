import BatchGenerator
import CashModel
import Foundation
import GRDB
import Pipeline
import Posting
import Report
import Store
import TestSupport
import Testing

/// Runs on a book: nothing is taken twice, nothing is lost.
@Suite struct NightlyRunTests {
  private let header =
    "booking_date,value_date,amount,currency,payer_name,payer_account,remittance,bank_reference,account\n"

  /// A ledger of a few items, and a night's bank file.
  private func ledger(_ items: [String]) throws -> Folder {
    let folder = try Folder()
    try folder.write(
      "open-items.csv", "invoice_id,customer_id,amount,currency\n" + items.joined(separator: "\n") + "\n")
    try folder.write("customers.csv", "customer_id,name,accounts\nC1,Alder Works Ltd,DE11\nC2,Birch Trading Ltd,DE22\n")
    return folder
  }

  private func configuration(_ folder: Folder, _ bank: [String], out: String) throws -> RunConfiguration {
    try FileManager.default.createDirectory(atPath: folder.path + "/bank", withIntermediateDirectories: true)
    var configuration = try folder.configuration(out: out)
    configuration.bankFiles = bank.map { folder.path + "/" + $0 }
    return configuration
  }

  @discardableResult
  private func night(_ folder: Folder, _ bank: [String], out: String) async throws -> NightlyOutcome {
    try await NightlyRun.run(
      try configuration(folder, bank, out: out), book: folder.path + "/book", waits: false
    ) { _ in }
  }

  private func result(_ outcome: NightlyOutcome) throws -> RunResult {
    guard case .run(let result) = outcome else {
      Issue.record("the run was made before")
      throw CancellationError()
    }
    return result
  }

  private func table(_ folder: Folder, _ name: String) throws -> [[String: String]] { rows(try folder.text(name)) }

  private func holds(_ folder: Folder) throws {
    let problems = try Book.reading(folder.path + "/book").problems()
    #expect(problems.isEmpty, "\(problems)")
  }

  @Test func theSameFileAgainPostsNothing() async throws {
    let folder = try ledger(["INV-1001,C1,100.00,EUR", "INV-1002,C1,70.00,EUR"])
    try folder.write(
      "one.csv",
      header + "2026-03-02,2026-03-02,100.00,EUR,Alder Works Ltd,DE11,INV-1001,G000001,DE99\n"
        + "2026-03-02,2026-03-02,55.00,EUR,Nobody,,what is it,G000002,DE99\n")
    try await night(folder, ["one.csv"], out: "1")
    try folder.write("renamed.csv", try folder.text("one.csv"))
    let second = try result(await night(folder, ["renamed.csv"], out: "2"))
    #expect(second.book?.seen == 2)
    #expect(second.figures.transactions == 0)
    #expect(try table(folder, "2/postings.csv").isEmpty)
    #expect(try table(folder, "2/allocations.csv").isEmpty)
    // What waits is there again, the same payment with the same id.
    let waiting = try table(folder, "2/exceptions.csv").map { $0["payment_id"] }
    #expect(waiting == (try table(folder, "1/exceptions.csv").map { $0["payment_id"] }) && waiting.count == 1)
    try holds(folder)
  }

  @Test func theSameCommandAgainFindsItsFolder() async throws {
    let folder = try ledger(["INV-1001,C1,100.00,EUR"])
    try folder.write(
      "one.csv", header + "2026-03-02,2026-03-02,100.00,EUR,Alder Works Ltd,DE11,INV-1001,G000001,DE99\n")
    try await night(folder, ["one.csv"], out: "1")
    guard case .done(_, let wasFinished) = try await night(folder, ["one.csv"], out: "1") else {
      Issue.record("the run is there")
      return
    }
    #expect(!wasFinished)
    // Something else there is in the way, and nothing happens.
    try folder.write("1/extra", "x")
    await #expect(throws: RunFailure.self) { try await night(folder, ["one.csv"], out: "1") }
    #expect(try Book.reading(folder.path + "/book").runCount() == 1)
  }

  /// The extract does not show last night's posting yet: the item is not paid again.
  @Test func anItemIsNotPaidAgainWhileTheLedgerLags() async throws {
    let folder = try ledger(["INV-1001,C1,100.00,EUR", "INV-1002,C1,70.00,EUR"])
    let line = "100.00,EUR,Alder Works Ltd,DE11,INV-1001"
    try folder.write("one.csv", header + "2026-03-02,2026-03-02,\(line),G000001,DE99\n")
    try await night(folder, ["one.csv"], out: "1")
    try folder.write("two.csv", header + "2026-03-03,2026-03-03,\(line),G000002,DE99\n")
    let second = try result(await night(folder, ["two.csv"], out: "2"))
    #expect(second.book?.outstanding == 1)
    #expect(try table(folder, "2/exceptions.csv").map { $0["reason"] } == ["REF_CLOSED"])
    // Now the ledger has imported it.
    try folder.write("open-items.csv", "invoice_id,customer_id,amount,currency\nINV-1002,C1,70.00,EUR\n")
    try folder.write(
      "three.csv", header + "2026-03-04,2026-03-04,70.00,EUR,Alder Works Ltd,DE11,INV-1002,G000003,DE99\n")
    let third = try result(await night(folder, ["three.csv"], out: "3"))
    #expect(third.book?.acknowledged == 1)
    #expect(third.book?.outstanding == 0)
    #expect(try table(folder, "3/allocations.csv").map { $0["invoice_id"] } == ["INV-1002"])
    try holds(folder)
  }

  /// What the ledger has not imported after five days is an exception, until the extract or the ledger's own list shows it.
  @Test func whatTheLedgerDoesNotShowIsAnException() async throws {
    let folder = try ledger(["INV-1001,C1,100.00,EUR", "INV-1002,C1,70.00,EUR"])
    try folder.write(
      "one.csv", header + "2026-03-02,2026-03-02,100.00,EUR,Alder Works Ltd,DE11,INV-1001,G000001,DE99\n")
    try await night(folder, ["one.csv"], out: "1")
    let id = try #require(try table(folder, "1/allocations.csv").first?["payment_id"])
    for (out, day, reasons) in [("2", "07", []), ("3", "08", ["UNACKNOWLEDGED"]), ("4", "09", ["UNACKNOWLEDGED"])] {
      try folder.write(
        "\(out).csv", header + "2026-03-\(day),2026-03-\(day),-1.00,EUR,Bank,,fee,F\(out),DE99\n")
      try await night(folder, ["\(out).csv"], out: out)
      let waiting = try table(folder, out + "/exceptions.csv")
      #expect(waiting.map { $0["reason"] } == reasons)
      guard let line = waiting.first else { continue }
      #expect(line["payment_id"] == id && line["open_amount"] == "0.00" && line["customer_id"] == "C1")
      #expect(
        line["detail"] == "An earlier run has applied it to INV-1001, which the ledger's extract does not show yet.")
      #expect(try table(folder, out + "/postings.csv").isEmpty)
    }
    let book = try Book.open(folder.path + "/book", waits: false)
    let payment = try #require(PaymentID(id))
    let noted = try book.acknowledge([.payment(payment), .payment(PaymentID(Fingerprint(high: 1, low: 1)))])
    #expect(noted.allocations == 1 && noted.unknown.count == 1)
    try holds(folder)
  }

  @Test func aChangeThatIsNotOursIsReported() async throws {
    let folder = try ledger(["INV-1001,C1,100.00,EUR"])
    try folder.write(
      "one.csv", header + "2026-03-02,2026-03-02,40.00,EUR,Alder Works Ltd,DE11,part of INV-1001,G000001,DE99\n")
    try folder.write("config.yaml", "policies:\n  short_pay: { treat: partial, max_share: 0.9 }\n")
    try await night(folder, ["one.csv"], out: "1")
    try #require(try table(folder, "1/allocations.csv").count == 1)
    try folder.write("open-items.csv", "invoice_id,customer_id,amount,currency\nINV-1001,C1,90.00,EUR\n")
    try folder.write("two.csv", header + "2026-03-03,2026-03-03,1.00,EUR,Nobody,,x,G000002,DE99\n")
    try await night(folder, ["two.csv"], out: "2")
    #expect(
      try folder.text("2/summary.json").contains(
        "item INV-1001 was open with 100.00 and is with 90.00, where our postings let expect 100.00 or 60.00"))
    try holds(folder)
  }

  /// A payment that waited is applied once its invoice is there; its cash comes out of unidentified, not out of the bank again.
  @Test func aPaymentWaitsForItsInvoice() async throws {
    let folder = try ledger(["INV-1001,C1,100.00,EUR"])
    try folder.write("one.csv", header + "2026-03-02,2026-03-02,70.00,EUR,Alder Works Ltd,DE11,INV-1002,G000001,DE99\n")
    try await night(folder, ["one.csv"], out: "1")
    #expect(try table(folder, "1/allocations.csv").isEmpty)
    try folder.write(
      "open-items.csv", "invoice_id,customer_id,amount,currency\nINV-1001,C1,100.00,EUR\nINV-1002,C1,70.00,EUR\n")
    let second = try result(await night(folder, ["one.csv"], out: "2"))
    #expect(second.figures.carried.placed == 1 && second.figures.transactions == 0)
    #expect(try table(folder, "2/allocations.csv").map { $0["invoice_id"] } == ["INV-1002"])
    let lines = try table(folder, "2/postings.csv").map { [$0["account"], $0["debit"], $0["credit"]] }
    #expect(lines == [["2190", "70.00", ""], ["1200", "", "70.00"]])
    // An entry of its own, of today, which the ledger's list can name.
    let entry = try #require(try table(folder, "2/postings.csv").first?["entry_id"])
    #expect(entry != (try table(folder, "1/postings.csv").first?["entry_id"]))
    let id = try #require(JournalEntryID(entry))
    #expect(try Book.open(folder.path + "/book", waits: false).acknowledge([.entry(id)]).allocations == 1)
    #expect(try table(folder, "2/exceptions.csv").isEmpty)
    try holds(folder)
  }

  /// Nothing is posted into a closed period: on its first open day, or by a person, as the policy says.
  @Test(arguments: [("next_open", ["2026-04-01"], 1), ("exception", ["2026-04-01"], 0)])
  func aClosedPeriodStaysClosed(policy: String, days: [String], applied: Int) async throws {
    let folder = try ledger(["INV-1001,C1,100.00,EUR"])
    try folder.write(
      "config.yaml", "closed_periods: [2026-02, 2026-03-01/2026-03-31]\npolicies:\n  posting: { closed: \(policy) }\n")
    try folder.write(
      "one.csv", header + "2026-03-02,2026-04-07,100.00,EUR,Alder Works Ltd,DE11,INV-1001,G000001,DE99\n")
    try await night(folder, ["one.csv"], out: "1")
    #expect(Set(try table(folder, "1/postings.csv").map { $0["posting_date"] ?? "" }) == Set(days))
    #expect(try table(folder, "1/allocations.csv").count == applied)
    #expect(try table(folder, "1/exceptions.csv").map { $0["reason"] } == (applied == 0 ? ["CLOSED_PERIOD"] : []))
    // By its value date it lies in no closed period.
    try folder.write(
      "config.yaml", "closed_periods: [2026-03]\npolicies:\n  posting: { date: value, closed: \(policy) }\n")
    try await folder.run(out: "value", bank: ["one.csv"])
    #expect(Set(try table(folder, "value/postings.csv").map { $0["posting_date"] ?? "" }) == ["2026-04-07"])
    #expect(try table(folder, "value/allocations.csv").count == 1)
  }

  /// That others took their items meanwhile proves nothing about what was ambiguous.
  @Test func whatWasAmbiguousStaysSoUntilThereIsNews() async throws {
    let folder = try ledger(["INV-1001,C1,70.00,EUR", "INV-1002,C1,70.00,EUR"])
    try folder.write("one.csv", header + "2026-03-02,2026-03-02,70.00,EUR,Alder Works Ltd,DE11,,G000001,DE99\n")
    try await night(folder, ["one.csv"], out: "1")
    #expect(try table(folder, "1/exceptions.csv").map { $0["reason"] } == ["AMBIGUOUS_EQUAL"])
    try folder.write("two.csv", header + "2026-03-03,2026-03-03,70.00,EUR,Alder Works Ltd,DE11,INV-1001,G000002,DE99\n")
    try await night(folder, ["two.csv"], out: "2")
    #expect(try table(folder, "2/allocations.csv").map { $0["invoice_id"] } == ["INV-1001"])
    let third = try result(await night(folder, ["two.csv"], out: "3"))
    #expect(third.figures.carried.placed == 0 && third.figures.carried.waiting == 1)
    try holds(folder)
  }

  /// The rest of a payment that was placed in part is on every list until somebody decides.
  @Test func theRestOfAPaymentWaitsOn() async throws {
    let folder = try ledger(["INV-1001,C1,100.00,EUR"])
    try folder.write(
      "one.csv", header + "2026-03-02,2026-03-02,130.00,EUR,Alder Works Ltd,,INV-1001,G000001,DE99\n")
    try await night(folder, ["one.csv"], out: "1")
    try #require(try table(folder, "1/exceptions.csv").map { $0["open_amount"] } == ["30.00"])
    for out in ["2", "3"] {
      try await night(folder, ["one.csv"], out: out)
      let waiting = try table(folder, out + "/exceptions.csv")
      #expect(waiting.map { $0["open_amount"] } == ["30.00"] && waiting.map { $0["reason"] } == ["OVERPAY"])
      #expect(
        waiting[0]["detail"]?.contains("An earlier run has applied a part of the payment; this is the rest") == true)
      #expect(try table(folder, out + "/postings.csv").isEmpty)
    }
    try holds(folder)
  }

  /// An interrupted run is published by the next start, and that is what the same command then finds.
  @Test func whatIsCommittedIsPublishedFirst() async throws {
    let folder = try ledger(["INV-1001,C1,100.00,EUR"])
    try folder.write(
      "one.csv", header + "2026-03-02,2026-03-02,100.00,EUR,Alder Works Ltd,DE11,INV-1001,G000001,DE99\n")
    try await night(folder, ["one.csv"], out: "1")
    let names = try folder.names("1")
    let bytes = try names.map { try folder.text("1/" + $0) }
    // As if it had been killed between the commit and the rename.
    try FileManager.default.removeItem(atPath: folder.path + "/1")
    try await DatabaseQueue(path: folder.path + "/book").write {
      try $0.execute(sql: "UPDATE run SET is_published = 0")
    }
    guard case .done(_, let wasFinished) = try await night(folder, ["one.csv"], out: "1") else {
      Issue.record("the run had been made")
      return
    }
    #expect(wasFinished)
    #expect(try folder.names("1") == names)
    #expect(try names.map { try folder.text("1/" + $0) } == bytes)
    #expect(try Book.reading(folder.path + "/book").runs().map(\.isPublished) == [true])
  }

  @Test func aBookInUseIsLocked() async throws {
    let folder = try ledger(["INV-1001,C1,100.00,EUR"])
    try folder.write(
      "one.csv", header + "2026-03-02,2026-03-02,100.00,EUR,Alder Works Ltd,DE11,INV-1001,G000001,DE99\n")
    let book = try Book.open(folder.path + "/book", waits: false)
    do {
      try await night(folder, ["one.csv"], out: "1")
      Issue.record("the book is in use")
    } catch let failure as RunFailure {
      #expect(failure.exitCode == 75)
    }
    #expect(book.path == folder.path + "/book")
  }

  /// A month in one run, and night by night with a ledger that lags by up to three nights and files that overlap: the same cash on the
  /// same items.
  @Test(arguments: [51, 52] as [UInt64])
  func nightsEndWhereOneBigRunDoes(seed: UInt64) async throws {
    let nights = try Nights(seed: seed, days: Soak.isOn ? 30 : 8, payments: Soak.isOn ? 3_000 : 400)
    try await nights.simulate()
    try holds(nights.folder)
  }

  /// The same with heavy noise: what is ambiguous may end otherwise, but every cent is there once.
  @Test(arguments: [53] as [UInt64])
  func noisyNightsLoseAndDoubleNothing(seed: UInt64) async throws {
    let nights = try Nights(
      seed: seed, days: Soak.isOn ? 30 : 6, payments: Soak.isOn ? 3_000 : 300, isNoisy: true)
    try await nights.simulate()
    try holds(nights.folder)
  }

  /// Payments come back, the bank corrects and deletes, files come again and out of order: each night the cash ties, and the end is one
  /// big run's.
  @Test(arguments: [61, 62] as [UInt64])
  func nightsWithReturnsAndCorrectionsTie(seed: UInt64) async throws {
    let nights = try MarkedNights(seed: seed, days: Soak.isOn ? 30 : 10, payments: Soak.isOn ? 2_000 : 300)
    try await nights.simulate()
    #expect(nights.counts.count >= (Soak.isOn ? 7 : 5), "\(nights.counts)")
    try holds(nights.path)
  }
}
