import BatchGenerator
import CashModel
import Evaluation
import Foundation
import Pipeline
import Testing
import TrackRecord

/// Scoring, calibrating, explaining and comparing runs over generated batches.
@Suite struct JudgingTests {
  private func batch(seed: UInt64, payments: Int = 1_000, isNoisy: Bool = false) throws -> Folder {
    let folder = try Folder()
    var options = BatchOptions()
    options.seed = seed
    options.payments = payments
    options.openItems = payments * 3 / 2
    options.format = .csv
    if isNoisy { options.noise = .heavy }
    let summary = try BatchGenerator.write(options, to: folder.path)
    for path in summary.bankFiles where !path.hasPrefix("bank/") {
      let name = URL(fileURLWithPath: path).lastPathComponent
      try folder.write("bank/" + name, try folder.text(name))
    }
    return folder
  }

  @Test(arguments: [31, 32] as [UInt64])
  func theScoresOfARunAddUp(seed: UInt64) async throws {
    let folder = try batch(seed: seed, isNoisy: seed == 32)
    try await folder.run(out: "out")
    let scores = try EvaluateRun.scores(truth: folder.path, run: folder.path + "/out")
    let truth = rows(try folder.text("truth.csv"))
    #expect(scores.total.transactions == truth.count)
    #expect(scores.total.right + scores.total.wrong + scores.total.open == truth.count)
    #expect(scores.byScenario.values.reduce(0) { $0 + $1.transactions } == truth.count)
    #expect(scores.byClass.values.reduce(0) { $0 + $1.right + $1.wrong } == scores.total.right + scores.total.wrong)
    #expect(scores.lost == 0 && scores.unknownReferences == 0 && scores.onWrongAccount == 0)
    #expect(scores.total.wrong == 0)
    // Every invoice of the allocations is in a payment that counts as applied.
    let applied = Set(
      rows(try folder.text("out/allocations.csv")).filter { $0["invoice_id"] != "" }.map { $0["bank_reference"] })
    #expect(scores.total.right + scores.total.wrong == applied.count)
    let report = EvaluationReport(scores, ShippedRecord.calibration)
    #expect(report.text.contains("Touchless, of payments"))
    let page = report.page(title: "<run>")
    #expect(page.contains("&lt;run&gt;") && page.contains("<svg"))
    let json = try JSONSerialization.jsonObject(with: Data(report.json)) as? [String: Any]
    #expect(json?["wrong"] as? Int == 0)
  }

  /// What is counted in memory is what the files of a run say.
  @Test func aCalibrationCountsWhatARunApplies() async throws {
    let folders = [try batch(seed: 33), try batch(seed: 34, isNoisy: true)]
    let result = try await CalibrateRun.calibrate(folders.map(\.path), jobs: 2) { _ in }
    var expected: [String: Int] = [:]
    for folder in folders {
      try await folder.run(out: "out")
      let scores = try EvaluateRun.scores(truth: folder.path, run: folder.path + "/out")
      for (name, tally) in scores.byClass { expected[name, default: 0] += tally.right + tally.wrong }
    }
    var counted: [String: Int] = [:]
    for (kind, count) in result.calibration.counts where kind.isApplied { counted[kind.name] = count.payments }
    #expect(counted == expected)
    // The file that is written says the same when it is read.
    let file = folders[0].path + "/calibration.csv"
    try EvaluateRun.write(Array(result.calibration.csv.utf8), to: file)
    let read = try EvaluateRun.calibration(file)
    for (kind, count) in result.calibration.counts where count.payments >= Calibration.leastHistory {
      #expect(read.counts[kind] == count, "\(kind.name)")
    }
  }

