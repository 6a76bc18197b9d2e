import CashModel
import Testing

@Suite struct PayerAndAmountTests {
  /// Two customers of one name are nobody; but somebody of that name who pays a third one's item is no stranger.
  @Test(arguments: [("300301", "PAYER_CONFLICT"), ("100101", "100101:600.00")])
  func aNamesakeWhoPaysAnothersItemIsAConflict(text: String, expected: String) {
    var book = Book()
    book.customer("C1", name: "Nordlicht Werkzeuge GmbH")
    book.customer("C2", name: "Nordlicht Werkzeuge GmbH")
    book.customer("C3", name: "Falkner Papier AG")
    book.item("100101", "C1", 60_000)
    book.item("300301", "C3", 60_000)
    book.pay(60_000, text, name: "NORDLICHT WERKZEUGE GMBH")
    #expect(book.decided() == [expected])
  }

  private func book() -> Book {
    var book = Book()
    book.customer("C1", name: "Nordlicht Werkzeuge GmbH", accounts: "DE11|4711 22", aliases: "NLW Trading")
    book.customer("C2", name: "Falkner & Soehne", accounts: "DE22")
    book.customer("C3", name: "FALKNER SOEHNE", accounts: "DE33")
    book.item("100101", "C1", 60_000)
    book.item("100102", "C1", 40_000, discount: 800)
    book.item("200555", "C2", 7_500)
    return book
  }

  @Test(arguments: [
    (60_000, "DE11", "", "100101:600.00"),
    (60_000, "471122", "", "100101:600.00"),
    (60_000, "", "NORDLICHT  Werkzeuge, GmbH", "100101:600.00"),
    (60_000, "", "nlw trading", "100101:600.00"),
    (39_200, "DE11", "", "100102:392.00-8.00"),
    (7_500, "", "Falkner & Soehne", "PAYER_UNKNOWN"),
    (60_000, "", "Nordlicht", "PAYER_UNKNOWN"),
    (60_000, "DE22", "", "NO_REMITTANCE"),
    (60_000, "DE22", "Nordlicht Werkzeuge GmbH", "PAYER_CONFLICT"),
  ])
  func aKnownPayerWithOneItemOfTheAmountIsApplied(amount: Int64, account: String, name: String, expected: String) {
    var book = book()
    book.pay(amount, "payment", name: name, account: account)
    #expect(book.decided() == [expected])
  }

  @Test(arguments: [
    ("100102", "OVERPAY"), ("108887", "REF_UNKNOWN"), ("Ref 52759076", "100101:600.00"),
    ("200555", "100101:600.00"), ("CUST C1", "100101:600.00"),
  ])
  func theAmountAloneSpeaksOnlyWhereTheTextPointsNowhereElse(text: String, expected: String) {
    var book = book()
    book.pay(60_000, text, account: "DE11")
    #expect(book.decided() == [expected])
  }

  @Test func twoItemsOfTheAmountAreBothShownAndNonePaid() {
    var book = book()
    book.item("100103", "C1", 60_000)
    book.pay(60_000, "", account: "DE11")
    #expect(book.decided() == ["AMBIGUOUS_EQUAL"])
    let (_, decisions) = book.matched()
    #expect(decisions.suggestions[0].count == 2)
  }

  @Test func grossOfOneAndNetOfAnotherAreTwoExplanations() {
    var book = book()
    book.item("100103", "C1", 39_200)
    book.pay(39_200, "", account: "DE11")
    #expect(book.decided() == ["AMBIGUOUS_EQUAL"])
  }

  @Test func twoPaymentsForOneItemAreBothHeld() {
    var book = book()
    book.pay(60_000, "", account: "DE11")
    book.pay(60_000, "", account: "DE11")
    #expect(book.decided() == ["CONTESTED", "CONTESTED"])
  }

  @Test func anItemThatAnotherPaymentCitesIsNotTakenByItsAmount() {
    var book = book()
    book.pay(58_000, "100101", account: "DE11")
    book.pay(60_000, "", account: "DE11")
    #expect(book.decided() == ["CONTESTED", "CONTESTED"])
  }

