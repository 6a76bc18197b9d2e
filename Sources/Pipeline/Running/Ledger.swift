import CashModel
import Matching

/// What customers owe, in canonical order, and what is looked up in it.
struct Ledger: Sendable {
  let items: OpenItemTable
  let customers: CustomerTable
  let indexes: LedgerIndexes

  init(_ handed: HandedOver<OpenItemTable>, _ customers: CustomerTable, _ workers: Workers) async {
    var ordered = handed.take()
    // In the file's order, in which items of one customer mostly stand together.
    let people = customers.linked(with: &ordered)
    ordered.putInOrder()
    let items = ordered
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
