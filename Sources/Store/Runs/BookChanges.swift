package import CashModel

/// What of a run the book keeps besides its files, by row of the run's payments.
package struct KeptEntries: Sendable {
  /// The book's number of an entry that waited; -1 of a new one.
  package var number: [Int64] = []
  package var print: [UInt64] = []
  package var texts: [UInt64] = []
  package var identity: [UInt64] = []
  package var format: [BankFileFormat] = []
  package var level: [StatementLevel] = []
  /// The place of its statement in `statements`; -1 for none.
  package var statement: [Int32] = []
  /// By row: what an earlier run has decided and somebody must see to, with the items it is about by company and invoice id; nothing
  /// of it changes. Empty where there is none.
  package var listed: [Listed?] = []
  /// By row of a return: what of an earlier run it takes back.
  package var reversed: [PaymentRow: Reversed] = [:]

  package struct Reversed: Sendable {
    /// The book's numbers of the entry and of its allocations, in the order of the return's own.
    package let entry: Int64
    package let allocations: [Int64]

    package init(entry: Int64, allocations: [Int64]) {
      self.entry = entry
      self.allocations = allocations
    }
  }

  package struct Listed: Sendable {
    package let reason: ReasonCode
    package let items: [ItemKey]
    /// What of it is offered to each of the items.
    package let offer: Money

    package init(_ reason: ReasonCode, items: [ItemKey] = [], offer: Money = .zero) {
      self.reason = reason
      self.items = items
      self.offer = offer
    }
  }

  /// Rows that undo an entry the bank has taken back.
  package var undoing: Set<PaymentRow> = []

  package init() {}

  package func isListed(_ row: Int) -> Bool { !listed.isEmpty && listed[row] != nil }
}

/// What a run changes in the book.
package struct BookChanges: Sendable {
  package var entries = KeptEntries()
  /// The statements that are new, with their accounts.
  package var statements: [(account: String, facts: StatementFacts)] = []
  /// Places in `statements` of those that the same run takes back, and the book's numbers of earlier ones.
  package var voidPlaces: Set<Int> = []
  package var voidStatements: [Int64] = []
  /// Entries that the bank has taken back.
  package var voidEntries: [Int64] = []
  /// Entries seen before which a booked statement lists for the first time: their numbers, and its place in `statements`.
  package var booked: [(entry: Int64, statement: Int32)] = []
  package var availability = Availability([])
  /// Of items that returns open again: what tonight's extract says is open of them.
  package var extractAmounts: [ItemKey: Money] = [:]
  /// Digests of what else is known: see `LedgerState.knowledge`.
  package var knowledge = ""

  package init() {}
}
