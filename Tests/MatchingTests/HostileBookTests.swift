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

  @Test func aCustomerWhoPaysOldestFirstMayHaveTwentyThousandItems() {
    var book = Book()
    book.customer("C1", accounts: "DE11", rule: .oldestFirstPartial)
    for number in 0..<20_000 { book.item("I\(100_000 + number)", "C1", 1_001, due: Book.day + number) }
    for _ in 0..<200 { book.pay(70_003, "", account: "DE11") }
    let decided = book.decided()
    #expect(decided.count == 200)
    // Cash is neither lost nor doubled: 200 payments of 700.03, each wholly applied, or not at all with a reason.
    let cash = book.matched().1.allocationRows.reduce(Int64(0)) { $0 + $1.cash.minorUnits }
    #expect(cash == Int64(decided.count { $0.contains(":") }) * 70_003)
  }

  @Test func ofTenThousandEqualItemsThePolicyTakesTheOldest() {
    var book = Book()
    book.customer("C1", accounts: "DE11")
    book.policies.equalAmounts = Scoped(.oldestDue)
    for number in 0..<10_000 { book.item("I\(100_000 + number)", "C1", 10_000, due: Book.day - number) }
    for _ in 0..<300 { book.pay(10_000, "", account: "DE11") }
    let decided = book.decided()
    #expect(decided.allSatisfy { $0.contains(":") || !$0.isEmpty })
    #expect(Set(decided.filter { $0.contains(":") }).count == decided.count { $0.contains(":") })
  }

  /// Many payments each of which may be one of many items: no solver may be kept busy by it.
  @Test func payersWhoMayEachPayManyItemsEndWithReasons() {
    var book = Book()
    for customer in 0..<2_000 { book.customer("C\(customer)", name: "Bearer of one name") }
    for number in 0..<2_000 { book.item("I\(100_000 + number)", "C\(number)", 10_000) }
    for _ in 0..<2_000 { book.pay(10_000, "", name: "Bearer of one name") }
    #expect(book.decided().allSatisfy { !$0.contains(":") && !$0.isEmpty })
  }

  /// Mangled numbers one digit from hundreds of items each.
  @Test func mangledNumbersNearToManyItemsEndWithReasons() {
    var book = Book()
    book.customer("C1", accounts: "DE11")
    for number in 0..<3_000 { book.item("\(700_000 + number)", "C1", 10_000 + Int64(number % 7)) }
    for number in 0..<200 { book.pay(10_003, "7\(number % 10)00\(number % 100 + 10)1 7?0\(number)", account: "DE11") }
    let (index, decisions) = book.matched()
    #expect(decisions.allocationRows.count <= 200)
    #expect(index.items.count == 3_000)
    #expect((0..<200).allSatisfy { decisions.reason[$0] != nil || decisions.allocations[$0].count > 0 })
  }
}