  @Test func anItemThatHeldPaymentsCiteIsNotTakenByItsAmount() {
    var book = book()
    book.pay(60_000, "100101", name: "Somebody", account: "DE77")
    book.pay(60_000, "100101", name: "Another", account: "DE78")
    book.pay(60_000, "", account: "DE11")
    #expect(book.decided() == ["CONTESTED", "CONTESTED", "CONTESTED"])
  }

  @Test func anItemDatedAfterTheValueDateIsNoCandidate() {
    var book = book()
    book.item("100103", "C1", 12_345, dated: Book.day + 1)
    book.pay(12_345, "", account: "DE11")
    #expect(book.decided() == ["NO_REMITTANCE"])
  }

  @Test func anAccountOfTwoCustomersIdentifiesNobody() {
    var book = book()
    book.customer("C4", accounts: "DE11")
    book.pay(60_000, "", account: "DE11")
    #expect(book.decided() == ["PAYER_CONFLICT"])
  }

  @Test func onlyReceiptsAreMatched() {
    var book = book()
    for transactionClass in TransactionClass.allCases where transactionClass != .receipt {
      book.pay(60_000, "100101", account: "DE11", class: transactionClass)
    }
    #expect(Set(book.decided()) == ["classified", "RETURN_UNMATCHED"])
  }
}

@Suite struct StructuredRemittanceTests {
  private func book() -> Book {
    var book = Book()
    book.customer("C1", accounts: "DE11")
    book.item("100101", "C1", 60_000)
    book.item("100102", "C1", 40_000, discount: 800)
    book.item("900001", "C1", -5_000)
    return book
  }

  @Test(
    arguments: [
      (100_000, [("100101", 60_000), ("100102", 40_000)], "100101:600.00 100102:400.00"),
      (99_200, [("100101", 60_000), ("100102", 39_200)], "100101:600.00 100102:392.00-8.00"),
      (
        95_000, [("100101", 60_000), ("100102", 40_000), ("900001", 5_000)], "100101:600.00 100102:400.00 900001:-50.00"
      ),
      (50_000, [("100101", 50_000)], "100101:500.00"),
      (60_000, [("100101", 30_000), ("100101", 30_000)], "100101:600.00"),
      (60_000, [("100101", 60_001)], "100101:600.00"),
      (70_000, [("100101", 70_000)], "OVERPAY"),
      (60_000, [("100101", 60_000), ("100102", 40_000)], "SHORT_PAY"),
    ] as [(Int64, [(String, Int64?)], String)])
  func thePayersOwnListIsFollowedWhereItAddsUp(amount: Int64, lines: [(String, Int64?)], expected: String) {
    var book = book()
    book.pay(amount, account: "DE11", structured: lines)
    #expect(book.decided() == [expected])
  }

  @Test func aListWithoutAmountsIsReadAsCitations() {
    var book = book()
    book.pay(100_000, structured: [("100101", nil), ("100102", nil)])
    #expect(book.decided() == ["100101:600.00 100102:400.00"])
  }

  @Test func aPartPaymentIsTakenOnceAndOnlyUpToThePolicysShare() {
    var book = book()
    book.pay(30_000, account: "DE11", structured: [("100101", 30_000)])
    book.pay(30_000, account: "DE11", structured: [("100101", 30_000)])
    #expect(book.decided() == ["100101:300.00", "DUP_PAYMENT"])
    book.payments = PaymentTable()
    book.pay(29_999, account: "DE11", structured: [("100101", 29_999)])
    #expect(book.decided() == ["SHORT_PAY"])
  }

  @Test func aStrangersPartPaymentIsLeftToAPerson() {
    var book = book()
    book.pay(50_000, name: "Somebody", structured: [("100101", 50_000)])
    #expect(book.decided() == ["SHORT_PAY"])
  }

  @Test func aPartPaymentOpensACase() {
    var book = book()
    book.pay(50_000, account: "DE11", structured: [("100101", 50_000)])
    let (_, decisions) = book.matched()
    #expect(decisions.allocationRows.map(\.adjustmentReason) == [.shortPay])
    #expect(decisions.allocationRows.map(\.adjustment) == [.zero])
  }

  @Test func aListThatTheTextContradictsIsLeftToAPerson() {
    var book = book()
    book.item("100103", "C1", 60_000)
    book.pay(60_000, "100103", account: "DE11", structured: [("100101", 60_000)])
    #expect(book.decided() == ["SHORT_PAY"])
  }
}
