import Foundation
import Pipeline
import Posting
import Report
import Store
import Testing

/// Statements and reports of real formats that overlap, come again, or come changed.
@Suite struct RedeliveredStatementTests {
  private func folder() throws -> Folder {
    let folder = try Folder()
    try folder.write(
      "open-items.csv", "invoice_id,customer_id,amount,currency\nINV-1001,C1,100.00,EUR\nINV-1002,C1,70.00,EUR\n")
    try folder.write("customers.csv", "customer_id,name,accounts\nC1,Alder Works Ltd,DE11\n")
    return folder
  }

  @discardableResult
  private func night(_ folder: Folder, _ bank: String..., out: String) async throws -> RunResult {
    try FileManager.default.createDirectory(atPath: folder.path + "/bank", withIntermediateDirectories: true)
    var configuration = try folder.configuration(out: out)
    configuration.bankFiles = bank.map { folder.path + "/" + $0 }
    guard
      case .run(let result) = try await NightlyRun.run(
        configuration, book: folder.path + "/book", waits: false, progress: { _ in })
    else { throw CancellationError() }
    let problems = try Book.reading(folder.path + "/book").problems()
    #expect(problems.isEmpty, "\(problems)")
    return result
  }

  private func ids(_ folder: Folder, _ out: String) throws -> [String] {
    rows(try folder.text(out + "/transactions.csv")).compactMap { $0["payment_id"] }
  }

  // MARK: camt

  private struct Entry {
    let amount: String
    let reference: String
    var text = ""
  }

  /// A report (camt.052) or a statement (camt.053) of one account on one day.
  private func camt(
    _ kind: String, id: String, day: String = "2026-03-02", _ entries: [Entry], from opening: String? = nil,
    to closing: String? = nil
  ) -> String {
    let isStatement = kind == "053"
    let (root, element) = isStatement ? ("BkToCstmrStmt", "Stmt") : ("BkToCstmrAcctRpt", "Rpt")
    func balance(_ code: String, _ amount: String?) -> String {
      guard let amount else { return "" }
      return "<Bal><Tp><CdOrPrtry><Cd>\(code)</Cd></CdOrPrtry></Tp><Amt Ccy=\"EUR\">\(amount)</Amt>"
        + "<CdtDbtInd>CRDT</CdtDbtInd><Dt><Dt>\(day)</Dt></Dt></Bal>"
    }
    let lines = entries.map { entry in
      "<Ntry><Amt Ccy=\"EUR\">\(entry.amount)</Amt><CdtDbtInd>CRDT</CdtDbtInd><Sts><Cd>BOOK</Cd></Sts>"
        + "<BookgDt><Dt>\(day)</Dt></BookgDt><ValDt><Dt>\(day)</Dt></ValDt><AcctSvcrRef>\(entry.reference)</AcctSvcrRef>"
        + "<BkTxCd><Prtry><Cd>TRF</Cd></Prtry></BkTxCd><NtryDtls><TxDtls><Amt Ccy=\"EUR\">\(entry.amount)</Amt>"
        + "<RltdPties><DbtrAcct><Id><IBAN>DE11</IBAN></Id></DbtrAcct></RltdPties>"
        + (entry.text.isEmpty ? "" : "<RmtInf><Ustrd>\(entry.text)</Ustrd></RmtInf>") + "</TxDtls></NtryDtls></Ntry>"
    }
    return "<?xml version=\"1.0\"?><Document xmlns=\"urn:iso:std:iso:20022:tech:xsd:camt.\(kind).001.08\"><\(root)>"
      + "<GrpHdr><MsgId>M\(id)</MsgId><CreDtTm>\(day)T20:00:00</CreDtTm></GrpHdr><\(element)><Id>\(id)</Id>"
      + "<CreDtTm>\(day)T20:00:00</CreDtTm><Acct><Id><Othr><Id>ACC1</Id></Othr></Id><Ccy>EUR</Ccy></Acct>"
      + balance("OPBD", opening) + balance("CLBD", closing) + lines.joined() + "</\(element)></\(root)></Document>"
  }

  @Test func aReportAndThenItsStatement() async throws {
    let folder = try folder()
    try folder.write("052.xml", camt("052", id: "R1", [Entry(amount: "100.00", reference: "G0001", text: "INV-1001")]))
    let first = try await night(folder, "052.xml", out: "1")
    #expect(first.figures.receipts == 1)
    try folder.write(
      "053.xml",
      camt(
        "053", id: "S1",
        [
          Entry(amount: "100.00", reference: "G0001", text: "payment of INV-1001"),
          Entry(amount: "70.00", reference: "G0002", text: "INV-1002"),
        ], from: "0.00", to: "170.00"))
    let second = try await night(folder, "053.xml", out: "2")
    #expect(second.book?.seen == 1)
    #expect(second.figures.receipts == 1)
    #expect(rows(try folder.text("2/allocations.csv")).map { $0["invoice_id"] } == ["INV-1002"])
    #expect(Set(try ids(folder, "1")).isDisjoint(with: try ids(folder, "2")))
    // And the statement again, under another name.
    try folder.write("again.xml", try folder.text("053.xml") + "\n")
    let third = try await night(folder, "again.xml", out: "3")
    #expect(third.book?.seen == 2 && third.figures.transactions == 0 && !third.hasRefusals)
  }

