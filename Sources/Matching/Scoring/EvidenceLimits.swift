import CashModel
package import TrackRecord

/// How often each kind of evidence has been wrong, and which kinds may therefore be applied without a person.
package struct EvidenceLimits: Sendable {
  package let calibration: Calibration
  /// By the policy's rate, in millionths: whether a kind may be applied, by its number. Few runs have more than one rate.
  private let applicable: [(rate: Int64, kinds: [Bool])]
  /// By a kind's number, of what is applied.
  private let confidences: [Confidence]

  /// - Parameter rates: every value of `auto_apply.max_wrong_rate`.
  package init(_ calibration: Calibration, rates: some Sequence<Int64>) {
    self.calibration = calibration
    applicable = Set(rates).map { rate in
      var kinds = [Bool](repeating: false, count: EvidenceClass.appliedCount)
      for kind in calibration.applicable(maxWrongRate: rate) {
        if let number = kind.appliedNumber { kinds[number] = true }
      }
      return (rate, kinds)
    }
    var confidences = [Confidence](repeating: .unknown, count: EvidenceClass.appliedCount)
    for matcher in Matcher.allCases {
      for payer in PayerKnowledge.allCases {
        for strength in EvidenceStrength.allCases {
          let kind = EvidenceClass.applied(matcher, payer, strength)
          guard let number = kind.appliedNumber else { continue }
          confidences[number] = Confidence(basisPoints: calibration.basisPoints(kind))
        }
      }
    }
    self.confidences = confidences
  }

  /// How probably an explanation of this kind is right.
  func confidence(of kind: EvidenceClass) -> Confidence {
    if let number = kind.appliedNumber { return confidences[number] }
    return Confidence(basisPoints: calibration.basisPoints(kind))
  }

  /// Whether a proposal's kind of evidence is proven well enough for each of its items.
  func allows(
    _ proposal: Proposal, _ payments: PaymentTable, _ readings: ReadingTable, _ index: MatchingIndex
  ) -> Bool {
    guard let kind = index.evidenceClass(proposal, payments, readings).appliedNumber else { return false }
    let policy = index.policies.autoApplyMaxWrongRate
    if policy.overrides.isEmpty { return allows(kind, at: policy.standard) }
    return proposal.itemLines.allSatisfy { allows(kind, at: index.value(policy, of: $0.item)) }
  }

  private func allows(_ kind: Int, at rate: Int64) -> Bool {
    for place in applicable.indices where applicable[place].rate == rate { return applicable[place].kinds[kind] }
    return false
  }
}
