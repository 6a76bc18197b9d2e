import CashModel
import Foundation
import Pipeline
import TestSupport
import Testing

/// Archives, pages over several files, and entries that contradict themselves: from bank files to the run's folder.
@Suite struct BankSourceTests {
  private func folder() throws -> Folder {
    let folder = try Folder()
    try folder.write(
      "open-items.csv", "invoice_id,customer_id,amount,currency\nINV-1001,C1,40.00,EUR\nINV-1002,C1,60.00,EUR\n")
    return folder
  }

  private func page(
    _ number: Int, isLast: Bool, balance: (kind: String, amount: String)?, amount: String, text: String,
    direction: String = "CRDT"
  ) -> String {
    let balances = balance.map { kind, amount in
      """
      <Bal><Tp><CdOrPrtry><Cd>\(kind)</Cd></CdOrPrtry></Tp><Amt Ccy="EUR">\(amount)</Amt><CdtDbtInd>CRDT</CdtDbtInd>\
      <Dt><Dt>2026-03-05</Dt></Dt></Bal>
      """
    }
    return """
      <Document xmlns="urn:iso:std:iso:20022:tech:xsd:camt.053.001.08"><BkToCstmrStmt><GrpHdr><MsgId>M\(number)</MsgId>\
      </GrpHdr><Stmt><Id>S-7</Id><StmtPgntn><PgNb>\(number)</PgNb><LastPgInd>\(isLast)</LastPgInd></StmtPgntn>\
      <Acct><Id><IBAN>DE40500105170000123456</IBAN></Id><Ccy>EUR</Ccy></Acct>\(balances ?? "")\
      <Ntry><Amt Ccy="EUR">\(amount)</Amt><CdtDbtInd>\(direction)</CdtDbtInd><Sts><Cd>BOOK</Cd></Sts>\
      <BookgDt><Dt>2026-03-05</Dt></BookgDt><NtryDtls><TxDtls><RmtInf><Ustrd>\(text)</Ustrd></RmtInf></TxDtls></NtryDtls>\
      </Ntry></Stmt></BkToCstmrStmt></Document>
      """
  }

  private func pages(closing: String = "200.00") -> [String] {
    [
      page(1, isLast: false, balance: ("OPBD", "100.00"), amount: "40.00", text: "INV-1001"),
      page(2, isLast: true, balance: ("CLBD", closing), amount: "60.00", text: "INV-1002"),
    ]
  }

  @Test func pagesInSeveralFilesAreOneStatement() async throws {
    let folder = try folder()
    for (number, page) in pages().enumerated() { try folder.write("bank/\(9 - number).xml", page) }
    let result = try await folder.run(out: "run")
    #expect(result.inputs.allSatisfy { !$0.isRefused && $0.messages.isEmpty })
    #expect(result.inputs.compactMap(\.bankFile).contains { $0.control == .tie })
    #expect(try folder.text("run/allocations.csv").contains("INV-1002,60.00"))
  }

  @Test func pagesThatDoNotTieAreRefusedTogether() async throws {
    let folder = try folder()
    for (number, page) in pages(closing: "201.00").enumerated() { try folder.write("bank/\(number).xml", page) }
    await #expect(throws: RunFailure.self) { try await folder.run(out: "run") }
  }

  @Test func aMissingPageIsNamedAndTheRestIsTaken() async throws {
    let folder = try folder()
    try folder.write("bank/1.xml", pages()[1])
    let result = try await folder.run(out: "run")
    #expect(result.inputs.flatMap(\.messages).contains { $0.contains("page 1 of statement S-7") })
    #expect(try folder.text("run/allocations.csv").contains("INV-1002,60.00"))
  }

  private func write(_ archive: [UInt8], to folder: Folder) throws {
    try folder.write("bank/day.zip", "")
    try Data(archive).write(to: URL(fileURLWithPath: folder.path + "/bank/day.zip"))
  }

