import BatchGenerator
import Foundation
import Pipeline
import TestSupport
import Testing

/// A company's nights: a generated batch comes day by day, files overlap and are delivered again under other names, and the ledger imports
/// our postings up to three nights late.
final class Nights {
  let folder: Folder
  /// Called before each night's run.
  var willRun: () throws -> Void = {}
  private var random: SeededRandom
  private let bank: [[String: String]]
  private let bankColumns: [String]
  private var ledger: NightLedger
  private let days: [String]
  private var imported = 0
  private let isNoisy: Bool

  init(seed: UInt64, days count: Int, payments: Int, isNoisy: Bool = false) throws {
    let folder = try Folder()
    self.folder = folder
    self.isNoisy = isNoisy
    random = SeededRandom(seed: seed)
    var options = BatchOptions()
    options.seed = seed
    options.payments = payments
    options.openItems = payments * 3 / 2
    options.bankDays = count
    options.format = .csv
    if isNoisy { options.noise = .heavy } else { options.weights = .clean }
    let summary = try BatchGenerator.write(options, to: folder.path)
    bank = try summary.bankFiles.flatMap { rows(try folder.text($0)) }
    bankColumns = Nights.columns(try folder.text(summary.bankFiles[0]))
    let items = try folder.text("open-items.csv")
    ledger = NightLedger(items)
    days = Set(bank.compactMap { $0["booking_date"] }).sorted()
    try folder.write("all/bank.csv", Nights.csv(bank, bankColumns))
    try folder.write("all/open-items.csv", items)
  }

  private static func columns(_ text: String) -> [String] {
    text.prefix { $0 != "\n" && $0 != "\r\n" }.split(separator: ",").map(String.init)
  }

  private static func csv(_ rows: [[String: String]], _ columns: [String]) -> String {
    let lines = rows.map { row in
      columns.map { quoted(row[$0] ?? "") }.joined(separator: ",")
    }
    return ([columns.joined(separator: ",")] + lines).joined(separator: "\n") + "\n"
  }

  private func configuration(_ bank: [String], _ items: String, out: String) throws -> RunConfiguration {
    var configuration = try folder.configuration(out: out)
    configuration.bankFiles = bank.map { folder.path + "/" + $0 }
    configuration.openItems = folder.path + "/" + items
    return configuration
  }

  func simulate() async throws {
    for night in days.indices { try await run(night) }
    try check()
    if !isNoisy { try await compareWithOneRun() }
  }

  private func run(_ night: Int) async throws {
    // The last days again, and now and then a day that came long ago.
    let first = max(0, night - random.below(3))
    var files = ["bank-\(night)/new.csv"]
    try folder.write(files[0], Nights.csv(random.shuffled(entries(first...night)), bankColumns))
    if night > 0, random.below(3) == 0 {
      files.append("bank-\(night)/again.csv")
      let old = random.below(night)
      try folder.write(files[1], Nights.csv(entries(old...old), bankColumns))
    }
    // The ledger has what it has imported so far.
    let last = max(imported, night - random.below(4))
    while imported < last {
      ledger.importAllocations(try folder.text("run-\(imported)/allocations.csv"))
      imported += 1
    }
    try folder.write("ledger-\(night).csv", ledger.extract)
    try willRun()
    let outcome = try await NightlyRun.run(
      try configuration(files, "ledger-\(night).csv", out: "run-\(night)"), book: folder.path + "/book", waits: false
    ) { _ in }
    guard case .run = outcome else {
      Issue.record("night \(night) is a run of its own")
      return
    }
  }

  private func entries(_ range: ClosedRange<Int>) -> [[String: String]] {
    let wanted = Set(days[range])
    return bank.filter { wanted.contains($0["booking_date"] ?? "") }
  }

  private func all(_ name: String) throws -> [[String: String]] {
    try days.indices.flatMap { rows(try folder.text("run-\($0)/" + name)) }
  }

  /// Every entry once; the bank's cash in the journal is the statements' to the cent; no item is applied beyond what it was.
  private func check() throws {
    let transactions = try all("transactions.csv")
    #expect(transactions.count == bank.count)
    #expect(Set(transactions.compactMap { $0["payment_id"] }).count == transactions.count)
    var statements: [String: Int] = [:]
    for row in transactions where ["receipt", "return"].contains(row["class"]) {
      statements[row["currency"] ?? "", default: 0] += cents(row["amount"]) * (row["direction"] == "credit" ? 1 : -1)
    }
    var journal: [String: Int] = [:]
    var balance: [String: Int] = [:]
    var entries: Set<String> = []
    for line in try all("postings.csv") {
      #expect(entries.insert("\(line["entry_id"] ?? "") \(line["line"] ?? "")").inserted)
      let amount = cents(line["debit"]) - cents(line["credit"])
      balance[line["currency"] ?? "", default: 0] += amount
      if line["account"] == "1010" { journal[line["currency"] ?? "", default: 0] += amount }
    }
    #expect(journal.filter { $0.value != 0 } == statements.filter { $0.value != 0 })
    #expect(balance.values.allSatisfy { $0 == 0 })
    let open = ledger.amounts
    for (item, sum) in NightLedger.reductions(try all("allocations.csv")) {
      #expect(abs(sum) <= abs(open[item] ?? 0), "\(item)")
    }
  }

  private func compareWithOneRun() async throws {
    var configuration = try configuration(["all/bank.csv"], "all/open-items.csv", out: "whole")
    configuration.asOf = nil
    _ = try await ApplyRun.run(configuration) { _ in }
    func placed(_ rows: [[String: String]]) -> Set<String> {
      Set(
        rows.map { "\($0["payment_id"] ?? "") \(NightLedger.key($0)) \($0["applied"] ?? "") \($0["discount"] ?? "")" })
    }
    let (nights, whole) = (placed(try all("allocations.csv")), placed(rows(try folder.text("whole/allocations.csv"))))
    #expect(nights == whole, "\(nights.symmetricDifference(whole).sorted().prefix(6))")
    let last = rows(try folder.text("run-\(days.count - 1)/exceptions.csv")).compactMap { $0["payment_id"] }
    #expect(Set(last) == Set(rows(try folder.text("whole/exceptions.csv")).compactMap { $0["payment_id"] }))
  }
}
