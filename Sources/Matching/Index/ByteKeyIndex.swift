import CashModel

// From a key of bytes to the rows that carry it.
//
// A payment's text offers a handful of tokens, each of which may be the number of one open item in a million. The
// index is an open-addressing hash table over distinct keys; a hit is verified by its bytes, so a collision of hashes
// never makes a match. A key that several rows carry keeps all of them: which one is meant is for others to decide.
// Look-up is O(length of the key), and one look into memory where the key has sixteen bytes or less and one row: key and
// row stand in the table itself. A byte of each key's hash stands in a table of its own, which is small enough for the cache
// (the idea is that of Kulukundis's Swiss tables): eight of them are compared at once, and what is no key is nearly always seen
// there. So four fifths of the table may be taken. Memory is about 41 bytes a key besides the bytes of longer ones.

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
  private var tags = KeyTags(count: 16)
  private(set) var count = 0
  /// By a key's first byte: the lengths of the keys that begin with it, so that most of what is none of them is seen at once.
  private var lengths = [UInt64](repeating: 0, count: 256)
  /// Until `seal`: the rows of each key that several carry, and how many such keys there are.
  private var pending: [(group: Int32, row: Int32)] = []
  private var groups: Int32 = 0

  init() {}

  /// Room for so many keys without growing.
  mutating func reserve(_ count: Int) {
    let size = count + count / 4 + 16
    if size > slots.count { rehash(size) }
  }

  /// Adds a row under a key; the same pair twice counts once. Empty keys are ignored.
  mutating func insert(_ key: Span<UInt8>, row: Int32) {
    guard key.count > 0 else { return }
    if 5 * (count + 1) > 4 * slots.count { rehash(2 * slots.count) }
    let words = KeyWords(key)
    let hash = words.hash(length: key.count, rest: rest(of: key))
    let slot = place(of: key, words, hash)
    guard tags.isFree(slot) else {
      enter(row, in: slot)
      return
    }
    tags.set(hash, at: slot)
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
    let words = KeyWords(key)
    let slot = place(of: key, words, words.hash(length: key.count, rest: rest(of: key)))
    return tags.isFree(slot) ? nil : slots[slot].hit
  }

  /// Asks for the tag of a key that will soon be looked up, for `KeysAhead`.
  ///
  /// - Returns: its hash; nil of what cannot be there, as its length and its first byte tell.
  func askedTag(of key: Span<UInt8>) -> UInt64? {
    guard key.count > 0, lengths[Int(key[0])] >> UInt64(min(key.count, 63)) & 1 == 1 else { return nil }
    return askedPlace(of: key)
  }

  /// Asks for the tags where a key belongs, for `KeysToEnter`; gives its hash.
  fileprivate func askedPlace(of key: Span<UInt8>) -> UInt64 {
    let hash = KeyWords(key).hash(length: key.count, rest: rest(of: key))
    tags.fetchAhead(ByteKeyIndex.first(hash, slots.count))
    return hash
  }

  /// Asks for the slot that a new key of this hash would take.
  fileprivate func fetchFreeSlot(_ hash: UInt64) {
    let start = ByteKeyIndex.first(hash, slots.count)
    slots.fetchAhead(tags.wrapped(start + (tags.group(at: start, of: hash).firstFree ?? 0)))
  }

  /// Asks for the slot of what has this hash.
  ///
  /// - Returns: the slot; nil where there is no such thing.
  fileprivate func askedSlot(of hash: UInt64) -> Int? {
    let start = ByteKeyIndex.first(hash, slots.count)
    var group = tags.group(at: start, of: hash)
    guard let ahead = group.nextAlike() else { return nil }
    let slot = tags.wrapped(start + ahead)
    slots.fetchAhead(slot)
    return slot
  }

  /// Asks for what stands behind the first bytes of a long key.
  fileprivate func fetchRest(of slot: Int) {
    if slots[slot].length > 16 { arena.fetchAhead(slots[slot].offset) }
  }

  /// The rows behind a hit of this index.
  func rows(of hit: KeyHit) -> KeyRows {
    if hit.count == 1 { return KeyRows(only: hit.start) }
    return KeyRows(rows[Int(hit.start)..<Int(hit.start) + Int(hit.count)])
  }

  /// The lowest of them.
  func firstRow(of hit: KeyHit) -> Int32 { hit.count == 1 ? hit.start : rows[Int(hit.start)] }

  /// The slot of a key, or the free one where it belongs.
  private func place(of key: Span<UInt8>, _ words: KeyWords, _ hash: UInt64) -> Int {
    var start = ByteKeyIndex.first(hash, slots.count)
    while true {
      var group = tags.group(at: start, of: hash)
      while let ahead = group.nextAlike() {
        let slot = tags.wrapped(start + ahead)
        if isSame(slots[slot], key, words) { return slot }
      }
      if let ahead = group.firstFree { return tags.wrapped(start + ahead) }
      start = tags.wrapped(start + KeyTags.groupSize)
    }
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
    var marks = KeyTags(count: size)
    for slot in slots.indices where !tags.isFree(slot) {
      let entry = slots[slot]
      let rest = arena.span.extracting(entry.offset..<entry.offset + max(entry.length - 16, 0))
      let hash = entry.words.hash(length: entry.length, rest: rest)
      let place = marks.firstFree(from: ByteKeyIndex.first(hash, size))
      marks.set(hash, at: place)
      larger[place] = entry
    }
    (slots, tags) = (larger, marks)
  }
}

/// Keys that will soon be looked up in one index. Each step asks for what the one before it tells the place of: once all keys have
/// come, and their tags with them, for the slots of those that are there, and then for the rests of long keys.
struct KeysAhead {
  private var hashes: [UInt64] = []
  private var slots: [Int32] = []

  /// - Parameter hash: what the index's `askedTag` gave.
  mutating func append(_ hash: UInt64?) {
    if let hash { hashes.append(hash) }
  }

  mutating func fetchSlots(in index: ByteKeyIndex) {
    slots.removeAll(keepingCapacity: true)
    for hash in hashes {
      if let slot = index.askedSlot(of: hash) { slots.append(Int32(truncatingIfNeeded: slot)) }
    }
    hashes.removeAll(keepingCapacity: true)
  }

  func fetchRests(in index: ByteKeyIndex) {
    for slot in slots { index.fetchRest(of: Int(slot)) }
  }
}

/// Keys that are to be entered into one index: a few together, so that where they belong is asked for before the first is entered.
struct KeysToEnter {
  private var bytes: [UInt8] = []
  private var entries: [(end: Int, row: Int32, hash: UInt64)] = []

  mutating func append(_ key: Span<UInt8>, row: Int32, to index: inout ByteKeyIndex) {
    guard key.count > 0 else { return }
    // One copy; the buffer is only read while it is borrowed.
    unsafe key.withUnsafeBufferPointer { unsafe bytes.append(contentsOf: $0) }
    entries.append((bytes.count, row, index.askedPlace(of: key)))
    if entries.count == KeysToEnter.together { enter(into: &index) }
  }

  /// Enters what is left.
  mutating func enter(into index: inout ByteKeyIndex) {
    for entry in entries { index.fetchFreeSlot(entry.hash) }
    var start = 0
    for entry in entries {
      index.insert(bytes.span.extracting(start..<entry.end), row: entry.row)
      start = entry.end
    }
    bytes.removeAll(keepingCapacity: true)
    entries.removeAll(keepingCapacity: true)
  }

  private static let together = 64
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
