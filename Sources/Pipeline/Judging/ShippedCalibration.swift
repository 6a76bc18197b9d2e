import CashModel
import TrackRecord
import Ingest

/// How often each kind of evidence was wrong on generated batches: what the program knows before a company has a history of
/// its own. Made by `make calibration`.
enum ShippedCalibration {
  static let table: Calibration = {
    let bytes = PackageResources.calibration_csv
    let (calibration, diagnostics) = ResultReader.calibration(bytes.span)
    precondition(diagnostics.entries.isEmpty, "the shipped calibration is part of the program and sound")
    return calibration
  }()
}
