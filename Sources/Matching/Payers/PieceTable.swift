import CashModel

/// From a piece's key to the forms that have it.
struct PieceTable: Sendable {
  /// A form that has a piece.
  struct Entry: Sendable {
    let key: UInt64
    let form: Int32
    let sides: UInt64
  }

  /// A key and its run, which begins at `first` and has `count` forms; none where the count is zero.
  private struct Slot {
    var key: UInt64
    var first: Int32
    var count: Int32
  }

  private var slots: [Slot]
  /// The forms of each key side by side.
  private var forms: [Int32] = []
  /// The sides of four of them at once.
  private var sides: [SIMD4<UInt64>] = []

  init(_ entries: [Entry]) {
    let sorted = PieceTable.byKey(entries)
    var keys = 0
    for (place, entry) in sorted.enumerated() {
      if place == 0 || sorted[place - 1].key != entry.key { keys += 1 }
      if place & 3 == 0 { sides.append(.zero) }
      sides[place >> 2][place & 3] = entry.sides
      forms.append(entry.form)
    }
    var size = 16
    while size < 2 * keys { size *= 2 }
    slots = [Slot](repeating: Slot(key: 0, first: 0, count: 0), count: size)
    var slot = 0
    for (place, entry) in sorted.enumerated() {
      if place == 0 || sorted[place - 1].key != entry.key {
        slot = Int(truncatingIfNeeded: entry.key) & (size - 1)
        while slots[slot].count > 0 { slot = (slot + 1) & (size - 1) }
        slots[slot] = Slot(key: entry.key, first: Int32(place), count: 0)
      }
      slots[slot].count += 1
    }
  }

  /// The entries of each key side by side, in the order in which they came: dealt out by the lowest bits of their keys, which are as good
  /// as random, and what fell together put in order.
  private static func byKey(_ entries: [Entry]) -> [Entry] {
    var buckets = 16
    while buckets < entries.count { buckets *= 2 }
    func bucket(_ entry: Entry) -> Int { Int(truncatingIfNeeded: entry.key) & (buckets - 1) }
    var next = [Int32](repeating: 0, count: buckets + 1)
    for entry in entries { next[bucket(entry) + 1] += 1 }
    for place in 1...buckets { next[place] += next[place - 1] }
    var dealt = [Entry](repeating: Entry(key: 0, form: 0, sides: 0), count: entries.count)
    for entry in entries {
      let place = bucket(entry)
      dealt[Int(next[place])] = entry
      next[place] += 1
    }
    // Each bucket's beginning is the end of the one before it.
    var start = 0
    for place in 0..<buckets {
      let end = Int(next[place])
      if end - start > 1 { putInOrder(&dealt, start..<end) }
      start = end
    }
    return dealt
  }

  private static func putInOrder(_ entries: inout [Entry], _ range: Range<Int>) {
    guard range.contains(where: { entries[$0].key != entries[range.lowerBound].key }) else { return }
    guard range.count <= 32 else {
      let order = range.sorted { (entries[$0].key, $0) < (entries[$1].key, $1) }
      return entries.replaceSubrange(range, with: order.map { entries[$0] })
    }
    entries.putFewInOrder(range, by: \.key)
  }

  /// Where the forms of a piece stand.
  @inline(__always)
  func run(_ key: UInt64) -> Range<Int32> {
    var place = Int(truncatingIfNeeded: key) & (slots.count - 1)
    while true {
      let slot = slots[place]
      if slot.count == 0 { return 0..<0 }
      if slot.key == key { return slot.first..<slot.first + slot.count }
      place = (place + 1) & (slots.count - 1)
    }
  }

  /// Puts the forms of a run that pass behind the first `count` of `found`, and counts them.
  func collect(_ run: Range<Int32>, passing filter: NameSides.Filter, into found: inout [Int32], _ count: inout Int) {
    guard !run.isEmpty else { return }
    let run = Int(run.lowerBound)..<Int(run.upperBound)
    if found.count < count + run.count {
      found.append(contentsOf: repeatElement(0, count: count + run.count - found.count))
    }
    var found = found.mutableSpan
    let (forms, sides) = (forms.span, sides.span)
    let last = (run.upperBound - 1) >> 2
    // A bit for each form, so that only those that pass cost a branch. Sixteen times four forms fill a word: in each of its
    // quarters, one a lane, the last four's bit is the highest.
    for first in stride(from: run.lowerBound >> 2, through: last, by: 16) {
      let end = min(first + 16, last + 1)
      var lanes = SIMD4<UInt64>(repeating: .max)
      if filter.isOne {
        for four in first..<end { lanes = (lanes &>> 1) | (filter.fails(sides[four], isOne: true) & 1 &<< 63) }
      } else {
        for four in first..<end { lanes = (lanes &>> 1) | (filter.fails(sides[four], isOne: false) & 1 &<< 63) }
      }
      lanes = ~lanes &>> 48
      var passing = lanes[0] | lanes[1] &<< 16 | lanes[2] &<< 32 | lanes[3] &<< 48
      while passing != 0 {
        let bit = passing.trailingZeroBitCount
        let place = (end - 16 + bit & 15) &<< 2 + bit &>> 4
        if run.contains(place) {
          found[count] = forms[place]
          count += 1
        }
        passing &= passing &- 1
      }
    }
  }
}
