import CashModel

/// Reads a bank's CSV file by a profile of the configuration.
enum ProfileReader {
  /// - Parameter decoded: the text with the places its bytes have in the file; nil where the file is UTF-8 itself.
  static func read(
    _ text: Span<UInt8>, _ place: ProfilePlace, _ profile: CSVProfile, file: Int32, decoded: DecodedText? = nil
  ) -> BankFile {
    var result = BankFile()
    do throws(CSVProfileProblem) {
      let layout = try ProfileLayout(profile, header: profile.header, preamble: text.extracting(place.preamble))
      result = read(text, place, layout, file: file, decoded)
    } catch {
      result.diagnostics.append(
        Diagnostic(
          .error, .structure, file: file, byteOffset: -1,
          message: "The profile \(profile.name) cannot read the file: \(error.message)."))
    }
    result.format = .csv
    result.variant = "profile \(profile.name)"
    return result
  }

  private static func read(
    _ text: Span<UInt8>, _ place: ProfilePlace, _ layout: ProfileLayout, file: Int32, _ decoded: DecodedText?
  ) -> BankFile {
    var log = DiagnosticLog()
    var rows = ProfileRows(text, place, layout, file: file, decoded: decoded)
    var table = BankCSVRows(file: file)
    var balances = RunningBalances(layout.profile.order)
    while rows.next(&log) {
      do throws(CSVProblem) {
        try table.append(rows, marks: rows.marks)
        let payment = table.result.payments.record(table.result.payments.count - 1)
        balances.add(try rows.balance(payment.currency), payment, rows)
      } catch {
        log.append(rows.diagnostic(error))
      }
    }
    let rowCount = table.result.payments.count
    let footer = text.extracting(min(rows.endOfTable, text.count)..<text.count)
    checkRowCount(rowCount, text.extracting(place.preamble), footer, layout.profile, file, &log)
    for (rule, count) in zip(layout.rules, rows.skipped) where count > 0 {
      log.append(
        Diagnostic(
          .warning, .structure, file: file, byteOffset: -1,
          message: "Rule \(rule.number) of the profile skipped \(count) \(count == 1 ? "row" : "rows").",
          found: rule.pattern.source))
    }
    var result = table.result
    balances.finish(&result.statements, &log)
    if layout.profile.statedRowCount != nil { result.fileTotals = log.errorCount == 0 ? .tie : .blank }
    result.diagnostics = log
    return result
  }

  /// What the file says of the number of its rows, above or below the table.
  private static func checkRowCount(
    _ count: Int, _ preamble: Span<UInt8>, _ footer: Span<UInt8>, _ profile: CSVProfile, _ file: Int32,
    _ log: inout DiagnosticLog
  ) {
    guard let source = profile.statedRowCount, let pattern = try? TextPattern(source) else { return }
    var stated: Int?
    if let found = pattern.firstMatch(in: preamble) { stated = number(preamble.extracting(found)) }
    if stated == nil, let found = pattern.firstMatch(in: footer) { stated = number(footer.extracting(found)) }
    guard stated != count else { return }
    log.append(
      Diagnostic(
        .error, .controlTotal, file: file, byteOffset: -1,
        message: stated == nil
          ? "The file does not say how many rows it has, as the profile expects."
          : "The file has another number of rows than it says.",
        found: "\(count) rows", expected: stated.map { "\($0) rows" } ?? source))
  }

  private static func number(_ text: Span<UInt8>) -> Int? {
    Int(String(decoding: text.indices.map { text[$0] }, as: UTF8.self))
  }
}
