import Foundation
import Pipeline

/// A folder of its own for one test, gone when the test is.
final class Folder {
  let path: String

  init() throws {
    let url = FileManager.default.temporaryDirectory.appendingPathComponent("tieout-test-" + UUID().uuidString)
    try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
    path = url.path
  }

  deinit {
    // What a test leaves behind in the temporary folder harms nobody.
    _ = try? FileManager.default.removeItem(atPath: path)
  }

  func write(_ name: String, _ text: String) throws {
    let url = URL(fileURLWithPath: path + "/" + name)
    try FileManager.default.createDirectory(at: url.deletingLastPathComponent(), withIntermediateDirectories: true)
    try Data(text.utf8).write(to: url)
  }

  func text(_ name: String) throws -> String {
    String(decoding: try Data(contentsOf: URL(fileURLWithPath: path + "/" + name)), as: UTF8.self)
  }

  func names(_ folder: String = "") throws -> [String] {
    try FileManager.default.contentsOfDirectory(atPath: path + "/" + folder).sorted()
  }

  /// A run over this folder's `bank/`, `open-items.csv` and what else of a run's inputs stands there by its usual name.
  func configuration(out: String, jobs: Int = 1) throws -> RunConfiguration {
    var configuration = RunConfiguration()
    configuration.bankFiles = try names("bank").map { path + "/bank/" + $0 }
    configuration.openItems = path + "/open-items.csv"
    func optional(_ name: String) -> String? {
      FileManager.default.fileExists(atPath: path + "/" + name) ? path + "/" + name : nil
    }
    configuration.customers = optional("customers.csv")
    configuration.remittances = optional("remittances.csv")
    configuration.rates = optional("rates.csv")
    configuration.configurationFile = optional("config.yaml")
    configuration.outputDirectory = path + "/" + out
    configuration.jobs = jobs
    return configuration
  }

  /// - Parameter bank: the bank files, where they do not stand in `bank/`.
  @discardableResult
  func run(out: String, jobs: Int = 1, bank: [String]? = nil) async throws -> RunResult {
    var configuration = try configuration(out: out, jobs: jobs)
    if let bank { configuration.bankFiles = bank.map { path + "/" + $0 } }
    return try await ApplyRun.run(configuration) { _ in }
  }
}

/// The rows of a CSV text as dictionaries; for tests only, and only for well-formed text.
func rows(_ text: String) -> [[String: String]] {
  var records: [[String]] = []
  var record: [String] = []
  var cell = ""
  var isQuoted = false
  var characters = Array(text.unicodeScalars).makeIterator()
  var next = characters.next()
  while let scalar = next {
    next = characters.next()
    if isQuoted {
      if scalar != "\"" {
        cell.unicodeScalars.append(scalar)
      } else if next == "\"" {
        cell.append("\"")
        next = characters.next()
      } else {
        isQuoted = false
      }
    } else if scalar == "\"" {
      isQuoted = true
    } else if scalar == "," || scalar == "\n" {
      record.append(cell)
      cell = ""
      if scalar == "\n" {
        records.append(record)
        record = []
      }
    } else {
      cell.unicodeScalars.append(scalar)
    }
  }
  guard let header = records.first else { return [] }
  return records.dropFirst().map { Dictionary(uniqueKeysWithValues: zip(header, $0)) }
}
