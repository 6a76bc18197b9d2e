import CashModel
import Posting
import Testing

/// Runs made from a seed, with items of many companies and currencies, credit memos, discounts, adjustments, cash on
/// account and every class of transaction; sound by construction.
@Suite struct RandomRunTests {
  private struct Generator: RandomNumberGenerator {
    var state: UInt64
    mutating func next() -> UInt64 {
      state &+= 0x9e37_79b9_7f4a_7c15
      var value = state
      value = (value ^ value >> 30) &* 0xbf58_476d_1ce4_e5b9
      value = (value ^ value >> 27) &* 0x94d0_49bb_1331_11eb
      return value ^ value >> 31
    }
  }

  private static let currencies = ["EUR", "JPY", "KWD"]
  private static let texts = ["", "plain", "a,\"b\"", "line\nline", "=1+1", "-x", "é|:%"]

  private static func receipt(
    _ builder: inout RunBuilder, _ serial: Int, _ customer: CustomerRow, using random: inout Generator
  ) {
    let currency = currencies.randomElement(using: &random) ?? "EUR"
    let size = Int.random(in: 0...7, using: &random)
    var allocations: [Allocation] = []
    var evidence: [Evidence] = []
    var paid: Int64 = 0
    for place in 0..<size {
      let amount = Int64.random(in: 100...1_000_000, using: &random) * (place > 0 && place % 3 == 0 ? -1 : 1)
      let discount = Bool.random(using: &random) ? amount / 50 : 0
      let adjustment = Bool.random(using: &random) ? amount / 40 : 0
      let item = builder.item(
        "I\(serial)|\(place)", amount, company: ["", "DE01", "FR01"].randomElement(using: &random) ?? "",
        currency: currency, discount: discount, discountDate: "2026-03-02")
      let cash = amount - discount - adjustment
      let reason = AdjustmentReason.allCases.randomElement(using: &random)
      // Where nothing is withheld there is no tax.
      let isUntaxed = reason == .withholding && adjustment == 0
      allocations.append(pay(item, cash, discount: discount, adjustment: adjustment, isUntaxed ? nil : reason))
      paid += cash
      if Bool.random(using: &random) { evidence.append(Evidence(.citedItem, item: item)) }
    }
    let text = texts.randomElement(using: &random) ?? ""
    guard size > 0, paid >= 0 else {
      let suggestions = allocations.prefix(4).map { [($0.item, $0.cash.minorUnits)] }
      let reason = ReasonCode.allCases.randomElement(using: &random) ?? .limit
      return builder.payment(
        1_000, excepted(reason, evidence, difference: -7, suggestions: suggestions), currency: currency, payer: text,
        text: text)
    }
    let rest = Int64.random(in: 1...500, using: &random)
    switch Int.random(in: 0...2, using: &random) {
    case 0: builder.payment(paid, applied(allocations, evidence), currency: currency, text: text)
    case 1:
      builder.payment(
        paid + rest, applied(allocations, evidence, outcome: .appliedPart, reason: .overPay), currency: currency,
        text: text)
    default:
      allocations.append(pay(OpenItemRow(number: -1), rest))
      builder.payment(
        paid + rest, applied(allocations, evidence, outcome: .onAccount, customer: customer), currency: currency)
    }
  }

  private static func run(seed: UInt64, payments: Int = 60) -> MatchedRun {
    var random = Generator(state: seed)
    var builder = RunBuilder()
    let customer = builder.customer("S1")
    for serial in 0..<payments {
      let direction: Direction = Bool.random(using: &random) ? .credit : .debit
      switch TransactionClass.allCases[serial % TransactionClass.allCases.count] {
      case .fee: builder.payment(5, Decision(.classified), as: .fee, direction: direction)
      case .unposted: builder.payment(6, Decision(.classified), as: .unposted, direction: direction)
      case .return: builder.payment(7, excepted(.returnUnmatched), as: .return, direction: direction)
      default: receipt(&builder, serial, customer, using: &random)
      }
    }
    return builder.run()
  }

  @Test(arguments: 1...40) func aSoundRunPassesTheChecker(seed: Int) {
    var policies = Policies()
    // A fortieth of the item, and of what its discount of a fiftieth leaves of it.
    policies.withholdingRates = Scoped([25_000, 25_510])
    #expect(RunCheck.violations(in: Self.run(seed: UInt64(seed)), policies: policies) == [])
  }

  @Test(arguments: 1...40) func theJournalAsWrittenBalancesAndTiesToTheBank(seed: Int) throws {
    let run = Self.run(seed: UInt64(seed))
    var balances: [String: Int64] = [:]
    var bank: [String: Int64] = [:]
    for line in try table(of: PostingsFile.self, run) {
      let currency = try #require(Currency(line["currency"] ?? ""))
      func amount(_ column: String) throws -> Int64 {
        let text = Array((line[column] ?? "").utf8)
        return text.isEmpty ? 0 : try Money(decimal: text.span, exponent: currency.exponent).minorUnits
      }
      let (debit, credit) = (try amount("debit"), try amount("credit"))
      #expect((debit > 0) != (credit > 0))
      let entry = "\(line["entry_id"] ?? "") \(currency.code) \(line["company"] ?? "")"
      balances[entry, default: 0] += debit - credit
      if line["account"] == "1010" { bank[line["payment_id"] ?? "", default: 0] += debit - credit }
    }
    #expect(balances.values.allSatisfy { $0 == 0 })
    for line in try table(of: TransactionsFile.self, run) {
      let currency = try #require(Currency(line["currency"] ?? ""))
      let amount = try Money(decimal: Array((line["amount"] ?? "").utf8).span, exponent: currency.exponent)
      let isJournaled = line["class"] == "receipt" || line["class"] == "return"
      let moved = isJournaled ? (line["direction"] == "credit" ? amount.minorUnits : -amount.minorUnits) : 0
      #expect(bank[line["payment_id"] ?? "", default: 0] == moved)
    }
  }

  @Test(arguments: 1...40) func cashIsConserved(seed: Int) {
    for cash in KeyFigures(of: Self.run(seed: UInt64(seed))).cash {
      #expect(cash.net == cash.placed + cash.onAccount + cash.open + cash.classified)
    }
  }

  @Test(arguments: 1...10) func stretchesOfPaymentsPutTogetherAreTheFile(seed: Int) {
    let run = Self.run(seed: UInt64(seed), payments: 40)
    var random = Generator(state: UInt64(seed))
    for (writer, file) in zip(RunFiles.writers, RunFiles.files(of: run)) {
      #expect(file.name == writer.name)
      for size in [1, 2, 7, 39, 40, 41] {
        #expect(chunked(writer, run) { _ in size } == file.bytes)
      }
      #expect(chunked(writer, run) { _ in Int.random(in: 1...9, using: &random) } == file.bytes)
    }
  }

  private func chunked(
    _ writer: any RunFileWriter.Type, _ run: MatchedRun, _ size: (Int) -> Int
  ) -> [UInt8] {
    var bytes = Array(writer.header.utf8)
    var start = 0
    while start < run.payments.count {
      let end = min(start + size(start), run.payments.count)
      var stretch = OutputBytes()
      writer.append(start..<end, of: run, to: &stretch)
      bytes += stretch.bytes
      start = end
    }
    return bytes
  }

  @Test(arguments: 1...10) func everyRowHasACellPerColumn(seed: Int) {
    for file in RunFiles.files(of: Self.run(seed: UInt64(seed))) {
      let lines = cells(of: String(decoding: file.bytes, as: UTF8.self))
      #expect(Set(lines.map { $0.count }).count == 1)
    }
  }
}
