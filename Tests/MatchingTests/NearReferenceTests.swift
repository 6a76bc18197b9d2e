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

  // MARK: Lists

  private func list() -> Book {
    var book = Book()
    book.customer("C1", name: "Nordlicht Werkzeuge GmbH", accounts: "DE11")
    book.customer("C2", name: "Brückner Papier AG", accounts: "DE22")
    for (number, cents) in [
      (1_929_577_791, 10_001), (1_929_577_792, 5_003), (1_929_577_795, 2_507), (5_155_829_198, 7_011), (1001, 1_101),
      (1002, 1_303), (1005, 1_709),
    ] { book.item("\(number)", "C1", Int64(cents)) }
    book.item("1929577793", "C2", 4_100)
    book.item("900417", "C1", 3_331, references: "INV100000000021302")
    return book
  }

  @Test(arguments: [
    // A prefix that the list's numbers share.
    ("1929577791/92/95", 17_511, "1929577791:100.01 1929577792:50.03 1929577795:25.07"),
    ("1929577791,92", 15_004, "1929577791:100.01 1929577792:50.03"),
    ("1001/02/05", 4_113, "1001:11.01 1002:13.03 1005:17.09"),
    ("1929577791-95", 12_508, "1929577791:100.01 1929577795:25.07"),
    // Run together by a template, or without anything between.
    ("NO 0: 1929577791NO 1: 5155829198NO 2: 1929577795", 19_519, "1929577791:100.01 1929577795:25.07 5155829198:70.11"),
    ("19295777915155829198", 17_012, "1929577791:100.01 5155829198:70.11"),
    ("REF 0: 19295777791REF 1: 5155829198", 17_012, "1929577791:100.01 5155829198:70.11"),
    // Cut off at the end of the field; a digit lost before zeros; another number of the item, mangled.
    ("1929577791 51558291", 17_012, "1929577791:100.01 5155829198:70.11"), ("INV00000000021302", 3_331, "900417:33.31"),
    ("INV1000000000 21302", 3_331, "900417:33.31"), ("INV100000000021320", 3_331, "900417:33.31"),
  ])
  func aListIsReadThatIsCutJoinedOrShortened(text: String, amount: Int64, expected: String) {
    var book = list()
    book.pay(amount, text, account: "DE11")
    #expect(book.decided() == [expected])
  }

  /// A number that a line's end cuts is the number: read as it stands, not only where it ties.
  @Test(arguments: [
    ("1929577791 51558\n29198", "1929577791:100.01 5155829198:70.11"), ("19295\r\n77791", "OVERPAY"),
    ("INV 19295\n77791/5155829198", "1929577791:100.01 5155829198:70.11"),
  ])
  func aNumberThatALinesEndCutsIsRead(text: String, expected: String) {
    var book = list()
    book.pay(17_012, text, name: "Nordlicht Werkzeuge GmbH")
    #expect(book.decided() == [expected])
  }

  /// Two numbers in two lines stay two, where either is known.
  @Test func aLinesEndBetweenTwoNumbersJoinsNothing() {
    var book = list()
    book.item("10011002", "C1", 5_000)
    book.pay(1_101 + 1_303, "1001\n1002", account: "DE11")
    #expect(book.decided() == ["1001:11.01 1002:13.03"])
  }

  @Test(arguments: [
    // The completed number is another customer's; the sum is another one; a beginning of two numbers.
    ("1929577791/93", 14_101), ("1929577791/92", 15_005), ("19295777", 10_001 + 1),
    // Only part of a run is known.
    ("19295777915155829190", 17_012), ("5155829198123", 7_011 + 5),
  ])
  func aListThatDoesNotTieIsLeftAlone(text: String, amount: Int64) {
    var book = list()
    book.pay(amount, text, account: "DE11")
    #expect(!book.decided()[0].contains(":"))
  }

  @Test func aPayerOfVeryManyItemsIsReadThroughTheIndex() {
    var book = Book()
    book.customer("C1", name: "Nordlicht Werkzeuge GmbH", accounts: "DE11")
    for number in 0..<12_000 { book.item("\(7_000_000 + number * 37)", "C1", Int64(100_000 + number)) }
    let others = (0..<94).map { "\(5_000 + $0)" }.joined(separator: ", ")
    book.pay(100_777, others + ", 7208749", account: "DE11")
    #expect(book.decided() == ["7028749:1007.77"])
  }

  // MARK: Several payments

  @Test(arguments: [
    // Single edits of one item's numbers; a number right and one mangled; two edits; cut off at the end.
    (["104692", "1O4962"], [60_000, 50_000]), (["104962", "104692"], [60_000, 50_000]),
    (["184992", "104962"], [60_000, 50_000]), (["10496", "104962 2nd"], [60_000, 50_000]),
    // Shares are rounded: a minor unit for each payment.
    (["104692", "1O4962", "104926"], [36_666, 36_667, 36_666]),
  ])
  func mangledNumbersSettleAnItemTogether(texts: [String], amounts: [Int64]) {
    var book = book()
    for (text, amount) in zip(texts, amounts) { book.pay(amount, text, account: "DE11") }
    #expect(book.decided().allSatisfy { $0.hasPrefix("104962:") }, "\(book.decided())")
  }

  @Test(arguments: [
    // Not the sum; more than rounding; two edits and rounding; payers nobody knows.
    (["104692", "1O4962"], [60_000, 40_000], "DE11"), (["104692", "1O4962"], [60_000, 49_997], "DE11"),
    (["184992", "194692"], [60_000, 49_999], "DE11"), (["104692", "1O4962"], [60_000, 50_000], "DE99"),
  ])
  func mangledNumbersThatDoNotTieTogetherWait(texts: [String], amounts: [Int64], account: String) {
    var book = book()
    for (text, amount) in zip(texts, amounts) { book.pay(amount, text, account: account) }
    #expect(!book.decided().contains { $0.contains(":") }, "\(book.decided())")
  }

  @Test func aNumberNearAnotherItemByAccidentDoesNotTieTwoGroups() {
    var book = book()
    book.item("104111", "C1", 30_000)
    book.pay(60_000, "104692 104112", account: "DE11")
    book.pay(50_000, "1O4962", account: "DE11")
    #expect(book.decided() == ["104962:600.00", "104962:500.00"])
  }

  @Test func anItemThatAnotherPaymentCitesIsNotSettledByMangledNumbers() {
    var book = book()
    book.pay(60_000, "104692", account: "DE11")
    book.pay(50_000, "1O4962", account: "DE11")
    book.pay(200_000, "104962", name: "Somebody")
    #expect(!book.decided().contains { $0.hasPrefix("104962:") }, "\(book.decided())")
  }
}
