import CashModel

/// The columns of a CSV contract, numbered from 0 without a gap.
package protocol CSVColumn: CaseIterable, RawRepresentable where RawValue == Int {
  var name: String { get }
  var isRequired: Bool { get }
}

/// Why a row cannot be read: the value at fault, and what stood there.
struct CSVProblem: Error {
  let problem: Diagnostic.Problem
  let byteOffset: Int
  let message: String
  let found: String
  let expected: String
}

/// The rows of a file that keeps a CSV contract, with access to cells by column.
///
/// The header says where a column is. A row of a wrong shape (too few or too many cells, an open quote, bytes that
/// are not UTF-8) is reported and passed over: which cell belongs to which column is never guessed.
struct CSVTable<Column: CSVColumn>: CSVRow, ~Escapable {
  private var cursor: CSVCursor
  private let file: Int32
  /// What to do about a header that is not the contract's.
  private let hint: String
  /// Where each column of the contract stands; -1 where the file has none.
  private var positions = Array(repeating: -1, count: Column.allCases.count)
  private var headerCount = 0
  private var isAllUTF8: Bool
  /// False where the header breaks the contract, which `log` then says.
  private(set) var isReadable = false

  /// - Parameter part: the bytes in which the rows to be read begin, beside the header; nil for all.
  @_lifetime(copy bytes)
  init(
    _ bytes: Span<UInt8>, file: Int32, part: Range<Int>? = nil, hint: String = "", log: inout DiagnosticLog
  ) {
    self.file = file
    self.hint = hint
    isAllUTF8 = UTF8Check.firstInvalid(in: bytes.extracting(part ?? 0..<bytes.count)) == nil
    cursor = CSVCursor(bytes, delimiter: CSVCursor.delimiter(ofHeaderIn: bytes))
    isReadable = readHeader(&log)
    if let part, isReadable { cursor.seek(part) }
  }

  /// The offset of what is read next, and the number of the row read last.
  var place: (offset: Int, record: Int32) { (cursor.position, cursor.record) }

  /// Moves to the next row of the right shape, reporting those of a wrong one.
  ///
  /// - Returns: false at the end of the file.
  mutating func next(_ log: inout DiagnosticLog) -> Bool {
    while isReadable, cursor.next() {
      if let problem = shapeProblem() {
        log.append(diagnostic(problem))
      } else if cursor.isEmptyRow() {
        log.append(warning(.structure, column: nil, "The row has no text in any field; it was passed over."))
      } else if cursor.cellCount != headerCount {
        log.append(diagnostic(cursor.countProblem(expected: headerCount)))
      } else {
        return true
      }
    }
    return false
  }

  var source: SourcePosition {
    SourcePosition(file: file, record: cursor.record, byteOffset: cursor.rowRange.lowerBound)
  }

  func has(_ column: Column) -> Bool { positions[column.rawValue] >= 0 }

  /// The cell as it stands, without its quotes; empty where the file has no such column.
  @_lifetime(borrow self)
  func cell(_ column: Column) -> Span<UInt8> { cursor.cell(positions[column.rawValue]) }

  func problem(
    _ problem: Diagnostic.Problem, _ column: Column, _ message: String, expected: String
  ) -> CSVProblem {
    CSVProblem(
      problem: problem, byteOffset: cursor.offset(ofCell: positions[column.rawValue]), message: message,
      found: CSVText.excerpt(cell(column)), expected: expected)
  }

  func diagnostic(_ problem: CSVProblem) -> Diagnostic {
    Diagnostic(
      .error, problem.problem, file: file, byteOffset: problem.byteOffset, record: cursor.record,
      message: problem.message, found: problem.found, expected: problem.expected)
  }

  func warning(_ problem: Diagnostic.Problem, column: Column?, _ message: String) -> Diagnostic {
    let position = column.map { positions[$0.rawValue] } ?? -1
    return Diagnostic(
      .warning, problem, file: file, byteOffset: cursor.offset(ofCell: position), record: cursor.record,
      message: message, found: CSVText.excerpt(cursor.cell(position)))
  }
}

extension CSVTable {
  private mutating func readHeader(_ log: inout DiagnosticLog) -> Bool {
    guard cursor.next() else {
      log.append(
        Diagnostic(
          .error, .missingColumn, file: file, byteOffset: -1, message: "The file has no header: it holds no text.",
          expected: requiredNames))
      return false
    }
    let errorsBefore = log.errorCount
    if let problem = shapeProblem() { log.append(diagnostic(problem)) }
    headerCount = cursor.cellCount
    if headerCount > CSVCursor.cellLimit {
      log.append(
        headerError(
          .limit, "The header has more columns than any contract.", found: "\(headerCount) columns",
          expected: "at most \(CSVCursor.cellLimit) columns"))
      return false
    }
    var unknown: [Diagnostic] = []
    for position in 0..<headerCount { place(position, &log, &unknown) }
    let missing = Column.allCases.filter { $0.isRequired && !has($0) }.map(\.name)
    if !missing.isEmpty {
      let header = CSVText.excerpt(cursor.row(), limit: 200)
      let noun = missing.count == 1 ? "column" : "columns"
      log.append(
        headerError(
          .missingColumn, "The file has no \(noun) \(missing.joined(separator: ", ")); its header is \(header).\(hint)",
          found: header, expected: requiredNames))
    }
    // Beside a header that is refused, what else it holds is noise.
    guard log.errorCount == errorsBefore else { return false }
    for warning in unknown { log.append(warning) }
    return true
  }

  private mutating func place(_ position: Int, _ log: inout DiagnosticLog, _ unknown: inout [Diagnostic]) {
    let name = CSVText.excerpt(CSVText.trimmed(cursor.cell(position)))
    let offset = cursor.offset(ofCell: position)
    guard let column = Column.allCases.first(where: { $0.name == name.lowercased() }) else {
      let message = name.isEmpty ? "A column without a name is not read." : "The column \(name) is not read."
      unknown.append(
        Diagnostic(
          .warning, .unknownColumn, file: file, byteOffset: offset, record: cursor.record, message: message,
          found: name, expected: "one of \(Column.allCases.map(\.name).joined(separator: ", "))"))
      return
    }
    if has(column) {
      log.append(
        Diagnostic(
          .error, .duplicateColumn, file: file, byteOffset: offset, record: cursor.record,
          message: "The header has two columns \(column.name).",
          found: CSVText.excerpt(cursor.row(), limit: 200), expected: "each column once"))
    }
    positions[column.rawValue] = position
  }

  private var requiredNames: String {
    Column.allCases.filter(\.isRequired).map(\.name).joined(separator: ", ")
  }

  private func headerError(
    _ problem: Diagnostic.Problem, _ message: String, found: String, expected: String
  ) -> Diagnostic {
    diagnostic(
      CSVProblem(
        problem: problem, byteOffset: cursor.rowRange.lowerBound, message: message, found: found, expected: expected))
  }

  private func shapeProblem() -> CSVProblem? { cursor.shapeProblem(isAllUTF8: isAllUTF8) }
}
