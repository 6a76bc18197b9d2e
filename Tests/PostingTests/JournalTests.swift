import CashModel
import Posting
import Testing

@Suite struct JournalTests {
  private static let id = "0000000000000000000000000"

  private func journal(_ builder: RunBuilder) -> [String] {
    cells(of: rows(of: PostingsFile.self, builder.run())).map { line in
      "\(line[3]) \(line[4])/\(line[5]) \(line[6]) \(line[8]) \(line[9]) \(line[10]) \(line[11])"
    }
  }

  @Test func anEntryIsWrittenByteForByte() {
    var builder = RunBuilder()
    let customer = builder.customer("S1")
    let item = builder.item("A", 10_000, company: "DE01", discount: 200)
    builder.payment(9_800, applied([pay(item, 9_800, discount: 200)], customer: customer))
    let (entry, payment) = ("J\(Self.id)1", "P\(Self.id)1")
    #expect(
      PostingsFile.header + rows(of: PostingsFile.self, builder.run()) == """
        entry_id,line,posting_date,account,debit,credit,currency,payment_id,customer_id,invoice_id,memo,company
        \(entry),1,2026-03-03,1010,98.00,,EUR,\(payment),S1,,receipt,DE01
        \(entry),2,2026-03-03,1200,,100.00,EUR,\(payment),S1,A,open item paid,DE01
        \(entry),3,2026-03-03,4730,2.00,,EUR,\(payment),S1,A,discount,DE01

        """)
  }

  @Test(arguments: [
    (AdjustmentReason.bankCharge, "6855", "bank charge"), (.writeOff, "6930", "small difference written off"),
    (.overTolerance, "4960", "small over-payment"), (.shortPay, "1250", "deduction"),
    (.withholding, "1545", "withholding tax"), (.fxDifference, "4840", "exchange difference"),
  ])
  func anAdjustmentGoesToTheAccountOfItsReason(reason: AdjustmentReason, account: String, memo: String) {
    var builder = RunBuilder()
    _ = builder.customer("S1")
    let item = builder.item("A", 10_000)
    builder.payment(9_990, applied([pay(item, 9_990, adjustment: 10, reason)]))
    builder.payment(10, applied([pay(item, 10, adjustment: -10, reason)]))
    #expect(
      journal(builder) == [
        "1010 99.90/ EUR   receipt ", "1200 /100.00 EUR S1 A open item paid ", "\(account) 0.10/ EUR S1 A \(memo) ",
        "1010 0.10/ EUR   receipt ", "\(account) /0.10 EUR S1 A \(memo) ",
      ])
  }

  @Test func aCreditMemoIsADebit() {
    var builder = RunBuilder()
    _ = builder.customer("S1")
    let item = builder.item("A", 10_000)
    let credit = builder.item("C", -1_000)
    builder.payment(9_000, applied([pay(item, 10_000), pay(credit, -1_000)]))
    #expect(
      journal(builder) == [
        "1010 90.00/ EUR   receipt ", "1200 /100.00 EUR S1 A open item paid ", "1200 10.00/ EUR S1 C credit taken ",
      ])
  }

  @Test func whatIsNotPlacedIsUnidentifiedCash() {
    var builder = RunBuilder()
    let customer = builder.customer("S1")
    let item = builder.item("A", 10_000, company: "DE01")
    builder.payment(700, excepted(.noRemittance))
    builder.payment(12_000, applied([pay(item, 10_000)], outcome: .appliedPart, customer: customer))
    #expect(
      journal(builder) == [
        "1010 7.00/ EUR   receipt ", "2190 /7.00 EUR   unidentified cash ", "1010 120.00/ EUR S1  receipt DE01",
        "1200 /100.00 EUR S1 A open item paid DE01", "2190 /20.00 EUR S1  unidentified cash DE01",
      ])
  }

  @Test func cashOnAccountIsTheCustomersCredit() {
    var builder = RunBuilder()
    let customer = builder.customer("S1")
    builder.payment(700, applied([pay(OpenItemRow(number: -1), 700)], outcome: .onAccount, customer: customer))
    #expect(journal(builder) == ["1010 7.00/ EUR S1  receipt ", "2195 /7.00 EUR S1  cash on account "])
  }

  @Test func aReturnTakesCashOutOfUnidentifiedAndAReturnedDebitBringsItBack() {
    var builder = RunBuilder()
    builder.payment(700, excepted(.returnUnmatched), as: .return, direction: .debit)
    builder.payment(700, excepted(.returnUnmatched), as: .return, direction: .credit)
    #expect(
      journal(builder) == [
        "1010 /7.00 EUR   returned payment ", "2190 7.00/ EUR   returned payment ",
        "1010 7.00/ EUR   returned payment ",
        "2190 /7.00 EUR   returned payment ",
      ])
  }

  @Test(arguments: [TransactionClass.fee, .interest, .transfer, .message, .otherDebit, .unposted])
  func whatIsNobodysPaymentIsNotJournaled(transactionClass: TransactionClass) {
    var builder = RunBuilder()
    builder.payment(700, Decision(.classified), as: transactionClass)
    #expect(journal(builder).isEmpty)
  }

  @Test func anEntryOverCompaniesBalancesInEach() {
    var builder = RunBuilder()
    _ = builder.customer("S1")
    let german = builder.item("A", 10_000, company: "DE01")
    let french = builder.item("B", 5_000, company: "FR01")
    let another = builder.item("C", 1_000, company: "DE01")
    builder.payment(
      16_500, applied([pay(german, 10_000), pay(french, 5_000), pay(another, 1_000)], outcome: .appliedPart))
    #expect(
      journal(builder) == [
        "1010 110.00/ EUR   receipt DE01", "1010 50.00/ EUR   receipt FR01", "1010 5.00/ EUR   receipt ",
        "1200 /100.00 EUR S1 A open item paid DE01", "1200 /50.00 EUR S1 B open item paid FR01",
        "1200 /10.00 EUR S1 C open item paid DE01", "2190 /5.00 EUR   unidentified cash ",
      ])
  }

  @Test func theNarrowestAccountOfThePlanIsTaken() {
    var builder = RunBuilder()
    _ = builder.customer("S1")
    builder.accounts.bank = Scoped("1010", overrides: ["OUR2": "1012", "DE01": "1013", "USD": "1014"])
    builder.accounts.receivables = Scoped("1200", overrides: ["DE01": "1213", "USD": "1214", "OUR2": "9999"])
    let german = builder.item("A", 1_000, company: "DE01", currency: "USD")
    let plain = builder.item("B", 1_000, currency: "USD")
    let euros = builder.item("C", 1_000)
    builder.payment(1_000, applied([pay(german, 1_000)]), currency: "USD", account: "OUR2")
    builder.payment(1_000, applied([pay(german, 1_000)]), currency: "USD", account: "OUR1")
    builder.payment(1_000, applied([pay(plain, 1_000)]), currency: "USD", account: "OUR1")
    builder.payment(1_000, applied([pay(euros, 1_000)]), account: "OUR1")
    let accounts = journal(builder).map { $0.prefix(4) }
    #expect(accounts == ["1012", "1213", "1013", "1213", "1014", "1214", "1010", "1200"])
  }

  /// The cash goes to the account of exchange differences in the payment's currency and comes from there in the item's.
  @Test func aConvertedPaymentBalancesInBothCurrencies() throws {
    var builder = RunBuilder()
    _ = builder.customer("S1")
    let item = builder.item("A", 100_000)
    var decision = applied([pay(item, 99_585, adjustment: 415, .fxDifference, paid: 108_000)])
    decision.rate = ExchangeRate(times10e10: 9_220_839_096)
    builder.payment(108_000, decision, currency: "USD")
    let lines = try table(of: PostingsFile.self, builder.run())
    let columns = ["account", "debit", "credit", "currency", "memo"]
    #expect(
      lines.map { line in columns.map { line[$0] ?? "" }.joined(separator: " ") } == [
        "1010 1080.00  USD receipt", "1200  1000.00 EUR open item paid", "4840 4.15  EUR exchange difference",
        "4840 995.85  EUR currency exchanged", "4840  1080.00 USD currency exchanged",
      ])
  }
}
