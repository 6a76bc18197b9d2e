import ArgumentParser
import CashModel
import Pipeline
import Posting
import Testing

@testable import tieout

@Suite struct CommandLineTests {
  private static let sound = ["apply", "--open-items", "items.csv", "--out", "run", "a.xml", "b.bai"]

  @Test func theWordsOfApplyAreTaken() throws {
    let words =
      CommandLineTests.sound + [
        "--customers", "c.csv", "--config", "t.yaml", "--as-of", "2026-11-20", "--jobs", "7", "--accept-mismatch",
        "a.xml", "--accept-mismatch", "b.bai", "--quiet",
      ]
    let command = try #require(try Tieout.parseAsRoot(words) as? ApplyCommand)
    #expect(command.bankFiles == ["a.xml", "b.bai"])
    #expect(command.openItems == "items.csv")
    #expect(command.customers == "c.csv")
    #expect(command.config == "t.yaml")
    #expect(command.out == "run")
    #expect(command.asOf?.text == "2026-11-20")
    #expect(command.jobs == 7)
    #expect(command.acceptMismatch == ["a.xml", "b.bai"])
    #expect(command.quiet)
  }

  @Test func onlyTheInputsAndTheFolderAreNeeded() throws {
    let command = try #require(try Tieout.parseAsRoot(CommandLineTests.sound) as? ApplyCommand)
    #expect(command.customers == nil && command.config == nil && command.asOf == nil)
    #expect(command.jobs >= 1)
    #expect(!command.quiet)
  }

  @Test(arguments: [
    ["apply"], ["apply", "--open-items", "i", "--out", "o"], ["apply", "--out", "o", "b"], sound + ["--bogus"],
    sound + ["a.xml"], sound + ["--as-of", "2026-02-30"], sound + ["--as-of", "today"], sound + ["--jobs", "0"],
    sound + ["--jobs", "1025"], sound + ["--jobs", "x"], sound + ["--accept-mismatch", "c.xml"], sound + [""],
    ["apply", "--open-items", "", "--out", "o", "b"], ["inspect"], ["inspect", "--jsn", "a"], ["demo", "--out", ""],
    ["demo", "x"], ["frobnicate"], ["--bogus"], ["evaluate"], ["evaluate", "--truth", "t"],
    ["calibrate", "--out", "o"],
    ["calibrate", "--truth", "t"], ["explain", "P1"], ["explain", "--run", "r"], ["diff", "a"],
    ["diff", "a", "b", "c"],
  ])
  func wrongUsageIsExitCode64(words: [String]) {
    do {
      _ = try Tieout.parseAsRoot(words)
      Issue.record("\(words) were taken")
    } catch {
      #expect(Tieout.exitCode(for: error).rawValue == 64)
    }
  }

  @Test(arguments: [
    ["--help"], ["apply", "--help"], ["inspect", "--help"], ["demo", "--help"], ["evaluate", "--help"],
    ["calibrate", "--help"],
    ["explain", "--help"], ["diff", "--help"], ["--version"],
  ])
  func helpIsNoFailure(words: [String]) {
    do {
      var command = try Tieout.parseAsRoot(words)
      try command.run()
      Issue.record("\(words) ran")
    } catch {
      #expect(Tieout.exitCode(for: error) == .success)
    }
  }

  @Test(arguments: [
    (RunFailure.usage("m"), Int32(64)), (.inputsRefused([]), 65), (.brokenInvariant("m"), 70),
    (.outputInTheWay("m"), 73),
    (.io("m"), 74),
  ])
  func aFailureEndsWithItsExitCode(failure: RunFailure, expected: Int32) async {
    await #expect(throws: ExitCode(expected)) {
      try await Running.exiting { () async throws(RunFailure) in throw failure }
    }
  }
}

@Suite struct RunTableTests {
  private func result(_ inputs: [InputReport], status: RunResult.Status = .published) throws -> RunResult {
    var figures = KeyFigures()
    figures.transactions = 1_234
    figures.receipts = 1_000
    figures.touchlessReceipts = 987
    figures.outcomeCounts = [987, 5, 3, 20, 219]
    var euro = KeyFigures.Cash(currency: try #require(Currency("EUR")))
    euro.received = Money(minorUnits: 1_234_567_89)
    euro.placed = Money(minorUnits: 1_200_000_00)
    euro.open = Money(minorUnits: 34_067_89)
    euro.net = Money(minorUnits: 1_234_067_89)
    figures.cash = [euro]
    return RunResult(
      status: status, runID: "R1", asOf: try #require(CalendarDate(iso: "2026-11-20")), inputs: inputs,
      figures: figures, outputDirectory: "out", files: ["allocations.csv", "report.html"],
      stages: [(name: "reading", seconds: 0.25), (name: "matching", seconds: 1)], peakMemoryBytes: 48_200_000)
  }

  private func input(_ path: String, isRefused: Bool) -> InputReport {
    InputReport(
      role: .bank, path: path, byteCount: 1, digest: "", bankFile: nil, messages: ["\(path):3: bad \u{1B}[2J"],
      warningCount: 0, isRefused: isRefused)
  }

  @Test func aRunIsAFewAlignedLines() throws {
    let text = RunTable.text(try result([input("a", isRefused: false), input("b", isRefused: true)]), .output)
    let lines = text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
    #expect(lines[0].contains("1,234 transactions in 1 of 2 bank files, as of 2026-11-20"))
    let amounts = "EUR   1,234,567.89  1,200,000.00        0.00  34,567.89   -500.00           0.00"
    #expect(lines.contains(amounts))
    #expect(lines.contains("987 of 1,000 receipts applied without a person (98.70 %)."))
    #expect(lines.contains("1.25 s (reading 0.25, matching 1.00), at most 48 MB of memory."))
    #expect(lines.contains("Written to out: allocations.csv, report.html"))
  }

  @Test func aRunThatWasThereIsLeftAsItIs() throws {
    let text = RunTable.text(try result([], status: .alreadyThere), .output)
    #expect(text.contains("out holds this very run's result already"))
    #expect(!text.contains("Written"))
  }

  @Test func refusedInputsAreToldWithWhatWasFound() {
    let lines = FailureText.refusals([input("a", isRefused: false), input("b", isRefused: true)], .errors)
    #expect(lines.count == 2)
    #expect(lines[0].hasSuffix(": b"))
    #expect(lines[1] == "  b:3: bad \u{FFFD}[2J")
  }

  @Test(arguments: [
    (0, 10, "matching  [------------------------]   0 %"), (5, 10, "matching  [############------------]  50 %"),
    (10, 10, "matching  [########################] 100 %"), (11, 10, "matching  [########################] 100 %"),
    (0, 0, "matching  [------------------------]   0 %"),
  ])
  func theBarFollowsTheWork(done: Int, total: Int, expected: String) {
    #expect(ProgressDisplay.bar(RunProgress(stage: .matching, done: done, total: total)) == expected)
  }
}
