import CashModel
import Ingest
import TestSupport
import Testing

private typealias Fixture = CamtFixture

/// How amounts, dates, parties and charges of an entry and its transactions become rows.
@Suite struct CamtEntryTests {
  struct Division: Sendable, CustomTestStringConvertible {
    var testDescription: String
    var entry: String
    var amounts: [Int64]
    var problems: [Diagnostic.Problem] = []
    var totals: ControlResult = .blank
    var isInconsistent = false
  }

  private static func transaction(_ amount: String, currency: String = "EUR", _ rest: String = "") -> String {
    "<Amt Ccy=\"\(currency)\">\(amount)</Amt>\(rest)"
  }

  private static func converted(_ amount: String) -> String {
    "<AmtDtls><CntrValAmt><Amt Ccy=\"EUR\">\(amount)</Amt></CntrValAmt></AmtDtls>"
  }

  private static let charge = "<Chrgs><Rcrd><Amt Ccy=\"EUR\">1.00</Amt></Rcrd></Chrgs>"

  static let divisions: [Division] = [
    Division(testDescription: "no details", entry: Fixture.entry("5.00"), amounts: [500]),
    Division(
      testDescription: "two that add up",
      entry: Fixture.entry("5.00", Fixture.details(transaction("2.00"), transaction("3.00"))), amounts: [200, 300]),
    Division(
      testDescription: "details in two blocks",
      entry: Fixture.entry("5.00", Fixture.details(transaction("2.00")) + Fixture.details(transaction("3.00"))),
      amounts: [200, 300]),
    Division(
      testDescription: "one against the others",
      entry: Fixture.entry(
        "5.00", Fixture.details(transaction("7.00"), transaction("2.00", "<CdtDbtInd>DBIT</CdtDbtInd>"))),
      amounts: [700, -200]),
    Division(
      testDescription: "foreign amounts with values in euro",
      entry: Fixture.entry(
        "5.00",
        Fixture.details(
          transaction("3.00", currency: "USD", converted("2.00")),
          transaction("4.00", currency: "USD", converted("3.00")))),
      amounts: [200, 300]),
    Division(
      testDescription: "not adding up",
      entry: Fixture.entry("5.00", Fixture.details(transaction("2.00"), transaction("4.00"))),
      amounts: [500], problems: [.amount], isInconsistent: true),
    Division(
      testDescription: "not adding up and not booked",
      entry: Fixture.entry(
        "5.00", status: "PDNG", Fixture.details(transaction("2.00"), transaction("4.00"))),
      amounts: [500], problems: [.amount], isInconsistent: true),
    Division(
      testDescription: "amounts missing", entry: Fixture.entry("5.00", Fixture.details(transaction("2.00"), "")),
      amounts: [500], problems: [.amount]),
    Division(
      testDescription: "foreign amounts only",
      entry: Fixture.entry(
        "5.00", Fixture.details(transaction("2.00", currency: "USD"), transaction("3.00", currency: "USD"))),
      amounts: [500], problems: [.amount]),
    Division(
      testDescription: "charges of a transaction lower a credit",
      entry: Fixture.entry("4.00", Fixture.details(transaction("2.00", charge), transaction("3.00"))),
      amounts: [100, 300]),
    Division(
      testDescription: "charges of the entry raise a debit",
      entry: Fixture.entry(
        "6.00", direction: "DBIT", charge + Fixture.details(transaction("2.00"), transaction("3.00"))),
      amounts: [-200, -300, -100]),
    Division(
      testDescription: "a lone transaction takes the entry's amount",
      entry: Fixture.entry("4.00", charge + Fixture.details(transaction("5.00"))), amounts: [400]),
    Division(
      testDescription: "a lone transaction that differs for no reason",
      entry: Fixture.entry("4.00", Fixture.details(transaction("5.00"))), amounts: [400], problems: [.amount]),
    Division(
      testDescription: "an empty amount is as good as none",
      entry: Fixture.entry("4.00", Fixture.details("<Amt Ccy=\"EUR\"/>")), amounts: [400]),
  ]

  @Test(arguments: divisions)
  func theRowsOfAnEntryAddUpToIt(_ division: Division) throws {
    let file = Fixture.read(Fixture.statement(division.entry))
    #expect(file.signedAmounts == division.amounts)
    #expect(file.problems == division.problems)
    #expect(file.diagnostics.errorCount == 0)
    let statement = try #require(file.statements.first)
    #expect(statement.totals == division.totals)
    #expect(file.payments.isInconsistent.contains(true) == division.isInconsistent)
    let booked = file.payments.transactionClass.contains(.unposted) ? 0 : division.amounts.reduce(0, +)
    #expect(statement.credits.minorUnits - statement.debits.minorUnits == booked)
  }

