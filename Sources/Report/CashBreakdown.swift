package import CashModel
package import Posting

/// How a run's cash divides by outcome and by matcher; sums per currency, in order of the currency.
package struct CashBreakdown: Hashable, Sendable {
  package struct Sum: Hashable, Sendable {
    package let currency: Currency
    package private(set) var amount: Money = .zero

    fileprivate mutating func add(_ money: Money) { amount += money }

    fileprivate init(_ currency: Currency) { self.currency = currency }
  }

  /// By `Outcome.rawValue`: the transactions' cash, debits counted negative. What a bank announces without having
  /// booked it is no cash.
  package private(set) var outcomes = [[Sum]](repeating: [], count: Outcome.allCases.count)
  /// By `Matcher.rawValue`: the cash its explanations placed.
  package private(set) var matchers = [[Sum]](repeating: [], count: Matcher.allCases.count)

  package init() {}

  package init(of run: MatchedRun) {
    let (payments, decisions) = (run.payments, run.decisions)
    let (amounts, currencies, directions) = (payments.amount, payments.currency, payments.direction)
    let (classes, outcomes, matchers) = (payments.transactionClass, decisions.outcome, decisions.matcher)
    let (ranges, allocations) = (decisions.allocations, decisions.allocationRows)
    for row in 0..<payments.count where !run.isCarried(row) {
      let outcome = Int(outcomes[row].rawValue)
      if classes[row] != .unposted {
        let signed = directions[row] == .credit ? amounts[row] : -amounts[row]
        CashBreakdown.add(signed, currencies[row], to: &self.outcomes[outcome])
      }
      guard let matcher = matchers[row] else { continue }
      for line in ranges[row].indices {
        CashBreakdown.add(allocations[line].paid, currencies[row], to: &self.matchers[Int(matcher.rawValue)])
      }
    }
  }

  /// A run has a handful of currencies, so that a search along the list is the fastest there is.
  private static func add(_ amount: Money, _ currency: Currency, to sums: inout [Sum]) {
    var place = 0
    while place < sums.count, sums[place].currency < currency { place += 1 }
    if place == sums.count || sums[place].currency != currency { sums.insert(Sum(currency), at: place) }
    sums[place].add(amount)
  }
}
