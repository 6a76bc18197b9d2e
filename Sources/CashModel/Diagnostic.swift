/// One thing a reader found in an input file.
///
/// An `error` means the record cannot be trusted (the file is then refused whole by `apply`); a `warning` is
/// something unusual that was read all the same. Line numbers are computed from `byteOffset` when printing.
public struct Diagnostic: Hashable, Sendable {
  public enum Severity: Int, Comparable, Sendable {
    case warning, error
    public static func < (left: Severity, right: Severity) -> Bool { left.rawValue < right.rawValue }
  }

  /// Stable machine-readable kinds of problem.
  public enum Problem: String, Sendable {
    case notRecognised, encoding, structure, missingField, missingColumn, unknownColumn, duplicateColumn
    case amount, overflow, currency, date, code, duplicateKey, controlTotal, balance, unknownValue, limit, repeated
  }

  public let severity: Severity
  public let problem: Problem
  /// Position of the file among the run's inputs of its kind.
  public let file: Int32
  /// Offset of the record's or the value's first byte in the file; -1 where the file as a whole is meant.
  public let byteOffset: Int
  /// The record's number in the file, from 1 (BAI2 physical record, CSV row, camt entry); 0 where there is none.
  public fileprivate(set) var record: Int32
  /// The line `byteOffset` stands on, from 1; 0 until `DiagnosticLog.locate(_:)` has been told the file's lines.
  public fileprivate(set) var line: Int32 = 0
  /// A sentence a bank's help desk understands, without position.
  public let message: String
  public let found: String
  public let expected: String

  public init(
    _ severity: Severity, _ problem: Problem, file: Int32, byteOffset: Int, record: Int32 = 0, message: String,
    found: String = "", expected: String = ""
  ) {
    self.severity = severity
    self.problem = problem
    self.file = file
    self.byteOffset = byteOffset
    self.record = record
    self.message = message
    self.found = found
    self.expected = expected
  }
}

/// The diagnostics of one file, in order of finding. Only the first thousand are kept, all are counted, so that a
/// hostile file cannot fill the memory with complaints.
public struct DiagnosticLog: Sendable {
  public private(set) var entries: [Diagnostic] = []
  public private(set) var errorCount = 0
  public private(set) var warningCount = 0

  public init() {}

  public mutating func append(_ diagnostic: Diagnostic) {
    switch diagnostic.severity {
    case .error: errorCount += 1
    case .warning: warningCount += 1
    }
    // An error always gets a place among the kept ones while there is any room beyond the warnings' share.
    let limit = diagnostic.severity == .error ? DiagnosticLog.kept : DiagnosticLog.kept / 2
    if entries.count < limit { entries.append(diagnostic) }
  }

  public mutating func append(contentsOf other: DiagnosticLog) {
    for entry in other.entries { append(entry) }
    errorCount += other.errorCount - other.entries.count { $0.severity == .error }
    warningCount += other.warningCount - other.entries.count { $0.severity == .warning }
  }

  /// Moves what is said of a part of a file to where it stands in the whole.
  public mutating func shiftRecords(by count: Int32) {
    for index in entries.indices where entries[index].record > 0 { entries[index].record += count }
  }

  /// Gives the kept diagnostics their lines; readers know offsets only, and count lines for nobody.
  public mutating func locate(_ line: (Int) -> Int) {
    for index in entries.indices where entries[index].byteOffset >= 0 {
      entries[index].line = Int32(clamping: line(entries[index].byteOffset))
    }
  }

  public static let kept = 1_000
}
