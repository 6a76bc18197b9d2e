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
  /// The places of the entries in `byFamily`.
  private let byAmount: [Int32]
  private let runs: AmountRuns

  init(_ items: OpenItemTable, _ customers: CustomerTable) {
    var entries: [Entry] = []
    entries.reserveInLargePages(items.count)
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
    // One family after the other; within one by amount, as they stand then.
    let ordered = AmountIndex.sorted(entries)
    var starts = [Int32](repeating: 0, count: customers.count + 1)
    for entry in ordered { starts[entry.family.index + 1] += 1 }
    for family in starts.indices.dropFirst() { starts[family] += starts[family - 1] }
    familyStarts = starts
    // Which family has how many is known: each entry goes where it belongs, `starts` telling where its family's next one does.
    byAmount = Array(inLargePages: ordered.count) { place in
      let family = ordered[place].family.index
      starts[family] += 1
      return starts[family] - 1
    }
    for place in ordered.indices {
      if place + AmountIndex.ahead < ordered.count { entries.fetchAhead(Int(byAmount[place + AmountIndex.ahead])) }
      entries[Int(byAmount[place])] = ordered[place]
    }
    byFamily = entries
    runs = AmountRuns(of: ordered)
  }

  /// By currency, amount and item.
  private static func sorted(_ entries: [Entry]) -> [Entry] {
    let order = RowOrder.sorted(entries.map(\.key)) { entries[Int($0)] < entries[Int($1)] }
    return Array(inLargePages: order.count) { place in
      if place + ahead < order.count { entries.fetchAhead(Int(order[place + ahead])) }
      return entries[Int(order[place])]
    }
  }

  /// How many entries before its turn one is asked for.
  private static let ahead = 16

  /// Asks for what is known of an amount.
  func fetchAhead(_ amount: Money, in currency: Currency) { runs.fetchAhead(amount, in: currency) }

  /// Asks for where a family's entries begin.
  func fetchAhead(family: CustomerRow) { familyStarts.fetchAhead(family.index) }

  /// Asks for the first of a family's entries.
  func fetchEntriesAhead(family: CustomerRow) {
    let all = Int(familyStarts[family.index])..<Int(familyStarts[family.index + 1])
    for place in stride(from: all.lowerBound, to: all.upperBound, by: 2).prefix(6) { byFamily.fetchAhead(place) }
  }

  /// The entries of one amount among a family's items, by item.
  func entries(of amount: Money, in currency: Currency, family: CustomerRow) -> ArraySlice<Entry> {
    let all = Int(familyStarts[family.index])..<Int(familyStarts[family.index + 1])
    let start = partitioningIndex(of: all) { byFamily[$0].position(currency, amount) != .before }
    let end = partitioningIndex(of: start..<all.upperBound) { byFamily[$0].position(currency, amount) == .after }
    return byFamily[start..<end]
  }

  /// The entries of one amount among all items, by item.
  func entries(of amount: Money, in currency: Currency) -> Entries {
    Entries(places: byAmount[runs.places(of: amount, in: currency)], all: byFamily)
  }

  /// Some of the entries.
  struct Entries: RandomAccessCollection {
    fileprivate let places: ArraySlice<Int32>
    fileprivate let all: [Entry]

    var startIndex: Int { places.startIndex }
    var endIndex: Int { places.endIndex }

    subscript(place: Int) -> Entry { all[Int(places[place])] }
  }

  /// How many entries of one amount there are.
  func count(of amount: Money, in currency: Currency) -> Int { runs.places(of: amount, in: currency).count }

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

  fileprivate func isSame(as other: Self) -> Bool { amount == other.amount && currency == other.currency }

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

/// Where the entries of each amount begin: open addressing over the distinct amounts.
private struct AmountRuns: Sendable {
  private struct Slot {
    let amount: Money
    let currency: Currency
    /// Nought in a free slot.
    let count: Int32
    let first: Int32
  }

  private var slots: [Slot]

  init(of entries: [AmountIndex.Entry]) {
    var distinct = 0
    for place in entries.indices where place == 0 || !entries[place].isSame(as: entries[place - 1]) { distinct += 1 }
    let free = Slot(amount: .zero, currency: .usDollar, count: 0, first: 0)
    slots = [Slot](inLargePages: distinct + distinct / 2 + 16, repeating: free)
    var start = 0
    while start < entries.count {
      let entry = entries[start]
      var end = start + 1
      while end < entries.count, entries[end].isSame(as: entry) { end += 1 }
      slots[place(of: entry.amount, entry.currency)] = Slot(
        amount: entry.amount, currency: entry.currency, count: Int32(end - start), first: Int32(start))
      start = end
    }
  }

  /// The places of an amount's entries.
  func places(of amount: Money, in currency: Currency) -> Range<Int> {
    let slot = slots[place(of: amount, currency)]
    return Int(slot.first)..<Int(slot.first) + Int(slot.count)
  }

  func fetchAhead(_ amount: Money, in currency: Currency) {
    slots.fetchAhead(Int(AmountRuns.hash(amount, currency).multipliedFullWidth(by: UInt64(slots.count)).high))
  }

  /// The slot of an amount, or the free one where it belongs.
  private func place(of amount: Money, _ currency: Currency) -> Int {
    let hash = AmountRuns.hash(amount, currency)
    var slot = Int(hash.multipliedFullWidth(by: UInt64(slots.count)).high)
    while slots[slot].count > 0, slots[slot].amount != amount || slots[slot].currency != currency {
      slot = slot + 1 == slots.count ? 0 : slot + 1
    }
    return slot
  }

  private static func hash(_ amount: Money, _ currency: Currency) -> UInt64 {
    var hash = (UInt64(bitPattern: amount.minorUnits) ^ UInt64(currency.packed) << 32) &* 0x9e37_79b9_7f4a_7c15
    hash ^= hash >> 32
    return hash &* 0xff51_afd7_ed55_8ccd
  }
}
