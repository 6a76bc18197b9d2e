import CashModel

// From a key of bytes to the rows that carry it.
//
// A payment's text offers a handful of tokens, each of which may be the number of one open item in a million. The
// index is an open-addressing hash table over distinct keys; a hit is verified by its bytes, so a collision of hashes
// never makes a match. A key that several rows carry keeps all of them: which one is meant is for others to decide.
// Look-up is O(length of the key); memory is about 16 bytes a key besides the bytes themselves.

/// The rows behind one key: a run of `ByteKeyIndex.rows`.
struct KeyHit: Hashable, Sendable {
  let start: Int32
  let count: Int32

  var indices: Range<Int> { Int(start)..<Int(start) + Int(count) }
}

struct ByteKeyIndex: Sendable {
  /// Rows by key, ascending within a key.
  private(set) var rows: [Int32] = []
  private var arena: [UInt8] = []
  private var keys: [Key] = []
  private var slots: [Slot] = [Slot](repeating: .free, count: 16)
  /// By a key's first byte: the lengths of the keys that begin with it, so that most of what is none of them is seen at once.
  private var lengths = [UInt64](repeating: 0, count: 256)
  private var pending: [(key: Int32, row: Int32)] = []

  /// A key's number, with half of its hash, so that another key's bytes are hardly ever looked at.
  private struct Slot {
    var tag: UInt32
    /// -1 in a free slot.
    var key: Int32

    static let free = Slot(tag: 0, key: -1)
  }

  private struct Key {
    let hash: UInt64
    let offset: Int
    let length: Int32
    var hit = KeyHit(start: 0, count: 0)
  }

  init() {}

  /// Room for so many keys without growing.
  mutating func reserve(_ count: Int) {
    keys.reserveCapacity(count)
    pending.reserveCapacity(count)
    arena.reserveCapacity(12 * count)
    var size = slots.count
    while 3 * size < 4 * (count + 1) { size *= 2 }
    if size > slots.count { rehash(size) }
  }

  /// Adds a row under a key; the same pair twice counts once. Empty keys are ignored.
  mutating func insert(_ key: Span<UInt8>, row: Int32) {
    guard key.count > 0 else { return }
    let hash = ByteKeyIndex.hash(key)
    if 4 * (keys.count + 1) > 3 * slots.count { rehash(2 * slots.count) }
    var slot = Int(truncatingIfNeeded: hash) & (slots.count - 1)
    let tag = UInt32(truncatingIfNeeded: hash >> 32)
    while slots[slot].key >= 0 {
      if slots[slot].tag == tag, matches(Int(slots[slot].key), key) {
        pending.append((slots[slot].key, row))
        return
      }
      slot = (slot + 1) & (slots.count - 1)
    }
    slots[slot] = Slot(tag: tag, key: Int32(keys.count))
    lengths[Int(key[0])] |= 1 << UInt64(min(key.count, 63))
    pending.append((Int32(keys.count), row))
    keys.append(Key(hash: hash, offset: arena.count, length: Int32(key.count)))
    // One copy; the buffer is only read while it is borrowed.
    unsafe key.withUnsafeBufferPointer { unsafe arena.append(contentsOf: $0) }
  }

  /// Lays the rows of each key side by side; call once, after the last `insert`.
  mutating func seal() {
    var counts = [Int32](repeating: 0, count: keys.count)
    for entry in pending { counts[Int(entry.key)] += 1 }
    var start: Int32 = 0
    var next = [Int32](repeating: 0, count: keys.count)
    for key in keys.indices {
      next[key] = start
      start += counts[key]
    }
    var all = [Int32](repeating: 0, count: pending.count)
    for entry in pending {
      all[Int(next[Int(entry.key)])] = entry.row
      next[Int(entry.key)] += 1
    }
    rows.reserveCapacity(all.count)
    start = 0
    for key in keys.indices {
      let run = Int(start)..<Int(start + counts[key])
      start += counts[key]
      let first = Int32(rows.count)
      // Rows are mostly entered in order.
      if !isAscending(all, run) { all[run].sort() }
      for place in run where rows.count == Int(first) || rows[rows.count - 1] != all[place] { rows.append(all[place]) }
      keys[key].hit = KeyHit(start: first, count: Int32(rows.count) - first)
    }
    pending = []
  }

  private func isAscending(_ rows: [Int32], _ run: Range<Int>) -> Bool {
    for place in run.dropFirst() where rows[place] < rows[place - 1] { return false }
    return true
  }

  func find(_ key: Span<UInt8>) -> KeyHit? {
    guard key.count > 0, lengths[Int(key[0])] >> UInt64(min(key.count, 63)) & 1 == 1 else { return nil }
    let hash = ByteKeyIndex.hash(key)
    var slot = Int(truncatingIfNeeded: hash) & (slots.count - 1)
    let tag = UInt32(truncatingIfNeeded: hash >> 32)
    while slots[slot].key >= 0 {
      if slots[slot].tag == tag, matches(Int(slots[slot].key), key) { return keys[Int(slots[slot].key)].hit }
      slot = (slot + 1) & (slots.count - 1)
    }
    return nil
  }

  private func matches(_ index: Int, _ key: Span<UInt8>) -> Bool {
    let candidate = keys[index]
    guard Int(candidate.length) == key.count else { return false }
    for place in key.indices where arena[candidate.offset + place] != key[place] { return false }
    return true
  }

  private mutating func rehash(_ size: Int) {
    slots = [Slot](repeating: .free, count: size)
    for key in keys.indices {
      let hash = keys[key].hash
      var slot = Int(truncatingIfNeeded: hash) & (size - 1)
      while slots[slot].key >= 0 { slot = (slot + 1) & (size - 1) }
      slots[slot] = Slot(tag: UInt32(truncatingIfNeeded: hash >> 32), key: Int32(key))
    }
  }

  /// FNV-1a over the bytes, mixed once more so that the low bits depend on all of them.
  private static func hash(_ key: Span<UInt8>) -> UInt64 {
    var hash: UInt64 = 0xcbf2_9ce4_8422_2325
    for index in key.indices { hash = (hash ^ UInt64(key[index])) &* 0x100_0000_01b3 }
    hash = (hash ^ hash >> 32) &* 0x9e37_79b9_7f4a_7c15
    return hash ^ hash >> 29
  }
}
