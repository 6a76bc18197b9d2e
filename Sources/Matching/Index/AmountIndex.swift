import CashModel

/// Open items by what would settle them exactly: their open amount, or that amount less the discount.
///
/// Sorted by family, currency, amount and item, and once more by currency, amount and item; a look-up among a family's is a binary
/// search in what is the family's, one among all items a look into a hash table. Credit memos and closed items are left out.
struct AmountIndex: Sendable {
  struct Entry: Hashable, Sendable {
    let family: CustomerRow
    let currency: Currency
    let amount: Money
    let item: OpenItemRow
    let isNet: Bool
  }

  private let byFamily: [Entry]
  /// By the number of a family's top: where its entries begin in `byFamily`; those of the next one begin where they end.
  private let familyStarts: [Int32]
  private let byAmount: [Entry]
  private let runs: AmountRuns

  init(_ items: OpenItemTable, _ customers: CustomerTable) {
    var entries: [Entry] = []
    entries.reserveCapacity(items.count)
    for row in 0..<items.count where items[row].amount > .zero {
      let item = OpenItemRow(row)
      let family = customers.family[items[row].customer.index]
      let (currency, gross) = (items[row].currency, items[row].amount)
      entries.append(Entry(family: family, currency: currency, amount: gross, item: item, isNet: false))
      if items[row].discount > .zero, items[row].discountDate != nil {
        let net = gross - items[row].discount
        entries.append(Entry(family: family, currency: currency, amount: net, item: item, isNet: true))
      }
    }
    byAmount = AmountIndex.sorted(entries) { $0.key }
    // One family after the other; within one by amount, as they stand now.
    let ordered = byAmount
    byFamily = RowOrder.sorted(ordered.map { UInt64($0.family.number) }) { $0 < $1 }.map { ordered[Int($0)] }
    var starts = [Int32](repeating: 0, count: customers.count + 1)
    for entry in ordered { starts[entry.family.index + 1] += 1 }
    for family in starts.indices.dropFirst() { starts[family] += starts[family - 1] }
    familyStarts = starts
    runs = AmountRuns(of: byAmount)
  }

  private static func sorted(_ entries: [Entry], by key: (Entry) -> UInt64) -> [Entry] {
    RowOrder.sorted(entries.map(key)) { entries[Int($0)] < entries[Int($1)] }.map { entries[Int($0)] }
  }

  /// The entries of one amount among a family's items, by item.
  func entries(of amount: Money, in currency: Currency, family: CustomerRow) -> ArraySlice<Entry> {
    let all = Int(familyStarts[family.index])..<Int(familyStarts[family.index + 1])
    let start = partitioningIndex(of: all) { byFamily[$0].position(currency, amount) != .before }
    let end = partitioningIndex(of: start..<all.upperBound) { byFamily[$0].position(currency, amount) == .after }
    return byFamily[start..<end]
  }

  /// The entries of one amount among all items, by item.
  func entries(of amount: Money, in currency: Currency) -> ArraySlice<Entry> {
    guard let start = runs.first(of: amount, in: currency, of: byAmount) else { return [] }
    return byAmount[start..<start + count(of: amount, in: currency)]
  }

  /// How many entries of one amount there are.
  func count(of amount: Money, in currency: Currency) -> Int { runs.count(of: amount, in: currency, of: byAmount) }

  fileprivate enum Position { case before, within, after }

  private func partitioningIndex(of places: Range<Int>, where belongsAfter: (Int) -> Bool) -> Int {
    var (low, high) = (places.lowerBound, places.upperBound)
    while low < high {
      let middle = low + (high - low) / 2
      if belongsAfter(middle) { high = middle } else { low = middle + 1 }
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

extension AmountIndex.Entry {
  /// Ascending with the order of entries, but for amounts of more than 48 bits.
  fileprivate var key: UInt64 {
    let letters = UInt64(currency.packed >> 8)
    let order = ((letters >> 16 & 31) << 10) | ((letters >> 8 & 31) << 5) | (letters & 31)
    return order << 48 | UInt64(min(amount.minorUnits, 1 << 48 - 1))
  }
}

/// Where the entries of each amount begin: open addressing over their first entries.
private struct AmountRuns: Sendable {
  private struct Slot {
    var first: Int32
    var count: Int32
  }

  private var slots: [Slot]

  init(of entries: [AmountIndex.Entry]) {
    var size = 16
    while size < 2 * entries.count { size *= 2 }
    slots = [Slot](repeating: Slot(first: -1, count: 0), count: size)
    var start = 0
    while start < entries.count {
      let entry = entries[start]
      var end = start + 1
      while end < entries.count, entries[end].amount == entry.amount, entries[end].currency == entry.currency {
        end += 1
      }
      var slot = AmountRuns.hash(entry.amount, entry.currency) & (size - 1)
      while slots[slot].first >= 0 { slot = (slot + 1) & (size - 1) }
      slots[slot] = Slot(first: Int32(start), count: Int32(end - start))
      start = end
    }
  }

  func first(of amount: Money, in currency: Currency, of entries: [AmountIndex.Entry]) -> Int? {
    slot(of: amount, in: currency, entries).map { Int($0.first) }
  }

  func count(of amount: Money, in currency: Currency, of entries: [AmountIndex.Entry]) -> Int {
    slot(of: amount, in: currency, entries).map { Int($0.count) } ?? 0
  }

  private func slot(of amount: Money, in currency: Currency, _ entries: [AmountIndex.Entry]) -> Slot? {
    var slot = AmountRuns.hash(amount, currency) & (slots.count - 1)
    while slots[slot].first >= 0 {
      let entry = entries[Int(slots[slot].first)]
      if entry.amount == amount, entry.currency == currency { return slots[slot] }
      slot = (slot + 1) & (slots.count - 1)
    }
    return nil
  }

  private static func hash(_ amount: Money, _ currency: Currency) -> Int {
    var hash = (UInt64(bitPattern: amount.minorUnits) ^ UInt64(currency.packed) << 32) &* 0x9e37_79b9_7f4a_7c15
    hash ^= hash >> 32
    return Int(truncatingIfNeeded: hash &* 0xff51_afd7_ed55_8ccd >> 20)
  }
}
