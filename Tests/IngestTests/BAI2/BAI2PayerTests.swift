import CashModel
import Ingest
import Testing

@Suite struct BAI2PayerTests {
  /// Type code, text, and payer's name and account.
  @Test(arguments: [
    ("142", "ORIG CO NAME:OAK SUPPLY CO  ORIG ID:12 DESC:PAYMENT ENTRY:CCD", "OAK SUPPLY CO", ""),
    ("142", "ORIG CO NAME:OAK SUPPLY CO\nINDIV NAME:OUR OWN NAME", "OAK SUPPLY CO", ""),
    ("142", "INDIV NAME:OUR OWN NAME INDIV ID:7", "", ""), ("165", "Company Name: Elm Ltd; SEC: CTX", "Elm Ltd", ""),
    ("142", "OAK SUPPLY PAYMENTS INV 77", "OAK SUPPLY", ""), ("165", "OAK SUPPLY EDI PYMNTS 77", "OAK SUPPLY", ""),
    ("195", "OAK SUPPLY PAYMENTS INV 77", "", ""), ("142", "ACH PAYMENTS", "", ""),
    ("142", "incoming wire payment", "", ""),
    ("142", "CUSTOMER ACH PMT 12", "", ""), ("142", "PAYMENTS OAK", "", ""),
    ("195", "FED WIRE IN ORIG:/009988 ELM (NORTH) LTD\nOBI=RFB 12", "ELM (NORTH) LTD", "009988"),
    ("195", "ORIG:/ ELM LTD", "ELM LTD", ""), ("195", "ORIG:/009988", "", "009988"), ("195", "ORIG: 12345", "", ""),
    ("195", "SENDER BNK:=SOME BANK\nORG:=ELM LTD\nORG ID:=77 1\nBNF NAME:=US", "ELM LTD", "77"),
    ("195", "SENDER:ASH INC\nORG=ELM LTD BNF=US", "ELM LTD", ""), ("195", "SENDER: ASH INC BNF: US", "ASH INC", ""),
    ("195", "B/O: ASH INC OBI: 7", "ASH INC", ""), ("195", "BY ORDER OF=/DE12 ASH", "ASH", "DE12"),
    ("195", "DBNM: ASH INC\nDACT: GB29 NWBK 6016\nCRNM: US", "ASH INC", "GB29NWBK6016"),
    ("195", "Wire In,From: ASH INC, Remittance Info: \"7\"", "ASH INC", ""),
    ("115", "LOCKBOX 12 CHK 0055 RMT BAKER & SONS", "BAKER & SONS", ""),
    ("115", "LBX 12 CHECK# 55 REMITTER NAME BAKER", "BAKER", ""), ("115", "CHK NO. 55 RMT: BAKER", "BAKER", ""),
    ("195", "RMT INFO WITHOUT A CHEQUE", "", ""), ("195", "THE ORGAN: NONE", "", ""), ("195", "", "", ""),
    ("495", "ORIG:/11 OUR OWN NAME", "", ""), ("475", "CHK 12 RMT OUR OWN NAME", "", ""),
  ])
  func thePayerIsTheOriginatorAndNeverOurselves(code: String, text: String, name: String, account: String) {
    let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
    let details = ["16,\(code),5,Z,B,,\(lines[0])"] + lines.dropFirst().map { "88,\($0)" }
    let file = BAI2Fixture.read(BAI2Fixture.file(details, total: 5))
    #expect(file.texts(\.payerName) == [name])
    #expect(file.texts(\.payerAccount) == [account])
    #expect(file.texts(\.remittance) == [text])
    #expect(file.isAccepted)
  }

  @Test(arguments: [
    ("115", "LOCKBOX 12 CHK 0055 RMT X", ["chequeNumber:0055"]), ("115", "CHKN: 77\n", ["chequeNumber:77"]),
    ("115", "CHECK NO 8 RMT X", ["chequeNumber:8"]), ("115", "CHECK # 9", ["chequeNumber:9"]),
    ("115", "CHECK ENCLOSED", []), ("115", "CHKN: ABC", []), ("115", "RECHECK 77", []),
    ("555", "CHECK SERIAL NUMBER: 12, RETURN REASON: \"NSF\"", ["chequeNumber:12"]),
    ("557", "Return of Client Ref ID: E-9, Reason: R02", ["originalEndToEndID:E-9", "originalBankReference:E-9"]),
    ("195", "Return of Client Ref ID: E-9", []),
  ])
  func numbersInTheTextBecomeIdentifiers(code: String, text: String, expected: [String]) {
    let file = BAI2Fixture.read(BAI2Fixture.file(["16,\(code),5,Z,B,,\(text)"], total: 5))
    #expect(file.identifiers(0) == expected)
  }

