package import CashModel

/// What a return takes back of what earlier runs have placed.
package struct Reversal: Sendable {
  /// Who paid.
  let customer: CustomerRow
  /// The original's, each with the opposite sign.
  let allocations: [Allocation]
  /// The original's id, in the payments' arena.
  let original: TextSlice

  package init(customer: CustomerRow, allocations: [Allocation], original: TextSlice) {
    self.customer = customer
    self.allocations = allocations
    self.original = original
  }

  var decision: Decision {
    var decision = Decision(allocations.contains { $0.item.number < 0 } ? .onAccount : .applied)
    decision.matcher = .takenBack
    decision.customer = customer
    decision.allocations = allocations
    decision.evidence = [Evidence(.takesBack, text: original)]
    return decision
  }
}
