package import CashModel

/// Reads what customers owe from CSV: a header with the contract's columns in any order, a row per open item.
package enum OpenItemReader {
  package static func read(
    _ bytes: Span<UInt8>, file: Int32
  ) -> (items: OpenItemTable, diagnostics: DiagnosticLog) {
    var log = DiagnosticLog()
    guard LedgerFile.isReadable(bytes, file: file, log: &log) else { return (OpenItemTable(), log) }
    var rows = OpenItemRows(for: bytes)
    var lines = LazyLineIndex()
    var table = CSVTable<OpenItemColumn>(bytes, file: file, log: &log)
    while table.next(&log) {
      do throws(CSVProblem) {
        let item = try rows.item(table, &log)
        if let first = rows.rowWithKey(of: item) {
          let (earlier, later) = (rows.items[Int(first)].source, item.source)
          let (earlierLine, laterLine) = (
            lines.line(at: earlier.byteOffset, in: bytes), lines.line(at: later.byteOffset, in: bytes)
          )
          throw table.problem(
            .duplicateKey, .invoiceID,
            "The invoice_id stands twice in one company, on lines \(earlierLine) and \(laterLine).",
            expected: "each invoice_id once per company")
        }
        rows.append(item)
      } catch {
        log.append(table.diagnostic(error))
      }
    }
    return (rows.items, log)
  }
}

enum OpenItemColumn: Int, CSVColumn {
  case invoiceID, customerID, amount, currency
  case invoiceDate, dueDate, type, discountDate, discountAmount, terms, references, poNumber, originalAmount
  case company, disputed, documentNumber, closedDate, closedBy

  var name: String {
    switch self {
    case .invoiceID: "invoice_id"
    case .customerID: "customer_id"
    case .amount: "amount"
    case .currency: "currency"
    case .invoiceDate: "invoice_date"
    case .dueDate: "due_date"
    case .type: "type"
    case .discountDate: "discount_date"
    case .discountAmount: "discount_amount"
    case .terms: "terms"
    case .references: "references"
    case .poNumber: "po_number"
    case .originalAmount: "original_amount"
    case .company: "company"
    case .disputed: "disputed"
    case .documentNumber: "document_number"
    case .closedDate: "closed_date"
    case .closedBy: "closed_by"
    }
  }

  var isRequired: Bool { rawValue <= OpenItemColumn.currency.rawValue }
}
