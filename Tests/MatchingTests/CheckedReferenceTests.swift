import CashModel
import Testing
import TestSupport

@testable import Matching

/// References with check digits: the schemes' own examples, every mistyped digit, and what may be read from text.
@Suite struct CheckedReferenceTests {
  static let examples: [(scheme: CheckedReference, text: String)] = [
    (.creditorReference, "RF18539007547034"), (.swiss, "210000000003139471430009017"), (.nordicWeights, "1232"),
    (.nordicWeights, "1234561"), (.nordicWeights, "12345672"), (.nordicWeights, "121312952"), (.luhn, "0000001230"),
    (.luhn, "12345674"), (.luhn, "123456790"), (.luhn, "602243"), (.luhn, "6408233234"), (.luhn, "000000000000026"),
    (.luhn, "004040400000669"), (.norwegianElevens, "0000001236"), (.norwegianElevens, "123456785"),
    (.belgian, "010806817183"), (.belgian, "312401398067"), (.slovenian, "1234567890"), (.slovenian, "56782"),
    (.dutch, "1000012345678901"), (.dutch, "5000056789012345"), (.dutch, "12234534622567"),
  ]

  @Test(arguments: examples)
  func aSchemesExampleIsValidAndEveryWrongDigitIsFound(_ example: (scheme: CheckedReference, text: String)) {
    let key = Array(example.text.utf8)
    #expect(example.scheme.isValid(key[...]))
    for index in key.indices where key[index].isDigit {
      for digit in UInt8(ascii: "0")...UInt8(ascii: "9") where digit != key[index] {
        var wrong = key
        wrong[index] = digit
        // Mod 11 with the remainder 10 or 11 as 0, and weights that share a factor with 10, miss a few by definition.
        let mayMiss = example.scheme == .slovenian || example.scheme == .dutch
        #expect(!example.scheme.isValid(wrong[...]) || mayMiss, "\(String(decoding: wrong, as: UTF8.self))")
      }
    }
  }

  @Test(arguments: [
    "RF18539007547043", "RF00", "RF", "DE40500105170000123456", "210000000003139471430009018", "1234", "+49 30 1234567",
    "2026-03-05", "",
  ])
  func whatOnlyLooksLikeACreditorReferenceIsNone(text: String) {
    #expect(!CheckedReference.creditorReference.isValid(Array(text.utf8)[...]))
    #expect(!CheckedReference.swiss.isValid(Array(text.utf8)[...]))
  }

  /// The second of 9 to 14 digits says how many follow it; a number of another length is no betalingskenmerk.
  @Test func aDutchReferenceSaysHowLongItIs() {
    for length in 1...20 {
      var digits = [UInt8](repeating: UInt8(ascii: "7"), count: length)
      let fitting = (0..<100).filter { number in
        digits[0] = UInt8(0x30 + number / 10)
        if length > 1 { digits[1] = UInt8(0x30 + number % 10) }
        return CheckedReference.dutch.isValid(digits[...])
      }
      switch length {
      case 9...14: #expect(fitting.map { $0 % 10 } == [(length - 2) % 10])
      case 16: #expect(fitting.count == 10)
      default: #expect(fitting.isEmpty)
      }
    }
  }

  @Test func randomDigitsPassNoOftenerThanTheCheckAllows() {
    var random = SeededRandom(seed: 11)
    let limits: [(CheckedReference, Int, Int)] = [
      (.swiss, 27, 10), (.nordicWeights, 9, 10), (.luhn, 9, 10), (.norwegianElevens, 9, 11), (.belgian, 12, 97),
      (.dutch, 16, 11),
    ]
    for (scheme, length, oneIn) in limits {
      let tries = 20_000
      var passed = 0
      for _ in 0..<tries {
        let digits = (0..<length).map { _ in UInt8(0x30 + random.below(10)) }
        if scheme.isValid(digits[...]) { passed += 1 }
      }
      // Within four standard deviations of one in so many; mod 11 folds two remainders into one in the Dutch scheme.
      let expected = scheme == .dutch ? tries * 12 / 121 : tries / oneIn
      #expect(passed < expected * 5 / 4 + 40, "\(scheme)")
    }
  }