  @Test(arguments: [
    ("195", "EREF: E-1\nREMI: 7", "E-1", ""), ("195", "EREF: NOTPROVIDED", "", ""),
    ("557", "EREF: E-1 REASON: R03", "E-1", "R03"),
    ("195", "REASON: R03", "", ""),
  ])
  func endToEndIDAndReturnReasonAreTaken(code: String, text: String, endToEndID: String, reason: String) {
    let lines = text.split(separator: "\n")
    let file = BAI2Fixture.read(
      BAI2Fixture.file(["16,\(code),5,Z,B,,\(lines[0])"] + lines.dropFirst().map { "88,\($0)" }, total: 5))
    #expect(file.texts(\.endToEndID) == [endToEndID])
    #expect(file.texts(\.returnReason) == [reason])
  }
}

@Suite struct BAI2CodeTests {
  @Test(arguments: [
    ("108", "credit receipt"), ("115", "credit receipt"), ("121", "credit receipt"), ("142", "credit receipt"),
    ("147", "credit receipt"), ("158", "credit receipt"), ("165", "credit receipt"), ("169", "credit receipt"),
    ("174", "credit receipt"), ("191", "credit receipt"), ("195", "credit receipt"), ("206", "credit receipt"),
    ("208", "credit receipt"), ("301", "credit receipt"), ("357", "credit receipt"), ("399", "credit receipt"),
    ("252", "credit return"), ("257", "credit return"), ("266", "credit return"), ("395", "credit return"),
    ("555", "debit return"), ("557", "debit return"), ("561", "debit return"), ("694", "debit return"),
    ("275", "credit transfer"), ("575", "debit transfer"), ("347", "credit transfer"), ("354", "credit interest"),
    ("654", "debit interest"), ("661", "debit fee"), ("698", "debit fee"), ("398", "credit fee"),
    ("475", "debit other_debit"), ("495", "debit other_debit"), ("930", "credit receipt"), ("970", "debit other_debit"),
  ])
  func aCodeSaysDirectionAndKind(code: String, expected: String) {
    let file = BAI2Fixture.read(BAI2Fixture.file(["16,\(code),5,Z,,/"], total: 5))
    #expect("\(file.payments.direction[0]) \(file.payments.transactionClass[0].name)" == expected)
    #expect(file.diagnostics.entries == [])
  }

  @Test(arguments: [
    ("119", "credit receipt"), ("699", "debit other_debit"), ("499", "debit other_debit"), ("010", "credit unposted"),
    ("905", "credit unposted"), ("710", "credit unposted"), ("800", "credit unposted"), ("100", "credit unposted"),
    ("400", "debit unposted"), ("190", "credit receipt"), ("000", "credit unposted"),
  ])
  func anUnusualCodeIsReadByItsRangeWithAWarning(code: String, expected: String) {
    let file = BAI2Fixture.read(BAI2Fixture.file(["16,\(code),5,Z,,/"], total: 5))
    #expect("\(file.payments.direction[0]) \(file.payments.transactionClass[0].name)" == expected)
    #expect(file.diagnostics.warningCount == (code == "699" ? 0 : 1))
    #expect(file.isAccepted)
  }

  @Test(arguments: [("16,890,,,,,HELLO", 0, 0), ("16,890,0,,,,HELLO", 0, 0), ("16,890,7,,,,HELLO", 7, 1)])
  func aMessageIsNoMoney(line: String, total: Int64, warnings: Int) {
    let file = BAI2Fixture.read(BAI2Fixture.file([line], total: total))
    #expect(file.payments.transactionClass == [.message])
    #expect(file.texts(\.remittance) == ["HELLO"])
    #expect(file.statements.map(\.credits.minorUnits) == [0])
    #expect(file.diagnostics.warningCount == warnings)
    #expect(file.isAccepted)
  }

  @Test func everyCodeHasAKindThatFitsItsDirection() {
    for code in 0...999 {
      let kind = BAI2Codes.transactionClass(of: code)
      switch BAI2Codes.direction(of: code) {
      case .credit: #expect(kind != .otherDebit, "\(code)")
      case .debit: #expect(kind != .receipt, "\(code)")
      case nil: #expect(kind == .unposted || kind == .message, "\(code)")
      }
    }
  }
}
