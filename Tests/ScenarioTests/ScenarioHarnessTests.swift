import Foundation
import Testing

/// The harness itself: a comparison that could not fail would keep every promise.
@Suite struct ScenarioHarnessTests {
  private static let rows = "a,b\n1,/x\n2,y\n"

  @Test func equalTablesAreNoDifference() async throws {
    let folder = try ScenarioFolder(expected: ["allocations.csv": Self.rows])
    let harness = writing(["allocations.csv": Self.rows, "summary.json": "{}", "report.html": "<p>"])
    #expect(try await harness.differences(folder.scenario) == [])
  }

  @Test(arguments: [
    (["a.csv": "a,b\n1,/x\n2,z\n"], "a.csv, line 3\n  found    2,z\n  expected 2,y"),
    (["a.csv": "a,b\n1,/x\n"], "a.csv, line 3\n  found    \n  expected 2,y"),
    (["a.csv": "a,b\n1,/x\n2,y"], "a.csv, line 4\n  found    (the end)\n  expected "),
    ([:], "a.csv: expected, not written"),
    (["a.csv": rows, "b.csv": ""], "b.csv: written, not expected"),
  ])
  func aDifferenceIsNamed(found: [String: String], expected: String) async throws {
    let folder = try ScenarioFolder(expected: ["a.csv": Self.rows])
    #expect(try await writing(found).differences(folder.scenario) == [expected])
  }

  @Test func aScenarioWithoutExpectedFilesFails() async throws {
    let folder = try ScenarioFolder(expected: [:])
    #expect(try await writing(["a.csv": Self.rows]).differences(folder.scenario) == ["a.csv: written, not expected"])
  }

  @Test func thePathOfTheScenarioIsTakenOut() async throws {
    let folder = try ScenarioFolder(expected: ["a.csv": "bank/statement.csv,2\n"])
    let path = folder.scenario.folder.path + "/bank/statement.csv,2\n"
    #expect(try await writing(["a.csv": path]).differences(folder.scenario) == [])
  }

  @Test func anUpdateWritesTheTablesAnewAndStillFails() async throws {
    let folder = try ScenarioFolder(expected: ["a.csv": "old\n", "gone.csv": "old\n"])
    var harness = writing(["a.csv": Self.rows, "summary.json": "{}"])
    harness.isUpdating = true
    #expect(try await harness.differences(folder.scenario).count == 1)
    harness.isUpdating = false
    #expect(try await harness.differences(folder.scenario) == [])
    let names = try FileManager.default.contentsOfDirectory(atPath: folder.scenario.expected.path)
    #expect(names == ["a.csv"])
  }

  @Test func aRunThatFailsIsNotTakenForADifference() async throws {
    let folder = try ScenarioFolder(expected: [:])
    let harness = ScenarioHarness(run: { _, _ in throw CocoaError(.fileNoSuchFile) }, isUpdating: false)
    await #expect(throws: CocoaError.self) { try await harness.differences(folder.scenario) }
  }

  @Test(arguments: Scenario.all)
  func everyScenarioHasWhatARunNeeds(scenario: Scenario) throws {
    #expect(FileManager.default.fileExists(atPath: scenario.openItems))
    #expect(try !scenario.bankFiles.isEmpty)
    let about = scenario.folder.appendingPathComponent("about.txt")
    #expect(try !Data(contentsOf: about).isEmpty, "a sentence says what the scenario is for")
  }

  private func writing(_ files: [String: String]) -> ScenarioHarness {
    ScenarioHarness(
      run: { _, out in
        try FileManager.default.createDirectory(atPath: out, withIntermediateDirectories: true)
        for (name, text) in files { try Data(text.utf8).write(to: URL(fileURLWithPath: out + "/" + name)) }
      }, isUpdating: false)
  }
}

/// A scenario in a folder of its own that goes away with it.
private final class ScenarioFolder {
  let scenario: Scenario

  init(expected: [String: String]) throws {
    let folder = FileManager.default.temporaryDirectory.appendingPathComponent("tieout-harness-" + UUID().uuidString)
    scenario = Scenario(folder: folder)
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    guard !expected.isEmpty else { return }
    try FileManager.default.createDirectory(at: scenario.expected, withIntermediateDirectories: true)
    for (name, text) in expected { try Data(text.utf8).write(to: scenario.expected.appendingPathComponent(name)) }
  }

  deinit {
    do {
      try FileManager.default.removeItem(at: scenario.folder)
    } catch {
      print("left behind: \(scenario.folder.path): \(error)")
    }
  }
}
