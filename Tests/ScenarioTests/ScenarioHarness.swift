import Foundation

/// Runs a scenario and compares the tables of the run with the expected ones, byte for byte.
///
/// The contract is in the CSV files, and what `tieout explain` says of every payment is in `explained.txt`; `summary.json` has clock times and `report.html` is tested on its own. The
/// scenario's own path is taken out of the text, so that expected files are the same on every machine. With
/// `UPDATE_GOLDEN=1` the expected files are written anew and the check fails all the same, so that somebody reads
/// the difference before it is committed.
struct ScenarioHarness: Sendable {
  /// Runs Tieout over the scenario's input and leaves the run's files in the folder, which does not exist yet.
  let run: @Sendable (Scenario, _ outFolder: String) async throws -> Void
  var isUpdating = ProcessInfo.processInfo.environment["UPDATE_GOLDEN"] == "1"

  /// What differs, a sentence each; empty where the run gave what is expected.
  func differences(_ scenario: Scenario) async throws -> [String] {
    let work = FileManager.default.temporaryDirectory.appendingPathComponent("tieout-scenario-" + UUID().uuidString)
    try FileManager.default.createDirectory(at: work, withIntermediateDirectories: true)
    let found: [String: String]
    do {
      let out = work.appendingPathComponent("out", isDirectory: true)
      try await run(scenario, out.path)
      found = try tables(in: out, of: scenario)
    } catch {
      try FileManager.default.removeItem(at: work)
      throw error
    }
    try FileManager.default.removeItem(at: work)
    guard isUpdating else { return compare(found, try expectedTables(scenario)) }
    try rewrite(scenario, found)
    return ["\(scenario.name): expected files written anew; read the difference and run again"]
  }

  private func expectedTables(_ scenario: Scenario) throws -> [String: String] {
    guard FileManager.default.fileExists(atPath: scenario.expected.path) else { return [:] }
    return try tables(in: scenario.expected, of: scenario)
  }

  private func tables(in folder: URL, of scenario: Scenario) throws -> [String: String] {
    var tables: [String: String] = [:]
    for name in try FileManager.default.contentsOfDirectory(atPath: folder.path)
    where name.hasSuffix(".csv") || name == "explained.txt" {
      let text = String(decoding: try Data(contentsOf: folder.appendingPathComponent(name)), as: UTF8.self)
      tables[name] = text.replacing(scenario.folder.path + "/", with: "")
    }
    return tables
  }

  private func compare(_ found: [String: String], _ expected: [String: String]) -> [String] {
    Set(found.keys).union(expected.keys).sorted().compactMap { name in
      switch (found[name], expected[name]) {
      case (let found?, let expected?): found == expected ? nil : firstDifference(name, found, expected)
      case (nil, _): "\(name): expected, not written"
      case (_, nil): "\(name): written, not expected"
      }
    }
  }

  private func firstDifference(_ name: String, _ found: String, _ expected: String) -> String {
    let foundLines = found.split(separator: "\n", omittingEmptySubsequences: false)
    let expectedLines = expected.split(separator: "\n", omittingEmptySubsequences: false)
    let common = min(foundLines.count, expectedLines.count)
    let index = (0..<common).first { foundLines[$0] != expectedLines[$0] } ?? common
    let here = index < foundLines.count ? foundLines[index] : "(the end)"
    let there = index < expectedLines.count ? expectedLines[index] : "(the end)"
    return "\(name), line \(index + 1)\n  found    \(here)\n  expected \(there)"
  }

  private func rewrite(_ scenario: Scenario, _ found: [String: String]) throws {
    try FileManager.default.createDirectory(at: scenario.expected, withIntermediateDirectories: true)
    for name in try FileManager.default.contentsOfDirectory(atPath: scenario.expected.path)
    where (name.hasSuffix(".csv") || name == "explained.txt") && found[name] == nil {
      try FileManager.default.removeItem(at: scenario.expected.appendingPathComponent(name))
    }
    for (name, text) in found {
      try Data(text.utf8).write(to: scenario.expected.appendingPathComponent(name))
    }
  }
}
