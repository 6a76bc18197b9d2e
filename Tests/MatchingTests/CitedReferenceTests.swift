import CashModel
import Testing

@Suite struct CitedReferenceTests {
  /// Open: 100101 for 600.00, 100102 for 400.00 less 8.00, INV-2024-00117 for 250.00, credit memo 900001 for 50.00, all
  /// of customer C1; 200555 for 75.00 of customer C2.
  private func book() -> Book {
    var book = Book()
    book.customer("C1", name: "Nordlicht Werkzeuge GmbH", accounts: "DE11")
    book.customer("C2", name: "Falkner & Soehne", accounts: "DE22")
    book.item("100101", "C1", 60_000)
    book.item("100102", "C1", 40_000, discount: 800)
    book.item("INV-2024-00117", "C1", 25_000, po: "PO778899")
    book.item("900001", "C1", -5_000)
    book.item("200555", "C2", 7_500)
    return book
  }

  @Test(arguments: [
    ("100101", 60_000, "100101:600.00"),
    ("Invoice No. 100101 thank you", 60_000, "100101:600.00"),
    ("INV100101", 60_000, "100101:600.00"),
    ("000100101", 60_000, "100101:600.00"),
    ("100101,100102", 100_000, "100101:600.00 100102:400.00"),
    ("100101/100102", 100_000, "100101:600.00 100102:400.00"),
    ("100101 + 100102", 99_200, "100101:600.00 100102:392.00-8.00"),
    ("100101 100102 less credit 900001", 95_000, "100101:600.00 100102:400.00 900001:-50.00"),
    ("inv-2024-00117", 25_000, "INV-2024-00117:250.00"),
    ("INV202400117", 25_000, "INV-2024-00117:250.00"),
    ("2024-00117", 25_000, "INV-2024-00117:250.00"),
    ("order po778899", 25_000, "INV-2024-00117:250.00"),
    ("INV-2024-00117 PO778899", 25_000, "INV-2024-00117:250.00"),
    ("100101 100101", 60_000, "100101:600.00"),
  ])
  func citedReferencesThatTieAreApplied(text: String, amount: Int64, expected: String) {
    var book = book()
    book.pay(amount, text)
    #expect(book.decided() == [expected])
  }

  @Test(arguments: [
    ("100101", 59_999, "SHORT_PAY"),
    ("100101", 60_001, "OVERPAY"),
    ("100102", 39_201, "SHORT_PAY"),
    ("100101 100102", 60_000, "SHORT_PAY"),
    ("100189", 60_000, "REF_UNKNOWN"),
    ("nothing here", 60_000, "PAYER_UNKNOWN"),
    ("Tel 100101", 60_000, "PAYER_UNKNOWN"),
    ("paid 600.00", 60_000, "PAYER_UNKNOWN"),
  ])
  func whatDoesNotTieIsLeftToAPerson(text: String, amount: Int64, expected: String) {
    var book = book()
    book.pay(amount, text)
    #expect(book.decided() == [expected])
  }

  @Test func aDiscountIsGivenUntilItsDateAndGraceAndNotAfter() {
    var book = book()
    book.pay(39_200, "100102", day: Book.day + 13)
    #expect(book.decided() == ["100102:392.00-8.00"])
    var late = self.book()
    late.pay(39_200, "100102", day: Book.day + 14)
    #expect(late.decided() == ["DISC_UNEARNED"])
  }

  @Test func somebodyElsesInvoiceIsNotPaidByAKnownPayer() {
    var book = book()
    book.pay(7_500, "200555", account: "DE11")
    #expect(book.decided() == ["PAYER_CONFLICT"])
  }

  @Test func aStrangerWhoCitesWellIsApplied() {
    var book = book()
    book.pay(7_500, "200555", name: "Escrow Agent Ltd", account: "DE99")
    #expect(book.decided() == ["200555:75.00"])
  }

  @Test func aMemberOfTheFamilyMayPay() {
    var book = book()
    book.customer("C3", name: "Falkner Holding", accounts: "DE33")
    book.customer("C4", name: "Falkner Logistik", parent: "C3")
    book.item("300777", "C4", 12_300)
    book.pay(12_300, "300777", account: "DE33")
    #expect(book.decided() == ["300777:123.00"])
  }