  private func book() -> Book {
    var book = Book()
    book.customer("C1", name: "Nordlicht Werkzeuge GmbH", accounts: "DE11")
    book.item("100101", "C1", 60_000, references: "RF18539007547034")
    book.item("100102", "C1", 70_000, references: "210000000003139471430009017")
    book.item("100103", "C1", 80_000, references: "010806817183")
    book.item("100104", "C1", 90_000, references: "539007547099")
    return book
  }

  @Test(arguments: [
    ("RF18 5390 0754 7034", 60_000, "100101:600.00"), ("RF18539007547034", 60_000, "100101:600.00"),
    ("rf18 5390 0754 7034 thank you", 60_000, "100101:600.00"), ("539007547034", 60_000, "100101:600.00"),
    ("21 00000 00003 13947 14300 09017", 70_000, "100102:700.00"),
    ("QRR 210000000003139471430009017", 70_000, "100102:700.00"), ("+++010/8068/17183+++", 80_000, "100103:800.00"),
    ("***010/8068/17183***", 80_000, "100103:800.00"),
    ("RF18 5390 0754 7034 and 21 00000 00003 13947 14300 09017", 130_000, "100101:600.00 100102:700.00"),
  ])
  func aReferenceIsReadInItsGroups(text: String, amount: Int64, expected: String) {
    var book = book()
    book.pay(amount, text)
    #expect(book.decided() == [expected])
  }

  @Test(arguments: [
    // The check digit is wrong; the check digit is right and nobody carries it; the amount is another.
    ("RF19 5390 0754 7034", 60_000), ("RF71 2348 231", 60_000), ("RF18 5390 0754 7034", 60_100),
  ])
  func aCheckDigitAloneProvesNothing(text: String, amount: Int64) {
    var book = book()
    book.pay(amount, text)
    #expect(!book.decided()[0].contains(":"))
  }

  /// Each scheme in free text, its example carried by the one open item: as it stands and in groups it is found, with a
  /// digit wrong or swapped it is not, and numbers that look alike are none.
  @Test(arguments: [
    ("RF18539007547034", "RF18 5390 0754 7034", "RF18 5390 0754 7043"),
    ("210000000003139471430009017", "21 00000 00003 13947 14300 09017", "21 00000 00003 13947 14300 09071"),
    ("12345672", "viite 1234 5672", "viite 1234 5627"), ("12345674", "OCR 12345674", "OCR 12345647"),
    ("00000012345674", "KID 00000012345674", "KID 00000012345647"),
    ("000000000123455", "+71<000000000123455+12345678<", "+71<000000000123545+12345678<"),
    ("010806817183", "+++010/8068/17183+++", "+++010/8086/17183+++"),
    ("1234567890", "SI12 1234567890", "SI12 1234567809"),
    ("1000012345678901", "1000 0123 4567 8901", "1000 0123 4567 8910"),
    ("1000000042", "/VS1000000042/SS0000000007/KS0308", "/VS1000000024/SS0000000007/KS0308"),
    ("1000000042", "VS:1000000042 KS:0308", "VS:1000000024 KS:0308"),
  ])
  func eachSchemeIsFoundInTextAndAMistypedOneIsNot(number: String, text: String, mistyped: String) {
    func applied(_ text: String) -> Bool {
      var book = Book()
      book.customer("C1", name: "Nordlicht Werkzeuge GmbH", accounts: "DE11")
      book.item("100101", "C1", 60_000, references: number)
      book.item("100102", "C1", 70_000)
      book.pay(60_000, text)
      return book.decided()[0].contains("100101")
    }
    #expect(applied(text))
    for other in [mistyped, "Tel. 030 123456", "2026-03-05", "600.00", "KS 0308", "", String(number.dropLast(3))] {
      #expect(!applied(other), "\(other)")
    }
  }
}
