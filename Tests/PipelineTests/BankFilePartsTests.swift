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

  /// One worker reads a camt file as one part behind no header, two read it in many; the report is that of the file read whole.
  @Test(arguments: [false, true]) func reportsAreTheSameHoweverManyWorkersThereAre(_ isBroken: Bool) async throws {
    let folder = try Folder()
    func entry(_ number: Int) -> String {
      "<Ntry><Amt Ccy=\"EUR\">\(number).50</Amt><CdtDbtInd>CRDT</CdtDbtInd><Sts>BOOK</Sts><BookgDt><Dt>2026-03-02</Dt></BookgDt>"
        + "<BkTxCd><Prtry><Cd>166</Cd></Prtry></BkTxCd></Ntry>"
    }
    func statement(_ number: Int) -> String {
      "<Stmt><Id>S\(number)</Id><Acct><Id><IBAN>DE02120300000000202051</IBAN></Id><Ccy>EUR</Ccy></Acct>"
        + "<Bal><Tp><CdOrPrtry><Cd>OPBD</Cd></CdOrPrtry></Tp><Amt Ccy=\"EUR\">0.00</Amt><CdtDbtInd>CRDT</CdtDbtInd>"
        + "<Dt><Dt>2026-03-02</Dt></Dt></Bal>" + (1...30).map(entry).joined() + "</Stmt>"
    }
    let document =
      "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<Document xmlns=\"urn:iso:std:iso:20022:tech:xsd:camt.053.001.08\">"
      + "<BkToCstmrStmt><GrpHdr><MsgId>M</MsgId></GrpHdr>" + (1...3).map(statement).joined()
      + (isBroken ? "</BkToCstmrStmt>" : "</BkToCstmrStmt></Document>")
    try folder.write("bank.xml", document)
    let sources = BankSource.all(["\(folder.path)/bank.xml"])
    func report(_ jobs: Int, _ partSize: Int, _ isExpected: (Int) -> Bool) async throws -> InputReport {
      let parts = await BankFileParts(
        sources, BankDialects(), Workers(jobs: jobs), keepsPayments: false, partSize: partSize)
      #expect(isExpected(parts.count))
      return try parts.joined((0..<parts.count).map(parts.read))[0].get().report
    }
    let whole = try await report(1, 1 << 20) { $0 == 1 }
    #expect(whole.isRefused == isBroken)
    let statements = try #require(whole.bankFile).statements
    #expect(isBroken || statements.count == 3)
    for found in [try await report(1, 1_000) { $0 == 1 }, try await report(2, 1_000) { $0 > 5 }] {
      #expect(found.bankFile?.statements == statements)
      #expect(found.messages == whole.messages)
      #expect(found.digest.isEmpty && found.isRefused == whole.isRefused)
    }
  }
}
