import CashModel
package import TrackRecord
package import Evaluation
import Foundation
import Ingest

/// Scores a run's folder against a batch's truth.
package enum EvaluateRun {
  package static func scores(truth folder: String, run: String) throws(RunFailure) -> Scores {
    let truth = try LabelledBatch(folder: folder).truth()
    let allocations = try LabelledBatch.rows("\(run)/allocations.csv", .result) { ResultReader.allocations($0) }
    let exceptions = try LabelledBatch.rows("\(run)/exceptions.csv", .result) { ResultReader.exceptions($0) }
    return Scores(of: ScoredDecision.of(allocations: allocations, exceptions: exceptions), against: truth)
  }

  /// The pairs of the public benchmark, where the truth is one of its kind; nil where it is not.
  package static func pairs(truth folder: String, run: String) throws(RunFailure) -> PairScores? {
    let path = "\(folder)/truth.json"
    guard FileManager.default.fileExists(atPath: path) else { return nil }
    guard let groups = PairScores.groups(try InputFile.read(path)) else {
      throw .usage("\(path): no list of groups with cat, pert, inv and pay")
    }
    let allocations = try LabelledBatch.rows("\(run)/allocations.csv", .result) { ResultReader.allocations($0) }
    let exceptions = try LabelledBatch.rows("\(run)/exceptions.csv", .result) { ResultReader.exceptions($0) }
    return PairScores(groups, allocations: allocations, exceptions: exceptions)
  }

  /// A calibration's file, filled up from the one the program carries; that one where there is no file.
  package static func calibration(_ path: String?) throws(RunFailure) -> Calibration {
    guard let path else { return ShippedCalibration.table }
    return try SettingsInput.calibration(path).own.filled(from: ShippedCalibration.table)
  }

  /// Writes a file that a command was asked for.
  package static func write(_ bytes: [UInt8], to path: String) throws(RunFailure) {
    do {
      try Data(bytes).write(to: URL(fileURLWithPath: path))
    } catch {
      throw .io("\(path): \(error.localizedDescription)")
    }
  }
}
