/// Where the table of a profile stands in a file, if it stands there at all.
struct ProfilePlace {
  /// Lines above the first row of the cursor; the header, where there is one, is read by it first.
  let skippedLines: Int
  /// Rows of the cursor up to the header, that included.
  let rowsToHeader: Int
  /// Bytes above the header.
  let preamble: Range<Int>

  /// - Returns: nil where the file does not carry the profile's fingerprint.
  init?(of profile: CSVProfile, in text: Span<UInt8>, name: String) {
    guard profile.files.isEmpty || ProfilePlace.matches(name, profile.files) else { return nil }
    let skipped = profile.skippedRows ?? 0
    var cursor = CSVCursor(text, delimiter: profile.delimiter, quote: profile.quote, skippedLines: skipped)
    switch profile.fingerprint {
    case .cellCount(let count):
      guard cursor.next(), cursor.cellCount == count else { return nil }
      self.init(skippedLines: skipped, rowsToHeader: 0, preamble: 0..<cursor.rowRange.lowerBound)
    case .header(let words):
      let most = profile.skippedRows == nil ? ProfilePlace.mostPreamble : 1
      for row in 1...most {
        guard cursor.next() else { return nil }
        guard cursor.cellCount == words.count, ProfilePlace.isHeader(cursor, words) else { continue }
        self.init(skippedLines: skipped, rowsToHeader: row, preamble: 0..<cursor.rowRange.lowerBound)
        return
      }
      return nil
    }
  }

  private init(skippedLines: Int, rowsToHeader: Int, preamble: Range<Int>) {
    self.skippedLines = skippedLines
    self.rowsToHeader = rowsToHeader
    self.preamble = preamble
  }

  private static func isHeader(_ cursor: borrowing CSVCursor, _ words: [String]) -> Bool {
    for (place, word) in words.enumerated() {
      let cell = cursor.cell(place)
      let text = String(decoding: cell.indices.map { cell[$0] }, as: UTF8.self)
      guard CSVProfile.isSameWord(text, word) else { return false }
    }
    return true
  }

  /// Whether a file's name matches a pattern in which `*` stands for any letters; the case of letters does not count.
  static func matches(_ path: String, _ pattern: String) -> Bool {
    let name = Array((path.split(separator: "/").last.map(String.init) ?? path).lowercased())
    let parts = pattern.lowercased().split(separator: "*", omittingEmptySubsequences: false).map { Array($0) }
    guard let first = parts.first, let last = parts.last else { return false }
    if parts.count == 1 { return name == first }
    guard name.count >= first.count + last.count, name.starts(with: first), Array(name.suffix(last.count)) == last
    else { return false }
    var rest = name[first.count..<name.count - last.count]
    for part in parts.dropFirst().dropLast() where !part.isEmpty {
      guard let start = rest.indices.first(where: { rest[$0...].starts(with: part) }) else { return false }
      rest = rest[(start + part.count)...]
    }
    return true
  }

  private static let mostPreamble = 100
}
