import CashModel
import Testing

@testable import Matching

/// Names that are alike but for legal form, order, blanks or their end.
@Suite struct SimilarNameTests {
  @Test(arguments: [
    ("PENTLAND PLANTS LIMITED AP DEPT", "PENTLANDPLANTS"), ("Pentland Plants Ltd.", "PENTLANDPLANTS"),
    ("PENTLANDPLANTS", "PENTLANDPLANTS"), ("Grün & Söhne GmbH & Co. KG", "GRUNSOHNE"), ("Straßenbau AG", "STRASSENBAU"),
    ("S.A.R.L. Dupré", "DUPRE"), ("The Co", "THECO"), ("", ""), ("O'Hara Ltd", "OHARA"),
  ])
  func theCoreIsWhatTellsANameFromOthers(name: String, core: String) {
    var found = NameCore()
    let bytes = Array(name.utf8)
    found.set(bytes.span)
    #expect(String(decoding: found.joined, as: UTF8.self) == core)
  }

  private func book() -> Book {
    var book = Book()
    book.customer("C1", name: "Pentland Plants Ltd")
    book.customer("C2", name: "Northern Powergrid (Yorkshire) plc")
    book.customer("C3", name: "Alder Logistics GmbH")
    book.customer("C4", name: "Alder Logistics AG")
    book.customer("C5", name: "Greenfield Services North")
    book.customer("C6", name: "Greenfield Services South")
    for (number, customer) in (1...6).map({ ($0, "C\($0)") }) {
      book.item("10010\(number)", customer, Int64(number) * 10_000 + 7)
    }
    return book
  }

  @Test(arguments: [
    ("PLANTS PENTLAND LIMITED", 10_007, "100101:100.07"), ("PENTLANDPLANTS", 10_007, "100101:100.07"),
    ("PENTLAND PLANTS ACCOUNTS PAYABLE", 10_007, "100101:100.07"), ("NORTHERN POWERGRID (YO", 20_007, "100102:200.07"),
    // Another legal form of two customers, a beginning of two, too short a beginning, another name.
    ("ALDER LOGISTICS SARL", 30_007, "PAYER_UNKNOWN"), ("GREENFIELD SERVICES", 50_007, "PAYER_UNKNOWN"),
    ("NORTHERN", 20_007, "PAYER_UNKNOWN"), ("PENTLAND PLANT HIRE", 10_007, "PAYER_UNKNOWN"),
    ("LTD", 10_007, "PAYER_UNKNOWN"),
  ])
  func aNameThatIsAlikeIdentifiesWhereItIsTheOnlyOne(name: String, amount: Int64, expected: String) {
    var book = book()
    book.pay(amount, "", name: name)
    #expect(book.decided() == [expected])
  }

  @Test func theSurplusOfAPayerKnownByASimilarNameWaits() {
    var book = book()
    book.pay(12_007, "100101", name: "PLANTS PENTLAND LIMITED")
    #expect(book.decided() == ["100101:100.07 OVERPAY"])
  }

  @Test func anAccountCountsMoreThanASimilarName() {
    var book = book()
    book.customer("C7", name: "Holding", accounts: "DE77")
    book.item("100107", "C7", 10_007)
    book.pay(10_007, "", name: "PLANTS PENTLAND LIMITED", account: "DE77")
    #expect(book.decided() == ["100107:100.07"])
  }
}
