package import CashModel

/// Recomputes everything a run decided before any of it is written, and says what cannot be.
///
/// The checker knows the rules of the result, not how it was found, and shares no code with the matchers or the
/// writers: it adds up for itself, in 128 bits, so that no amount takes it out of range. A run with a violation is
/// never published. Cost: one pass over payments and allocations, one over the journal, one sum per item.
package enum RunCheck {
  /// What is wrong with the run, in sentences; empty where all holds. Only the first hundred are kept.
  ///
  /// - Parameter figures: the run's key figures, which are held against the checker's own sums.
  package static func violations(in run: MatchedRun, policies: Policies, figures: KeyFigures) -> [String] {
    var joining = Joining(of: run)
    joining.take(part(0..<run.payments.count, of: run, policies: policies))
    return joining.violations(figures)
  }

  /// What is seen of a range of payments; ranges can be looked at side by side.
  package static func part(_ rows: Range<Int>, of run: MatchedRun, policies: Policies) -> Part {
    var check = Checker(run: run, policies: policies)
    // What one of them has asked for is at hand for the other.
    for some in FetchAhead.runs(of: rows) {
      run.fetchAhead(some)
      check.checkPayments(some)
      check.checkJournal(some)
    }
    return Part(checker: check)
  }

  /// The same from parts that come one behind the other, in order.
  package struct Joining {
    private var sums: RunSums
    private var violations: [String] = []
    private var journalViolations: [String] = []

    package init(of run: MatchedRun) { sums = RunSums(run: run) }

    package mutating func take(_ part: Part) {
      sums.add(part.checker)
      violations += part.checker.violations
      journalViolations += part.checker.journalViolations
    }

    /// What is wrong once all the payments were looked at.
    package consuming func violations(_ figures: KeyFigures) -> [String] {
      sums.checkItems()
      sums.checkCash(figures)
      return Array((violations + sums.violations + journalViolations).prefix(100))
    }
  }

  package struct Part: Sendable {
    fileprivate let checker: Checker
  }

  package static func violations(in run: MatchedRun, policies: Policies) -> [String] {
    violations(in: run, policies: policies, figures: KeyFigures(of: run))
  }
}

struct Checker: Sendable {
  let run: MatchedRun
  let policies: Policies
  private(set) var violations: [String] = []
  private(set) var journalViolations: [String] = []
  /// The allocations that take something off an item.
  private(set) var taken: [Int32] = []
  private(set) var ledger: [Currency: Ledger] = [:]
  /// Payments whose allocations name rows that do not exist: nothing else can be said of them.
  var unreadable: Set<Int> = []

  /// One currency's cash: what came in net of what went out, and where it is.
  struct Ledger: Equatable {
    var net: Int128 = 0
    var placed: Int128 = 0
    var onAccount: Int128 = 0
    var open: Int128 = 0
    var classified: Int128 = 0

    mutating func add(_ other: Ledger) {
      net += other.net
      placed += other.placed
      onAccount += other.onAccount
      open += other.open
      classified += other.classified
    }
  }

  init(run: MatchedRun, policies: Policies) {
    self.run = run
    self.policies = policies
  }

  mutating func fail(_ payment: Int, _ sentence: String) {
    if violations.count < 100 { violations.append("Payment \(run.paymentIDs[payment].text): \(sentence)") }
  }

  mutating func checkPayments(_ rows: Range<Int>) {
    for payment in rows {
      checkOrder(payment)
      checkRows(payment)
      if run.takesBack(payment) {
        checkReversal(payment)
        continue
      }
      checkOutcome(payment)
      for row in run.decisions.allocations[payment].indices { check(row, payment) }
      checkPlacement(payment)
      if let rate = run.decisions.rate[payment] { checkConversion(payment, rate) }
    }
  }

  /// Rising date and id: canonical order, and no payment twice.
  private mutating func checkOrder(_ payment: Int) {
    guard payment > 0 else { return }
    let dates = (run.payments.bookingDate[payment - 1], run.payments.bookingDate[payment])
    let ids = (run.paymentIDs[payment - 1], run.paymentIDs[payment])
    if ids.0 == ids.1 { fail(payment, "it stands in the run twice") }
    if dates.0 > dates.1 || (dates.0 == dates.1 && ids.1 < ids.0) { fail(payment, "it is out of order") }
  }

