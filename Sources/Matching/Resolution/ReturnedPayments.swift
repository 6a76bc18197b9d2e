package import CashModel

/// Finds, within one run, the payment that a return took back: cash that came and went pays nothing.
///
/// A return names its original by the bank's reference or the end-to-end id, else the amount and the payer tell. Only
/// what is certain is paired: one payment fits, booked on the same account and not after the return, with the same amount
/// and currency, and no other return fits it by the same evidence. All else stays for a person.
package struct ReturnedPayments {
  /// What was returned, and what returned it.
  package private(set) var pairs: [(original: PaymentRow, returned: PaymentRow)] = []
  /// Payments one of which a return took back, though it does not say which: none of them may be applied unseen.
  package private(set) var doubtful: Set<PaymentRow> = []

  private let payments: PaymentTable
  private var taken: Set<Int> = []

  /// Longer after a payment nothing of it comes back unasked: thirteen months for direct debits (SEPA rulebook).
  private static let days = 400

  package init(in payments: PaymentTable) {
    self.payments = payments
    let returns = (0..<payments.count).filter {
      payments.transactionClass[$0] == .return && payments.direction[$0] == .debit && payments.amount[$0] > .zero
    }
    guard !returns.isEmpty else { return }
    let sums = Set(returns.map { Key(payments, $0) })
    var originals: [Key: [Int]] = [:]
    for row in 0..<payments.count where payments.transactionClass[row] == .receipt {
      let key = Key(payments, row)
      if sums.contains(key) { originals[key, default: []].append(row) }
    }
    pair(returns, originals, by: identifiers)
    pair(returns.filter { !taken.contains($0) }, originals, by: payer)
    pairs.sort { $0.original < $1.original }
    doubtful = doubtful.filter { !taken.contains($0.index) }
  }

  /// The account, currency and amount a payment and its return have in common.
  private struct Key: Hashable {
    let account: [UInt8]
    let currency: Currency
    let amount: Money

    init(_ payments: PaymentTable, _ row: Int) {
      account = Array(payments.arena.bytes[payments.account[row].range])
      currency = payments.currency[row]
      amount = payments.amount[row]
    }
  }

  private mutating func pair(_ returns: [Int], _ originals: [Key: [Int]], by evidence: (Int) -> Set<[UInt8]>) {
    var byWord: [Key: [[UInt8]: [Int]]] = [:]
    var found: [Int: [Int]] = [:]
    var claims: [Int: Int] = [:]
    for row in returns {
      let key = Key(payments, row)
      let words = evidence(row)
      guard !words.isEmpty, let candidates = originals[key] else { continue }
      if byWord[key] == nil {
        var index: [[UInt8]: [Int]] = [:]
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
        doubtful.formUnion(candidates.map { PaymentRow($0) })
        continue
      }
      taken.formUnion([row, original])
      pairs.append((PaymentRow(original), PaymentRow(row)))
    }
  }

  private func isBefore(_ original: Int, _ returned: Int) -> Bool {
    let days = Int(payments.bookingDate[returned].daysSince1970 - payments.bookingDate[original].daysSince1970)
    return (0...ReturnedPayments.days).contains(days)
  }

  /// The bank's reference, the end-to-end id, and what a return says they were. Each with its kind before it, so that
  /// equal numbers of another kind do not meet.
  private func identifiers(_ row: Int) -> Set<[UInt8]> {
    var words: Set<[UInt8]> = []
    func add(_ kind: Character, _ slice: TextSlice) {
      if slice.isEmpty { return }
      words.insert((kind.asciiValue.map { [$0] } ?? []) + payments.arena.bytes[slice.range])
    }
    add("B", payments.bankReference[row])
    add("E", payments.endToEndID[row])
    for child in payments.identifiers[row].indices {
      let identifier = payments.identifierRows[child]
      switch identifier.kind {
      case .originalBankReference: add("B", identifier.text)
      case .originalEndToEndID: add("E", identifier.text)
      case .uetr: add("U", identifier.text)
      default: break
      }
    }
    return words
  }

  /// The payer's account, else its name in capitals without signs.
  private func payer(_ row: Int) -> Set<[UInt8]> {
    let account = payments.payerAccount[row]
    if !account.isEmpty { return [[UInt8(ascii: "A")] + payments.arena.bytes[account.range]] }
    let name = payments.arena.string(payments.payerName[row]).uppercased().filter { $0.isLetter || $0.isNumber }
    return name.isEmpty ? [] : [[UInt8(ascii: "N")] + Array(name.utf8)]
  }
}
