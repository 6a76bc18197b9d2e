package import CashModel

/// How often explanations of each class of evidence were wrong, on labelled batches.
///
/// Written and read as CSV with the columns `class, payments, wrong, lowest, highest`: the class as `EvidenceClass.name` gives it, and
/// the lowest and highest share that was right in one batch with enough of them, in basis points.
package struct Calibration: Hashable, Sendable {
  package struct Count: Hashable, Sendable {
    package var payments = 0
    package var wrong = 0
    /// Of single batches, the lowest and the highest share that was right, in basis points.
    package var batches: ClosedRange<Int>?

    package init(payments: Int = 0, wrong: Int = 0, batches: ClosedRange<Int>? = nil) {
      self.payments = payments
      self.wrong = wrong
      self.batches = batches
    }

    /// The counts of one batch; their share is a range of its own where there are enough.
    package static func ofBatch(payments: Int, wrong: Int) -> Count {
      let share = payments == 0 ? 0 : (payments - wrong) * 10_000 / payments
      return Count(payments: payments, wrong: wrong, batches: payments >= leastOfBatch ? share...share : nil)
    }

    private static let leastOfBatch = 30

    package static func + (left: Count, right: Count) -> Count {
      let ranges = [left.batches, right.batches].compactMap { $0 }
      let lowest = ranges.map(\.lowerBound).min()
      let highest = ranges.map(\.upperBound).max()
      return Count(
        payments: left.payments + right.payments, wrong: left.wrong + right.wrong,
        batches: lowest.flatMap { low in highest.map { low...$0 } })
    }

    /// Between these the share that is right lies: the exact bounds (99 %) of all together, or as far as single batches
    /// went beyond them.
    package var bounds: ClosedRange<Double> {
      let low = 1 - BinomialBound.upper(wrong: wrong, of: payments, level: 0.005)
      let high = 1 - BinomialBound.lower(wrong: wrong, of: payments, level: 0.005)
      guard let batches else { return low...max(low, high) }
      return min(low, Double(batches.lowerBound) / 10_000)...max(high, Double(batches.upperBound) / 10_000)
    }
  }

  package private(set) var counts: [EvidenceClass: Count] = [:]
  /// By what a class without enough history is judged: all of its matcher or of its suggestion's source.
  private var wider: [Group: Count] = [:]
  private var widest: [Bool: Count] = [:]
  /// Of suggestions: however the payer is known.
  private var byReason: [EvidenceClass: Count] = [:]

  private enum Group: Hashable {
    case matcher(Matcher)
    case source(SuggestionSource, place: UInt8)
  }

  /// The class a suggestion stands for where nothing is asked about its payer; nil for what is applied.
  private static func whoeverPays(_ kind: EvidenceClass) -> EvidenceClass? {
    guard case .suggested(let source, let reason, _, let place, let count) = kind else { return nil }
    return .suggested(source, reason, .unknown, place: place, count: count)
  }

  package init() {}

  package var isEmpty: Bool { counts.isEmpty }

  package mutating func add(_ count: Count, to kind: EvidenceClass) {
    counts[kind] = (counts[kind] ?? Count()) + count
    wider[Calibration.group(of: kind)] = (wider[Calibration.group(of: kind)] ?? Count()) + count
    widest[kind.isApplied] = (widest[kind.isApplied] ?? Count()) + count
    if let all = Calibration.whoeverPays(kind) { byReason[all] = (byReason[all] ?? Count()) + count }
  }

  private static func group(of kind: EvidenceClass) -> Group {
    switch kind {
    case .applied(let matcher, _, _): .matcher(matcher)
    case .suggested(let source, _, _, let place, _): .source(source, place: place)
    }
  }

  /// A class with less history than this is judged by a wider one, or by another calibration.
  package static let leastHistory = 100

  /// The probability, in basis points, that an explanation of this class is right: the share that was, counted as if one half
  /// of one more had been wrong, so that nothing is ever certain; at most 9,999. nil where nothing was ever counted.
  package func basisPoints(_ kind: EvidenceClass) -> Int? {
    guard let count = history(of: kind) else { return nil }
    return min(9_999, ((count.payments - count.wrong) * 20_000 + 10_000) / (2 * count.payments + 2))
  }

  /// What a class is judged by: its own history where there is enough, else that of a wider one.
  package func history(of kind: EvidenceClass) -> Count? {
    let candidates = [
      counts[kind], Calibration.whoeverPays(kind).flatMap { byReason[$0] }, wider[Calibration.group(of: kind)],
      widest[kind.isApplied],
    ].compactMap { $0 }
    return candidates.first { $0.payments >= Calibration.leastHistory } ?? candidates.last
  }

  /// A company's own history and the one that stands in where its own is too little; nil where all is one history.
  private var records: Records?

  private struct Records: Hashable {
    let own: [EvidenceClass: Count]
    let other: [EvidenceClass: Count]
  }

  /// The same history, with classes that have too little of it taken from another one.
  package func filled(from other: Calibration) -> Calibration {
    var result = Calibration()
    for kind in EvidenceClass.all {
      if let own = counts[kind], own.payments >= Calibration.leastHistory {
        result.add(own, to: kind)
      } else if let count = other.counts[kind] {
        result.add(count, to: kind)
      }
    }
    result.records = Records(own: counts, other: other.counts)
    return result
  }

  /// The classes that may be applied without a person so that, with 95 % confidence, no more than `rate` (in millionths) of
  /// all applied payments are wrong.
  ///
  /// The classes are tested in their fixed order (`EvidenceClass.appliedInOrder`), each together with all before it: its
  /// payments are pooled with theirs, and the exact binomial upper bound of the pooled wrong rate (Clopper and Pearson 1934) must not
  /// be above the rate. The first that fails ends the test, so that its level holds for all (fixed sequence testing, as in
  /// Learn then Test, arXiv 2110.01052). A class that history has not seen is as rare as that, and goes with those before it.
  ///
  /// Where a history was filled up (`filled`), a company's own decides wherever it can: it allows what it proves, and ends the
  /// test where more of it was wrong than the rate, however few payments that were. In between it is too short for the rate (to
  /// prove one in a thousand takes 2,995 payments without a wrong one), and what the other history proves is allowed; the
  /// same holds for a class that one's own has hardly seen.
  package func applicable(maxWrongRate rate: Int64) -> Set<EvidenceClass> {
    verdict(maxWrongRate: rate).applicable
  }

  /// What a rate allows, and on whose history.
  package struct Verdict: Sendable {
    package fileprivate(set) var applicable: Set<EvidenceClass> = []
    /// How many of these only the history allows that stands in for one's own.
    package fileprivate(set) var onOther = 0
    /// The class at which more of one's own history was wrong than the rate, and that history up to it.
    package fileprivate(set) var refuted: (kind: EvidenceClass, own: Count)?
  }

  package func verdict(maxWrongRate rate: Int64) -> Verdict {
    var verdict = Verdict()
    if rate >= 1_000_000 {
      verdict.applicable = Set(EvidenceClass.appliedInOrder)
      return verdict
    }
    var own = Pool(records?.own ?? counts, rate)
    var other = Pool(records?.other ?? [:], rate)
    for kind in EvidenceClass.appliedInOrder {
      own.add(kind)
      other.add(kind)
      guard own.sum.payments + other.sum.payments > 0 else { continue }
      let isKnown = records == nil || own.counts[kind].map { $0.payments >= Calibration.leastHistory } ?? false
      if isKnown && own.isProven {
        verdict.applicable.insert(kind)
      } else if own.isRefuted {
        verdict.refuted = (kind, own.sum)
        break
      } else if other.hasAllProven {
        verdict.applicable.insert(kind)
        verdict.onOther += 1
      } else {
        break
      }
    }
    return verdict
  }

  /// A history's classes, pooled one after another.
  private struct Pool {
    let counts: [EvidenceClass: Count]
    let rate: Double
    private(set) var sum = Count()
    private(set) var isProven = false
    private var hasFailed = false

    init(_ counts: [EvidenceClass: Count], _ rate: Int64) {
      self.counts = counts
      self.rate = Double(rate) / 1_000_000
    }

    mutating func add(_ kind: EvidenceClass) {
      guard let count = counts[kind] else { return }
      sum = sum + count
      isProven = BinomialBound.upper(wrong: sum.wrong, of: sum.payments, level: Calibration.level) <= rate
      if !isProven { hasFailed = true }
    }

    var hasAllProven: Bool { isProven && !hasFailed }

    /// Whether more was wrong than the rate.
    var isRefuted: Bool { Double(sum.wrong) > rate * Double(sum.payments) }
  }

  /// The probability that a stated bound does not hold.
  package static let level = 0.05
}
