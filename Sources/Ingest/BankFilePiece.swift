package import CashModel

/// A piece of a large bank file, which somebody may read while others read other pieces.
package struct BankFilePiece: Sendable {
  let format: BankFileFormat
  package let range: Range<Int>
  /// What it is read behind, so that it is understood as it is within the whole.
  let lead: [Range<Int>]
}

/// What a piece gave.
package struct BankFilePart: Sendable {
  fileprivate enum Content: Sendable {
    case rows(BankCSVPart)
    case entries([CamtRun])
    case details([BAI2Run])
    case unreadable
  }

  fileprivate let content: Content
}

extension BankFileReader {
  /// The pieces of a file that may be read side by side, each of at least some bytes; empty where it must be read as one.
  package static func pieces(
    of bytes: Span<UInt8>, dialects: BankDialects = BankDialects(), atLeast size: Int
  ) -> [BankFilePiece] {
    guard let cuts = BankFileCuts(of: bytes, dialects: dialects, atLeast: size) else { return [] }
    var headers: [BankFileHeaders] = []
    for stretch in cuts.stretches { headers.append(cuts.headers(stretch, of: bytes)) }
    return cuts.pieces(headers, of: bytes)
  }

  /// - Parameters:
  ///   - bytes: of the whole file.
  ///   - keepsPayments: else only what a report needs is kept.
  package static func read(
    _ piece: BankFilePiece, of bytes: Span<UInt8>, file: Int32, dialects: BankDialects = BankDialects(),
    keepsPayments: Bool = true
  ) -> BankFilePart {
    // A file may have been cut off meanwhile.
    guard piece.range.upperBound <= bytes.count else { return BankFilePart(content: .unreadable) }
    switch piece.format {
    case .csv:
      return BankFilePart(
        content: .rows(BankCSVPart(bytes, piece.range, file: file, keepsPayments: keepsPayments)))
    case .bai2:
      return BankFilePart(
        content: .details(
          BAI2Reader.runs(bytes, piece, file: file, tags: dialects.tags, keepsPayments: keepsPayments)))
    case .camt052, .camt053, .camt054:
      let runs = CamtReader.runs(bytes, piece, file: file, keepsPayments: keepsPayments)
      return BankFilePart(content: runs.map { .entries($0) } ?? .unreadable)
    }
  }

  /// The file of which these are all parts, in order.
  ///
  /// - Returns: nil where it must be read as one.
  package static func joined(
    _ parts: [BankFilePart], of bytes: Span<UInt8>, file: Int32, dialects: BankDialects = BankDialects(),
    keepsPayments: Bool = true
  ) -> BankFile? {
    var assembly = BankFileAssembly()
    for part in parts { assembly.take(part, of: bytes.count) }
    return assembly.file(of: bytes, file: file, dialects: dialects, keepsPayments: keepsPayments)
  }
}

/// A file that is put together from its parts as they come, in order: just as it is when read as one.
package struct BankFileAssembly: Sendable {
  private var rows: BankCSVPart?
  private var entries: [CamtRun] = []
  private var details: [BAI2Run] = []
  /// Payments of entries or details.
  private var payments = AheadPayments()
  private var isSound = true

  package init() {}

  /// - Parameter byteCount: of the whole file, which tells how much is to come.
  package mutating func take(_ part: BankFilePart, of byteCount: Int) {
    switch part.content {
    case .rows(var part):
      if rows == nil {
        part.reserve(forAll: byteCount)
        rows = part
      } else if isSound {
        isSound = rows?.append(part) ?? false
      }
    case .entries(let runs):
      for var run in runs {
        run.moveOn(&payments, of: byteCount)
        entries.append(run)
      }
    case .details(let runs):
      for var run in runs {
        run.moveOn(&payments, of: byteCount)
        details.append(run)
      }
    case .unreadable: isSound = false
    }
  }

  /// - Returns: nil where the file must be read as one.
  package func file(
    of bytes: Span<UInt8>, file: Int32, dialects: BankDialects = BankDialects(), keepsPayments: Bool = true
  ) -> BankFile? {
    guard isSound else { return nil }
    if let rows { return rows.file }
    if BAI2Reader.recognises(bytes) {
      return BAI2Reader.joined(
        details, payments, bytes, file: file, tags: dialects.tags, keepsPayments: keepsPayments)
    }
    return CamtReader.joined(entries, payments, bytes, file: file, keepsPayments: keepsPayments)
  }
}
