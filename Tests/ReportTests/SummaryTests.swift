import CashModel
import Foundation
import Posting
import Report
import Testing

@Suite struct SummaryTests {
  private func summary(_ inputs: [RunFacts.Input]? = nil) throws -> [String: Any] {
    let bytes = Summary.json(
      try Sample.facts(inputs), stages: [RunFacts.Stage(name: "reading", seconds: 0.1234)],
      peakMemoryBytes: 5_000_000)
    return try #require(JSONSerialization.jsonObject(with: Data(bytes)) as? [String: Any])
  }

  @Test func amountsAreDecimalStringsInTheirCurrencysDecimals() throws {
    let cash = try #require(try summary()["cash"] as? [[String: Any]])
    #expect(cash.map { $0["received"] as? String } == ["1234567.89", "50000"])
    #expect(cash[0]["classified"] as? String == "-12.50")
  }

  @Test func everyRateStatesItsLevelNumeratorAndDenominator() throws {
    let touchless = try #require(try summary()["touchless"] as? [String: Any])
    let payment = try #require(touchless["payment"] as? [String: Any])
    #expect(payment["numerator"] as? Int == 4)
    #expect(payment["denominator"] as? Int == 7)
    #expect(payment["rate"] as? String == "0.5714")
    let line = try #require(touchless["invoice_line"] as? [String: Any])
    #expect(line["denominator"] as? Int == 14)
    let amounts = try #require(touchless["amount"] as? [[String: Any]])
    #expect(amounts.map { $0["rate"] as? String } == ["0.8100", "1.0000"])
    for rate in [payment, line] + amounts { #expect(rate["level"] is String && rate["meaning"] is String) }
  }

  @Test func inputsCarryTheirDigestsAndControlTotals() throws {
    let inputs = try #require(try summary()["inputs"] as? [[String: Any]])
    #expect(inputs.map { $0["role"] as? String } == ["bank", "open_items"])
    #expect(inputs[0]["control_totals"] as? String == "tie")
    #expect(inputs[0]["credits"] as? String == "1234567.89")
    #expect(inputs[0]["transactions"] as? Int == 9)
    #expect((inputs[1]["sha256"] as? String)?.count == 64)
  }

  @Test func timesHaveThreeDecimals() throws {
    let stages = try #require(try summary()["stages"] as? [[String: Any]])
    #expect(stages[0]["seconds"] as? Double == 0.123)
  }

  @Test func membersStandInOrderOfTheirNames() throws {
    let text = String(
      decoding: Summary.json(try Sample.facts(), stages: [], peakMemoryBytes: 0), as: UTF8.self)
    let top = text.split(separator: "\n").filter { $0.hasPrefix("  \"") }.map { String($0.prefix { $0 != ":" }) }
    #expect(top == top.sorted())
    #expect(top.count > 10)
  }

  @Test func cashDividesByOutcomeAndMatcher() throws {
    var payments = PaymentTable()
    var decisions = DecisionTable()
    for (amount, direction, outcome) in [
      (100_00, Direction.credit, Outcome.applied), (30_00, .credit, .excepted), (20_00, .debit, .classified),
    ] {
      var record = PaymentRecord()
      record.amount = Money(minorUnits: Int64(amount))
      record.currency = try Sample.currency("EUR")
      record.direction = direction
      payments.append(record)
      var decision = Decision(outcome)
      if outcome == .applied {
        decision.matcher = .citedReferences
        decision.allocations = [
          Allocation(item: OpenItemRow(0), cash: Money(minorUnits: 90_00), paid: Money(minorUnits: 90_00)),
          Allocation(item: OpenItemRow(1), cash: Money(minorUnits: 10_00), paid: Money(minorUnits: 10_00)),
        ]
      }
      decisions.append(decision)
    }
    let run = MatchedRun(
      payments: payments, paymentIDs: payments.identifiedPayments(), statements: [], sourceFiles: [],
      items: OpenItemTable(), customers: CustomerTable(), decisions: decisions, asOf: try Sample.day("2026-06-17"),
      runID: "R", accounts: AccountPlan())
    let breakdown = CashBreakdown(of: run)
    #expect(breakdown.outcomes.map { $0.map(\.amount.minorUnits) } == [[100_00], [], [], [30_00], [-20_00]])
    let cited = Matcher.allCases.firstIndex(of: .citedReferences)
    for (number, sums) in breakdown.matchers.enumerated() {
      #expect(sums.map(\.amount.minorUnits) == (number == cited ? [100_00] : []))
    }
  }
}

@Suite struct ListedExceptionsTests {
  @Test func ofEachReasonTheLargestAreListed() throws {
    var payments = PaymentTable()
    var decisions = DecisionTable()
    let rows: [(String, Int64, ReasonCode)] = [
      ("EUR", 500, .refUnknown), ("JPY", 90, .refUnknown), ("EUR", 700, .noRemittance), ("EUR", 500, .refUnknown),
    ]
    for (code, amount, reason) in rows {
      var record = PaymentRecord()
      record.amount = Money(minorUnits: amount)
      record.currency = try Sample.currency(code)
      payments.append(record)
      var decision = Decision(.excepted)
      decision.reason = reason
      decisions.append(decision)
    }
    let run = MatchedRun(
      payments: payments, paymentIDs: payments.identifiedPayments(), statements: [], sourceFiles: [],
      items: OpenItemTable(), customers: CustomerTable(), decisions: decisions, asOf: try Sample.day("2026-06-17"),
      runID: "R", accounts: AccountPlan())
    let listed = ListedExceptions.rows((0..<4).map { PaymentRow($0) }, of: run)
    #expect(listed.map(\.index) == [2, 1, 0, 3])
  }
}
