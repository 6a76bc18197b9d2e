import BatchGenerator
import Foundation
import Pipeline
import Posting
import TestSupport
import Testing

/// Invariants that every run keeps, over generated batches whose truth is known.
@Suite struct GeneratedBatchTests {
  static let tables = ["allocations.csv", "deductions.csv", "exceptions.csv", "postings.csv", "report.html"]

  private func batch(
    seed: UInt64, payments: Int = 600, format: BatchFormat = .mixed, companies: Int = 1,
    noise: NoiseRates = NoiseRates()
  ) throws -> Folder {
    let folder = try Folder()
    var options = BatchOptions()
    options.seed = seed
    options.payments = payments
    options.openItems = payments * 3 / 2
    options.format = format
    options.companies = companies
    options.noise = noise
    let summary = try BatchGenerator.write(options, to: folder.path)
    for path in summary.bankFiles where !path.hasPrefix("bank/") {
      let name = URL(fileURLWithPath: path).lastPathComponent
      try folder.write("bank/" + name, try folder.text(name))
    }
    return folder
  }

  /// Positions in files are no part of what must be equal.
  private func withoutSources(_ transactions: String) -> [[String: String]] {
    rows(transactions).map { $0.filter { $0.key != "source_file" && $0.key != "source_position" } }
  }

  @Test(arguments: [2, 7])
  func theNumberOfWorkersDoesNotShow(jobs: Int) async throws {
    let folder = try batch(seed: 11, payments: 20_000, format: .csv)
    try await folder.run(out: "one", jobs: 1)
    try await folder.run(out: "many", jobs: jobs)
    for name in Self.tables + ["transactions.csv"] {
      let same = try folder.text("one/" + name) == folder.text("many/" + name)
      #expect(same, "\(name)")
    }
  }

  @Test(arguments: [1, 2, 3] as [UInt64])
  func theOrderOfRowsAndFilesDoesNotShow(seed: UInt64) async throws {
    let folder = try batch(seed: seed, companies: 2)
    try await folder.run(out: "before")
    var random = SplitMix64(seed: seed)
    for name in ["open-items.csv", "customers.csv"] {
      try folder.write(name, shuffled(try folder.text(name), &random))
    }
    for name in try folder.names("bank") where name.hasSuffix(".csv") {
      try folder.write("bank/" + name, shuffled(try folder.text("bank/" + name), &random))
    }
    var configuration = try folder.configuration(out: "after", jobs: 2)
    configuration.bankFiles.reverse()
    _ = try await ApplyRun.run(configuration) { _ in }
    for name in Self.tables {
      let same = try folder.text("before/" + name) == folder.text("after/" + name)
      #expect(same, "\(name)")
    }
    let before = withoutSources(try folder.text("before/transactions.csv"))
    #expect(before == withoutSources(try folder.text("after/transactions.csv")))
  }

  /// Rows are lines in generated files, since no cell of theirs has a line break.
  private func shuffled(_ text: String, _ random: inout SplitMix64) -> String {
    var lines = text.split(separator: "\n").map(String.init)
    for index in stride(from: lines.count - 1, to: 1, by: -1) {
      lines.swapAt(index, 1 + random.below(index))
    }
    return lines.joined(separator: "\n") + "\n"
  }

  @Test(arguments: Soak.isOn ? Array(21...60) : [21, 22, 23, 24] as [UInt64])
  func nothingIsAppliedWronglyAndNothingIsLost(seed: UInt64) async throws {
    let folder = try batch(seed: seed)
    try await folder.run(out: "run")
    let (wrong, _) = try wrongGroups(folder)
    #expect(wrong.isEmpty)
    let truth = rows(try folder.text("truth.csv"))
    let transactions = rows(try folder.text("run/transactions.csv"))
    #expect(transactions.count == truth.count)
    let excepted = Set(rows(try folder.text("run/exceptions.csv")).compactMap { $0["payment_id"] })
    for transaction in transactions where transaction["class"] == "receipt" {
      let isExcepted = excepted.contains(transaction["payment_id"] ?? "")
      #expect(isExcepted == ["excepted", "applied_part"].contains(transaction["outcome"]))
    }
  }

  /// Where every third name or number is not as it should be, only a payer's slip that hits another item of his of the same
  /// amount may be applied wrongly: less than one payment in a thousand.
  @Test(arguments: Soak.isOn ? Array(61...80) : [61] as [UInt64])
  func hardlyAnythingOfANoisyBatchIsAppliedWrongly(seed: UInt64) async throws {
    let folder = try batch(seed: seed, payments: Soak.isOn ? 2_000 : 1_001, noise: .heavy)
    let result = try await folder.run(out: "run")
    let (wrong, applied) = try wrongGroups(folder)
    #expect(wrong.count * 1_000 < applied, "\(wrong)")
    #expect(result.figures.touchlessReceipts * 10 > result.figures.receipts * 8)
  }

