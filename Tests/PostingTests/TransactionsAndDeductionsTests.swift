import CashModel
import Posting
import Testing

@Suite struct TransactionsFileTests {
  @Test func everyTransactionIsARowWithItsOutcome() {
    var builder = RunBuilder()
    _ = builder.customer("S1")
    var statement = Statement()
    statement.identification = "ST,7"
    builder.statements = [statement]
    let item = builder.item("100123", 10_000)
    builder.payment(12_000, applied([pay(item, 10_000)], outcome: .appliedPart, reason: .overPay), bankReference: "B1")
    builder.payment(
      500, Decision(.classified), as: .fee, direction: .debit, payer: "", payerAccount: "", account: "+1")
    builder.payment(700, excepted(.returnUnmatched), as: .return, direction: .debit, payer: "@x", payerAccount: "")
    let id = "P0000000000000000000000000"
    #expect(
      TransactionsFile.header + rows(of: TransactionsFile.self, builder.run()) == """
        payment_id,bank_reference,account,statement_id,booking_date,value_date,amount,currency,direction,class,outcome,\
        open_amount,code,payer_name,payer_account,end_to_end_id,source_file,source_position
        \(id)1,B1,OUR1,"ST,7",2026-03-03,2026-03-02,120.00,EUR,credit,receipt,applied_part,20.00,,Nordwind GmbH,\
        DE00000000000000001234,,bank/march.csv,1:0
        \(id)2,,'+1,"ST,7",2026-03-03,2026-03-02,5.00,EUR,debit,fee,classified,0.00,,,,,bank/march.csv,2:100
        \(id)3,,OUR1,"ST,7",2026-03-03,2026-03-02,7.00,EUR,debit,return,excepted,7.00,,'@x,,,bank/march.csv,3:200

        """)
  }
}

@Suite struct DeductionsFileTests {
  @Test func aShortPaymentOpensACase() throws {
    var builder = RunBuilder()
    _ = builder.customer("S1")
    let residual = builder.item("A", 10_000, company: "DE01")
    let partial = builder.item("B", 10_000)
    let charged = builder.item("C", 10_000)
    builder.payment(9_000, applied([pay(residual, 9_000, adjustment: 1_000, .shortPay)]))
    builder.payment(8_000, applied([pay(partial, 8_000, .shortPay)]))
    builder.payment(9_900, applied([pay(charged, 9_900, adjustment: 100, .bankCharge)]))
    let table = try table(of: DeductionsFile.self, builder.run())
    #expect(table.map { $0["invoice_id"] } == ["A", "B"])
    #expect(table.map { $0["amount"] } == ["10.00", "20.00"])
    #expect(table.map { $0["company"] } == ["DE01", ""])
    #expect(table.map { $0["reason"] } == ["DISCOUNT", "UNKNOWN"])
    #expect(table.map { $0["opened"] } == ["2026-03-03", "2026-03-03"])
    #expect(table.map { $0["status"] } == ["open", "disputed"])
    let cases = table.compactMap { $0["case_id"] }
    #expect(cases.allSatisfy { $0.count == 27 && $0.hasPrefix("D") })
    #expect(Set(cases).count == 2)
  }
}

@Suite struct CSVCellTests {
  /// Each text stands as a payer's name in a file; reading the cell back and taking the guard away gives it again.
  @Test(arguments: [
    "plain", "", "a,b", "a\"b", "\"", "\"\"", "a\nb", "a\r\nb", "\r", "=SUM(A1)", "+49", "-5", "@here", "\ttab",
    "=\"x\",\n", "'quoted", "%|:", "ümläut – ok", " leading", "trailing ", ",", "\n",
  ])
  func aTextComesBackAsItWas(text: String) throws {
    var builder = RunBuilder()
    builder.payment(1, excepted(.noRemittance), payer: text, text: text)
    let row = try #require(try table(of: ExceptionsFile.self, builder.run()).first)
    let isFormula = text.utf8.first.map { "=+-@\t\r".utf8.contains($0) } ?? false
    #expect(row["payer_name"] == (isFormula ? "'" : "") + text)
    #expect(row["remittance"] == (isFormula ? "'" : "") + text)
  }

  @Test func aNumberIsNeverGuarded() throws {
    var builder = RunBuilder()
    _ = builder.customer("S1")
    let credit = builder.item("C", -100)
    let item = builder.item("A", 100)
    builder.payment(0, applied([pay(item, 100), pay(credit, -100)]))
    #expect(try table(of: AllocationsFile.self, builder.run()).map { $0["applied"] } == ["1.00", "-1.00"])
  }
}
