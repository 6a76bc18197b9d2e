import ArgumentParser
import CashModel
import Pipeline

struct ExplainCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "explain",
    abstract: "Says all there is to know about one decision of a run.",
    discussion: """
      Reads the inputs that the run's summary.json names, decides again, and refuses if they have changed since. Shows the \
      text with its readings marked, the evidence with its weights, the runner-up, the probability of a coincidence, which other \
      payments want the same items, the sums, and for an exception what is missing.

      Of a book, each run that decided on the payment is decided again from the files that the book keeps, on the book as it was \
      before that run, and what comes out is held against what was written. Nothing is changed; no other run may use \
      the book meanwhile, else only what was recorded is shown.

      EXAMPLES
        tieout explain --run runs/2026-06-16 P7V8N1NMH20ZK1S9ACMGV7YRPC6
        tieout explain --run runs/2026-06-16 NONREF-20260616-17
        tieout explain --book book.tieout P7V8N1NMH20ZK1S9ACMGV7YRPC6

      EXIT CODES
        0  explained                  65  the inputs have errors
       64  wrong usage, or the inputs have changed
                                      74  a file could not be read
      """)

  @Option(help: ArgumentHelp("The run's folder.", valueName: "folder"))
  var run: String?

  @Option(
    help: ArgumentHelp(
      "A book: what its runs and people decided about the payment, with all of the above as of then; of one that waits, as of now too.",
      valueName: "file"))
  var book: String?

  @Option(help: ArgumentHelp("Number of workers.", valueName: "number"))
  var jobs: Int = Machine.processors

  @Argument(help: ArgumentHelp("The payment's id, or its bank reference.", valueName: "payment"))
  var payment: String

  func validate() throws {
    try Machine.validate(jobs: jobs)
    guard (run == nil) != (book == nil) else { throw ValidationError("Either --run or --book says where to look.") }
    if book != nil, PaymentID(payment) == nil { throw ValidationError("'\(payment)' is no payment id.") }
  }

  func run() async throws {
    try await Running.exiting { () async throws(RunFailure) in
      let text: String
      if let book, let id = PaymentID(payment) {
        text = try await ExplainBook.text(book: book, payment: id, jobs: jobs)
      } else {
        text = try await ExplainRun.text(run: run ?? "", payment: payment, jobs: jobs)
      }
      try Terminal.output.write(Array(text.utf8))
      return 0
    }
  }
}