  @Test func theStatementAndItsReportInOneRun() async throws {
    let folder = try folder()
    let entry = Entry(amount: "100.00", reference: "G0001", text: "INV-1001")
    try folder.write("052.xml", camt("052", id: "R1", [entry]))
    try folder.write("053.xml", camt("053", id: "S1", [entry], from: "0.00", to: "100.00"))
    let first = try await night(folder, "052.xml", "053.xml", out: "1")
    #expect(first.figures.transactions == 1 && first.book?.seen == 1)
  }

  @Test func changedContentUnderTheSameNameIsRefusedWithTheDifference() async throws {
    let folder = try folder()
    let one = Entry(amount: "100.00", reference: "G0001", text: "INV-1001")
    try folder.write("1.xml", camt("053", id: "S1", [one], from: "0.00", to: "100.00"))
    try await night(folder, "1.xml", out: "1")
    let two = Entry(amount: "70.00", reference: "G0002", text: "INV-1002")
    try folder.write("2.xml", camt("053", id: "S1", [one, two], from: "0.00", to: "170.00"))
    let second = try await night(folder, "2.xml", out: "2")
    #expect(second.hasRefusals)
    #expect(second.figures.transactions == 0)
    #expect(
      second.inputs.flatMap(\.messages).contains {
        $0.hasSuffix(
          "error: statement S1 of account ACC1 is not taken: it was taken before with other content: then 1 entries, now 2;"
            + " 1 new (70.00 G0002), 0 gone")
      })
  }

  @Test func aMissingStatementIsReported() async throws {
    let folder = try folder()
    let one = Entry(amount: "100.00", reference: "G0001", text: "INV-1001")
    try folder.write("1.xml", camt("053", id: "S1", [one], from: "0.00", to: "100.00"))
    try await night(folder, "1.xml", out: "1")
    let three = Entry(amount: "70.00", reference: "G0003", text: "INV-1002")
    try folder.write("3.xml", camt("053", id: "S3", day: "2026-03-04", [three], from: "150.00", to: "220.00"))
    let second = try await night(folder, "3.xml", out: "2")
    #expect(second.figures.receipts == 1 && !second.hasRefusals)
    #expect(
      second.inputs.flatMap(\.messages).contains {
        $0.hasSuffix(
          "warning: statement S3 of account ACC1 opens with 150.00, while statement S1 before it closes with 100.00;"
            + " a statement between them may be missing")
      })
    let late = Entry(amount: "50.00", reference: "G0002")
    try folder.write("2.xml", camt("053", id: "S2", day: "2026-03-03", [late], from: "100.00", to: "150.00"))
    let third = try await night(folder, "2.xml", out: "3")
    #expect(third.figures.receipts == 1)
    #expect(third.inputs.allSatisfy { $0.warningCount == 0 })
  }

  // MARK: BAI2

  private func bai2(_ modifier: String, id: String, _ details: [(amount: Int, reference: String, text: String)])
    -> String
  {
    let sum = details.reduce(0) { $0 + $1.amount }
    let lines = details.map { "16,142,\($0.amount),,\($0.reference),,\($0.text)\n" }.joined()
    let count = details.count
    return "01,BANK,US,260302,2000,\(id),,,2/\n02,US,BANK,1,260302,2000,EUR,\(modifier)/\n03,ACC1,EUR/\n" + lines
      + "49,\(sum),\(count + 2)/\n98,\(sum),1,\(count + 4)/\n99,\(sum),1,\(count + 6)/\n"
  }

  @Test func anInterimReportAndThenTheFinalOne() async throws {
    let folder = try folder()
    try folder.write("interim.bai", bai2("3", id: "1", [(10_000, "G0001", "INV-1001")]))
    try await night(folder, "interim.bai", out: "1")
    try folder.write("more.bai", bai2("3", id: "1", [(10_000, "G0001", "INV-1001"), (7_000, "G0002", "INV-1002")]))
    let second = try await night(folder, "more.bai", out: "2")
    #expect(second.book?.seen == 1 && second.figures.receipts == 1 && !second.hasRefusals)
    try folder.write(
      "final.bai", bai2("2", id: "2", [(10_000, "G0001", "INV-1001 FROM ALDER"), (7_000, "G0002", "INV-1002")]))
    let third = try await night(folder, "final.bai", out: "3")
    #expect(third.book?.seen == 2 && third.figures.transactions == 0)
    #expect(rows(try folder.text("1/allocations.csv")).count + rows(try folder.text("2/allocations.csv")).count == 2)
  }
}
