import CashModel
import Testing

@testable import Matching

/// Items paid in the order in which they fall due: a customer's rule, and the policy for equal amounts.
@Suite struct AgreedOrderTests {
  /// Due in this order: 100103 for 300.00, 100101 for 100.00, 100102 for 200.00; 100104 for 50.00 is disputed.
  private func book(rule: CustomerRule) -> Book {
    var book = Book()
    book.customer("C1", name: "Nordlicht Werkzeuge GmbH", accounts: "DE11", rule: rule)
    book.customer("C2", name: "Brückner Papier AG", accounts: "DE22")
    book.item("100101", "C1", 10_000, due: Book.day + 2)
    book.item("100102", "C1", 20_000, due: Book.day + 3)
    book.item("100103", "C1", 30_000, due: Book.day + 1)
    book.item("100104", "C1", 5_000, due: Book.day - 9, disputed: true)
    return book
  }

  @Test(arguments: [
    (CustomerRule.oldestFirst, 31_000, "DE11", "100103:300.00 account:10.00"),
    (.oldestFirstPartial, 31_000, "DE11", "100101:10.00 100103:300.00"),
    (.oldestFirstPartial, 12_345, "DE11", "100103:123.45"),
    (CustomerRule.oldestFirst, 12_345, "DE11", "NO_REMITTANCE"),
    // More than there is; and what is one item, the only set or the balance needs no rule.
    (.oldestFirstPartial, 70_000, "DE11", "100101:100.00 100102:200.00 100103:300.00 account:100.00"),
    (CustomerRule.oldestFirst, 20_000, "DE11", "100102:200.00"), (CustomerRule.none, 31_000, "DE11", "NO_REMITTANCE"),
  ])
  func aCustomersRuleSaysWhatIsPaidFirst(rule: CustomerRule, amount: Int64, account: String, expected: String) {
    var book = book(rule: rule)
    book.pay(amount, "thank you", account: account)
    #expect(book.decided() == [expected])
  }

  /// Each payment takes what the earlier one left, whatever their order in the file.
  @Test func paymentsFollowEachOther() {
    var book = book(rule: .oldestFirstPartial)
    book.pay(8_000, account: "DE11", day: Book.day + 6)
    book.pay(25_001, account: "DE11", day: Book.day + 5)
    #expect(book.decided() == ["100101:30.01 100103:49.99", "100103:250.01"])
  }

  /// An older item that somebody else's text names may be paid by him: what comes after it waits.
  @Test func anItemThatIsSpokenForStopsTheOrder() {
    var book = book(rule: .oldestFirstPartial)
    book.pay(12_345, account: "DE11")
    book.pay(9_000, "100103 part", account: "DE22")
    #expect(book.decided()[0] == "NO_REMITTANCE")
  }

  @Test func whatATextNamesIsNotPaidByTheRule() {
    var book = book(rule: .oldestFirstPartial)
    book.pay(9_000, "100102 part", account: "DE11")
    book.pay(25_001, "100199", account: "DE11")
    #expect(book.decided() == ["SHORT_PAY", "REF_UNKNOWN"])
  }

  /// An over-payment of a named item goes on by the rule.
  @Test func aSurplusIsSpreadByTheRule() {
    var book = book(rule: .oldestFirstPartial)
    book.pay(24_000, "100102", account: "DE11")
    #expect(book.decided() == ["100102:200.00 100103:40.00"])
  }

  // MARK: Equal amounts

  private func twins(_ treatment: Policies.EqualAmountTreatment) -> Book {
    var book = Book()
    book.policies.equalAmounts = Scoped(treatment)
    book.customer("C1", name: "Nordlicht Werkzeuge GmbH", accounts: "DE11")
    book.item("100101", "C1", 10_000, due: Book.day + 2)
    book.item("100102", "C1", 10_000, due: Book.day + 1)
    book.item("100103", "C1", 10_000, due: Book.day + 3)
    book.item("100104", "C1", 3_177, due: Book.day + 3)
    return book
  }

  @Test func ofEqualItemsNoneIsChosen() {
    var book = twins(.refuse)
    book.pay(10_000, account: "DE11")
    book.pay(13_177, account: "DE11")
    #expect(book.decided() == ["AMBIGUOUS_EQUAL", "AMBIGUOUS"])
  }

  @Test func ofEqualItemsTheOneDueFirstIsPaid() {
    var book = twins(.oldestDue)
    book.pay(10_000, account: "DE11", day: Book.day + 1)
    book.pay(10_000, account: "DE11")
    #expect(book.decided() == ["100101:100.00", "100102:100.00"])
  }

  /// The set is one of amounts: how many of the equal items belong to it is certain, and they are those due first.
  @Test func aSetTakesEqualItemsInTheirOrder() {
    var book = twins(.oldestDue)
    book.pay(23_177, account: "DE11")
    #expect(book.decided() == ["100101:100.00 100102:100.00 100104:31.77"])
  }

  @Test func aNamedOneIsNotTakenByAnother() {
    var book = twins(.oldestDue)
    book.pay(10_000, account: "DE11")
    book.pay(9_000, "100102", account: "DE11")
    #expect(book.decided() == ["100101:100.00", "100102:90.00"])
  }
}