  @Test func anotherCurrencyIsNoTie() {
    var book = book()
    book.pay(60_000, "100101", currency: "USD")
    #expect(book.decided() == ["FX_DIFF"])
  }

  @Test func aClosedInvoiceIsRecognisedAndNotPaid() {
    var book = book()
    book.item("100099", "C1", 0, closed: true)
    book.item("100103", "C1", 33_300)
    book.pay(33_300, "100099", account: "DE11")
    #expect(book.decided() == ["REF_CLOSED"])
  }

  @Test func instalmentsOfOneDocumentArePaidOneByOneOrTogether() {
    var book = Book()
    book.item("500001-1", "C1", 10_000, document: "500001")
    book.item("500001-2", "C1", 15_000, document: "500001")
    book.pay(15_000, "500001")
    #expect(book.decided() == ["500001-2:150.00"])
    book.payments = PaymentTable()
    book.pay(25_000, "500001")
    #expect(book.decided() == ["500001-1:100.00 500001-2:150.00"])
  }

  @Test func equalInstalmentsOfOneDocumentAreAmbiguous() {
    var book = Book()
    book.item("500001-1", "C1", 10_000, document: "500001")
    book.item("500001-2", "C1", 10_000, document: "500001")
    book.pay(10_000, "500001")
    #expect(book.decided() == ["AMBIGUOUS"])
  }

  @Test func numbersThatDifferByLeadingZerosAreToldApartByTheAmountOnly() {
    var book = Book()
    book.item("0010077", "C1", 10_000)
    book.item("10077", "C2", 12_000)
    book.pay(12_000, "10077")
    #expect(book.decided() == ["10077:120.00"])
    book.items = OpenItemTable()
    book.item("0010077", "C1", 10_000)
    book.item("10077", "C2", 10_000)
    book.payments = PaymentTable()
    book.pay(10_000, "10077")
    #expect(book.decided() == ["AMBIGUOUS"])
  }

  @Test func theEndToEndIDIsReadWhereTheTextCitesNothing() {
    var book = book()
    book.pay(60_000, "thank you", endToEnd: "INV-100101")
    #expect(book.decided() == ["100101:600.00"])
  }

  @Test func amountsNearTheEndOfTheRangeNeitherTrapNorTie() {
    var book = Book()
    let huge = Money.largestMinorUnits
    for number in 0..<40 { book.item("7000\(number + 10)", "C1", number % 2 == 0 ? huge : -huge) }
    book.pay(huge - 1, (0..<40).filter { $0 % 2 == 0 }.map { "7000\($0 + 10)" }.joined(separator: " "))
    #expect(book.decided() == ["SHORT_PAY"])
  }
}

@Suite struct ContestTests {
  @Test func twoPaymentsOfOnePayerForOneItemAreAPaymentAndItsDuplicate() {
    var book = Book()
    book.item("100101", "C1", 60_000)
    book.pay(60_000, "100101", name: "Nordlicht", day: Book.day + 1)
    book.pay(60_000, "100101", name: "Nordlicht", day: Book.day)
    #expect(book.decided() == ["DUP_PAYMENT", "100101:600.00"])
  }

  @Test func rivalsForOneItemAreAllHeld() {
    var book = Book()
    book.item("100101", "C1", 60_000)
    book.item("100102", "C1", 40_000)
    book.pay(60_000, "100101", name: "Nordlicht")
    book.pay(100_000, "100101 100102", name: "Nordlicht")
    #expect(book.decided() == ["CONTESTED", "CONTESTED"])
  }

  @Test func whatIsProvenElsewhereMakesTheRestUnique() {
    var book = Book()
    book.customer("C1", accounts: "DE11")
    book.item("100101", "C1", 10_000)
    book.item("100102", "C1", 10_000)
    book.pay(10_000, "", account: "DE11")
    book.pay(10_000, "100101", account: "DE11")
    #expect(book.decided() == ["100102:100.00", "100101:100.00"])
  }

