import CashModel

/// The rows of a bank's CSV that begin within a part of it, so that one large file is read side by side.
///
/// A part is taken for one only where the rows of the part before it end just where it begins; else the file is read as one.
struct BankCSVPart: Sendable {
  private var rows: BankCSVRows
  private var log = DiagnosticLog()
  private let range: Range<Int>
  private let isReadable: Bool
  /// Behind the last row, which may be outside of the part.
  private var end = 0
  private var rowCount: Int32 = 0

  /// - Parameter keepsPayments: else only what reports need is kept.
  init(_ bytes: Span<UInt8>, _ range: Range<Int>, file: Int32, keepsPayments: Bool = true) {
    self.range = range
    rows = BankCSVRows(file: file, keepsPayments: keepsPayments)
    rows.reserve(for: bytes.extracting(range))
    var header = DiagnosticLog()
    var table = CSVTable<BankColumn>(
      bytes, file: file, part: range,
      hint: " A bank's own columns are read by a profile; inspect --propose-profile writes one.", log: &header)
    // Every part reads the header, and the first speaks of it.
    if range.lowerBound == 0 { log = header }
    isReadable = table.isReadable
    while table.next(&log) {
      do throws(CSVProblem) {
        try rows.append(table)
      } catch {
        log.append(table.diagnostic(error))
      }
    }
    (end, rowCount) = table.place
    // The accounts' names stand in the statements as well.
    if !keepsPayments { rows.result.payments = PaymentTable() }
  }

  /// The file, where this is all of it.
  var file: BankFile {
    var result = rows.result
    result.format = .csv
    if isReadable { result.variant = "canonical" }
    result.diagnostics = log
    if let problem = rows.mixedDirections { result.diagnostics.append(problem) }
    return result
  }

  /// Room for the rows of the whole file, as many a byte as here.
  mutating func reserve(forAll byteCount: Int) {
    guard !range.isEmpty, rows.result.payments.count > 0 else { return }
    let payments = rows.result.payments
    let (count, texts) = ExpectedSize.ofAll(
      byteCount, (payments.count, payments.arena.bytes.count), in: range.count)
    rows.result.payments.reserve(count, texts: texts)
  }

  /// Puts the next part behind this one.
  ///
  /// - Returns: false where it was not cut between rows, so that the file must be read as one.
  mutating func append(_ part: BankCSVPart) -> Bool {
    guard isReadable, end == part.range.lowerBound else { return false }
    let (count, overflow) = rowCount.addingReportingOverflow(part.rowCount)
    guard !overflow, rows.append(part.rows, records: rowCount) else { return false }
    var next = part.log
    next.shiftRecords(by: rowCount)
    log.append(contentsOf: next)
    (end, rowCount) = (part.end, count)
    return true
  }
}
