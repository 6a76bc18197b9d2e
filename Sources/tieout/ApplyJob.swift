import CashModel
import Foundation
import Pipeline
import Posting
import Report
import Store

/// The main job as the command line asks for it: with or without a book, for people or for a log.
struct ApplyJob {
  var configuration: RunConfiguration
  var book: String?
  var waits = false
  var inbox: Inbox?
  var log = RunLog.people(isQuiet: false)

  /// - Returns: 0 where all inputs were taken, 1 where some were refused.
  func run() async throws(RunFailure) -> Int32 {
    if let inbox, inbox.files.isEmpty, configuration.bankFiles.isEmpty {
      try log.nothingToDo()
      return 0
    }
    let progress = log.progress
    let outcome: NightlyOutcome
    do throws(RunFailure) {
      outcome = try await made { progress.show($0) }
      progress.clear()
    } catch {
      progress.clear()
      if case .inputsRefused(let inputs) = error { try inbox?.settle(inputs, run: nil) }
      throw error
    }
    switch outcome {
    case .run(let result):
      if result.status != .tried { try inbox?.settle(result.inputs, run: result.runID) }
      try log.finished(result)
      return result.hasRefusals ? 1 : 0
    case .done(let run, let wasFinished):
      try inbox?.settle([], run: run.runID)
      try log.done(run, wasFinished: wasFinished, in: configuration.outputDirectory)
      return 0
    }
  }

  private func made(_ progress: @Sendable (RunProgress) -> Void) async throws(RunFailure) -> NightlyOutcome {
    guard let book else { return .run(try await ApplyRun.run(configuration, progress: progress)) }
    if configuration.decisions != nil {
      return try await ReprocessRun.run(configuration, book: book, waits: waits, progress: progress)
    }
    return try await NightlyRun.run(configuration, book: book, waits: waits, progress: progress)
  }
}

/// What a run says: to people, a table; to a log, a line of JSON for each thing that happens. Lines of a log name files and count;
/// they never quote what stands in a file, so that no payer's text gets into a log.
enum RunLog: Sendable {
  case people(isQuiet: Bool)
  case json

  var progress: ProgressDisplay {
    switch self {
    case .people(let isQuiet): ProgressDisplay(isQuiet ? .none : Terminal.errors.isInteractive ? .bar : .lines)
    case .json: ProgressDisplay(.json)
    }
  }

  func nothingToDo() throws(RunFailure) {
    switch self {
    case .people: try Terminal.output.write(Array("The inbox is empty; nothing was done.\n".utf8))
    case .json: RunLog.say("idle", [:])
    }
  }

  func finished(_ result: RunResult) throws(RunFailure) {
    switch self {
    case .people:
      Terminal.errors.say(FailureText.refusals(result.inputs, Terminal.errors) + FailureText.notices(result.inputs))
      try Terminal.output.write(Array(RunTable.text(result, Terminal.output).utf8))
    case .json:
      for input in result.inputs where input.isRefused || input.hasRefusedStatements || input.warningCount > 0 {
        RunLog.say("input", RunLog.members(of: input))
      }
      var members = RunLog.members(of: result.figures)
      members["run_id"] = .string(result.runID)
      members["as_of"] = .string(result.asOf.text)
      members["folder"] = .string(result.outputDirectory)
      members["status"] = .string(result.status.name)
      members["exit_code"] = .integer(result.hasRefusals ? 1 : 0)
      if let (taken, refused) = result.decisions {
        members["decisions_taken"] = .integer(taken)
        members["decisions_refused"] = .integer(refused)
      }
      if let book = result.book {
        members["seen_before"] = .integer(book.seen)
        members["acknowledged"] = .integer(book.acknowledged)
        members["items_outstanding"] = .integer(book.outstanding)
      }
      RunLog.say("finished", members)
    }
  }

  func done(_ run: BookRun, wasFinished: Bool, in folder: String) throws(RunFailure) {
    switch self {
    case .people:
      let text =
        wasFinished
        ? "Run \(run.runID), which had been interrupted, is published now in \(TextTable.printable(folder)).\n"
        : "\(TextTable.printable(folder)) holds run \(run.runID) of these inputs already and was left as it is.\n"
      try Terminal.output.write(Array(text.utf8))
    case .json:
      RunLog.say(
        "finished",
        [
          "run_id": .string(run.runID), "folder": .string(folder), "exit_code": .integer(0),
          "status": .string(wasFinished ? "recovered" : "already_there"),
        ])
    }
  }

  func failed(_ failure: RunFailure) {
    switch self {
    case .people: Terminal.errors.say(FailureText.lines(failure, Terminal.errors))
    case .json:
      if case .inputsRefused(let inputs) = failure {
        for input in inputs where input.isRefused { RunLog.say("input", RunLog.members(of: input)) }
      }
      RunLog.say(
        "failed", ["exit_code": .integer(Int(failure.exitCode)), "message": .string(failure.sentence)])
    }
  }

  private static func members(of input: InputReport) -> [String: JSON] {
    [
      "role": .string(input.role.rawValue), "path": .string(input.path), "warnings": .integer(input.warningCount),
      "refused": .boolean(input.isRefused), "statements_refused": .boolean(input.hasRefusedStatements),
    ]
  }

  private static func members(of figures: KeyFigures) -> [String: JSON] {
    var members: [String: JSON] = [
      "transactions": .integer(figures.transactions), "receipts": .integer(figures.receipts),
      "touchless": .integer(figures.touchlessReceipts), "waited": .integer(figures.carried.payments),
      "waited_placed": .integer(figures.carried.placed),
    ]
    for (outcome, count) in figures.outcomes { members[outcome.name] = .integer(count) }
    return members
  }

  /// One line on standard error, with the time by the clock in UTC.
  static func say(_ event: String, _ members: [String: JSON]) {
    var line = members
    line["event"] = .string(event)
    line["time"] = .string(Date().ISO8601Format())
    // Where nobody can read the log, a run goes on all the same.
    try? Terminal.errors.write(JSON.object(line).bytes(isPretty: false))
  }
}
