import CashModel
import Posting
import Testing

@Suite struct AllocationsFileTests {
  @Test func theColumnsAreTheContract() {
    #expect(
      AllocationsFile.header
        == "payment_id,bank_reference,customer_id,invoice_id,applied,discount,adjustment,adjustment_reason,currency,"
        + "matcher,confidence,explanation,company,paid,payment_currency,rate,evidence_class,runner_up\n")
  }

  @Test func aRowPerItemWithTheCreditMemosSign() {
    var builder = RunBuilder()
    _ = builder.customer("S1")
    let first = builder.item("100123", 100_000, company: "DE01", discount: 2_000, discountDate: "2026-03-05")
    let credit = builder.item("900001", -5_000, company: "DE01")
    builder.payment(
      93_000,
      applied(
        [pay(first, 98_000, discount: 2_000), pay(credit, -5_000)],
        [Evidence(.citedItem, item: first), Evidence(.citedItem, item: credit)]),
      bankReference: "BR-1")
    let sentence =
      "\"Text names 100123 and 900001; open amounts with credits of 50.00 less 20.00 discount (due by 2026-03-05) "
      + "equal the payment.\""
    let id = "P00000000000000000000000001"
    #expect(
      rows(of: AllocationsFile.self, builder.run())
        == """
        \(id),BR-1,S1,100123,980.00,20.00,0.00,,EUR,cited_references,,\(sentence),DE01,980.00,EUR,,,
        \(id),BR-1,S1,900001,-50.00,0.00,0.00,,EUR,cited_references,,\(sentence),DE01,-50.00,EUR,,,

        """.replacing(sentence, with: sentence.dropFirst().dropLast()))
  }

  @Test func cashOnAccountHasACustomerAndNoInvoice() throws {
    var builder = RunBuilder()
    let customer = builder.customer("S1")
    let item = builder.item("100123", 10_000)
    builder.payment(
      12_000,
      applied(
        [pay(item, 10_000), pay(OpenItemRow(number: -1), 2_000)],
        [Evidence(.citedItem, item: item), Evidence(.payerByAccount, customer: customer)], outcome: .onAccount,
        customer: customer))
    let table = try table(of: AllocationsFile.self, builder.run())
    #expect(table.map { $0["invoice_id"] } == ["100123", ""])
    #expect(table.map { $0["customer_id"] } == ["S1", "S1"])
    #expect(table.map { $0["paid"] } == ["100.00", "20.00"])
    #expect(
      table.map { $0["explanation"] } == [
        "Text names 100123; payer account ending 1234 is customer S1's; open amount equals 100.00 of the payment; "
          + "20.00 goes on account.",
        "Payer account ending 1234 is customer S1's; 20.00 pays no open item and goes on account.",
      ])
  }

  @Test func amountsHaveTheirCurrencysDecimals() throws {
    var builder = RunBuilder()
    _ = builder.customer("S1")
    let yen = builder.item("J1", 1_234_567, currency: "JPY")
    builder.payment(1_234_567, applied([pay(yen, 1_234_567)]), currency: "JPY")
    let row = try #require(try table(of: AllocationsFile.self, builder.run()).first)
    #expect(row["applied"] == "1234567")
    #expect(row["discount"] == "0")
    #expect(row["paid"] == "1234567")
  }
}

@Suite struct ExplanationTests {
  private func explanation(_ build: (inout RunBuilder, CustomerRow) -> Void) throws -> [String] {
    var builder = RunBuilder()
    let customer = builder.customer("S1")
    build(&builder, customer)
    return try table(of: AllocationsFile.self, builder.run()).map { $0["explanation"] ?? "" }
  }

  @Test func theOnlyItemOfAnAmountIsExplainedByThePayer() throws {
    let sentences = try explanation { builder, customer in
      let item = builder.item("100123", 98_000)
      let evidence = [
        Evidence(.payerByAccount, customer: customer), Evidence(.onlyItemOfAmount, item: item, customer: customer),
      ]
      builder.payment(98_000, applied([pay(item, 98_000)], evidence, customer: customer))
    }
    #expect(
      sentences == [
        "Payer account ending 1234 is customer S1's; 100123 is its only open item of 980.00 and the text "
          + "names no other of its items."
      ])
  }

  @Test func aRemittanceLineIsNamedWithItsCash() throws {
    let sentences = try explanation { builder, _ in
      let item = builder.item("100123", 50_000)
      builder.payment(50_000, applied([pay(item, 50_000)], [Evidence(.structuredLine, item: item)]))
    }
    #expect(sentences == ["Remittance line names 100123 with 500.00; open amount equals the payment."])
  }

  @Test(arguments: [
    (AdjustmentReason.bankCharge, " less 15.00 bank charge"), (.writeOff, " less 15.00 small difference"),
    (.withholding, " less 15.00 withholding tax"), (.shortPay, " less 15.00 short payment"),
  ])
  func anAdjustmentIsNamed(reason: AdjustmentReason, words: String) throws {
    let sentences = try explanation { builder, _ in
      let item = builder.item("100123", 100_000)
      builder.payment(
        98_500, applied([pay(item, 98_500, adjustment: 1_500, reason)], [Evidence(.citedItem, item: item)]))
    }
    #expect(sentences == ["Text names 100123; open amount\(words) equals the payment."])
  }

  @Test func whatStaysOpenIsSaid() throws {
    let sentences = try explanation { builder, _ in
      let item = builder.item("100123", 840_000)
      builder.payment(50_000, applied([pay(item, 50_000)], [Evidence(.citedItem, item: item)]))
    }
    #expect(sentences == ["Text names 100123; open amount less 7,900.00 that stays open equals the payment."])
  }

  @Test func anItemThatNothingNamesIsNotSaidToBeNamed() throws {
    let sentences = try explanation { builder, _ in
      let item = builder.item("100123", 10_000)
      let credit = builder.item("900001", -1_000)
      builder.payment(9_000, applied([pay(item, 10_000), pay(credit, -1_000)], [Evidence(.citedItem, item: item)]))
    }
    #expect(
      sentences.first
        == "Text names 100123; open credit 900001 makes the amounts tie; open amounts with credits of 10.00 equal the "
        + "payment.")
  }

  @Test func aRowOfManyNamesItsOwnItem() throws {
    let sentences = try explanation { builder, _ in
      let items = (0..<9).map { builder.item("10000\($0)", 100) }
      let evidence = items.reversed().map { Evidence(.citedItem, item: $0) }
      builder.payment(900, applied(items.map { pay($0, 100) }, evidence))
    }
    #expect(
      sentences
        == (0..<9).map {
          "Text names 10000\($0), one of 9 items paid together; open amounts equal the payment."
        })
  }
}
