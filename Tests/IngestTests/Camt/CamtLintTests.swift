import CashModel
import Ingest
import Testing

/// What a version's definition does not allow; the file is read all the same.
@Suite struct CamtLintTests {
  /// A valid statement of a version; `statement` and `entry` stand inside.
  private func document(
    version: String = "camt.053.001.08", statement: String = "", entry: String = "", status: String = "<Cd>BOOK</Cd>",
    amount: String = "<Amt Ccy=\"EUR\">5.00</Amt>"
  ) -> String {
    """
    <Document xmlns="urn:iso:std:iso:20022:tech:xsd:\(version)"><BkToCstmrStmt><GrpHdr><MsgId>M</MsgId>\
    <CreDtTm>2026-03-05T06:00:00</CreDtTm></GrpHdr><Stmt><Id>S</Id><CreDtTm>2026-03-05T06:00:00Z</CreDtTm>\(statement)\
    <Acct><Id><IBAN>DE40500105170000123456</IBAN></Id></Acct><Bal><Tp><CdOrPrtry><Cd>CLBD</Cd></CdOrPrtry></Tp>\
    <Amt Ccy="EUR">5.00</Amt><CdtDbtInd>CRDT</CdtDbtInd><Dt><Dt>2026-03-05</Dt></Dt></Bal>\
    <Ntry>\(amount)<CdtDbtInd>CRDT</CdtDbtInd><Sts>\(status)</Sts><BkTxCd/>\(entry)</Ntry></Stmt></BkToCstmrStmt></Document>
    """
  }

  private func findings(_ text: String) -> [String] {
    let bytes = Array(text.utf8)
    let file = CamtReader.read(bytes.span, file: 0, isLinting: true)
    #expect(file.diagnostics.errorCount == 0)
    return file.lint.entries.map { "\($0.message): \($0.found)" }
  }

  @Test func aValidStatementHasNothingToReport() {
    #expect(findings(document()) == [])
    #expect(findings(document(version: "camt.053.001.02", status: "BOOK")) == [])
    #expect(findings(document(version: "camt.053.001.14")) == [])
  }

  @Test func theReaderLintsOnlyWhereItIsAskedTo() {
    let bytes = Array(document(statement: "<Zzz/>").utf8)
    #expect(CamtReader.read(bytes.span, file: 0).lint.entries.isEmpty)
  }

  static let mistakes: [(statement: String, entry: String, finding: String)] = [
    ("<Zzz/>", "", "An element is unknown to this version here: Document/BkToCstmrStmt/Stmt/Zzz"),
    ("", "<NtryRef>1</NtryRef>", "An element stands in the wrong order: BkToCstmrStmt/Stmt/Ntry/NtryRef"),
    (
      "<ElctrncSeqNb>x</ElctrncSeqNb>", "",
      "An element stands in the wrong order: Document/BkToCstmrStmt/Stmt/ElctrncSeqNb"
    ),
    (
      "<FrToDt><FrDtTm>2026-03-05T06:00:00</FrDtTm></FrToDt>", "",
      "A required element is missing: BkToCstmrStmt/Stmt/FrToDt"
    ),
    ("", "<NtryDtls><TxDtls><Purp/></TxDtls></NtryDtls>", "One of several elements is missing: NtryDtls/TxDtls/Purp"),
    (
      "", "<NtryDtls><TxDtls><Purp><Cd>A</Cd><Prtry>B</Prtry></Purp></TxDtls></NtryDtls>",
      "Only one of several elements may stand here: NtryDtls/TxDtls/Purp/Prtry"
    ),
    (
      "", "<NtryDtls><TxDtls><RltdPties><Dbtr><Nm>X</Nm></Dbtr></RltdPties></TxDtls></NtryDtls>",
      "An element is not allowed here: TxDtls/RltdPties/Dbtr/Nm"
    ),
    (
      "",
      "<NtryDtls><TxDtls><Refs><EndToEndId>\(String(repeating: "x", count: 36))</EndToEndId></Refs></TxDtls></NtryDtls>",
      "A value is not what its type allows: TxDtls/Refs/EndToEndId"
    ),
    (
      "", "<NtryDtls><TxDtls><Refs><UETR>none</UETR></Refs></TxDtls></NtryDtls>",
      "A value is not what its type allows: TxDtls/Refs/UETR"
    ),
    (
      "", "<NtryDtls><Btch><NbOfTxs>1</NbOfTxs><NbOfTxs>1</NbOfTxs></Btch></NtryDtls>",
      "An element comes more often than it may: Ntry/NtryDtls/Btch/NbOfTxs"
    ),
    ("", "words", "Text stands where only elements may: Stmt/Ntry"),
  ]

  @Test(arguments: mistakes)
  func aMistakeIsNamedWithItsPlace(_ mistake: (statement: String, entry: String, finding: String)) throws {
    let found = findings(document(statement: mistake.statement, entry: mistake.entry))
    let parts = mistake.finding.split(separator: ": ")
    #expect(found.contains { $0.hasPrefix(parts[0]) && $0.contains(parts[1]) }, "\(found)")
  }

  @Test(arguments: [
    ("<Amt Ccy=\"EURO\">5.00</Amt>", "A currency is not what its type allows"),
    ("<Amt Ccy=\"EUR\">5.000001</Amt>", "A value is not what its type allows"),
    ("<Amt>5.00</Amt>", "An amount has no currency"),
  ])
  func amountsAreCheckedWithTheirCurrency(amount: String, message: String) {
    let bytes = Array(document(amount: amount).utf8)
    let file = CamtReader.read(bytes.span, file: 0, isLinting: true)
    #expect(file.lint.entries.contains { $0.message == message })
  }

  @Test(arguments: [("urn:x", "names no version"), ("camt.053.001.15", "not at hand")])
  func aVersionWithoutADefinitionSaysSo(version: String, words: String) {
    #expect(findings(document(version: version)).contains { $0.contains(words) })
  }

  @Test func oldStatusesAndNewOnesBelongToTheirVersions() {
    #expect(
      findings(document(version: "camt.053.001.02")).contains { $0.hasPrefix("An element stands where only text may") })
    #expect(findings(document(status: "BOOK")).contains { $0.hasPrefix("Text stands where only elements may") })
  }
}
