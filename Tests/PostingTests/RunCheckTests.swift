import CashModel
import Posting
import Testing

@Suite struct RunCheckTests {
  /// A sound run with something of everything, which the tests then break.
  private struct Scene {
    var builder = RunBuilder()
    let payer: CustomerRow
    let invoice: OpenItemRow
    let second: OpenItemRow
    let credit: OpenItemRow
    let closed: OpenItemRow
    let blocked: OpenItemRow
    let dollars: OpenItemRow

    init() {
      payer = builder.customer("S1")
      _ = builder.customer("S2", isBlocked: true)
      invoice = builder.item("A", 10_000, company: "DE01", discount: 200, discountDate: "2026-03-01")
      second = builder.item("B", 5_000, company: "FR01")
      credit = builder.item("C", -1_000, company: "FR01")
      closed = builder.item("D", 0, closedDate: "2026-02-01")
      blocked = builder.item("E", 4_000, customer: "S2")
      dollars = builder.item("F", 4_000, currency: "USD")
    }

    func violations(_ build: (inout RunBuilder) -> Void) -> [String] {
      var builder = builder
      build(&builder)
      return RunCheck.violations(in: builder.run(), policies: Policies())
    }

    func violations(of amount: Int64, _ decision: Decision) -> [String] {
      violations { $0.payment(amount, decision) }
    }
  }

  /// What is converted must be worth what it pays, and tax must be of a rate that is set.
  @Test func moneyIsConvertedAtTheStatedRateOnly() throws {
    let scene = Scene()
    func decision(_ cash: Int64, _ paid: Int64, at rate: Int64?) -> Decision {
      var decision = applied([pay(scene.dollars, cash, adjustment: 4_000 - cash, .fxDifference, paid: paid)])
      decision.rate = rate.flatMap { ExchangeRate(times10e10: $0) }
      return decision
    }
    #expect(scene.violations(of: 3_000, decision(4_000, 3_000, at: 13_333_333_333)).isEmpty)
    #expect(scene.violations(of: 3_000, decision(3_990, 3_000, at: 13_300_000_000)).isEmpty)
    for (cash, rate) in [(4_000, nil), (4_000, 13_300_000_000), (3_980, 13_333_333_333)] as [(Int64, Int64?)] {
      #expect(!scene.violations(of: 3_000, decision(cash, 3_000, at: rate)).isEmpty, "\(cash)")
    }
    // What leaves the range of any sum is a violation, not a trap.
    for rate in [1, .max] as [Int64] {
      for cash in [Int64.min, .max] {
        for paid in [Int64.min, .max] {
          var wild = applied([pay(scene.dollars, cash, paid: paid)])
          wild.rate = ExchangeRate(times10e10: rate, isInverse: cash < 0)
          #expect(!scene.violations(of: 3_000, wild).isEmpty)
        }
      }
    }
    // A rate without another currency is none.
    var plain = applied([pay(scene.second, 5_000)])
    plain.rate = ExchangeRate(times10e10: 10_000_000_000)
    #expect(!scene.violations(of: 5_000, plain).isEmpty)
  }

  @Test func taxIsWithheldOnlyAtARateThatIsSet() {
    var builder = RunBuilder()
    _ = builder.customer("S1")
    let item = builder.item("A", 10_000)
    builder.payment(9_800, applied([pay(item, 9_800, adjustment: 200, .withholding)]))
    var policies = Policies()
    #expect(!RunCheck.violations(in: builder.run(), policies: policies).isEmpty)
    policies.withholdingRates = Scoped([20_000])
    #expect(RunCheck.violations(in: builder.run(), policies: policies).isEmpty)
    policies.withholdingRates = Scoped([30_000])
    #expect(!RunCheck.violations(in: builder.run(), policies: policies).isEmpty)
  }

  @Test func aSoundRunPasses() {
    let scene = Scene()
    let found = scene.violations { builder in
      builder.payment(9_800, applied([pay(scene.invoice, 9_800, discount: 200)]))
      builder.payment(
        4_500, applied([pay(scene.second, 5_000), pay(scene.credit, -1_000)], outcome: .appliedPart, reason: .overPay))
      builder.payment(
        4_300,
        applied(
          [pay(scene.dollars, 4_000), pay(OpenItemRow(number: -1), 300)], outcome: .onAccount, customer: scene.payer),
        currency: "USD")
      builder.payment(700, excepted(.returnUnmatched), as: .return, direction: .debit)
      builder.payment(10, Decision(.classified), as: .fee, direction: .debit)
      builder.payment(0, Decision(.classified), as: .message)
      builder.payment(0, Decision(.classified))
      builder.payment(0, Decision(.classified), as: .return)
      builder.payment(99, Decision(.classified), as: .unposted)
      builder.payment(99, excepted(.noRemittance))
    }
    #expect(found.isEmpty)
  }

