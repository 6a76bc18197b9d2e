import CashModel

/// What a round of a tier has changed for the next one: a payment whose items are as they were is proposed what it was proposed before, or
/// again nothing. After the first round that is nearly every one.
package struct RoundChanges: Sendable {
  /// By item: whether what is open of it may have changed.
  private var isChanged: [Bool]
  /// Payments that were proposed and not decided.
  private var contested: Set<Int32> = []

  /// - Parameters:
  ///   - round: what was proposed.
  ///   - state: after it was committed.
  package init(after round: [Proposal], _ state: MatchingState) {
    isChanged = [Bool](repeating: false, count: state.standing.count)
    let proposed = round.span
    for number in proposed.indices {
      let row = proposed[number].payment.index
      if state.isUndecided(row) { contested.insert(Int32(row)) }
      if let item = proposed[number].plain?.item {
        isChanged[item.index] = true
        continue
      }
      for line in proposed[number].lines where line.item.number >= 0 { isChanged[line.item.index] = true }
    }
  }

  /// Whether everything that was proposed is decided.
  package var isSettled: Bool { contested.isEmpty }

  /// Whether what its own references say of a payment may be something else now. A payer's own list is always asked again.
  func concern(_ row: Int32, _ payments: PaymentTable, _ readings: ReadingTable, _ index: MatchingIndex) -> Bool {
    if payments.structured[Int(row)].count > 0 || contested.contains(row) { return true }
    return readings.cited[Int(row)].indices.contains { place in
      let citation = readings.citations[place]
      if let only = citation.hit.onlyRow, citation.kind != .unknown { return isChanged[Int(only)] }
      return index.rows(of: citation).contains { isChanged[Int($0)] }
    }
  }
}
