import ArgumentParser
import Pipeline

struct ExplainCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "explain",
    abstract: "Says all there is to know about one decision of a run.",
    discussion: """
      Reads the inputs that the run's summary.json names, decides again, and refuses if they have changed since. Shows the \
      text with its readings marked, the evidence with its weights, the runner-up, the probability of a coincidence, which other \
      payments want the same items, the sums, and for an exception what is missing.

      EXAMPLES
        tieout explain --run runs/2026-06-16 P7V8N1NMH20ZK1S9ACMGV7YRPC6
        tieout explain --run runs/2026-06-16 NONREF-20260616-17

      EXIT CODES
        0  explained                  65  the inputs have errors
       64  wrong usage, or the inputs have changed
                                      74  a file could not be read
      """)

  @Option(help: ArgumentHelp("The run's folder.", valueName: "folder"))
  var run: String

  @Option(help: ArgumentHelp("Number of workers.", valueName: "number"))
  var jobs: Int = Machine.processors

  @Argument(help: ArgumentHelp("The payment's id, or its bank reference.", valueName: "payment"))
  var payment: String

  func validate() throws { try Machine.validate(jobs: jobs) }

  func run() async throws {
    try await Running.exiting { () async throws(RunFailure) in
      try Terminal.output.write(Array(try await ExplainRun.text(run: run, payment: payment, jobs: jobs).utf8))
      return 0
    }
  }
}
