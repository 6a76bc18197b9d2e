import ArgumentParser
import Pipeline

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
    Terminal.errors.say(FailureText.refusals(result.inputs, Terminal.errors) + FailureText.notices(result.inputs))
    try Terminal.output.write(Array(RunTable.text(result, Terminal.output).utf8))
    return result.hasRefusals ? 1 : 0
  }
}
