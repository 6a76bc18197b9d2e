import CashModel
import Store

// What earlier runs have placed, and somebody must see to all the same.

extension BookSession {
  /// The payments to be listed, each once: what the ledger is late to show, and cash on account that is just what an item asks for.
  func listing(
    _ asOf: CalendarDate, _ policies: Policies, _ cash: [KeptOnAccount], _ inputs: RunInputs
  ) throws(RunFailure) -> [(payment: PlacedPayment, why: KeptEntries.Listed)] {
    // A payment whose rest waits is on the list already.
    var listed = Set(waiting.entries)
    var listing: [(payment: PlacedPayment, why: KeptEntries.Listed)] = []
    for payment in try overdue(asOf, after: policies.unacknowledgedAfterDays) {
      guard listed.insert(payment.entry).inserted else { continue }
      listing.append((payment, KeptEntries.Listed(.unacknowledged, items: payment.items)))
    }
    let offers = OnAccountOffers(cash, inputs.items, inputs.customers)
    for (place, items) in offers.items.sorted(by: { $0.key < $1.key }) {
      let payment = cash[place].payment
      guard listed.insert(payment.entry).inserted else { continue }
      listing.append((payment, KeptEntries.Listed(.onAccount, items: items, offer: cash[place].amount)))
    }
    return listing
  }

  /// What earlier runs applied and the ledger is late to show.
  ///
  /// - Parameter days: after so many days it is late.
  private func overdue(_ asOf: CalendarDate, after days: Int) throws(RunFailure) -> [PlacedPayment] {
    guard !availability.outstanding.isEmpty else { return [] }
    return try booked { () throws(BookFailure) in
      try book.overdue(availability.late(before: asOf.adding(days: -days)))
    }
  }

  /// What earlier runs put on customers' accounts; after so many days the ledger shows it, or somebody has seen to it.
  func onAccount(_ asOf: CalendarDate, within days: Int) throws(RunFailure) -> [KeptOnAccount] {
    try booked { () throws(BookFailure) in try book.onAccount(since: asOf.adding(days: -days)) }
  }
}

/// Which open items ask for just what stands on the account of their customer's family.
///
/// Cash that the extract shows itself, as an item on account, is not offered: there it can be used as any credit can.
struct OnAccountOffers {
  /// By the place of the cash.
  private(set) var items: [Int: [ItemKey]] = [:]

  private struct Amount: Hashable {
    let currency: Currency
    let minorUnits: Int64
  }

  init(_ cash: [KeptOnAccount], _ table: OpenItemTable, _ customers: CustomerTable) {
    if cash.isEmpty { return }
    let wanted = Dictionary(grouping: cash.indices) {
      Amount(currency: cash[$0].payment.currency, minorUnits: cash[$0].amount.minorUnits)
    }
    var found: [(cash: Int, row: Int)] = []
    for row in 0..<table.count where !table[row].isClosed {
      let open = table[row].amount.minorUnits
      guard open != Int64.min, open > 0 || table[row].type == .onAccount else { continue }
      for place in wanted[Amount(currency: table[row].currency, minorUnits: abs(open))] ?? [] {
        found.append((place, row))
      }
    }
    if found.isEmpty { return }
    let names = Set(found.map { table.arena.string(table[$0.row].customerID) }).union(cash.map(\.customer))
    let tops = customers.tops(of: names)
    var isShown: Set<Int> = []
    for (place, row) in found {
      let customer = table.arena.string(table[row].customerID)
      guard (tops[customer] ?? customer) == (tops[cash[place].customer] ?? cash[place].customer) else { continue }
      if table[row].amount < .zero {
        isShown.insert(place)
      } else {
        items[place, default: []].append(ItemKey(row, of: table))
      }
    }
    for place in isShown { items[place] = nil }
    // No order of rows decides which are suggested.
    for (place, keys) in items { items[place] = keys.sorted { ($0.company, $0.invoice) < ($1.company, $1.invoice) } }
  }
}

extension CustomerTable {
  /// The topmost parents of customers that have one, by their names.
  func tops(of names: Set<String>) -> [String: String] {
    var tops: [String: String] = [:]
    var asked = names
    // One pass a generation, over the few that are asked for.
    for _ in 0..<CustomerTable.mostGenerations where !asked.isEmpty {
      var parents: [String: String] = [:]
      for (name, row) in rows(named: asked) where !parentID[row.index].isEmpty {
        parents[name] = arena.string(parentID[row.index])
      }
      asked = Set(parents.values)
      for name in names {
        let top = tops[name] ?? name
        if let parent = parents[top] { tops[name] = parent }
      }
    }
    return tops
  }

  private static let mostGenerations = 16
}
