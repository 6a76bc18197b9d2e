import CashModel
package import Ingest

extension ScoredDecision {
  /// The decisions that a run's files hold, one for each bank reference.
  package static func of(
    allocations: [ResultAllocation], exceptions: [ResultException]
  ) -> [ScoredDecision] {
    let kinds = Dictionary(uniqueKeysWithValues: EvidenceClass.all.map { ($0.name, $0) })
    var rows: [String: Int] = [:]
    var decisions: [ScoredDecision] = []
    func row(_ reference: String) -> Int {
      if let row = rows[reference] { return row }
      rows[reference] = decisions.count
      var decision = ScoredDecision()
      decision.bankReference = reference
      decisions.append(decision)
      return decisions.count - 1
    }
    for allocation in allocations {
      let row = row(allocation.bankReference)
      if allocation.invoiceID.isEmpty {
        decisions[row].accountCustomer = allocation.customerID
        continue
      }
      decisions[row].lines.append(
        Line(invoiceID: allocation.invoiceID, applied: allocation.applied, discount: allocation.discount))
      decisions[row].evidenceClass = allocation.evidenceClass.isEmpty ? allocation.matcher : allocation.evidenceClass
      decisions[row].kind = kinds[allocation.evidenceClass]
      decisions[row].confidence = allocation.confidence
    }
    for exception in exceptions {
      let row = row(exception.bankReference)
      decisions[row].isExcepted = true
      decisions[row].reason = exception.reason
      decisions[row].suggestions = exception.suggestions.map { Set($0.map(\.invoiceID)) }
      decisions[row].suggestionConfidences = exception.confidences
      decisions[row].suggestionClasses = exception.evidenceClasses.map { kinds[$0] }
    }
    return decisions
  }
}
