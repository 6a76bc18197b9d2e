import CashModel
import Store

/// The items that decisions and suggestions name, and what of each is left while they are gone through.
struct DecidedItems {
  let items: OpenItemTable
  private var rows: [String: [Int]] = [:]
  private var left: [Int: Money] = [:]

  /// - Parameter names: invoice ids.
  init(_ items: OpenItemTable, names: Set<String>) {
    self.items = items
    let prints = Set(
      names.map { name in
        let bytes = Array(name.utf8)
        return Fingerprint(of: bytes.span).low
      })
    if prints.isEmpty { return }
    for row in 0..<items.count {
      guard prints.contains(Fingerprint(of: items.arena.span(items[row].invoiceID)).low) else { continue }
      let name = items.arena.string(items[row].invoiceID)
      if names.contains(name) { rows[name, default: []].append(row) }
    }
  }

  /// - Parameter company: nil where any will do.
  /// - Throws: why no item can be meant.
  func row(_ invoice: String, company: String?) throws(DecisionRefusal) -> Int {
    let all = rows[invoice] ?? []
    let found = company.map { company in all.filter { items.arena.string(items[$0].company) == company } } ?? all
    guard let row = found.first else {
      if company != nil, !all.isEmpty { throw DecisionRefusal("\(invoice) is no item of company \(company ?? "")") }
      throw DecisionRefusal("the ledger has no item \(invoice)")
    }
    guard found.count == 1 else {
      throw DecisionRefusal("several companies have an item \(invoice); the column 'company' must say which is meant")
    }
    return row
  }

  func available(_ row: Int) -> Money { left[row] ?? items.open(row) }

  mutating func take(_ amount: Money, from row: Int) { left[row] = available(row) - amount }
}

/// Why a decision is not taken.
struct DecisionRefusal: Error {
  let sentence: String

  init(_ sentence: String) { self.sentence = sentence }
}
