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
  private var slots: [Int32] = [Int32](repeating: -1, count: 16)
  private var pending: [(key: Int32, row: Int32)] = []

  private struct Key {
    let hash: UInt64
    let offset: Int
    let length: Int32
    var hit = KeyHit(start: 0, count: 0)
  }

  init() {}

  /// Adds a row under a key; the same pair twice counts once. Empty keys are ignored.
  mutating func insert(_ key: Span<UInt8>, row: Int32) {
    guard key.count > 0 else { return }
    let hash = ByteKeyIndex.hash(key)
    if 4 * (keys.count + 1) > 3 * slots.count { grow() }
    var slot = Int(truncatingIfNeeded: hash) & (slots.count - 1)
    while slots[slot] >= 0 {
      if matches(Int(slots[slot]), key, hash) {
        pending.append((slots[slot], row))
        return
      }
      slot = (slot + 1) & (slots.count - 1)
    }
    slots[slot] = Int32(keys.count)
    pending.append((Int32(keys.count), row))
    keys.append(Key(hash: hash, offset: arena.count, length: Int32(key.count)))
    for index in key.indices { arena.append(key[index]) }
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
      let run = all[Int(start)..<Int(start + counts[key])].sorted()
      start += counts[key]
      let first = Int32(rows.count)
      for row in run where rows.count == Int(first) || rows[rows.count - 1] != row { rows.append(row) }
      keys[key].hit = KeyHit(start: first, count: Int32(rows.count) - first)
    }
    pending = []
  }

  func find(_ key: Span<UInt8>) -> KeyHit? {
    guard key.count > 0 else { return nil }
    let hash = ByteKeyIndex.hash(key)
    var slot = Int(truncatingIfNeeded: hash) & (slots.count - 1)
    while slots[slot] >= 0 {
      if matches(Int(slots[slot]), key, hash) { return keys[Int(slots[slot])].hit }
      slot = (slot + 1) & (slots.count - 1)
    }
    return nil
  }

  private func matches(_ index: Int, _ key: Span<UInt8>, _ hash: UInt64) -> Bool {
    let candidate = keys[index]
    guard candidate.hash == hash, Int(candidate.length) == key.count else { return false }
    for place in key.indices where arena[candidate.offset + place] != key[place] { return false }
    return true
  }

  private mutating func grow() {
    slots = [Int32](repeating: -1, count: slots.count * 2)
    for key in keys.indices {
      var slot = Int(truncatingIfNeeded: keys[key].hash) & (slots.count - 1)
      while slots[slot] >= 0 { slot = (slot + 1) & (slots.count - 1) }
      slots[slot] = Int32(key)
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
