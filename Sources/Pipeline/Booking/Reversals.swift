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
    for (past, returned, original) in returns {
      let allocations = try booked { () throws(BookFailure) in try book.allocations(of: past.entry) }
      let one = One(returned: returned, past: past, allocations: allocations, original: original)
      if open(one, &inputs.items) {
        all.append(one)
        for allocation in allocations where allocation.item == nil {
          inputs.customers.add(named: allocation.customer)
        }
      }
    }
  }

  /// Opens the items of a payment again, all or none: where the ledger shows one open with so much that it must have opened it itself, a
  /// person sees to the return.
  private mutating func open(_ one: One, _ items: inout OpenItemTable) -> Bool {
    var changed = items
    let rows = items.rows(of: Set(one.allocations.compactMap(\.item?.key)))
    var added: [ItemKey: Int] = [:]
    var amounts: [ItemKey: Money] = [:]
    for allocation in one.allocations {
      guard let item = allocation.item else { continue }
      let row = rows[item.key] ?? added[item.key]
      let open = row.map(changed.open) ?? .zero
      let reduction = allocation.cash + allocation.discount + allocation.adjustment
      guard item.mayBeOpen(with: open + reduction) else { return false }
      if amounts[item.key] == nil { amounts[item.key] = open }
      added[item.key] = changed.reopen(item, at: row, by: reduction, discount: allocation.discount)
    }
    items = changed
    extractAmounts.merge(amounts) { first, _ in first }
    return true
  }

  /// With the rows that the items and customers have in the run.
  func resolved(_ ledger: Ledger) -> [PaymentRow: Reversal] {
    let rows = ledger.items.rows(of: Set(all.flatMap { $0.allocations.compactMap(\.item?.key) }))
    var resolved: [PaymentRow: Reversal] = [:]
    for one in all {
      let lines = one.allocations.map { allocation in
        Allocation(
          item: allocation.item.flatMap { rows[$0.key] }.map { OpenItemRow($0) } ?? OpenItemRow(number: -1),
          cash: -allocation.cash, discount: -allocation.discount, adjustment: -allocation.adjustment,
          adjustmentReason: allocation.reason, paid: -allocation.paid)
      }
      let customer = one.allocations.first { $0.item == nil }?.customer ?? one.allocations.first?.customer ?? ""
      resolved[one.returned] = Reversal(
        customer: ledger.customers.row(named: customer), allocations: lines, original: one.original)
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

extension CustomerTable {
  fileprivate mutating func add(named id: String) {
    guard row(named: id).number < 0 else { return }
    var record = CustomerRecord()
    record.customerID = arena.append(id)
    append(record)
  }

  func row(named id: String) -> CustomerRow {
    let bytes = Array(id.utf8)
    return (0..<count).first { arena.bytes[customerID[$0].range].elementsEqual(bytes) }.map { CustomerRow($0) }
      ?? CustomerRow(number: -1)
  }
}
