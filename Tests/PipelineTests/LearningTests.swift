import BatchGenerator
import CashModel
import Foundation
import Pipeline
import Store
import TestSupport
import Testing

/// What decisions teach, and how far that is used.
@Suite struct LearningTests: SmallNights {
  private let ledgerItems = [
    "INV-1001,C1,100.00,EUR,,,,", "INV-1003,C2,50.00,EUR,,,,", "INV-1004,C2,61.00,EUR,,,,", "INV-1005,C2,72.00,EUR,,,,",
    "INV-1006,C2,83.00,EUR,,,,",
  ]

  /// A payer whom nobody knows, and who says nothing.
  private func silent(_ amount: String, _ reference: String, day: Int, payer: String = "Zeta Handel,DE77") -> String {
    receipt(amount, "thanks", reference, day: day, payer: payer)
  }

  /// A book after two mornings on each of which somebody decided whose one payment of that payer is.
  private func taught(_ first: String = "on-account C2", _ second: String = "on-account C2", config: String? = nil)
    async throws -> Folder
  {
    let folder = try folder(ledgerItems, config: config)
    for (day, decision) in [(2, first), (3, second)] {
      try await night(folder, [silent("9.0\(day)", "T\(day)", day: day)], out: "n\(day)")
      try await reprocess(folder, try decided(folder, "n\(day)", [("T\(day)", ["decision": decision])]), out: "d\(day)")
    }
    return folder
  }

  private func standings(_ folder: Folder) throws -> [String] {
    try LearnedList.entries(book: folder.path + "/book").map {
      "\($0.learned.kind.name) \($0.learned.value) \($0.learned.customer) \($0.learned.count) \($0.standing)"
    }
  }

  @Test func twoDecisionsThatAgreeAreUsedFromTheNextRunOn() async throws {
    let folder = try await taught()
    #expect(try standings(folder) == ["account DE77 C2 2 used", "name ZETA HANDEL C2 2 used"])
    let learned = try LearnedList.entries(book: folder.path + "/book").map(\.learned)
    let id = try table(folder, "n2/exceptions.csv").first?["payment_id"]
    #expect(learned.allSatisfy { $0.decidedBy == "anna" && $0.payment == id && $0.since < $0.last })
    // By the account, by the name, and not where the amount says nothing.
    try await night(
      folder,
      [
        silent("61.00", "A", day: 4, payer: "Other Name,DE77"), silent("72.00", "B", day: 4, payer: "ZETA-HANDEL,"),
        silent("5.00", "D", day: 4),
      ], out: "4")
    #expect(try lines(folder, "4").map { $0.prefix(14) }.sorted() == ["INV-1004 61.00", "INV-1005 72.00"])
  }

