import Foundation
import Pipeline
import Store
import Testing

/// Exceptions that come back decided.
@Suite struct ReprocessTests: SmallNights {
  static let items = [
    "INV-1001,C1,100.00,EUR,,,,", "INV-1002,C1,70.00,EUR,,,,", "INV-1003,C2,50.00,EUR,,,,",
    "INV-1004,C2,40.00,EUR,2026-03-09,2.00,,", "CM-1,C2,-10.00,EUR,,,,credit_memo",
  ]

  /// A book after a night with A, 30.00 for an item of 100.00, B, 55.00 of nobody knows whom, and D, 38.00 of nobody known either.
  private func afterNight(config: String? = nil) async throws -> Folder {
    let folder = try folder(Self.items, config: config)
    try await night(
      folder,
      [
        receipt("30.00", "INV-1001", "A"), receipt("55.00", "hello", "B", payer: "Somebody,DE77"),
        receipt("38.00", "hello again", "D", payer: "Somebody Else,DE78"),
      ], out: "1")
    try #require(
      try table(folder, "1/exceptions.csv").map { $0["reason"] } == ["SHORT_PAY", "PAYER_UNKNOWN", "PAYER_UNKNOWN"])
    return folder
  }

  struct Taken: CustomTestStringConvertible {
    let reference: String
    let decision: String
    /// `invoice_id applied discount adjustment matcher` of each allocation.
    let lines: [String]
    /// Of account 2190 and the others but bank and receivables, after both runs.
    let balances: [String: Int]
    var isLeft = false
    var testDescription: String { "\(reference): \(decision)" }
  }

  static let decisions = [
    Taken(
      reference: "A", decision: "accept 1", lines: ["INV-1001 30.00 0.00 0.00 analyst"], balances: ["2190": -9_300]),
    Taken(
      reference: "A", decision: "Write-Off small", lines: ["INV-1001 30.00 0.00 70.00 analyst"],
      balances: ["2190": -9_300, "6930": 7_000]),
    Taken(
      reference: "A", decision: "dispute PRICE", lines: ["INV-1001 30.00 0.00 0.00 analyst"], balances: ["2190": -9_300]
    ),
    Taken(
      reference: "A", decision: "apply INV-1002:30,00", lines: ["INV-1002 30.00 0.00 0.00 analyst"],
      balances: ["2190": -9_300]),
    Taken(
      reference: "B", decision: "on-account C2", lines: [" 55.00 0.00 0.00 analyst"],
      balances: ["2190": -6_800, "2195": -5_500]),
    Taken(
      reference: "B", decision: "refund", lines: [" 55.00 0.00 0.00 analyst"],
      balances: ["2190": -6_800, "2198": -5_500]),
    Taken(
      reference: "B", decision: "write-off gift", lines: [" 55.00 0.00 0.00 analyst"],
      balances: ["2190": -6_800, "4960": -5_500]),
    Taken(reference: "B", decision: "not-ours", lines: [], balances: ["2190": -12_300]),
    Taken(reference: "B", decision: "later", lines: [], balances: ["2190": -12_300], isLeft: true),
    // What is more than all that is named goes on account.
    Taken(
      reference: "B", decision: "apply INV-1003:50.00",
      lines: ["INV-1003 50.00 0.00 0.00 analyst", " 5.00 0.00 0.00 analyst"], balances: ["2190": -6_800, "2195": -500]),
    Taken(
      reference: "B", decision: "apply INV-1003:50|INV-1001:5.00",
      lines: ["INV-1003 50.00 0.00 0.00 analyst", "INV-1001 5.00 0.00 0.00 analyst"], balances: ["2190": -6_800]),
    // A little more than is open, as the policy lets pass.
    Taken(
      reference: "B", decision: "apply INV-1003:50.05|INV-1001:4.95",
      lines: ["INV-1003 50.05 0.00 -0.05 analyst", "INV-1001 4.95 0.00 0.00 analyst"],
      balances: ["2190": -6_800, "4960": -5]),
    // A discount that is still to be had is taken where it settles the item.
    Taken(
      reference: "D", decision: "apply INV-1004:38.00", lines: ["INV-1004 38.00 2.00 0.00 analyst"],
      balances: ["2190": -8_500, "4730": 200]),
    Taken(
      reference: "D", decision: "apply INV-1003:48.00|CM-1:-10.00",
      lines: ["INV-1003 48.00 0.00 0.00 analyst", "CM-1 -10.00 0.00 0.00 analyst"], balances: ["2190": -8_500]),
  ]

  @Test(arguments: decisions) func aDecisionIsPosted(taken: Taken) async throws {
    let folder = try await afterNight()
    let file = try decided(folder, "1", [(taken.reference, ["decision": taken.decision])])
    let result = try await reprocess(folder, file, out: "2")
    #expect(!result.hasRefusals)
    #expect(try lines(folder, "2") == taken.lines)
    let left = try table(folder, "2/exceptions.csv").contains { $0["bank_reference"] == taken.reference }
    #expect(left == taken.isLeft)
    let balances = try balances(folder, ["1", "2"])
    #expect(balances.filter { $0.key != "1010" && $0.key != "1200" } == taken.balances)
    #expect(balances["1010"] == 12_300)
    #expect(balances.values.reduce(0, +) == 0)
    #expect(try table(folder, "2/decisions.csv").map { $0["status"] } == ["taken"])
    if taken.decision.hasPrefix("dispute") {
      #expect(try table(folder, "2/deductions.csv").map { [$0["reason"], $0["amount"]] } == [["PRICE", "70.00"]])
    }
    // The next night knows it: nothing of it comes again, and the same file is of no use any more.
    try await night(folder, [receipt("1.00", "x", "Z", day: 3, payer: ",")], out: "3")
    let carried = try table(folder, "3/exceptions.csv").contains { $0["bank_reference"] == taken.reference }
    #expect(carried == taken.isLeft)
    if !taken.isLeft {
      await #expect(throws: RunFailure.self) { try await reprocess(folder, file, out: "4") }
    }
  }

  static let refusals: [(String, [String: String], String)] = [
    ("A", ["decision": "accept 2"], "there is no suggestion 2"),
    ("B", ["decision": "accept 1"], "there is no suggestion 1"),
    ("A", ["decision": "approve"], "the decision is none of"),
    ("A", ["decision": "accept 1", "decided_by": ""], "nobody says who decided"),
    ("A", ["decision": "accept 1", "fingerprint": ""], "has no fingerprint"),
    (
      "A", ["decision": "accept 1", "fingerprint": "00000000000000000000000000"],
      "has changed since the file was written"
    ),
    ("A", ["decision": "accept 1", "payment_id": "P00000000000000000000000000"], "does not wait for a decision"),
    ("A", ["decision": "accept 1", "payment_id": "nonsense"], "is no payment id"),
    ("A", ["decision": "accept all"], "the payment is in no group"),
    ("B", ["decision": "apply INV-9:55.00"], "the ledger has no item INV-9"),
    ("B", ["decision": "apply INV-1001:55.00", "company": "X"], "INV-1001 is no item of company X"),
    ("B", ["decision": "apply INV-1003:55.00"], "55.00 is more than the 50.00 that is open of INV-1003"),
    ("B", ["decision": "apply INV-1003:-5.00"], "-5.00 has not the sign of INV-1003"),
    ("B", ["decision": "apply INV-1003:0"], "0.00 has not the sign of INV-1003"),
    ("B", ["decision": "apply INV-1003:1.234"], "is no amount, or may be read in two ways"),
    ("B", ["decision": "apply INV-1001:100.00"], "its lines add up to 100.00, where 55.00 is to be had"),
    ("B", ["decision": "apply CM-1:-10.00"], "its lines add up to -10.00, where 55.00 is to be had"),
    ("B", ["decision": "apply INV-1001:5.00"], "they settle not all they name"),
    ("B", ["decision": "on-account C9"], "there is no customer C9"),
    ("A", ["decision": "dispute SUNSHINE"], "SUNSHINE is no reason of a deduction"),
    ("B", ["decision": "dispute PRICE"], "there is no suggestion 1"),
  ]

  @Test(arguments: refusals)
  func whatDoesNotHoldIsRefused(reference: String, columns: [String: String], reason: String) async throws {
    let folder = try await afterNight()
    // Alone: nothing is published, and nothing of the book changes.
    let alone = try decided(folder, "1", [(reference, columns)])
    do {
      try await reprocess(folder, alone, out: "2")
      Issue.record("it was taken")
    } catch RunFailure.inputsRefused(let inputs) {
      #expect(
        inputs.flatMap(\.messages).contains { $0.contains(reason) && $0.contains("decided-2.csv:2:") },
        "\(inputs.flatMap(\.messages))")
    }
    #expect(try Book.reading(folder.path + "/book").runCount() == 1)
    // With another: that goes through.
    let other = reference == "D" ? "B" : "D"
    let file = try decided(folder, "1", [(reference, columns), (other, ["decision": "refund"])])
    let result = try await reprocess(folder, file, out: "3")
    #expect(result.hasRefusals)
    let rows = try table(folder, "3/decisions.csv")
    #expect(rows.map { $0["status"] } == ["refused", "taken"])
    #expect(rows[0]["reason"]?.contains(reason) == true, "\(rows)")
    #expect(try lines(folder, "3") == [" 38.00 0.00 0.00 analyst"])
  }

  @Test func aPaymentThatIsDecidedTwiceIsNotDecided() async throws {
    let folder = try await afterNight()
    let file = try decided(
      folder, "1", [("A", ["decision": "accept 1"]), ("B", ["decision": "refund"]), ("A", ["decision": "accept 1"])])
    try await reprocess(folder, file, out: "2")
    let rows = try table(folder, "2/decisions.csv")
    #expect(rows.map { $0["status"] } == ["refused", "taken", "refused"])
    #expect(rows[0]["reason"] == "is decided more than once, on lines 2, 4")
  }

  /// The first in the file has it; what is left is not enough for the second.
  @Test func decisionsOfOneFileDoNotTakeAnItemTwice() async throws {
    let folder = try await afterNight()
    let file = try decided(
      folder, "1",
      [("B", ["decision": "apply INV-1003:50.00|INV-1001:5.00"]), ("D", ["decision": "apply INV-1003:38.00"])])
    try await reprocess(folder, file, out: "2")
    #expect(try table(folder, "2/decisions.csv").map { $0["status"] } == ["taken", "refused"])
  }

  @Test(
    arguments: [
      ("limit: { default: 50, Anna: 54.99 }", "is above what anna may decide on"),
      ("limit: { anna: 55.00 }", nil),
      ("approve_above: 54.99", "needs a second person"),
      ("approve_above: 55.00", nil),
    ] as [(String, String?)])
  func limitsArePolicies(policy: String, reason: String?) async throws {
    let folder = try await afterNight(config: "policies: { decisions: { \(policy) } }\n")
    for (approver, out) in [("", "2"), ("Anna", "3"), ("Bert", "4")] {
      let row = ["decision": "refund", "approved_by": approver]
      let file = try decided(folder, "1", [("B", row), ("D", ["decision": "later"])])
      let isTaken = reason == nil || approver == "Bert" && policy.hasPrefix("approve")
      try await reprocess(folder, file, out: out)
      let result = try #require(try table(folder, out + "/decisions.csv").first)
      #expect(result["status"] == (isTaken ? "taken" : "refused"))
      if !isTaken, approver.isEmpty { #expect(result["reason"]?.contains(reason ?? "") == true) }
      if isTaken { break }
    }
  }

  @Test func aWriteOffHasALimit() async throws {
    let folder = try await afterNight(config: "policies: { decisions: { write_off: 69.99 } }\n")
    let file = try decided(folder, "1", [("A", ["decision": "write-off x"]), ("B", ["decision": "write-off x"])])
    try await reprocess(folder, file, out: "2")
    #expect(try table(folder, "2/decisions.csv").map { $0["status"] } == ["refused", "taken"])
  }

  /// What a decision touches is matched again: of two silent payments that may each pay either of two items one is decided, and the other has only one left.
  @Test func whatADecisionTouchesIsMatchedAgain() async throws {
    let folder = try folder(["INV-2001,C1,80.00,EUR,,,,", "INV-2002,C1,80.00,EUR,,,,", "INV-2003,C2,9.00,EUR,,,,"])
    try await night(
      folder,
      [receipt("80.00", "thanks", "A"), receipt("80.00", "thanks", "B", day: 3, payer: "Alder Works Ltd,DE11")],
      out: "1")
    try #require(try lines(folder, "1") == [])
    let file = try decided(folder, "1", [("A", ["decision": "apply INV-2002:80.00"])])
    try await reprocess(folder, file, out: "2")
    #expect(
      try lines(folder, "2").sorted() == [
        "INV-2001 80.00 0.00 0.00 payer_and_amount", "INV-2002 80.00 0.00 0.00 analyst",
      ])
    #expect(try table(folder, "2/exceptions.csv").isEmpty)
  }

  /// Cash that an earlier run put on account is moved to the item it is offered to.
  @Test func cashOnAccountIsMovedToAnItem() async throws {
    let folder = try folder(["INV-1001,C1,100.00,EUR,,,,"])
    try await night(folder, [receipt("130.00", "INV-1001", "A")], out: "1")
    try ledger(folder, ["INV-1003,C1,30.00,EUR,,,,", "INV-1004,C1,99.00,EUR,,,,"])
    try await night(folder, [receipt("1.00", "x", "Z", day: 3, payer: ",")], out: "2")
    for (decision, status) in [
      ("refund", "refused"), ("not-ours", "refused"), ("apply INV-1004:31.00", "refused"), ("accept 1", "taken"),
    ] {
      let out = "r-" + decision.prefix(8).filter(\.isLetter)
      let file = try decided(folder, "2", [("A", ["decision": decision])])
      let row = try table(folder, "2/exceptions.csv").first { $0["reason"] == "ON_ACCOUNT" }
      let own = file.split(separator: "\n").count > 1 ? file : try onlyByID(folder, "2", row, decision)
      if status == "refused" {
        await #expect(throws: RunFailure.self) { try await reprocess(folder, own, out: out) }
        continue
      }
      try await reprocess(folder, own, out: out)
      #expect(try lines(folder, out) == ["INV-1003 30.00 0.00 0.00 analyst", " -30.00 0.00 0.00 analyst"])
      let balances = try balances(folder, ["1", "2", out])
      #expect(balances == ["1010": 13_100, "1200": -13_000, "2190": -100])
      // It is offered no more, and the item is not paid again.
      try await night(folder, [receipt("30.00", "INV-1003", "Y", day: 4)], out: "9")
      #expect(try table(folder, "9/exceptions.csv").allSatisfy { $0["reason"] != "ON_ACCOUNT" })
      #expect(try lines(folder, "9") == [])
    }
  }

  /// A row of a payment that has no bank reference any more.
  private func onlyByID(_ folder: Folder, _ run: String, _ row: [String: String]?, _ decision: String) throws -> String
  {
    let header = ["payment_id", "decision", "decided_by", "fingerprint"]
    let cells = [row?["payment_id"] ?? "", decision, "anna", row?["fingerprint"] ?? ""]
    return header.joined(separator: ",") + "\n" + cells.map { "\"\($0)\"" }.joined(separator: ",") + "\n"
  }

  /// Payments of one payer with one reason and suggestions of one shape are decided together, unless one of them has changed.
  @Test func aGroupIsAcceptedAtOnceAndAStaleOneIsNot() async throws {
    let folder = try folder(["INV-1001,C1,100.00,EUR,,,,", "INV-1002,C1,200.00,EUR,,,,", "INV-1003,C1,300.00,EUR,,,,"])
    try await night(
      folder,
      [receipt("30.00", "INV-1001", "A"), receipt("40.00", "INV-1002", "B"), receipt("50.00", "INV-1003", "D")],
      out: "1")
    let exceptions = try table(folder, "1/exceptions.csv")
    let groups = Set(exceptions.compactMap { $0["exception_group"] })
    try #require(exceptions.count == 3 && groups.count == 1 && groups != [""])
    let stale = try decided(
      folder, "1", [("A", ["decision": "accept all", "exception_group": "00000000000000000000000000"])])
    await #expect(throws: RunFailure.self) { try await reprocess(folder, stale, out: "2") }
    let old = try decided(folder, "1", [("B", ["decision": "accept all"])])
    // One of them is decided on its own: the group is another then.
    try await reprocess(folder, try decided(folder, "1", [("A", ["decision": "accept 1"])]), out: "3")
    await #expect(throws: RunFailure.self) { try await reprocess(folder, old, out: "4") }
    let new = try decided(folder, "3", [("B", ["decision": "accept all"]), ("D", ["decision": "accept all"])])
    try await reprocess(folder, new, out: "5")
    #expect(
      try lines(folder, "5").sorted() == ["INV-1002 40.00 0.00 0.00 analyst", "INV-1003 50.00 0.00 0.00 analyst"])
    #expect(try table(folder, "5/exceptions.csv").isEmpty)
    #expect(try table(folder, "5/decisions.csv").map { $0["status"] } == ["taken", "taken"])
  }

  /// A return that nobody can place can be found not to be ours, and else only waits.
  @Test func aReturnCanOnlyWaitOrNotBeOurs() async throws {
    let folder = try folder(Self.items)
    try await night(folder, [returned("11.00", "R", day: 2), receipt("1.00", "x", "Z", payer: ",")], out: "1")
    for decision in ["refund", "on-account C1", "apply INV-1001:11.00"] {
      let file = try decided(folder, "1", [("R", ["decision": decision])])
      await #expect(throws: RunFailure.self) { try await reprocess(folder, file, out: "x") }
    }
    try await reprocess(folder, try decided(folder, "1", [("R", ["decision": "not-ours"])]), out: "2")
    #expect(try table(folder, "2/exceptions.csv").map { $0["bank_reference"] } == ["Z"])
    #expect(try balances(folder, ["1", "2"]) == ["1010": -1_000, "2190": 1_000])
    try await night(folder, [receipt("2.00", "x", "Y", day: 3, payer: ",")], out: "3")
    #expect(
      try table(folder, "3/exceptions.csv").map { $0["bank_reference"] }.sorted { $0 ?? "" < $1 ?? "" } == ["Y", "Z"])
  }

  /// What a person decided comes back as what a matcher did.
  @Test(arguments: ["accept 1", "write-off x", "apply INV-1002:30.00", "refund", "on-account C1"])
  func aReturnTakesBackWhatAPersonDecided(decision: String) async throws {
    let folder = try await afterNight()
    try await reprocess(folder, try decided(folder, "1", [("A", ["decision": decision])]), out: "2")
    try await night(folder, [returned("30.00", "A", day: 4)], out: "3")
    #expect(try lines(folder, "3").allSatisfy { $0.contains("-") && $0.hasSuffix("taken_back") })
    #expect(try table(folder, "3/exceptions.csv").allSatisfy { $0["reason"] == "PAYER_UNKNOWN" })
    #expect(try balances(folder, ["1", "2", "3"]) == ["1010": 9_300, "2190": -9_300])
  }
}