  /// What the decision points at exists, so that it can be written.
  private mutating func checkRows(_ payment: Int) {
    let customers = -1..<run.customerCount
    let items = -1..<run.itemCount
    if !customers.contains(run.decisions.customer[payment].index) { fail(payment, "its customer is no customer") }
    if !items.contains(run.decisions.runnerUp[payment].index) { fail(payment, "its runner-up is no item") }
    if run.decisions.evidence[payment].count == 0, run.decisions.suggestions[payment].count == 0 { return }
    let isEvident = run.decisions.evidence[payment].indices.allSatisfy { row in
      let evidence = run.decisions.evidenceRows[row]
      return items.contains(evidence.item.index) && customers.contains(evidence.customer.index)
        && evidence.text.range.upperBound <= run.payments.arena.bytes.count
    }
    if !isEvident { fail(payment, "its evidence names rows that do not exist") }
    let isPossible = run.decisions.suggestions[payment].indices.allSatisfy { suggestion in
      run.decisions.suggestionRows[suggestion].indices.allSatisfy { row in
        items.dropFirst().contains(run.decisions.suggestedCash[row].item.index)
      }
    }
    if !isPossible { fail(payment, "its suggestions name items that do not exist") }
  }

  private mutating func checkOutcome(_ payment: Int) {
    let outcome = run.decisions.outcome[payment]
    let transactionClass = run.payments.transactionClass[payment]
    let hasAllocations = run.decisions.allocations[payment].count > 0
    // An entry without money places nothing, whatever the bank calls it.
    let isIdle = run.payments.amount[payment].minorUnits == 0 && outcome == .classified
    switch transactionClass {
    case .receipt:
      if outcome == .classified, !isIdle { fail(payment, "a receipt is classified away") }
    case .return:
      let expected: Outcome = isOffset(payment) ? .classified : .excepted
      if outcome != expected, !isIdle { fail(payment, "a return is \(outcome.name)") }
    case .fee, .interest, .transfer, .message, .otherDebit, .unposted:
      if outcome != .classified { fail(payment, "a \(transactionClass.name) is \(outcome.name)") }
    }
    if hasAllocations, transactionClass != .receipt { fail(payment, "a \(transactionClass.name) touches open items") }
    if hasAllocations, run.payments.direction[payment] == .debit { fail(payment, "a debit touches open items") }
    switch outcome {
    case .applied, .appliedPart, .onAccount:
      if !hasAllocations { fail(payment, "it is \(outcome.name) without an allocation") }
      if run.decisions.matcher[payment] == nil { fail(payment, "it is \(outcome.name) by no matcher") }
    case .excepted, .classified:
      if hasAllocations { fail(payment, "it is \(outcome.name) and has allocations") }
    }
    if outcome == .excepted || outcome == .appliedPart, run.decisions.reason[payment] == nil {
      fail(payment, "it waits for a person without a reason")
    }
  }

  /// Whether a payment and its return, or a return and its payment, cancel each other out.
  private func isOffset(_ payment: Int) -> Bool {
    let payments = run.payments
    let other = payments.counterpart[payment].index
    guard other >= 0, other < payments.count, payments.counterpart[other].index == payment else { return false }
    if run.takesBack(other) { return payments.amount[payment] == run.open(other) }
    return payments.amount[other] == payments.amount[payment] && payments.currency[other] == payments.currency[payment]
      && payments.direction[other] != payments.direction[payment] && payments.transactionClass[other] == .return
      && payments.arena.equal(payments.account[other], payments.account[payment])
  }

  private mutating func check(_ row: Int, _ payment: Int) {
    let allocation = run.decisions.allocationRows[row]
    let item = allocation.item.index
    if item == -1 { return checkOnAccount(allocation, payment) }
    guard item >= 0, item < run.itemCount else {
      unreadable.insert(payment)
      return fail(payment, "it is applied to row \(item), which is no item")
    }
    let open = run.items[item].amount.minorUnits
    if run.items[item].closedDate != nil || open == 0 { fail(payment, "item \(name(item)) is closed") }
    if run.items[item].currency != run.payments.currency[payment] {
      if run.decisions.rate[payment] == nil {
        fail(payment, "item \(name(item)) is in \(run.items[item].currency.code)")
      }
    } else if allocation.paid != allocation.cash {
      fail(payment, "item \(name(item)) gets other cash than the payment gives")
    }
    checkCustomer(of: item, payment)
    let hasSign =
      allocation.cash.minorUnits.signum() != -open.signum()
      && allocation.discount.minorUnits.signum() != -open.signum()
    if !hasSign, open != 0 { fail(payment, "cash or discount has not the sign of item \(name(item))") }
    if allocation.adjustment.minorUnits != 0, allocation.adjustmentReason == nil {
      fail(payment, "item \(name(item)) is adjusted without a reason")
    }
    if allocation.adjustmentReason == .withholding { checkTax(allocation, payment) }
    taken.append(Int32(row))
    if allocation.discount.minorUnits != 0 { checkDiscountDate(of: item, payment) }
  }

