import CashModel
import Ingest
import TestSupport
import Testing

private typealias Fixture = CamtFixture

/// Balances, sums and batches against what was read.
@Suite struct CamtControlTests {
  struct Balances: Sendable, CustomTestStringConvertible {
    var testDescription: String
    var head: String
    var result: ControlResult
    var opening: Int64?
    var closing: Int64?
  }

  private static let page = "<StmtPgntn><PgNb>2</PgNb><LastPgInd>true</LastPgInd></StmtPgntn>"

  static let balances: [Balances] = [
    Balances(
      testDescription: "ties", head: Fixture.balance("OPBD", "10.00") + Fixture.balance("CLBD", "12.00"), result: .tie,
      opening: 1_000, closing: 1_200),
    Balances(
      testDescription: "previous closing balance",
      head: Fixture.balance("PRCD", "1.00", "DBIT") + Fixture.balance("CLBD", "1.00"), result: .tie, opening: -100,
      closing: 100),
    Balances(
      testDescription: "a sign where none belongs",
      head: Fixture.balance("OPBD", "-1.00") + Fixture.balance("CLBD", "1.00"), result: .tie, opening: -100,
      closing: 100),
    Balances(
      testDescription: "differs", head: Fixture.balance("OPBD", "10.00") + Fixture.balance("CLBD", "12.01"),
      result: .mismatch, opening: 1_000, closing: 1_201),
    Balances(
      testDescription: "no opening", head: Fixture.balance("CLBD", "12.00"), result: .blank, opening: nil,
      closing: 1_200),
    Balances(
      testDescription: "available balances prove nothing",
      head: Fixture.balance("OPAV", "10.00") + Fixture.balance("CLAV", "99.00"), result: .blank, opening: nil,
      closing: nil),
    Balances(
      testDescription: "interim closing that ties",
      head: Fixture.balance("OPBD", "10.00") + Fixture.balance("ITBD", "12.00"), result: .tie, opening: 1_000,
      closing: 1_200),
    Balances(
      testDescription: "interim closing that does not",
      head: Fixture.balance("OPBD", "10.00") + Fixture.balance("ITBD", "13.00"), result: .blank, opening: 1_000,
      closing: 1_300),
    Balances(
      testDescription: "interim at both ends",
      head: Fixture.balance("ITBD", "10.00") + Fixture.balance("ITBD", "12.00"), result: .tie, opening: 1_000,
      closing: 1_200),
    Balances(
      testDescription: "several days",
      head: Fixture.balance("CLBD", "11.00", day: "2024-03-04") + Fixture.balance("OPBD", "11.00", day: "2024-03-05")
        + Fixture.balance("CLBD", "12.00", day: "2024-03-05") + Fixture.balance("OPBD", "10.00", day: "2024-03-04"),
      result: .tie, opening: 1_000, closing: 1_200),
    Balances(
      testDescription: "a page of several",
      head: page + Fixture.balance("OPBD", "10.00") + Fixture.balance("CLBD", "99.00"), result: .blank,
      opening: 1_000, closing: 9_900),
  ]

  @Test(arguments: balances)
  func balancesAreCheckedAgainstBookedEntries(_ example: Balances) throws {
    let entries =
      Fixture.entry("3.00") + Fixture.entry("1.00", direction: "DBIT") + Fixture.entry("50.00", status: "<Cd>PDNG</Cd>")
    let file = Fixture.read(Fixture.statement(entries, head: example.head))
    let statement = try #require(file.statements.first)
    #expect(statement.balances == example.result)
    #expect(statement.openingBalance?.minorUnits == example.opening)
    #expect(statement.closingBalance?.minorUnits == example.closing)
    #expect(file.problems == (example.result == .mismatch ? [.balance] : []))
    #expect(file.diagnostics.errorCount == 0)
  }

