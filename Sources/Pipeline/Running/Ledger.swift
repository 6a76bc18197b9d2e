import CashModel
import Matching

/// What customers owe, in canonical order, and what is looked up in it.
struct Ledger: Sendable {
  let items: OpenItemTable
  let customers: CustomerTable
  let parts: [LedgerIndexPart]

  init(_ inputs: RunInputs, _ workers: Workers) async {
    var ordered = inputs.items.canonical()
    let people = inputs.customers.linked(with: &ordered)
    let items = ordered
    (self.items, customers) = (items, people)
    parts = await workers.map(LedgerIndexPart.Kind.allCases.count) {
      LedgerIndexPart(LedgerIndexPart.Kind.allCases[$0], of: items, people)
    }
  }
}
