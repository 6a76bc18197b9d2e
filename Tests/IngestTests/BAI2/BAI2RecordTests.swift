import CashModel
import Ingest
import Testing

/// One quirk of a record each.
@Suite struct BAI2RecordTests {
  @Test(arguments: [
    ("01,A,B", true), ("\u{FEFF}\n \n01,A", true), ("02,A", false), ("", false), ("01", false),
    ("booking_date,01", false),
    ("<?xml 01,", false),
  ])
  func aFileIsRecognisedByItsFirstRecord(text: String, expected: Bool) {
    #expect(BAI2Reader.recognises(Array(text.utf8).span) == expected)
  }

  @Test func whatIsNoBAI2IsRefusedWithOneDiagnostic() {
    let file = BAI2Fixture.read("date,amount\n")
    #expect(file.format == nil)
    #expect(file.diagnostics.entries.map(\.problem) == [.notRecognised])
  }

  /// Detail lines, and bank reference, customer reference, value date and text read from them.
  private static let details: [(lines: String, String, String, String, text: String)] = [
    ("16,195,100,,B,C,TEXT", "B", "C", "01-01", "TEXT"),
    ("16,195,100,0,B,C,TEXT/", "B", "C", "01-01", "TEXT"),
    ("16,195,100,1,B,C,TEXT//", "B", "C", "01-01", "TEXT/"),
    ("16,195,100,2,B,,/", "B", "", "01-01", ""),
    ("16,195,100,Z,,C,/     ", "", "C", "01-01", ""),
    ("16,195,100,Z,,C,/-----", "", "C", "01-01", ""),
    ("16,195,100/", "", "", "01-01", ""),
    ("16,195,100,V,260107,,B,C,A,B/C", "B", "C", "01-07", "A,B/C"),
    ("16,195,100,V,260107,9999,B,C/", "B", "C", "01-07", ""),
    ("16,195,100,V,,,B,C/", "B", "C", "01-01", ""),
    ("16,195,100,S,50,-25,75,B,C,T", "B", "C", "01-01", "T"),
    ("16,195,100,S,,,,B,C,T", "B", "C", "01-01", "T"),
    ("16,195,100,D,2,0,40,1,60,B,C,T", "B", "C", "01-01", "T"),
    ("16,195,100,D,0,B,C,T", "B", "C", "01-01", "T"),
    ("16,195,100,D,3,1,10/\n88,5,20,30,70,B/\n88,C,T/", "B", "C", "01-01", "T"),
    ("16,195/\n88,100,Z/\n88,B,C/\n88,T 1\n88,T 2/", "B", "C", "01-01", "T 1\nT 2"),
    (
      "16,195,100,Z,B,C,/\n88,/STARTS WITH A SLASH\n88,, AND A COMMA,/", "B", "C", "01-01",
      "/STARTS WITH A SLASH\n, AND A COMMA,"
    ),
    (
      "16,195,100,Z,B,C, PADDED   /\n88,CUT AT A BLANK  \n88,LAST    ", "B", "C", "01-01",
      "PADDED\nCUT AT A BLANK\nLAST"
    ),
    ("16,195,100,Z,REF/7,C/D,T", "REF/7", "C/D", "01-01", "T"),
    ("16,195,+000000000000100,Z,B,C,T", "B", "C", "01-01", "T"),
    (
      "16,195,100,Z,B,C,ONE\nTWO WITHOUT A CODE\n88:THREE", "B", "C", "01-01",
      "ONE\nTWO WITHOUT A CODE\n88:THREE"
    ),
  ]

  @Test(arguments: details)
  func aDetailIsReadWhateverItsFundsAndContinuations(
    lines: String, bankReference: String, customerReference: String, valueDay: String, text: String
  ) {
    let lines = lines.split(separator: "\n").map(String.init)
    let file = BAI2Fixture.read(BAI2Fixture.file(lines, total: 100))
    #expect(file.isAccepted)
    #expect(file.payments.amount.map(\.minorUnits) == [100])
    #expect(file.texts(\.bankReference) == [bankReference])
    #expect(file.payments.identifierRows.map { file.payments.arena.string($0.text) }.joined() == customerReference)
    #expect(file.payments.valueDate.map(\.text) == ["2026-\(valueDay)"])
    #expect(file.texts(\.remittance) == [text])
  }

  @Test(arguments: [
    ("16,19,100,Z,,/", Diagnostic.Problem.code), ("16,,100,Z,,/", .code), ("16,1955,100,Z,,/", .code),
    ("16,195,1.00,Z,,/", .amount), ("16,195,-100,Z,,/", .amount), ("16,195,1O0,Z,,/", .amount),
    ("16,195,,Z,,/", .missingField), ("16,195/", .missingField), ("16,195,99999999999999999999,Z,,/", .overflow),
    ("16,195,100,X,,/", .code), ("16,195,100,ZZ,,/", .code), ("16,195,100,V,261301,,,/", .date),
    ("16,195,100,V,260101,2561,,/", .date), ("16,195,100,S,1.5,,,,/", .amount), ("16,195,100,S,1/", .structure),
    ("16,195,100,D,x,,/", .structure), ("16,195,100,D,2,0,40/", .structure),
    ("16,195,100,D,99999999999999,0,40/", .structure),
  ])
  func aBadDetailIsAnErrorAtItsPlaceAndReadingGoesOn(line: String, problem: Diagnostic.Problem) throws {
    let file = BAI2Fixture.read(
      BAI2Fixture.file(["16,142,7,Z,,,BEFORE", "16,475,1,Z,,/"] + [line] + ["16,142,9,Z,,,AFTER"], total: 117))
    let error = try #require(file.diagnostics.entries.first { $0.severity == .error })
    #expect(error.problem == problem)
    #expect(error.record == 6)
    #expect(error.byteOffset > 0)
    #expect(!file.isAccepted)
    #expect(file.texts(\.remittance).contains("BEFORE"))
    #expect(file.texts(\.remittance).contains("AFTER"))
  }

