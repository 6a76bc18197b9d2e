import CashModel
import Testing

@testable import Matching

/// Numbers that were mangled on the way.
@Suite struct NearReferenceTests {
  private func book() -> Book {
    var book = Book()
    book.customer("C1", name: "Nordlicht Werkzeuge GmbH", accounts: "DE11")
    book.customer("C2", name: "Brückner Papier AG", accounts: "DE22")
    book.item("104962", "C1", 110_000)
    book.item("106560", "C1", 49_000)
    book.item("117735", "C1", 23_450)
    book.item("INV-2024-00871", "C2", 88_120)
    book.item("205561", "C2", 49_000)
    return book
  }

  @Test(arguments: [
    ("1O4962", 110_000, "104962:1100.00"),
    ("104692", 110_000, "104962:1100.00"),
    ("10496", 110_000, "104962:1100.00"),
    ("1049622", 110_000, "104962:1100.00"),
    ("194962", 110_000, "104962:1100.00"),
    ("104⏎962", 110_000, "104962:1100.00"),
    ("104 962", 110_000, "104962:1100.00"),
    ("4962", 110_000, "104962:1100.00"),
    ("104962 u. 1065600 CUST C1", 159_000, "104962:1100.00 106560:490.00"),
    ("104926; 106506", 159_000, "104962:1100.00 106560:490.00"),
    ("184992", 110_000, "104962:1100.00"),
    // A number that is nobody's beside one edit that ties.
    ("104692 104111", 110_000, "104962:1100.00"),
  ])
  func aKnownPayersMangledNumberIsReadWhereItTies(text: String, amount: Int64, expected: String) {
    var book = book()
    book.pay(amount, text.replacing("⏎", with: "\n"), account: "DE11")
    #expect(book.decided() == [expected])
  }

  @Test(arguments: [
    // The amount is another one.
    ("104692", 110_001), ("1O4962", 49_001),
    // A number like ours is left over, and only two edits tie.
    ("194692 104111", 110_000),
    // Too far from every number.
    ("198762", 110_000),
  ])
  func whatDoesNotTieOrIsLeftOverIsNotRead(text: String, amount: Int64) {
    var book = book()
    book.pay(amount, text, account: "DE11")
    #expect(!book.decided()[0].contains(":"))
  }

  @Test func aNumberNearTwoItemsThatTieIsAmbiguous() {
    var book = book()
    book.item("104963", "C1", 110_000)
    book.pay(110_000, "104964", account: "DE11")
    #expect(!book.decided()[0].contains(":"))
  }

  @Test func aStrangersMangledNumberNeedsANearlyUniqueAmount() {
    var book = book()
    book.pay(88_120, "INV-2024-00817", name: "Somebody")
    #expect(book.decided() == ["INV-2024-00871:881.20"])
    for number in 0..<5 { book.item("30010\(number)", "C2", 88_120) }
    #expect(!book.decided()[0].contains(":"))
  }

  @Test func anItemThatAnotherPaymentNamesIsNotTakenByAMangledNumber() {
    var book = book()
    book.pay(50_000, "104962", name: "Somebody")
    book.pay(110_000, "104692", account: "DE11")
    #expect(!book.decided()[1].contains(":"))
  }

  @Test(arguments: ["Tel 1049622", "12.10.1962", "1049.62", "DE11 paid"])
  func telephoneNumbersDatesAndAmountsAreNoMangledNumbers(text: String) {
    var book = book()
    book.item("801962", "C2", 110_000)
    book.pay(110_000, text, name: "Somebody")
    #expect(!book.decided()[0].contains(":"))
  }
}
