import CashModel

/// What is wrong with a row before any of its values is read.
extension CSVCursor {
  /// Why the cells of the row cannot be told apart, or its text not be read.
  ///
  /// - Parameter isAllUTF8: whether the whole file is known to be.
  func shapeProblem(isAllUTF8: Bool) -> CSVProblem? {
    if !isAllUTF8, let index = UTF8Check.firstInvalid(in: row()) {
      let byte = row()[index]
      return CSVProblem(
        problem: .encoding, byteOffset: rowRange.lowerBound + index,
        message: "The row holds a byte that is not UTF-8 text; save the file as UTF-8.",
        found: "byte 0x\(byte < 16 ? "0" : "")\(String(byte, radix: 16, uppercase: true))", expected: "UTF-8")
    }
    switch problem {
    case nil: return nil
    case .unclosedQuote(let offset):
      return CSVProblem(
        problem: .structure, byteOffset: offset,
        message: "A quote is opened here and not closed before the end of the file.",
        found: CSVText.excerpt(row()), expected: "a closing quote")
    case .textAfterQuote(let offset):
      return CSVProblem(
        problem: .structure, byteOffset: offset,
        message: "Text follows a closing quote; a quote inside a quoted field is written twice.",
        found: CSVText.excerpt(row()), expected: "a delimiter or the end of the line")
    }
  }

  func countProblem(expected: Int) -> CSVProblem {
    CSVProblem(
      problem: .structure, byteOffset: rowRange.lowerBound,
      message: "The row has \(cellCount < expected ? "fewer" : "more") fields than the header.",
      found: "\(cellCount) fields", expected: "\(expected) fields")
  }

  /// Spreadsheets write such rows below the last one that was ever used.
  func isEmptyRow() -> Bool {
    guard cellCount <= CSVCursor.cellLimit else { return false }
    for position in 0..<cellCount where CSVText.trimmed(cell(position)).count > 0 { return false }
    return true
  }
}
