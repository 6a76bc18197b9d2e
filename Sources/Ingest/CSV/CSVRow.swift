import CashModel

/// The current row of a table that keeps a CSV contract, by the contract's columns.
protocol CSVRow: ~Escapable {
  associatedtype Column: CSVColumn

  var source: SourcePosition { get }

  /// The cell as it stands, without its quotes; empty where the file has no such column.
  @_lifetime(borrow self)
  func cell(_ column: Column) -> Span<UInt8>

  func problem(
    _ problem: Diagnostic.Problem, _ column: Column, _ message: String, expected: String
  ) -> CSVProblem
}

/// Cells as values. An empty cell is nil, since whether a value must be there is the column's matter; a cell that is
/// neither empty nor a value is thrown as a problem.
extension CSVRow where Self: ~Escapable {
  /// The cell without blanks around it and without the apostrophe that keeps spreadsheets from computing it.
  @_lifetime(borrow self)
  func text(_ column: Column) -> Span<UInt8> { CSVText.trimmed(CSVText.unguarded(cell(column))) }

  func date(_ column: Column) throws(CSVProblem) -> CalendarDate? {
    let value = CSVText.trimmed(cell(column))
    guard value.count > 0 else { return nil }
    if let date = CalendarDate(iso: value) { return date }
    throw problem(.date, column, "\(column.name) is no day of the calendar.", expected: "a date such as 2026-03-31")
  }

  func currency(_ column: Column) throws(CSVProblem) -> Currency {
    let value = CSVText.trimmed(cell(column))
    guard value.count > 0 else { throw missing(column, expected: "a currency such as EUR") }
    if let currency = Currency(value) { return currency }
    throw problem(
      .currency, column, "\(column.name) is no currency of ISO 4217.", expected: "three capital letters such as EUR")
  }

  func amount(_ column: Column, in currency: Currency) throws(CSVProblem) -> Money? {
    let value = CSVText.trimmed(cell(column))
    guard value.count > 0 else { return nil }
    let exponent = currency.exponent
    do throws(AmountProblem) {
      return try Money(decimal: value, exponent: exponent)
    } catch {
      switch error {
      case .overflow:
        throw problem(
          .overflow, column, "\(column.name) is larger than any amount this program takes.",
          expected: "at most \(Money(minorUnits: Money.largestMinorUnits).text(exponent: exponent))")
      case .tooManyDecimals:
        throw problem(
          .amount, column, "\(column.name) has more decimals than \(currency.code) has.",
          expected: exponent == 0 ? "no decimals" : "at most \(exponent) decimals")
      case .empty, .malformed:
        throw problem(
          .amount, column, "\(column.name) is no plain decimal number.",
          expected: "digits with a decimal point, such as \(Money(minorUnits: 123_450).text(exponent: exponent))")
      }
    }
  }

  /// False where the cell is empty.
  func flag(_ column: Column) throws(CSVProblem) -> Bool {
    let value = CSVText.trimmed(cell(column))
    if value.count == 0 { return false }
    if let flag = flagWords[value] { return flag }
    throw problem(.unknownValue, column, "\(column.name) is neither true nor false.", expected: "true, false or empty")
  }

  /// The cell as `text` gives it, which may not be empty.
  @_lifetime(borrow self)
  func requiredText(_ column: Column, expected: String) throws(CSVProblem) -> Span<UInt8> {
    let value = text(column)
    guard value.count > 0 else { throw missing(column, expected: expected) }
    return value
  }

  func missing(_ column: Column, expected: String) -> CSVProblem {
    problem(.missingField, column, "\(column.name) is empty.", expected: expected)
  }
}

private let flagWords = WordTable([("TRUE YES 1", true), ("FALSE NO 0", false)])
