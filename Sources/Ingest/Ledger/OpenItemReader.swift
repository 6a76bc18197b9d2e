package import CashModel

/// Reads what customers owe from CSV: a header with the contract's columns in any order, a row per open item.
package enum OpenItemReader {
  package static func read(
    _ bytes: Span<UInt8>, file: Int32
  ) -> (items: OpenItemTable, diagnostics: DiagnosticLog) {
    var log = DiagnosticLog()
    guard LedgerFile.isReadable(bytes, file: file, log: &log) else { return (OpenItemTable(), log) }
    var assembly = OpenItemAssembly()
    assembly.take(OpenItemPart(bytes, 0..<bytes.count, file: file), of: bytes.count)
    return assembly.items(of: bytes, file: file)
  }

  /// Says of each row whose key stands before where it does: what a file is read again for that has a key twice.
  static func readComparing(
    _ bytes: Span<UInt8>, file: Int32
  ) -> (items: OpenItemTable, diagnostics: DiagnosticLog) {
    var log = DiagnosticLog()
    var rows = OpenItemRows(for: bytes)
    var keys = RowIndex()
    var lines = LazyLineIndex()
    var table = CSVTable<OpenItemColumn>(bytes, file: file, log: &log)
    while table.next(&log) {
      do throws(CSVProblem) {
        let item = try rows.item(table, &log)
        let print = rows.print(of: item)
        let first = keys.row(print: print) { row in
          rows.items.arena.equal(rows.items[Int(row)].invoiceID, item.invoiceID)
            && rows.items.arena.equal(rows.items[Int(row)].company, item.company)
        }
        if let first {
          let earlier = rows.items[Int(first)].source
          let (earlierLine, laterLine) = (
            lines.line(at: earlier.byteOffset, in: bytes), lines.line(at: item.source.byteOffset, in: bytes)
          )
          throw table.problem(
            .duplicateKey, .invoiceID,
            "The invoice_id stands twice in one company, on lines \(earlierLine) and \(laterLine).",
            expected: "each invoice_id once per company")
        }
        keys.insert(Int32(rows.items.count), print: print)
        rows.append(item)
      } catch {
        log.append(table.diagnostic(error))
      }
    }
    return (rows.items, log)
  }
}

/// The rows of an open-items file that begin within a part of it.
package struct OpenItemPart: Sendable {
  fileprivate var items: OpenItemTable
  /// By item: a hash of its key.
  fileprivate var keys: [UInt64] = []
  fileprivate var log = DiagnosticLog()
  fileprivate let range: Range<Int>
  fileprivate let isReadable: Bool
  /// Behind the last row, which may be outside of the part.
  fileprivate let end: Int
  fileprivate let rowCount: Int32

  package init(_ bytes: Span<UInt8>, _ range: Range<Int>, file: Int32) {
    self.range = range
    var rows = OpenItemRows(for: bytes.extracting(range))
    var header = DiagnosticLog()
    var table = CSVTable<OpenItemColumn>(bytes, file: file, part: range, log: &header)
    // Every part reads the header, and the first speaks of it.
    if range.lowerBound == 0 { log = header }
    isReadable = table.isReadable
    while table.next(&log) {
      do throws(CSVProblem) {
        let item = try rows.item(table, &log)
        keys.append(rows.print(of: item))
        rows.append(item)
      } catch {
        log.append(table.diagnostic(error))
      }
    }
    (end, rowCount) = table.place
    items = rows.items
  }
}

/// Puts the parts of an open-items file together as they come.
package struct OpenItemAssembly {
  private var items = OpenItemTable()
  private var keys: [UInt64] = []
  private var log = DiagnosticLog()
  private var end = 0
  private var rowCount: Int32 = 0
  /// Each part began where the rows before it ended.
  private var isWhole = true

  package init() {}

  /// - Parameter byteCount: of the whole file.
  package mutating func take(_ part: OpenItemPart, of byteCount: Int) {
    let (count, overflow) = rowCount.addingReportingOverflow(part.rowCount)
    guard isWhole, !overflow, part.range.lowerBound == end, part.isReadable || part.range.count == byteCount else {
      self = OpenItemAssembly()
      isWhole = false
      return
    }
    var said = part.log
    said.shiftRecords(by: rowCount)
    log.append(contentsOf: said)
    if part.range.lowerBound == 0 {
      (items, keys) = (part.items, part.keys)
      if part.range.count < byteCount, items.count > 0 {
        let (rows, texts) = ExpectedSize.ofAll(
          byteCount, (items.count, items.arena.bytes.count), in: part.range.count)
        items.reserve(rows, texts: texts)
        keys.reserveInLargePages(rows)
      }
    } else {
      items.append(contentsOf: part.items, records: rowCount)
      keys += part.keys
    }
    (end, rowCount) = (part.end, count)
  }

  /// The whole file's. What was cut where nothing may be cut, or has a key twice, is read again as one.
  package consuming func items(
    of bytes: Span<UInt8>, file: Int32
  ) -> (items: OpenItemTable, diagnostics: DiagnosticLog) {
    if !isWhole || Repeats.areAny(in: keys) { return OpenItemReader.readComparing(bytes, file: file) }
    return (items, log)
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
