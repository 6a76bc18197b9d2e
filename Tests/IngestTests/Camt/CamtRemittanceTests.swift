import CashModel
import Ingest
import Testing

private typealias Fixture = CamtFixture

/// The arithmetic of structured remittance, what points to it, and marks of a message.
@Suite struct CamtRemittanceTests {
  struct Block: CustomTestStringConvertible, Sendable {
    let testDescription: String
    /// Inside `RfrdDocAmt`.
    let amounts: [String]
    var addsUp = true
    var warnings = 0
  }

  private static func amount(_ name: String, _ amount: String) -> String { "<\(name) Ccy=\"EUR\">\(amount)</\(name)>" }

  /// All blocks are those of one transaction of 98.00.
  static let blocks = [
    Block(
      testDescription: "due less discount is remitted",
      amounts: [amount("DuePyblAmt", "100.00") + amount("DscntApldAmt", "2.00") + amount("RmtdAmt", "98.00")]),
    Block(
      testDescription: "the discount of version 3 and later",
      amounts: [
        amount("DuePyblAmt", "100.00") + "<DscntApldAmt>\(amount("Amt", "2.00"))</DscntApldAmt>"
          + amount("RmtdAmt", "98.00")
      ]),
    Block(
      testDescription: "credit note and adjustment",
      amounts: [
        amount("DuePyblAmt", "110.00") + amount("CdtNoteAmt", "10.00")
          + "<AdjstmntAmtAndRsn>\(amount("Amt", "2.00"))<CdtDbtInd>DBIT</CdtDbtInd></AdjstmntAmtAndRsn>"
          + amount("RmtdAmt", "98.00")
      ]),
    Block(
      testDescription: "an adjustment that raises",
      amounts: [
        amount("DuePyblAmt", "95.00")
          + "<AdjstmntAmtAndRsn>\(amount("Amt", "3.00"))<CdtDbtInd>CRDT</CdtDbtInd></AdjstmntAmtAndRsn>"
          + amount("RmtdAmt", "98.00")
      ]),
    Block(
      testDescription: "typed amounts of version 12",
      amounts: [
        ["DUPA", "100.00", "APDS", "2.00", "REMI", "98.00"].chunked.map { code, text in
          "<RmtAmtAndTp><Tp><Cd>\(code)</Cd></Tp>\(amount("Amt", text))</RmtAmtAndTp>"
        }.joined()
      ]),
    Block(
      testDescription: "two blocks add up to the transaction",
      amounts: [amount("RmtdAmt", "60.00"), amount("RmtdAmt", "38.00")]),
    Block(
      testDescription: "what is remitted follows from the rest",
      amounts: [amount("DuePyblAmt", "100.00") + amount("DscntApldAmt", "2.00")]),
    Block(
      testDescription: "a part of what is due, without a word why",
      amounts: [amount("DuePyblAmt", "500.00") + amount("RmtdAmt", "98.00")]),
    Block(
      testDescription: "a block that does not add up",
      amounts: [amount("DuePyblAmt", "100.00") + amount("DscntApldAmt", "5.00") + amount("RmtdAmt", "98.00")],
      addsUp: false, warnings: 1),
    Block(
      testDescription: "blocks that do not add up to the transaction",
      amounts: [amount("RmtdAmt", "60.00"), amount("RmtdAmt", "39.00")], addsUp: false, warnings: 1),
    Block(testDescription: "blocks without amounts", amounts: ["", ""]),
  ]

  @Test(arguments: blocks)
  func theArithmeticOfABlockIsChecked(_ block: Block) {
    let structured = block.amounts.enumerated().map { number, amounts in
      "<Strd><RfrdDocInf><Nb>INV-\(number)</Nb></RfrdDocInf><RfrdDocAmt>\(amounts)</RfrdDocAmt></Strd>"
    }.joined()
    let file = Fixture.read(
      Fixture.statement(
        Fixture.entry(
          "98.00", Fixture.details("<Amt Ccy=\"EUR\">98.00</Amt><RmtInf>\(structured)</RmtInf>"))))
    let lines = file.structured(0)
    #expect(lines.count == block.amounts.count)
    #expect(lines.contains(where: \.isContradictory) != block.addsUp)
    #expect(file.diagnostics.warningCount == block.warnings)
    #expect(file.diagnostics.errorCount == 0)
  }

  @Test func whereTheAdviceWentIsKept() {
    let location =
      "<RltdRmtInf><RmtId>ADV-77</RmtId><RmtLctnDtls><Mtd>URID</Mtd><ElctrncAdr>https://pay.example/77</ElctrncAdr>"
      + "</RmtLctnDtls></RltdRmtInf>"
    let file = Fixture.read(Fixture.statement(Fixture.entry("98.00", Fixture.details(location))))
    let kept = file.payments.identifierRows.filter { $0.kind == .remittanceAdvice }
    #expect(kept.map { file.payments.arena.string($0.text) } == ["ADV-77", "https://pay.example/77"])
  }

  @Test(arguments: [
    ("SPS/2.1/TEST", TransactionClass.unposted, 1), ("SPS/2.1/PROD", .receipt, 0), ("PRODUCTIVE", .receipt, 0),
    ("LATEST", .receipt, 0),
  ])
  func aMessageThatSaysItIsATestIsNotPosted(mark: String, expected: TransactionClass, warnings: Int) {
    let text = Fixture.statement(Fixture.entry("98.00"))
      .replacing("<MsgId>M</MsgId>", with: "<MsgId>M</MsgId><AddtlInf>\(mark)</AddtlInf>")
    let file = Fixture.read(text)
    #expect(file.payments.transactionClass == [expected])
    #expect(file.diagnostics.warningCount == warnings)
  }

  @Test func balancesOfAllKindsAreKept() {
    let kinds = ["PRCD", "OPBD", "ITBD", "CLBD", "CLAV", "FWAV"]
    let file = Fixture.read(
      Fixture.statement("", head: kinds.map { Fixture.balance($0, "5.00", $0 == "CLAV" ? "DBIT" : "CRDT") }.joined()))
    #expect(file.statements[0].statedBalances.map(\.kind) == kinds)
    #expect(file.statements[0].statedBalances.map(\.amount.minorUnits) == [500, 500, 500, 500, -500, 500])
  }
}

extension [String] {
  fileprivate var chunked: [(String, String)] { stride(from: 0, to: count, by: 2).map { (self[$0], self[$0 + 1]) } }
}
