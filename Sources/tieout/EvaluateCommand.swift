import ArgumentParser
import Evaluation
import Pipeline

struct EvaluateCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "evaluate",
    abstract: "Scores a run against a batch whose truth is known.",
    discussion: """
      The truth is a folder with truth.csv (bank_reference, amount, currency, kind, scenario, evidence, group, \
      customer_id) and truth-splits.csv (bank_reference, invoice_id, applied, discount), or with truth.json of the \
      public payment-to-invoice benchmark. A payment is right where invoices, cash and discounts are all the truth's.

      EXAMPLES
        tieout evaluate --truth batch --run runs/2026-06-16
        tieout evaluate --truth batch --run runs/2026-06-16 --json | jq .precision
        tieout evaluate --truth batch --run runs/2026-06-16 --page evaluation.html

      EXIT CODES
        0  scored                     65  the truth or the run has errors
       64  wrong usage                74  a file could not be read or written
      """)

  @Option(help: ArgumentHelp("The folder with the truth.", valueName: "folder"))
  var truth: String

  @Option(help: ArgumentHelp("The run's folder.", valueName: "folder"))
  var run: String

  @Flag(help: "JSON instead of tables.")
  var json = false

  @Option(
    help: ArgumentHelp("The calibration the run used, for the bounds of its confidences.", valueName: "file"))
  var calibration: String?

  @Option(help: ArgumentHelp("Also write a page with the reliability diagram and the curve.", valueName: "file"))
  var page: String?

  func run() async throws {
    try await Running.exiting { () async throws(RunFailure) in
      if let pairs = try EvaluateRun.pairs(truth: truth, run: run) {
        try Terminal.output.write(json ? pairs.json : Array(pairs.text.utf8))
        return 0
      }
      let report = EvaluationReport(
        try EvaluateRun.scores(truth: truth, run: run), try EvaluateRun.calibration(calibration))
      if let page { try EvaluateRun.write(Array(report.page(title: run).utf8), to: page) }
      try Terminal.output.write(json ? report.json : Array(report.text.utf8))
      return 0
    }
  }
}
