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
  /// What stands behind the first sixteen bytes of long keys.
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

  /// A key with its first sixteen bytes: most have no more, and are compared without another look into memory.
  private struct Key {
    let words: KeyWords
    /// Where what stands behind them begins in `arena`.
    let offset: UInt32
    let length: Int32
    var hit = KeyHit(start: 0, count: 0)
  }

  init() {}

  /// Room for so many keys without growing.
  mutating func reserve(_ count: Int) {
    keys.reserveCapacity(count)
    pending.reserveCapacity(count)
    var size = slots.count
    while 3 * size < 4 * (count + 1) { size *= 2 }
    if size > slots.count { rehash(size) }
  }

  /// Adds a row under a key; the same pair twice counts once. Empty keys are ignored.
  mutating func insert(_ key: Span<UInt8>, row: Int32) {
    guard key.count > 0 else { return }
    let words = KeyWords(key)
    let hash = words.hash(length: key.count, rest: rest(of: key))
    if 4 * (keys.count + 1) > 3 * slots.count { rehash(2 * slots.count) }
    var slot = Int(truncatingIfNeeded: hash) & (slots.count - 1)
    let tag = UInt32(truncatingIfNeeded: hash >> 32)
    while slots[slot].key >= 0 {
      if slots[slot].tag == tag, matches(Int(slots[slot].key), key, words) {
        pending.append((slots[slot].key, row))
        return
      }
      slot = (slot + 1) & (slots.count - 1)
    }
    slots[slot] = Slot(tag: tag, key: Int32(keys.count))
    lengths[Int(key[0])] |= 1 << UInt64(min(key.count, 63))
    pending.append((Int32(keys.count), row))
    keys.append(Key(words: words, offset: UInt32(arena.count), length: Int32(key.count)))
    // One copy; the buffer is only read while it is borrowed.
    unsafe rest(of: key).withUnsafeBufferPointer { unsafe arena.append(contentsOf: $0) }
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
    let words = KeyWords(key)
    let hash = words.hash(length: key.count, rest: rest(of: key))
    var slot = Int(truncatingIfNeeded: hash) & (slots.count - 1)
    let tag = UInt32(truncatingIfNeeded: hash >> 32)
    while slots[slot].key >= 0 {
      if slots[slot].tag == tag, matches(Int(slots[slot].key), key, words) { return keys[Int(slots[slot].key)].hit }
      slot = (slot + 1) & (slots.count - 1)
    }
    return nil
  }

  @_lifetime(copy key)
  private func rest(of key: Span<UInt8>) -> Span<UInt8> { key.extracting(min(key.count, 16)..<key.count) }

  @_lifetime(borrow self)
  private func rest(of key: Key) -> Span<UInt8> {
    arena.span.extracting(Int(key.offset)..<Int(key.offset) + max(Int(key.length) - 16, 0))
  }

  private func matches(_ index: Int, _ key: Span<UInt8>, _ words: KeyWords) -> Bool {
    let candidate = keys[index]
    guard candidate.words == words, Int(candidate.length) == key.count else { return false }
    for place in stride(from: 16, to: key.count, by: 1)
    where arena[Int(candidate.offset) + place - 16] != key[place] { return false }
    return true
  }

  private mutating func rehash(_ size: Int) {
    slots = [Slot](repeating: .free, count: size)
    for key in keys.indices {
      let hash = keys[key].words.hash(length: Int(keys[key].length), rest: rest(of: keys[key]))
      var slot = Int(truncatingIfNeeded: hash) & (size - 1)
      while slots[slot].key >= 0 { slot = (slot + 1) & (size - 1) }
      slots[slot] = Slot(tag: UInt32(truncatingIfNeeded: hash >> 32), key: Int32(key))
    }
  }
}

/// The first sixteen bytes of a key as two numbers, zeros behind a shorter one.
struct KeyWords: Hashable {
  let first: UInt64
  let second: UInt64

  init(_ key: Span<UInt8>) {
    first = key.word(at: 0, count: min(key.count, 8))
    second = key.count > 8 ? key.word(at: 8, count: min(key.count - 8, 8)) : 0
  }

  /// All bits of it depend on all of the key.
  func hash(length: Int, rest: Span<UInt8>) -> UInt64 {
    var hash = KeyWords.mixed(first ^ UInt64(length) &* 0x9e37_79b9_7f4a_7c15, 0xa076_1d64_78bd_642f)
    hash = KeyWords.mixed(hash ^ second, 0xe703_7ed1_a0b4_28db)
    var place = 0
    while place < rest.count {
      let part = rest.extracting(place..<min(place + 8, rest.count))
      hash = KeyWords.mixed(hash ^ part.word(at: 0, count: part.count), 0x8ebc_6af0_9c88_c6e3)
      place += 8
    }
    return hash
  }

  /// Both halves of the product: each bit of a factor moves most of it.
  private static func mixed(_ word: UInt64, _ factor: UInt64) -> UInt64 {
    let product = word.multipliedFullWidth(by: factor)
    return product.high ^ product.low
  }
}
