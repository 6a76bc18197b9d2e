import CashModel
import Ingest

/// A bank file that was read, with what is said about it.
struct ReadBankFile: Sendable {
  var report: InputReport
  let file: BankFile
}

/// Reads the input files and says what is wrong with them, in the words of a help desk: file, line, byte, record,
/// what was found and what was expected.
enum Inputs {
  static func bankFile(_ path: String, number: Int32) -> Swift.Result<ReadBankFile, RunFailure> {
    do throws(RunFailure) {
      let bytes = try InputFile.read(path)
      let file = BankFileReader.read(bytes.span, file: number)
      return .success(ReadBankFile(report: report(.bank, path, bytes, file.diagnostics, file), file: file))
    } catch {
      return .failure(error)
    }
  }

  static func openItems(_ path: String) throws(RunFailure) -> (items: OpenItemTable, report: InputReport) {
    let bytes = try InputFile.read(path)
    let (items, diagnostics) = OpenItemReader.read(bytes.span, file: 0)
    return (items, report(.openItems, path, bytes, diagnostics, nil))
  }

  static func customers(_ path: String) throws(RunFailure) -> (customers: CustomerTable, report: InputReport) {
    let bytes = try InputFile.read(path)
    let (customers, diagnostics) = CustomerReader.read(bytes.span, file: 0)
    return (customers, report(.customers, path, bytes, diagnostics, nil))
  }

  private static func report(
    _ role: InputReport.Role, _ path: String, _ bytes: [UInt8], _ log: DiagnosticLog, _ file: BankFile?
  ) -> InputReport {
    // What a report keeps of a bank file are its statements, not its payments.
    var kept = file
    kept?.payments = PaymentTable()
    let lines = LineIndex(bytes.span)
    var log = log
    log.locate { lines.line(at: $0, in: bytes.span) }
    kept?.diagnostics = log
    // Errors first: of thousands of complaints they are the ones that refuse the file.
    let ordered = log.entries.filter { $0.severity == .error } + log.entries.filter { $0.severity == .warning }
    var messages = ordered.prefix(mostMessages).map { message($0, path) }
    let rest = log.errorCount + log.warningCount - messages.count
    if rest > 0 { messages.append("\(path): \(rest) more errors and warnings") }
    return InputReport(
      role: role, path: path, byteCount: bytes.count, digest: InputFile.digest(of: bytes), bankFile: kept,
      messages: messages, warningCount: log.warningCount, isRefused: log.errorCount > 0)
  }

  private static func message(_ entry: Diagnostic, _ path: String) -> String {
    var text = path
    if entry.line > 0 { text += ":\(entry.line)" }
    text += entry.severity == .error ? ": error: " : ": warning: "
    text += entry.message
    if !entry.found.isEmpty { text += "; found \(shortened(entry.found))" }
    if !entry.expected.isEmpty { text += "; expected \(shortened(entry.expected))" }
    var place: [String] = []
    if entry.record > 0 { place.append("record \(entry.record)") }
    if entry.byteOffset >= 0 { place.append("byte \(entry.byteOffset)") }
    return place.isEmpty ? text : text + " (" + place.joined(separator: ", ") + ")"
  }

  private static func shortened(_ text: String) -> String { text.count <= 120 ? text : text.prefix(117) + "..." }

  private static let mostMessages = 50
}

extension InputReport {
  /// The same report with one more thing to say, which refuses the file.
  func refused(because sentence: String) -> InputReport {
    InputReport(
      role: role, path: path, byteCount: byteCount, digest: digest, bankFile: bankFile,
      messages: messages + ["\(path): error: \(sentence)"], warningCount: warningCount, isRefused: true)
  }
}
