import CashModel
import Ingest

/// The file of open items, to be read side by side in parts where it is a large one.
struct OpenItemFile: Sendable {
  /// What one worker reads of it.
  enum Piece: Sendable {
    case part(Swift.Result<OpenItemPart, RunFailure>)
    /// Of the whole file, which the parts do not hash.
    case digest(Swift.Result<String, RunFailure>)
  }

  private let path: String
  private var byteCount = 0
  private var ranges: [Range<Int>] = []
  /// Why it cannot be read.
  private var failure: RunFailure?

  init(_ path: String, partSize: Int = BankFileParts.usualPart) {
    self.path = path
    do throws(RunFailure) {
      (byteCount, ranges) = try InputFile.withBytes(path) { ($0.count, CSVCuts.ranges(of: $0, atLeast: partSize)) }
    } catch {
      failure = error
    }
  }

  /// The parts, and the digest; none where it cannot be read.
  var pieceCount: Int { failure == nil ? ranges.count + 1 : 0 }

  /// - Parameter number: the digest is the last of the pieces.
  func read(_ number: Int) -> Piece {
    if number == ranges.count {
      return .digest(
        Swift.Result { () throws(RunFailure) in try InputFile.withBytes(path) { InputFile.digest(of: $0) } })
    }
    return .part(
      Swift.Result { () throws(RunFailure) in
        try InputFile.withBytes(path) { OpenItemPart($0, ranges[number], file: 0) }
      })
  }

  /// Puts the pieces together as they come, in order.
  struct Joining {
    private let file: OpenItemFile
    private var assembly = OpenItemAssembly()
    private var digest = ""
    private var failure: RunFailure?

    init(_ file: OpenItemFile) {
      self.file = file
      failure = file.failure
    }

    mutating func take(_ piece: Piece) {
      switch piece {
      case .part(.success(let part)): assembly.take(part, of: file.byteCount)
      case .digest(.success(let text)): digest = text
      case .part(.failure(let failure)), .digest(.failure(let failure)): self.failure = self.failure ?? failure
      }
    }

    consuming func finished() throws(RunFailure) -> (items: OpenItemTable, report: InputReport) {
      if let failure { throw failure }
      let (path, digest, assembly) = (file.path, digest, assembly)
      return try InputFile.withBytes(path) { bytes in
        let (items, diagnostics) = assembly.items(of: bytes, file: 0)
        return (items, Inputs.report(.openItems, path, bytes, diagnostics, nil, digest: digest))
      }
    }
  }
}
