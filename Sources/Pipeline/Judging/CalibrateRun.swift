import CashModel
package import TrackRecord
package import Evaluation
import Posting

/// Matches labelled batches and counts, by class of evidence, how often what was applied or suggested was wrong.
package enum CalibrateRun {
  package struct Result: Sendable {
    package var calibration = Calibration()
    /// What was scored, over all batches.
    package var batches: [(folder: String, total: Scores.Tally)] = []
  }

  /// - Parameter folders: labelled batches with their inputs.
  package static func calibrate(
    _ folders: [String], jobs: Int, progress: @Sendable (RunProgress) -> Void
  ) async throws(RunFailure) -> Result {
    var result = Result()
    for folder in folders {
      let batch = LabelledBatch(folder: folder)
      let truth = try batch.truth()
      var clock = StageClock()
      let matched = try await MatchedBatch.matched(
        try batch.configuration(jobs: jobs), Workers(jobs: jobs), &clock, appliesAll: true, progress: progress)
      let scores = Scores(of: decisions(of: matched.run), against: truth)
      count(scores, into: &result.calibration)
      result.batches.append((folder, scores.total))
    }
    return result
  }

  private static func count(_ scores: Scores, into calibration: inout Calibration) {
    var batch: [EvidenceClass: (payments: Int, wrong: Int)] = [:]
    func add(_ kind: EvidenceClass, isRight: Bool) {
      let sums = batch[kind] ?? (0, 0)
      batch[kind] = (sums.payments + 1, sums.wrong + (isRight ? 0 : 1))
    }
    for entry in scores.scored {
      switch entry.verdict {
      case .right, .wrong:
        guard let kind = entry.decision.kind else { continue }
        add(kind, isRight: entry.verdict == .right)
      case .open:
        for (place, kind) in entry.decision.suggestionClasses.enumerated() {
          if let kind { add(kind, isRight: entry.rightSuggestion == place) }
        }
      }
    }
    for (kind, sums) in batch {
      calibration.add(Calibration.Count.ofBatch(payments: sums.payments, wrong: sums.wrong), to: kind)
    }
  }

  /// A run's decisions, straight from its tables.
  static func decisions(of run: MatchedRun) -> [ScoredDecision] {
    (0..<run.payments.count).map { row in
      let table = run.decisions
      var decision = ScoredDecision()
      decision.bankReference = run.payments.arena.string(run.payments.bankReference[row])
      for line in table.allocations[row].indices {
        let allocation = table.allocationRows[line]
        guard allocation.item.number >= 0 else {
          decision.accountCustomer = run.customers.arena.string(run.customers.customerID[table.customer[row].index])
          continue
        }
        let item = allocation.item.index
        let exponent = run.items[item].currency.exponent
        decision.lines.append(
          ScoredDecision.Line(
            invoiceID: run.items.arena.string(run.items[item].invoiceID),
            applied: allocation.cash.withFourDecimals(exponent),
            discount: allocation.discount.withFourDecimals(exponent)))
      }
      decision.kind = table.evidenceClass[row]
      decision.evidenceClass = decision.kind?.name ?? ""
      decision.isExcepted = table.outcome[row] == .excepted || table.outcome[row] == .appliedPart
      decision.reason = table.reason[row]?.name ?? ""
      for suggestion in table.suggestions[row].indices {
        decision.suggestions.append(
          Set(
            table.suggestionRows[suggestion].indices.map {
              run.items.arena.string(run.items[table.suggestedCash[$0].item.index].invoiceID)
            }))
        decision.suggestionClasses.append(table.suggestionClass[suggestion])
      }
      return decision
    }
  }
}

extension Money {
  fileprivate func withFourDecimals(_ exponent: Int) -> Money {
    var units = minorUnits
    for _ in exponent..<max(exponent, 4) { units = units &* 10 }
    return Money(minorUnits: units)
  }
}

extension Calibration {
  /// The file that a configuration's `calibration` names.
  package var csv: String {
    var text = "class,payments,wrong,lowest,highest\n"
    for kind in EvidenceClass.all {
      guard let count = counts[kind] else { continue }
      let range = count.batches.map { "\($0.lowerBound),\($0.upperBound)" } ?? ","
      text += "\(kind.name),\(count.payments),\(count.wrong),\(range)\n"
    }
    return text
  }
}
