import CashModel
package import TrackRecord

/// How often each kind of evidence has been wrong, and which kinds may therefore be applied without a person.
package struct EvidenceLimits: Sendable {
  package let calibration: Calibration
  /// By the policy's rate, in millionths.
  private let applicable: [Int64: Set<EvidenceClass>]

  /// - Parameter rates: every value of `auto_apply.max_wrong_rate`.
  package init(_ calibration: Calibration, rates: some Sequence<Int64>) {
    self.calibration = calibration
    applicable = Dictionary(
      rates.map { ($0, calibration.applicable(maxWrongRate: $0)) }, uniquingKeysWith: { first, _ in first })
  }

  /// Whether a proposal's kind of evidence is proven well enough for each of its items.
  func allows(
    _ proposal: Proposal, _ payments: PaymentTable, _ readings: ReadingTable, _ index: MatchingIndex
  ) -> Bool {
    let policy = index.policies.autoApplyMaxWrongRate
    let kind = index.evidenceClass(proposal, payments, readings)
    if policy.overrides.isEmpty { return applicable[policy.standard]?.contains(kind) ?? false }
    return proposal.itemLines.allSatisfy { line in
      applicable[index.value(policy, of: line.item)]?.contains(kind) ?? false
    }
  }
}
