import CashModel
import Testing

/// Cash is never applied where another explanation fits as well: what an adversary would try.
@Suite struct OtherExplanationTests {
  /// One customer with the account DE11, and open items `(id, amount)` of it.
  private func book(_ items: [(String, Int64)]) -> Book {
    var book = Book()
    book.customer("C1", name: "Acme Ltd", accounts: "DE11")
    for (id, amount) in items { book.item(id, "C1", amount) }
    return book
  }

  /// The payer has two items; the payment has the amount of the second, and its text names the first in a way that no
  /// reader reads for certain.
  @Test(arguments: [
    ("INV-1001", "INV-1002", "Call INV-1001"), ("INV-1001", "INV-1002", "\u{A0}INV-1001\u{A0}"),
    ("INV-1001", "INV-1002", "INV\u{2013}1001"), ("INV-1001", "INV-1002", "INV--1001"),
    ("INV-1001", "INV-1002", "INV-1001A"), ("INV-1001", "INV-1002", "INV-IOO1"),
    ("INV-1001", "INV-1002", "paymentforINV1001"), ("INV-1001", "INV-1002", "INV-9999"),
    ("INV-1001", "INV-1002", "\u{FF29}\u{FF2E}\u{FF36}\u{FF11}\u{FF10}\u{FF10}\u{FF11}"),
    ("INV-104301", "INV-104302", "INV-10\n4301"), ("INV-104301", "INV-104302", "INV 104 301"),
    ("INV-1234", "INV-1235", "invoice 1234"), ("417", "418", "invoice 417"),
    ("INV100003", "INV200000", (0..<70).map { "INV\(100000 + $0)" }.joined(separator: "/")),
  ])
  func aMangledNumberOfAnotherItemHoldsThePaymentBack(named: String, other: String, text: String) {
    var book = book([(named, 30_000), (other, 50_000)])
    book.pay(50_000, text, account: "DE11")
    #expect(book.decided()[0].contains(":") == false, "\(book.decided())")
  }

  @Test(arguments: ["417", "X/99-ZZ"])
  func aListThatCannotBeResolvedHoldsThePaymentBack(number: String) {
    var book = book([("417", 30_000), ("418", 50_000)])
    book.pay(50_000, account: "DE11", structured: [(number, 50_000)])
    #expect(book.decided()[0].contains(":") == false)
  }

  @Test func aNumberOfAnItemIsNoCustomersNumber() {
    var book = book([("INV-10001", 50_000)])
    book.customer("10001", name: "Other")
    book.item("INV-90009", "10001", 50_000)
    book.pay(50_000, "INV 10001", name: "X")
    #expect(book.decided() == ["INV-10001:500.00"])
  }

  @Test(arguments: [
    ("100000", "EUR 1000.00"), ("20112026", "paid 20.11.2026"), ("2026", "Rent November 2026"),
    ("20261120", "Rent paid 2026-11-20"),
  ])
  func datesYearsAndAmountsNameNobody(number: String, text: String) {
    var book = Book()
    book.customer(number, name: "By number")
    book.item("INV-7001", number, 50_000)
    book.item(number, "C2", 70_000)
    book.pay(50_000, text, name: "X")
    book.pay(70_000, text, name: "X")
    #expect(book.decided() == ["PAYER_UNKNOWN", "PAYER_UNKNOWN"])
  }

  @Test func everySubsetOfANumbersItemsIsLookedAt() {
    var book = Book()
    for (id, amount) in [("A1", Int64(30_000)), ("A2", 10_000), ("A3", 20_000)] {
      book.item("X-\(id)", "C1", amount, document: "DOC1001")
    }
    book.pay(30_000, "DOC1001")
    #expect(book.decided() == ["AMBIGUOUS"])
    book.payments = PaymentTable()
    book.pay(60_000, "DOC1001")
    #expect(book.decided() == ["X-A1:300.00 X-A2:100.00 X-A3:200.00"])
  }

  @Test func theOrderOfTheWordsDecidesNothing() {
    func decided(_ text: String) -> [String] {
      var book = Book()
      book.item("INV-1001", "C1", 30_000, po: "PO88441")
      book.item("INV-1002", "C1", 7_700, references: "PO99551", po: "PO88441")
      book.item("INV-1003", "C1", 30_000, references: "PO99551")
      book.pay(30_000, text, name: "X")
      return book.decided()
    }
    #expect(decided("PO88441 PO99551") == decided("PO99551 PO88441"))
  }

  @Test func everythingThatCarriesANumberIsACandidate() {
    var book = Book()
    book.item("104301", "C1", 50_000)
    book.item("INV-104301", "C2", 50_000)
    book.item("4500012345", "C1", 60_000)
    book.item("INV-9000", "C2", 60_000, po: "4500012345")
    book.item("INV-0100", "C1", 70_000)
    book.item("INV-100", "C2", 70_000)
    book.pay(50_000, "INV 104301", name: "X")
    book.pay(60_000, "4500012345", name: "X")
    book.pay(70_000, "INV-100", name: "X")
    #expect(book.decided() == ["AMBIGUOUS", "AMBIGUOUS", "AMBIGUOUS"])
  }

