import ArgumentParser
import CashModel
import Evaluation
import Pipeline
import Report

struct CalibrateCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "calibrate",
    abstract: "Counts on labelled batches how often each kind of evidence is wrong.",
    discussion: """
      Each folder holds a batch with its truth: open-items.csv, bank/, truth.csv and truth-splits.csv and, where they are \
      there, customers.csv, remittances.csv, rates.csv and config.yaml. The file it writes is named by a \
      configuration's 'calibration'; auto_apply.max_wrong_rate then says how often cash may go wrong.

      EXAMPLE
        tieout calibrate --truth history/2026-04 --truth history/2026-05 --out calibration.csv

      EXIT CODES
        0  written                    65  an input has errors
       64  wrong usage                74  a file could not be read or written
      """)

  @Option(help: ArgumentHelp("A folder with a batch and its truth. May be repeated.", valueName: "folder"))
  var truth: [String]

  @Option(help: ArgumentHelp("The file to write.", valueName: "file"))
  var out: String

  @Option(help: ArgumentHelp("Number of workers; the result never depends on it.", valueName: "number"))
  var jobs: Int = Machine.processors

  func validate() throws { try Machine.validate(jobs: jobs) }

  func run() async throws {
    try await Running.exiting { () async throws(RunFailure) in
      let progress = ProgressDisplay(Terminal.errors.isInteractive ? .bar : .none)
      let result = try await CalibrateRun.calibrate(truth, jobs: jobs) { progress.show($0) }
      progress.clear()
      try EvaluateRun.write(Array(result.calibration.csv.utf8), to: out)
      var table = TextTable([.left("batch"), .right("receipts"), .right("right"), .right("wrong"), .right("open")])
      for (folder, total) in result.batches {
        table.append([
          folder, String(total.receipts), String(total.right), String(total.wrong), String(total.open),
        ])
      }
      try Terminal.output.write(Array((table.lines.joined(separator: "\n") + "\n").utf8))
      return 0
    }
  }
}
