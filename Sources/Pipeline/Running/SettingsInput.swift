import CashModel
import Ingest

/// The configuration file and the files it names, or the settings that hold where there is none.
struct SettingsInput {
  var settings: Settings
  /// What of the settings goes into the run's id.
  var identity = ""
  var reports: [InputReport] = []
  var dialects = BankDialects()

  init(_ configuration: RunConfiguration) throws(RunFailure) {
    settings = configuration.settings
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
  }

  private mutating func addTags(_ name: String, besides configuration: String) throws(RunFailure) {
    let folder = configuration.lastIndex(of: "/").map { String(configuration[...$0]) } ?? ""
    let path = name.hasPrefix("/") ? name : folder + name
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
