package import CashModel

/// Finds the payment that a return took back: cash that came and went pays nothing.
///
/// A return names its original by the bank's reference or the end-to-end id, else the amount and the payer tell. Only
/// what is certain is paired: one payment fits, booked on the same account and not after the return, with the same amount
/// and currency, and no other return fits it by the same evidence. All else stays for a person. What earlier runs have placed is a
/// candidate like what this one has.
package struct ReturnedPayments {
  /// Of this run: what was returned, and what returned it.
  package private(set) var pairs: [(original: PaymentRow, returned: PaymentRow)] = []
  /// The same of what earlier runs have placed: the place in `past`.
  package private(set) var pastPairs: [(past: Int, returned: PaymentRow)] = []
  /// Payments one of which a return took back, though it does not say which: none of them may be applied unseen.
  package private(set) var doubtful: Set<PaymentRow> = []

  private let payments: PaymentTable
  private let past: [PastPayment]
  /// Candidates are rows of `payments`, and behind them those of `past`.
  private var taken: Set<Int> = []

  /// Longer after a payment nothing of it comes back unasked: thirteen months for direct debits (SEPA rulebook).
  package static let days: Int32 = 400

  /// - Parameters:
  ///   - past: what earlier runs have placed of the amounts of the returns.
  ///   - known: returns whose original is known already.
  ///   - rests: rows that are no payments but what is left of one of `past`.
  package init(
    in payments: PaymentTable, past: [PastPayment] = [], rests: Set<PaymentRow> = [], known: Set<PaymentRow> = []
  ) {
    self.payments = payments
    self.past = past
    let returns = ReturnedPayments.returns(in: payments).filter { !known.contains($0) }
    guard !returns.isEmpty else { return }
    let sums = Set(returns.map { payments.returnSum(of: $0.index) })
    let amounts = Set(returns.map { payments.amount[$0.index] })
    var originals: [Sum: [Int]] = [:]
    // Most amounts are no return's.
    for row in 0..<payments.count
    where payments.transactionClass[row] == .receipt && amounts.contains(payments.amount[row]) {
      let sum = payments.returnSum(of: row)
      if sums.contains(sum), !rests.contains(PaymentRow(row)) { originals[sum, default: []].append(row) }
    }
    for (place, payment) in past.enumerated() {
      originals[payment.returnSum, default: []].append(payments.count + place)
    }
    let rows = returns.map(\.index)
    pair(rows, originals) {
      $0 < payments.count ? payments.returnIdentifiers(of: $0) : past[$0 - payments.count].identifiers
    }
    pair(rows.filter { !taken.contains($0) }, originals) { candidate in
      let payer =
        candidate < payments.count ? payments.returnPayer(of: candidate) : past[candidate - payments.count].payer
      return payer.map { [$0] } ?? []
    }
    pairs.sort { $0.original < $1.original }
    pastPairs.sort { $0.returned < $1.returned }
    doubtful = doubtful.filter { !taken.contains($0.index) }
  }

  /// The rows that take a payment back.
  package static func returns(in payments: PaymentTable) -> [PaymentRow] {
    (0..<payments.count).filter {
      payments.transactionClass[$0] == .return && payments.direction[$0] == .debit && payments.amount[$0] > .zero
    }.map { PaymentRow($0) }
  }

  /// The account, currency and amount a payment and its return have in common.
  fileprivate struct Sum: Hashable {
    let account: [UInt8]
    let currency: Currency
    let amount: Money
  }

  private mutating func pair(_ returns: [Int], _ originals: [Sum: [Int]], by evidence: (Int) -> [UInt64]) {
    var byWord: [Sum: [UInt64: [Int]]] = [:]
    var found: [Int: [Int]] = [:]
    var claims: [Int: Int] = [:]
    for row in returns {
      let key = payments.returnSum(of: row)
      let words = evidence(row)
      guard !words.isEmpty, let candidates = originals[key] else { continue }
      if byWord[key] == nil {
        var index: [UInt64: [Int]] = [:]
        for candidate in candidates where !taken.contains(candidate) {
          for word in evidence(candidate) { index[word, default: []].append(candidate) }
        }
        byWord[key] = index
      }
      let fitting = Set(words.flatMap { byWord[key]?[$0] ?? [] }).filter { isBefore($0, row) }
      found[row] = Array(fitting)
      for candidate in fitting { claims[candidate, default: 0] += 1 }
    }
    for (row, candidates) in found {
      guard candidates.count == 1, let original = candidates.first, claims[original] == 1 else {
        doubtful.formUnion(candidates.filter { $0 < payments.count }.map { PaymentRow($0) })
        continue
      }
      taken.formUnion([row, original])
      if original < payments.count {
        pairs.append((PaymentRow(original), PaymentRow(row)))
      } else {
        pastPairs.append((original - payments.count, PaymentRow(row)))
      }
    }
  }

  private func isBefore(_ original: Int, _ returned: Int) -> Bool {
    let booked =
      original < payments.count ? payments.bookingDate[original] : past[original - payments.count].bookingDate
    let days = payments.bookingDate[returned].daysSince1970 - booked.daysSince1970
    return (0...ReturnedPayments.days).contains(days)
  }
}

extension PaymentTable {
  fileprivate func returnSum(of row: Int) -> ReturnedPayments.Sum {
    ReturnedPayments.Sum(
      account: Array(arena.bytes[account[row].range]), currency: currency[row], amount: amount[row])
  }
}

extension PastPayment {
  fileprivate var returnSum: ReturnedPayments.Sum {
    ReturnedPayments.Sum(account: Array(account.utf8), currency: currency, amount: amount)
  }
}
