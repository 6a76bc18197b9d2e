/// Finds the row with an equal key in constant time without holding keys: an open-addressing hash table of row
/// numbers, which asks its owner whether a candidate's key really is the one sought.
public struct RowIndex: Sendable {
  @usableFromInline struct Slot: Sendable {
    @usableFromInline var print: UInt64
    /// -1 in a free slot.
    @usableFromInline var row: Int32

    @inlinable init(print: UInt64, row: Int32) {
      self.print = print
      self.row = row
    }
  }

  @usableFromInline var slots: [Slot] = []
  @usableFromInline var count = 0

  @inlinable public init() {}

  /// Room for so many rows without growing.
  public mutating func reserve(_ rows: Int) {
    var size = max(64, slots.count)
    while size <= 2 * rows { size *= 2 }
    if size > slots.count { grow(to: size) }
  }

  /// - Parameters:
  ///   - print: a hash of the key.
  ///   - isSame: whether a row's key equals the key sought.
  @inlinable public func row(print: UInt64, where isSame: (Int32) -> Bool) -> Int32? {
    guard !slots.isEmpty else { return nil }
    var index = home(of: print)
    while slots[index].row >= 0 {
      if slots[index].print == print, isSame(slots[index].row) { return slots[index].row }
      index = (index + 1) & (slots.count - 1)
    }
    return nil
  }

  @inlinable public mutating func insert(_ row: Int32, print: UInt64) {
    // Half of the slots stay free, so that runs of taken ones stay short.
    if 2 * count >= slots.count { grow(to: max(64, 2 * slots.count)) }
    place(Slot(print: print, row: row))
    count += 1
  }

  @inlinable mutating func grow(to size: Int) {
    let old = slots
    slots = Array(repeating: Slot(print: 0, row: -1), count: size)
    for slot in old where slot.row >= 0 { place(slot) }
  }

  @inlinable mutating func place(_ slot: Slot) {
    var index = home(of: slot.print)
    while slots[index].row >= 0 { index = (index + 1) & (slots.count - 1) }
    slots[index] = slot
  }

  @inlinable func home(of print: UInt64) -> Int { Int(truncatingIfNeeded: print) & (slots.count - 1) }
}
