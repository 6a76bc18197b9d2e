import CashModel
import Testing

@testable import Matching

/// Payers whose names are misspelt, written short, cut off, or stand behind another's.
@Suite struct MisspeltNameTests {
  private func book() -> Book {
    var book = Book()
    let names = [
      "Sanwaton Textiles plc", "Müller & Söhne Maschinenbau GmbH", "Alder International Services Ltd",
      "Greenfield Homes North", "Greenfield Homes South", "Łódź Żaluzje Sp. z o.o.", "Электросталь Завод",
      "Parking Store 14 Ltd", "Hartley Brothers Manufacturing Company of Pennsylvania Inc", "Ostfold Fisk AS",
      "Ostfold Risk AS",
    ]
    for (number, name) in names.enumerated() {
      book.customer("C\(number)", name: name)
      book.item("10010\(number)", "C\(number)", Int64(number + 1) * 10_000 + 7)
    }
    return book
  }

  @Test(arguments: [
    // One letter more, less, other, two swapped; two edits of a long name.
    ("SANWATON TEXTLIES", 0), ("Sanwatton Textiles plc", 0), ("SANWATN TEXTILES", 0), ("SAMWATON TEXTILE PLC", 0),
    ("TEXTLIES SANWATON", 0), ("SANWATONTEXTLIES", 0),
    // Umlauts written out, left out or decomposed; other alphabets in Latin letters.
    ("MUELLER UND SOEHNE MASCHINENBAU", 1), ("Muller Sohne Maschinenbau", 1),
    ("MU\u{308}LLER & SO\u{308}HNE MASCHINENBAU", 1),
    ("MULLER SOHNE MASCHNENBAU", 1), ("LODZ ZALUZJE", 5), ("ELEKTROSTAL ZAVOD", 6),
    ("ＳＡＮＷＡＴＯＮ ＴＥＸＴＩＬＥＳ", 0),
    // Abbreviations and departments.
    ("ALDER INTL SVCS", 2), ("Alder Internat. Service AP Dept", 2), ("HARTLEY BROS MFG CO OF PENNSYLVANIA", 8),
    // On somebody's behalf.
    ("PAYWELL LTD O/B OF SANWATON TEXTILES PLC", 0), ("SANWATON TEXTILES C/O PAYWELL", 0),
    ("PAYWELL ON BEHALF OF SANWATON TEXTLIES", 0), ("J SMITH T/A SANWATON TEXTILES", 0),
    // Without blanks, legal form and all; a shared service centre; a remark in brackets; a word's beginning.
    ("SANWATONTEXTILESPLC", 0), ("AlderInternationalServicesLtd", 2), ("SANWATON TEXTILES SHARED SVC CTR", 0),
    ("Sanwaton Textiles plc (in administration)", 0), ("ALDER INTERNATIONAL SERVI LTD", 2),
    // Cut after 16, 22 and 35 letters, with a typo; a blank at the cut is gone.
    ("SANWATEN TEXTILE", 0), ("ALDER INTERNATIONEL SE", 2), ("HARTLEY BROTHERS MANUFACTORING COMP", 8),
  ])
  func aNameAFewLettersOffIdentifies(name: String, customer: Int) {
    var book = book()
    book.pay(Int64(customer + 1) * 10_000 + 7, "", name: name)
    #expect(book.decided() == ["10010\(customer):\(customer + 1)00.07"])
  }

  @Test(arguments: [
    // As near to one as to the other; the other compass point; another number; one word quite another.
    ("GREENFIELD HOMES", 3), ("GREENFIELD HOMES NOUTH", 3), ("GREENFIELD HOMES EAST", 3), ("PARKING STORE 15", 7),
    ("OSTFOLD DISK", 9), ("SANWATON TUNNELS", 0),
    // A remark is left out only of a whole name.
    ("GREENFIELD HOMES (NORTHEAST)", 3),
    // Too far, too short.
    ("SUNWUTUN TEXTELES", 0), ("SANWATON", 0), ("TEXTILES", 0), ("C/O PAYWELL", 0),
  ])
  func whatAnotherNameFitsAsWellIdentifiesNobody(name: String, customer: Int) {
    var book = book()
    book.pay(Int64(customer + 1) * 10_000 + 7, "", name: name)
    #expect(book.decided() == ["PAYER_UNKNOWN"])
  }

  @Test func twoCustomersOfOneFamilyAreNoRivals() {
    var book = book()
    book.customer("C20", name: "Sanwatan Textiles France", parent: "C21")
    book.customer("C21", name: "Sanwatan Textiles Europe")
    book.item("200100", "C20", 55_555)
    book.pay(55_555, "", name: "SANWATAN TEXTILES EUROPA")
    #expect(book.decided() == ["200100:555.55"])
  }

  @Test func aMisspeltNameIsNoGroundForASearchAmongSums() {
    var book = book()
    book.item("300100", "C0", 33_333)
    book.pay(10_007 + 33_333, "", name: "SANWATON TEXTLIES")
    #expect(!book.decided()[0].contains(":"))
  }

  @Test func anAccountCountsMoreThanAMisspeltName() {
    var book = book()
    book.customer("C30", name: "Holding", accounts: "DE77")
    book.item("300100", "C30", 10_007)
    book.pay(10_007, "", name: "SANWATON TEXTLIES", account: "DE77")
    #expect(book.decided() == ["300100:100.07"])
  }

  @Test func payerAndUltimatePayerOfTwoFamiliesAreAConflict() {
    var book = book()
    var record = PaymentRecord()
    record.amount = Money(minorUnits: 10_007)
    record.currency = Currency("EUR") ?? .usDollar
    record.payerName = book.payments.arena.append("SANWATON TEXTLIES")
    record.ultimatePayer = book.payments.arena.append("ALDER INTERNATIONEL SERVICES")
    record.bookingDate = CalendarDate(daysSince1970: Int32(Book.day))
    record.valueDate = record.bookingDate
    record.transactionClass = .receipt
    book.payments.append(record)
    #expect(book.decided() == ["PAYER_CONFLICT"])
  }
}
