import Foundation
import Testing

/// One folder of `testdata/scenarios`: input files, and in `expected/` what a run must make of them.
struct Scenario: CustomTestStringConvertible, Sendable {
  let folder: URL

  var name: String { folder.lastPathComponent }
  var testDescription: String { name }
  var expected: URL { folder.appendingPathComponent("expected", isDirectory: true) }
  var openItems: String { folder.appendingPathComponent("open-items.csv").path }
  var customers: String? { path(ofOptional: "customers.csv") }
  var remittances: String? { path(ofOptional: "remittances.csv") }
  var rates: String? { path(ofOptional: "rates.csv") }
  var configuration: String? { path(ofOptional: "config.yaml") }

  /// The bank files by name.
  var bankFiles: [String] {
    get throws {
      let bank = folder.appendingPathComponent("bank", isDirectory: true).path
      return try FileManager.default.contentsOfDirectory(atPath: bank).sorted().map { bank + "/" + $0 }
    }
  }

  /// All scenarios of the project, found from where this file was compiled, by name.
  static let all: [Scenario] = {
    let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent().appendingPathComponent("testdata/scenarios", isDirectory: true)
    do {
      return try FileManager.default.contentsOfDirectory(atPath: folder.path).sorted().map {
        Scenario(folder: folder.appendingPathComponent($0, isDirectory: true))
      }
    } catch {
      preconditionFailure("the project has scenarios: \(error)")
    }
  }()

  private func path(ofOptional name: String) -> String? {
    let path = folder.appendingPathComponent(name).path
    return FileManager.default.fileExists(atPath: path) ? path : nil
  }
}