  @Test(arguments: [
    (TransactionClass.receipt, Outcome.classified), (.return, .classified), (.return, .applied), (.fee, .excepted),
    (.transfer, .applied), (.unposted, .excepted), (.otherDebit, .onAccount),
  ])
  func anOutcomeThatDoesNotSuitTheClassIsCaught(transactionClass: TransactionClass, outcome: Outcome) {
    let found = Scene().violations { builder in
      var decision = Decision(outcome)
      decision.reason = .limit
      builder.payment(100, decision, as: transactionClass)
    }
    #expect(
      found.contains { $0.contains("a \(transactionClass.name) is \(outcome.name)") || $0.contains("classified") })
  }

  @Test(arguments: [TransactionClass.fee, .transfer, .unposted])
  func aTransactionThatIsNoReceiptNeverTouchesAnItem(transactionClass: TransactionClass) {
    let scene = Scene()
    let found = scene.violations { builder in
      var decision = applied([pay(scene.second, 5_000)])
      decision.outcome = .classified
      builder.payment(5_000, decision, as: transactionClass)
    }
    #expect(found.contains { $0.contains("a \(transactionClass.name) touches open items") })
  }

  private func takenBack(_ lines: [Allocation], as outcome: Outcome = .applied) -> Decision {
    var decision = Decision(outcome)
    decision.matcher = .takenBack
    decision.allocations = lines
    return decision
  }

  private func line(_ item: OpenItemRow, _ cents: Int64) -> Allocation {
    Allocation(item: item, cash: Money(minorUnits: cents), paid: Money(minorUnits: cents))
  }

  @Test func aReturnThatTakesBackIsSound() {
    let scene = Scene()
    let found = scene.violations { builder in
      builder.payment(5_000, takenBack([line(scene.second, -5_000)]), as: .return, direction: .debit)
    }
    #expect(found == [])
  }

  /// Each breaks one rule of a return that takes back 50.00.
  @Test(
    arguments: [
      ("more of it is taken back", -5_001, Direction.debit, Matcher.takenBack, Outcome.applied),
      ("more of it is taken back", 1, .debit, .takenBack, .applied),
      ("not all of it is taken back", -4_999, .debit, .takenBack, .applied),
      ("brings cash", -5_000, .credit, .takenBack, .applied),
      ("applied by a matcher", -5_000, .debit, .citedReferences, .applied),
      ("a return is on_account", -5_000, .debit, .takenBack, .onAccount),
    ] as [(String, Int64, Direction, Matcher, Outcome)])
  func aReturnThatTakesBackOtherwiseIsCaught(
    sentence: String, cents: Int64, direction: Direction, matcher: Matcher, outcome: Outcome
  ) {
    let scene = Scene()
    let found = scene.violations { builder in
      var decision = takenBack([line(scene.second, cents)], as: outcome)
      decision.matcher = matcher
      builder.payment(5_000, decision, as: .return, direction: direction)
    }
    #expect(found.contains { $0.contains(sentence) }, "\(found)")
  }

  @Test func aDebitNeverTouchesAnItem() {
    let scene = Scene()
    let found = scene.violations { $0.payment(5_000, applied([pay(scene.second, 5_000)]), direction: .debit) }
    #expect(found.contains { $0.contains("a debit touches open items") })
  }

  @Test func whatBreaksOnePaymentIsCaught() {
    let scene = Scene()
    let missing = OpenItemRow(number: 99)
    let cases: [(amount: Int64, decision: Decision, words: String)] = [
      (5_000, applied([pay(scene.second, 4_999)]), "not all of it is on items"),
      (5_000, applied([pay(scene.second, 4_999)]), "Cash in EUR is not conserved"),
      (4_999, applied([pay(scene.second, 5_000)]), "more of it is placed than it is"),
      (5_000, applied([]), "without an allocation"),
      (5_000, applied([pay(scene.second, 5_000)], outcome: .appliedPart, reason: .overPay), "nothing of it is left"),
      (5_000, applied([pay(scene.second, 5_000)], outcome: .excepted, reason: .limit), "has allocations"),
      (5_000, applied([pay(scene.second, 5_000)], outcome: .onAccount), "not all of it is placed"),
      (5_000, excepted(nil), "without a reason"),
      (5_000, applied([pay(missing, 5_000)]), "which is no item"),
      (5_000, applied([pay(scene.closed, 5_000)]), "is closed"),
      (4_000, applied([pay(scene.blocked, 4_000)]), "is a blocked customer's"),
      (4_000, applied([pay(scene.dollars, 4_000)]), "is in USD"),
      (5_000, applied([pay(scene.second, 4_990, paid: 5_000)]), "other cash than the payment gives"),
      (5_000, applied([pay(scene.second, 4_990, adjustment: 10), pay(scene.invoice, 10)]), "without a reason"),
      (5_000, applied([pay(scene.second, 5_000, discount: -10)]), "not the sign of item B"),
      (5_000, applied([pay(scene.invoice, 9_000), pay(scene.second, -4_000)]), "not the sign of item B"),
      (5_000, applied([pay(OpenItemRow(number: -1), 5_000)], outcome: .onAccount), "on account of nobody"),
      (5_000, excepted(.ambiguous, suggestions: [[(missing, 1)]]), "suggestions name items that do not exist"),
      (5_000, excepted(.ambiguous, [Evidence(.rival, item: missing)]), "evidence names rows that do not exist"),
      (
        5_000, excepted(.refUnknown, [Evidence(.unknownNumber, text: TextSlice(offset: 1_000_000, length: 1))]),
        "evidence names rows that do not exist"
      ),
      (5_000, excepted(.ambiguous, customer: CustomerRow(99)), "its customer is no customer"),
    ]
    for (amount, decision, words) in cases {
      let found = scene.violations(of: amount, decision)
      #expect(found.contains { $0.contains(words) }, "\(words): \(found)")
    }
  }

  @Test func anItemIsNeverAppliedTwice() {
    let scene = Scene()
    let found = scene.violations { builder in
      for _ in 0..<2 { builder.payment(5_000, applied([pay(scene.second, 5_000)])) }
    }
    #expect(found == ["Item B is applied beyond its open amount."])
  }

  @Test func anItemIsPaidInInstalmentsUpToItsAmount() {
    let scene = Scene()
    let found = scene.violations { builder in
      for part in [2_000, 3_000] { builder.payment(Int64(part), applied([pay(scene.second, Int64(part))])) }
    }
    #expect(found.isEmpty)
  }

  @Test func anAdjustmentNeverMakesAnItemGrowOrOverApplies() {
    let scene = Scene()
    #expect(
      scene.violations(of: 100, applied([pay(scene.second, 100, adjustment: -200, .overTolerance)]))
        == ["Item B grows by what is applied to it."])
    #expect(
      scene.violations(of: 5_000, applied([pay(scene.second, 5_000, adjustment: 1, .writeOff)]))
        == ["Item B is applied beyond its open amount."])
  }

  @Test func aDiscountStaysWithinWhatTheItemGrants() {
    let scene = Scene()
    #expect(
      scene.violations(of: 9_700, applied([pay(scene.invoice, 9_700, discount: 300)]))
        == ["Item A gets more discount than it grants."])
    let twice = scene.violations { builder in
      builder.payment(4_000, applied([pay(scene.invoice, 4_000, discount: 200)]))
      builder.payment(4_000, applied([pay(scene.invoice, 4_000, discount: 200)]))
    }
    #expect(twice == ["Item A gets more discount than it grants."])
  }

  @Test(arguments: [("2026-03-01", 0), ("2026-03-04", 0), ("2026-03-05", 1)])
  func aDiscountIsTakenUntilItsDateAndTheGraceDays(valued: String, count: Int) {
    let scene = Scene()
    var builder = scene.builder
    builder.payment(9_800, applied([pay(scene.invoice, 9_800, discount: 200)]), valued: valued)
    #expect(RunCheck.violations(in: builder.run(), policies: Policies()).count == count)
    var policies = Policies()
    policies.discountGraceDays.overrides["DE01"] = 4
    #expect(RunCheck.violations(in: builder.run(), policies: policies).isEmpty)
    policies = Policies()
    policies.discountLate = Scoped(.accept)
    #expect(RunCheck.violations(in: builder.run(), policies: policies).isEmpty)
  }

  @Test func aPaymentThatStandsTwiceOrOutOfOrderIsCaught() {
    let scene = Scene()
    var builder = scene.builder
    builder.payment(1, excepted(.noRemittance))
    builder.payment(1, excepted(.noRemittance))
    builder.ids.swapAt(0, 1)
    #expect(RunCheck.violations(in: builder.run(), policies: Policies()).contains { $0.contains("out of order") })
    builder.ids[1] = builder.ids[0]
    #expect(RunCheck.violations(in: builder.run(), policies: Policies()).contains { $0.contains("twice") })
  }

  @Test func keyFiguresThatDifferFromThePaymentsAreCaught() {
    let scene = Scene()
    var builder = scene.builder
    builder.payment(5_000, applied([pay(scene.second, 5_000)]))
    let run = builder.run()
    let sound = KeyFigures(of: run)
    let changes: [(inout KeyFigures.Cash) -> Void] = [
      { $0.net += Money(minorUnits: 1) }, { $0.placed += Money(minorUnits: 1) },
      { $0.onAccount += Money(minorUnits: 1) }, { $0.open += Money(minorUnits: 1) },
      { $0.classified += Money(minorUnits: 1) },
    ]
    for change in changes {
      var figures = sound
      change(&figures.cash[0])
      let found = RunCheck.violations(in: run, policies: Policies(), figures: figures)
      #expect(found == ["The key figures of EUR are not what the payments add up to."])
    }
  }

  @Test func aBrokenJournalIsCaught() throws {
    let scene = Scene()
    var builder = scene.builder
    builder.payment(
      13_800, applied([pay(scene.invoice, 9_800, discount: 200), pay(scene.second, 4_000)]))
    let run = builder.run()
    var journal = Journal(of: run)
    var lines: [JournalLine] = []
    journal.post(0, into: &lines)
    #expect(lines.count == 5)
    #expect(JournalCheck.violations(inEntry: lines, of: 0, in: run).isEmpty)
    for place in lines.indices {
      var changed = lines
      changed[place].amount += Money(minorUnits: 1)
      #expect(!JournalCheck.violations(inEntry: changed, of: 0, in: run).isEmpty, "amount of line \(place)")
      changed = lines
      changed[place].company = .empty
      #expect(!JournalCheck.violations(inEntry: changed, of: 0, in: run).isEmpty, "company of line \(place)")
      changed = lines
      changed[place].currency = .usDollar
      #expect(!JournalCheck.violations(inEntry: changed, of: 0, in: run).isEmpty, "currency of line \(place)")
      changed = lines
      changed.remove(at: place)
      #expect(!JournalCheck.violations(inEntry: changed, of: 0, in: run).isEmpty, "line \(place) left out")
      if lines[place].account == .bank || lines[place].account == .receivables {
        changed = lines
        changed[place].account = .unidentified
        #expect(!JournalCheck.violations(inEntry: changed, of: 0, in: run).isEmpty, "account of line \(place)")
      }
    }
  }

  /// Amounts at the edge of what is read, and decisions beyond it, are reported and never trap.
  @Test func hugeAmountsAreReportedAndNeverTrap() {
    var builder = RunBuilder()
    _ = builder.customer("S1")
    let largest = Money.largestMinorUnits
    let items = (0..<6).map { builder.item("A\($0)", largest) }
    for item in items { builder.payment(largest, applied([pay(item, largest)])) }
    let six = builder.run()
    #expect(
      RunCheck.violations(in: six, policies: Policies())
        == ["The key figures of EUR are not what the payments add up to."])
    #expect(KeyFigures(of: six).cash.first?.net == Money(minorUnits: .max))
    #expect(RunFiles.files(of: six).count == 5)

    var wild = RunBuilder()
    _ = wild.customer("S1")
    let item = wild.item("A", largest)
    let extremes: [Int64] = [.max, .min, .min + 1, -1, 0, 1]
    for cash in extremes {
      for adjustment in extremes {
        wild.payment(
          largest, applied([pay(item, cash, discount: adjustment, adjustment: cash, .writeOff, paid: adjustment)]))
      }
    }
    #expect(RunCheck.violations(in: wild.run(), policies: Policies()).count == 100)
    #expect(RunFiles.files(of: wild.run()).count == 5)
  }
}
