import CashModel
import Ingest

/// Bank files to be read side by side: each as one, or a large one in parts.
struct BankFileParts: Sendable {
  /// What one worker reads.
  enum Result: Sendable {
    case whole(Swift.Result<ReadBankFile, RunFailure>)
    case part(Swift.Result<BankFilePart, RunFailure>)
    case digest(Swift.Result<String, RunFailure>)
  }

  private enum Piece: Sendable {
    case whole
    case part(BankFilePiece)
    /// Of the whole file, which the parts do not hash.
    case digest
  }

  private let sources: [BankSource]
  private let dialects: BankDialects
  private let isLinting: Bool
  /// Else only what reports need is kept.
  private let keepsPayments: Bool
  private var pieces: [(source: Int, piece: Piece)] = []

  init(
    _ sources: [BankSource], _ dialects: BankDialects, isLinting: Bool = false, keepsPayments: Bool = true,
    partSize: Int = BankFileParts.usualPart
  ) {
    self.sources = sources
    self.dialects = dialects
    self.isLinting = isLinting
    self.keepsPayments = keepsPayments
    for (number, source) in sources.enumerated() {
      let found =
        isLinting ? [] : source.pieces { BankFileReader.pieces(of: $0, dialects: dialects, atLeast: partSize) }
      pieces += (found.isEmpty ? [.whole] : [.digest] + found.map(Piece.part)).map { (number, $0) }
    }
  }

  /// It depends on nothing but the file, so that neither do results.
  static let usualPart = 8 << 20

  var count: Int { pieces.count }

  func read(_ place: Int) -> Result {
    let (number, piece) = pieces[place]
    let source = sources[number]
    switch piece {
    case .whole: return .whole(whole(number))
    case .digest: return .digest(Swift.Result { () throws(RunFailure) in try source.digest() })
    case .part(let piece):
      return .part(
        Swift.Result { () throws(RunFailure) in
          try InputFile.withBytes(source.path) { bytes in
            BankFileReader.read(
              piece, of: bytes, file: Int32(number), dialects: dialects, keepsPayments: keepsPayments)
          }
        })
    }
  }

  private func whole(_ number: Int) -> Swift.Result<ReadBankFile, RunFailure> {
    let source = sources[number]
    if keepsPayments { return Inputs.bankFile(source, number: Int32(number), dialects: dialects, isLinting: isLinting) }
    return Inputs.bankFile(source, number: Int32(number), dialects: dialects, isLinting: isLinting) { _ in }
  }

  /// The files, in the order of the sources.
  ///
  /// - Parameter results: of all pieces, in order.
  func joined(_ results: [Result]) -> [Swift.Result<ReadBankFile, RunFailure>] {
    var files: [Swift.Result<ReadBankFile, RunFailure>] = []
    var place = 0
    for number in sources.indices {
      var parts: [BankFilePart] = []
      var digest = ""
      var file: Swift.Result<ReadBankFile, RunFailure>?
      while place < results.count, pieces[place].source == number {
        switch results[place] {
        case .whole(let whole): file = whole
        case .digest(.success(let text)): digest = text
        case .part(.success(let part)): parts.append(part)
        case .digest(.failure(let failure)), .part(.failure(let failure)): file = file ?? .failure(failure)
        }
        place += 1
      }
      files.append(file ?? joined(parts, number, digest))
    }
    return files
  }

  private func joined(
    _ parts: [BankFilePart], _ number: Int, _ digest: String
  ) -> Swift.Result<ReadBankFile, RunFailure> {
    let source = sources[number]
    do throws(RunFailure) {
      let read: ReadBankFile? = try InputFile.withBytes(source.path) { bytes in
        let file = BankFileReader.joined(
          parts, of: bytes, file: Int32(number), dialects: dialects, keepsPayments: keepsPayments)
        guard let file else { return nil }
        return ReadBankFile(
          report: Inputs.report(.bank, source.name, bytes, file.diagnostics, file, digest: digest), file: file)
      }
      // What was cut where nothing may be cut is read as one.
      return read.map { .success($0) } ?? whole(number)
    } catch {
      return .failure(error)
    }
  }
}
