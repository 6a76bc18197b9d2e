import CashModel
import Ingest
import TestSupport
import Testing

@testable import Pipeline

/// A file read in parts has the report and the payments of the file read as one, in its place among others.
@Suite struct BankFilePartsTests {
  @Test func partsComeTogetherAmongOtherFiles() async throws {
    let folder = try Folder()
    let header = "booking_date,value_date,amount,currency,payer_name,payer_account,remittance,bank_reference\n"
    func row(_ number: Int, _ text: String) -> String {
      "2026-03-02,2026-03-02,\(number).00,EUR,Payer,DE1,\(text),R\(number)\n"
    }
    try folder.write("small.csv", header + row(1, "x"))
    try folder.write("large.csv", header + (1...60).map { row($0, "text \($0)") }.joined())
    // Its lines are no rows, so that it is read as one after all.
    try folder.write("lines.csv", header + (1...60).map { row($0, "\"a\nb\nc, d\n\(row($0, "e"))\"") }.joined())
    let sources = BankSource.all(["small", "large", "lines", "none"].map { "\(folder.path)/\($0).csv" })
    let whole = await BankFileParts(sources, BankDialects(), Workers(jobs: 2))
    let parts = await BankFileParts(sources, BankDialects(), Workers(jobs: 2), partSize: 400)
    #expect(whole.count == 4)
    #expect(parts.count > 10)
    let expected = whole.joined((0..<whole.count).map(whole.read))
    let found = parts.joined((0..<parts.count).map(parts.read))
    #expect(found.count == expected.count)
    for (one, other) in zip(found, expected) {
      guard case .success(let read) = one, case .success(let same) = other else {
        #expect(throws: RunFailure.self) { try one.get() }
        #expect(throws: RunFailure.self) { try other.get() }
        continue
      }
      #expect(read.report.digest == same.report.digest)
      #expect(read.report.messages == same.report.messages)
      let (payments, others) = (read.file.payments, same.file.payments)
      #expect(payments.arena.strings(payments.bankReference) == others.arena.strings(others.bankReference))
      #expect(payments.arena.strings(payments.remittance) == others.arena.strings(others.remittance))
      #expect(payments.amount == others.amount && payments.source == others.source)
    }
  }
}
