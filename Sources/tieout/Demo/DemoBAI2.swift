/// Writes a day's statement as BAI2 with trailers and balances that tie.
struct DemoBAI2 {
  let account: String
  let openingBalance: Int64
  let entries: [DemoEntry]

  var text: String {
    let day = DemoNumbers.short(DemoNumbers.day(0))
    var lines = ["01,091099998,HALDENINS,\(day),0510,0001,,,2/", "02,HALDENINS,091099998,1,\(day),2400,USD,2/"]
    let credits = entries.filter { $0.amount > 0 }
    let debits = entries.filter { $0.amount < 0 }
    let (credit, debit) = (sum(credits), sum(debits))
    let closing = openingBalance + credit - debit
    let header = "03,\(account),USD,010,\(openingBalance),,,015,\(closing),,,100,\(credit),\(credits.count),0"
    var section = ["\(header)/", "88,400,\(debit),\(debits.count),0/"]
    for (place, entry) in entries.enumerated() { section += record(entry, place, day) }
    // Summaries and balances count with their signs, transactions without.
    let total = openingBalance + closing + credit + debit + credit + debit
    section.append("49,\(total),\(section.count + 1)/")
    lines += section
    lines.append("98,\(total),1,\(section.count + 2)/")
    lines.append("99,\(total),1,\(lines.count + 1)/")
    return lines.joined(separator: "\n") + "\n"
  }

  private func record(_ entry: DemoEntry, _ place: Int, _ day: String) -> [String] {
    let reference = "\(day)\(entry.code)\(String(1_001 + place).dropFirst())"
    let first = "16,\(entry.code),\(abs(entry.amount)),0,\(reference),,\(entry.lines.first ?? "")"
    return [first] + entry.lines.dropFirst().map { "88,\($0)" }
  }

  private func sum(_ entries: [DemoEntry]) -> Int64 { entries.reduce(0) { $0 + abs($1.amount) } }
}
