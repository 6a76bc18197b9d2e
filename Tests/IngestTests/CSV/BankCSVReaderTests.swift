import CashModel
import Ingest
import TestSupport
import Testing

@Suite struct BankCSVReaderTests {
  static let header = "booking_date,value_date,amount,currency,payer_name,payer_account,remittance,bank_reference"

  private func read(_ bytes: [UInt8]) -> BankFile { BankCSVReader.read(bytes.span, file: 3) }

  private func read(_ text: String) -> BankFile { read(Array(text.utf8)) }

  private func read(rows: String...) -> BankFile {
    read(([BankCSVReaderTests.header] + rows).joined(separator: "\n") + "\n")
  }

  @Test func everyColumnOfACanonicalFileIsRead() throws {
    let bytes = try CSVCases.file("csv/bank-canonical.csv")
    let file = read(bytes)
    let payments = file.payments
    #expect(file.format == .csv)
    #expect(file.variant == "canonical")
    #expect(file.diagnostics.entries.isEmpty)
    #expect(payments.bookingDate.map(\.text) == ["2026-03-02", "2026-03-02", "2026-03-03", "2026-03-03", "2026-03-04"])
    #expect(payments.valueDate.map(\.text) == ["2026-03-03", "2026-03-02", "2026-03-03", "2026-03-04", "2026-03-04"])
    #expect(payments.amount.map(\.minorUnits) == [125_000, 1_840, 0, 9_021_050, 55_000])
    #expect(payments.currency.map(\.code) == ["EUR", "EUR", "EUR", "EUR", "JPY"])
    #expect(payments.direction == [.credit, .debit, .credit, .credit, .credit])
    #expect(payments.transactionClass == [.receipt, .otherDebit, .message, .receipt, .receipt])
    #expect(
      payments.arena.strings(payments.payerName)
        == ["Halvorsen Maschinenbau GmbH", "Hafenbank", "Hafenbank", "Brandt, Söhne & Co. KG", "@Kaze Trading"])
    #expect(
      payments.arena.strings(payments.payerAccount)
        == ["DE02120300000000202051", "", "", "DE88500700100175526303", ""])
    #expect(
      payments.arena.strings(payments.remittance)
        == [
          "RE-70411", "ACCOUNT FEE FEBRUARY", "NEW TERMS APPLY FROM MAY", "RE-70390\nRE-70391 less \"Skonto\"",
          "=70415+70416",
        ])
    #expect(payments.arena.strings(payments.bankReference) == (1...5).map { "HB-000\($0)" })
    #expect(payments.source.map(\.record) == [2, 3, 4, 5, 6])
    #expect(payments.source.allSatisfy { $0.file == 3 })
    #expect(payments.source.map { lineNumber(at: $0.byteOffset, in: bytes.span) } == [2, 3, 4, 5, 7])
  }

  @Test func optionalColumnsInAnyOrderAreRead() throws {
    let file = read(try CSVCases.file("csv/bank-all-columns.csv"))
    let payments = file.payments
    let first = "GB29NWBK60161331926819"
    #expect(file.diagnostics.entries.map(\.problem) == [.unknownColumn])
    #expect(file.diagnostics.entries.first?.found == "balance")
    #expect(payments.amount.map(\.minorUnits) == [31_000, 1_200, 7_700, 50_000, 4_110])
    #expect(payments.direction == [.credit, .debit, .credit, .debit, .credit])
    #expect(payments.transactionClass == [.receipt, .fee, .return, .transfer, .receipt])
    #expect(payments.arena.strings(payments.transactionCode) == ["", "CHG", "RTN", "TFR", "TFR"])
    #expect(payments.arena.strings(payments.endToEndID) == ["INV 5512", "", "", "", ""])
    #expect(payments.arena.strings(payments.account) == [first, first, "GB94BARC10201530093459", first, first])
    #expect(payments.statement.map(\.index) == [0, 0, 1, 0, 2])
  }

  @Test func thereIsOneStatementPerAccountAndCurrency() throws {
    let file = read(try CSVCases.file("csv/bank-all-columns.csv"))
    let statements = file.statements
    #expect(statements.map { $0.currency?.code } == ["GBP", "GBP", "USD"])
    #expect(
      statements.map(\.account) == ["GB29NWBK60161331926819", "GB94BARC10201530093459", "GB29NWBK60161331926819"])
    #expect(statements.map(\.entryCount) == [3, 1, 1])
    #expect(statements.map(\.transactionCount) == [3, 1, 1])
    #expect(statements.map(\.credits.minorUnits) == [31_000, 7_700, 4_110])
    #expect(statements.map(\.debits.minorUnits) == [51_200, 0, 0])
    #expect(file.entryCount == 5)
    #expect(file.control == .blank)
  }

  @Test func aThousandAccountsKeepTheirRowsApart() {
    var rows: [String] = []
    for round in 1...3 {
      for account in 0..<1_000 { rows.append("2026-03-02,,\(round),EUR,,,,,\(account)") }
    }
    let file = read(([BankCSVReaderTests.header + ",account"] + rows).joined(separator: "\n"))
    #expect(file.statements.map(\.account) == (0..<1_000).map(String.init))
    #expect(file.statements.allSatisfy { $0.credits.minorUnits == 600 && $0.entryCount == 3 })
  }

  @Test func theWayLinesEndChangesNothing() {
    let text = """
      \(BankCSVReaderTests.header)
      2026-03-02,2026-03-03,1250.00,EUR,Halvorsen GmbH,DE02,RE-70411,HB-1
      2026-03-02,,-18.40,EUR,"Hafen, Bank",,,HB-2

      """
    for bytes in CSVCases.spellings(of: text) {
      let file = read(bytes)
      let payments = file.payments
      #expect(file.diagnostics.entries.isEmpty)
      #expect(payments.amount.map(\.minorUnits) == [125_000, 1_840])
      #expect(payments.arena.strings(payments.payerName) == ["Halvorsen GmbH", "Hafen, Bank"])
      #expect(payments.arena.strings(payments.bankReference) == ["HB-1", "HB-2"])
      #expect(payments.source.map(\.record) == [2, 3])
    }
  }

  @Test func linesOfRemittanceAreKeptHoweverTheyEnd() {
    let file = read(rows: "2026-03-02,,1,EUR,,,\"one\r\ntwo\rthree\nfour\",X")
    #expect(file.payments.arena.strings(file.payments.remittance) == ["one\ntwo\nthree\nfour"])
  }

  @Test(arguments: [
    ("'=1", "=1"), ("'+1", "+1"), ("'-1", "-1"), ("'@a", "@a"), ("\"'\ta\"", "\ta"), ("\"'\ra\"", "\na"), ("'a", "'a"),
    ("''=1", "''=1"), ("'", "'"), ("=1", "=1"), ("\"'=\"\"a\"\"\"", "=\"a\""),
  ])
  func theApostropheOfOurOwnFilesIsTakenOffAgain(cell: String, expected: String) {
    let file = read(rows: "2026-03-02,,1,EUR,,,\(cell),X")
    #expect(file.payments.arena.strings(file.payments.remittance) == [expected])
  }

  @Test(arguments: [
    ("C", "5", Direction.credit), ("cr", "5", .credit), ("CRDT", "5", .credit), ("Credit", "5", .credit),
    ("D", "5", .debit), ("DR", "5", .debit), ("DBIT", "5", .debit), ("debit", "5", .debit), ("D", "-5", .debit),
    ("", "-5", .debit), ("", "5", .credit), ("", "+5", .credit),
  ])
  func theDirectionIsStatedByWordOrSign(word: String, amount: String, expected: Direction) {
    let file = read("\(BankCSVReaderTests.header),debit_credit\n2026-03-02,,\(amount),EUR,,,,X,\(word)\n")
    #expect(file.diagnostics.entries.isEmpty)
    #expect(file.payments.direction == [expected])
    #expect(file.payments.amount == [Money(minorUnits: 500)])
  }

  @Test func aBareAmountIsNoCreditWhereOtherRowsStateTheirDirection() {
    let rows = "2026-03-02,,5,EUR,,,,X,D\n2026-03-02,,-5,EUR,,,,Y,\n2026-03-02,,5,EUR,,,,Z,\n"
    let file = read("\(BankCSVReaderTests.header),debit_credit\n\(rows)")
    #expect(file.diagnostics.entries.map(\.problem) == [.missingField])
    #expect(file.diagnostics.entries.first?.record == 4)
  }

  @Test(arguments: [
    ("2026-02-30,,1,EUR,,,,", Diagnostic.Problem.date, 0, "2026-02-30"),
    (",,1,EUR,,,,", .missingField, 0, ""),
    ("2026-03-02,31.03.2026,1,EUR,,,,", .date, 11, "31.03.2026"),
    ("2026-03-02,,\"1,50\",EUR,,,,", .amount, 13, "1,50"),
    ("2026-03-02,,1.005,EUR,,,,", .amount, 12, "1.005"),
    ("2026-03-02,,'-1,EUR,,,,", .amount, 12, "'-1"),
    ("2026-03-02,,1.5,JPY,,,,", .amount, 12, "1.5"),
    ("2026-03-02,,,EUR,,,,", .missingField, 12, ""),
    ("2026-03-02,,99999999999999999999,EUR,,,,", .overflow, 12, "99999999999999999999"),
    ("2026-03-02,,1,EURO,,,,", .currency, 14, "EURO"),
    ("2026-03-02,,1,,,,,", .missingField, 14, ""),
    ("2026-03-02,,1,EUR,,,X", .structure, 0, "7 fields"),
    ("2026-03-02,,1,EUR,a,b,c,d,X", .structure, 0, "9 fields"),
    ("2026-03-02,,1,EUR,\"a\"b,,,X", .structure, 21, "2026-03-02,,1,EUR,\"a\"b,,,X"),
  ])
  func aBadRowIsReportedAndTheOthersAreRead(
    row: String, problem: Diagnostic.Problem, offset: Int, found: String
  ) throws {
    let good = "2026-03-02,,1,EUR,,,,GOOD"
    let file = read(rows: good, row, good)
    let error = try #require(file.diagnostics.entries.first)
    #expect(file.diagnostics.errorCount == 1)
    #expect(error.problem == problem)
    #expect(error.file == 3)
    #expect(error.record == 3)
    #expect(error.byteOffset == BankCSVReaderTests.header.utf8.count + 1 + good.utf8.count + 1 + offset)
    #expect(error.found == found)
    #expect(!error.expected.isEmpty)
    #expect(file.payments.arena.strings(file.payments.bankReference) == ["GOOD", "GOOD"])
    #expect(file.entryCount == 2)
  }

  @Test func aMinusBesideTheWordCreditIsRefused() {
    let file = read("\(BankCSVReaderTests.header),debit_credit\n2026-03-02,,-5,EUR,,,,X,C\n2026-03-02,,5,EUR,,,,Y,H\n")
    #expect(file.diagnostics.entries.map(\.problem) == [.amount, .unknownValue])
    #expect(file.payments.count == 0)
  }

  @Test func anOpenQuoteIsAnErrorWhereItOpens() throws {
    let file = read(rows: "2026-03-02,,1,EUR,,,,GOOD", "2026-03-02,,1,EUR,\"Open,,,X", "2026-03-02,,1,EUR,,,,LOST")
    let error = try #require(file.diagnostics.entries.first)
    #expect(file.diagnostics.errorCount == 1)
    #expect(error.problem == .structure)
    #expect(error.byteOffset == BankCSVReaderTests.header.utf8.count + 1 + 26 + 18)
    #expect(file.payments.count == 1)
  }

  @Test func aByteThatIsNotUTF8IsAnErrorOfItsRow() {
    var bytes = Array("\(BankCSVReaderTests.header)\n2026-03-02,,1,EUR,M".utf8)
    let offset = bytes.count
    bytes += [0xFC] + Array("ller,,,X\n2026-03-02,,1,EUR,Größe,,,Y\n".utf8)
    let file = read(bytes)
    #expect(file.diagnostics.entries.map(\.problem) == [.encoding])
    #expect(file.diagnostics.entries.first?.byteOffset == offset)
    #expect(file.diagnostics.entries.first?.found == "byte 0xFC")
    #expect(file.payments.arena.strings(file.payments.payerName) == ["Größe"])
  }

  @Test func rowsOfNothingButDelimitersAreAWarning() {
    let file = read(rows: "2026-03-02,,1,EUR,,,,X", ",,,,,,,", ",,")
    #expect(file.diagnostics.warningCount == 2)
    #expect(file.diagnostics.errorCount == 0)
    #expect(file.payments.count == 1)
  }

  @Test func aTotalBeyondMoneyIsAnErrorAndNotATrap() {
    let row = "2026-03-02,,20000000000000000.00,EUR,,,,X"
    let file = read(rows: row, row, "2026-03-02,,1,EUR,,,,Y")
    #expect(file.diagnostics.entries.map(\.problem) == [.overflow])
    #expect(file.payments.count == 2)
    #expect(file.statements.map(\.credits.minorUnits) == [2_000_000_000_000_000_100])
  }

  @Test(arguments: [
    ("Date,Description,Amount", [Diagnostic.Problem.missingColumn]),
    ("booking_date,amount", [.missingColumn]),
    ("\(header),amount", [.duplicateColumn]),
    ("", [.missingColumn]),
    ("booking_date", [.missingColumn]),
  ])
  func aHeaderThatBreaksTheContractIsRefused(header: String, expected: [Diagnostic.Problem]) {
    let file = read(header + "\n2026-03-02,1\n")
    let isEmpty = read(header)
    #expect(isEmpty.diagnostics.entries.map(\.problem) == expected)
    #expect(isEmpty.payments.count == 0 && file.payments.count == 0)
    #expect(isEmpty.variant.isEmpty)
  }

  @Test func theMissingColumnsAreNamedTogetherWithTheHeader() throws {
    let file = read("booking_date;value_date;amount;currency;payer;iban;text\n")
    let error = try #require(file.diagnostics.entries.first)
    #expect(
      error.message
        == "The file has no columns payer_name, payer_account, remittance, bank_reference; "
        + "its header is booking_date;value_date;amount;currency;payer;iban;text. "
        + "A bank's own columns are read by a profile; inspect --propose-profile writes one.")
    #expect(error.found == "booking_date;value_date;amount;currency;payer;iban;text")
    #expect(file.diagnostics.entries.count == 1)
  }

  @Test func namesInTheHeaderMayHaveBlanksAndCapitals() {
    let header = "Booking_Date, value_date ,AMOUNT,\"Currency\",payer_name,payer_account,remittance,bank_reference"
    let file = read("\(header)\n2026-03-02,,1,EUR,,,,X\n")
    #expect(file.diagnostics.entries.isEmpty)
    #expect(file.payments.count == 1)
  }

  @Test func aFileCutOffAnywhereKeepsTheRowsBeforeTheCut() throws {
    let bytes = try CSVCases.file("csv/bank-canonical.csv")
    let whole = read(bytes).payments
    for beginning in CSVCases.beginnings(of: bytes) {
      let file = read(beginning)
      let sound = max(0, file.payments.count - 1)
      #expect(Array(file.payments.amount.prefix(sound)) == Array(whole.amount.prefix(sound)))
      #expect(isConsistent(file))
    }
  }

  @Test(arguments: ["csv/bank-canonical.csv", "csv/bank-all-columns.csv"])
  func anyByteChangedIsReadOrReportedAndCounted(path: String) throws {
    CSVCases.withOneByteChanged(try CSVCases.file(path)) { bytes in
      let file = read(bytes)
      #expect(isConsistent(file))
    }
  }

  /// What statements count is what the rows are.
  private func isConsistent(_ file: BankFile) -> Bool {
    let payments = file.payments
    var credits: Int64 = 0
    var debits: Int64 = 0
    for row in 0..<payments.count {
      if payments.direction[row] == .credit {
        credits += payments.amount[row].minorUnits
      } else {
        debits += payments.amount[row].minorUnits
      }
    }
    return file.entryCount == payments.count
      && file.statements.reduce(0) { $0 + $1.entryCount } == payments.count
      && file.statements.reduce(0) { $0 + $1.credits.minorUnits } == credits
      && file.statements.reduce(0) { $0 + $1.debits.minorUnits } == debits
  }
}

@Suite struct CSVClassificationTests {
  @Test(arguments: [
    ("", Direction.credit, TransactionClass.receipt), ("", .debit, .otherDebit), ("165", .credit, .receipt),
    ("RETURN", .debit, .return), ("rtn", .credit, .return), ("FEE", .debit, .fee), ("Chg", .credit, .fee),
    ("INT", .credit, .interest), ("INTEREST", .debit, .interest), ("SWEEP", .credit, .transfer),
    ("TRF", .debit, .transfer), ("TRF", .credit, .receipt), ("INTERESTING", .credit, .receipt),
  ])
  func aCodeOrElseTheDirectionSaysWhatATransactionIs(code: String, direction: Direction, expected: TransactionClass) {
    let bytes = Array(code.utf8)
    #expect(CSVClassification.transactionClass(code: bytes.span, direction: direction) == expected)
  }
}
