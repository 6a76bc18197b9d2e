import CashModel
import Posting
import Testing

@Suite struct ExceptionsFileTests {
  @Test func theColumnsAreTheContract() {
    #expect(
      ExceptionsFile.header
        == "payment_id,bank_reference,booking_date,amount,currency,payer_name,remittance,customer_id,reason,detail,"
        + "next_action,age_days,suggestion_1,confidence_1,suggestion_2,confidence_2,suggestion_3,confidence_3,"
        + "decision,note,decided_by,open_amount,company,run_id,fingerprint,evidence_classes,approved_by,exception_group\n"
    )
  }

  @Test func aRowIsWrittenByteForByte() {
    var builder = RunBuilder()
    let customer = builder.customer("S1")
    let item = builder.item("100395", 840_000, company: "DE01")
    builder.payment(
      835_352,
      excepted(
        .shortPay, [Evidence(.citedItem, item: item)], difference: -4_648, suggestions: [[(item, 835_352)]],
        customer: customer), text: "Inv 100395\nthanks, A. \"Nord\"", bankReference: "=BR")
    let row = rows(of: ExceptionsFile.self, builder.run())
    #expect(
      row.hasPrefix(
        "P00000000000000000000000001,'=BR,2026-03-03,8353.52,EUR,Nordwind GmbH,"
          + "\"Inv 100395\nthanks, A. \"\"Nord\"\"\",S1,SHORT_PAY,"
          + "\"Text names 100395 (8,400.00 open): 46.48 less was paid.\","
          + "Open a deduction or dispute for what is missing,7,100395:8353.52,,,,,,,,,8353.52,DE01,RUN1,"))
    #expect(row.hasSuffix("\n"))
    #expect(cells(of: row).first?.dropLast(3).last?.count == 26)
  }

  @Test func onlyWhatWaitsForAPersonIsListedInTheRunsOrder() throws {
    var builder = RunBuilder()
    _ = builder.customer("S1")
    let item = builder.item("100123", 10_000)
    builder.payment(10_000, applied([pay(item, 4_000, paid: 4_000)], outcome: .appliedPart, reason: .overPay))
    builder.payment(500, Decision(.classified), as: .fee, direction: .debit)
    builder.payment(700, excepted(.noRemittance))
    let table = try table(of: ExceptionsFile.self, builder.run())
    #expect(table.map { $0["open_amount"] } == ["60.00", "7.00"])
    #expect(table.map { $0["detail"] } == ["40.00 of 100.00 is applied.", "The payment carries no text."])
    #expect(table.map { $0["decision"] } == ["", ""])
  }

  @Test func aSuggestionEscapesWhatDividesIt() throws {
    var builder = RunBuilder()
    _ = builder.customer("S1")
    let first = builder.item("A|1:2%3", 1_000)
    let second = builder.item("=B", 2_000)
    builder.payment(3_000, excepted(.ambiguous, suggestions: [[(first, 1_000), (second, 2_000)], [(second, 2_000)]]))
    let row = try #require(try table(of: ExceptionsFile.self, builder.run()).first)
    #expect(row["suggestion_1"] == "A%7C1%3A2%253:10.00|=B:20.00")
    #expect(row["suggestion_2"] == "'=B:20.00")
    #expect(row["suggestion_3"] == "")
  }

  @Test func theCompanyIsWrittenWhereAllItemsShareIt() throws {
    var builder = RunBuilder()
    _ = builder.customer("S1")
    let first = builder.item("A", 1_000, company: "DE01")
    let second = builder.item("B", 1_000, company: "DE01")
    let other = builder.item("C", 1_000, company: "FR01")
    builder.payment(1_000, excepted(.ambiguous, suggestions: [[(first, 1_000)], [(second, 1_000)]]))
    builder.payment(1_000, excepted(.ambiguous, [Evidence(.rival, item: other)], suggestions: [[(first, 1_000)]]))
    builder.payment(1_000, excepted(.noRemittance))
    #expect(try table(of: ExceptionsFile.self, builder.run()).map { $0["company"] } == ["DE01", "", ""])
  }

  @Test func theFingerprintChangesWithWhatTheDecisionIsAbout() throws {
    func fingerprint(_ reason: ReasonCode, _ cash: Int64, amount: Int64, text: String = "") throws -> String {
      var builder = RunBuilder()
      _ = builder.customer("S1")
      let item = builder.item("A", 1_000)
      builder.payment(amount, excepted(reason, suggestions: [[(item, cash)]]), text: text)
      return try #require(try table(of: ExceptionsFile.self, builder.run()).first?["fingerprint"])
    }
    let base = try fingerprint(.ambiguous, 1_000, amount: 1_000)
    #expect(try fingerprint(.ambiguous, 1_000, amount: 1_000, text: "other text") == base)
    #expect(try fingerprint(.contested, 1_000, amount: 1_000) != base)
    #expect(try fingerprint(.ambiguous, 999, amount: 1_000) != base)
    #expect(try fingerprint(.ambiguous, 1_000, amount: 1_001) != base)
  }
}

