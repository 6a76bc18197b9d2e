import CashModel
import Foundation
import Pipeline
import Testing
import TrackRecord

/// Every scenario of `testdata/scenarios`, through the whole main job.
@Suite struct ScenarioTests {
  @Test(arguments: Scenario.all)
  func theRunGivesWhatTheScenarioExpects(scenario: Scenario) async throws {
    let harness = ScenarioHarness { scenario, outFolder in
      var configuration = RunConfiguration()
      configuration.bankFiles = try scenario.bankFiles
      configuration.openItems = scenario.openItems
      configuration.customers = scenario.customers
      configuration.remittances = scenario.remittances
      configuration.rates = scenario.rates
      configuration.configurationFile = scenario.configuration
      configuration.outputDirectory = outFolder
      configuration.jobs = 2
      // What the files state must not change whenever the program's calibration is made anew.
      configuration.calibration = Calibration()
      for kind in EvidenceClass.all { configuration.calibration.add(.init(payments: 5_000, wrong: 1), to: kind) }
      _ = try await ApplyRun.run(configuration) { _ in }
      let explained = try await ExplainRun.text(
        run: outFolder, jobs: 2, calibration: configuration.calibration
      ) { _, _ in true }
      try Data((explained ?? "").utf8).write(to: URL(fileURLWithPath: outFolder + "/explained.txt"))
    }
    let differences = try await harness.differences(scenario)
    #expect(differences == [], "\(differences.joined(separator: "\n"))")
  }
}
