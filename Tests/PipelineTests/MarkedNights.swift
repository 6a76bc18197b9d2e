import BatchGenerator
import CashModel
import Foundation
import Pipeline
import TestSupport
import Testing

/// A company's nights in BAI2: interim reports and the final ones, payments that come back and are paid again, statements that the bank
/// corrects or deletes and sends anew, old files again; a ledger that imports our postings up to three nights late.
final class MarkedNights {
  private struct Entry {
    let account: String
    let currency: String
    var lines: [String]
    let amount: Int
    let code: Int
    var reference: String
    var mayChange = true
  }

  private struct Place: Hashable, Comparable {
    let day: Int
    let account: String

    static func < (left: Place, right: Place) -> Bool {
      left.day != right.day ? left.day < right.day : left.account < right.account
    }
  }

  let path: Folder
  /// Called before each night's run.
  var willRun: () throws -> Void = {}
  private var random: SeededRandom
  private var ledger: NightLedger
  private let dates: [String]
  /// What each account's statement of each day lists in the end, as far as is decided.
  private var statements: [Place: [Entry]] = [:]
  /// What the bank has reported and not taken back.
  private var reported: [Place: [Entry]] = [:]
  /// Statements that come a night late, after the next day's.
  private var late: [Place] = []
  /// Deleted, to be sent anew.
  private var deleted: [Place] = []
  private var files: [String] = []
  private var imported = 0
  private var number = 0
  private(set) var counts: [String: Int] = [:]

  init(seed: UInt64, days count: Int, payments: Int) throws {
    path = try Folder()
    random = SeededRandom(seed: seed)
    var options = BatchOptions()
    options.seed = seed
    options.payments = payments
    options.openItems = payments * 3 / 2
    options.bankDays = count
    options.format = .bai2
    options.weights = .clean
    let summary = try BatchGenerator.write(options, to: path.path)
    let items = try path.text("open-items.csv")
    ledger = NightLedger(items)
    try path.write("all/open-items.csv", items)
    var dates: [String] = []
    for file in summary.bankFiles {
      var account = (name: "", currency: "")
      for line in try path.text(file).split(separator: "\n").map(String.init) {
        let fields = line.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
        switch fields[0] {
        case "02" where dates.last != fields[4]: dates.append(fields[4])
        case "03": account = (fields[1], fields[2])
        case "16":
          let reference = fields.first { $0.hasPrefix("G0") } ?? ""
          let entry = Entry(
            account: account.name, currency: account.currency, lines: [line], amount: Int(fields[2]) ?? 0,
            code: Int(fields[1]) ?? 0, reference: reference)
          statements[Place(day: dates.count - 1, account: account.name), default: []].append(entry)
        case "88":
          let place = Place(day: dates.count - 1, account: account.name)
          if let last = statements[place]?.indices.last { statements[place]?[last].lines.append(line) }
        default: break
        }
      }
    }
    self.dates = dates
  }

  // MARK: The bank

  /// A file of one group with these statements.
  private func file(_ all: [(place: Place, entries: [Entry])], status: Int = 1, modifier: Int = 2) -> String {
    number += 1
    var text = "01,BANKUS33,OURCOMPANY,\(dates[0]),0600,\(number),,,2/\n"
    var (records, fileTotal, groups) = (1, 0, 0)
    for (place, entries) in all {
      let currency = statements[place]?.first?.currency ?? entries.first?.currency ?? "USD"
      let sum = entries.reduce(0) { $0 + $1.amount }
      let lines = entries.flatMap(\.lines)
      text += "02,OURCOMPANY,BANKUS33,\(status),\(dates[place.day]),2359,\(currency),\(modifier)/\n"
      text += "03,\(place.account),\(currency)/\n" + lines.map { $0 + "\n" }.joined()
      text += "49,\(sum),\(lines.count + 2)/\n98,\(sum),1,\(lines.count + 4)/\n"
      records += lines.count + 4
      fileTotal += sum
      groups += 1
    }
    return text + "99,\(fileTotal),\(groups),\(records + 1)/\n"
  }

  private func note(_ what: String) { counts[what, default: 0] += 1 }

