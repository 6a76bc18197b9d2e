import CashModel
import Ingest

/// A bank file that was read, with what is said about it.
struct ReadBankFile: Sendable {
  var report: InputReport
  var file: BankFile
}

/// Reads the input files and says what is wrong with them, in the words of a help desk: file, line, byte, record,
/// what was found and what was expected.
enum Inputs {
  /// - Parameter handOver: takes the payments, in pieces; the report then has no digest.
  static func bankFile(
    _ source: BankSource, number: Int32, dialects: BankDialects, isLinting: Bool = false,
    handingOver handOver: ((PaymentTable) -> Void)? = nil
  ) -> Swift.Result<ReadBankFile, RunFailure> {
    do throws(RunFailure) {
      return .success(
        try source.withBytes { sentence in
          var file = BankFile()
          file.diagnostics.append(
            Diagnostic(.error, .notRecognised, file: number, byteOffset: -1, message: sentence))
          let nothing: [UInt8] = []
          return ReadBankFile(report: report(.bank, source.name, nothing.span, file.diagnostics, file), file: file)
        } _: { bytes in
          let file =
            handOver.map {
              BankFileReader.read(
                bytes, file: number, name: source.name, dialects: dialects, isLinting: isLinting, handingOver: $0)
            } ?? BankFileReader.read(bytes, file: number, name: source.name, dialects: dialects)
          let digest = handOver == nil ? nil : ""
          return ReadBankFile(
            report: report(.bank, source.name, bytes, file.diagnostics, file, digest: digest), file: file)
        })
    } catch {
      return .failure(error)
    }
  }

  static func customers(_ path: String) throws(RunFailure) -> (customers: CustomerTable, report: InputReport) {
    try InputFile.withBytes(path) { bytes in
      let (customers, diagnostics) = CustomerReader.read(bytes, file: 0)
      return (customers, report(.customers, path, bytes, diagnostics, nil))
    }
  }

  static func advices(_ path: String) throws(RunFailure) -> (advices: AdviceTable, report: InputReport) {
    try InputFile.withBytes(path) { bytes in
      let (advices, diagnostics) = AdviceReader.read(bytes, file: 0)
      return (advices, report(.remittances, path, bytes, diagnostics, nil))
    }
  }

  static func rates(_ path: String) throws(RunFailure) -> (rates: ExchangeRates, report: InputReport) {
    try InputFile.withBytes(path) { bytes in
      let (rates, diagnostics) = RateReader.read(bytes, file: 0)
      return (rates, report(.rates, path, bytes, diagnostics, nil))
    }
  }

  /// - Parameter digest: of the bytes, where it is known, or not wanted.
  static func report(
    _ role: InputReport.Role, _ path: String, _ bytes: Span<UInt8>, _ log: DiagnosticLog, _ file: BankFile?,
    digest: String? = nil
  ) -> InputReport {
    // What a report keeps of a bank file are its statements, not its payments.
    var kept = file
    kept?.payments = PaymentTable()
    var lines = LazyLineIndex()
    var log = log
    log.locate { lines.line(at: $0, in: bytes) }
    kept?.diagnostics = log
    kept?.lint.locate { lines.line(at: $0, in: bytes) }
    // Errors first: of thousands of complaints they are the ones that refuse the file.
    let ordered = log.entries.filter { $0.severity == .error } + log.entries.filter { $0.severity == .warning }
    var messages = ordered.prefix(mostMessages).map { message($0, path) }
    let rest = log.errorCount + log.warningCount - messages.count
    let findings = kept?.lint.entries.map { message($0, path, "definition") } ?? []
    if rest > 0 { messages.append("\(path): \(rest) more errors and warnings") }
    messages += findings
    return InputReport(
      role: role, path: path, byteCount: bytes.count, digest: digest ?? InputFile.digest(of: bytes), bankFile: kept,
      messages: messages, warningCount: log.warningCount, isRefused: log.errorCount > 0)
  }

  private static func message(_ entry: Diagnostic, _ path: String, _ kind: String? = nil) -> String {
    var text = path
    if entry.line > 0 { text += ":\(entry.line)" }
    text += ": \(kind ?? (entry.severity == .error ? "error" : "warning")): "
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

extension ReadBankFile {
  /// The same with a warning of its own, for what only all files together show.
  mutating func warn(_ sentence: String) {
    var kept = report.bankFile
    kept?.diagnostics.append(
      Diagnostic(.warning, .structure, file: 0, byteOffset: -1, message: sentence))
    report = InputReport(
      role: report.role, path: report.path, byteCount: report.byteCount, digest: report.digest,
      bankFile: kept, messages: report.messages + ["\(report.path): warning: \(sentence)"],
      warningCount: report.warningCount + 1, isRefused: report.isRefused)
  }

  /// Puts results that several files give together into this one.
  mutating func setControl(of statement: Int, totals: ControlResult, balances: ControlResult) {
    file.statements[statement].totals = totals
    file.statements[statement].balances = balances
    guard var kept = report.bankFile else { return }
    kept.statements[statement].totals = totals
    kept.statements[statement].balances = balances
    report = InputReport(
      role: report.role, path: report.path, byteCount: report.byteCount, digest: report.digest, bankFile: kept,
      messages: report.messages, warningCount: report.warningCount, isRefused: report.isRefused)
  }
}

extension InputReport {
  /// The same report with warnings of what only the whole run shows.
  func warned(_ sentences: [String]) -> InputReport {
    InputReport(
      role: role, path: path, byteCount: byteCount, digest: digest, bankFile: bankFile,
      messages: messages + sentences.map { "\(path): warning: \($0)" }, warningCount: warningCount + sentences.count,
      isRefused: isRefused)
  }

  /// The same report with one more thing to say, which refuses the file.
  func refused(because sentence: String) -> InputReport {
    InputReport(
      role: role, path: path, byteCount: byteCount, digest: digest, bankFile: bankFile,
      messages: messages + ["\(path): error: \(sentence)"], warningCount: warningCount, isRefused: true)
  }
}