  private mutating func checkOnAccount(_ allocation: Allocation, _ payment: Int) {
    let customer = run.decisions.customer[payment].index
    if allocation.adjustmentReason == .refund || allocation.adjustmentReason == .overTolerance {
      if !run.isAnalysts(payment) { fail(payment, "nobody decided that cash of it pays no item") }
    } else if customer < 0 || customer >= run.customerCount {
      return fail(payment, "cash is on account of nobody")
    } else if allocation.adjustmentReason != nil {
      fail(payment, "cash on account is adjusted")
    } else if run.customers.isBlocked[customer], !run.isAnalysts(payment) {
      fail(payment, "cash is on the account of a blocked customer")
    }
    // A person moves cash from account to items.
    let isMoved = run.isAnalysts(payment) && allocation.paid < .zero && run.decisions.outcome[payment] == .applied
    if allocation.paid != allocation.cash || allocation.paid.minorUnits <= 0 && !isMoved {
      fail(payment, "cash on account is not what the payment gives")
    }
    if allocation.discount.minorUnits != 0 || allocation.adjustment.minorUnits != 0 {
      fail(payment, "cash on account is adjusted")
    }
  }

  private mutating func checkCustomer(of item: Int, _ payment: Int) {
    let customer = run.items[item].customer.index
    guard customer >= 0, customer < run.customerCount,
      run.items.arena.equal(run.items[item].customerID, run.customers.customerID[customer], of: run.customers.arena)
    else { return fail(payment, "item \(name(item)) has not the customer it names") }
    // That a customer is blocked asks for a person; he has decided.
    if run.customers.isBlocked[customer], !run.isAnalysts(payment) {
      fail(payment, "item \(name(item)) is a blocked customer's")
    }
  }

  /// Tax withheld is what one of the rates set for the customer makes of the item, but for roundings.
  private mutating func checkTax(_ allocation: Allocation, _ payment: Int) {
    let item = allocation.item.index
    let scope = self.scope(of: item)
    let customer = run.items[item].customer.index
    let isKnown = customer >= 0 && customer < run.customerCount
    let rates = policies.withholdingRates.value(
      group: scope.group, country: isKnown ? run.customers.arena.string(run.customers.country[customer]) : "",
      company: scope.company, currency: scope.currency)
    let gross = Int128(allocation.cash.minorUnits) + Int128(allocation.adjustment.minorUnits)
    let fits = rates.contains { rate in
      (Int128(allocation.adjustment.minorUnits) * 1_000_000 - gross * Int128(rate)).magnitude <= 2_000_000
    }
    if !fits { fail(payment, "the tax withheld from item \(name(item)) is of no rate set for its customer") }
  }

  private mutating func checkDiscountDate(of item: Int, _ payment: Int) {
    guard let lastDay = run.items[item].discountDate else {
      return fail(payment, "item \(name(item)) has no discount date")
    }
    let grace = policies.discountGraceDays
    let late = policies.discountLate
    var days = grace.standard
    var treatment = late.standard
    var lateDays = policies.discountLateDays.standard
    if !grace.overrides.isEmpty || !late.overrides.isEmpty || !policies.discountLateDays.overrides.isEmpty {
      let scope = self.scope(of: item)
      days = grace.value(group: scope.group, company: scope.company, currency: scope.currency)
      lateDays = policies.discountLateDays.value(
        group: scope.group, company: scope.company, currency: scope.currency)
      treatment = late.value(group: scope.group, company: scope.company, currency: scope.currency)
    }
    let daysLate = Int(run.payments.valueDate[payment].daysSince1970) - Int(lastDay.daysSince1970)
    if daysLate > days, treatment == .shortPay || daysLate > lateDays {
      fail(payment, "the discount of item \(name(item)) is taken \(daysLate) days late")
    }
  }

