import CashModel

/// Where a large message may be cut: before entries, each piece with what it must be read behind: the message up to its
/// first statement, and the head of the statement in which it begins.
///
/// The cuts are guesses by the tags' looks. That a guess is wrong (a tag within a comment, another nesting) is found by
/// whoever takes over what was read ahead.
struct CamtPieces: ~Escapable {
  private let bytes: Span<UInt8>

  @_lifetime(copy bytes)
  init(_ bytes: Span<UInt8>) { self.bytes = bytes }

  /// Heads are small; a message of another shape is read as one.
  private static let headMax = 1 << 20

  /// How the message begins its statements.
  struct Statements: Sendable {
    let first: Int
    /// The tag as this file writes it, up to its name's end.
    var tag: [UInt8] = []
  }

  /// nil where the file is to be read as one.
  var statements: Statements? {
    let scan = XMLScan(bytes)
    guard scan.width == 1, !scan.declaresOtherEncoding,
      let first = first(CamtPieces.statementNames, in: 0..<min(bytes.count, CamtPieces.headMax))
    else { return nil }
    var found = Statements(first: first)
    while !endsName(first + found.tag.count) { found.tag.append(bytes[first + found.tag.count]) }
    return found
  }

  /// Each but the first begins with an entry.
  func stretches(atLeast size: Int) -> [Range<Int>] {
    var stretches: [Range<Int>] = []
    var start = 0
    while start < bytes.count {
      var cut = bytes.count
      if start <= bytes.count - 2 * size { cut = first(["Ntry"], in: start + size..<bytes.count) ?? bytes.count }
      stretches.append(start..<cut)
      start = cut
    }
    return stretches
  }

  /// Where the last statement begins.
  func headers(_ stretch: Range<Int>, _ statements: Statements) -> BankFileHeaders {
    BankFileHeaders(last: [last(statements.tag, in: stretch)])
  }

  /// - Returns: empty where the file is to be read as one.
  func pieces(
    _ stretches: [Range<Int>], _ headers: [BankFileHeaders], _ statements: Statements
  ) -> [BankFilePiece] {
    var pieces: [BankFilePiece] = []
    var lead: [Range<Int>] = []
    var statement = statements.first..<statements.first
    for (stretch, found) in zip(stretches, headers) {
      pieces.append(BankFilePiece(format: .camt053, range: stretch, lead: lead))
      let cut = stretch.upperBound
      guard cut < bytes.count else { continue }
      if let begun = found.last[0] { statement = begun..<begun }
      if statement.isEmpty {
        let end = min(statement.lowerBound + CamtPieces.headMax, cut + 1)
        guard let entry = first(["Ntry"], in: statement.lowerBound..<end) else { return [] }
        statement = statement.lowerBound..<entry
      }
      lead = [0..<statements.first, statement]
    }
    return pieces
  }

  private static let statementNames: [StaticString] = ["Stmt", "Rpt", "Ntfctn"]

  private func first(_ names: [StaticString], in range: Range<Int>) -> Int? {
    for place in range where bytes[place] == UInt8(ascii: "<") && isTag(names, at: place) { return place }
    return nil
  }

  /// In one pass, however many tags only begin like it.
  private func last(_ tag: [UInt8], in range: Range<Int>) -> Int? {
    var start = range.lowerBound
    var last: Int?
    while let place = bytes.first(tag, in: start..<range.upperBound) {
      if endsName(place + tag.count) { last = place }
      start = place + 1
    }
    return last
  }

  private func endsName(_ place: Int) -> Bool {
    guard place < bytes.count else { return true }
    switch bytes[place] {
    case UInt8(ascii: ">"), 0x20, 0x09, 0x0A, 0x0D: return true
    default: return false
    }
  }

  /// Whether a start tag of one of the names stands here, whatever its prefix.
  private func isTag(_ names: [StaticString], at place: Int) -> Bool {
    var start = place + 1
    var end = start
    while end < bytes.count, end < place + 40 {
      if endsName(end) { return names.contains { isName($0, start..<end) } }
      if bytes[end] == UInt8(ascii: ":") { start = end + 1 }
      end += 1
    }
    return false
  }

  private func isName(_ name: StaticString, _ range: Range<Int>) -> Bool {
    guard name.utf8CodeUnitCount == range.count else { return false }
    for index in 0..<range.count where unsafe name.utf8Start[index] != bytes[range.lowerBound + index] { return false }
    return true
  }
}
