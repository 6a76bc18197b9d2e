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
    try await night(folder, bank, out: out)
  }

  @discardableResult
  private func night(_ folder: Folder, _ bank: [String], out: String) async throws -> RunResult {
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

  private typealias Detail = (amount: Int, reference: String, text: String)

  private func bai2(_ modifier: String, id: String, status: Int = 1, _ details: [Detail]) -> String {
    let sum = details.reduce(0) { $0 + $1.amount }
    let lines = details.map { "16,142,\($0.amount),,\($0.reference),,\($0.text)\n" }.joined()
    let count = details.count
    return "01,BANK,US,260302,2000,\(id),,,2/\n02,US,BANK,\(status),260302,2000,EUR,\(modifier)/\n03,ACC1,EUR/\n"
      + lines
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

  /// Both invoices are open in the ledger's extract all the time: what is available is what the book says.
  private func allocated(_ folder: Folder, _ runs: [String]) throws -> [String: Int] {
    var sums: [String: Int] = [:]
    for run in runs {
      for line in rows(try folder.text(run + "/allocations.csv")) {
        sums[line["invoice_id"] ?? "", default: 0] +=
          Int((line["applied"] ?? "").replacingOccurrences(of: ".", with: "")) ?? 0
      }
    }
    return sums.filter { $0.value != 0 }
  }

  private let invoice1: Detail = (10_000, "G0001", "INV-1001")
  private let invoice2: Detail = (7_000, "G0002", "INV-1002")
  private let unknown: Detail = (500, "G0003", "WHAT IS IT")

  /// The bank's marked correction of a statement with INV-1001 and an unknown payment: by run, what it lists.
  @Test(
    arguments: [
      // The same once more, with one added.
      ([0, 2, 1], ["INV-1001": 10_000, "INV-1002": 7_000], ["G0003"]),
      // The first is gone.
      ([1, 2], ["INV-1002": 7_000], ["G0003"]),
      // All is gone but the first.
      ([0], ["INV-1001": 10_000], []),
      ([], [:], []),
    ] as [([Int], [String: Int], [String])])
  func aCorrectionIsAppliedAsADifference(listed: [Int], sums: [String: Int], waiting: [String]) async throws {
    let folder = try folder()
    let details = [invoice1, invoice2, unknown]
    try folder.write("1.bai", bai2("2", id: "1", [invoice1, unknown]))
    try await night(folder, "1.bai", out: "1")
    try #require(try allocated(folder, ["1"]) == ["INV-1001": 10_000])
    try folder.write("2.bai", bai2("2", id: "2", status: 3, listed.map { details[$0] }))
    let second = try await night(folder, "2.bai", out: "2")
    #expect(!second.hasRefusals)
    #expect(try allocated(folder, ["1", "2"]) == sums)
    #expect(rows(try folder.text("2/exceptions.csv")).map { $0["bank_reference"] ?? "" } == waiting)
    let (new, gone) = (listed.count { $0 == 1 }, 2 - listed.count { $0 != 1 })
    #expect(
      second.inputs.flatMap(\.messages).contains {
        $0.contains("corrects statement BANK/1/2026-03-02/ACC1/2: \(new) new, \(gone) gone")
      })
    // Whichever of the two comes again changes nothing.
    for (out, file) in [("3", "2.bai"), ("4", "1.bai")] {
      let again = try await night(folder, file, out: out)
      #expect(again.figures.transactions == 0 && !again.hasRefusals)
      #expect(try allocated(folder, ["1", "2", out]) == sums)
    }
  }

  /// The bank deletes what it reported, and reports something else instead.
  @Test func aDeletionUndoesWhatWasReported() async throws {
    let folder = try folder()
    try folder.write("1.bai", bai2("2", id: "1", [invoice1, unknown]))
    try await night(folder, "1.bai", out: "1")
    try folder.write("2.bai", bai2("2", id: "2", status: 2, [invoice1, unknown]))
    let second = try await night(folder, "2.bai", out: "2")
    #expect(try allocated(folder, ["1", "2"]) == [:])
    #expect(rows(try folder.text("2/exceptions.csv")).isEmpty)
    #expect(second.inputs.flatMap(\.messages).contains { $0.contains("deletes what was reported before: 2 gone") })
    // What it sends instead lists one of them again: it is another payment, and it is applied.
    try folder.write("3.bai", bai2("2", id: "3", [invoice1, invoice2]))
    let third = try await night(folder, "3.bai", out: "3")
    #expect(third.figures.receipts == 2)
    #expect(try allocated(folder, ["1", "2", "3"]) == ["INV-1001": 10_000, "INV-1002": 7_000])
    for (out, file) in [("4", "1.bai"), ("5", "2.bai"), ("6", "3.bai")] {
      #expect(try await night(folder, file, out: out).figures.transactions == 0)
    }
    var bank = 0
    for out in ["1", "2", "3", "4", "5", "6"] {
      for line in rows(try folder.text(out + "/postings.csv")) where line["account"] == "1010" {
        func cents(_ text: String?) -> Int { Int((text ?? "").replacingOccurrences(of: ".", with: "")) ?? 0 }
        bank += cents(line["debit"]) - cents(line["credit"])
      }
    }
    #expect(bank == 17_000)
  }

  /// A deletion that comes with the statement it deletes, in whatever order the files are named, leaves nothing; one with what stands for it
  /// leaves that.
  @Test(arguments: [["1.bai", "2.bai"], ["2.bai", "1.bai"]])
  func aDeletionInTheSameRun(files: [String]) async throws {
    let folder = try folder()
    try folder.write("1.bai", bai2("2", id: "1", [invoice1, unknown]))
    try folder.write("2.bai", bai2("2", id: "2", status: 2, [invoice1, unknown]))
    try await night(folder, files, out: "1")
    #expect(try allocated(folder, ["1"]) == [:])
    #expect(rows(try folder.text("1/postings.csv")).isEmpty)
    try folder.write("3.bai", bai2("2", id: "3", [invoice1, invoice2]))
    try await night(folder, "3.bai", "1.bai", out: "2")
    #expect(try allocated(folder, ["1", "2"]) == ["INV-1001": 10_000, "INV-1002": 7_000])
  }

  /// What a deletion names and nobody reported is said, and nothing happens.
  @Test func aDeletionOfNothing() async throws {
    let folder = try folder()
    try folder.write("1.bai", bai2("2", id: "1", [invoice1]))
    try await night(folder, "1.bai", out: "1")
    try folder.write("2.bai", bai2("2", id: "2", status: 2, [invoice2]))
    let second = try await night(folder, "2.bai", out: "2")
    #expect(try allocated(folder, ["1", "2"]) == ["INV-1001": 10_000])
    #expect(second.inputs.flatMap(\.messages).contains { $0.contains("deletes 1 entry that nobody reported") })
  }

  @Test func aMissingNumberIsReported() async throws {
    let folder = try folder()
    func numbered(_ text: String, _ number: Int) -> String {
      text.replacingOccurrences(
        of: "</Id><CreDtTm>", with: "</Id><ElctrncSeqNb>\(number)</ElctrncSeqNb><CreDtTm>")
    }
    let one = Entry(amount: "100.00", reference: "G0001", text: "INV-1001")
    try folder.write("1.xml", numbered(camt("053", id: "S1", [one]), 41))
    try await night(folder, "1.xml", out: "1")
    let three = Entry(amount: "70.00", reference: "G0003", text: "INV-1002")
    try folder.write("3.xml", numbered(camt("053", id: "S3", day: "2026-03-04", [three]), 43))
    let second = try await night(folder, "3.xml", out: "2")
    #expect(second.figures.receipts == 1 && !second.hasRefusals)
    #expect(
      second.inputs.flatMap(\.messages).contains {
        $0.hasSuffix(
          "warning: statement S3 of account ACC1 has number 43, while statement S1 before it has 41; statements between them"
            + " may be missing")
      })
  }

  /// Two deletions of one day are two, whatever they have in common; a statement and its correction may come in one run.
  @Test func deletionsAndCorrectionsOfOneDay() async throws {
    let folder = try folder()
    try folder.write("1.bai", bai2("2", id: "1", [invoice1]))
    try await night(folder, "1.bai", out: "1")
    try folder.write("2.bai", bai2("2", id: "2", status: 2, [invoice1]))
    try await night(folder, "2.bai", out: "2")
    try folder.write("9.bai", bai2("2", id: "9", [invoice1, unknown]))
    try folder.write("10.bai", bai2("2", id: "10", status: 3, [invoice1, invoice2]))
    try await night(folder, "10.bai", "9.bai", out: "3")
    #expect(try allocated(folder, ["1", "2", "3"]) == ["INV-1001": 10_000, "INV-1002": 7_000])
    try folder.write("11.bai", bai2("2", id: "11", status: 2, [invoice1, invoice2]))
    try await night(folder, "11.bai", out: "4")
    #expect(try allocated(folder, ["1", "2", "3", "4"]) == [:])
  }

  /// A statement and its correction in one run, then another correction, or a deletion of a part and what stands for it: what all of them list
  /// is one payment.
  @Test(arguments: [1, 2])
  func whatIsCorrectedTwiceIsThereOnce(runs: Int) async throws {
    let folder = try folder()
    try folder.write("1.bai", bai2("2", id: "1", [invoice1, unknown]))
    try folder.write("2.bai", bai2("2", id: "2", status: 3, [invoice1, invoice2]))
    if runs == 2 { try await night(folder, "1.bai", out: "0") }
    try await night(folder, runs == 2 ? ["2.bai"] : ["1.bai", "2.bai"], out: "1")
    try folder.write("3.bai", bai2("2", id: "3", status: 3, [invoice1, unknown]))
    let third = try await night(folder, "3.bai", out: "2")
    let out = runs == 2 ? ["0", "1", "2"] : ["1", "2"]
    #expect(third.figures.receipts == 1)
    #expect(try allocated(folder, out) == ["INV-1001": 10_000])
  }

  /// A part of a statement is deleted in the run that brings it; sent anew, what was left is the same payment.
  @Test func aPartDeletedInTheSameRun() async throws {
    let folder = try folder()
    try folder.write("1.bai", bai2("2", id: "1", [invoice1, unknown]))
    try folder.write("2.bai", bai2("2", id: "2", status: 2, [unknown]))
    try await night(folder, "1.bai", "2.bai", out: "1")
    try #require(try allocated(folder, ["1"]) == ["INV-1001": 10_000])
    try folder.write("3.bai", bai2("2", id: "3", [invoice1, invoice2]))
    let second = try await night(folder, "3.bai", out: "2")
    #expect(second.figures.receipts == 1)
    #expect(try allocated(folder, ["1", "2"]) == ["INV-1001": 10_000, "INV-1002": 7_000])
  }
}