  /// What items of another currency get is what the payment is worth at the stated rate, but for roundings of a minor unit of either
  /// currency.
  private mutating func checkConversion(_ payment: Int, _ rate: ExchangeRate) {
    var cash: Int128 = 0
    var paid: Int128 = 0
    var currencies: Set<Currency> = []
    for row in run.decisions.allocations[payment].indices {
      let allocation = run.decisions.allocationRows[row]
      guard allocation.item.index >= 0, allocation.item.index < run.itemCount else {
        return fail(payment, "it is converted and on account")
      }
      currencies.insert(run.items[allocation.item.index].currency)
      cash += Int128(allocation.cash.minorUnits)
      paid += Int128(allocation.paid.minorUnits)
    }
    let source = run.payments.currency[payment]
    guard currencies.count == 1, let target = currencies.first, target != source else {
      return fail(payment, "it is converted into no currency or several")
    }
    // cash ≈ paid × numerator / denominator, compared without dividing.
    var numerator = rate.isInverse ? 10_000_000_000 : Int128(rate.times10e10)
    var denominator = rate.isInverse ? Int128(rate.times10e10) : 10_000_000_000
    for _ in 0..<max(0, target.exponent - source.exponent) { numerator *= 10 }
    for _ in 0..<max(0, source.exponent - target.exponent) { denominator *= 10 }
    let (got, worth) = (
      cash.multipliedReportingOverflow(by: denominator), paid.multipliedReportingOverflow(by: numerator)
    )
    let (difference, isFar) = got.partialValue.subtractingReportingOverflow(worth.partialValue)
    // A rate that was itself computed from two amounts is good to ten decimals.
    let rounding = (denominator + numerator).magnitude + paid.magnitude
    if got.overflow || worth.overflow || isFar || difference.magnitude > rounding {
      fail(payment, "its items get other cash than the payment is worth")
    }
  }

  private func scope(of item: Int) -> (group: String, company: String, currency: String) {
    var group = ""
    let customer = run.items[item].customer.index
    if customer >= 0, customer < run.customerCount {
      let top = run.customers.family[customer].index
      group = run.customers.arena.string(run.customers.customerID[top])
    }
    return (group, run.items.arena.string(run.items[item].company), run.items[item].currency.code)
  }

  /// How much of the payment its outcome says is placed, against what is.
  private mutating func checkPlacement(_ payment: Int) {
    let amount = Int128(run.payments.amount[payment].minorUnits)
    let signed = run.payments.direction[payment] == .debit ? -amount : amount
    var onItems: Int128 = 0
    var onAccount: Int128 = 0
    for row in run.decisions.allocations[payment].indices {
      let allocation = run.decisions.allocationRows[row]
      if allocation.item.index == -1 {
        onAccount += Int128(allocation.paid.minorUnits)
      } else {
        onItems += Int128(allocation.paid.minorUnits)
      }
    }
    let placed = onItems + onAccount
    if placed > amount || placed < 0 { fail(payment, "more of it is placed than it is") }
    var entry = Ledger()
    entry.net = signed
    switch run.decisions.outcome[payment] {
    case .applied where run.decisions.reason[payment] == .onAccount:
      // A person moves cash of an earlier run from account to items.
      if placed != 0 || onItems <= 0 { fail(payment, "other cash is on items than comes from account") }
    case .applied:
      if placed != amount || onAccount != 0 { fail(payment, "it is applied but not all of it is on items") }
    case .appliedPart:
      if placed >= amount { fail(payment, "it is applied in part but nothing of it is left") }
      entry.open = signed - placed
    case .onAccount:
      if placed != amount || onAccount == 0 { fail(payment, "it is on account but not all of it is placed") }
    case .excepted:
      entry.open = signed
    case .classified where run.payments.transactionClass[payment] == .return:
      // A payment and its return stand beside each other, and either may be an earlier run's.
      entry.open = signed
    case .classified:
      entry.classified = signed
    }
    entry.placed = onItems
    entry.onAccount = onAccount
    // The cash of a carried payment is an earlier run's.
    if run.payments.transactionClass[payment] != .unposted, !run.isCarried(payment) {
      enter(entry, run.payments.currency[payment])
    }
  }

  mutating func enter(_ entry: Ledger, _ currency: Currency) {
    ledger[currency, default: Ledger()].add(entry)
  }
}

extension Checker {
  func name(_ item: Int) -> String { run.items.arena.string(run.items[item].invoiceID) }

  mutating func checkJournal(_ rows: Range<Int>) {
    var journal = Journal(of: run)
    var lines: [JournalLine] = []
    for payment in rows where !unreadable.contains(payment) {
      journal.post(payment, into: &lines)
      let day = run.postingDay(payment)
      if !lines.isEmpty, run.calendar.periods.contains(where: { $0.contains(day) }), journalViolations.count < 100 {
        journalViolations.append("Payment \(run.paymentIDs[payment].text): it is posted into a closed period")
      }
      for problem in JournalCheck.violations(inEntry: lines, of: payment, in: run) where journalViolations.count < 100 {
        journalViolations.append("Payment \(run.paymentIDs[payment].text): \(problem)")
      }
    }
  }
}
