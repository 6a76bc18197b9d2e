/// How many units of one currency are one unit of another, to ten decimals.
package struct ExchangeRate: Hashable, Sendable {
  /// Times 10¹⁰; positive.
  package let times10e10: Int64
  /// The stated rate is the other way round: it says what one unit of the target is worth.
  package let isInverse: Bool

  /// - Returns: nil where the rate is not positive.
  package init?(times10e10: Int64, isInverse: Bool = false) {
    guard times10e10 > 0 else { return nil }
    self.times10e10 = times10e10
    self.isInverse = isInverse
  }

  /// The amount in the other currency, rounded half up (away from zero below it).
  ///
  /// - Returns: nil where it is larger than any amount this program takes.
  package func converted(_ amount: Money, from source: Currency, to target: Currency) -> Money? {
    var (numerator, denominator) = (Int128(times10e10), Int128(10_000_000_000))
    if isInverse { swap(&numerator, &denominator) }
    for _ in 0..<max(0, target.exponent - source.exponent) { numerator *= 10 }
    for _ in 0..<max(0, source.exponent - target.exponent) { denominator *= 10 }
    let (product, overflow) = Int128(amount.magnitude.minorUnits).multipliedReportingOverflow(by: numerator)
    guard !overflow else { return nil }
    guard let units = Int64(exactly: (2 * product + denominator) / (2 * denominator)), units <= Money.largestMinorUnits
    else { return nil }
    return Money(minorUnits: amount < .zero ? -units : units)
  }

  /// Units of the target for one of the source, times 10¹⁰, rounded.
  package var direct: Int64 {
    guard isInverse else { return times10e10 }
    let (scale, rate) = (Int128(10_000_000_000) * 10_000_000_000, Int128(times10e10))
    return Int64(clamping: (2 * scale + rate) / (2 * rate))
  }
}

/// A table of exchange rates by day.
package struct ExchangeRates: Sendable {
  private struct Pair: Hashable {
    let source: Currency
    let target: Currency
  }

  private var rates: [Pair: [(day: CalendarDate, rate: Int64)]] = [:]

  package init() {}

  package var isEmpty: Bool { rates.isEmpty }

  /// Enters that one unit of `source` was `times10e10` / 10¹⁰ units of `target` on a day.
  ///
  /// - Returns: false where the day has a rate for the pair already.
  package mutating func insert(_ times10e10: Int64, from source: Currency, to target: Currency, on day: CalendarDate)
    -> Bool
  {
    let pair = Pair(source: source, target: target)
    var known = rates[pair] ?? []
    let place = known.firstIndex { $0.day >= day } ?? known.count
    if place < known.count, known[place].day == day { return false }
    known.insert((day, times10e10), at: place)
    rates[pair] = known
    return true
  }

  /// The latest rate of the pair by `day`, at most ten days old: over holidays none is published. Where only the other
  /// direction is in the table, that one is used.
  package func rate(from source: Currency, to target: Currency, on day: CalendarDate) -> ExchangeRate? {
    if let rate = latest(Pair(source: source, target: target), by: day) { return ExchangeRate(times10e10: rate) }
    return latest(Pair(source: target, target: source), by: day).flatMap {
      ExchangeRate(times10e10: $0, isInverse: true)
    }
  }

  private func latest(_ pair: Pair, by day: CalendarDate) -> Int64? {
    guard let found = rates[pair]?.last(where: { $0.day <= day }),
      day.daysSince1970 - found.day.daysSince1970 <= ExchangeRates.oldest
    else { return nil }
    return found.rate
  }

  /// Calls `body` with every rate, in order of currencies and days.
  package func forEach(
    _ body: (_ source: Currency, _ target: Currency, _ day: CalendarDate, _ times10e10: Int64) -> Void
  ) {
    let pairs = rates.keys.sorted { ($0.source, $0.target) < ($1.source, $1.target) }
    for pair in pairs { for entry in rates[pair] ?? [] { body(pair.source, pair.target, entry.day, entry.rate) } }
  }

  private static let oldest: Int32 = 10
}
