import CashModel

/// Where a large BAI2 file may be cut: before lines of details, each piece with the headers it must be read behind: the last
/// 01, 02 and 03 record with their continuations.
struct BAI2Pieces: ~Escapable {
  private let bytes: Span<UInt8>

  @_lifetime(copy bytes)
  init(_ bytes: Span<UInt8>) { self.bytes = bytes }

  /// Headers are small; every piece reads them.
  private static let headMax = 1 << 20

  /// - Returns: empty where the file is to be read as one, as one is that is not in UTF-8.
  func pieces(atLeast size: Int) -> [BankFilePiece] {
    var pieces: [BankFilePiece] = []
    var headers: [Int?] = [0, nil, nil]
    var start = 0
    while start < bytes.count {
      var cut = bytes.count
      if start <= bytes.count - 2 * size { cut = nextDetail(from: start + size) }
      var lead: [Range<Int>] = []
      for header in headers {
        guard start > 0, let header else { continue }
        let record = record(at: header)
        guard record.count <= BAI2Pieces.headMax else { return [] }
        lead.append(record)
      }
      pieces.append(BankFilePiece(format: .bai2, range: start..<cut, lead: lead))
      if cut < bytes.count { find(&headers, in: start..<cut) }
      start = cut
    }
    guard pieces.count > 1, case .utf8 = BAI2Encoding(of: bytes) else { return [] }
    return pieces
  }

  private func nextDetail(from start: Int) -> Int {
    bytes.first(Array("\n16,".utf8), in: start - 1..<bytes.count).map { $0 + 1 } ?? bytes.count
  }

  /// The last header of each level. All begin with a zero, as no detail and no continuation does.
  private func find(_ headers: inout [Int?], in range: Range<Int>) {
    let zero = Array("\n0".utf8)
    var place = max(range.lowerBound - 1, 0)
    while let found = bytes.first(zero, in: place..<range.upperBound) {
      place = found + 2
      guard found + 4 <= range.upperBound, bytes[found + 3] == UInt8(ascii: ",") else { continue }
      let level = Int(bytes[found + 2]) - 0x31
      if headers.indices.contains(level) { headers[level] = found + 1 }
    }
  }

  /// A record with the lines that continue it.
  private func record(at start: Int) -> Range<Int> {
    var place = start + 1
    while place < bytes.count, place - start <= BAI2Pieces.headMax {
      if bytes[place - 1] == 0x0A {
        let code = bai2RecordCode(bytes, at: place, end: bytes.count)
        if code != 0, code != 88 { break }
      }
      place += 1
    }
    return start..<place
  }
}