  @Test func aBatchTakenAsOneKeepsAllTextsNamesAndDocuments() {
    let member = { (name: String, text: String, number: String) in
      """
      <Refs><AcctSvcrRef>\(number)</AcctSvcrRef><EndToEndId>E\(number)</EndToEndId></Refs><RltdPties><Dbtr><Nm>\(name)</Nm></Dbtr></RltdPties>\
      <RmtInf><Ustrd>\(text)</Ustrd><Strd><RfrdDocInf><Nb>\(number)</Nb></RfrdDocInf></Strd></RmtInf>
      """
    }
    let file = Fixture.read(
      Fixture.statement(
        Fixture.entry("5.00", Fixture.details(member("Ada", "first", "1"), member("Bo", "second", "2")))))
    #expect(file.texts(\.remittance) == ["first\nsecond\nAda\nBo"])
    #expect(file.texts(\.payerName) == [""])
    #expect(file.structured(0).map { file.payments.arena.string($0.documentNumber) } == ["1", "2"])
    #expect(file.structured(0).map(\.block) == [0, 1])
    #expect(
      file.identifiers(0) == [
        "accountServicerReference:1", "customerReference:E1", "accountServicerReference:2", "customerReference:E2",
      ])
    #expect(file.statements.first?.transactionCount == 2)
  }

  static let parties: [(String, String, String)] = [
    ("<CdtDbtInd>CRDT</CdtDbtInd>", "", "Payer"), ("<CdtDbtInd>DBIT</CdtDbtInd>", "", "Payee"),
    ("<CdtDbtInd>DBIT</CdtDbtInd><RvslInd>true</RvslInd>", "", "Payer"),
    ("<CdtDbtInd>CRDT</CdtDbtInd><RvslInd>true</RvslInd>", "", "Payee"),
    ("<CdtDbtInd>CRDT</CdtDbtInd><RvslInd>false</RvslInd>", "", "Payer"),
    ("<CdtDbtInd>DBIT</CdtDbtInd>", "<RtrInf><Rsn><Cd>AC04</Cd></Rsn></RtrInf>", "Payer"),
  ]

  @Test(arguments: parties)
  func theOtherPartyIsTheOneMoneyCameFromOrWentTo(_ example: (head: String, rest: String, name: String)) {
    let details = Fixture.details(
      "<RltdPties><Dbtr><Nm>Payer</Nm></Dbtr><Cdtr><Nm>Payee</Nm></Cdtr></RltdPties>\(example.rest)")
    let entry = """
      <Ntry><Amt Ccy="EUR">1.00</Amt>\(example.head)<Sts>BOOK</Sts><BookgDt><Dt>2024-03-05</Dt></BookgDt>\(details)</Ntry>
      """
    let file = Fixture.read(Fixture.statement(entry))
    #expect(file.texts(\.payerName) == [example.name])
    let isReturn = example.head.contains("true") || !example.rest.isEmpty
    #expect((file.payments.transactionClass == [.return]) == isReturn)
    #expect(file.signedAmounts == [example.head.contains("CRDT") ? 100 : -100])
  }

  @Test func ourOwnAccountIsNeverTheOtherParty() {
    let details = Fixture.details(
      """
      <RltdPties><Dbtr><Nm>We</Nm></Dbtr><DbtrAcct><Id><IBAN>DE40 5001 0517 0000 1234 56</IBAN></Id></DbtrAcct>\
      <Cdtr><Nm>They</Nm></Cdtr></RltdPties>
      """)
    let file = Fixture.read(Fixture.statement(Fixture.entry("1.00", details)))
    #expect(file.texts(\.payerName) == ["They"])
  }

  static let dates: [(String, String?, [Diagnostic.Problem])] = [
    ("<BookgDt><Dt>2024-02-29</Dt></BookgDt>", "2024-02-29", []),
    ("<BookgDt><DtTm>2024-02-29T23:59:59.123+14:00</DtTm></BookgDt>", "2024-02-29", []),
    ("<BookgDt><Dt>2024-02-29Z</Dt></BookgDt>", "2024-02-29", []),
    ("<ValDt><Dt>2024-02-28</Dt></ValDt>", "2024-02-28", []),
    ("", "2024-01-31", [.date]),
    ("<BookgDt><Dt>2023-02-29</Dt></BookgDt>", nil, [.date]),
    ("<BookgDt><Dt>29.02.2024</Dt></BookgDt>", nil, [.date]),
    ("<BookgDt><Dt>2024-02-299</Dt></BookgDt>", nil, [.date]),
    ("<BookgDt><Dt/></BookgDt>", nil, [.date]),
  ]

  @Test(arguments: dates)
  func aDateIsADayOfTheCalendar(_ example: (dates: String, expected: String?, problems: [Diagnostic.Problem])) {
    let entry = "<Ntry><Amt Ccy=\"EUR\">1.00</Amt><CdtDbtInd>CRDT</CdtDbtInd><Sts>BOOK</Sts>\(example.dates)</Ntry>"
    let file = Fixture.read(Fixture.statement(entry, head: "<CreDtTm>2024-01-31T10:00:00</CreDtTm>"))
    #expect(file.payments.bookingDate.map(\.text) == (example.expected.map { [$0] } ?? []))
    #expect(file.problems == example.problems)
    #expect(file.diagnostics.errorCount == (example.expected == nil ? 1 : 0))
  }

  @Test func anEntryWithNoDateAnywhereIsRefused() {
    let file = Fixture.read(
      Fixture.statement("<Ntry><Amt Ccy=\"EUR\">1.00</Amt><CdtDbtInd>CRDT</CdtDbtInd><Sts>BOOK</Sts></Ntry>"))
    #expect(file.problems == [.date])
    #expect(file.diagnostics.errorCount == 1)
    #expect(file.payments.count == 0)
  }

  static let amounts: [(String, String, Int64?, Diagnostic.Problem)] = [
    ("1", "EUR", 100, .amount), ("1.5", "EUR", 150, .amount), ("1.50000", "EUR", 150, .amount),
    ("\n 1.50 ", "EUR", 150, .amount), ("7", "JPY", 7, .amount), ("7.125", "KWD", 7_125, .amount),
    ("1.505", "EUR", nil, .amount), ("7.5", "JPY", nil, .amount), ("-1.00", "EUR", nil, .amount),
    ("", "EUR", nil, .amount), ("1,50", "EUR", nil, .amount), ("1e3", "EUR", nil, .amount),
    ("NaN", "EUR", nil, .amount), ("99999999999999999999.00", "EUR", nil, .overflow),
    ("1.00", "EUX", nil, .currency), ("1.00", "EURO", nil, .currency), ("1.00", "eur", nil, .currency),
  ]

  @Test(arguments: amounts)
  func anAmountFitsItsCurrencyOrIsRefused(
    _ example: (text: String, currency: String, expected: Int64?, problem: Diagnostic.Problem)
  ) {
    let file = Fixture.read(
      Fixture.statement(Fixture.entry(example.text, currency: example.currency) + Fixture.entry("2.00")))
    #expect(file.payments.amount.map(\.minorUnits) == (example.expected.map { [$0] } ?? []) + [200])
    #expect(file.problems == (example.expected == nil ? [example.problem] : []))
    #expect(file.diagnostics.entries.allSatisfy { $0.severity == .error && $0.record == 1 })
  }

  @Test func entriesThatOverflowTogetherAreRefused() {
    let large = Fixture.entry("20000000000000000.00")
    let file = Fixture.read(Fixture.statement(large + large + large))
    #expect(file.problems == [.overflow])
    #expect(file.diagnostics.errorCount == 1)
  }

  @Test func anAmountWithoutACurrencyIsInTheAccounts() {
    let text = Fixture.statement(Fixture.entry("1.00")).replacing("<Amt Ccy=\"EUR\">", with: "<Amt>")
    #expect(Fixture.read(text).payments.currency.map(\.code) == ["EUR"])
    let without = Fixture.read(text.replacing("<Ccy>EUR</Ccy>", with: ""))
    #expect(without.problems == [.currency])
    #expect(without.diagnostics.errorCount == 1)
  }

  @Test(arguments: ["<CdtDbtInd>crdt</CdtDbtInd>", "<CdtDbtInd/>", "", "<CdtDbtInd>CRDTX</CdtDbtInd>"])
  func anEntryThatIsNeitherCreditNorDebitIsRefused(indicator: String) {
    let text = Fixture.statement(Fixture.entry("1.00")).replacing("<CdtDbtInd>CRDT</CdtDbtInd>", with: indicator)
    let file = Fixture.read(text)
    #expect(file.diagnostics.errorCount == 1)
    #expect(file.payments.count == 0)
  }

  @Test func chargesAndInterestOfAnEntryAreNotItsAmount() {
    let rest = """
      <Chrgs><TtlChrgsAndTaxAmt Ccy="EUR">3.00</TtlChrgsAndTaxAmt></Chrgs>\
      <Intrst><Rcrd><Amt Ccy="EUR">9.00</Amt><CdtDbtInd>DBIT</CdtDbtInd></Rcrd></Intrst>\
      <SplmtryData><Envlp><Ntry><Amt Ccy="EUR">9.00</Amt></Ntry></Envlp></SplmtryData>
      """
    let file = Fixture.read(Fixture.statement(Fixture.entry("1.00", rest)))
    #expect(file.signedAmounts == [100])
    #expect(file.payments.charges.map(\.minorUnits) == [300])
    #expect(file.entryCount == 1)
  }
}
