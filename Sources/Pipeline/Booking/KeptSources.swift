import CashModel
import Report
import Store

/// The files that a run read, on their way into the book.
enum KeptSources {
  /// Keeps all of them that the book does not have yet; decisions are matched with them, and every payment of the run decided again.
  ///
  /// - Parameter reports: what was read, with digests: a file that is another one by now ends the run.
  static func keep(
    _ configuration: RunConfiguration, _ reports: [InputReport], by writer: RunWriter, _ workers: Workers
  ) async throws(RunFailure) {
    var named = configuration.bankFiles.map { (role: InputReport.Role.bank, path: $0) }
    named += reports.filter { $0.role != .bank }.map { ($0.role, $0.path) }
    let read = named
    let digests = await workers.map(read.count) { place in
      Result { () throws(RunFailure) in
        try InputFile.withBytes(read[place].path) { (digest: InputFile.digest(of: $0), count: $0.count) }
      }
    }
    var files: [SourceFile] = []
    var counts: [Int] = []
    for (file, digest) in zip(read, digests) {
      let (sha256, count) = try digest.get()
      // An archive has no report, its members have.
      if let report = reports.first(where: { $0.role == file.role && $0.path == file.path }), report.digest != sha256 {
        throw .io("\(file.path): was changed while it was read")
      }
      files.append(SourceFile(role: file.role.rawValue, path: file.path, sha256: sha256))
      counts.append(count)
    }
    try booked { () throws(BookFailure) in try writer.note(files) }
    for (file, count) in zip(files, counts) {
      let isKept = try booked { () throws(BookFailure) in try writer.book.hasContent(file.sha256) }
      if !isKept { try await keep(file, count, by: writer, workers) }
    }
  }

  /// Packs a file side by side, a few parts at a time.
  private static func keep(
    _ file: SourceFile, _ count: Int, by writer: RunWriter, _ workers: Workers
  ) async throws(RunFailure) {
    let starts = count == 0 ? [0] : Array(stride(from: 0, to: count, by: part))
    let round = max(1, workers.jobs * 2)
    for first in stride(from: 0, to: starts.count, by: round) {
      let places = Array(first..<min(first + round, starts.count))
      let packed = await workers.map(places.count) { number in
        let start = starts[places[number]]
        return Result { () throws(RunFailure) in
          try InputFile.withBytes(file.path) { bytes in
            if bytes.count != count { return nil as PackedPart? }
            let piece = bytes.extracting(start..<min(start + part, count))
            return unsafe piece.withUnsafeBufferPointer { unsafe PackedPart(Array($0)) }
          }
        }
      }
      for (place, part) in zip(places, packed) {
        guard let part = try part.get() else { throw .io("\(file.path): was changed while it was read") }
        try booked { () throws(BookFailure) in try writer.keep(part, place, ofContent: file.sha256) }
      }
    }
  }

  private static let part = 4 << 20
}
