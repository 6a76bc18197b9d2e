import CashModel
import Foundation
import Posting
import Report
package import Store

/// What a run on a book came to.
package enum NightlyOutcome: Sendable {
  case run(RunResult)
  /// The same had been asked for and done: the run's folder is there; `wasFinished` where an interrupted run was published only now.
  case done(BookRun, wasFinished: Bool)
}

/// The main job with a memory: what was seen before is not taken again, what the ledger does not show yet is taken off it, what waits
/// is matched again.
///
/// All or nothing: the files are rendered into a hidden folder and, packed, into the book's one transaction. Its commit makes the
/// run happen; then a rename publishes the folder, and the book notes that. Whatever is committed and not published is published first
/// by the next run, from the book, so that a run that was killed at any instant is either not there or whole.
package enum NightlyRun {
  package static func run(
    _ configuration: RunConfiguration, book path: String, waits: Bool, progress: @Sendable (RunProgress) -> Void
  ) async throws(RunFailure) -> NightlyOutcome {
    if configuration.isDryRun { return .run(try await tried(configuration, book: path, progress)) }
    let book = try booked { () throws(BookFailure) in try Book.open(path, waits: waits) }
    return try await run(configuration, in: book, progress: progress)
  }

  static func run(
    _ configuration: RunConfiguration, in book: Book, progress: @Sendable (RunProgress) -> Void
  ) async throws(RunFailure) -> NightlyOutcome {
    let workers = Workers(jobs: configuration.jobs)
    let folder = OutputFolder.absolute(configuration.outputDirectory)
    let request = try await RunRequest.text(configuration, workers)
    let finished = try publishCommitted(in: book)
    if let run = finished.last(where: { $0.request == request && $0.folder == folder }) {
      return .done(run, wasFinished: true)
    }
    if try OutputFolder.state(of: folder) == .occupied {
      if let run = try booked({ () throws(BookFailure) in try book.lastRun(of: request) }), run.folder == folder,
        try BookedFolder(book, run).isThere()
      {
        return .done(run, wasFinished: false)
      }
      throw .outputInTheWay(
        "\(configuration.outputDirectory): holds something other than this run's result; nothing was written")
    }
    return .run(try await make(configuration, BookSession(book), (folder, request), workers, progress))
  }

  /// What a run would do on the book as it is; a book that is not there yet is not made.
  private static func tried(
    _ configuration: RunConfiguration, book path: String, _ progress: @Sendable (RunProgress) -> Void
  ) async throws(RunFailure) -> RunResult {
    guard FileManager.default.fileExists(atPath: path) else {
      return try await ApplyRun.run(configuration, progress: progress)
    }
    return try await tried(
      configuration, in: try booked { () throws(BookFailure) in try Book.reading(path) }, progress)
  }

  static func tried(
    _ configuration: RunConfiguration, in book: Book, _ progress: @Sendable (RunProgress) -> Void
  ) async throws(RunFailure) -> RunResult {
    let session = try BookSession(book)
    let workers = Workers(jobs: configuration.jobs)
    var clock = StageClock()
    let matched = try await MatchedBatch.matched(configuration, workers, &clock, session: session, progress: progress)
    return ApplyRun.tried(matched, try await ApplyRun.checked(matched, workers, &clock, progress).figures, clock)
  }

  /// Publishes what earlier runs committed and did not come to publish.
  private static func publishCommitted(in book: Book) throws(RunFailure) -> [BookRun] {
    let runs = try booked { () throws(BookFailure) in try book.runs(onlyUnpublished: true) }
    for run in runs {
      try BookedFolder(book, run).publish()
      try booked { () throws(BookFailure) in try book.markPublished(run) }
    }
    return runs
  }

  private static func make(
    _ configuration: RunConfiguration, _ session: BookSession, _ target: (folder: String, request: String),
    _ workers: Workers, _ progress: @Sendable (RunProgress) -> Void
  ) async throws(RunFailure) -> RunResult {
    var clock = StageClock()
    let matched = try await MatchedBatch.matched(configuration, workers, &clock, session: session, progress: progress)
    let (run, figures) = try await ApplyRun.checked(matched, workers, &clock, progress)
    let memory = BookFigures(matched, session)
    let rendering = RunRendering(
      run: run, figures: figures, reports: matched.reports, workers: workers, book: memory,
      decisions: matched.decided?.file)
    var record = BookRun(
      runID: matched.run.runID, asOf: matched.run.asOf, folder: target.folder, request: target.request,
      inputs: matched.reports.map {
        BookRun.Input(
          role: $0.role.rawValue, path: $0.path, sha256: $0.digest, byteCount: $0.byteCount, isRefused: $0.isRefused)
      })
    record.decidedBy = configuration.decidedBy
    record.program = "\(Program.version) \(Program.rules)"
    let folder = try OutputFolder.begin(at: target.folder)
    do throws(RunFailure) {
      let writer = try booked { () throws(BookFailure) in try RunWriter(session.book, record) }
      let (rows, changes) = (writer.rows, matched.changes)
      // SQLite takes the rows while the files are made and packed.
      async let written = offPool { Result { () throws(BookFailure) in try rows.write(run, changes) } }
      try await rendering.write(into: folder, &clock, progress) { (file, bytes) throws(RunFailure) in
        try booked { () throws(BookFailure) in try writer.append(bytes, to: file) }
      }
      try await KeptSources.keep(configuration, matched.reports, by: writer, workers)
      let result = await written
      try booked { () throws(BookFailure) in try result.get() }
      if let decided = matched.decided {
        let lessons = Lessons(decided, run, matched.matching.readings, known: session.learned)
        try booked { () throws(BookFailure) in try writer.learn(lessons.all) }
      }
      writer.decisions = matched.decided?.links ?? []
      try booked { () throws(BookFailure) in try writer.commit() }
    } catch {
      folder.discard()
      throw error
    }
    try folder.publish()
    try booked { () throws(BookFailure) in
      if let run = try session.book.run(named: record.runID) { try session.book.markPublished(run) }
    }
    clock.end("book")
    var result = RunResult(
      status: .published, runID: record.runID, asOf: matched.run.asOf, inputs: matched.reports, figures: figures,
      outputDirectory: configuration.outputDirectory,
      files: RunRendering.fileNames + (matched.decided == nil ? [] : [DecidedPayments.fileName]), stages: clock.stages,
      peakMemoryBytes: peakMemory())
    result.book = memory
    result.decisions = matched.decided?.counts
    return result
  }
}

extension BookFigures {
  init(_ matched: MatchedBatch, _ session: BookSession) {
    self.init(
      run: session.runsBefore + 1, seen: matched.seen, waited: session.waiting.ids.count,
      acknowledged: matched.changes.availability.acknowledged.count,
      outstanding: matched.changes.availability.outstanding.count)
  }
}

/// The book's failures as the run's.
func booked<Value>(_ body: () throws(BookFailure) -> Value) throws(RunFailure) -> Value {
  do throws(BookFailure) { return try body() } catch { throw RunFailure(error) }
}
