package import CashModel

/// Reads remittance advices from CSV: a header with the contract's columns in any order, a row per document paid.
///
/// Rows of one payment reference, or without one of one payer and total, are one advice. Its lines must add up to its
/// total: one that does not is refused with the difference, the others go on.
package enum AdviceReader {
  package static func read(_ bytes: Span<UInt8>, file: Int32) -> (advices: AdviceTable, diagnostics: DiagnosticLog) {
    var log = DiagnosticLog()
    guard LedgerFile.isReadable(bytes, file: file, log: &log) else { return (AdviceTable(), log) }
    var rows = AdviceRows()
    var table = CSVTable<AdviceColumn>(bytes, file: file, log: &log)
    while table.next(&log) {
      do throws(CSVProblem) {
        try rows.append(table)
      } catch {
        log.append(table.diagnostic(error))
        rows.spoil(table)
      }
    }
    return (rows.finished(&log, file: file), log)
  }
}

enum AdviceColumn: Int, CSVColumn {
  case paymentReference, payer, total, currency, invoiceID, paid, discount, adjustment, reason

  var name: String {
    switch self {
    case .paymentReference: "payment_reference"
    case .payer: "payer"
    case .total: "total"
    case .currency: "currency"
    case .invoiceID: "invoice_id"
    case .paid: "paid"
    case .discount: "discount"
    case .adjustment: "adjustment"
    case .reason: "reason"
    }
  }

  var isRequired: Bool { self == .total || self == .currency || self == .invoiceID || self == .paid }
}

/// The advices as their rows are read.
private struct AdviceRows {
  private var table = AdviceTable()
  private var places: [[UInt8]: Int] = [:]
  /// Advices of which a row could not be read: none of them is used.
  private var spoiled: Set<[UInt8]> = []

  /// What makes rows one advice.
  private func key(_ row: borrowing CSVTable<AdviceColumn>) -> [UInt8] {
    var key: [UInt8] = []
    func add(_ text: Span<UInt8>) { for index in text.indices { key.append(text[index]) } }
    add(row.text(.paymentReference))
    if key.isEmpty {
      key.append(0)
      add(row.text(.payer))
      key.append(0)
      add(row.text(.total))
      key.append(0)
      add(row.text(.currency))
    }
    return key
  }

  mutating func spoil(_ row: borrowing CSVTable<AdviceColumn>) { spoiled.insert(key(row)) }

  mutating func append(_ row: borrowing CSVTable<AdviceColumn>) throws(CSVProblem) {
    let key = key(row)
    let currency = try row.currency(.currency)
    guard let total = try row.amount(.total, in: currency), let paid = try row.amount(.paid, in: currency) else {
      throw row.missing(.paid, expected: "an amount, and the advice's total in every row")
    }
    let place = places[key] ?? table.advices.count
    if place == table.advices.count {
      places[key] = place
      var advice = Advice()
      advice.reference = table.arena.append(row.text(.paymentReference))
      advice.payer = table.arena.append(row.text(.payer))
      advice.total = total
      advice.currency = currency
      advice.source = row.source
      table.advices.append(advice)
    }
    guard table.advices[place].total == total, table.advices[place].currency == currency else {
      throw row.problem(
        .controlTotal, .total, "The rows of one advice state different totals.",
        expected: table.advices[place].total.text(exponent: table.advices[place].currency.exponent))
    }
    var line = AdviceLine()
    line.invoice = table.arena.append(try row.requiredText(.invoiceID, expected: "the number of the document paid"))
    line.paid = paid
    line.discount = try row.amount(.discount, in: currency)
    line.adjustment = try row.amount(.adjustment, in: currency)
    line.reason = table.arena.append(row.text(.reason))
    table.advices[place].lines.append(line)
  }

  /// The advices that can be used, in an order that does not depend on that of the rows.
  mutating func finished(_ log: inout DiagnosticLog, file: Int32) -> AdviceTable {
    let bad = Set(spoiled.compactMap { places[$0] })
    var kept: [Advice] = []
    for (place, advice) in table.advices.enumerated() where !bad.contains(place) {
      guard advice.sum == Int128(advice.total.minorUnits) else {
        let exponent = advice.currency.exponent
        let difference = Int128(advice.total.minorUnits) - advice.sum
        log.append(
          Diagnostic(
            .warning, .controlTotal, file: file, byteOffset: advice.source.byteOffset, record: advice.source.record,
            message: "The lines of an advice do not add up to its total; the difference is "
              + Money(minorUnits: Int64(clamping: difference)).text(exponent: exponent) + ". The advice is not used.",
            found: Money(minorUnits: Int64(clamping: advice.sum)).text(exponent: exponent),
            expected: advice.total.text(exponent: exponent)))
        continue
      }
      kept.append(advice)
    }
    let arena = table.arena
    for place in kept.indices {
      kept[place].lines.sort { left, right in
        let order = arena.compare(left.invoice, right.invoice)
        return order != 0 ? order < 0 : left.paid < right.paid
      }
    }
    table.advices = kept.sorted { left, right in
      for path in [\Advice.reference, \.payer] {
        let order = arena.compare(left[keyPath: path], right[keyPath: path])
        if order != 0 { return order < 0 }
      }
      return left.total != right.total ? left.total < right.total : left.currency < right.currency
    }
    return table
  }
}
