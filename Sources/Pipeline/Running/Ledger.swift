import CashModel
import Matching

/// What customers owe, in canonical order, and what is looked up in it.
struct Ledger: Sendable {
  let items: OpenItemTable
  let customers: CustomerTable
  let parts: [LedgerIndexPart]

  init(_ handed: HandedOver<OpenItemTable>, _ customers: CustomerTable, _ workers: Workers) async {
    var ordered = handed.take()
    ordered.putInOrder()
    let people = customers.linked(with: &ordered)
    let items = ordered
    (self.items, self.customers) = (items, people)
    parts = await workers.map(LedgerIndexPart.Kind.allCases.count) {
      LedgerIndexPart(LedgerIndexPart.Kind.allCases[$0], of: items, people)
    }
  }
}
