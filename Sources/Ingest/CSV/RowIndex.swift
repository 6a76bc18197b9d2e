/// Finds the row with an equal key in constant time without holding keys: an open-addressing hash table of row
/// numbers, which asks its owner whether a candidate's key really is the one sought.
package struct RowIndex {
  private struct Slot {
    var print: UInt64
    /// -1 in a free slot.
    var row: Int32
  }

  private var slots: [Slot] = []
  private var count = 0

  package init() {}

  /// - Parameters:
  ///   - print: a hash of the key.
  ///   - isSame: whether a row's key equals the key sought.
  package func row(print: UInt64, where isSame: (Int32) -> Bool) -> Int32? {
    guard !slots.isEmpty else { return nil }
    var index = home(of: print)
    while slots[index].row >= 0 {
      if slots[index].print == print, isSame(slots[index].row) { return slots[index].row }
      index = (index + 1) & (slots.count - 1)
    }
    return nil
  }

  package mutating func insert(_ row: Int32, print: UInt64) {
    // Half of the slots stay free, so that runs of taken ones stay short.
    if 2 * count >= slots.count { grow() }
    place(Slot(print: print, row: row))
    count += 1
  }

  private mutating func grow() {
    let old = slots
    slots = Array(repeating: Slot(print: 0, row: -1), count: max(64, 2 * old.count))
    for slot in old where slot.row >= 0 { place(slot) }
  }

  private mutating func place(_ slot: Slot) {
    var index = home(of: slot.print)
    while slots[index].row >= 0 { index = (index + 1) & (slots.count - 1) }
    slots[index] = slot
  }

  private func home(of print: UInt64) -> Int { Int(truncatingIfNeeded: print) & (slots.count - 1) }
}
