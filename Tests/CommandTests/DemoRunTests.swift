import ArgumentParser
import Foundation
import Pipeline
import Testing

@testable import tieout

/// The commands from their words to the files they leave.
@Suite struct DemoRunTests {
  private let folder = FileManager.default.temporaryDirectory.appendingPathComponent("tieout-\(UUID().uuidString)")

  /// The exit code of a command.
  private func run(_ words: String...) async -> Int32 {
    do {
      let command = try Tieout.parseAsRoot(words)
      guard var asynchronous = command as? any AsyncParsableCommand else { return -1 }
      try await asynchronous.run()
      return 0
    } catch {
      return Tieout.exitCode(for: error).rawValue
    }
  }

  private func text(_ name: String) throws -> String {
    try String(contentsOf: folder.appendingPathComponent(name), encoding: .utf8)
  }

  @Test func theDemoRunsWholeAndOnce() async throws {
    defer { try? FileManager.default.removeItem(at: folder) }
    #expect(await run("demo", "--out", folder.path) == 0)
    let summary = try #require(
      JSONSerialization.jsonObject(with: Data(try text("run/summary.json").utf8)) as? [String: Any])
    let inputs = try #require(summary["inputs"] as? [[String: Any]])
    #expect(inputs.count == DemoCase.files.count)
    #expect(inputs.allSatisfy { $0["refused"] as? Bool == false && $0["warnings"] as? Int == 0 })
    #expect(inputs.prefix(3).map { $0["control_totals"] as? String } == ["tie", "tie", "blank"])
    #expect(summary["transactions"] as? Int == 47)
    let page = try text("run/report.html")
    for name in DemoCase.bankFiles { #expect(page.contains(name)) }

    #expect(await run("demo", "--out", folder.path) == 73)
    #expect(await run("inspect", folder.appendingPathComponent("input/first-harbor.bai").path) == 0)
    #expect(await run("inspect", "--json", folder.appendingPathComponent("input/open-items.csv").path) == 65)
    #expect(await run("inspect", folder.appendingPathComponent("input/nothing.xml").path) == 74)
  }

  @Test func aGeneratedCaseRunsWithItsTruthBesideIt() async throws {
    defer { try? FileManager.default.removeItem(at: folder) }
    #expect(await run("demo", "--payments", "120", "--seed", "5", "--noisy", "--out", folder.path) == 0)
    let summary = try #require(
      JSONSerialization.jsonObject(with: Data(try text("run/summary.json").utf8)) as? [String: Any])
    #expect(summary["transactions"] as? Int == 120)
    #expect(try text("input/truth.csv").split(separator: "\n").count == 121)
    #expect(await run("demo", "--payments", "0", "--out", folder.path + "-other") == 64)
  }

  @Test func applyRefusesWhatIsWrongAndTakesTheRest() async throws {
    defer { try? FileManager.default.removeItem(at: folder) }
    let input = folder.appendingPathComponent("in")
    try FileManager.default.createDirectory(at: input, withIntermediateDirectories: true)
    for file in DemoCase.files { try Data(file.text.utf8).write(to: input.appendingPathComponent(file.name)) }
    let sound = input.appendingPathComponent(DemoCase.bankFiles[0]).path
    let broken = input.appendingPathComponent("broken.bai").path
    let text = try self.text("in/\(DemoCase.bankFiles[0])")
    let fee = try #require(text.range(of: "16,698,8500,"))
    try Data(text.replacingCharacters(in: fee, with: "16,698,8600,").utf8).write(to: URL(fileURLWithPath: broken))
    let items = input.appendingPathComponent(DemoCase.openItems).path
    func out(_ name: String) -> String { folder.appendingPathComponent(name).path }

    #expect(await run("apply", "--quiet", "--open-items", items, "--out", out("a"), sound) == 0)
    #expect(await run("apply", "--quiet", "--open-items", items, "--out", out("a"), sound) == 0)
    #expect(await run("apply", "--quiet", "--open-items", items, "--out", out("b"), broken) == 65)
    #expect(!FileManager.default.fileExists(atPath: out("b")))
    #expect(await run("apply", "--quiet", "--open-items", items, "--out", out("b"), broken, sound) == 1)
    #expect(
      await run("apply", "--quiet", "--open-items", items, "--out", out("c"), "--accept-mismatch", broken, broken) == 0)
    #expect(await run("apply", "--quiet", "--open-items", items, "--out", out("in"), sound) == 73)
    #expect(await run("apply", "--quiet", "--open-items", out("nothing"), "--out", out("d"), sound) == 74)
    #expect(
      await run("apply", "--quiet", "--open-items", items, "--config", items, "--out", out("d"), sound) == 64)
  }
}
