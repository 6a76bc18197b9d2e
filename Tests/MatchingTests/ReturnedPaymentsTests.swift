import CashModel
import Matching
import Testing

/// Which payment a return took back.
@Suite struct ReturnedPaymentsTests {
  private func pairs(_ build: (inout Book) -> Void) -> [[Int32]] {
    var book = Book()
    build(&book)
    return ReturnedPayments(in: book.payments).pairs.map { [$0.original.number, $0.returned.number] }
  }

  @Test func itsOriginalIsFoundByWhatItNames() {
    let found = pairs { book in
      book.pay(10_000, account: "A", bankReference: "R1")
      book.pay(10_000, account: "A", bankReference: "R2")
      book.pay(
        10_000, account: "A", day: Book.day + 2, class: .return, isDebit: true, original: (.originalBankReference, "R2")
      )
      book.pay(7_000, endToEnd: "E7")
      book.pay(7_000, endToEnd: "E8")
      book.pay(7_000, day: Book.day + 1, endToEnd: "E8", class: .return, isDebit: true)
      book.pay(7_000, day: Book.day + 1, class: .return, isDebit: true, original: (.originalEndToEndID, "E7"))
    }
    #expect(found == [[1, 2], [3, 6], [4, 5]])
  }

  @Test func elseByAmountAndPayer() {
    let found = pairs { book in
      book.pay(10_000, name: "Ahorn GmbH", account: "A")
      book.pay(10_000, name: "Birke AG", account: "B")
      book.pay(10_000, account: "B", day: Book.day + 3, class: .return, isDebit: true)
      book.pay(9_000, name: "Ahorn GmbH")
      book.pay(9_000, name: "AHORN, GMBH", day: Book.day + 3, class: .return, isDebit: true)
    }
    #expect(found == [[1, 2], [3, 4]])
  }

  /// Of two equal payments one came back, and nothing says which: neither is applied, though both name their items.
  @Test func whatMayHaveComeBackIsNotApplied() {
    var book = Book()
    book.customer("C1", accounts: "DE11")
    book.item("100101", "C1", 10_000)
    book.item("100102", "C1", 10_000)
    book.item("100103", "C1", 10_000)
    book.pay(10_000, "100101", account: "DE11")
    book.pay(10_000, "100102", account: "DE11", day: Book.day + 1)
    book.pay(10_000, "100103", account: "DE11", day: Book.day + 4)
    book.pay(10_000, account: "DE11", day: Book.day + 3, class: .return, isDebit: true)
    #expect(book.decided() == ["RETURN_UNMATCHED", "RETURN_UNMATCHED", "100103:100.00", "RETURN_UNMATCHED"])
  }

  /// What fits two ways, or not quite, stays for a person.
  @Test func whatIsNotCertainIsNotPaired() {
    func alone(_ build: (inout Book) -> Void) { #expect(pairs(build) == []) }
    alone { book in
      book.pay(10_000, account: "A")
      book.pay(10_000, account: "A", day: Book.day + 1)
      book.pay(10_000, account: "A", day: Book.day + 3, class: .return, isDebit: true)
    }
    alone { book in
      book.pay(10_000, account: "A")
      book.pay(10_000, account: "A", day: Book.day + 3, class: .return, isDebit: true)
      book.pay(10_000, account: "A", day: Book.day + 4, class: .return, isDebit: true)
    }
    alone { book in
      book.pay(10_000, account: "A", bankReference: "R1")
      book.pay(9_999, account: "A", day: Book.day + 1, bankReference: "R1", class: .return, isDebit: true)
      book.pay(
        10_000, account: "A", currency: "USD", day: Book.day + 1, bankReference: "R1", class: .return, isDebit: true)
      book.pay(10_000, account: "A", day: Book.day - 1, bankReference: "R1", class: .return, isDebit: true)
      book.pay(10_000, account: "A", day: Book.day + 401, bankReference: "R1", class: .return, isDebit: true)
      book.pay(10_000, account: "A", day: Book.day + 1, at: "OTHER", bankReference: "R1", class: .return, isDebit: true)
    }
    alone { book in
      book.pay(10_000)
      book.pay(10_000, day: Book.day + 1, class: .return, isDebit: true)
    }
    // A credit that came back to us is no customer's payment, and a bank reference is no end-to-end id.
    alone { book in
      book.pay(10_000, account: "A")
      book.pay(10_000, account: "A", day: Book.day + 1, class: .return)
      book.pay(8_000, bankReference: "X")
      book.pay(8_000, day: Book.day + 1, endToEnd: "X", class: .return, isDebit: true)
    }
  }

  @Test func tenThousandReturnsOfOneAmountTakeNoTime() {
    let clock = ContinuousClock()
    let start = clock.now
    let found = pairs { book in
      for number in 0..<5_000 { book.pay(100, bankReference: "R\(number)") }
      for number in 0..<5_000 {
        book.pay(100, day: Book.day + 1, bankReference: "R\(number)", class: .return, isDebit: true)
      }
    }
    #expect(found.count == 5_000)
    #expect(clock.now - start < .seconds(20))
  }
}
