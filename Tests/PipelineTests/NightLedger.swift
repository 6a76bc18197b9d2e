import Foundation

/// The company's ledger: it shows what is open, and imports the postings of a night when it likes.
struct NightLedger {
  private let columns: [String]
  private let items: [[String: String]]
  private var reduced: [String: Int] = [:]

  init(_ text: String) {
    columns = text.prefix { $0 != "\n" && $0 != "\r\n" }.split(separator: ",").map(String.init)
    items = rows(text)
  }

  mutating func importAllocations(_ text: String) {
    for (item, sum) in NightLedger.reductions(rows(text)) { reduced[item, default: 0] += sum }
  }

  /// The extract: what is open, and what was closed before.
  var extract: String {
    let lines = items.compactMap { item -> String? in
      var item = item
      let left = cents(item["amount"]) - reduced[NightLedger.key(item), default: 0]
      if left == 0, (item["closed_date"] ?? "").isEmpty { return nil }
      item["amount"] = decimal(left)
      return columns.map { quoted(item[$0] ?? "") }.joined(separator: ",")
    }
    return ([columns.joined(separator: ",")] + lines).joined(separator: "\n") + "\n"
  }

  /// What each item was, before anything was applied.
  var amounts: [String: Int] {
    Dictionary(items.map { (NightLedger.key($0), cents($0["amount"])) }) { first, _ in first }
  }

  static func key(_ row: [String: String]) -> String { "\(row["company"] ?? "")/\(row["invoice_id"] ?? "")" }

  /// By item: what rows of `allocations.csv` take off it.
  static func reductions(_ allocations: [[String: String]]) -> [String: Int] {
    var sums: [String: Int] = [:]
    for line in allocations where line["invoice_id"] != "" {
      sums[key(line), default: 0] += cents(line["applied"]) + cents(line["discount"]) + cents(line["adjustment"])
    }
    return sums.filter { $0.value != 0 }
  }
}

func cents(_ text: String?) -> Int {
  guard let text, !text.isEmpty else { return 0 }
  let digits = Int(text.replacingOccurrences(of: ".", with: "").replacingOccurrences(of: "-", with: "")) ?? 0
  return text.hasPrefix("-") ? -digits : digits
}

func decimal(_ cents: Int) -> String {
  "\(cents < 0 ? "-" : "")\(abs(cents) / 100).\(abs(cents) % 100 < 10 ? "0" : "")\(abs(cents) % 100)"
}

func quoted(_ cell: String) -> String { "\"" + cell.replacingOccurrences(of: "\"", with: "\"\"") + "\"" }
