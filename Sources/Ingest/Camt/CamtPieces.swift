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

  /// - Returns: empty where the file is to be read as one.
  func pieces(atLeast size: Int) -> [BankFilePiece] {
    let scan = XMLScan(bytes)
    guard scan.width == 1, !scan.declaresOtherEncoding,
      let first = first(CamtPieces.statements, in: 0..<min(bytes.count, CamtPieces.headMax))
    else { return [] }
    // The tag as this file writes it, up to its name's end.
    var tag: [UInt8] = []
    while !endsName(first + tag.count) { tag.append(bytes[first + tag.count]) }
    var pieces: [BankFilePiece] = []
    var start = 0
    var lead: [Range<Int>] = []
    var statement = first..<first
    while start < bytes.count {
      var cut = bytes.count
      if start <= bytes.count - 2 * size {
        cut = self.first(["Ntry"], in: start + size..<bytes.count) ?? bytes.count
      }
      pieces.append(BankFilePiece(format: .camt053, range: start..<cut, lead: lead))
      if cut < bytes.count {
        if let begun = last(tag, in: start..<cut) { statement = begun..<begun }
        if statement.isEmpty {
          let end = min(statement.lowerBound + CamtPieces.headMax, cut + 1)
          guard let entry = self.first(["Ntry"], in: statement.lowerBound..<end) else { return [] }
          statement = statement.lowerBound..<entry
        }
        lead = [0..<first, statement]
      }
      start = cut
    }
    return pieces.count > 1 ? pieces : []
  }

  private static let statements: [StaticString] = ["Stmt", "Rpt", "Ntfctn"]

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
