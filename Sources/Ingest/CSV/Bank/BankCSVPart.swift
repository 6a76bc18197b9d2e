package import CashModel

/// The rows of a bank's CSV that begin within a part of it, so that one large file is read side by side.
///
/// Where a row begins, only what stands before it says: a line's beginning may lie within quotes. So a part is taken for one only where the
/// rows of the part before it, read from where rows begin for certain, end just where it begins; else the file is read as one.
package struct BankCSVPart: Sendable {
  private var rows: BankCSVRows
  private var log = DiagnosticLog()
  private let range: Range<Int>
  private let isReadable: Bool
  /// Behind the last row, which may be outside of the part.
  private var end = 0
  private var rowCount: Int32 = 0

  /// Parts of at least some bytes, each from the beginning of a line on; one where there are no others.
  package static func ranges(of bytes: Span<UInt8>, atLeast size: Int) -> [Range<Int>] {
    var starts = [0]
    var next = size
    while next <= bytes.count - size {
      while next < bytes.count, bytes[next - 1] != 0x0A { next += 1 }
      guard next < bytes.count else { break }
      starts.append(next)
      next += size
    }
    return zip(starts, starts.dropFirst() + [bytes.count]).map { $0..<$1 }
  }

  package init(_ bytes: Span<UInt8>, _ range: Range<Int>, file: Int32) {
    self.range = range
    rows = BankCSVRows(file: file)
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

  /// The same without its payments: what a report needs.
  package var withoutPayments: BankCSVPart {
    var part = self
    part.rows.result.payments = PaymentTable()
    return part
  }

  /// The file of which these are all parts, in order, as it would have been read as one; nil where they are none that were cut between rows.
  package static func joined(_ parts: [BankCSVPart]) -> BankFile? {
    guard var whole = parts.first else { return nil }
    whole.rows.result.payments.reserve(for: parts.map(\.rows.result.payments))
    for part in parts.dropFirst() {
      guard whole.isReadable, whole.end == part.range.lowerBound else { return nil }
      let (count, overflow) = whole.rowCount.addingReportingOverflow(part.rowCount)
      guard !overflow, whole.rows.append(part.rows, records: whole.rowCount) else { return nil }
      var log = part.log
      log.shiftRecords(by: whole.rowCount)
      whole.log.append(contentsOf: log)
      (whole.end, whole.rowCount) = (part.end, count)
    }
    return whole.file
  }
}
