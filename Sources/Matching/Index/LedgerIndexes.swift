package import CashModel

/// One of the indexes over the ledger; none needs another, so that all can be made at once.
package struct LedgerIndexPart: Sendable {
  fileprivate var documents: ReferenceIndex?
  fileprivate var others: ByteKeyIndex?
  fileprivate var payers: PayerIndex?
  fileprivate var names: NameCoreIndex?
  fileprivate var amounts: AmountIndex?

  /// Those that take longest first, so that no worker is left with one of them at the end.
  package enum Kind: CaseIterable, Sendable {
    case documents, payers, names, amounts, others
  }

  package init(_ kind: Kind, of items: OpenItemTable, _ customers: CustomerTable) {
    switch kind {
    case .documents: documents = ReferenceIndex(documentsOf: items)
    case .others: others = ReferenceIndex.others(of: items)
    case .payers: payers = PayerIndex(customers)
    case .names: names = NameCoreIndex(customers)
    case .amounts: amounts = AmountIndex(items, customers)
    }
  }
}

/// The indexes over the ledger, made of their parts and then of what may only be looked for once these are there.
package struct LedgerIndexes: Sendable {
  private(set) var references: ReferenceIndex
  private(set) var payers: PayerIndex
  private(set) var amounts: AmountIndex

  /// - Parameter parts: one of each kind.
  package init(_ parts: [LedgerIndexPart]) {
    guard let documents = parts.lazy.compactMap(\.documents).first, let others = parts.lazy.compactMap(\.others).first,
      let payers = parts.lazy.compactMap(\.payers).first, let names = parts.lazy.compactMap(\.names).first,
      let amounts = parts.lazy.compactMap(\.amounts).first
    else { preconditionFailure("there is a part of each kind") }
    (references, self.payers, self.amounts) = (documents, payers, amounts)
    references.setOthers(others)
    self.payers.finish(names)
  }

  /// All of them at once.
  package init(of items: OpenItemTable, _ customers: CustomerTable) {
    self.init(LedgerIndexPart.Kind.allCases.map { LedgerIndexPart($0, of: items, customers) })
    finish([shortNumbers(of: 0..<items.count)])
  }

  /// What payers may leave of the numbers of a run of items; `finish` takes those of all.
  package func shortNumbers(of items: Range<Int>) -> ShortNumbers { references.shortNumbers(of: items) }

  /// - Parameter numbers: of all items, in order.
  package mutating func finish(_ numbers: [ShortNumbers]) { references.finish(numbers) }
}
