package import CashModel

/// Reads exchange rates from CSV: a header with `date, from, to, rate` in any order, a row per day and pair. One unit of `from` is
/// `rate` units of `to`, with at most ten decimals.
package enum RateReader {
  package static func read(_ bytes: Span<UInt8>, file: Int32) -> (rates: ExchangeRates, diagnostics: DiagnosticLog) {
    var log = DiagnosticLog()
    var rates = ExchangeRates()
    guard LedgerFile.isReadable(bytes, file: file, log: &log) else { return (rates, log) }
    var table = CSVTable<RateColumn>(bytes, file: file, log: &log)
    while table.next(&log) {
      do throws(CSVProblem) {
        try enter(table, into: &rates)
      } catch {
        log.append(table.diagnostic(error))
      }
    }
    return (rates, log)
  }

  private static func enter(_ row: borrowing CSVTable<RateColumn>, into rates: inout ExchangeRates) throws(CSVProblem) {
    guard let day = try row.date(.date) else { throw row.missing(.date, expected: "the day the rate is of") }
    let source = try row.currency(.source)
    let target = try row.currency(.target)
    guard source != target else {
      throw row.problem(.currency, .target, "from and to are the same currency.", expected: "two currencies")
    }
    let expected = "a positive number with at most \(decimals) decimals, such as 1.0845"
    let text = try row.requiredText(.rate, expected: expected)
    guard let rate = try? Money(decimal: text, exponent: decimals), rate > .zero else {
      throw row.problem(.amount, .rate, "rate is no exchange rate.", expected: expected)
    }
    guard rates.insert(rate.minorUnits, from: source, to: target, on: day) else {
      throw row.problem(
        .duplicateKey, .date, "The rate from \(source.code) to \(target.code) of this day stands twice.",
        expected: "each day and pair once")
    }
  }

  private static let decimals = 10
}

private enum RateColumn: Int, CSVColumn {
  case date, source, target, rate

  var name: String {
    switch self {
    case .date: "date"
    case .source: "from"
    case .target: "to"
    case .rate: "rate"
    }
  }

  var isRequired: Bool { true }
}