  private func returning(_ entry: Entry) -> Entry {
    number += 1
    let reference = "R\(number)"
    return Entry(
      account: entry.account, currency: entry.currency,
      lines: ["16,555,\(entry.amount),,\(reference),,RETURNED ITEM ORIGINAL REF: \(entry.reference)"],
      amount: entry.amount, code: 555, reference: reference, mayChange: false)
  }

  /// The same payment with another reference.
  private func again(_ entry: Entry) -> Entry {
    number += 1
    var copy = entry
    copy.reference = "A\(number)"
    copy.lines = entry.lines.map { $0.replacingOccurrences(of: entry.reference, with: copy.reference) }
    copy.mayChange = false
    return copy
  }

  private func anyReceipt(before day: Int) -> (place: Place, number: Int)? {
    let all = reported.keys.filter { $0.day < day && !deleted.contains($0) }.sorted().flatMap { place in
      (reported[place] ?? []).indices.filter { number in
        let entry = reported[place]?[number]
        return entry.map { $0.mayChange && $0.code < 400 && !$0.reference.isEmpty } ?? false
      }.map { (place, $0) }
    }
    return all.isEmpty ? nil : all[random.below(all.count)]
  }

  /// What happens on a day besides what was generated: a payment of an earlier day comes back; one that came back is paid again.
  private func plan(_ day: Int) {
    guard random.below(2) == 0, let (place, number) = anyReceipt(before: day), let entry = reported[place]?[number]
    else {
      return
    }
    reported[place]?[number].mayChange = false
    if let own = statements[place]?.firstIndex(where: { $0.reference == entry.reference }) {
      statements[place]?[own].mayChange = false
    }
    statements[Place(day: day, account: entry.account), default: []].append(returning(entry))
    note("returns")
    let later = day + random.below(3)
    if random.below(2) == 0, later < dates.count {
      statements[Place(day: later, account: entry.account), default: []].append(again(entry))
      note("paid again")
    }
  }

  private func report(_ places: [Place]) -> String {
    for place in places { reported[place] = statements[place] }
    return file(places.map { ($0, statements[$0] ?? []) })
  }

  private func bankFiles(_ night: Int) -> [String] {
    var texts: [String] = []
    if night < dates.count {
      plan(night)
      let places = statements.keys.filter { $0.day == night }.sorted()
      if night > 0, random.below(5) == 0 {
        late += places
        note("late files")
      } else {
        texts.append(report(places))
      }
    }
    let waiting = late.filter { $0.day < night }
    if !waiting.isEmpty { texts.append(report(waiting)) }
    late.removeAll { $0.day < night }
    for place in deleted {
      // Something differs, else it would be the deleted one again.
      if let entry = statements[place]?.firstIndex(where: \.mayChange) { statements[place]?.remove(at: entry) }
      texts.append(file([(place, statements[place] ?? [])]))
      reported[place] = statements[place]
    }
    deleted = []
    if night + 1 < dates.count, random.below(3) == 0 {
      let places = statements.keys.filter { $0.day == night + 1 }.sorted()
      let halves = places.map { (place: $0, entries: Array((statements[$0] ?? []).dropLast(2))) }
      texts.append(file(halves, modifier: 3))
      for half in halves { reported[half.place] = half.entries }
      note("interim reports")
    }
    if random.below(2) == 0, let (place, number) = anyReceipt(before: min(night, dates.count)),
      let entry = reported[place]?[number]
    {
      statements[place]?.removeAll { $0.reference == entry.reference }
      if random.below(2) == 0 { statements[place]?.append(again(entry)) }
      texts.append(file([(place, statements[place] ?? [])], status: 3))
      reported[place] = statements[place]
      note("corrections")
    } else if random.below(2) == 0, night + 1 < dates.count, let (place, _) = anyReceipt(before: night) {
      texts.append(file([(place, statements[place] ?? [])], status: 2))
      reported[place] = nil
      deleted.append(place)
      note("deletions")
    }
    return texts
  }

  // MARK: The nights

  func simulate() async throws {
    let nights = dates.count + 4
    for night in 0..<nights { try await run(night) }
    try await compareWithOneRun(nights)
  }

  private func configuration(_ bank: [String], _ items: String, out: String) throws -> RunConfiguration {
    var configuration = try path.configuration(out: out)
    configuration.bankFiles = bank.map { path.path + "/" + $0 }
    configuration.openItems = path.path + "/" + items
    return configuration
  }

