import CashModel
import Evaluation
import Foundation
import Ingest

/// A folder with a batch and its truth: `truth.csv` and `truth-splits.csv`; for calibrating also the run's inputs by their usual
/// names, `open-items.csv`, `bank/…` and, where they are there, `customers.csv`, `remittances.csv`, `rates.csv` and `config.yaml`.
struct LabelledBatch {
  let folder: String

  func truth() throws(RunFailure) -> Truth {
    let payments = try LabelledBatch.rows("\(folder)/truth.csv", .truth) { ResultReader.truePayments($0) }
    let splits = try LabelledBatch.rows("\(folder)/truth-splits.csv", .truth) { ResultReader.trueSplits($0) }
    return Truth(payments: payments, splits: splits)
  }

  func configuration(jobs: Int) throws(RunFailure) -> RunConfiguration {
    var configuration = RunConfiguration()
    configuration.jobs = jobs
    configuration.openItems = "\(folder)/open-items.csv"
    configuration.customers = existing("customers.csv")
    configuration.remittances = existing("remittances.csv")
    configuration.rates = existing("rates.csv")
    configuration.configurationFile = existing("config.yaml")
    let names = (try? FileManager.default.contentsOfDirectory(atPath: "\(folder)/bank")) ?? []
    configuration.bankFiles = names.sorted().map { "\(folder)/bank/\($0)" }
    guard !configuration.bankFiles.isEmpty else { throw .usage("\(folder)/bank: no bank file is there") }
    return configuration
  }

  private func existing(_ name: String) -> String? {
    let path = "\(folder)/\(name)"
    return FileManager.default.fileExists(atPath: path) ? path : nil
  }

  /// The rows of a file that must be sound.
  static func rows<Row>(
    _ path: String, _ role: InputReport.Role,
    _ read: (Span<UInt8>) -> (rows: [Row], diagnostics: DiagnosticLog)
  ) throws(RunFailure) -> [Row] {
    let (rows, report) = try InputFile.withBytes(path) { bytes in
      let (rows, diagnostics) = read(bytes)
      return (rows, Inputs.report(role, path, bytes, diagnostics, nil))
    }
    guard !report.isRefused else { throw .inputsRefused([report]) }
    return rows
  }
}
