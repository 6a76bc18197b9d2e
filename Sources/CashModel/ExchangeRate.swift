/// How many units of one currency are one unit of another, to ten decimals.
public struct ExchangeRate: Hashable, Sendable {
  /// Times 10¹⁰; positive.
  public let times10e10: Int64
  /// The stated rate is the other way round: it says what one unit of the target is worth.
  public let isInverse: Bool

  /// - Returns: nil where the rate is not positive.
  public init?(times10e10: Int64, isInverse: Bool = false) {
    guard times10e10 > 0 else { return nil }
    self.times10e10 = times10e10
    self.isInverse = isInverse
  }

  /// The amount in the other currency, rounded half up (away from zero below it).
  ///
  /// - Returns: nil where it is larger than any amount this program takes.
  public func converted(_ amount: Money, from source: Currency, to target: Currency) -> Money? {
    var (numerator, denominator) = (Int128(times10e10), Int128(10_000_000_000))
    if isInverse { swap(&numerator, &denominator) }
    for _ in 0..<max(0, target.exponent - source.exponent) { numerator *= 10 }
    for _ in 0..<max(0, source.exponent - target.exponent) { denominator *= 10 }
    let (product, overflow) = Int128(amount.magnitude.minorUnits).multipliedReportingOverflow(by: numerator)
    guard !overflow else { return nil }
    // Half up without doubling, which could leave the range.
    let (whole, rest) = product.quotientAndRemainder(dividingBy: denominator)
    guard let units = Int64(exactly: whole + (rest >= denominator - rest ? 1 : 0)), units <= Money.largestMinorUnits
    else { return nil }
    return Money(minorUnits: amount < .zero ? -units : units)
  }

  /// Units of the target for one of the source, times 10¹⁰, rounded.
  public var direct: Int64 {
    guard isInverse else { return times10e10 }
    let (scale, rate) = (Int128(10_000_000_000) * 10_000_000_000, Int128(times10e10))
    return Int64(clamping: (2 * scale + rate) / (2 * rate))
  }
}

/// A table of exchange rates by day.
public struct ExchangeRates: Sendable {
  private struct Key: Hashable {
    let source: Currency
    let target: Currency
    let day: CalendarDate
  }

  private var rates: [Key: Int64] = [:]

  public init() {}

  public var isEmpty: Bool { rates.isEmpty }

  /// Enters that one unit of `source` was `times10e10` / 10¹⁰ units of `target` on a day.
  ///
  /// - Returns: false where the day has a rate for the pair already; that one stays.
  public mutating func insert(
    _ times10e10: Int64, from source: Currency, to target: Currency, on day: CalendarDate
  ) -> Bool {
    let key = Key(source: source, target: target, day: day)
    guard rates[key] == nil else { return false }
    rates[key] = times10e10
    return true
  }

  /// The latest rate of the pair by `day`, at most ten days old: over holidays none is published. Where only the other
  /// direction is in the table, that one is used.
  public func rate(from source: Currency, to target: Currency, on day: CalendarDate) -> ExchangeRate? {
    if let rate = latest(source, target, by: day) { return ExchangeRate(times10e10: rate) }
    return latest(target, source, by: day).flatMap { ExchangeRate(times10e10: $0, isInverse: true) }
  }

  private func latest(_ source: Currency, _ target: Currency, by day: CalendarDate) -> Int64? {
    for age in 0...ExchangeRates.oldest {
      if let rate = rates[Key(source: source, target: target, day: day.adding(days: -age))] { return rate }
    }
    return nil
  }

  /// Calls `body` with every rate, in order of currencies and days.
  public func forEach(
    _ body: (_ source: Currency, _ target: Currency, _ day: CalendarDate, _ times10e10: Int64) -> Void
  ) {
    let keys = rates.keys.sorted { ($0.source, $0.target, $0.day) < ($1.source, $1.target, $1.day) }
    for key in keys { if let rate = rates[key] { body(key.source, key.target, key.day, rate) } }
  }

  private static let oldest = 10
}
