import CashModel

/// Whether stated probabilities are what happens: explanations by their confidence, what of them is right, and between which
/// bounds that had to lie.
package struct Reliability: Sendable {
  package struct Band: Sendable {
    /// Basis points; the upper end belongs to the next band.
    package let range: Range<Int>
    package fileprivate(set) var explanations = 0
    package fileprivate(set) var right = 0
    fileprivate var stated = 0

    /// The mean of what was stated.
    package var mean: Double { explanations == 0 ? 0 : Double(stated) / Double(explanations) / 10_000 }

    package var observed: Double { explanations == 0 ? 0 : Double(right) / Double(explanations) }

    /// Between these shares what is observed lies with 99 % probability, if what is stated is true.
    package var bounds: ClosedRange<Double> {
      let least = BinomialBound.quantile(0.005, of: explanations, rate: mean)
      let most = BinomialBound.quantile(0.995, of: explanations, rate: mean)
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
  package init(_ scores: Scores) {
    let ends = [0, 1_000, 2_000, 3_000, 4_000, 5_000, 6_000, 7_000, 8_000, 9_000, 9_900, 9_990, 10_001]
    bands = zip(ends, ends.dropFirst()).map { Band(range: $0..<$1) }
    receipts = scores.total.receipts
    var byConfidence: [Int: (all: Int, right: Int)] = [:]
    for entry in scores.scored {
      let isRight: Bool
      let confidence: Int
      switch entry.verdict {
      case .right, .wrong:
        guard let stated = entry.decision.confidence else { continue }
        (isRight, confidence) = (entry.verdict == .right, stated)
      case .open:
        guard let first = entry.decision.suggestionConfidences.first, let stated = first else { continue }
        (isRight, confidence) = (entry.rightSuggestion == 0, stated)
      }
      let sums = byConfidence[confidence] ?? (0, 0)
      byConfidence[confidence] = (sums.all + 1, sums.right + (isRight ? 1 : 0))
      guard let band = bands.firstIndex(where: { $0.range.contains(confidence) }) else { continue }
      bands[band].explanations += 1
      bands[band].right += isRight ? 1 : 0
      bands[band].stated += confidence
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
