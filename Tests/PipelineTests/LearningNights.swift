import BatchGenerator
import Foundation
import Pipeline
import Store
import TestSupport
import Testing

/// Six nights of a company whose master data has neither accounts nor aliases; each morning its exceptions are decided.
final class LearningNights: SmallNights {
  struct Night {
    let receipts: Int
    let applied: Int
    let wrong: Int
    var touchless: Double { Double(applied - wrong) / Double(max(1, receipts)) }
  }

  let folder: Folder
  private var analyst: TruthfulAnalyst
  private var random: SeededRandom
  private let wrongPerThousand: Int
  private let lines: [String]
  private let header: String
  private let days: [String]

  /// - Parameters:
  ///   - isLearning: else nothing is used unless it is approved, which nobody does.
  ///   - wrongPerThousand: how many of the decisions give a payment to somebody else.
  init(seed: UInt64, payments: Int, isLearning: Bool, wrongPerThousand: Int = 0) throws {
    folder = try Folder()
    random = SeededRandom(seed: seed)
    self.wrongPerThousand = wrongPerThousand
    var options = BatchOptions()
    options.seed = seed
    options.payments = payments
    options.openItems = payments * 3 / 2
    options.bankDays = 6
    options.format = .csv
    // Many payers who go by another name than ours for them, and say nothing else.
    options.weights = .daily
    options.weights[.alias] = 800
    let summary = try BatchGenerator.write(options, to: folder.path)
    let bank = try folder.text(summary.bankFiles[0]).split(separator: "\n").map(String.init)
    header = bank[0]
    lines = Array(bank.dropFirst())
    days = Set(lines.map { String($0.prefix(10)) }).sorted()
    let customers = rows(try folder.text("customers.csv")).map { row in
      ["customer_id", "name", "parent_id", "country", "rule", "blocked"].map { "\"\(row[$0] ?? "")\"" }.joined(
        separator: ",")
    }
    try folder.write(
      "customers.csv", "customer_id,name,parent_id,country,rule,blocked\n" + customers.joined(separator: "\n") + "\n")
    try folder.write(
      "config.yaml",
      "policies: { book: { unacknowledged_after: 365, on_account_offered_for: 0 }"
        + (isLearning ? "" : ", learning: { after: null }") + " }\n")
    analyst = try TruthfulAnalyst(folder)
  }

  func simulate() async throws -> [Night] {
    var nights: [Night] = []
    for (number, day) in days.enumerated() {
      let out = "n\(number)"
      try folder.write(
        "bank-\(number).csv", header + "\n" + lines.filter { $0.hasPrefix(day) }.joined(separator: "\n") + "\n")
      var configuration = try folder.configuration(out: out, jobs: 2)
      configuration.bankFiles = [folder.path + "/bank-\(number).csv"]
      _ = try await NightlyRun.run(configuration, book: folder.path + "/book", waits: false) { _ in }
      let score = try analyst.score(out)
      nights.append(Night(receipts: score.receipts, applied: score.applied, wrong: score.wrong))
      var decisions = try analyst.decisions(on: out).decisions
      for place in decisions.indices where random.below(1_000) < wrongPerThousand {
        decisions[place].columns["decision"] = "on-account " + analyst.customers[random.below(analyst.customers.count)]
      }
      if decisions.isEmpty { continue }
      try await reprocess(folder, try decided(folder, out, decisions), out: "d\(number)")
      try analyst.see("d\(number)")
    }
    return nights
  }
}

@Suite struct LearningNightsTests {
  private static let payments = Soak.isOn ? 6_000 : 1_200

  /// The same nights with and without learning, and with five decisions of a hundred wrong.
  @Test(arguments: Soak.isOn ? [1, 2, 3] : [1] as [UInt64])
  func theSixthNightIsBetterThanWithoutLearning(seed: UInt64) async throws {
    let learning = try LearningNights(seed: seed, payments: Self.payments, isLearning: true)
    let with = try await learning.simulate()
    let without = try await LearningNights(seed: seed, payments: Self.payments, isLearning: false).simulate()
    let astray = try LearningNights(seed: seed, payments: Self.payments, isLearning: true, wrongPerThousand: 50)
    let wrong = try await astray.simulate()
    func text(_ nights: [LearningNights.Night]) -> String {
      nights.map { "\($0.applied - $0.wrong)+\($0.wrong)/\($0.receipts)" }.joined(separator: " ")
    }
    print("learning \(text(with)); not \(text(without)); misled \(text(wrong))")
    // The first night knows nothing yet.
    #expect(with[0].applied == without[0].applied)
    #expect(with[5].touchless > without[5].touchless)
    func errors(_ nights: [LearningNights.Night]) -> Int { nights.reduce(0) { $0 + $1.wrong } }
    let (few, usual, misled) = (errors(with), errors(without), errors(wrong))
    #expect(few <= usual)
    #expect(misled <= usual + 1)
    // No value with two customers that are no family identifies anybody.
    let entries = try LearnedList.entries(book: astray.folder.path + "/book")
    let used = entries.filter { $0.standing == "used" && $0.learned.kind != .ending }
    let live = entries.filter { !["forgotten", "expired"].contains($0.standing) }
    for one in used {
      let same = live.filter { $0.learned.kind == one.learned.kind && $0.learned.value == one.learned.value }
      #expect(Set(same.map(\.learned.customer)).count == 1 || same.allSatisfy { $0.standing == "used" })
    }
    #expect(entries.contains { $0.standing == "contradicted" })
    #expect(used.count > 10)
  }
}