  /// A company's own history is used where there is enough of it, and what is taken from elsewhere is said.
  @Test func aConfigurationNamesACalibration() async throws {
    let folder = try batch(seed: 35)
    try folder.write(
      "own.csv",
      "class,payments,wrong\ncited_references/identified/strong,4000,400\npayer_and_amount/named/weak,5,0\n")
    try folder.write("config.yaml", "calibration: own.csv\npolicies:\n  auto_apply: { max_wrong_rate: 0.2 }\n")
    try await folder.run(out: "out")
    let lines = rows(try folder.text("out/allocations.csv"))
    let best = lines.filter { $0["evidence_class"] == "cited_references/identified/strong" }
    #expect(!best.isEmpty && best.allSatisfy { $0["confidence"] == "8999" })
    #expect(try folder.text("out/summary.json").contains("this history is too short to judge"))
    // One in ten was wrong: at one in a thousand nothing may be applied on such evidence, nor on what comes after it.
    try folder.write("config.yaml", "calibration: own.csv\n")
    try await folder.run(out: "strict")
    #expect(rows(try folder.text("strict/allocations.csv")).isEmpty)
    #expect(rows(try folder.text("strict/exceptions.csv")).contains { $0["reason"] == "LIMIT" })
    #expect(
      try folder.text("strict/summary.json").contains(
        "max_wrong_rate 0.001: 400 of 4,000 payments up to cited_references/identified/strong were wrong here"))
  }

  /// A short history of one's own with nothing wrong in it takes nothing away from what the shipped one lets apply.
  @Test func aShortFaultlessHistoryHoldsNothingBack() async throws {
    let folder = try batch(seed: 38)
    try await folder.run(out: "shipped")
    let own = try await CalibrateRun.calibrate([folder.path], jobs: 2) { _ in }.calibration
    let wrong = own.counts.filter { $0.key.isApplied }.reduce(0) { $0 + $1.value.wrong }
    try #require(wrong == 0 && own.counts.values.contains { $0.payments >= Calibration.leastHistory })
    try EvaluateRun.write(Array(own.csv.utf8), to: folder.path + "/own.csv")
    try folder.write("config.yaml", "calibration: own.csv\n")
    try await folder.run(out: "own")
    let applied = rows(try folder.text("own/allocations.csv")).map { [$0["payment_id"], $0["invoice_id"], $0["paid"]] }
    #expect(
      applied
        == rows(try folder.text("shipped/allocations.csv")).map { [$0["payment_id"], $0["invoice_id"], $0["paid"]] })
    #expect(!applied.isEmpty)
  }

  @Test(arguments: ["class,payments,wrong\nnonsense,1,0\n", "class,payments\n", "\u{0}\u{1}"])
  func aCalibrationThatCannotBeReadStopsTheRun(text: String) async throws {
    let folder = try batch(seed: 36, payments: 50)
    try folder.write("own.csv", text)
    try folder.write("config.yaml", "calibration: own.csv\n")
    await #expect(throws: RunFailure.self) { try await folder.run(out: "out") }
  }

  @Test func aLowerRateNeverAppliesMoreAndIsToldByDiff() async throws {
    let folder = try batch(seed: 37, isNoisy: true)
    try await folder.run(out: "default")
    #expect(try DiffRun.difference(folder.path + "/default", folder.path + "/default").entries.isEmpty)
    try folder.write("config.yaml", "policies:\n  auto_apply: { max_wrong_rate: 0 }\n")
    try await folder.run(out: "none")
    #expect(rows(try folder.text("none/allocations.csv")).isEmpty)
    let difference = try DiffRun.difference(folder.path + "/default", folder.path + "/none")
    let applied = Set(rows(try folder.text("default/allocations.csv")).map { $0["payment_id"] })
    #expect(difference.entries.count { $0.kind == .noLongerApplied } == applied.count)
    let placed = rows(try folder.text("default/allocations.csv")).reduce(0.0) { $0 + (Double($1["paid"] ?? "") ?? 0) }
    let between = difference.totals.filter { $0.kind == .noLongerApplied }.reduce(0.0) { $0 + Double($1.cash) / 10_000 }
    // Credits are negative lines, of which the positive ones are the cash between.
    #expect(between >= placed - 0.01)
    #expect(difference.text.contains("decided differently"))
    #expect(throws: Never.self) { try JSONSerialization.jsonObject(with: Data(difference.json)) }
  }

  @Test func aRunIsExplainedFromItsInputsAndNotAfterTheyChanged() async throws {
    let folder = try batch(seed: 38, payments: 200)
    try await folder.run(out: "out")
    let payment = try #require(rows(try folder.text("out/allocations.csv")).first?["payment_id"])
    let text = try await ExplainRun.text(run: folder.path + "/out", payment: payment, jobs: 1)
    for word in ["Payment", "Decision", "Evidence", "Class", "Runner-up", "Component", "Checks"] {
      #expect(text.contains(word), "\(word)")
    }
    await #expect(throws: RunFailure.self) {
      _ = try await ExplainRun.text(run: folder.path + "/out", payment: "nobody", jobs: 1)
    }
    try folder.write(
      "open-items.csv",
      try folder.text("open-items.csv") + "NEW-1,C-NEW,1.00,EUR"
        + String(repeating: ",", count: try columns(folder) - 4) + "\n")
    await #expect(throws: RunFailure.self) {
      _ = try await ExplainRun.text(run: folder.path + "/out", payment: payment, jobs: 1)
    }
    await #expect(throws: RunFailure.self) {
      _ = try await ExplainRun.text(run: folder.path, payment: payment, jobs: 1)
    }
  }

  private func columns(_ folder: Folder) throws -> Int {
    (try folder.text("open-items.csv").split(separator: "\n").first ?? "").split(
      separator: ",", omittingEmptySubsequences: false
    ).count
  }

  /// Stated confidences hold on batches that the calibration has not seen.
  @Test(arguments: [41, 42] as [UInt64])
  func whatIsStatedIsWhatHappens(seed: UInt64) async throws {
    let folder = try batch(seed: seed, payments: 6_000, isNoisy: seed == 42)
    try await folder.run(out: "out", jobs: 2)
    let scores = try EvaluateRun.scores(truth: folder.path, run: folder.path + "/out")
    let reliability = Reliability(scores, ShippedRecord.calibration)
    #expect(!reliability.isEmpty)
    #expect(reliability.holds, "\(reliability.bands.filter { $0.explanations > 0 })")
    #expect(reliability.bands.reduce(0) { $0 + $1.explanations } >= scores.total.right)
  }
}

enum ShippedRecord {
  static let calibration = RunConfiguration().calibration
}
