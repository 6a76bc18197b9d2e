import ArgumentParser
import Pipeline
import Report
import Store

/// What the commands share: running with progress, and ending with the exit code of the contract.
enum Running {
  /// Ends the command with the body's exit code; a failure is told on standard error and ends it with its own.
  static func exiting(_ body: () async throws(RunFailure) -> Int32) async throws {
    let code: Int32
    do throws(RunFailure) {
      code = try await body()
    } catch {
      Terminal.errors.say(FailureText.lines(error, Terminal.errors))
      code = error.exitCode
    }
    if code != 0 { throw ExitCode(code) }
  }

  /// The book's failures as the command's.
  static func book<Value>(_ body: () throws(BookFailure) -> Value) throws(RunFailure) -> Value {
    do throws(BookFailure) { return try body() } catch { throw RunFailure(error) }
  }

  /// The main job with a book.
  static func apply(
    _ configuration: RunConfiguration, book: String, waits: Bool, isQuiet: Bool
  ) async throws(RunFailure) -> Int32 {
    let progress = ProgressDisplay(isQuiet ? .none : Terminal.errors.isInteractive ? .bar : .lines)
    let outcome: NightlyOutcome
    do throws(RunFailure) {
      outcome = try await NightlyRun.run(configuration, book: book, waits: waits) { progress.show($0) }
      progress.clear()
    } catch {
      progress.clear()
      throw error
    }
    switch outcome {
    case .run(let result): return try report(result)
    case .done(let run, let wasFinished):
      let folder = TextTable.printable(configuration.outputDirectory)
      let text =
        wasFinished
        ? "Run \(run.runID), which had been interrupted, is published now in \(folder).\n"
        : "\(folder) holds run \(run.runID) of these inputs already and was left as it is.\n"
      try Terminal.output.write(Array(text.utf8))
      return 0
    }
  }

  /// - Returns: 0 where all inputs were taken, 1 where some were refused.
  static func apply(_ configuration: RunConfiguration, isQuiet: Bool) async throws(RunFailure) -> Int32 {
    let progress = ProgressDisplay(isQuiet ? .none : Terminal.errors.isInteractive ? .bar : .lines)
    let result: RunResult
    do throws(RunFailure) {
      result = try await ApplyRun.run(configuration) { progress.show($0) }
      progress.clear()
    } catch {
      progress.clear()
      throw error
    }
    return try report(result)
  }

  private static func report(_ result: RunResult) throws(RunFailure) -> Int32 {
    Terminal.errors.say(FailureText.refusals(result.inputs, Terminal.errors) + FailureText.notices(result.inputs))
    try Terminal.output.write(Array(RunTable.text(result, Terminal.output).utf8))
    return result.hasRefusals ? 1 : 0
  }
}
