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

    /// Behind the last byte of a part.
    var end: Int {
      if case .part(let piece) = self { piece.range.upperBound } else { 0 }
    }
  }

  private let sources: [BankSource]
  private let dialects: BankDialects
  private let isLinting: Bool
  /// Else only what reports need is kept, to which the file's digest does not belong.
  private let keepsPayments: Bool
  private var pieces: [(source: Int, piece: Piece)] = []

  init(
    _ sources: [BankSource], _ dialects: BankDialects, _ workers: Workers, isLinting: Bool = false,
    keepsPayments: Bool = true, partSize: Int = BankFileParts.usualPart
  ) async {
    self.sources = sources
    self.dialects = dialects
    self.isLinting = isLinting
    self.keepsPayments = keepsPayments
    for (number, source) in sources.enumerated() {
      var found: [BankFilePiece] = []
      let cuts = isLinting ? nil : source.known { BankFileCuts(of: $0, dialects: dialects, atLeast: partSize) }
      if let cuts {
        // One worker that keeps nothing need not know what stands before each part.
        let one = keepsPayments || workers.jobs > 1 ? nil : source.known { cuts.one(of: $0) }
        if let one { found = [one] } else { found = await BankFileParts.pieces(of: source, cuts, workers) }
      }
      pieces += (found.isEmpty ? [.whole] : (keepsPayments ? [.digest] : []) + found.map(Piece.part)).map {
        (number, $0)
      }
    }
  }

  private static func pieces(
    of source: BankSource, _ cuts: BankFileCuts, _ workers: Workers
  ) async -> [BankFilePiece] {
    let stretches = cuts.stretches
    let headers = await workers.map(cuts.needHeaders ? stretches.count : 0) { stretch in
      source.known { cuts.headers(stretches[stretch], of: $0) }
    }
    return source.known { cuts.pieces(headers.compactMap { $0 }, of: $0) } ?? []
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
    var files = BankFileJoining(self)
    for (place, result) in results.enumerated() { files.take(place, result) }
    return files.finished()
  }

  fileprivate func finished(
    _ assembly: BankFileAssembly, _ number: Int, _ digest: String
  ) -> Swift.Result<ReadBankFile, RunFailure> {
    let source = sources[number]
    do throws(RunFailure) {
      let read: ReadBankFile? = try InputFile.withBytes(source.path) { bytes in
        let file = assembly.file(of: bytes, file: Int32(number), dialects: dialects, keepsPayments: keepsPayments)
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

  fileprivate func source(ofPiece place: Int) -> Int { pieces[place].source }

  fileprivate func byteCount(_ number: Int) -> Int { pieces.last { $0.source == number }?.piece.end ?? 0 }
}

/// Puts the pieces' results together as they come, in order, while others are still read.
struct BankFileJoining {
  private let parts: BankFileParts
  private var files: [Swift.Result<ReadBankFile, RunFailure>] = []
  private var assembly = BankFileAssembly()
  private var digest = ""
  private var failure: RunFailure?

  init(_ parts: BankFileParts) { self.parts = parts }

  mutating func take(_ place: Int, _ result: BankFileParts.Result) {
    let number = parts.source(ofPiece: place)
    switch result {
    case .whole(let whole): files.append(whole)
    case .digest(.success(let text)): digest = text
    case .part(.success(let part)): assembly.take(part, of: parts.byteCount(number))
    case .digest(.failure(let failure)), .part(.failure(let failure)): self.failure = self.failure ?? failure
    }
    let isLast = place + 1 == parts.count || parts.source(ofPiece: place + 1) != number
    guard isLast, files.count == number else { return }
    files.append(failure.map { .failure($0) } ?? parts.finished(assembly, number, digest))
    (assembly, digest, failure) = (BankFileAssembly(), "", nil)
  }

  func finished() -> [Swift.Result<ReadBankFile, RunFailure>] { files }
}