  private func today(_ night: Int) -> CalendarDate? {
    let text = dates[min(night, dates.count - 1)]
    let day = CalendarDate(iso: "20\(text.prefix(2))-\(text.dropFirst(2).prefix(2))-\(text.dropFirst(4))")
    return day?.adding(days: max(0, night - dates.count + 1))
  }

  private func run(_ night: Int) async throws {
    var tonight: [String] = []
    for (place, text) in bankFiles(night).enumerated() {
      let name = "bank-\(night)/\(place).bai"
      try path.write(name, text)
      tonight.append(name)
    }
    if !files.isEmpty, tonight.isEmpty || random.below(3) == 0 {
      let old = files[random.below(files.count)]
      let name = "bank-\(night)/again.bai"
      try path.write(name, try path.text(old))
      tonight.append(name)
      note("files again")
    }
    files += tonight
    let last = max(imported, night - random.below(4))
    while imported < last {
      ledger.importAllocations(try path.text("run-\(imported)/allocations.csv"))
      imported += 1
    }
    try path.write("ledger-\(night).csv", ledger.extract)
    var configuration = try configuration(tonight, "ledger-\(night).csv", out: "run-\(night)")
    configuration.asOf = today(night)
    try willRun()
    let outcome = try await NightlyRun.run(configuration, book: path.path + "/book", waits: false) { _ in }
    guard case .run(let result) = outcome else {
      Issue.record("night \(night) is a run of its own")
      return
    }
    #expect(!result.hasRefusals, "night \(night)")
    try check(night)
  }

  private func all(_ name: String, _ nights: Int) throws -> [[String: String]] {
    try (0..<nights).flatMap { rows(try path.text("run-\($0)/" + name)) }
  }

  /// So far: the bank's cash in the journal is what the bank reports now, to the cent; each entry balances; no item is over-applied.
  private func check(_ night: Int) throws {
    var statement: [String: Int] = [:]
    for entry in reported.values.joined() where entry.code < 400 || entry.code == 555 {
      statement[entry.currency, default: 0] += entry.code < 400 ? entry.amount : -entry.amount
    }
    var journal: [String: Int] = [:]
    var balance: [String: Int] = [:]
    for line in try all("postings.csv", night + 1) {
      let amount = cents(line["debit"]) - cents(line["credit"])
      balance["\(line["entry_id"] ?? "") \(line["currency"] ?? "") \(line["company"] ?? "")", default: 0] += amount
      if line["account"] == "1010" { journal[line["currency"] ?? "", default: 0] += amount }
    }
    #expect(journal.filter { $0.value != 0 } == statement.filter { $0.value != 0 }, "night \(night)")
    #expect(balance.values.allSatisfy { $0 == 0 }, "night \(night)")
    let amounts = ledger.amounts
    for (item, sum) in NightLedger.reductions(try all("allocations.csv", night + 1)) {
      let open = amounts[item] ?? 0
      #expect(sum.signum() == open.signum() && abs(sum) <= abs(open), "night \(night): \(item)")
    }
  }

  private func compareWithOneRun(_ nights: Int) async throws {
    try path.write("all/bank.bai", file(statements.keys.sorted().map { ($0, statements[$0] ?? []) }))
    _ = try await ApplyRun.run(try configuration(["all/bank.bai"], "all/open-items.csv", out: "whole")) { _ in }
    let (left, right) = (
      NightLedger.reductions(try all("allocations.csv", nights)),
      NightLedger.reductions(rows(try path.text("whole/allocations.csv")))
    )
    let differ = Set(left.keys).union(right.keys).filter { left[$0] != right[$0] }.sorted()
    #expect(differ.isEmpty, "\(differ.prefix(6).map { "\($0) \(left[$0] ?? 0) \(right[$0] ?? 0)" })")
    func waiting(_ out: String) throws -> Set<String> {
      Set(rows(try path.text(out + "/exceptions.csv")).compactMap { $0["bank_reference"] })
    }
    let (last, whole) = (try waiting("run-\(nights - 1)"), try waiting("whole"))
    #expect(last == whole)
  }
}
