package import CashModel
package import Posting
package import Report

/// One input file as it was taken or refused.
package struct InputReport: Sendable {
  package enum Role: String, Sendable {
    case bank, openItems = "open_items", customers, remittances, rates, configuration, calibration, truth, result,
      decisions
  }

  package let role: Role
  package let path: String
  package let byteCount: Int
  /// SHA-256 of the content, in hexadecimal; empty of what is only inspected.
  package let digest: String
  /// For bank files: what was read of it, without its payments.
  package let bankFile: BankFile?
  /// Sentences with file, line, byte offset, found and expected; the first ones only.
  package let messages: [String]
  package let warningCount: Int
  package let isRefused: Bool
  /// Some of the file's statements were refused, the others taken.
  package internal(set) var hasRefusedStatements = false

  package init(
    role: Role, path: String, byteCount: Int, digest: String, bankFile: BankFile?, messages: [String],
    warningCount: Int, isRefused: Bool
  ) {
    self.role = role
    self.path = path
    self.byteCount = byteCount
    self.digest = digest
    self.bankFile = bankFile
    self.messages = messages
    self.warningCount = warningCount
    self.isRefused = isRefused
  }

  /// The same report with what only the book shows: errors refuse statements of the file.
  func noted(_ notes: [(sentence: String, isRefusal: Bool)]) -> InputReport {
    if notes.isEmpty { return self }
    var report = InputReport(
      role: role, path: path, byteCount: byteCount, digest: digest, bankFile: bankFile,
      messages: messages + notes.map { "\(path): \($0.isRefusal ? "error" : "warning"): \($0.sentence)" },
      warningCount: warningCount + notes.count { !$0.isRefusal }, isRefused: isRefused)
    report.hasRefusedStatements = notes.contains { $0.isRefusal }
    return report
  }
}

/// What `apply` did.
package struct RunResult: Sendable {
  package enum Status: Sendable {
    /// The folder was published.
    case published
    /// The folder held this very run's result already and was left as it is.
    case alreadyThere
    /// A dry run: nothing was written.
    case tried

    package var name: String {
      switch self {
      case .published: "published"
      case .alreadyThere: "already_there"
      case .tried: "tried"
      }
    }
  }

  package let status: Status
  package let runID: String
  package let asOf: CalendarDate
  package let inputs: [InputReport]
  package let figures: KeyFigures
  package let outputDirectory: String
  /// Names of the files in the folder, in the order of DESIGN's list.
  package let files: [String]
  /// Wall-clock seconds per stage, in order.
  package let stages: [(name: String, seconds: Double)]
  package let peakMemoryBytes: Int
  /// Where the run had a book.
  package var book: BookFigures?
  /// Where it took people's decisions: how many held, and how many did not.
  package var decisions: (taken: Int, refused: Int)?

  package init(
    status: Status, runID: String, asOf: CalendarDate, inputs: [InputReport], figures: KeyFigures,
    outputDirectory: String, files: [String], stages: [(name: String, seconds: Double)], peakMemoryBytes: Int
  ) {
    self.status = status
    self.runID = runID
    self.asOf = asOf
    self.inputs = inputs
    self.figures = figures
    self.outputDirectory = outputDirectory
    self.files = files
    self.stages = stages
    self.peakMemoryBytes = peakMemoryBytes
  }

  /// Some inputs were refused; the exit code is then 1.
  package var hasRefusals: Bool { inputs.contains { $0.isRefused || $0.hasRefusedStatements } }
}

/// Why nothing was published; each kind has its exit code.
package enum RunFailure: Error, Sendable {
  /// The command or the configuration is wrong (64).
  case usage(String)
  /// No bank file could be taken, or the open items or customers are bad (65).
  case inputsRefused([InputReport])
  /// A result broke an invariant (70); nothing was written.
  case brokenInvariant(String)
  /// The output folder holds something else (73).
  case outputInTheWay(String)
  /// A file could not be read or written (74).
  case io(String)
  /// Another run uses the book (75).
  case bookLocked(String)
  /// What was named as the book is none, or is damaged (65).
  case inputsUnusable(String)

  /// What happened, without the inputs' own messages.
  package var sentence: String {
    switch self {
    case .usage(let text), .brokenInvariant(let text), .outputInTheWay(let text), .io(let text): text
    case .bookLocked(let text), .inputsUnusable(let text): text
    case .inputsRefused: "inputs were refused"
    }
  }

  package var exitCode: Int32 {
    switch self {
    case .usage: 64
    case .inputsRefused: 65
    case .brokenInvariant: 70
    case .outputInTheWay: 73
    case .io: 74
    case .bookLocked: 75
    case .inputsUnusable: 65
    }
  }
}

/// How far a run has come, for a progress bar. Called from one task at a time.
package struct RunProgress: Sendable {
  package enum Stage: String, CaseIterable, Sendable {
    case reading, matching, checking, writing
  }

  package let stage: Stage
  package let done: Int
  package let total: Int

  package init(stage: Stage, done: Int, total: Int) {
    self.stage = stage
    self.done = done
    self.total = total
  }
}
