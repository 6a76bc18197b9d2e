import CashModel

/// One row of a decisions file in which something was decided, as it was written.
package struct DecisionRow: Sendable {
  package var line = 0
  package var paymentID = ""
  package var decision = ""
  package var note = ""
  package var decidedBy = ""
  package var approvedBy = ""
  package var fingerprint = ""
  package var company = ""
  package var group = ""
  /// Why the row cannot be read at all; nil where it can.
  package var problem: String?
}

/// Reads `exceptions.csv` as it comes back from the analysts, filled in: a spreadsheet may have changed the order of rows and columns, quotes,
/// delimiter (`;`, tab) and encoding (UTF-16, Windows-1252), and added columns of its own.
///
/// Rows without a decision are passed over. What is wrong with one row is said of that row; the others are read.
package enum DecisionReader {
  private static let names = [
    "payment_id", "decision", "note", "decided_by", "approved_by", "fingerprint", "company", "exception_group",
  ]

  package struct Refusal: Error {
    package let line: Int
    package let sentence: String
  }

  package static func read(_ bytes: Span<UInt8>) throws(Refusal) -> [DecisionRow] {
    guard bytes.count <= largest else {
      throw Refusal(line: 1, sentence: "the file is larger than any list of decisions")
    }
    let isWide = bytes.count >= 2 && (bytes[0] == 0xFF && bytes[1] == 0xFE || bytes[0] == 0xFE && bytes[1] == 0xFF)
    if isWide || UTF8Check.firstInvalid(in: bytes) != nil {
      let decoded = DecodedText(bytes, isWide ? .utf16 : .windows1252)
      guard decoded.problem == nil else {
        throw Refusal(line: 1, sentence: "the file is neither UTF-8 nor UTF-16 nor Windows-1252 text")
      }
      return try rows(decoded.bytes.span)
    }
    return try rows(bytes)
  }

  private static func rows(_ bytes: Span<UInt8>) throws(Refusal) -> [DecisionRow] {
    var lines = LazyLineIndex()
    var cursor = CSVCursor(bytes, delimiter: CSVCursor.delimiter(ofHeaderIn: bytes))
    guard cursor.next() else { throw Refusal(line: 1, sentence: "the file is empty") }
    let header = (0..<min(cursor.cellCount, CSVCursor.cellLimit)).map { text(cursor.cell($0)).lowercased() }
    for name in names where header.count(where: { $0 == name }) > 1 {
      throw Refusal(line: 1, sentence: "two columns are called '\(name)'")
    }
    let places = names.map { header.firstIndex(of: $0) ?? -1 }
    for (name, place) in zip(names, places).prefix(2) where place < 0 {
      throw Refusal(line: 1, sentence: "the header has no column '\(name)'")
    }
    let cellCount = cursor.cellCount
    var rows: [DecisionRow] = []
    while cursor.next() {
      var row = DecisionRow()
      row.line = lines.line(at: cursor.rowRange.lowerBound, in: bytes)
      row.decision = text(cursor.cell(places[1]))
      if let problem = cursor.shapeProblem(isAllUTF8: true) {
        row.problem = problem.message
      } else if cursor.cellCount != cellCount {
        if cursor.isEmptyRow() { continue }
        row.problem = cursor.countProblem(expected: cellCount).message
      } else if row.decision.isEmpty {
        continue
      }
      row.paymentID = text(cursor.cell(places[0]))
      row.note = text(cursor.cell(places[2]))
      row.decidedBy = text(cursor.cell(places[3]))
      row.approvedBy = text(cursor.cell(places[4]))
      row.fingerprint = text(cursor.cell(places[5]))
      row.company = text(cursor.cell(places[6]))
      row.group = text(cursor.cell(places[7]))
      if row.problem == nil, row.isTooLong { row.problem = "a cell is longer than 100,000 characters" }
      rows.append(row)
    }
    return rows
  }

  private static func text(_ bytes: Span<UInt8>) -> String {
    let bytes = CSVText.unguarded(CSVText.trimmed(bytes))
    return unsafe bytes.withUnsafeBufferPointer { unsafe String(decoding: $0, as: UTF8.self) }
  }

  private static let largest = 1 << 30
}

extension DecisionRow {
  fileprivate var isTooLong: Bool {
    [paymentID, decision, note, decidedBy, approvedBy, fingerprint, company, group].contains { $0.utf8.count > 100_000 }
  }
}