  @Test func anArchiveStandsForItsFiles() async throws {
    let folder = try folder()
    try write(StoredZIP.bytes([("p2.xml", pages()[1]), ("p1.xml", pages()[0]), ("READ.ME", "hello")]), to: folder)
    let result = try await folder.run(out: "run")
    #expect(result.inputs.filter(\.isRefused).map { ($0.path as NSString).lastPathComponent } == ["READ.ME"])
    let transactions = try folder.text("run/transactions.csv")
    #expect(transactions.contains("day.zip/p1.xml"))
    #expect(transactions.contains("day.zip/p2.xml"))
    #expect(try folder.text("run/allocations.csv").contains("INV-1001,40.00"))
  }

  @Test func anArchiveInsideAnArchiveAndADamagedOneAreRefusedWithAReason() async throws {
    let folder = try folder()
    try folder.write("bank/a.xml", pages()[0])
    let inner = String(decoding: StoredZIP.bytes([("a", "b")]), as: UTF8.self)
    try write(StoredZIP.bytes([("inner.zip", inner)]), to: folder)
    let nested = try await folder.run(out: "nested")
    #expect(nested.inputs.flatMap(\.messages).contains { $0.contains("a ZIP archive inside another one") })
    try write(Array(StoredZIP.bytes([("a.xml", pages()[0])]).dropLast(30)), to: folder)
    let damaged = try await folder.run(out: "damaged")
    #expect(damaged.inputs.flatMap(\.messages).contains { $0.contains("The ZIP archive is damaged") })
  }

  @Test func anEntryWhoseTransactionsDoNotAddUpWaitsForAPerson() async throws {
    let folder = try folder()
    let details =
      "<NtryDtls><TxDtls><Amt Ccy=\"EUR\">20.00</Amt><RmtInf><Ustrd>INV-1001</Ustrd></RmtInf></TxDtls>"
      + "<TxDtls><Amt Ccy=\"EUR\">21.00</Amt></TxDtls></NtryDtls>"
    try folder.write(
      "bank/a.xml",
      page(1, isLast: true, balance: nil, amount: "40.00", text: "").replacing(
        /<NtryDtls>.*<\/NtryDtls>/, with: details))
    try await folder.run(out: "run")
    let exceptions = rows(try folder.text("run/exceptions.csv"))
    #expect(exceptions.map { $0["reason"] } == ["PARSE"])
    #expect(exceptions[0]["detail"]?.contains("do not add up to what it booked") == true)
    #expect(exceptions[0]["open_amount"] == "40.00")
    #expect(rows(try folder.text("run/allocations.csv")).isEmpty)
  }

  @Test func aDictionaryOfTagsIsTakenFromTheConfigurationsFolder() async throws {
    let folder = try folder()
    try folder.write("customers.csv", "customer_id,name\nC1,Ferndale Mills\n")
    try folder.write(
      "bank/a.bai",
      "01,B,U,260310,0615,7,,,2/\n02,U,B,1,260309,2400,EUR,2/\n03,1,EUR/\n16,195,6000,Z,R1,,ZAHLER=FERNDALE MILLS\n"
        + "49,6000,3/\n98,6000,1,5/\n99,6000,1,7/\n")
    try folder.write("config/tags.txt", "payer_name : ZAHLER\n")
    try folder.write("config/tieout.yaml", "remittance_tags: [tags.txt]\n")
    var configuration = try folder.configuration(out: "run")
    configuration.configurationFile = folder.path + "/config/tieout.yaml"
    _ = try await ApplyRun.run(configuration) { _ in }
    #expect(try folder.text("run/allocations.csv").contains("INV-1002,60.00"))
    try folder.write("config/tags.txt", "payer_name : ZAHLER\nboss : X\n")
    let failure = await #expect(throws: RunFailure.self) { try await ApplyRun.run(configuration) { _ in } }
    #expect(failure?.exitCode == 64)
    #expect(failure?.sentence.contains("tags.txt:2: 'boss' is no role") == true)
  }
}
