import CashModel
import Matching
import Store

/// What tonight's returns take back of what earlier runs have placed: their items are open again before anything is matched.
struct Reversals {
  private struct One {
    let returned: PaymentRow
    let past: PastPayment
    let allocations: [PastAllocation]
    let original: TextSlice

    var keys: [ItemKey] { allocations.compactMap(\.item?.key) }

    /// Whose account it was, or whose item.
    var customer: String { allocations.first { $0.item == nil }?.customer ?? allocations.first?.customer ?? "" }
  }

  private var all: [One] = []
  /// Of the items opened again: what the extract says is open of them.
  private(set) var extractAmounts: [ItemKey: Money] = [:]

  var isEmpty: Bool { all.isEmpty }

  /// - Parameters:
  ///   - returns: what returned what, with the id of the original in the payments' arena.
  ///   - inputs: gets the items that come back, and customers that only the book knows.
  init(
    _ returns: [(past: PastPayment, returned: PaymentRow, original: TextSlice)], _ book: Book, _ inputs: inout RunInputs
  ) throws(RunFailure) {
    var candidates: [One] = []
    for (past, returned, original) in returns {
      let allocations = try booked { () throws(BookFailure) in try book.allocations(of: past.entry) }
      candidates.append(One(returned: returned, past: past, allocations: allocations, original: original))
    }
    var rows = inputs.items.rows(of: Set(candidates.flatMap(\.keys)))
    for one in candidates where mayOpen(one, inputs.items, rows) {
      all.append(one)
      for allocation in one.allocations {
        guard let item = allocation.item else { continue }
        let row = rows[item.key]
        if extractAmounts[item.key] == nil { extractAmounts[item.key] = row.map(inputs.items.open) ?? .zero }
        rows[item.key] = inputs.items.reopen(
          item, at: row, by: allocation.reduction, discount: allocation.discount)
      }
    }
    let names = Set(all.flatMap { $0.allocations.filter { $0.item == nil }.map(\.customer) })
    inputs.customers.add(names.subtracting(inputs.customers.rows(named: names).keys))
  }

  /// Whether all items of a payment may be opened again: where the ledger shows one open with so much that it must have opened it itself, a
  /// person sees to the return.
  private func mayOpen(_ one: One, _ items: OpenItemTable, _ rows: [ItemKey: Int]) -> Bool {
    var open: [ItemKey: Money] = [:]
    return one.allocations.allSatisfy { allocation in
      guard let item = allocation.item else { return true }
      let left = (open[item.key] ?? rows[item.key].map(items.open) ?? .zero) + allocation.reduction
      open[item.key] = left
      return item.mayBeOpen(with: left)
    }
  }

  /// With the rows that the items and customers have in the run.
  func resolved(_ ledger: Ledger) -> [PaymentRow: Reversal] {
    let rows = ledger.items.rows(of: Set(all.flatMap(\.keys)))
    let customers = ledger.customers.rows(named: Set(all.map(\.customer)))
    var resolved: [PaymentRow: Reversal] = [:]
    for one in all {
      let lines = one.allocations.map { allocation in
        Allocation(
          item: allocation.item.flatMap { rows[$0.key] }.map { OpenItemRow($0) } ?? OpenItemRow(number: -1),
          cash: -allocation.cash, discount: -allocation.discount, adjustment: -allocation.adjustment,
          adjustmentReason: allocation.reason, paid: -allocation.paid)
      }
      resolved[one.returned] = Reversal(
        customer: customers[one.customer] ?? CustomerRow(number: -1), allocations: lines, original: one.original)
    }
    return resolved
  }

  /// What the book notes of them.
  var kept: [PaymentRow: KeptEntries.Reversed] {
    var kept: [PaymentRow: KeptEntries.Reversed] = [:]
    for one in all {
      kept[one.returned] = KeptEntries.Reversed(entry: one.past.entry, allocations: one.allocations.map(\.number))
    }
    return kept
  }
}

extension PastAllocation {
  fileprivate var reduction: Money { cash + discount + adjustment }
}

extension CustomerTable {
  fileprivate mutating func add(_ ids: Set<String>) {
    for id in ids.sorted() { _ = append(named: id) }
  }

  /// The rows of those that the table has.
  func rows(named ids: Set<String>) -> [String: CustomerRow] {
    var rows: [String: CustomerRow] = [:]
    if ids.isEmpty { return rows }
    for row in 0..<count {
      let id = arena.string(customerID[row])
      if ids.contains(id) { rows[id] = CustomerRow(row) }
    }
    return rows
  }
}
