import CashModel

// From a key of bytes to the rows that carry it.
//
// A payment's text offers a handful of tokens, each of which may be the number of one open item in a million. The
// index is an open-addressing hash table over distinct keys; a hit is verified by its bytes, so a collision of hashes
// never makes a match. A key that several rows carry keeps all of them: which one is meant is for others to decide.
// Look-up is O(length of the key), and one look into memory where the key has sixteen bytes or less and one row: key and
// row stand in the table itself. Memory is about 48 bytes a key besides the bytes of longer ones.

/// The rows behind one key: the only one, or a run of those of keys that several rows carry.
struct KeyHit: Hashable, Sendable {
  fileprivate let start: Int32
  let count: Int32

  static let none = KeyHit(start: 0, count: 0)

  /// The row, where there is one only.
  var onlyRow: Int32? { count == 1 ? start : nil }
}

/// Rows in ascending order, each once.
struct KeyRows: RandomAccessCollection {
  private let only: Int32
  private let several: ArraySlice<Int32>
  let count: Int

  init() {
    only = -1
    several = []
    count = 0
  }

  fileprivate init(only: Int32) {
    self.only = only
    several = []
    count = 1
  }

  fileprivate init(_ several: ArraySlice<Int32>) {
    only = -1
    self.several = several
    count = several.count
  }

  var startIndex: Int { 0 }
  var endIndex: Int { count }

  subscript(place: Int) -> Int32 { several.isEmpty ? only : several[several.startIndex + place] }
}

struct ByteKeyIndex: Sendable {
  /// Of keys with several rows: rows by key, ascending within a key.
  private var rows: [Int32] = []
  /// What stands behind the first sixteen bytes of long keys.
  private var arena: [UInt8] = []
  private var slots = [Slot](repeating: .free, count: 16)
  private var count = 0
  /// By a key's first byte: the lengths of the keys that begin with it, so that most of what is none of them is seen at once.
  private var lengths = [UInt64](repeating: 0, count: 256)
  /// Until `seal`: the rows of each key that several carry, and how many such keys there are.
  private var pending: [(group: Int32, row: Int32)] = []
  private var groups: Int32 = 0

  init() {}

  /// Room for so many keys without growing.
  mutating func reserve(_ count: Int) {
    let size = count + count / 2 + 16
    if size > slots.count { rehash(size) }
  }

  /// Adds a row under a key; the same pair twice counts once. Empty keys are ignored.
  mutating func insert(_ key: Span<UInt8>, row: Int32) {
    guard key.count > 0 else { return }
    if 4 * (count + 1) > 3 * slots.count { rehash(2 * slots.count) }
    let words = KeyWords(key)
    let slot = place(of: key, words)
    guard slots[slot].isFree else {
      enter(row, in: slot)
      return
    }
    slots[slot] = Slot(words, offset: UInt32(arena.count), length: key.count, KeyHit(start: row, count: 1))
    count += 1
    lengths[Int(key[0])] |= 1 << UInt64(min(key.count, 63))
    // One copy; the buffer is only read while it is borrowed.
    if key.count > 16 { unsafe rest(of: key).withUnsafeBufferPointer { unsafe arena.append(contentsOf: $0) } }
  }

  /// A further row of a key; a key's second one makes it a group's.
  private mutating func enter(_ row: Int32, in slot: Int) {
    let hit = slots[slot].hit
    if hit.count == 1 {
      if hit.start == row { return }
      pending.append((groups, hit.start))
      pending.append((groups, row))
      slots[slot].hit = KeyHit(start: groups, count: Slot.group)
      groups += 1
    } else {
      pending.append((hit.start, row))
    }
  }

  /// Lays the rows of each key side by side; call once, after the last `insert`.
  mutating func seal() {
    guard groups > 0 else { return }
    var starts = [Int32](repeating: 0, count: Int(groups) + 1)
    for entry in pending { starts[Int(entry.group) + 1] += 1 }
    for group in starts.indices.dropFirst() { starts[group] += starts[group - 1] }
    var all = [Int32](repeating: 0, count: pending.count)
    var next = starts
    for entry in pending {
      all[Int(next[Int(entry.group)])] = entry.row
      next[Int(entry.group)] += 1
    }
    pending = []
    for slot in slots.indices where slots[slot].hit.count == Slot.group {
      let group = Int(slots[slot].hit.start)
      let run = Int(starts[group])..<Int(starts[group + 1])
      // Rows are mostly entered in order.
      if !isAscending(all, run) { all[run].sort() }
      let first = rows.count
      for place in run where rows.count == first || rows[rows.count - 1] != all[place] { rows.append(all[place]) }
      slots[slot].hit = KeyHit(start: Int32(first), count: Int32(rows.count - first))
    }
  }

