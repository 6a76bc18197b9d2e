import CashModel
import Testing

@testable import Matching

/// A name that alone identifies nobody is enough beside a number of that customer's.
@Suite struct NameAgreementTests {
  @Test(arguments: [
    ("FOUR SEASONS CARE LTD", "Four Seasons Care Limited", true),
    ("MoorConsultingltd", "Moor Consulting Limited", true),
    ("TLC FARMCARE LTD T/A TOWN & LOCAL CARE", "TLC Farmcare Ltd", true), ("Marilyn Waldrop", "M Waldrop", true),
    ("LIVELINESS US", "Liveliness", true),
    ("ELDERCARE (HX) LTD T/AS FERN HALL (IN ADMIN)", "Eldercare (HX) Ltd T/AS Fern Hall Care Home", true),
    ("SANWATON TEXTLIES", "Sanwaton Textiles", true), ("WALDROP M", "M Waldrop", true),
    ("WHITEMOOR COMMUNITY ACADEMY", "Whitemoor Primary School", false), ("M Jones", "M Waldrop", false),
    ("EASTFIELD SERVICES", "Southgate Services", false), ("ABL Architects", "Alden Architects Ltd", false),
    ("AB", "AB", true), ("AB", "ABC Holdings", false), ("", "", false), ("J WALDROP", "M Waldrop", false),
    ("J BROWN", "M Brown", false),
  ])
  func namesAgree(left: String, right: String, expected: Bool) {
    let cores = [left, right].map { name in
      var core = NameCore()
      let bytes = Array(name.utf8)
      core.set(bytes.span)
      return core
    }
    #expect(NameAgreement.agree(cores[0], cores[1]) == expected)
    #expect(NameAgreement.agree(cores[1], cores[0]) == expected)
  }

  /// Two customers bear one name; another's is near neither.
  private func book() -> Book {
    var book = Book()
    book.customer("C1", name: "Four Seasons Care Ltd")
    book.customer("C2", name: "Four Seasons Care Ltd")
    book.customer("C3", name: "Whitemoor Primary School")
    book.item("100101", "C1", 1_000_007)
    book.item("100201", "C2", 2_000_007)
    book.item("100301", "C3", 3_000_007)
    return book
  }

  @Test(arguments: [
    ("100101", 900_000, "FOUR SEASONS CARE LTD", "100101:9000.00~1000.07"),
    ("100201", 1_900_000, "FOUR SEASONS CARE", "100201:19000.00~1000.07"),
    // The named item is one of a customer with another name.
    ("100301", 2_900_000, "FOUR SEASONS CARE LTD", "SHORT_PAY"), ("100101", 900_000, "WHITEMOOR ACADEMY", "SHORT_PAY"),
    // Both customers' items are named.
    ("100101 100201", 2_900_000, "FOUR SEASONS CARE LTD", "SHORT_PAY"),
    ("", 1_000_007, "FOUR SEASONS CARE LTD", "PAYER_UNKNOWN"),
  ])
  func theNamedItemTellsWhichOfThem(text: String, amount: Int64, name: String, expected: String) {
    var book = book()
    book.policies.shortPayTreatment = Scoped(.residual)
    book.pay(amount, text, name: name)
    #expect(book.decided() == [expected])
  }

  @Test func aNumberFarAheadOfOursIsThePayersOwn() {
    var book = Book()
    book.customer("C1", name: "Acme", accounts: "DE11")
    book.customer("C2", name: "Other", accounts: "DE22")
    for number in 0..<4_000 { book.item("\(180_000 + 2 * number)", "C2", 50_000 + Int64(number)) }
    book.item("187001", "C1", 12_345)
    let decided = ["REF 195724", "REF 188500", "REF 179500"].flatMap { text in
      var single = book
      single.pay(12_345, text, account: "DE11")
      return single.decided()
    }
    #expect(decided == ["187001:123.45", "REF_UNKNOWN", "REF_UNKNOWN"])
  }
}
