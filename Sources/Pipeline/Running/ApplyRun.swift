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
    let matched = try await MatchedBook.matched(configuration, workers, &clock, progress: progress)
    let run = matched.run

    progress(RunProgress(stage: .checking, done: 0, total: 1))
    let violations = RunCheck.violations(in: run, policies: matched.index.policies)
    guard violations.isEmpty else { throw .brokenInvariant(violations.prefix(20).joined(separator: "\n")) }
    clock.end("check")

    let rendering = await RunRendering(run, matched.reports, workers, progress)
    clock.end("write")
    let status = try rendering.publish(at: configuration.outputDirectory, &clock)
    return RunResult(
      status: status, runID: run.runID, asOf: run.asOf, inputs: matched.reports, figures: rendering.figures,
      outputDirectory: configuration.outputDirectory, files: rendering.files.map(\.name) + ["summary.json"],
      stages: clock.stages, peakMemoryBytes: peakMemory())
  }
}
