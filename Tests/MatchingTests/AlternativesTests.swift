import CashModel
import Testing

/// Payments that may each pay one of several items: only what stands in every best solution is applied.
@Suite struct AlternativesTests {
  private func book() -> Book {
    var book = Book()
    book.customer("C1", name: "Nordlicht Werkzeuge GmbH", accounts: "DE11")
    return book
  }

  /// Two items that two payments of their day may pay, and one dated after these, with a payment behind it.
  private func chained() -> Book {
    var book = book()
    book.item("100101", "C1", 10_000, dated: Book.day - 9)
    book.item("100102", "C1", 10_000, dated: Book.day - 9)
    book.item("100103", "C1", 10_000, dated: Book.day + 1)
    book.pay(10_000, account: "DE11")
    book.pay(10_000, account: "DE11")
    book.pay(10_000, account: "DE11", day: Book.day + 3)
    return book
  }

  /// The last item is dated after the first two payments: they share the first two items, whoever gets which, and the third
  /// payment has the third.
  @Test func whatIsLeftForOnePaymentIsApplied() {
    let book = chained()
    #expect(book.decided() == ["AMBIGUOUS_EQUAL", "AMBIGUOUS_EQUAL", "100103:100.00"])
  }

  @Test func aChainOfPaymentsIsSolvedToItsEnd() {
    var book = book()
    for number in 0..<4 { book.item("10010\(number)", "C1", 10_000, dated: Book.day + number) }
    for number in 0..<4 { book.pay(10_000, account: "DE11", day: Book.day + number) }
    #expect(book.decided() == ["100100:100.00", "100101:100.00", "100102:100.00", "100103:100.00"])
  }

  @Test func fewerPaymentsThanItemsProveNothing() {
    var book = book()
    for number in 0..<3 { book.item("10010\(number)", "C1", 10_000) }
    book.pay(10_000, account: "DE11")
    book.pay(10_000, account: "DE11")
    #expect(book.decided() == ["AMBIGUOUS_EQUAL", "AMBIGUOUS_EQUAL"])
  }

  /// A number that several documents share, in the texts of two payments: who has which is open.
  @Test func anAmbiguousNumberStaysOpenWhereNothingDecides() {
    var book = book()
    book.item("100101", "C1", 10_000, document: "77001")
    book.item("100102", "C1", 10_000, document: "77001")
    book.pay(10_000, "77001", account: "DE11")
    book.pay(10_000, "77001", account: "DE11", day: Book.day + 1)
    #expect(book.decided() == ["AMBIGUOUS", "AMBIGUOUS"])
  }

  /// Two numbers of two items each, and one payment that names both numbers for one amount: the other names decide.
  @Test func anAmbiguousNumberIsReadByWhatOthersNeed() {
    var book = book()
    book.item("100101", "C1", 10_000, document: "77001")
    book.item("100102", "C1", 10_000, document: "77001", references: "88001")
    book.item("100103", "C1", 10_000, document: "77003", references: "88001")
    book.pay(10_000, "77001", account: "DE11")
    book.pay(10_000, "77001", account: "DE11", day: Book.day + 1)
    book.pay(10_000, "88001", account: "DE11", day: Book.day + 1)
    #expect(book.decided() == ["AMBIGUOUS", "AMBIGUOUS", "100103:100.00"])
  }

  /// An item that a payment outside names is not given away.
  @Test func whatAnotherPaymentNamesIsNotPartOfTheGame() {
    var book = chained()
    book.pay(22_222, "100103 100909", account: "DE11", day: Book.day + 3)
    #expect(book.decided()[2].contains("100103") == false)
  }
}
