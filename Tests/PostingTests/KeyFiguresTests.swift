import CashModel
import Posting
import Testing

@Suite struct KeyFiguresTests {
  private func run() -> MatchedRun {
    var builder = RunBuilder()
    let customer = builder.customer("S1")
    let first = builder.item("A", 10_000, discount: 200, discountDate: "2026-03-05")
    let second = builder.item("B", 5_000)
    let dollars = builder.item("C", 4_000, currency: "USD")
    builder.payment(9_800, applied([pay(first, 9_800, discount: 200)]))
    builder.payment(6_000, applied([pay(second, 5_000)], outcome: .appliedPart, reason: .overPay))
    builder.payment(
      4_300,
      applied([pay(dollars, 4_000), pay(OpenItemRow(number: -1), 300)], outcome: .onAccount, customer: customer),
      currency: "USD")
    builder.payment(700, excepted(.returnUnmatched), as: .return, direction: .debit)
    builder.payment(10, Decision(.classified), as: .fee, direction: .debit)
    builder.payment(99, Decision(.classified), as: .unposted)
    builder.payment(50, excepted(.noRemittance))
    builder.payment(60, excepted(.noRemittance), currency: "USD")
    return builder.run()
  }

  @Test func everyTransactionIsCountedOnceByOutcomeAndClass() {
    let figures = KeyFigures(of: run())
    #expect(figures.transactions == 8)
    #expect(figures.receipts == 5)
    #expect(figures.touchlessReceipts == 1)
    #expect(figures.outcomes.map { $0.count } == [1, 1, 1, 3, 2])
    #expect(figures.classCounts.reduce(0, +) == 8)
    #expect(figures.classCounts[Int(TransactionClass.unposted.rawValue)] == 1)
    #expect(figures.allocationLines == 3)
    #expect(figures.matchers.map { $0.matcher } == [.citedReferences])
    #expect(figures.matchers.map { $0.payments } == [3])
    #expect(figures.matchers.map { $0.invoiceLines } == [3])
  }

  @Test func cashTiesInEachCurrency() throws {
    let cash = KeyFigures(of: run()).cash
    #expect(cash.map { $0.currency.code } == ["EUR", "USD"])
    let euros = try #require(cash.first)
    #expect(euros.receipts == 3)
    #expect(euros.received.minorUnits == 15_850)
    #expect(euros.placed.minorUnits == 14_800)
    #expect(euros.onAccount.minorUnits == 0)
    #expect(euros.open.minorUnits == 1_000 - 700 + 50)
    #expect(euros.classified.minorUnits == -10)
    #expect(euros.net.minorUnits == 15_850 - 700 - 10)
    #expect(euros.touchless.minorUnits == 9_800)
    for sum in cash { #expect(sum.net == sum.placed + sum.onAccount + sum.open + sum.classified) }
  }

  @Test func reasonsStandByFrequencyWithTheirOpenCash() {
    let reasons = KeyFigures(of: run()).reasons
    #expect(reasons.map { $0.reason } == [.noRemittance, .overPay, .returnUnmatched])
    #expect(reasons.map { $0.payments } == [2, 1, 1])
    #expect(reasons.map { $0.open.map { $0.open.minorUnits } } == [[50, 60], [1_000], [-700]])
  }
}
