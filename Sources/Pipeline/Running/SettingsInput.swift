import CashModel
import TrackRecord
import Ingest
import Report

/// The configuration file and the files it names, or the settings that hold where there is none.
struct SettingsInput {
  var settings: Settings
  /// What of the settings goes into the run's id.
  var identity = ""
  var reports: [InputReport] = []
  var dialects = BankDialects()
  /// How often each kind of evidence has been wrong: on the company's own history as far as it goes, else as shipped.
  var calibration: Calibration

  init(_ configuration: RunConfiguration) throws(RunFailure) {
    settings = configuration.settings
    calibration = configuration.calibration
    guard let path = configuration.configurationFile else { return }
    let bytes = try InputFile.read(path)
    guard bytes.count <= SettingsInput.largest else {
      throw .usage("\(path): larger than any configuration (1 MiB)")
    }
    guard let text = String(validating: bytes, as: UTF8.self) else {
      throw .usage("\(path): the configuration is not UTF-8")
    }
    settings = try ConfigurationReader.settings(yaml: text, name: path)
    dialects.profiles = settings.csvProfiles
    identity = InputFile.digest(of: bytes.span)
    reports = [report(path, bytes)]
    for name in settings.remittanceTagFiles { try addTags(name, besides: path) }
    if let name = settings.calibrationFile { try readCalibration(name, besides: path) }
  }

  private mutating func readCalibration(_ name: String, besides configuration: String) throws(RunFailure) {
    let (own, checked) = try SettingsInput.calibration(SettingsInput.path(name, besides: configuration))
    calibration = own.filled(from: calibration)
    identity += checked.digest
    let notes = Set(settings.policies.autoApplyMaxWrongRate.values).sorted().compactMap(calibrationNote)
    reports.append(notes.isEmpty ? checked : checked.warned(notes))
  }

  /// What a company's own history does not decide for itself under one rate, or decides against.
  private func calibrationNote(rate: Int64) -> String? {
    let verdict = calibration.verdict(maxWrongRate: rate)
    var decimals = String(1_000_000 + rate).dropFirst()
    while decimals.last == "0" { decimals.removeLast() }
    let limit = "max_wrong_rate 0.\(decimals)"
    if let (kind, own) = verdict.refuted {
      return
        "\(limit): \(own.wrong) of \(counted(own.payments, "payment", "payments")) up to \(kind.name) were wrong here, "
        + "so that class and those after it are not applied"
    }
    guard verdict.onOther > 0 else { return nil }
    return "\(limit): this history is too short to judge \(counted(verdict.onOther, "class", "classes")) of evidence, "
      + "which the shipped calibration judges"
  }

  static func calibration(_ path: String) throws(RunFailure) -> (own: Calibration, report: InputReport) {
    let bytes = try InputFile.read(path)
    guard bytes.count <= SettingsInput.largest else { throw .usage("\(path): larger than any calibration (1 MiB)") }
    let (own, diagnostics) = ResultReader.calibration(bytes.span)
    let report = Inputs.report(.calibration, path, bytes.span, diagnostics, nil)
    guard !report.isRefused else { throw .inputsRefused([report]) }
    return (own, report)
  }

  private static func path(_ name: String, besides configuration: String) -> String {
    let folder = configuration.lastIndex(of: "/").map { String(configuration[...$0]) } ?? ""
    return name.hasPrefix("/") ? name : folder + name
  }

  private mutating func addTags(_ name: String, besides configuration: String) throws(RunFailure) {
    let path = SettingsInput.path(name, besides: configuration)
    let bytes = try InputFile.read(path)
    guard bytes.count <= SettingsInput.largest else {
      throw .usage("\(path): larger than any dictionary of tags (1 MiB)")
    }
    do throws(RemittanceTagProblem) {
      try dialects.tags.add(bytes)
    } catch {
      throw .usage("\(path):\(error.line): \(error.message)")
    }
    identity += InputFile.digest(of: bytes.span)
    reports.append(report(path, bytes))
  }

  private func report(_ path: String, _ bytes: [UInt8]) -> InputReport {
    InputReport(
      role: .configuration, path: path, byteCount: bytes.count, digest: InputFile.digest(of: bytes.span), bankFile: nil,
      messages: [], warningCount: 0, isRefused: false)
  }

  private static let largest = 1 << 20
}
