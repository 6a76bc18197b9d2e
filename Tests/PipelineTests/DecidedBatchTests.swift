import BatchGenerator
import CashModel
import Foundation
import Pipeline
import Store
import TestSupport
import Testing

/// Whole generated batches whose exceptions are decided from the truth, and hostile files of decisions.
@Suite struct DecidedBatchTests: SmallNights {
  private func batch(seed: UInt64, payments: Int = 500) throws -> Folder {
    let folder = try Folder()
    var options = BatchOptions()
    options.seed = seed
    options.payments = payments
    options.openItems = payments * 3 / 2
    options.format = .csv
    options.noise = .heavy
    options.companies = 2
    let summary = try BatchGenerator.write(options, to: folder.path)
    for path in summary.bankFiles where !path.hasPrefix("bank/") {
      try folder.write("bank/" + path, try folder.text(path))
    }
    var configuration = try folder.configuration(out: "1")
    configuration.customers = folder.path + "/customers.csv"
    return folder
  }

  private func firstNight(_ folder: Folder) async throws {
    _ = try await NightlyRun.run(
      try folder.configuration(out: "1"), book: folder.path + "/book", waits: false, progress: { _ in })
  }

  @Test(arguments: Soak.isOn ? Array(1...30) : [1, 2, 3] as [UInt64])
  func whatIsDecidedFromTheTruthLeavesNothing(seed: UInt64) async throws {
    let folder = try batch(seed: seed)
    try await firstNight(folder)
    var truth = try TruthfulAnalyst(folder)
    let (decisions, notOurs) = try truth.decisions(on: "1")
    let file = try decided(folder, "1", decisions)
    try await reprocess(folder, file, out: "2")
    try await decideAgain(folder.path + "/book", [(folder, "1"), (folder, "2")])
    let refused = try table(folder, "2/decisions.csv").filter { $0["status"] != "taken" }
    #expect(refused.isEmpty, "\(refused)")
    let left = try table(folder, "2/exceptions.csv").filter { $0["reason"] != "RETURN_UNMATCHED" }
    #expect(left.isEmpty, "\(left)")
    var balances: [String: Int] = [:]
    var unidentified: [String: Int] = [:]
    for run in ["1", "2"] {
      for line in try table(folder, run + "/postings.csv") {
        let amount = cents(line["debit"]) - cents(line["credit"])
        balances[(line["currency"] ?? "") + (line["company"] ?? ""), default: 0] += amount
        if line["account"] == "2190" { unidentified[line["currency"] ?? "", default: 0] -= amount }
      }
    }
    #expect(balances.values.allSatisfy { $0 == 0 })
    // But for returns that nobody knows, whose cash is taken from there.
    let returned = try table(folder, "2/exceptions.csv").reduce(into: [String: Int]()) {
      $0[$1["currency"] ?? "", default: 0] += cents($1["amount"])
    }
    for (currency, amount) in returned { unidentified[currency, default: 0] += amount }
    #expect(unidentified.filter { $0.value != 0 } == notOurs)
  }

  /// A thousand rows of nonsense, half-truths and what is others': none of them does anything, and each is told why.
  @Test(arguments: Soak.isOn ? Array(1...20) : [1] as [UInt64])
  func aThousandHostileRowsChangeNothing(seed: UInt64) async throws {
    let folder = try batch(seed: 40 + seed)
    try await firstNight(folder)
    let before = try state(folder)
    let exceptions = try table(folder, "1/exceptions.csv").filter { $0["reason"] != "RETURN_UNMATCHED" }
    let items = try table(folder, "open-items.csv")
    var random = SeededRandom(seed: seed)
    var lines = ["payment_id,decision,decided_by,fingerprint,company,exception_group,approved_by"]
    for number in 0..<1_000 {
      let row = exceptions[random.below(exceptions.count)]
      let item = items[random.below(items.count)]
      let name = item["invoice_id"] ?? ""
      var id = row["payment_id"] ?? ""
      var print = row["fingerprint"] ?? ""
      let decisions = [
        "apply \(name):99999999999999.99", "apply \(name):-1.00", "apply \(name):0", "apply \(name):1e9",
        "apply \(name):=1+1",
        "apply NO-SUCH-\(number):1.00", "apply \(name):1.00|\(name):1.00", "=HYPERLINK(\"x\")", "+accept 1", "@apply",
        "accept 9",
        "accept -1", "apply", "on-account NOBODY-\(number)", "on-account", "write-off", "dispute =1",
        "refund everything",
        "apply \(name):9223372036854775807", "apply \(name):" + String(repeating: "9", count: 400),
        String(repeating: "accept 1 ", count: 50), "\u{202E}1 tpecca", "apply \(name):NaN", "apply \u{0}:1.00",
      ]
      var decision = decisions[random.below(decisions.count)]
      switch random.below(6) {
      case 0: id = "P" + String(repeating: "0", count: 22) + String(number + 1_000)
      case 1: id = String(repeating: "x", count: random.below(60))
      case 2:
        print = String(print.reversed())
        decision = "refund"
      default: break
      }
      let cells = [id, decision, random.below(4) == 0 ? "" : "eve", print, random.below(9) == 0 ? "XX" : "", "", "eve"]
      lines.append(cells.map { "\"" + $0.replacingOccurrences(of: "\"", with: "\"\"") + "\"" }.joined(separator: ","))
    }
    // The same payment twice, both times as it should be.
    let twice = exceptions[0]
    for _ in 0..<2 {
      lines.append("\(twice["payment_id"] ?? ""),refund,eve,\(twice["fingerprint"] ?? ""),,,")
    }
    do {
      try await reprocess(folder, lines.joined(separator: "\n") + "\n", out: "2")
      Issue.record("something was taken")
    } catch RunFailure.inputsRefused(let inputs) {
      let messages = inputs.flatMap(\.messages)
      #expect(messages.count == 1_002)
      for line in 2...1_003 {
        #expect(messages.contains { $0.contains("decided-2.csv:\(line): error: ") }, "line \(line)")
      }
    }
    #expect(try state(folder) == before)
    #expect(!FileManager.default.fileExists(atPath: folder.path + "/2"))
  }

  /// What a book says it has.
  private func state(_ folder: Folder) throws -> [String] {
    let book = try Book.reading(folder.path + "/book")
    return try book.runs().map(\.runID) + book.exceptions().map { "\($0.key.text) \($0.value.fingerprint)" }.sorted()
      + [book.verifyTrail().head]
  }
}
