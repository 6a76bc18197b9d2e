import CashModel
import Ingest
import TestSupport
import Testing

@Suite struct OpenItemReaderTests {
  private func read(_ bytes: [UInt8]) -> (items: OpenItemTable, diagnostics: DiagnosticLog) {
    OpenItemReader.read(bytes.span, file: 2)
  }

  private func read(_ text: String) -> (items: OpenItemTable, diagnostics: DiagnosticLog) { read(Array(text.utf8)) }

  @Test func everyColumnIsRead() throws {
    let bytes = try CSVCases.file("ledger/open-items.csv")
    let (items, diagnostics) = read(bytes)
    let arena = items.arena
    #expect(diagnostics.entries.isEmpty)
    #expect(
      arena.strings(items.rows.map(\.invoiceID)) == [
        "70411", "70412-1", "70412-2", "G-33", "OA-1", "70411", "70300", "D-9",
      ])
    #expect(
      arena.strings(items.rows.map(\.customerID)) == ["C100", "C100", "C100", "C100", "C200", "C300", "C200", "C200"])
    #expect(
      arena.strings(items.rows.map(\.documentNumber)) == [
        "70411", "70412", "70412", "G-33", "OA-1", "70411", "70300", "D-9",
      ])
    #expect(
      arena.strings(items.rows.map(\.company)) == ["1000", "1000", "1000", "1000", "1000", "2000", "1000", "1000"])
    #expect(items.rows.map(\.amount).map(\.minorUnits) == [125_000, 50_000, 50_000, -12_055, -4_000, 98_000, 0, 1_500])
    #expect(
      items.rows.map(\.originalAmount).map { $0?.minorUnits } == [
        125_000, 100_000, 100_000, nil, nil, nil, 35_000, nil,
      ])
    #expect(items.rows.map(\.currency).map(\.code) == ["EUR", "EUR", "EUR", "EUR", "EUR", "JPY", "EUR", "EUR"])
    #expect(
      items.rows.map(\.type)
        == [.invoice, .invoice, .invoice, .creditMemo, .onAccount, .invoice, .invoice, .deduction])
    #expect(
      items.rows.map(\.dueDate).map { $0?.text }
        == ["2026-03-12", "2026-03-12", "2026-04-11", nil, nil, "2026-03-31", "2026-02-04", nil])
    #expect(
      items.rows.map(\.discountDate).map { $0?.text }
        == ["2026-02-20", "2026-02-20", nil, "2026-02-25", nil, nil, "2026-01-15", nil])
    #expect(items.rows.map(\.discount).map(\.minorUnits) == [2_500, 1_000, 0, -241, 0, 0, 0, 0])
    #expect(arena.strings(items.rows.map(\.references)) == ["RE-70411|LS 9917", "", "", "", "", "", "", ""])
    #expect(arena.strings(items.rows.map(\.poNumber)) == ["PO-88", "", "", "", "", "", "", "-4711"])
    #expect(items.rows.map(\.isDisputed) == [false, false, true, false, false, false, false, false])
    #expect(items.rows.map(\.closedDate).map { $0?.text } == [nil, nil, nil, nil, nil, nil, "2026-02-01", nil])
    #expect(arena.strings(items.rows.map(\.closedBy)) == ["", "", "", "", "", "", "PAY-881", ""])
    #expect(items.rows.map(\.source).map(\.record) == [2, 3, 4, 5, 6, 7, 8, 9])
    #expect(items.rows.map(\.source).map { lineNumber(at: $0.byteOffset, in: bytes.span) } == [2, 3, 4, 5, 6, 7, 8, 9])
    #expect(items.rows.map(\.isClosed) == [false, false, false, false, false, false, true, false])
  }

  @Test func fourColumnsInAnyOrderAreEnough() {
    let text = "currency,amount,customer_id,invoice_id\nEUR,12.5,C1,A\nEUR,-3,C1,B\nKWD,0,C2,C\n"
    for bytes in CSVCases.spellings(of: text) {
      let (items, diagnostics) = read(bytes)
      #expect(diagnostics.entries.isEmpty)
      #expect(items.rows.map(\.amount).map(\.minorUnits) == [1_250, -300, 0])
      #expect(items.rows.map(\.type) == [.invoice, .creditMemo, .invoice])
      #expect(items.arena.strings(items.rows.map(\.documentNumber)) == ["A", "B", "C"])
      #expect(items.rows.map(\.source).map(\.record) == [2, 3, 4])
    }
  }

  /// The amount in cents, the terms, and the discount in cents and the dates that follow for an invoice of 2026-01-31.
  @Test(
    arguments: [
      (100_000, "2/10 net 30", 2_000, "2026-02-10", "2026-03-02"),
      (100_000, "2% / 10, n/30", 2_000, "2026-02-10", "2026-03-02"),
      (100_000, "1.5/14 NET45", 1_500, "2026-02-14", "2026-03-17"),
      (100_000, "0.125/7", 125, "2026-02-07", nil), (100_000, "net 30 days", 0, nil, "2026-03-02"),
      (100_000, "n30", 0, nil, "2026-03-02"), (100_000, "3/0 net 0", 3_000, "2026-01-31", "2026-01-31"),
      (25, "2/10", 1, "2026-02-10", nil), (24, "2/10", 0, "2026-02-10", nil), (-25, "2/10", -1, "2026-02-10", nil),
      (-24, "2/10", 0, "2026-02-10", nil), (100, "100/10", 100, "2026-02-10", nil),
      (100_000, "2/10 EOM", 0, nil, nil), (100_000, "3/7 2/14 net 30", 0, nil, nil), (100_000, "101/10", 0, nil, nil),
      (100_000, "30", 0, nil, nil), (100_000, "prompt", 0, nil, nil), (100_000, "2/10 net", 0, nil, nil),
      (100_000, "net 30 EOM", 0, nil, nil), (100_000, "2/", 0, nil, nil), (100_000, "1./10", 0, nil, nil),
      (100_000, "net 9999", 0, nil, nil),
      (2_305_843_009_213_693_943, "2/10", 46_116_860_184_273_879, "2026-02-10", nil),
    ] as [(Int64, String, Int64, String?, String?)])
  func termsGiveWhatTheFileDoesNotState(
    cents: Int64, terms: String, discount: Int64, discountDate: String?, dueDate: String?
  ) {
    let amount = Money(minorUnits: cents).text(exponent: 2)
    let (items, diagnostics) = read(
      "invoice_id,customer_id,amount,currency,invoice_date,terms\nA,C1,\(amount),EUR,2026-01-31,\"\(terms)\"\n")
    #expect(diagnostics.entries.isEmpty)
    #expect(items.rows.map(\.discount).map(\.minorUnits) == [discount])
    #expect(items.rows.map(\.discountDate).map { $0?.text } == [discountDate])
    #expect(items.rows.map(\.dueDate).map { $0?.text } == [dueDate])
  }

  @Test(
    arguments: [
      ("2026-02-05,7.00,2/10 net 30", 700, "2026-02-05"), (",7.00,2/10 net 30", 700, "2026-02-10"),
      ("2026-02-05,,2/10 net 30", 200, "2026-02-05"), ("2026-02-05,0.00,2/10 net 30", 0, "2026-02-05"),
      ("2026-02-05,,", 0, "2026-02-05"),
    ] as [(String, Int64, String?)])
  func whatTheFileStatesWinsOverTheTerms(cells: String, discount: Int64, discountDate: String?) {
    let (items, diagnostics) = read(
      "invoice_id,customer_id,amount,currency,invoice_date,discount_date,discount_amount,terms\n"
        + "A,C1,100.00,EUR,2026-01-31,\(cells)\n")
    #expect(diagnostics.entries.isEmpty)
    #expect(items.rows.map(\.discount).map(\.minorUnits) == [discount])
    #expect(items.rows.map(\.discountDate).map { $0?.text } == [discountDate])
  }

  @Test func termsWithoutAnInvoiceDateGiveNothing() {
    let (items, diagnostics) = read("invoice_id,customer_id,amount,currency,terms\nA,C1,100.00,EUR,2/10 net 30\n")
    #expect(diagnostics.entries.isEmpty)
    #expect(items.rows.map(\.discount) == [.zero])
    #expect(items.rows.map(\.discountDate) == [nil])
    #expect(items.rows.map(\.dueDate) == [nil])
  }

  @Test(arguments: ["50.00,,60.00", "50.00,2026-02-01,60.00", "-50.00,2026-02-01,-60.00"])
  func aDiscountThatCannotBeTakenIsAWarningAndNotGranted(cells: String) {
    let (items, diagnostics) = read(
      "invoice_id,customer_id,currency,amount,discount_date,discount_amount\nA,C1,EUR,\(cells)\n")
    #expect(diagnostics.warningCount == 1)
    #expect(diagnostics.errorCount == 0)
    #expect(items.rows.map(\.discount) == [.zero])
  }

  @Test(arguments: [
    ("true", true), ("1", true), ("yes", true), ("YES", true), ("false", false), ("0", false), ("No", false),
    ("", false), (" ", false),
  ])
  func aDisputeIsStatedInAnyOfTheUsualWords(word: String, expected: Bool) {
    let (items, diagnostics) = read("invoice_id,customer_id,amount,currency,disputed\nA,C1,1,EUR,\(word)\n")
    #expect(diagnostics.entries.isEmpty)
    #expect(items.rows.map(\.isDisputed) == [expected])
  }

  @Test(arguments: [
    ("invoice", "5", OpenItemType.invoice), ("Credit_Memo", "-5", .creditMemo), ("credit_memo", "0", .creditMemo),
    ("debit_memo", "5", .debitMemo), ("on_account", "-5", .onAccount), ("on_account", "5", .onAccount),
    ("deduction", "5", .deduction), ("", "-5", .creditMemo), ("", "5", .invoice),
  ])
  func theTypeIsOneOfFiveWords(word: String, amount: String, expected: OpenItemType) {
    let (items, diagnostics) = read("invoice_id,customer_id,amount,currency,type\nA,C1,\(amount),EUR,\(word)\n")
    #expect(diagnostics.entries.isEmpty)
    #expect(items.rows.map(\.type) == [expected])
  }

  @Test func anInvoiceBelowZeroIsReadWithAWarning() {
    let (items, diagnostics) = read("invoice_id,customer_id,amount,currency,type\nA,C1,-5,EUR,invoice\n")
    #expect(diagnostics.warningCount == 1)
    #expect(diagnostics.errorCount == 0)
    #expect(items.rows.map(\.amount) == [Money(minorUnits: -500)])
  }

  @Test(arguments: [
    (",C1,5,EUR,,,,,", Diagnostic.Problem.missingField, "invoice_id is empty.", ""),
    ("A,  ,5,EUR,,,,,", .missingField, "customer_id is empty.", "  "),
    ("A,C1,,EUR,,,,,", .missingField, "amount is empty.", ""),
    ("A,C1,5,EUX,,,,,", .currency, "currency is no currency of ISO 4217.", "EUX"),
    ("A,C1,5.001,EUR,,,,,", .amount, "amount has more decimals than EUR has.", "5.001"),
    ("A,C1,\"1,000.00\",EUR,,,,,", .amount, "amount is no plain decimal number.", "1,000.00"),
    (
      "A,C1,30000000000000000.00,EUR,,,,,", .overflow, "amount is larger than any amount this program takes.",
      "30000000000000000.00"
    ),
    ("A,C1,5,EUR,2026-02-29,,,,", .date, "invoice_date is no day of the calendar.", "2026-02-29"),
    ("A,C1,5,EUR,,03/31/2026,,,", .date, "due_date is no day of the calendar.", "03/31/2026"),
    ("A,C1,5,EUR,,,refund,,", .unknownValue, "type is none of the kinds of open items.", "refund"),
    ("A,C1,5,EUR,,,credit_memo,,", .amount, "The amount of a credit memo is positive.", "5"),
    ("A,C1,5,EUR,,,,maybe,", .unknownValue, "disputed is neither true nor false.", "maybe"),
    ("A,C1,5,EUR,,,,,2026-03-01", .amount, "The item has a closed_date, but its amount is not zero.", "5"),
    ("A,C1,5,EUR,,,,", .structure, "The row has fewer fields than the header.", "8 fields"),
  ])
  func aBadItemIsReportedWithItsPlace(
    row: String, problem: Diagnostic.Problem, message: String, found: String
  ) throws {
    let header = "invoice_id,customer_id,amount,currency,invoice_date,due_date,type,disputed,closed_date\n"
    let (items, diagnostics) = read("\(header)\(row)\nB,C1,5,EUR,,,,,\n")
    let error = try #require(diagnostics.entries.first)
    #expect(diagnostics.errorCount == 1)
    #expect(error.problem == problem)
    #expect(error.message == message)
    #expect(error.found == found)
    #expect(!error.expected.isEmpty)
    #expect(error.file == 2)
    #expect(error.record == 2)
    #expect((header.utf8.count..<header.utf8.count + row.utf8.count).contains(error.byteOffset))
    #expect(items.arena.strings(items.rows.map(\.invoiceID)) == ["B"])
  }

  @Test func aNegativeDiscountOnAPositiveAmountIsRefused() {
    let (items, diagnostics) = read(
      "invoice_id,customer_id,amount,currency,discount_date,discount_amount\nA,C1,5,EUR,2026-03-01,-1\n")
    #expect(diagnostics.entries.map(\.problem) == [.amount])
    #expect(items.count == 0)
  }

  @Test func anInvoiceTwiceInOneCompanyIsAnErrorThatNamesBothLines() throws {
    let (items, diagnostics) = read(
      "company,invoice_id,customer_id,amount,currency\n\n1,A,C1,5,EUR\n2,A,C1,6,EUR\n1, A ,C2,7,EUR\n1,B,C2,8,EUR\n")
    let error = try #require(diagnostics.entries.first)
    #expect(diagnostics.errorCount == 1)
    #expect(error.problem == .duplicateKey)
    #expect(error.message == "The invoice_id stands twice in one company, on lines 3 and 5.")
    #expect(error.found == " A ")
    #expect(error.record == 4)
    #expect(items.rows.map(\.amount).map(\.minorUnits) == [500, 600, 800])
  }

  @Test func companyAndInvoiceAreNotTakenForEachOther() {
    let (items, diagnostics) = read(
      "company,invoice_id,customer_id,amount,currency\n1,23,C1,5,EUR\n12,3,C1,6,EUR\n23,1,C2,7,EUR\n,123,C2,8,EUR\n")
    #expect(diagnostics.entries.isEmpty)
    #expect(items.count == 4)
  }

  @Test func amongManyItemsOnlyTheRepeatedOnesAreDuplicates() {
    var text = "invoice_id,customer_id,amount,currency\n"
    for number in 0..<5_000 { text += "INV-\(number % 4_990),C1,1,EUR\n" }
    let (items, diagnostics) = read(text)
    #expect(diagnostics.errorCount == 10)
    #expect(diagnostics.entries.last?.message == "The invoice_id stands twice in one company, on lines 11 and 5001.")
    #expect(items.count == 4_990)
  }

  @Test func aHeaderWithoutTheRequiredColumnsIsRefused() {
    let (items, diagnostics) = read("Invoice,Customer,Open\nA,C1,5\n")
    #expect(diagnostics.entries.map(\.problem) == [.missingColumn])
    #expect(
      diagnostics.entries.first?.message
        == "The file has no columns invoice_id, customer_id, amount, currency; its header is Invoice,Customer,Open.")
    #expect(items.count == 0)
  }

  @Test func anEmptyFileIsRefused() {
    #expect(read("").diagnostics.entries.map(\.problem) == [.missingColumn])
    #expect(read("\u{FEFF}\r\n").diagnostics.entries.map(\.problem) == [.missingColumn])
  }

  @Test func aFileCutOffAnywhereKeepsTheRowsBeforeTheCut() throws {
    let bytes = try CSVCases.file("ledger/open-items.csv")
    let whole = read(bytes).items
    for beginning in CSVCases.beginnings(of: bytes) {
      let items = read(beginning).items
      let sound = max(0, items.count - 1)
      #expect(Array(items.rows.map(\.amount).prefix(sound)) == Array(whole.rows.map(\.amount).prefix(sound)))
      #expect(
        items.arena.strings(Array(items.rows.map(\.invoiceID).prefix(sound)))
          == whole.arena.strings(Array(whole.rows.map(\.invoiceID).prefix(sound))))
    }
  }

  @Test func anyByteChangedIsReadOrReported() throws {
    let rows = 8
    CSVCases.withOneByteChanged(try CSVCases.file("ledger/open-items.csv")) { bytes in
      let (items, diagnostics) = read(bytes)
      #expect(items.count >= rows || !diagnostics.entries.isEmpty)
      for row in 0..<items.count {
        #expect(items[row].discount.magnitude <= items[row].amount.magnitude)
        #expect(items[row].type != .creditMemo || items[row].amount <= .zero)
      }
    }
  }
}
