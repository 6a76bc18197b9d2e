import CashModel

/// Open items by what would settle them exactly: their open amount, or that amount less the discount.
///
/// Sorted by family, currency, amount and item, and once more by currency, amount and item; a look-up is a binary
/// search. Credit memos and closed items are left out.
struct AmountIndex: Sendable {
  struct Entry: Hashable, Sendable {
    let family: CustomerRow
    let currency: Currency
    let amount: Money
    let item: OpenItemRow
    let isNet: Bool
  }

  private let byFamily: [Entry]
  private let byAmount: [Entry]

  init(_ items: OpenItemTable, _ customers: CustomerTable) {
    var entries: [Entry] = []
    entries.reserveCapacity(items.count)
    for row in 0..<items.count where items.amount[row] > .zero {
      let item = OpenItemRow(row)
      let family = customers.family[items.customer[row].index]
      let (currency, gross) = (items.currency[row], items.amount[row])
      entries.append(Entry(family: family, currency: currency, amount: gross, item: item, isNet: false))
      if items.discount[row] > .zero, items.discountDate[row] != nil {
        let net = gross - items.discount[row]
        entries.append(Entry(family: family, currency: currency, amount: net, item: item, isNet: true))
      }
    }
    byFamily = entries.sorted { ($0.family, $0) < ($1.family, $1) }
    byAmount = entries.sorted()
  }

  /// The entries of one amount among a family's items, by item.
  func entries(of amount: Money, in currency: Currency, family: CustomerRow) -> ArraySlice<Entry> {
    run(in: byFamily) { entry in
      if entry.family != family { return entry.family < family ? .before : .after }
      return entry.position(currency, amount)
    }
  }

  /// The entries of one amount among all items, by item.
  func entries(of amount: Money, in currency: Currency) -> ArraySlice<Entry> {
    run(in: byAmount) { $0.position(currency, amount) }
  }

  fileprivate enum Position { case before, within, after }

  private func run(in entries: [Entry], _ position: (Entry) -> Position) -> ArraySlice<Entry> {
    let start = partitioningIndex(of: entries) { position($0) != .before }
    let end = partitioningIndex(of: entries) { position($0) == .after }
    return entries[start..<end]
  }

  private func partitioningIndex(of entries: [Entry], where belongsAfter: (Entry) -> Bool) -> Int {
    var low = 0
    var high = entries.count
    while low < high {
      let middle = low + (high - low) / 2
      if belongsAfter(entries[middle]) { high = middle } else { low = middle + 1 }
    }
    return low
  }
}

extension AmountIndex.Entry: Comparable {
  static func < (left: Self, right: Self) -> Bool {
    if left.currency != right.currency { return left.currency < right.currency }
    if left.amount != right.amount { return left.amount < right.amount }
    if left.item != right.item { return left.item < right.item }
    return !left.isNet && right.isNet
  }

  fileprivate func position(_ currency: Currency, _ amount: Money) -> AmountIndex.Position {
    if self.currency != currency { return self.currency < currency ? .before : .after }
    if self.amount != amount { return self.amount < amount ? .before : .after }
    return .within
  }
}
