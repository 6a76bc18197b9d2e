import Pipeline
import Report

/// What a person reads when something went wrong.
enum FailureText {
  static func lines(_ failure: RunFailure, _ terminal: Terminal) -> [String] {
    switch failure {
    case .usage(let message), .io(let message), .bookLocked(let message), .inputsUnusable(let message):
      [error(message, terminal)]
    case .inputsRefused(let inputs):
      refusals(inputs, terminal) + [error("nothing was published, since inputs were refused", terminal)]
    case .brokenInvariant(let message):
      [
        error("a result broke an invariant, so nothing was published: \(message)", terminal),
        "This is a fault of the program. Please report it with the inputs, or with what you may share of them.",
      ]
    case .outputInTheWay(let message): [error(message, terminal)]
    }
  }

  /// The refused inputs with what was found in them.
  static func refusals(_ inputs: [InputReport], _ terminal: Terminal) -> [String] {
    inputs.filter { $0.isRefused || $0.hasRefusedStatements }.flatMap { input in
      let word = input.isRefused ? "refused" : "refused in part"
      return ["\(terminal.styled(word, .red)): \(TextTable.printable(input.path))"]
        + input.messages.map { "  \(TextTable.printable($0))" }
    }
  }

  /// What the configuration's own files give to think about; the bank's warnings stand in the summary.
  static func notices(_ inputs: [InputReport]) -> [String] {
    inputs.filter { $0.role == .calibration && !$0.isRefused }.flatMap(\.messages).map(TextTable.printable)
  }

  private static func error(_ message: String, _ terminal: Terminal) -> String {
    "\(terminal.styled("error", .red)): \(TextTable.printable(message))"
  }
}
