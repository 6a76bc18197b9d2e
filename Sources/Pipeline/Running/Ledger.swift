import CashModel
import Matching

/// What customers owe and who they are, in canonical order.
struct OrderedLedger: Sendable {
  let items: OpenItemTable
  let customers: CustomerTable

  /// - Parameter items: nobody else's, to be put in order in place.
  init(_ items: consuming OpenItemTable, _ customers: CustomerTable) {
    var ordered = items
    // In the file's order, in which items of one customer mostly stand together.
    self.customers = customers.linked(with: &ordered)
    ordered.putInOrder()
    self.items = ordered
  }
}

/// The same, and what is looked up in it.
struct Ledger: Sendable {
  let items: OpenItemTable
  let customers: CustomerTable
  let indexes: LedgerIndexes

  init(_ workers: Workers, _ ordered: () -> OrderedLedger) async {
    let ordered = ordered()
    let (items, people) = (ordered.items, ordered.customers)
    (self.items, self.customers) = (items, people)
    var parts = await workers.map(LedgerIndexPart.Kind.allCases.count) {
      LedgerIndexPart(LedgerIndexPart.Kind.allCases[$0], of: items, people)
    }
    var indexes = LedgerIndexes(parts)
    // Held twice, they would be copied before anything is entered.
    parts = []
    let numbers = await workers.mapRows(items.count) { [indexes] in indexes.shortNumbers(of: $0) }
    indexes.finish(numbers)
    self.indexes = indexes
  }
}