  @Test func aBalanceThatDiffersSaysWhatWasFoundAndExpected() throws {
    let head = Fixture.balance("OPBD", "10.00") + Fixture.balance("CLBD", "12.01")
    let diagnostic = try #require(
      Fixture.read(Fixture.statement(Fixture.entry("2.00"), head: head)).diagnostics.entries.first)
    #expect(diagnostic.severity == .warning)
    #expect(diagnostic.found == "12.01")
    #expect(diagnostic.expected == "12.00")
  }

  static let totals: [(String, ControlResult, Int)] = [
    ("", .blank, 0),
    ("<TtlNtries><NbOfNtries>2</NbOfNtries><Sum>4.00</Sum></TtlNtries>", .tie, 0),
    ("<TtlNtries><NbOfNtries>3</NbOfNtries><Sum>54.00</Sum></TtlNtries>", .tie, 0),
    ("<TtlNtries><Sum>2.00</Sum></TtlNtries>", .tie, 0),
    ("<TtlNtries><Sum>4.01</Sum></TtlNtries>", .mismatch, 1),
    ("<TtlNtries><NbOfNtries>4</NbOfNtries></TtlNtries>", .mismatch, 1),
    ("<TtlCdtNtries><NbOfNtries>1</NbOfNtries><Sum>3</Sum></TtlCdtNtries>", .tie, 0),
    ("<TtlCdtNtries><NbOfNtries>9</NbOfNtries><Sum>3</Sum></TtlCdtNtries>", .mismatch, 1),
    ("<TtlDbtNtries><NbOfNtries>1</NbOfNtries><Sum>-1.00</Sum></TtlDbtNtries>", .tie, 0),
    ("<TtlDbtNtries><NbOfNtries>0</NbOfNtries><Sum>0</Sum></TtlDbtNtries>", .mismatch, 2),
    ("<TtlNtries><NbOfNtries>2</NbOfNtries></TtlNtries><TtlDbtNtries><Sum>2</Sum></TtlDbtNtries>", .mismatch, 1),
    ("<TtlNtries><NbOfNtries>two</NbOfNtries></TtlNtries>", .blank, 1),
  ]

  @Test(arguments: totals)
  func statedCountsAndSumsAreChecked(_ example: (summary: String, result: ControlResult, warnings: Int)) throws {
    let entries =
      Fixture.entry("3.00") + Fixture.entry("1.00", direction: "DBIT") + Fixture.entry("50.00", status: "<Cd>PDNG</Cd>")
    let file = Fixture.read(Fixture.statement(entries, head: "<TxsSummry>\(example.summary)</TxsSummry>"))
    #expect(file.statements.first?.totals == example.result)
    #expect(file.diagnostics.warningCount == example.warnings)
    #expect(file.diagnostics.errorCount == 0)
  }

  static let batches: [(String, ControlResult)] = [
    ("<NbOfTxs>2</NbOfTxs>", .tie), ("<NbOfTxs>3</NbOfTxs>", .mismatch),
    ("<NbOfTxs>2</NbOfTxs><TtlAmt Ccy=\"EUR\">5.00</TtlAmt>", .tie),
    ("<TtlAmt Ccy=\"EUR\">6.00</TtlAmt>", .mismatch), ("<TtlAmt Ccy=\"USD\">6.00</TtlAmt>", .blank),
    ("<MsgId>M</MsgId>", .blank),
  ]

  @Test(arguments: batches)
  func aBatchIsCheckedAgainstItsTransactions(_ example: (batch: String, result: ControlResult)) throws {
    let members = "<TxDtls><Amt Ccy=\"EUR\">2.00</Amt></TxDtls><TxDtls><Amt Ccy=\"EUR\">3.00</Amt></TxDtls>"
    let file = Fixture.read(
      Fixture.statement(Fixture.entry("5.00", "<NtryDtls><Btch>\(example.batch)</Btch>\(members)</NtryDtls>")))
    #expect(file.statements.first?.totals == example.result)
    #expect(file.signedAmounts == [200, 300])
    #expect(file.diagnostics.warningCount == (example.result == .mismatch ? 1 : 0))
  }

  @Test(arguments: ["", "<TxDtls/>"])
  func aBatchWhoseDetailsAreElsewhereIsBlank(members: String) throws {
    let file = Fixture.read(
      Fixture.statement(
        Fixture.entry("5.00", "<NtryDtls><Btch><NbOfTxs>9</NbOfTxs></Btch>\(members)</NtryDtls>")))
    #expect(file.statements.first?.totals == .blank)
    #expect(file.signedAmounts == [500])
  }

  @Test func aStatementWithABadEntryIsNotCheckedFurther() {
    let head = Fixture.balance("OPBD", "10.00") + Fixture.balance("CLBD", "12.00")
    let file = Fixture.read(Fixture.statement(Fixture.entry("x") + Fixture.entry("1.00"), head: head))
    #expect(file.statements.map(\.balances) == [.blank])
    #expect(file.problems == [.amount])
  }
}