  @Test(arguments: [
    ("02,US,BANK,1,260101,2400,,2/", "03,1/", "USD"), ("02,US,BANK,1,260101,2400,CAD,2/", "03,1,/", "CAD"),
    ("02,US,BANK,1,260101,2400,CAD,2/", "03,1,KWD/", "KWD"), ("02,US,BANK,1,260101/", "03,1/", "USD"),
  ])
  func theCurrencyIsTheAccountsElseTheGroupsElseTheDollar(group: String, account: String, expected: String) {
    let file = BAI2Fixture.read(BAI2Fixture.file(group: group, account: [account], ["16,195,5,,,/"], total: 5))
    #expect(file.isAccepted)
    #expect(file.payments.currency.map(\.code) == [expected])
    #expect(file.statements.map(\.currency?.code) == [expected])
  }

  @Test(arguments: [
    ("2", TransactionClass.unposted, 1, 0), ("3", .receipt, 1, 0), ("4", .unposted, 1, 0), ("", .receipt, 1, 0),
    ("5", .receipt, 0, 1), ("1", .receipt, 0, 0),
  ])
  func deletionsAndTestsAreReadButNotPosted(status: String, expected: TransactionClass, warnings: Int, errors: Int) {
    let file = BAI2Fixture.read(
      BAI2Fixture.file(group: "02,US,BANK,\(status),260101,9999,USD,2/", ["16,195,5,,,/"], total: 5))
    #expect(file.payments.transactionClass == [expected])
    #expect(file.diagnostics.warningCount == warnings)
    #expect(file.diagnostics.errorCount == errors)
    #expect(file.statements.map(\.credits.minorUnits) == [expected == .receipt ? 5 : 0])
  }

  @Test(arguments: [
    ("01,BANK,US,260102,0600,1,,,3/", "version 3", 1, 0), ("01,BANK,US,260102,0600,1/", "version not stated", 1, 0),
    ("01,BANK,US,260102,9999,1,80,1,2/" + String(repeating: "-", count: 48), "version 2", 0, 0),
    ("01,BANK,US,260102,06:00,1,,,2/", "version 2", 1, 0), ("01,BANK,US,260231,0600,1,,,2/", "version 2", 0, 1),
    ("01,BANK/\n88,US,260102,0600/\n88,1,,,2/", "version 2", 1, 0),
  ])
  func theHeaderTellsTheVersion(header: String, variant: String, warnings: Int, errors: Int) {
    let file = BAI2Fixture.read(BAI2Fixture.file(header: header, ["16,195,5,,,/"], total: 5))
    #expect(file.variant == variant)
    #expect(file.diagnostics.warningCount == warnings)
    #expect(file.diagnostics.errorCount == errors)
    #expect(file.statements.map(\.identification) == ["BANK/1/2026-01-01/1234/2"])
  }

  @Test(arguments: [
    ("02,US,BANK,1,260230,2400,USD,2/", "03,1/", Diagnostic.Problem.date),
    ("02,US,BANK,1,,2400,USD,2/", "03,1/", .date),
    ("02,US,BANK,1,260101,2400,UXD,2/", "03,1/", .currency), ("02,US,BANK,1,260101,,,2/", "03,1,usd/", .currency),
    ("02,US,BANK,1,260101,,,2/", "03,,USD/", .missingField), ("02,US,BANK,1,260101,,,2/", "03,1,USD,10,5,,/", .code),
    ("02,US,BANK,1,260101,,,2/", "03,1,USD,010,5.0,,/", .amount),
    ("02,US,BANK,1,260101,,,2/", "03,1,USD,010,5,x,/", .structure),
    ("02,US,BANK,1,260101,,,2/", "03,1,USD,010,5,,Q/", .code),
    ("02,US,BANK,1,260101,,,2/", "03,1,USD,,5,,/", .structure),
    ("02,US,BANK,1,260101,,,2/", "03,1,USD,010,99999999999999999999,,/", .overflow),
  ])
  func aBadHeaderIsAnError(group: String, account: String, problem: Diagnostic.Problem) {
    let file = BAI2Fixture.read(BAI2Fixture.file(group: group, account: [account], ["16,195,5,,,/"], total: 5))
    #expect(file.diagnostics.entries.first { $0.severity == .error }?.problem == problem)
    #expect(file.entryCount == 1)
  }

  @Test func textInASingleByteEncodingBecomesUTF8() {
    var bytes = Array(BAI2Fixture.file(["16,195,5,,,,ORG:=M@LLER #"], total: 5).utf8)
    bytes = bytes.map { $0 == UInt8(ascii: "@") ? 0xFC : $0 == UInt8(ascii: "#") ? 0x80 : $0 }
    let file = BAI2Fixture.read(bytes)
    #expect(file.texts(\.payerName) == ["MüLLER €"])
    #expect(file.warnings == ["The file's text is not UTF-8; it is read as Windows-1252."])
    #expect(
      BAI2Fixture.read(BAI2Fixture.file(["16,195,5,,,,ORG:=MÜLLER €"], total: 5)).texts(\.payerName) == ["MÜLLER €"])
  }

  @Test func anEndlessRecordIsReadInPassing() {
    let quads = String(repeating: "010,1,,,/\n88,", count: 20_000)
    let file = BAI2Fixture.read("01,B,U,260101,,1,,,2/\n02,U,B,1,260101/\n03,1,USD,\(quads)015,1,,/\n49,20001,20002/\n")
    #expect(file.statements.map(\.totals) == [.tie])
  }
}
