import CashModel
import Matching
import Posting
import Report

/// The main job, in the order of the rooms: read, match, post, check, write, publish.
package enum ApplyRun {
  package static func run(
    _ configuration: RunConfiguration, progress: @Sendable (RunProgress) -> Void
  ) async throws(RunFailure) -> RunResult {
    var clock = StageClock()
    let workers = Workers(jobs: configuration.jobs)
    let matched = try await MatchedBatch.matched(configuration, workers, &clock, progress: progress)
    let (run, figures) = try await checked(matched, workers, &clock, progress)
    if configuration.isDryRun { return tried(matched, figures, clock) }
    let reports = matched.reports
    // Indexes and readings are given back while the files are written.
    _ = workers.beside { [rest = consume matched] in withExtendedLifetime(rest) {} }
    let rendering = RunRendering(run: run, figures: figures, reports: reports, workers: workers)
    let status = try await rendering.publish(at: configuration.outputDirectory, &clock, progress)
    return RunResult(
      status: status, runID: run.runID, asOf: run.asOf, inputs: reports, figures: figures,
      outputDirectory: configuration.outputDirectory, files: RunRendering.fileNames,
      stages: clock.stages, peakMemoryBytes: peakMemory())
  }

  /// What a dry run gives.
  static func tried(_ matched: MatchedBatch, _ figures: KeyFigures, _ clock: StageClock) -> RunResult {
    var result = RunResult(
      status: .tried, runID: matched.run.runID, asOf: matched.run.asOf, inputs: matched.reports, figures: figures,
      outputDirectory: "", files: [], stages: clock.stages, peakMemoryBytes: peakMemory())
    result.decisions = matched.decided?.counts
    return result
  }

  /// The run, and its key figures, once the checker has found nothing against it.
  static func checked(
    _ matched: MatchedBatch, _ workers: Workers, _ clock: inout StageClock, _ progress: @Sendable (RunProgress) -> Void
  ) async throws(RunFailure) -> (run: MatchedRun, figures: KeyFigures) {
    let run = matched.run
    progress(RunProgress(stage: .checking, done: 0, total: 1))
    let policies = matched.index.policies
    let adding = workers.beside { KeyFigures(of: run) }
    var check = RunCheck.Joining(of: run)
    await workers.streamRows(run.payments.count) {
      RunCheck.part($0, of: run, policies: policies)
    } to: { (part) throws(Never) in
      check.take(part)
    }
    let figures = await adding.value
    let violations = check.violations(figures)
    guard violations.isEmpty else { throw .brokenInvariant(violations.prefix(20).joined(separator: "\n")) }
    let grouped = run.grouped()
    clock.end("check")
    return (grouped, figures)
  }
}
