import Foundation
import Pipeline
import Testing

/// Advices that come beside the bank file: joined, reported, and applied as structured remittance.
@Suite struct RemittanceAdviceTests {
  private static let bank =
    "booking_date,value_date,amount,currency,payer_name,payer_account,remittance,bank_reference,end_to_end_id\n"
  private static let header = "payment_reference,payer,total,currency,invoice_id,paid,discount,adjustment,reason\n"

  private func folder(_ payments: String, _ advices: String) throws -> Folder {
    let folder = try Folder()
    try folder.write(
      "open-items.csv",
      "invoice_id,customer_id,amount,currency\n"
        + "INV-1001,C1,100.00,EUR\nINV-1002,C1,60.00,EUR\nINV-1003,C1,60.00,EUR\nINV-1004,C2,500.00,EUR\n")
    try folder.write("customers.csv", "customer_id,name,accounts\nC1,Ferndale Mills,DE11\nC2,Oak Supply,DE22\n")
    try folder.write("bank/a.csv", Self.bank + payments)
    try folder.write("remittances.csv", Self.header + advices)
    return folder
  }

  private func allocations(_ folder: Folder) async throws -> [String] {
    try await folder.run(out: "run")
    return rows(try folder.text("run/allocations.csv")).map { row in
      "\(row["bank_reference"] ?? "") \(row["invoice_id"] ?? "") \(row["applied"] ?? "") \(row["matcher"] ?? "")"
    }.sorted()
  }

  @Test(arguments: [
    // The bank's reference, the end-to-end id with other separators, payer and total: number, name, account.
    "B1,,160.00,EUR", "e-77,,160.00,EUR", ",C1,160.00,EUR", ",FERNDALE MILLS,160.00,EUR", ",DE11,160.00,EUR",
  ])
  func anAdviceSaysWhatItsPaymentPays(start: String) async throws {
    let folder = try folder(
      "2026-01-05,2026-01-05,160.00,EUR,Ferndale Mills,DE11,lockbox,B1,E.77\n",
      "\(start),INV-1001,100.00,,,\n\(start),INV-1003,60.00,,,\n")
    #expect(
      try await allocations(folder) == [
        "B1 INV-1001 100.00 structured_remittance", "B1 INV-1003 60.00 structured_remittance",
      ])
  }

  @Test func aDeductionKeepsThePayersReason() async throws {
    let folder = try folder(
      "2026-01-05,2026-01-05,450.00,EUR,Oak Supply,DE22,,B1,\n",
      "B1,,450.00,EUR,INV-1004,450.00,,-50.00,damaged pallet\n")
    #expect(try await allocations(folder) == ["B1 INV-1004 450.00 structured_remittance"])
    let deductions = rows(try folder.text("run/deductions.csv"))
    #expect(deductions.map { $0["amount"] } == ["50.00"])
    #expect(deductions.map { $0["note"] } == ["damaged pallet"])
  }

  @Test(arguments: [
    ("X9,,160.00,EUR,INV-1001,160.00,,,\n", "the advice X9 over 160.00 EUR fits no receipt"),
    ("B1,,161.00,EUR,INV-1001,161.00,,,\n", "the advice B1 over 161.00 EUR fits no receipt"),
    (",C1,160.00,EUR,INV-1001,160.00,,,\n", "the advice C1 over 160.00 EUR fits 2 receipts"),
    (
      "B1,,160.00,EUR,INV-1001,160.00,,,\nE-77,,160.00,EUR,INV-1002,160.00,,,\n",
      "is one of 2 for one receipt; none is used"
    ),
  ])
  func anAdviceThatFitsNoneOrSeveralIsReportedAndNotUsed(advices: String, words: String) async throws {
    let folder = try folder(
      "2026-01-05,2026-01-05,160.00,EUR,Ferndale Mills,DE11,x,B1,E-77\n"
        + "2026-01-05,2026-01-05,160.00,EUR,Ferndale Mills,DE11,y,B2,\n", advices)
    let result = try await folder.run(out: "run")
    let report = try #require(result.inputs.first { $0.role == .remittances })
    #expect(report.messages.contains { $0.contains(words) }, "\(report.messages)")
    #expect(!report.isRefused)
    let found = rows(try folder.text("run/allocations.csv"))
    #expect(!found.contains { $0["matcher"] == "structured_remittance" })
  }

  @Test func theOrderOfAdvicesDoesNotShow() async throws {
    let payments =
      "2026-01-05,2026-01-05,100.00,EUR,,,x,B1,\n2026-01-05,2026-01-05,120.00,EUR,,,y,B2,\n"
    let advices = [
      "B2,,120.00,EUR,INV-1003,60.00,,,\n", "B1,,100.00,EUR,INV-1001,100.00,,,\n", "B2,,120.00,EUR,INV-1002,60.00,,,\n",
    ]
    var texts: Set<String> = []
    for order in [[0, 1, 2], [2, 1, 0], [1, 0, 2]] {
      let folder = try folder(payments, order.map { advices[$0] }.joined())
      try await folder.run(out: "run")
      texts.insert(try folder.text("run/allocations.csv") + (try folder.text("run/postings.csv")))
    }
    #expect(texts.count == 1)
    #expect(texts.first?.contains("INV-1002,60.00") == true)
  }
}
