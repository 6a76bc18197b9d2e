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
  ///
  /// - Parameter rows: of a run; fewer rows where some of them take a thousand times longer than others.
  func mapRows<Result: Sendable>(
    _ count: Int, by rows: Int = Workers.rowsPerPiece, _ work: @escaping @Sendable (Range<Int>) -> Result
  ) async -> [Result] {
    await map((count + rows - 1) / rows) { piece in work(piece * rows..<min(count, (piece + 1) * rows)) }
  }

  /// The same, handing each result over in order as soon as all before it are there: no more than a few are held at a time.
  func streamRows<Result: Sendable, Failure: Error>(
    _ count: Int, by rowsPerPiece: Int = Workers.rowsPerPiece, _ work: @escaping @Sendable (Range<Int>) -> Result,
    to take: (Result) throws(Failure) -> Void
  ) async throws(Failure) {
    let pieces = (count + rowsPerPiece - 1) / rowsPerPiece
    try await stream(pieces) { piece in
      work(piece * rowsPerPiece..<min(count, (piece + 1) * rowsPerPiece))
    } to: { (_, result) throws(Failure) in
      try take(result)
    }
  }

  /// Hands the result of each piece over in order as soon as all before it are there.
  func stream<Result: Sendable, Failure: Error>(
    _ pieces: Int, _ work: @escaping @Sendable (Int) -> Result,
    to take: (Int, Result) throws(Failure) -> Void
  ) async throws(Failure) {
    guard jobs > 1, pieces > 1 else {
      for piece in 0..<pieces { try take(piece, work(piece)) }
      return
    }
    var failure: Failure?
    await withTaskGroup(of: (Int, Result).self) { group in
      var waiting: [Int: Result] = [:]
      var (started, finished, taken) = (0, 0, 0)
      while taken < pieces, failure == nil {
        // Before a result is taken another piece is begun, so that nobody waits for the taker.
        while started < min(pieces, taken + jobs + Workers.mostWaiting), started - finished < jobs {
          let piece = started
          group.addTask { (piece, work(piece)) }
          started += 1
        }
        if let next = waiting.removeValue(forKey: taken) {
          do throws(Failure) { try take(taken, next) } catch { failure = error }
          taken += 1
        } else if let (piece, result) = await group.next() {
          waiting[piece] = result
          finished += 1
        }
      }
      group.cancelAll()
    }
    if let failure { throw failure }
  }

  /// Work beside other work; where there is one worker, it is done at once.
  func beside<Result: Sendable>(_ work: @escaping @Sendable () -> Result) -> Task<Result, Never> {
    guard jobs > 1 else {
      let result = work()
      return Task { result }
    }
    return Task.detached { work() }
  }

  static let rowsPerPiece = 8_192
  /// Of payments that are searched for at length.
  static let searchedPerPiece = 512
  /// Results that may wait for one before them.
  private static let mostWaiting = 4
}
