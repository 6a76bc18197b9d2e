import Foundation
import Pipeline
import Testing

/// Cash that an earlier run put on a customer's account, and what comes later.
@Suite struct OnAccountOverTimeTests: SmallNights {
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

  /// A book after a night that has put 30.00 on the account of C1, of the payment with the returned id.
  private func afterOverPayment() async throws -> (folder: Folder, payment: String) {
    let folder = try folder(["INV-1001,C1,100.00,EUR,,,,"])
    try folder.write(
      "customers.csv",
      "customer_id,name,accounts,parent_id\nC1,Alder Works Ltd,DE11,C5\nC2,Birch Trading Ltd,DE22,\n"
        + "C4,Alder North Ltd,DE44,C5\nC5,Alder Holding Ltd,DE55,\n")
    try await night(folder, [receipt("130.00", "INV-1001", "G000001")], out: "1")
    try #require(try lines(folder, "1").count == 2)
    return (folder, try #require(try table(folder, "1/allocations.csv").first?["payment_id"]))
  }

  struct Offer: CustomTestStringConvertible {
    let testDescription: String
    let ledger: [String]
    /// nil: it is not on the list.
    let suggestions: [String]?
    var detail = ""
    /// An entry of the same night: amount, text, reference, and the code of a return.
    var entry: String?
  }

  private static let put = "An earlier run has put cash of it on the account of customer C1; "
  static let offers = [
    Offer(
      testDescription: "an item of just that", ledger: ["INV-1003,C1,30.00,EUR,,,,"], suggestions: ["INV-1003:30.00"],
      detail: put + "just that is open of INV-1003."),
    Offer(
      testDescription: "two items of the family", ledger: ["INV-1004,C4,30.00,EUR,,,,", "INV-1003,C1,30.00,EUR,,,,"],
      suggestions: ["INV-1003:30.00", "INV-1004:30.00"], detail: put + "just that is open of INV-1003 and INV-1004."),
    Offer(
      testDescription: "an item of another customer", ledger: ["INV-1003,C2,30.00,EUR,,,,"], suggestions: nil),
    Offer(
      testDescription: "another amount, another currency",
      ledger: ["INV-1003,C1,30.01,EUR,,,,", "INV-1004,C1,30.00,USD,,,,"], suggestions: nil),
    Offer(testDescription: "a credit memo", ledger: ["CM-1,C1,-30.00,EUR,,,,credit_memo"], suggestions: nil),
    Offer(
      testDescription: "the ledger has it on account itself",
      ledger: ["INV-1003,C1,30.00,EUR,,,,", "OA-1,C1,-30.00,EUR,,,,on_account"], suggestions: nil),
    Offer(
      testDescription: "paid meanwhile", ledger: ["INV-1003,C1,30.00,EUR,,,,"], suggestions: [],
      detail: put + "just that was open of INV-1003, which another payment pays now.",
      entry: "30.00,EUR,Alder Works Ltd,DE11,INV-1003,G000009,DE99,,"),
    Offer(
      testDescription: "it came back", ledger: ["INV-1003,C1,30.00,EUR,,,,"], suggestions: [],
      detail: "An earlier run has put cash of it on account; it came back.",
      entry: "-130.00,EUR,Alder Works Ltd,DE11,returned,G000001,DE99,RETURN,"),
  ]

  /// The invoice that cash on account is meant for comes later than the cash: it is offered to it, night after night, and nothing is
  /// posted.
  @Test(arguments: offers) func cashOnAccountIsOfferedToALaterItem(offer: Offer) async throws {
    let (folder, payment) = try await afterOverPayment()
    // Imported, but for what is on account.
    try ledger(folder, offer.ledger)
    let entry = offer.entry.map { ["2026-03-03,2026-03-03,\($0)"] } ?? []
    for (out, entries) in [("2", entry), ("3", [])] where out == "2" || offer.entry == nil {
      let other = receipt("1.00", "x", "G00000\(out)", day: 3, payer: ",")
      try await night(folder, entries + [other], out: out)
      let listed = try table(folder, out + "/exceptions.csv").filter { $0["payment_id"] == payment }
      guard let suggestions = offer.suggestions else {
        #expect(listed.isEmpty)
        continue
      }
      let row = try #require(listed.first)
      #expect(row["reason"] == "ON_ACCOUNT")
      let suggested = ["suggestion_1", "suggestion_2", "suggestion_3"].compactMap { row[$0] }
      #expect(suggested.filter { !$0.isEmpty } == suggestions)
      #expect(row["detail"] == offer.detail)
      #expect(row["amount"] == "130.00")
      #expect(row["open_amount"] == "0.00")
      if offer.entry == nil { #expect(try lines(folder, out) == []) }
    }
  }

  /// After the days that the policy says nothing is offered any more.
  @Test(arguments: [(nil, 60, true), (nil, 61, false), ("3", 3, true), ("3", 4, false)] as [(String?, Int, Bool)])
  func anOfferEnds(policy: String?, days: Int, isOffered: Bool) async throws {
    let (folder, payment) = try await afterOverPayment()
    try ledger(folder, ["INV-1003,C1,30.00,EUR,,,,"])
    if let policy {
      try folder.write("config.yaml", "policies: { book: { on_account_offered_for: \(policy) } }\n")
    }
    let day = try #require(
      Calendar(identifier: .gregorian).date(
        byAdding: .day, value: days, to: try Date("2026-03-02T12:00:00Z", strategy: .iso8601)))
    let text = day.ISO8601Format(.iso8601.year().month().day())
    try await night(folder, ["\(text),\(text),1.00,EUR,,,x,G000004,DE99,,"], out: "2")
    #expect(try table(folder, "2/exceptions.csv").contains { $0["payment_id"] == payment } == isOffered)
  }
}
