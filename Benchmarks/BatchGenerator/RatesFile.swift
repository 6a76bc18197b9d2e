import CashModel

/// Exchange rates of the batch's days, a little different from day to day, and `rates.csv` with them.
struct BatchRates {
  private var table = ExchangeRates()

  /// - Parameter days: the days that have rates.
  init(_ days: ClosedRange<Int32>) {
    let pairs: [(String, String, Int64)] = [
      ("EUR", "USD", 10_845_000_000), ("EUR", "GBP", 8_512_000_000), ("GBP", "USD", 12_741_000_000),
    ]
    for day in days {
      for (source, target, rate) in pairs {
        guard let source = Currency(source), let target = Currency(target) else {
          preconditionFailure("ISO 4217 has them")
        }
        let shift = Int64((Int(day) * 7_919) % 41 - 20)
        let isNew = table.insert(
          rate + rate / 10_000 * shift, from: source, to: target, on: CalendarDate(daysSince1970: day))
        precondition(isNew, "each day and pair once")
      }
    }
  }

  /// What an amount in the currency of one account is in that of another, so that the rate of the other way gives it back.
  func converted(
    _ amount: Money, fromAccount home: Int32, to other: Int32, on day: Int32, _ ledger: borrowing Ledger
  ) -> Int64 {
    guard let source = Currency(ledger.currency(ofAccount: other)),
      let target = Currency(ledger.currency(ofAccount: home)),
      let rate = table.rate(from: source, to: target, on: CalendarDate(daysSince1970: day)),
      let back = ExchangeRate(times10e10: rate.times10e10, isInverse: !rate.isInverse),
      let result = back.converted(amount, from: target, to: source)
    else { preconditionFailure("every bank day has a rate for every pair") }
    return max(1, result.minorUnits)
  }

  func write(to file: OutputFile) {
    file.bytes.write("date,from,to,rate\n")
    table.forEach { source, target, day, rate in
      file.bytes.write(day.text)
      file.bytes.write(",\(source.code),\(target.code),")
      file.bytes.write(Money(minorUnits: rate).text(exponent: 10))
      file.bytes.append(0x0a)
    }
  }
}
