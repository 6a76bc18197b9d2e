package import Evaluation
import Ingest

/// Compares two runs' folders, payment by payment.
package enum DiffRun {
  package static func difference(_ first: String, _ second: String) throws(RunFailure) -> RunDifference {
    RunDifference(from: try results(first), to: try results(second))
  }

  private static func results(_ folder: String) throws(RunFailure) -> RunResults {
    RunResults(
      transactions: try LabelledBatch.rows("\(folder)/transactions.csv", .result) { ResultReader.transactions($0) },
      allocations: try LabelledBatch.rows("\(folder)/allocations.csv", .result) { ResultReader.allocations($0) },
      exceptions: try LabelledBatch.rows("\(folder)/exceptions.csv", .result) { ResultReader.exceptions($0) })
  }
}
