import CashModel
import Testing

@testable import Matching

/// Books that no seller has: each ends with exceptions that say why, in bounded time.
@Suite struct HostileBookTests {
  @Test func aPayerWithTwentyThousandOpenItemsIsNotLookedThrough() {
    var book = Book()
    book.customer("C1", accounts: "DE11")
    for number in 0..<20_000 { book.item("I\(100_000 + number)", "C1", Int64(1_000 + number * 37 % 9_001)) }
    for number in 0..<50 { book.pay(Int64(20_000_001 + number), "", account: "DE11") }
    #expect(Set(book.decided()) == ["BUDGET"])
  }

  @Test func tenThousandEqualAmountsAreNeverChosenBetween() {
    var book = Book()
    book.customer("C1", accounts: "DE11")
    for number in 0..<10_000 { book.item("I\(100_000 + number)", "C1", 10_000) }
    book.pay(10_000, "", account: "DE11")
    book.pay(30_000, "", account: "DE11")
    #expect(book.decided() == ["AMBIGUOUS_EQUAL", "BUDGET"])
  }

  @Test func fiveThousandPaymentsOfOneItemAreHeldTogether() {
    var book = Book()
    book.customer("C1", accounts: "DE11")
    book.item("100101", "C1", 1_000_000)
    for number in 0..<5_000 { book.pay(Int64(600_000 + number), "100101", account: "DE11") }
    #expect(Set(book.decided()) == ["CONTESTED"])
  }

  @Test func aTextOfAHundredKilobytesIsLeftToAPerson() {
    var book = Book()
    book.customer("C1", accounts: "DE11")
    for number in 0..<2_000 { book.item("I\(100_000 + number)", "C1", 10_000 + Int64(number)) }
    book.pay(77, (0..<12_000).map { "I\(100_000 + $0)" }.joined(separator: " "), account: "DE11")
    #expect(!book.decided()[0].contains(":"))
  }

  @Test func amountsAtTheEndOfTheRangeDoNotTrap() {
    var book = Book()
    book.customer("C1", accounts: "DE11")
    let largest = Money.largestMinorUnits
    for number in 0..<40 { book.item("10\(1_000 + number)", "C1", largest - Int64(number * 7)) }
    book.pay(largest, "101003 101004", account: "DE11")
    book.pay(largest - 3, "", account: "DE11")
    book.pay(largest, "101003", account: "DE11")
    #expect(book.decided().count == 3)
  }
}
