/// The cells of a bank's CSV file as far as they can be told without a profile: encoding, delimiter, header and rows.
struct GuessedTable {
  var encoding: TextEncoding = .utf8
  /// Whether another encoding reads the same bytes as other characters.
  var isEncodingOpen = false
  var delimiter = UInt8(ascii: ",")
  /// The header's cells; empty where the table has none.
  var header: [String] = []
  /// Lines above the table.
  var preamble: [String] = []
  var preambleText = ""
  /// Rows of the table, with as many cells as most rows have.
  var rows: [[String]] = []
  /// Rows of another shape among them: their text, and how many rows of the table stand before them.
  var oddRows: [(text: String, rowsBefore: Int)] = []
  var cellCount = 0

  /// - Returns: nil where the bytes are no table of two columns and a row.
  init?(_ bytes: Span<UInt8>) {
    var text = bytes.indices.map { bytes[$0] }
    if TextEncoding.looksLikeUTF16(bytes) {
      encoding = .utf16
      text = DecodedText(bytes, .utf16).bytes
    } else if UTF8Check.firstInvalid(in: bytes) != nil {
      encoding = .windows1252
      // The eight characters in which ISO 8859-15 differs.
      isEncodingOpen = text.contains { [0xA4, 0xA6, 0xA8, 0xB4, 0xB8, 0xBC, 0xBD, 0xBE].contains($0) }
      let decoded = DecodedText(bytes, .windows1252)
      if decoded.problem != nil { encoding = .latin1 }
      text = decoded.problem == nil ? decoded.bytes : DecodedText(bytes, .latin1).bytes
    }
    var best = (score: 0, delimiter: UInt8(ascii: ","), count: 0)
    for delimiter in Array(",;\t|".utf8) {
      var counts: [Int: Int] = [:]
      var cursor = CSVCursor(text.span, delimiter: delimiter)
      while cursor.record < 500, cursor.next() { counts[cursor.cellCount, default: 0] += 1 }
      let mode = counts.filter { $0.key > 1 }.max { ($0.value * $0.key, $0.key) < ($1.value * $1.key, $1.key) }
      if let mode, mode.value * mode.key > best.score { best = (mode.value * mode.key, delimiter, mode.key) }
    }
    guard best.count > 1 else { return nil }
    delimiter = best.delimiter
    cellCount = best.count
    readRows(text)
    guard !rows.isEmpty || !header.isEmpty else { return nil }
  }

  private mutating func readRows(_ text: [UInt8]) {
    var lines: [(text: String, cells: [String])] = []
    var cursor = CSVCursor(text.span, delimiter: delimiter)
    while lines.count < GuessedTable.mostRows, cursor.next() {
      let cells = (0..<min(cursor.cellCount, CSVCursor.cellLimit)).map { place in
        GuessedTable.string(CSVText.trimmed(cursor.cell(place)))
      }
      lines.append((GuessedTable.string(cursor.row()), cells))
    }
    let (start, hasHeader) = tableStart(lines.map(\.cells))
    preamble = lines[..<start].map(\.text)
    preambleText = preamble.map { $0 + "\n" }.joined()
    if hasHeader { header = lines[start].cells }
    for (text, cells) in lines[start...].dropFirst(hasHeader ? 1 : 0) where !cells.allSatisfy(\.isEmpty) {
      if cells.count == cellCount, cells != header {
        rows.append(cells)
      } else {
        oddRows.append((text, rows.count))
      }
    }
  }

  /// Where the table begins, and whether with a header: the row without dates and numbers that has most of the words
  /// headers are made of, else the first row that is filled.
  private func tableStart(_ lines: [[String]]) -> (Int, hasHeader: Bool) {
    let filled = lines.indices.prefix(100).filter {
      lines[$0].count == cellCount && GuessedTable.isTableStart(lines[$0])
    }
    let wordy = filled.filter { !lines[$0].contains(where: GuessedTable.isValue) }
    let known = wordy.map { index in
      (index, lines[index].count { cell in ColumnRole.allCases.contains { HeaderWords.rank(cell, $0) != nil } })
    }
    if let best = known.max(by: { ($0.1, -$0.0) < ($1.1, -$1.0) }), best.1 >= 2 { return (best.0, true) }
    guard let first = filled.first else { return (0, false) }
    return (first, wordy.first == first)
  }

  private static func string(_ text: Span<UInt8>) -> String {
    String(decoding: text.indices.map { text[$0] }, as: UTF8.self)
  }

  /// A row that is filled, as headers and transactions are, and lines above them hardly ever.
  private static func isTableStart(_ cells: [String]) -> Bool {
    let filled = cells.count { !$0.isEmpty }
    return filled >= 2 && 2 * filled >= cells.count
  }

  /// Whether a cell is a date or a number, as no header's is.
  private static func isValue(_ cell: String) -> Bool {
    guard let first = cell.unicodeScalars.first(where: { $0.properties.generalCategory != .currencySymbol }) else {
      return false
    }
    let startsLikeNumber = ("0"..."9").contains(first) || first == "-" || first == "+"
    return startsLikeNumber && cell.contains { ("0"..."9").contains($0) } && cell.count { $0.isLetter } <= 3
  }

  private static let mostRows = 20_000
}
