import Glibc

/// Exact bounds for a share that was observed (Clopper and Pearson 1934), and what a share gives again.
package enum BinomialBound {
  /// The largest rate with which `wrong` or fewer of `total` would still be seen with a probability of `level`.
  package static func upper(wrong: Int, of total: Int, level: Double) -> Double {
    guard wrong < total else { return 1 }
    return bisected { cumulative(wrong, total, $0) > level }
  }

  /// The smallest rate with which `wrong` or more of `total` would still be seen with a probability of `level`.
  package static func lower(wrong: Int, of total: Int, level: Double) -> Double {
    guard wrong > 0 else { return 0 }
    return bisected { 1 - cumulative(wrong - 1, total, $0) < level }
  }

  /// The largest rate of which the condition holds, the condition holding up to some rate.
  private static func bisected(_ holds: (Double) -> Bool) -> Double {
    var (low, high) = (0.0, 1.0)
    for _ in 0..<60 {
      let middle = (low + high) / 2
      if holds(middle) { low = middle } else { high = middle }
    }
    return high
  }

  /// The probability that at most `count` of `total` happen, each with `rate`.
  package static func cumulative(_ count: Int, _ total: Int, _ rate: Double) -> Double {
    if count < 0 { return 0 }
    if count >= total || rate <= 0 { return 1 }
    if rate >= 1 { return 0 }
    // The shorter tail is summed, from its largest term outward until nothing more is added.
    let mean = Double(total) * rate
    if Double(count) <= mean {
      return tail(from: count, total, rate, step: -1)
    }
    return 1 - tail(from: count + 1, total, rate, step: 1)
  }

  /// The smallest count that is reached with at least this probability.
  package static func quantile(_ probability: Double, of total: Int, rate: Double) -> Int {
    var (low, high) = (0, total)
    while low < high {
      let middle = (low + high) / 2
      if cumulative(middle, total, rate) >= probability { high = middle } else { low = middle + 1 }
    }
    return low
  }

  private static func tail(from start: Int, _ total: Int, _ rate: Double, step: Int) -> Double {
    var term = exp(logTerm(start, total, rate))
    var sum = 0.0
    var place = start
    let odds = rate / (1 - rate)
    while place >= 0, place <= total, term > sum * 1e-17 {
      sum += term
      // The ratio of neighbouring terms.
      if step < 0 {
        term *= Double(place) / (Double(total - place + 1) * odds)
      } else {
        term *= Double(total - place) * odds / Double(place + 1)
      }
      place += step
    }
    return min(sum, 1)
  }

  private static func logTerm(_ count: Int, _ total: Int, _ rate: Double) -> Double {
    let (k, n) = (Double(count), Double(total))
    return lgamma(n + 1) - lgamma(k + 1) - lgamma(n - k + 1) + k * log(rate) + (n - k) * log1p(-rate)
  }
}