@Suite struct ExceptionDetailTests {
  private struct Scene {
    var builder = RunBuilder()
    let customer: CustomerRow
    let first: OpenItemRow
    let second: OpenItemRow
    let closed: OpenItemRow
    let foreign: OpenItemRow
    let dollars: OpenItemRow

    init() {
      customer = builder.customer("S1")
      _ = builder.customer("S2", isBlocked: true)
      first = builder.item("INV-1", 10_000, discount: 200, discountDate: "2026-02-20")
      second = builder.item("INV-2", 10_000)
      closed = builder.item("INV-3", 0, closedDate: "2026-02-01", closedBy: "PAY-7")
      foreign = builder.item("INV-4", 7_000, customer: "S2")
      dollars = builder.item("INV-5", 9_000, currency: "USD")
    }

    func detail(
      _ decision: Decision, as transactionClass: TransactionClass = .receipt, text: String = "some text",
      returnReason: String = ""
    ) throws -> String {
      var builder = builder
      builder.payment(9_800, decision, as: transactionClass, text: text, returnReason: returnReason)
      return try #require(try table(of: ExceptionsFile.self, builder.run()).first?["detail"])
    }
  }

  @Test func aMissingReferenceIsSaid() throws {
    let scene = Scene()
    let payer = [Evidence(.payerByAccount, customer: scene.customer)]
    #expect(try scene.detail(excepted(.noRemittance), text: "") == "The payment carries no text.")
    #expect(
      try scene.detail(excepted(.noRemittance, payer))
        == "No number in the text is an open item's; payer account ending 1234 is customer S1's.")
    #expect(try scene.detail(excepted(.refUnknown)) == "No number in the text is an open item's.")
    #expect(
      try scene.detail(excepted(.refClosed, [Evidence(.citedClosedItem, item: scene.closed)]))
        == "Text names INV-3, closed on 2026-02-01 by PAY-7.")
    #expect(
      try scene.detail(excepted(.refOtherEntity, [Evidence(.citedOtherCurrency, item: scene.dollars)]))
        == "Text names INV-5 in USD; the payment is in EUR.")
  }

  @Test func aNumberThatNobodyKnowsIsQuoted() throws {
    var scene = Scene()
    let number = scene.builder.payments.arena.append("998877")
    #expect(
      try scene.detail(excepted(.refUnknown, [Evidence(.unknownNumber, text: number)]))
        == "Text names 998877, which is no open item's.")
  }

  @Test func aSecondPaymentIsSaid() throws {
    let scene = Scene()
    #expect(
      try scene.detail(excepted(.duplicatePayment, [Evidence(.citedClosedItem, item: scene.closed)]))
        == "Text names INV-3, closed on 2026-02-01 by PAY-7; it looks paid twice.")
    #expect(
      try scene.detail(excepted(.duplicatePayment, [Evidence(.contestedItem, item: scene.first)]))
        == "INV-1 is paid by another payment of the same payer and amount.")
    #expect(
      try scene.detail(excepted(.fxDifference, [Evidence(.citedOtherCurrency, item: scene.dollars)]))
        == "Text names INV-5 in USD; the payment is in EUR.")
  }

  @Test func anUnclearPayerIsSaid() throws {
    let scene = Scene()
    #expect(
      try scene.detail(excepted(.payerUnknown))
        == "Payer \"Nordwind GmbH\" with account ending 1234 is no known customer's.")
    let conflict = [
      Evidence(.citedItem, item: scene.foreign), Evidence(.foreignItem, item: scene.foreign),
      Evidence(.payerByName, customer: scene.customer),
    ]
    #expect(
      try scene.detail(excepted(.payerConflict, conflict))
        == "Text names INV-4 of customer S2; payer name \"Nordwind GmbH\" is customer S1's.")
    #expect(
      try scene.detail(excepted(.blockedCustomer, [Evidence(.citedItem, item: scene.foreign)]))
        == "Text names INV-4; customer S2 is blocked.")
  }

  @Test func whatFitsAsWellIsSaid() throws {
    let scene = Scene()
    let rivals = [Evidence(.rival, item: scene.second), Evidence(.rival, item: scene.first)]
    #expect(
      try scene.detail(excepted(.ambiguousEqual, rivals)) == "Two open items of 100.00 fit: INV-1 and INV-2.")
    #expect(
      try scene.detail(excepted(.ambiguous, [Evidence(.rival, item: scene.first)]))
        == "INV-1 (100.00 open) fits, but nothing proves that it alone is meant.")
    let sets: [[(OpenItemRow, Int64)]] = [[(scene.first, 1), (scene.second, 1)], [(scene.foreign, 1)]]
    #expect(
      try scene.detail(excepted(.ambiguous, suggestions: sets)) == "Two explanations fit: INV-1 + INV-2, or INV-4.")
    #expect(
      try scene.detail(excepted(.contested, [Evidence(.contestedItem, item: scene.first)]))
        == "INV-1 (100.00 open) is claimed by several payments whose cash together does not fit.")
  }

  @Test func whatTheAmountLacksIsSaid() throws {
    let scene = Scene()
    let cited = [Evidence(.citedItem, item: scene.first)]
    let both = cited + [Evidence(.citedItem, item: scene.second)]
    #expect(
      try scene.detail(excepted(.shortPay, both, difference: -10_200))
        == "Text names INV-1 and INV-2 (200.00 open together): 102.00 less was paid.")
    #expect(
      try scene.detail(excepted(.overPay, cited, difference: 123_456))
        == "Text names INV-1 (100.00 open): 1,234.56 more was paid.")
    #expect(
      try scene.detail(excepted(.discountUnearned, cited, difference: -200))
        == "Text names INV-1 (100.00 open): 2.00 less was paid; the discount of 2.00 was to be had until 2026-02-20, "
        + "the value date is 2026-03-02.")
  }

  @Test func aReturnIsSaidWithItsReason() throws {
    let detail = try Scene().detail(excepted(.returnUnmatched), as: .return, returnReason: "AC04")
    #expect(detail == "98.00 came back and the payment it belongs to is not known (reason AC04).")
    #expect(
      try Scene().detail(excepted(.returnUnmatched))
        == "A return of this amount and payer fits several payments, and this may be the one that came back.")
  }

  @Test(arguments: ReasonCode.allCases.filter { $0 != .notOurs })
  func everyReasonHasASentenceAndANextAction(reason: ReasonCode) throws {
    var builder = RunBuilder()
    builder.payment(9_800, excepted(reason, difference: -100))
    let row = try #require(try table(of: ExceptionsFile.self, builder.run()).first)
    let detail = try #require(row["detail"])
    #expect(detail.hasSuffix(".") && detail.count > 10 && !detail.contains("  "))
    #expect(detail.first?.isLowercase == false)
    #expect(row["next_action"]?.isEmpty == false)
  }
}
