import CashModel
import Ingest
import TestSupport
import Testing

@Suite struct RateReaderTests {
  private func read(_ text: String) -> (rates: ExchangeRates, diagnostics: DiagnosticLog) {
    RateReader.read(Array(text.utf8).span, file: 1)
  }

  private func rate(_ rates: ExchangeRates, _ from: String, _ to: String, _ day: String) throws -> Int64? {
    let (source, target) = try (#require(Currency(from)), #require(Currency(to)))
    return try rates.rate(from: source, to: target, on: #require(CalendarDate(iso: day)))?.direct
  }

  @Test func theLatestRateByTheDayCounts() throws {
    let (rates, diagnostics) = read(
      "date,from,to,rate\n2026-03-02,EUR,USD,1.08\n2026-03-04,EUR,USD,1.0845\n2026-03-04,GBP,EUR,1.2\n")
    #expect(diagnostics.entries.isEmpty)
    #expect(try rate(rates, "EUR", "USD", "2026-03-03") == 10_800_000_000)
    #expect(try rate(rates, "EUR", "USD", "2026-03-04") == 10_845_000_000)
    #expect(try rate(rates, "EUR", "USD", "2026-03-14") == 10_845_000_000)
    #expect(try rate(rates, "EUR", "USD", "2026-03-15") == nil)
    #expect(try rate(rates, "EUR", "USD", "2026-03-01") == nil)
    // The other way round, and no rate over a third currency.
    #expect(try rate(rates, "EUR", "GBP", "2026-03-04") == 8_333_333_333)
    #expect(try rate(rates, "GBP", "USD", "2026-03-04") == nil)
  }

  @Test(arguments: [
    ("2026-03-32,EUR,USD,1", Diagnostic.Problem.date), ("2026-03-02,EUR,EUR,1", .currency),
    ("2026-03-02,EU,USD,1", .currency),
    ("2026-03-02,EUR,USD,0", .amount), ("2026-03-02,EUR,USD,-1", .amount),
    ("2026-03-02,EUR,USD,1.12345678901", .amount),
    ("2026-03-02,EUR,USD,\"1,08\"", .amount), ("2026-03-02,EUR,USD,", .missingField), (",EUR,USD,1", .missingField),
    ("2026-03-02,EUR,USD,99999999999999999999", .amount),
  ])
  func aWrongRateIsRefusedWithItsPlace(row: String, problem: Diagnostic.Problem) {
    let (rates, diagnostics) = read("date,from,to,rate\n\(row)\n")
    #expect(diagnostics.entries.map(\.problem) == [problem])
    #expect(diagnostics.entries.first?.record == 2)
    #expect(rates.isEmpty)
  }

  @Test func aDayTwiceIsAnError() {
    let (_, diagnostics) = read("date,from,to,rate\n2026-03-02,EUR,USD,1.08\n2026-03-02,EUR,USD,1.08\n")
    #expect(diagnostics.entries.map(\.problem) == [.duplicateKey])
  }
}
