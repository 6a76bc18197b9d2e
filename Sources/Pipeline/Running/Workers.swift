/// Runs pieces of work side by side, at most `jobs` at a time, and gives their results in the order of the pieces:
/// how many workers there are never shows in a result.
struct Workers: Sendable {
  let jobs: Int

  init(jobs: Int) { self.jobs = max(1, jobs) }

  func map<Result: Sendable>(_ count: Int, _ work: @escaping @Sendable (Int) -> Result) async -> [Result] {
    guard jobs > 1, count > 1 else { return (0..<count).map(work) }
    var results = [Result?](repeating: nil, count: count)
    await withTaskGroup(of: (Int, Result).self) { group in
      var next = 0
      while next < min(jobs, count) {
        let piece = next
        group.addTask { (piece, work(piece)) }
        next += 1
      }
      while let (piece, result) = await group.next() {
        results[piece] = result
        if next < count {
          let piece = next
          group.addTask { (piece, work(piece)) }
          next += 1
        }
      }
    }
    return results.map { result in
      guard let result else { preconditionFailure("every piece of work gives a result") }
      return result
    }
  }

  /// The same over runs of rows. The runs depend on the number of rows alone.
  func mapRows<Result: Sendable>(
    _ count: Int, _ work: @escaping @Sendable (Range<Int>) -> Result
  ) async -> [Result] {
    await map((count + Workers.rowsPerPiece - 1) / Workers.rowsPerPiece) { piece in
      work(piece * Workers.rowsPerPiece..<min(count, (piece + 1) * Workers.rowsPerPiece))
    }
  }

  private static let rowsPerPiece = 8_192
}