  @Test func aNumberThatHundredsCarryPointsAtNothing() {
    var book = Book()
    for number in 0..<600 {
      book.item(
        "X\(1_000 + number)", "C\(number)", number == 3 || number == 599 ? 50_000 : 100_000, document: "SHARED1")
    }
    book.pay(50_000, "SHARED1", name: "X")
    #expect(book.decided() == ["PAYER_UNKNOWN"])
  }

  @Test func moreCitationsThanCanBeWeighedGoToAPerson() {
    var book = book([("INV-1001", 50_000), ("INV-1002", 70_000)])
    book.pay(50_000, Array(repeating: "INV-1001", count: 4_097).joined(separator: " ") + " INV-1002")
    #expect(book.decided() == ["BUDGET"])
  }

  @Test func theWorkOnOnePaymentIsBounded() {
    var book = Book()
    for number in 0..<40 {
      book.item("INV-\(1_000 + number)", "C1", 10_000 + Int64(number), discount: 100 + Int64(number))
    }
    book.pay(396_123, (0..<40).map { "INV-\(1_000 + $0)" }.joined(separator: " "))
    #expect(book.decided() == ["BUDGET"])
  }

  @Test func namelessPayersWithDifferentAccountsAreRivals() {
    var book = book([("INV-1001", 50_000)])
    book.pay(50_000, "INV-1001", account: "DE77")
    book.pay(50_000, "INV-1001", account: "FR22")
    #expect(book.decided() == ["CONTESTED", "CONTESTED"])
  }

  @Test func aForeignNumberThatTiesTwiceIsAConflictAndNoTypo() {
    var book = book([("INV-9001", 50_000)])
    book.item("A-1", "C2", 50_000, document: "DOC5000")
    book.item("B-1", "C3", 50_000, document: "DOC5000")
    book.pay(50_000, "DOC5000", account: "DE11")
    #expect(book.decided()[0].contains(":") == false)
  }

  @Test func aBlockedPayersCashIsNotPosted() {
    var book = Book()
    book.customer("C1", accounts: "DE11", isBlocked: true)
    book.customer("C2", parent: "C1")
    book.item("INV-1001", "C2", 50_000)
    book.pay(50_000, "INV-1001", account: "DE11")
    #expect(book.decided() == ["BLOCKED_CUSTOMER"])
  }

  @Test func grossOfOneAndNetOfAnotherItemOfAnOrderAreTwoExplanations() {
    var book = Book()
    book.item("INV-1001", "C1", 100_000, discount: 2_000, po: "PO884417")
    book.item("INV-1002", "C1", 98_000, po: "PO884417")
    book.pay(98_000, "PO884417")
    #expect(book.decided() == ["AMBIGUOUS"])
  }

  @Test func aRangeMeansAllItsItems() {
    var book = Book()
    for number in 10_001...10_005 { book.item("INV-\(number)", "C1", 10_000) }
    book.pay(20_000, "INV 10001-10005")
    #expect(book.decided() == ["SHORT_PAY"])
    book.payments = PaymentTable()
    book.pay(50_000, "INV 10001-10005")
    #expect(book.decided()[0].split(separator: " ").count == 5)
  }

  @Test func aPartPaidItemHasLostItsDiscountAndNothingIsSettledByDiscountAlone() {
    var book = Book()
    book.item("INV-1001", "C1", 30_000)
    book.item("INV-1002", "C1", 100_000, discount: 100_000)
    book.pay(30_000, "INV-1001 INV-1002")
    #expect(book.decided()[0].contains(":") == false)
  }
}

/// What is paid before there is an invoice waits for a person, who is told so.
@Suite struct PrepaymentTests {
  @Test(arguments: [
    ("PREPAYMENT", "PREPAYMENT"), ("Deposit order 828778", "PREPAYMENT"), ("pro-forma 4711", "PREPAYMENT"),
    ("Anzahlung", "PREPAYMENT"), ("prepayment of INV-109999", "PREPAYMENT"),
    ("REMOTE DEPOSIT CAPTURE", "NO_REMITTANCE"),
    ("prepayments", "NO_REMITTANCE"), ("unprepaid", "NO_REMITTANCE"), ("", "NO_REMITTANCE"),
    // What is open explains it, whatever it is called; and who pays comes first.
    ("PREPAYMENT INV-100101", "INV-100101:500.00"),
  ])
  func isTold(text: String, expected: String) {
    var book = Book()
    book.customer("C1", accounts: "DE11")
    book.item("INV-100101", "C1", 50_000)
    book.pay(expected.contains(":") ? 50_000 : 12_345, text, account: "DE11")
    #expect(book.decided() == [expected])
    book.pay(12_345, "PREPAYMENT", name: "Nobody")
    #expect(book.decided().last == "PAYER_UNKNOWN")
  }
}