  private func isAscending(_ rows: [Int32], _ run: Range<Int>) -> Bool {
    for place in run.dropFirst() where rows[place] < rows[place - 1] { return false }
    return true
  }

  func find(_ key: Span<UInt8>) -> KeyHit? {
    guard key.count > 0, lengths[Int(key[0])] >> UInt64(min(key.count, 63)) & 1 == 1 else { return nil }
    let slot = slots[place(of: key, KeyWords(key))]
    return slot.isFree ? nil : slot.hit
  }

  /// The rows behind a hit of this index.
  func rows(of hit: KeyHit) -> KeyRows {
    if hit.count == 1 { return KeyRows(only: hit.start) }
    return KeyRows(rows[Int(hit.start)..<Int(hit.start) + Int(hit.count)])
  }

  /// The lowest of them.
  func firstRow(of hit: KeyHit) -> Int32 { hit.count == 1 ? hit.start : rows[Int(hit.start)] }

  /// The slot of a key, or the free one where it belongs.
  private func place(of key: Span<UInt8>, _ words: KeyWords) -> Int {
    var slot = ByteKeyIndex.first(words.hash(length: key.count, rest: rest(of: key)), slots.count)
    while !slots[slot].isFree, !isSame(slots[slot], key, words) { slot = slot + 1 == slots.count ? 0 : slot + 1 }
    return slot
  }

  /// Where the search for a hash begins.
  private static func first(_ hash: UInt64, _ size: Int) -> Int { Int(hash.multipliedFullWidth(by: UInt64(size)).high) }

  private func isSame(_ slot: Slot, _ key: Span<UInt8>, _ words: KeyWords) -> Bool {
    guard slot.words == words, slot.length == key.count else { return false }
    for place in stride(from: 16, to: key.count, by: 1) where arena[slot.offset + place - 16] != key[place] {
      return false
    }
    return true
  }

  @_lifetime(copy key)
  private func rest(of key: Span<UInt8>) -> Span<UInt8> { key.extracting(min(key.count, 16)..<key.count) }

  private mutating func rehash(_ size: Int) {
    var larger = [Slot](inLargePages: size, repeating: .free)
    for entry in slots where !entry.isFree {
      let rest = arena.span.extracting(entry.offset..<entry.offset + max(entry.length - 16, 0))
      var slot = ByteKeyIndex.first(entry.words.hash(length: entry.length, rest: rest), size)
      while !larger[slot].isFree { slot = slot + 1 == size ? 0 : slot + 1 }
      larger[slot] = entry
    }
    slots = larger
  }
}

extension ByteKeyIndex {
  /// A key with its first sixteen bytes and its rows, thirty-two bytes that never lie across two lines of the cache: what a
  /// look-up costs is the way into memory, and most keys are found, compared and answered with one.
  private struct Slot {
    /// The key's words; where what stands behind them begins in `arena`, and the key's length; the hit.
    private var bits: SIMD4<UInt64>

    static let free = Slot()
    /// Instead of how many rows there are, until all are known; the start is the group's number.
    static let group: Int32 = -1

    private init() { bits = .zero }

    init(_ words: KeyWords, offset: UInt32, length: Int, _ hit: KeyHit) {
      bits = SIMD4(words.first, words.second, UInt64(offset) << 32 | UInt64(UInt32(length)), 0)
      self.hit = hit
    }

    /// No key is empty.
    var isFree: Bool { bits.z == 0 }
    var words: KeyWords { KeyWords(first: bits.x, second: bits.y) }
    var offset: Int { Int(bits.z >> 32) }
    var length: Int { Int(bits.z & 0xffff_ffff) }

    var hit: KeyHit {
      get {
        KeyHit(
          start: Int32(truncatingIfNeeded: bits.w), count: Int32(truncatingIfNeeded: bits.w >> 32))
      }
      set { bits.w = UInt64(UInt32(bitPattern: newValue.start)) | UInt64(UInt32(bitPattern: newValue.count)) << 32 }
    }
  }
}

/// The first sixteen bytes of a key as two numbers, zeros behind a shorter one.
struct KeyWords: Hashable {
  let first: UInt64
  let second: UInt64

  init(first: UInt64, second: UInt64) {
    self.first = first
    self.second = second
  }

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
