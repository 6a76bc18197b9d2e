import CashModel
import Testing

@testable import Matching

/// What closes an item though less than its amount arrives: tax withheld, a discount taken late, a discount on a part.
@Suite struct ExactDifferenceTests {
  /// Open of C1 in India: 100101 for 1,000.00, 100102 for 333.33, 100103 for 500.00 with 10.00 discount until five days ago.
  private func book(rates: [Int64] = [], late: Policies.LateDiscountTreatment = .shortPay) -> Book {
    var book = Book()
    book.policies.withholdingRates = Scoped([], overrides: ["IN": rates])
    book.policies.discountLate = Scoped(late)
    book.customer("C1", name: "Nordlicht Werkzeuge GmbH", accounts: "DE11", country: "IN")
    book.item("100101", "C1", 100_000)
    book.item("100102", "C1", 33_333)
    book.item("100103", "C1", 50_000, discount: 1_000, discountDay: Book.day - 5)
    return book
  }

  @Test(arguments: [
    ("100101", 98_000, "100101:980.00~20.00"), ("100101", 90_000, "100101:900.00~100.00"),
    // Rounded item by item: 20.00 and 6.67; one minor unit more or less is a rounding of the payer's.
    ("100101 100102", 130_666, "100101:980.00~20.00 100102:326.66~6.67"),
    ("100101 100102", 130_667, "100101:980.01~19.99 100102:326.66~6.67"), ("100101", 97_999, "100101:979.99~20.01"),
    // Anything else is a short payment, whose rest stays open.
    ("100101", 97_998, "100101:979.98"),
  ])
  func taxIsWithheldAtARateOfTheCustomersCountry(text: String, amount: Int64, expected: String) {
    var book = book(rates: [20_000, 100_000])
    book.pay(amount, text, account: "DE11")
    #expect(book.decided() == [expected])
  }

  @Test func withoutARateNothingIsTax() {
    var book = book()
    book.pay(98_000, "100101", account: "DE11")
    #expect(book.decided() == ["100101:980.00"])
  }

  @Test(arguments: [
    (Policies.LateDiscountTreatment.shortPay, 0, "100103:490.00"), (.accept, 0, "100103:490.00-10.00"),
    // Thirty days after the discount's date it is late for the policy, too.
    (.accept, 25, "100103:490.00-10.00"), (.accept, 26, "100103:490.00"),
  ])
  func aLateDiscountIsGivenOnlyWhereThePolicyAcceptsIt(
    treatment: Policies.LateDiscountTreatment, days: Int, expected: String
  ) {
    var book = book(late: treatment)
    book.pay(49_000, "100103", account: "DE11", day: Book.day + days)
    #expect(book.decided() == [expected])
  }

  /// Two per cent may be the discount or the tax: neither closes the item.
  @Test func twoThingsThatExplainADifferenceAreNone() {
    var book = book(rates: [20_000], late: .accept)
    book.pay(49_000, "100103", account: "DE11")
    #expect(book.decided() == ["100103:490.00"])
  }

  // MARK: Discounts on parts

  /// 100104 was 400.00 with 8.00 discount; 100.00 of it were paid before.
  private func partly(_ isOn: Bool) -> Book {
    var book = Book()
    book.policies.discountOnPartial = Scoped(isOn)
    book.customer("C1", name: "Nordlicht Werkzeuge GmbH", accounts: "DE11")
    book.item("100104", "C1", 30_000, discount: 800, original: 40_000)
    return book
  }

  @Test(arguments: [(true, "100104:294.00-6.00"), (false, "100104:294.00")])
  func whatWasPaidInPartKeepsItsDiscountOnlyByPolicy(isOn: Bool, expected: String) {
    var book = partly(isOn)
    book.pay(29_400, "100104", account: "DE11")
    #expect(book.decided() == [expected])
  }
}
