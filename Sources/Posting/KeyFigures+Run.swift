import CashModel

extension KeyFigures {
  /// Counts a run and adds its cash up.
  package init(of run: MatchedRun) {
    self.init()
    var totals: [Currency: Totals] = [:]
    var reasonTotals = [[Currency: Totals]](repeating: [:], count: ReasonCode.allCases.count)
    var matcherPayments = [Int](repeating: 0, count: Matcher.allCases.count)
    var matcherLines = [Int](repeating: 0, count: Matcher.allCases.count)
    for row in 0..<run.payments.count {
      if run.isCarried(row) {
        count(carried: row, of: run)
        continue
      }
      transactions += 1
      let outcome = run.decisions.outcome[row]
      let currency = run.payments.currency[row]
      outcomeCounts[Int(outcome.rawValue)] += 1
      classCounts[Int(run.payments.transactionClass[row].rawValue)] += 1
      let parts = Totals(of: row, in: run)
      receipts += parts.receipts
      if parts.receipts > 0, outcome == .applied { touchlessReceipts += 1 }
      totals[currency, default: Totals()].add(parts)
      if outcome == .excepted || outcome == .appliedPart, let reason = run.decisions.reason[row] {
        reasonTotals[Int(reason.rawValue)][currency, default: Totals()].add(parts)
      }
      let lines = run.decisions.allocations[row].indices.count { run.decisions.allocationRows[$0].item.number >= 0 }
      if !run.takesBack(row) { allocationLines += lines }
      if lines > 0, let matcher = run.decisions.matcher[row] {
        matcherPayments[Int(matcher.rawValue)] += 1
        matcherLines[Int(matcher.rawValue)] += lines
      }
    }
    cash = KeyFigures.ordered(totals)
    matchers = Matcher.allCases.compactMap { matcher in
      var figures = MatcherFigures(matcher: matcher)
      figures.payments = matcherPayments[Int(matcher.rawValue)]
      figures.invoiceLines = matcherLines[Int(matcher.rawValue)]
      return figures.payments > 0 ? figures : nil
    }
    reasons = KeyFigures.ordered(reasonTotals)
  }

  private mutating func count(carried row: Int, of run: MatchedRun) {
    if run.decisions.reason[row]?.isOfPlacedCash == true { return }
    carried.payments += 1
    if run.needsPerson(PaymentRow(row)) { carried.waiting += 1 }
    let lines = run.decisions.allocations[row].indices
    if !lines.isEmpty { carried.placed += 1 }
    if run.takesBack(row) { return }
    allocationLines += lines.count { run.decisions.allocationRows[$0].item.number >= 0 }
  }

  private static func ordered(_ totals: [Currency: Totals]) -> [Cash] {
    totals.sorted { $0.key < $1.key }.map { currency, totals in totals.cash(in: currency) }
  }

  /// The most frequent first; of equally frequent ones, in the order of the codes.
  private static func ordered(_ totals: [[Currency: Totals]]) -> [ReasonFigures] {
    let figures = ReasonCode.allCases.compactMap { reason -> ReasonFigures? in
      let currencies = totals[Int(reason.rawValue)]
      if currencies.isEmpty { return nil }
      var figures = ReasonFigures(reason: reason)
      figures.payments = currencies.values.reduce(0) { $0 + $1.payments }
      figures.open = ordered(currencies)
      return figures
    }
    return figures.sorted { left, right in
      left.payments != right.payments
        ? left.payments > right.payments : left.reason.rawValue < right.reason.rawValue
    }
  }
}

/// Sums while they are being added up: wide enough for any number of amounts.
private struct Totals {
  var payments = 0
  var receipts = 0
  var received: Int128 = 0
  var placed: Int128 = 0
  var onAccount: Int128 = 0
  var open: Int128 = 0
  var classified: Int128 = 0
  var net: Int128 = 0
  var touchless: Int128 = 0
  var reversed: Int128 = 0

  init() {}

  /// One payment's part; credits count positive and debits negative. What is not booked counts nowhere.
  init(of row: Int, in run: MatchedRun) {
    payments = 1
    let amount = Int128(run.payments.amount[row].minorUnits)
    let signed = run.payments.direction[row] == .credit ? amount : -amount
    switch run.payments.transactionClass[row] {
    case .unposted: return
    case .receipt:
      receipts = 1
      received = signed
    case .return: break
    case .fee, .interest, .transfer, .message, .otherDebit:
      net = signed
      classified = signed
      return
    }
    net = signed
    for line in run.decisions.allocations[row].indices {
      let allocation = run.decisions.allocationRows[line]
      let paid = Int128(allocation.paid.minorUnits)
      if allocation.item.number >= 0 { placed += paid } else { onAccount += paid }
    }
    open = signed - placed - onAccount
    if receipts == 0 { reversed = placed + onAccount }
    if receipts > 0, run.decisions.outcome[row] == .applied { touchless = signed }
  }

  mutating func add(_ other: Totals) {
    payments += other.payments
    receipts += other.receipts
    received += other.received
    placed += other.placed
    onAccount += other.onAccount
    open += other.open
    classified += other.classified
    net += other.net
    touchless += other.touchless
    reversed += other.reversed
  }

  func cash(in currency: Currency) -> KeyFigures.Cash {
    var cash = KeyFigures.Cash(currency: currency)
    cash.receipts = receipts
    cash.received = Money(clamping: received)
    cash.placed = Money(clamping: placed)
    cash.onAccount = Money(clamping: onAccount)
    cash.open = Money(clamping: open)
    cash.classified = Money(clamping: classified)
    cash.net = Money(clamping: net)
    cash.touchless = Money(clamping: touchless)
    cash.reversed = Money(clamping: reversed)
    return cash
  }
}
