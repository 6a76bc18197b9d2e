import CashModel
import TestSupport
import Testing

@testable import Matching

/// Items in another currency than the payment's: only with a rate, and only where they are cited.
@Suite struct ForeignCurrencyTests {
  /// EUR 1 = USD 1.0845 and JPY 163.42 on the day before; open of C1: 100101 for EUR 1,000.00, 100102 for EUR 250.00 less 5.00,
  /// 100103 for JPY 163,420, 100104 for USD 77.00.
  private func book() throws -> Book {
    var book = Book()
    book.customer("C1", name: "Nordlicht Werkzeuge GmbH", accounts: "DE11")
    book.customer("C2", name: "Brückner Papier AG", accounts: "DE22")
    book.item("100101", "C1", 100_000)
    book.item("100102", "C1", 25_000, discount: 500)
    book.item("100103", "C1", 163_420, currency: "JPY")
    book.item("100104", "C1", 7_700, currency: "USD")
    let (euro, dollar, yen) = try (#require(Currency("EUR")), Currency.usDollar, #require(Currency("JPY")))
    let day = CalendarDate(daysSince1970: Int32(Book.day - 1))
    for (target, rate) in [(dollar, Int64(10_845_000_000)), (yen, 1_634_200_000_000)] {
      let isNew = book.rates.insert(rate, from: euro, to: target, on: day)
      #expect(isNew)
    }
    return book
  }

  @Test(arguments: [
    ("100101", 108_450, "USD", "DE11", "100101:1000.00"), ("100101", 108_450, "USD", "", "100101:1000.00"),
    // 1,350.20 dollars are 1,245.00 euros, the two less the discount.
    ("100101 100102", 135_020, "USD", "DE11", "100101:1000.00 100102:245.00-5.00"),
    // One cent of a dollar is no whole cent of a euro.
    ("100102", 27_113, "USD", "DE11", "100102:250.00"),
    // Within one per cent, for a known payer only: an exchange difference.
    ("100101", 108_000, "USD", "DE11", "100101:995.85~4.15"),
    ("100101", 109_000, "USD", "DE11", "100101:1005.07~-5.07"),
    ("100101", 108_000, "USD", "", "FX_DIFF"), ("100101", 107_000, "USD", "DE11", "FX_DIFF"),
    ("100103", 100_000, "EUR", "DE11", "100103:163420"),
    // No rate between these two, no number, somebody else's item, an item of the payment's own currency beside.
    ("100103", 108_450, "USD", "DE11", "FX_DIFF"), ("thank you", 108_450, "USD", "DE11", "NO_REMITTANCE"),
    ("100101", 108_450, "USD", "DE22", "FX_DIFF"), ("100101 100104", 116_150, "USD", "DE11", "OVERPAY"),
  ])
  func anItemInAnotherCurrencyIsPaidByTheRate(
    text: String, amount: Int64, currency: String, account: String, expected: String
  ) throws {
    var book = try book()
    book.pay(amount, text, account: account, currency: currency)
    #expect(book.decided().map { $0.replacing("1634.20", with: "163420") } == [expected])
  }

  @Test func withoutARateNothingIsApplied() throws {
    var book = try book()
    book.rates = ExchangeRates()
    book.pay(108_450, "100101", account: "DE11", currency: "USD")
    #expect(book.decided() == ["FX_DIFF"])
  }

  /// The amount the payer instructed needs no table.
  @Test(arguments: [
    (100_000, "EUR", "100101:1000.00"), (99_500, "EUR", "100101:995.00~5.00"), (108_000, "GBP", "FX_DIFF"),
    (90_000, "EUR", "FX_DIFF"),
  ])
  func theAmountInstructedIsARate(amount: Int64, currency: String, expected: String) throws {
    var book = try book()
    book.rates = ExchangeRates()
    book.pay(110_000, "100101", account: "DE11", currency: "USD", instructed: (amount, currency))
    #expect(book.decided() == [expected])
  }

  @Test func anOldRateIsNone() throws {
    var book = try book()
    book.pay(108_450, "100101", account: "DE11", currency: "USD", day: Book.day + 9)
    book.pay(108_450, "100101", account: "DE11", currency: "USD", day: Book.day + 10)
    #expect(book.decided() == ["100101:1000.00", "DUP_PAYMENT"])
    var late = try self.book()
    late.pay(108_450, "100101", account: "DE11", currency: "USD", day: Book.day + 10)
    #expect(late.decided() == ["FX_DIFF"])
  }

  /// Amounts and rates at the end of their range: no trap, and nothing applied that is not what it is worth.
  @Test(arguments: [("JPY", "EUR"), ("EUR", "JPY"), ("EUR", "KWD"), ("KWD", "JPY")])
  func amountsAndRatesAtTheEndOfTheRangeDoNotTrap(from: String, to: String) throws {
    let largest = Money.largestMinorUnits
    for amount in [1, largest / 5, largest / 3, largest] {
      for rate in [1, largest / 1_000, largest] {
        var book = Book()
        book.customer("C1", accounts: "DE11")
        book.item("100101", "C1", largest, currency: to)
        let (source, target) = try (#require(Currency(from)), #require(Currency(to)))
        let isNew = book.rates.insert(
          rate, from: source, to: target, on: CalendarDate(daysSince1970: Int32(Book.day)))
        #expect(isNew)
        book.pay(amount, "100101", account: "DE11", currency: from)
        book.pay(amount, "100101", account: "DE11", currency: from, instructed: (largest - 7, to))
        #expect(book.decided().count == 2)
      }
    }
  }

  /// Every rate and amount, converted and back, is the same amount within one minor unit of the coarser currency.
  @Test func conversionRoundsHalfUpAndBack() throws {
    var random = SeededRandom(seed: 5)
    let currencies = ["EUR", "JPY", "KWD"].compactMap { Currency($0) }
    for _ in 0..<20_000 {
      let (source, target) = (currencies[random.below(3)], currencies[random.below(3)])
      let rate = try #require(ExchangeRate(times10e10: Int64(1 + random.below(1 << 40))))
      let amount = Money(minorUnits: Int64(random.below(1 << 30)))
      guard let converted = rate.converted(amount, from: source, to: target) else { continue }
      let exact =
        Double(amount.minorUnits) / scale(source) * Double(rate.times10e10) / 1e10 * scale(target)
      #expect(abs(Double(converted.minorUnits) - exact) <= 0.5 + exact * 1e-9)
      #expect(rate.converted(-amount, from: source, to: target) == -converted)
    }
  }

  private func scale(_ currency: Currency) -> Double { [1.0, 10, 100, 1_000][currency.exponent] }
}
