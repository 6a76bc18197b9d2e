import CashModel

/// Where a large bank file is cut into stretches. What stands before a stretch says behind which headers it must be read: each
/// stretch is looked through for headers by itself, so that this too is done side by side.
package struct BankFileCuts: Sendable {
  enum Format: Sendable {
    case csv
    case bai2
    case camt(CamtPieces.Statements)
  }

  let format: Format
  package let stretches: [Range<Int>]

  /// Whether `headers` must be asked for each stretch.
  package var needHeaders: Bool { if case .csv = format { false } else { true } }

  /// - Returns: nil where the file must be read as one: what is small, no UTF-8, or CSV in other columns than the contract's.
  package init?(of bytes: Span<UInt8>, dialects: BankDialects = BankDialects(), atLeast size: Int) {
    guard bytes.count >= 2 * size else { return nil }
    if BAI2Reader.recognises(bytes) {
      guard bytes.count <= BAI2Reader.sizeMax else { return nil }
      format = .bai2
      stretches = BAI2Pieces(bytes).stretches(atLeast: size)
    } else if CamtReader.recognises(bytes), !ForeignContent.isWebPage(bytes) {
      let pieces = CamtPieces(bytes)
      guard bytes.count < CamtReader.sizeMax, let statements = pieces.statements else { return nil }
      format = .camt(statements)
      stretches = pieces.stretches(atLeast: size)
    } else {
      guard bytes.count <= TextArena.capacity, dialects.profiles.isEmpty, !TextEncoding.looksLikeUTF16(bytes),
        ForeignContent(bytes) == nil, BankCSVReader.recognises(bytes)
      else { return nil }
      format = .csv
      stretches = CSVCuts.ranges(of: bytes, atLeast: size)
    }
    if stretches.count < 2 { return nil }
  }

  /// All stretches in one, behind no header, where one reader may read on from one to the next; nil where they must be read one by one.
  package func one(of bytes: Span<UInt8>) -> BankFilePiece? {
    guard case .camt = format else { return nil }
    return BankFilePiece(format: .camt053, range: 0..<bytes.count, lead: [])
  }

  /// What a stretch of the file holds for those behind it.
  package func headers(_ stretch: Range<Int>, of bytes: Span<UInt8>) -> BankFileHeaders {
    // A file may have been cut off meanwhile.
    guard stretch.upperBound <= bytes.count else { return BankFileHeaders(isReadable: false) }
    switch format {
    case .csv: return BankFileHeaders()
    case .bai2: return BAI2Pieces(bytes).headers(stretch)
    case .camt(let statements): return CamtPieces(bytes).headers(stretch, statements)
    }
  }

  /// - Parameter headers: of all stretches in order, where they are needed.
  /// - Returns: empty where the file must be read as one.
  package func pieces(_ headers: [BankFileHeaders], of bytes: Span<UInt8>) -> [BankFilePiece] {
    guard !needHeaders || headers.count == stretches.count, headers.allSatisfy(\.isReadable),
      stretches.allSatisfy({ $0.upperBound <= bytes.count })
    else { return [] }
    switch format {
    case .csv: return stretches.map { BankFilePiece(format: .csv, range: $0, lead: []) }
    case .bai2: return BAI2Pieces(bytes).pieces(stretches, headers)
    case .camt(let statements): return CamtPieces(bytes).pieces(stretches, headers, statements)
    }
  }
}

/// Headers in a stretch of a file, by which those behind it are understood.
package struct BankFileHeaders: Sendable {
  /// Where the last one of each level begins, the outermost first; nil where there is none.
  var last: [Int?] = []
  /// Else the file must be read as one.
  var isReadable = true
}
