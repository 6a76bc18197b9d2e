import CashModel

/// Reading leaves: amounts, dates, codes, names; and saying what is wrong with them.
extension CamtSink {
  enum Need {
    /// Money of an entry: what cannot be read makes the entry bad.
    case required
    /// Information beside the money: what cannot be read is left out, with a warning.
    case additional
  }

  mutating func report(
    _ severity: Diagnostic.Severity, _ problem: Diagnostic.Problem, _ message: String, found: String = "",
    expected: String = ""
  ) {
    file.diagnostics.append(
      Diagnostic(
        severity, problem, file: fileNumber, byteOffset: position, record: record, message: message, found: found,
        expected: expected))
    if severity == .error { entry.isBad = true }
  }

  // MARK: - Text

  /// Keeps the leaf as a single line: runs of blanks with a line break among them become one blank.
  mutating func keepLine() -> TextSlice {
    leaf.joinLines()
    return keep()
  }

  /// Keeps the leaf without blanks, as account numbers are compared.
  mutating func keepCompact() -> TextSlice {
    leaf.dropBlanks()
    return keep()
  }

  /// Keeps a reference or a name; what banks write where there is none is empty.
  mutating func keepReference() -> TextSlice {
    leaf.holds("NOTPROVIDED") || leaf.holds("NOTAVAILABLE") || leaf.holds("NONREF") ? .empty : keepLine()
  }

  // MARK: - Money

  /// The leaf as an amount in the currency of its `Ccy`, else of the account.
  mutating func amount(_ need: Need, allowingNegative: Bool = false) -> CamtAmount? {
    let severity: Diagnostic.Severity
    switch need {
    case .required: severity = .error
    case .additional: severity = .warning
    }
    guard let currency = amountCurrency(severity) else { return nil }
    do throws(AmountProblem) {
      let money = try Money(decimal: leaf.bytes, exponent: lastCurrency.exponent)
      guard allowingNegative || money >= .zero else { throw .malformed }
      return CamtAmount(money: money, currency: currency)
    } catch {
      let problem: Diagnostic.Problem = if case .overflow = error { .overflow } else { .amount }
      report(
        severity, problem, CamtSink.words(error), found: leaf.excerpt,
        expected: "a decimal number with \(lastCurrency.exponent) decimals")
      return nil
    }
  }

  private static func words(_ problem: AmountProblem) -> String {
    switch problem {
    case .empty: "An amount is empty"
    case .malformed: "An amount is not a plain number without a sign"
    case .tooManyDecimals: "An amount has more decimals than its currency"
    case .overflow: "An amount is too large"
    }
  }

  private mutating func amountCurrency(_ severity: Diagnostic.Severity) -> Currency? {
    if currencyAttribute == 0 {
      guard let currency = statement.currency else {
        report(severity, .currency, "An amount has no currency, and neither has the account")
        return nil
      }
      if lastCurrency.currency != currency { lastCurrency = (0, currency, currency.exponent) }
      return currency
    }
    if lastCurrency.packed != currencyAttribute || lastCurrency.currency == nil {
      let letters = [2, 1, 0].map { UInt8(truncatingIfNeeded: currencyAttribute >> (8 * UInt32($0))) }
      let currency = Currency(letters.span)
      lastCurrency = (currencyAttribute, currency, currency?.exponent ?? 0)
    }
    if lastCurrency.currency == nil {
      let letters = [2, 1, 0].map { UInt8(truncatingIfNeeded: currencyAttribute >> (8 * UInt32($0))) }
      report(
        severity, .currency, "An amount's currency is not one of ISO 4217",
        found: currencyAttribute == 1 ? "" : String(decoding: letters, as: UTF8.self))
    }
    return lastCurrency.currency
  }

  /// The leaf as a number of things; nil, with a warning, where it is none.
  mutating func count() -> Int? {
    do throws(AmountProblem) {
      let number = try Money(decimal: leaf.bytes, exponent: 0)
      guard number >= .zero else { throw .malformed }
      return Int(number.minorUnits)
    } catch {
      report(.warning, .controlTotal, "A number of entries or transactions cannot be read", found: leaf.excerpt)
      return nil
    }
  }

  // MARK: - Days and signs

  /// The day of a date, or of a date with a time, whatever its zone: the bank's day.
  mutating func day(_ need: Need) -> CalendarDate? {
    if let date = leaf.day { return date }
    let severity: Diagnostic.Severity
    switch need {
    case .required: severity = .error
    case .additional: severity = .warning
    }
    report(severity, .date, "A date is not one of the calendar", found: leaf.excerpt, expected: "YYYY-MM-DD")
    return nil
  }

  mutating func direction() -> Direction? {
    if leaf.holds("CRDT") { return .credit }
    if leaf.holds("DBIT") { return .debit }
    report(.error, .code, "CdtDbtInd is neither CRDT nor DBIT", found: leaf.excerpt, expected: "CRDT or DBIT")
    return nil
  }
}