  @Test func aBlockedCustomersItemsAreProposedAndNotPaid() {
    var book = Book()
    book.customer("C1", accounts: "DE11", isBlocked: true)
    book.item("100101", "C1", 10_000)
    book.pay(10_000, "100101", account: "DE11")
    #expect(book.decided() == ["BLOCKED_CUSTOMER"])
    let (_, decisions) = book.matched()
    #expect(decisions.suggestions[0].count == 1)
  }

  @Test func aboveTheLimitAPersonDecides() {
    var book = Book()
    book.policies.autoApplyMaxAmount = Scoped(500_0000)
    book.item("100101", "C1", 50_000)
    book.item("100102", "C1", 50_001)
    book.pay(50_000, "100101")
    book.pay(50_001, "100102")
    #expect(book.decided() == ["100101:500.00", "LIMIT"])
  }

  /// Both orders are of two customers, and of the payer both mean one invoice.
  @Test func twoNumbersThatMeanOneItemOfThePayerNameItOnce() {
    var book = Book()
    book.customer("A", name: "Alder GmbH")
    book.customer("B", name: "Birch GmbH")
    book.item("70501", "A", 100_00, references: "445566|778899")
    book.item("70502", "B", 200_00, references: "445566")
    book.item("70503", "B", 300_00, references: "778899")
    book.pay(100_00, "445566 778899", name: "Alder GmbH")
    #expect(book.decided() == ["70501:100.00"])
  }

  /// All numbers begin with 202400; payers quote what tells one from another.
  @Test func whatAllOwnNumbersBeginWithMayBeLeftOut() {
    var book = Book()
    book.customer("C1", name: "Nordlicht Werkzeuge GmbH", accounts: "DE11")
    for number in 0..<40 { book.item("INV-2024-\(10_000 + 37 * number)", "C1", Int64(10_000 + number)) }
    book.pay(10_003, "10111")
    book.pay(10_005 + 10_007, "invoices 10185, 10259", account: "DE11")
    // Not the amount.
    book.pay(10_001, "10333")
    #expect(book.decided().prefix(2) == ["INV-2024-10111:100.03", "INV-2024-10185:100.05 INV-2024-10259:100.07"])
    #expect(!book.decided()[2].contains(":"))
  }

  /// The groups of an IBAN are no numbers of ours, even where items are called so.
  @Test(arguments: ["from DE89 3704 0044 0532 0130 00", "DE89370400440532013000", "de89 3704 0044 0532 0130 00 thanks"])
  func anAccountInTheTextNamesNoItem(text: String) {
    var book = Book()
    book.customer("C1", name: "Nordlicht Werkzeuge GmbH", accounts: "DE11")
    book.item("3704", "C1", 10_000)
    book.item("5320", "C1", 10_000)
    book.pay(10_000, text)
    #expect(book.decided() == ["PAYER_UNKNOWN"])
    // Without a right check digit they are groups like any others.
    book.pay(10_000, "DE88 3704 0044 0532 0130 00")
    #expect(book.decided()[1] == "3704:100.00")
  }

  /// Most items stand between 100,000 and 104,000, five old ones at 900,000: what lies between is not ours.
  @Test(arguments: [
    ("REF 500417", "200001:77.77"), ("REF 102417", "REF_UNKNOWN"), ("REF 97000", "200001:77.77"),
    ("REF 900017", "REF_UNKNOWN"),
  ])
  func aNumberFarFromAllOwnNumbersIsThePayersOwn(text: String, expected: String) {
    var book = Book()
    book.customer("C1", name: "Nordlicht Werkzeuge GmbH", accounts: "DE11")
    book.customer("C2", name: "Brückner Papier AG", accounts: "DE22")
    for number in 0..<1_000 { book.item("\(100_000 + 4 * number)", "C2", Int64(20_000 + number)) }
    for number in 0..<5 { book.item("\(900_001 + number)", "C2", Int64(30_000 + number)) }
    book.item("200001", "C1", 7_777, document: "X-17")
    book.pay(7_777, text, account: "DE11")
    #expect(book.decided() == [expected])
  }
}