  @Test func oneDecisionIsNotEnoughUnlessItIsApproved() async throws {
    let folder = try await taught("on-account C2", "later")
    #expect(try standings(folder) == ["account DE77 C2 1 proposed", "name ZETA HANDEL C2 1 proposed"])
    try await night(folder, [silent("61.00", "A", day: 4)], out: "4")
    #expect(try lines(folder, "4") == [])
    #expect(throws: RunFailure.self) {
      try LearnedList.change([9], to: .approved, by: "bert", book: folder.path + "/book", waits: false)
    }
    try LearnedList.change([1], to: .approved, by: "bert", book: folder.path + "/book", waits: false)
    #expect(try standings(folder) == ["account DE77 C2 1 used", "name ZETA HANDEL C2 1 proposed"])
    // What waited is matched with it, and what is new.
    try await night(folder, [silent("72.00", "B", day: 5)], out: "5")
    #expect(try lines(folder, "5").map { $0.prefix(14) }.sorted() == ["INV-1004 61.00", "INV-1005 72.00"])
    try LearnedList.change([1], to: .forgotten, by: "bert", book: folder.path + "/book", waits: false)
    try await night(folder, [silent("83.00", "E", day: 6)], out: "6")
    #expect(try lines(folder, "6") == [])
    #expect(try Book.reading(folder.path + "/book").verifyTrail().problems.isEmpty)
  }

  @Test func twoCustomersUnderOneAliasIdentifyNobody() async throws {
    let folder = try await taught("on-account C2", "on-account C1")
    #expect(
      try standings(folder) == [
        "account DE77 C2 1 contradicted", "name ZETA HANDEL C2 1 contradicted", "account DE77 C1 1 contradicted",
        "name ZETA HANDEL C1 1 contradicted",
      ])
    // Not even where one of them is approved.
    try LearnedList.change([1, 2], to: .approved, by: "bert", book: folder.path + "/book", waits: false)
    try await night(folder, [silent("61.00", "A", day: 4)], out: "4")
    #expect(try lines(folder, "4") == [])
    // Once the wrong one is forgotten, the other counts.
    try LearnedList.change([3, 4], to: .forgotten, by: "bert", book: folder.path + "/book", waits: false)
    try await night(folder, [silent("72.00", "B", day: 5)], out: "5")
    #expect(try lines(folder, "5").contains { $0.hasPrefix("INV-1005 72.00") })
  }

  @Test(arguments: [
    ("after: { default: 2, account: 3 }", ["proposed", "used"]),
    ("after: { default: null, name: 1 }", ["proposed", "used"]),
    ("after: 1, expires_after: 0", ["used", "used"]),
  ])
  func howMuchIsNeededIsAPolicy(policy: String, expected: [String]) async throws {
    let folder = try await taught(config: "policies: { learning: { \(policy) } }\n")
    #expect(try standings(folder).map { $0.split(separator: " ").last.map(String.init) } == expected)
  }

  @Test func whatIsOldIsUsedNoMore() async throws {
    let folder = try await taught(config: "policies: { learning: { expires_after: 2 } }\n")
    try await night(folder, [silent("61.00", "A", day: 6)], out: "6")
    #expect(try lines(folder, "6") == [])
    #expect(try standings(folder).allSatisfy { $0.hasSuffix("expired") })
  }

  @Test func whoeverTaughtItMayNotApproveIt() async throws {
    let folder = try await taught(
      "on-account C2", "later", config: "policies: { learning: { approved_by_other: true } }\n")
    #expect(throws: RunFailure.self) {
      try LearnedList.change([1], to: .approved, by: "Anna", book: folder.path + "/book", waits: false)
    }
    try LearnedList.change([1], to: .approved, by: "bert", book: folder.path + "/book", waits: false)
  }

  /// Who is known and pays for somebody else teaches nothing of himself: else he would be nobody afterwards.
  @Test func aKnownPayerOfSomebodyElsesItemsTeachesNothing() async throws {
    let folder = try folder(ledgerItems)
    for day in [2, 3] {
      try await night(folder, [receipt("7.0\(day)", "hello", "T\(day)", day: day)], out: "n\(day)")
      try await reprocess(
        folder, try decided(folder, "n\(day)", [("T\(day)", ["decision": "on-account C2"])]), out: "d\(day)")
    }
    #expect(try standings(folder) == [])
  }

  /// Refunds, what is not ours, and what is left for later say nothing of the payer.
  @Test(arguments: ["refund", "not-ours", "later", "write-off x"])
  func whatNamesNoCustomerTeachesNothing(decision: String) async throws {
    #expect(try standings(try await taught(decision, decision)) == [])
  }

  /// A customer who quotes the last five digits of our numbers, and nothing else.
  @Test func theEndingsThatACustomerQuotesAreLearned() async throws {
    let items = (1...6).map { "RE2026-1234\($0),C2,\(100 + 7 * $0).00,EUR,,,," } + ["RE2025-92346,C1,5.00,EUR,,,,"]
    let folder = try folder(items)
    for day in [2, 3] {
      try await night(
        folder,
        [receipt("\(100 + 7 * day).50", "for 1234\(day)", "T\(day)", day: day, payer: "Birch Trading Ltd,DE22")],
        out: "n\(day)")
      let text = try decided(
        folder, "n\(day)", [("T\(day)", ["decision": "apply RE2026-1234\(day):\(100 + 7 * day).00"])])
      guard text.split(separator: "\n").count > 1 else { continue }
      try await reprocess(folder, text, out: "d\(day)")
    }
    #expect(try standings(folder).contains("ending 5 C2 2 used"))
  }

  /// Why a customer's payments are short is said of his next case too.
  @Test func theReasonOfDisputesIsLearned() async throws {
    let folder = try folder((1...5).map { "INV-200\($0),C2,100.00,EUR,,,," })
    for day in [2, 3] {
      try await night(
        folder, [receipt("30.00", "INV-200\(day)", "T\(day)", day: day, payer: "Birch Trading Ltd,DE22")],
        out: "n\(day)")
      try await reprocess(
        folder, try decided(folder, "n\(day)", [("T\(day)", ["decision": "dispute FREIGHT"])]), out: "d\(day)")
    }
    #expect(try standings(folder).contains("deduction FREIGHT C2 2 used"))
    try await night(folder, [receipt("77.00", "INV-2004", "A", day: 4, payer: "Birch Trading Ltd,DE22")], out: "4")
    #expect(try table(folder, "4/deductions.csv").map { $0["reason"] } == ["FREIGHT"])
  }

  /// A discount that people let pass late is given once somebody has approved that, and not before, however often they did.
  @Test func lateDiscountsAreGivenOnlyOnceThatIsApproved() async throws {
    let items = (1...6).map { "INV-300\($0),C2,\(100 + 10 * $0).00,EUR,2026-02-2\($0),2.00,," }
    let folder = try folder(
      items, config: "policies: { tolerance: { absolute: 0 }, short_pay: { treat: partial, max_share: 0 } }\n")
    func pays(_ number: Int, day: Int) -> String {
      receipt("\(98 + 10 * number).00", "INV-300\(number)", "T\(number)", day: day, payer: "Birch Trading Ltd,DE22")
    }
    for number in [1, 2, 3] {
      try await night(folder, [pays(number, day: number + 1)], out: "n\(number)")
      try await reprocess(
        folder, try decided(folder, "n\(number)", [("T\(number)", ["decision": "write-off discount"])]),
        out: "d\(number)")
    }
    #expect(try standings(folder).contains("late_discount yes C2 3 proposed"))
    try await night(folder, [pays(4, day: 6)], out: "6")
    #expect(try lines(folder, "6") == [])
    let number = try #require(
      try LearnedList.entries(book: folder.path + "/book").first { $0.learned.kind == .lateDiscount }?.learned.number)
    try LearnedList.change([number], to: .approved, by: "bert", book: folder.path + "/book", waits: false)
    try await night(folder, [pays(5, day: 7)], out: "7")
    let found = try lines(folder, "7")
    let left = try table(folder, "7/exceptions.csv").map { [$0["reason"], $0["detail"]] }
    #expect(found.contains { $0.hasPrefix("INV-3005 148.00 2.00") }, "\(found) \(left)")
  }

  /// Decisions that pay all a customer owes say that he pays by statement; decisions that do not, do not.
  @Test func thatACustomerPaysByStatementIsLearned() async throws {
    let folder = try folder(["INV-1,C1,5.00,EUR,,,,"])
    func morning(_ day: Int, _ first: String, _ customer: String, _ decision: String, payer: String) async throws {
      try ledger(folder, ["SO-\(day)1,\(customer),\(first),EUR,,,,", "SO-\(day)2,\(customer),17.00,EUR,,,,"])
      try await night(folder, [silent("57.00", "T\(day)", day: day, payer: payer)], out: "n\(day)")
      try await reprocess(folder, try decided(folder, "n\(day)", [("T\(day)", ["decision": decision])]), out: "d\(day)")
    }
    try await morning(2, "40.00", "C2", "apply SO-21:40.00|SO-22:17.00", payer: "Zeta Handel,DE77")
    try await morning(3, "40.00", "C2", "apply SO-31:40.00|SO-32:17.00", payer: "Zeta Handel,DE77")
    // Of another customer one of two.
    try await morning(4, "57.00", "C1", "apply SO-41:57.00", payer: "Omega,DE66")
    try await morning(5, "60.00", "C1", "apply SO-51:57.00", payer: "Omega,DE66")
    #expect(try standings(folder).filter { $0.hasPrefix("statement") } == ["statement yes C2 2 used"])
  }

  /// A balance of a customer who is known to pay by statement passes where nothing else does.
  @Test func aBalanceOfWhoPaysByStatementPasses() async throws {
    let folder = try folder(
      ["INV-1,C1,5.00,EUR,,,,"],
      config: "policies: { auto_apply: { max_wrong_rate: 0 }, learning: { after: { default: 9, statement: 1 } } }\n")
    func pays(_ day: Int) async throws {
      try ledger(folder, ["SO-\(day)1,C2,40.00,EUR,,,,", "SO-\(day)2,C2,17.00,EUR,,,,"])
      try await night(
        folder, [receipt("57.00", "thanks", "T\(day)", day: day, payer: "Birch Trading Ltd,DE22")], out: "n\(day)")
    }
    try await pays(2)
    #expect(try table(folder, "n2/exceptions.csv").map { $0["reason"] } == ["LIMIT"])
    try await reprocess(folder, try decided(folder, "n2", [("T2", ["decision": "accept 1"])]), out: "d2")
    try await pays(3)
    #expect(try lines(folder, "n3") == ["SO-31 40.00 0.00 0.00 named_total", "SO-32 17.00 0.00 0.00 named_total"])
  }
}
