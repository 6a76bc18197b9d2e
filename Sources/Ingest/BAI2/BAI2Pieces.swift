import CashModel

/// Where a large BAI2 file may be cut: before lines of details, each piece with the headers it must be read behind: the last
/// 01, 02 and 03 record with their continuations.
struct BAI2Pieces: ~Escapable {
  private let bytes: Span<UInt8>

  @_lifetime(copy bytes)
  init(_ bytes: Span<UInt8>) { self.bytes = bytes }

  /// Headers are small; every piece reads them.
  private static let headMax = 1 << 20

  /// Each but the first begins with a detail.
  func stretches(atLeast size: Int) -> [Range<Int>] {
    var stretches: [Range<Int>] = []
    var start = 0
    while start < bytes.count {
      let cut = start <= bytes.count - 2 * size ? nextDetail(from: start + size) : bytes.count
      stretches.append(start..<cut)
      start = cut
    }
    return stretches
  }

  private func nextDetail(from start: Int) -> Int {
    bytes.first(Array("\n16,".utf8), in: start - 1..<bytes.count).map { $0 + 1 } ?? bytes.count
  }

  /// The last header of each level. All begin with a zero, as no detail and no continuation does. What is not in UTF-8 is read
  /// as one; no sign reaches over a cut, behind which there is a digit.
  func headers(_ stretch: Range<Int>) -> BankFileHeaders {
    let zero = Array("\n0".utf8)
    var headers = BankFileHeaders(last: [nil, nil, nil])
    var place = max(stretch.lowerBound - 1, 0)
    while let found = bytes.first(zero, in: place..<stretch.upperBound) {
      place = found + 2
      guard found + 4 <= stretch.upperBound, bytes[found + 3] == UInt8(ascii: ",") else { continue }
      let level = Int(bytes[found + 2]) - 0x31
      if headers.last.indices.contains(level) { headers.last[level] = found + 1 }
    }
    if case .windows1252 = BAI2Encoding(of: bytes.extracting(stretch)) { headers.isReadable = false }
    return headers
  }

  /// - Returns: empty where the file is to be read as one.
  func pieces(_ stretches: [Range<Int>], _ headers: [BankFileHeaders]) -> [BankFilePiece] {
    var pieces: [BankFilePiece] = []
    var last: [Int?] = [0, nil, nil]
    for (stretch, found) in zip(stretches, headers) {
      var lead: [Range<Int>] = []
      for header in last {
        guard stretch.lowerBound > 0, let header else { continue }
        let record = record(at: header)
        guard record.count <= BAI2Pieces.headMax else { return [] }
        lead.append(record)
      }
      pieces.append(BankFilePiece(format: .bai2, range: stretch, lead: lead))
      for level in last.indices { last[level] = found.last[level] ?? last[level] }
    }
    return pieces
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