  /// The groups of transactions that were not applied as the truth says, and how many were applied at all.
  private func wrongGroups(_ folder: Folder) throws -> (wrong: [String], applied: Int) {
    let truth = rows(try folder.text("truth.csv"))
    var wanted: [String: Set<String>] = [:]
    for split in rows(try folder.text("truth-splits.csv")) {
      wanted[split["bank_reference"] ?? "", default: []].insert(line(split))
    }
    var found: [String: Set<String>] = [:]
    for allocation in rows(try folder.text("run/allocations.csv")) where allocation["invoice_id"] != "" {
      found[allocation["bank_reference"] ?? "", default: []].insert(line(allocation))
    }
    // Of an original and its duplicate either may stand; the generator's truth names the first of them.
    let grouped = Dictionary(grouping: truth) {
      $0["group"].flatMap { $0.isEmpty ? nil : $0 } ?? $0["bank_reference"] ?? ""
    }
    var wrong: [String] = []
    var applied = 0
    for (group, members) in grouped {
      let references = members.compactMap { $0["bank_reference"] }
      // Which item was cut short is not in the evidence.
      let isShort = ["short-pay", "bank-charge"].contains(members[0]["scenario"])
      func lines(_ table: [String: Set<String>]) -> [String: Int] {
        var sums: [String: Int] = [:]
        for line in references.flatMap({ table[$0] ?? [] }) {
          let cells = line.split(separator: " ")
          let cents = Int(cells[1].replacing(".", with: "")) ?? 0
          sums[isShort ? "cash" : "\(cells[0]) \(cells[2])", default: 0] += cents
        }
        return sums
      }
      let got = lines(found)
      if got.isEmpty { continue }
      applied += 1
      if got != lines(wanted) { wrong.append(group) }
    }
    return (wrong.sorted(), applied)
  }

  private func line(_ row: [String: String]) -> String {
    "\(row["invoice_id"] ?? "") \(row["applied"] ?? "") \(row["discount"] ?? "")"
  }

  @Test func aCleanBatchIsAppliedWhole() async throws {
    let folder = try Folder()
    var options = BatchOptions()
    options.seed = 5
    options.payments = 500
    options.openItems = 700
    options.format = .csv
    options.weights = .clean
    let summary = try BatchGenerator.write(options, to: folder.path)
    for name in summary.bankFiles where !name.hasPrefix("bank/") {
      try folder.write("bank/" + name, try folder.text(name))
    }
    let result = try await folder.run(out: "run")
    #expect(result.figures.receipts == 500)
    #expect(result.figures.touchlessReceipts == 500)
  }

  /// The same deposits without their advices and with them: with them they are applied as structured remittance is.
  @Test(arguments: [BatchFormat.csv, .bai2, .camt])
  func anAdviceMakesALockboxDepositStructured(format: BatchFormat) async throws {
    let folder = try Folder()
    var options = BatchOptions()
    options.seed = 31
    options.payments = 600
    options.openItems = 1_500
    options.format = format
    options.weights = SituationWeights()
    options.weights[.lockbox] = 1
    options.weights[.structuredRemittance] = 1
    _ = try BatchGenerator.write(options, to: folder.path)
    var configuration = try folder.configuration(out: "with")
    _ = try await ApplyRun.run(configuration) { _ in }
    configuration.remittances = nil
    configuration.outputDirectory = folder.path + "/without"
    _ = try await ApplyRun.run(configuration) { _ in }
    let truth = rows(try folder.text("truth.csv"))
    func rate(_ run: String, _ scenario: String) throws -> Double {
      let wanted = Set(truth.filter { $0["scenario"] == scenario }.compactMap { $0["bank_reference"] })
      let applied = rows(try folder.text(run + "/transactions.csv")).filter {
        $0["outcome"] == "applied" && wanted.contains($0["bank_reference"] ?? "")
      }
      return Double(applied.count) / Double(wanted.count)
    }
    let structured = try rate("with", "structured-remittance")
    #expect(structured > 0.95)
    #expect(try rate("with", "lockbox") >= structured)
    #expect(try rate("without", "lockbox") < 0.1)
    let wanted = Set(rows(try folder.text("truth-splits.csv")).map { ($0["bank_reference"] ?? "") + line($0) })
    let found = Set(rows(try folder.text("with/allocations.csv")).map { ($0["bank_reference"] ?? "") + line($0) })
    #expect(found.isSubset(of: wanted))
  }
}
