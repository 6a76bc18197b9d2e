import CashModel
import Ingest
import Testing

/// The dictionary of tags, and what the layouts of known banks come to.
@Suite struct RemittanceTagTests {
  struct Layout: CustomTestStringConvertible, Sendable {
    let testDescription: String
    let code: String
    /// The text of the 16 record and of its 88 records.
    let text: String
    var name = ""
    var account = ""
    var agent = ""
    var endToEndID = ""
    var identifiers: [String] = []
  }

  static let layouts = [
    Layout(
      testDescription: "Goldman Sachs TxB", code: "165",
      text: """
        SEC: CTX, Client Ref ID: 12345
        EREF: PAY-77
        DBNM: FERNDALE MILLS INC
        DACT: 00012345
        DABA: 026015079
        REMI: INV 5001, INV 5002
        CRNM: OUR COMPANY
        """,
      name: "FERNDALE MILLS INC", account: "00012345", agent: "026015079", endToEndID: "PAY-77",
      identifiers: ["customerReference:12345"]),
    Layout(
      testDescription: "Silicon Valley Bank wire", code: "195",
      text: """
        FED NO: 20260309L1B77D1C000123
        SENDER BNK:=HARBOR BANK
        SENDER ID:=011000015
        ORG:=FERNDALE MILLS INC
        ORG ID:=880012
        BNF NAME:=OUR COMPANY
        /OBI:=INVOICE 5001
        """,
      name: "FERNDALE MILLS INC", account: "880012", agent: "011000015",
      identifiers: ["clearingReference:20260309L1B77D1C000123"]),
    Layout(
      testDescription: "CitiDirect", code: "191",
      text: """
        FR:FASTER PAYMENT INCOMING
        ENDT:20260309
        TRID:RP77001
        PY:INV 5001 FERNDALE
        BI:22222222
        OB:204060 HARBOR OB3:HARBOR BANK PLC
        BO:40701122 BO1:FERNDALE MILLS
        """,
      name: "FERNDALE MILLS", account: "40701122", identifiers: ["transactionID:RP77001"]),
    Layout(
      testDescription: "JPMorgan wire", code: "195",
      text: """
        ORIG:/40701122 FERNDALE MILLS INC
        OGB:HARBOR BANK OBI:INV 5001 RFB:PO 7001
        BBI:/CHGS/USD0,00/ IMAD: 0309B1Q8021C000123
        """,
      name: "FERNDALE MILLS INC", account: "40701122",
      identifiers: ["customerReference:PO 7001", "clearingReference:0309B1Q8021C000123"]),
    Layout(
      testDescription: "ACH with header words", code: "165",
      text: """
        ORIG CO NAME:FERNDALE MILLS ORIG ID:1234567890 DESC:PAYMENT ENTRY:CTX
        INDIV ID:5001 INDIV NAME:OUR COMPANY TRACE NO:011000015000123
        """,
      name: "FERNDALE MILLS", identifiers: ["clearingReference:011000015000123"]),
    Layout(
      testDescription: "Fedwire fields", code: "195",
      text: "{3320}REF77{4320}INV 5001{5000}/40701122 FERNDALE MILLS INC{6000}INVOICE 5001", name: "FERNDALE MILLS INC",
      account: "40701122", identifiers: ["customerReference:REF77", "customerReference:INV 5001"]),
    Layout(
      testDescription: "Westpac groups", code: "175", text: "014^032000992229^DEPOSIT FERNDALE MILLS 5001",
      identifiers: []),
    Layout(
      testDescription: "lockbox cheque", code: "116", text: "LOCKBOX 7001 CHK 4711 RMT FERNDALE MILLS",
      name: "FERNDALE MILLS", identifiers: ["chequeNumber:4711"]),
    Layout(testDescription: "text with a colon", code: "195", text: "RE: your order, call 10:30, INV: 5001"),
    Layout(testDescription: "words inside words", code: "195", text: "FORGE:7 STORAGE=5 SENDERS: NONE"),
  ]

  @Test(arguments: layouts)
  func aBanksLayoutGivesPayerAndNumbersAndKeepsItsText(_ layout: Layout) {
    let lines = layout.text.split(separator: "\n")
    let details = ["16,\(layout.code),5,Z,B,,\(lines[0])"] + lines.dropFirst().map { "88,\($0)" }
    for ending in LineEnding.allCases where ending != .noneAtEnd {
      let file = BAI2Fixture.read(ending.apply(to: Array(BAI2Fixture.file(details, total: 5).utf8)))
      #expect(file.texts(\.payerName) == [layout.name])
      #expect(file.texts(\.payerAccount) == [layout.account])
      #expect(file.texts(\.payerAgent) == [layout.agent])
      #expect(file.texts(\.endToEndID) == [layout.endToEndID])
      #expect(file.identifiers(0) == layout.identifiers)
      #expect(file.texts(\.remittance) == [layout.text])
    }
  }

  // MARK: The dictionary

  private func read(_ text: String, _ dictionary: String) throws -> BankFile {
    var dialects = BankDialects()
    try dialects.tags.add(Array(dictionary.utf8))
    let bytes = Array(BAI2Fixture.file(["16,195,5,Z,B,,\(text)"], total: 5).utf8)
    return BankFileReader.read(bytes.span, file: 0, dialects: dialects)
  }

  @Test func aBankIsAddedWithoutCode() throws {
    let text = "ZAHLER=FERNDALE MILLS KONTO=880012 ZWECK=INV 5001"
    #expect(try read(text, "").texts(\.payerName) == [""])
    let dictionary = "# our bank\npayer_name : ZAHLER\r\npayer_account : KONTO\nother : ZWECK\n"
    let file = try read(text, dictionary)
    #expect(file.texts(\.payerName) == ["FERNDALE MILLS"])
    #expect(file.texts(\.payerAccount) == ["880012"])
  }

  @Test func aCompanysOwnRuleCountsBeforeTheProgramsOwn() throws {
    #expect(try read("ORG:=ACME CORP", "").texts(\.payerName) == ["ACME CORP"])
    #expect(try read("ORG:=ACME CORP", "other : ORG").texts(\.payerName) == [""])
  }

  @Test(arguments: [
    ("\n\nboss : CHIEF", 3, "'boss' is no role"), ("payer : ", 1, "a rule is a role, a form and tags"),
    ("payer ; ORG", 1, "the form ';'"), ("payer : org", 1, "not in capitals"),
    ("payer : A||B", 1, "begins with a letter"),
    ("payer : 1ST", 1, "begins with a letter"), ("payer : A", 1, "two characters or more"),
  ])
  func aBadRuleIsRefusedWithItsLine(text: String, line: Int, words: String) {
    let problem = #expect(throws: RemittanceTagProblem.self) { try RemittanceTags(Array(text.utf8)) }
    #expect(problem?.line == line)
    #expect(problem?.message.contains(words) == true)
  }
}
