package import CashModel
package import TrackRecord

/// Reads a run's own files and the truth back.
package enum ResultReader {
  package static func allocations(_ bytes: Span<UInt8>) -> (rows: [ResultAllocation], diagnostics: DiagnosticLog) {
    rows(bytes) { (row: borrowing CSVTable<AllocationColumn>) throws(CSVProblem) in
      var record = ResultAllocation()
      record.paymentID = string(row.text(.paymentID))
      record.bankReference = string(row.text(.bankReference))
      record.customerID = string(row.text(.customerID))
      record.invoiceID = string(row.text(.invoiceID))
      record.applied = try money(row, .applied)
      record.discount = try money(row, .discount)
      record.adjustment = try money(row, .adjustment)
      record.adjustmentReason = string(row.text(.adjustmentReason))
      record.currency = string(row.text(.currency))
      record.matcher = string(row.text(.matcher))
      record.confidence = try basisPoints(row, .confidence)
      record.explanation = string(row.text(.explanation))
      record.paid = try money(row, .paid)
      record.evidenceClass = string(row.text(.evidenceClass))
      return record
    }
  }

  package static func exceptions(_ bytes: Span<UInt8>) -> (rows: [ResultException], diagnostics: DiagnosticLog) {
    rows(bytes) { (row: borrowing CSVTable<ExceptionColumn>) throws(CSVProblem) in
      var record = ResultException()
      record.paymentID = string(row.text(.paymentID))
      record.bankReference = string(row.text(.bankReference))
      record.amount = try money(row, .amount)
      record.currency = string(row.text(.currency))
      record.reason = string(row.text(.reason))
      record.detail = string(row.text(.detail))
      record.openAmount = try money(row, .openAmount)
      record.evidenceClasses = string(row.text(.evidenceClasses)).utf8.split(separator: UInt8(ascii: "|")).map {
        String(decoding: Array($0), as: UTF8.self)
      }
      for (text, confidence) in ExceptionColumn.suggestions {
        let suggestion = try suggestion(row, text)
        guard !suggestion.isEmpty else { continue }
        record.suggestions.append(suggestion)
        record.confidences.append(try basisPoints(row, confidence))
      }
      return record
    }
  }

  package static func transactions(_ bytes: Span<UInt8>) -> (rows: [ResultTransaction], diagnostics: DiagnosticLog) {
    rows(bytes) { (row: borrowing CSVTable<TransactionColumn>) throws(CSVProblem) in
      var record = ResultTransaction()
      record.paymentID = string(row.text(.paymentID))
      record.bankReference = string(row.text(.bankReference))
      record.amount = try money(row, .amount)
      record.currency = string(row.text(.currency))
      record.transactionClass = string(row.text(.transactionClass))
      record.outcome = string(row.text(.outcome))
      record.openAmount = try money(row, .openAmount)
      record.payerName = string(row.text(.payerName))
      return record
    }
  }

  package static func truePayments(_ bytes: Span<UInt8>) -> (rows: [TruePayment], diagnostics: DiagnosticLog) {
    rows(bytes) { (row: borrowing CSVTable<TrueColumn>) throws(CSVProblem) in
      var record = TruePayment()
      record.bankReference = string(row.text(.bankReference))
      record.amount = try money(row, .amount)
      record.currency = string(row.text(.currency))
      record.kind = string(row.text(.kind))
      record.scenario = string(row.text(.scenario))
      record.evidence = string(row.text(.evidence))
      record.group = string(row.text(.group))
      record.customerID = string(row.text(.customerID))
      return record
    }
  }

  package static func trueSplits(_ bytes: Span<UInt8>) -> (rows: [TrueSplit], diagnostics: DiagnosticLog) {
    rows(bytes) { (row: borrowing CSVTable<SplitColumn>) throws(CSVProblem) in
      var record = TrueSplit()
      record.bankReference = string(row.text(.bankReference))
      record.invoiceID = string(row.text(.invoiceID))
      record.applied = try money(row, .applied)
      record.discount = try money(row, .discount)
      return record
    }
  }

  package static func calibration(_ bytes: Span<UInt8>) -> (calibration: Calibration, diagnostics: DiagnosticLog) {
    var calibration = Calibration()
    let known = Dictionary(uniqueKeysWithValues: EvidenceClass.all.map { ($0.name, $0) })
    var seen: Set<EvidenceClass> = []
    let (rows, log) = rows(bytes) { (row: borrowing CSVTable<CalibrationColumn>) throws(CSVProblem) in
      let name = string(row.text(.kind))
      guard let kind = known[name] else {
        throw row.problem(
          .unknownValue, .kind, "class is no class of evidence.", expected: "a class as calibrate writes it")
      }
      guard seen.insert(kind).inserted else {
        throw row.problem(.duplicateKey, .kind, "The class stands twice.", expected: "each class once")
      }
      var count = Calibration.Count(payments: try number(row, .payments), wrong: try number(row, .wrong))
      guard count.wrong <= count.payments else {
        throw row.problem(.amount, .wrong, "wrong is more than payments.", expected: "at most \(count.payments)")
      }
      if let lowest = try basisPoints(row, .lowest), let highest = try basisPoints(row, .highest) {
        guard lowest <= highest, highest <= 10_000 else {
          throw row.problem(
            .amount, .highest, "lowest and highest are no range of shares.", expected: "basis points from 0 to 10000")
        }
        count.batches = lowest...highest
      }
      return (kind, count)
    }
    for (kind, count) in rows { calibration.add(count, to: kind) }
    return (calibration, log)
  }

  private static func rows<Column: CSVColumn, Record>(
    _ bytes: Span<UInt8>, _ record: (borrowing CSVTable<Column>) throws(CSVProblem) -> Record
  ) -> (rows: [Record], diagnostics: DiagnosticLog) {
    var log = DiagnosticLog()
    var records: [Record] = []
    guard LedgerFile.isReadable(bytes, file: 0, log: &log) else { return ([], log) }
    var table = CSVTable<Column>(bytes, file: 0, log: &log)
    while table.next(&log) {
      do throws(CSVProblem) {
        records.append(try record(table))
      } catch {
        log.append(table.diagnostic(error))
      }
    }
    return (records, log)
  }

  private static func string(_ text: Span<UInt8>) -> String {
    String(decoding: text.indices.map { text[$0] }, as: UTF8.self)
  }

  /// Zero where the cell is empty.
  private static func money<Column>(_ row: borrowing CSVTable<Column>, _ column: Column) throws(CSVProblem) -> Money {
    let text = row.text(column)
    guard text.count > 0 else { return .zero }
    guard let money = try? Money(decimal: text, exponent: decimals) else {
      throw row.problem(
        .amount, column, "\(column.name) is no amount.", expected: "a decimal number with at most \(decimals) decimals")
    }
    return money
  }

  private static func number<Column>(_ row: borrowing CSVTable<Column>, _ column: Column) throws(CSVProblem) -> Int {
    guard let number = try? Money(decimal: row.text(column), exponent: 0), number >= .zero else {
      throw row.problem(.amount, column, "\(column.name) is no count.", expected: "a whole number that is not negative")
    }
    return Int(number.minorUnits)
  }

  private static func basisPoints<Column>(
    _ row: borrowing CSVTable<Column>, _ column: Column
  ) throws(CSVProblem) -> Int? {
    row.text(column).count == 0 ? nil : try number(row, column)
  }

  /// `INVOICE:CASH` pairs joined by `|`.
  private static func suggestion(
    _ row: borrowing CSVTable<ExceptionColumn>, _ column: ExceptionColumn
  ) throws(CSVProblem) -> [ResultSuggestion] {
    var pairs: [ResultSuggestion] = []
    for pair in string(row.text(column)).utf8.split(separator: UInt8(ascii: "|")) {
      guard let colon = pair.lastIndex(of: UInt8(ascii: ":")),
        let cash = try? Money(decimal: Array(pair[pair.index(after: colon)...]).span, exponent: decimals)
      else {
        throw row.problem(
          .structure, column, "\(column.name) is no suggestion.", expected: "INVOICE:CASH pairs joined by |")
      }
      pairs.append(ResultSuggestion(invoiceID: unescaped(pair[..<colon]), cash: cash))
    }
    return pairs
  }

  private static func unescaped(_ bytes: some Sequence<UInt8>) -> String {
    let text = String(decoding: Array(bytes), as: UTF8.self)
    guard text.contains("%") else { return text }
    return [("%7C", "|"), ("%3A", ":"), ("%25", "%")].reduce(text) { text, escape in
      text.split(separator: escape.0, omittingEmptySubsequences: false).joined(separator: escape.1)
    }
  }

  private static let decimals = 4
}
