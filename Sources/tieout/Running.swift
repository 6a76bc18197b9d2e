import ArgumentParser
import Pipeline
import Store

/// What the commands share: running with progress, and ending with the exit code of the contract.
enum Running {
  /// Ends the command with the body's exit code; a failure is told and ends it with its own.
  static func exiting(
    _ log: RunLog = .people(isQuiet: false), _ body: () async throws(RunFailure) -> Int32
  ) async throws {
    let code: Int32
    do throws(RunFailure) {
      code = try await body()
    } catch {
      log.failed(error)
      code = error.exitCode
    }
    if code != 0 { throw ExitCode(code) }
  }

  /// The book's failures as the command's.
  static func book<Value>(_ body: () throws(BookFailure) -> Value) throws(RunFailure) -> Value {
    do throws(BookFailure) { return try body() } catch { throw RunFailure(error) }
  }

  /// - Returns: 0 where all inputs were taken, 1 where some were refused.
  static func apply(_ configuration: RunConfiguration, isQuiet: Bool) async throws(RunFailure) -> Int32 {
    try await ApplyJob(configuration: configuration, log: .people(isQuiet: isQuiet)).run()
  }
}
