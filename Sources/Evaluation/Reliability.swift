import CashModel
package import TrackRecord

/// Whether stated probabilities are what happens: explanations by their confidence, what of them is right, and between which
/// bounds that had to lie.
package struct Reliability: Sendable {
  package struct Band: Sendable {
    /// Basis points; the upper end belongs to the next band.
    package let range: Range<Int>
    package fileprivate(set) var explanations = 0
    package fileprivate(set) var right = 0
    fileprivate var stated = 0
    fileprivate var lowest = 0.0
    fileprivate var highest = 0.0

    /// The mean of what was stated.
    package var mean: Double { explanations == 0 ? 0 : Double(stated) / Double(explanations) / 10_000 }

    package var observed: Double { explanations == 0 ? 0 : Double(right) / Double(explanations) }

    /// Between these shares what is observed has to lie: the bounds of the classes' histories, weighted by how many of
    /// each are here, and what chance adds to them with so many (99 %).
    package var bounds: ClosedRange<Double> {
      let count = Double(max(explanations, 1))
      let least = BinomialBound.quantile(0.005, of: explanations, rate: lowest / count)
      let most = BinomialBound.quantile(0.995, of: explanations, rate: highest / count)
      return Double(least) / Double(max(explanations, 1))...Double(most) / Double(max(explanations, 1))
    }

    package var holds: Bool { bounds.contains(observed) }
  }

  /// A step of the curve: what would be right, and how much be applied, if everything from this confidence on were.
  package struct Step: Sendable {
    package let confidence: Int
    package let applied: Int
    package let right: Int
  }

  package private(set) var bands: [Band]
  /// From the highest confidence down.
  package private(set) var steps: [Step] = []
  package let receipts: Int

  /// Fewer explanations than this say nothing about a band.
  package static let leastToJudge = 200

  /// - Parameter scores: of each transaction what is applied counts, or else the first suggestion.
  /// - Parameter calibration: what the run's confidences came from.
  package init(_ scores: Scores, _ calibration: Calibration) {
    var bounds: [EvidenceClass: ClosedRange<Double>] = [:]
    let ends = [0, 1_000, 2_000, 3_000, 4_000, 5_000, 6_000, 7_000, 8_000, 9_000, 9_900, 9_990, 10_001]
    bands = zip(ends, ends.dropFirst()).map { Band(range: $0..<$1) }
    receipts = scores.total.receipts
    var byConfidence: [Int: (all: Int, right: Int)] = [:]
    for entry in scores.scored {
      let isRight: Bool
      let confidence: Int
      let kind: EvidenceClass?
      switch entry.verdict {
      case .right, .wrong:
        guard let stated = entry.decision.confidence else { continue }
        (isRight, confidence, kind) = (entry.verdict == .right, stated, entry.decision.kind)
      case .open:
        guard let first = entry.decision.suggestionConfidences.first, let stated = first else { continue }
        (isRight, confidence, kind) = (
          entry.rightSuggestion == 0, stated, entry.decision.suggestionClasses.first ?? nil
        )
      }
      let sums = byConfidence[confidence] ?? (0, 0)
      byConfidence[confidence] = (sums.all + 1, sums.right + (isRight ? 1 : 0))
      guard let band = bands.firstIndex(where: { $0.range.contains(confidence) }) else { continue }
      bands[band].explanations += 1
      bands[band].right += isRight ? 1 : 0
      bands[band].stated += confidence
      let share = Double(confidence) / 10_000
      var range = share...share
      if let kind {
        range = bounds[kind] ?? calibration.history(of: kind)?.bounds ?? range
        bounds[kind] = range
      }
      bands[band].lowest += range.lowerBound
      bands[band].highest += range.upperBound
    }
    var (applied, right) = (0, 0)
    for (confidence, sums) in byConfidence.sorted(by: { $0.key > $1.key }) {
      applied += sums.all
      right += sums.right
      steps.append(Step(confidence: confidence, applied: applied, right: right))
    }
  }

  package var isEmpty: Bool { steps.isEmpty }

  /// No band with enough explanations lies outside its bounds.
  package var holds: Bool { bands.allSatisfy { $0.explanations < Reliability.leastToJudge || $0.holds } }
}
