// The numbers one edit away from a token, found by look-up.
//
// 1049622 is one edit from 104962, 104692 from 104962. Two keys that are one edit apart (a letter more, less or other, or two
// neighbours swapped) become equal when at most one letter is dropped from each: so every number stands in the index under
// the hashes of itself and of itself less each letter, a token is looked up under the same hashes of its own, and what is found
// is compared once (Mor and Fraenkel 1982; SymSpell). Nothing is lost and no number is walked past: a token costs as
// many look-ups as it has letters, however many numbers there are. Memory is 16 bytes for each letter of a number, which is why there is one
// for a family that is asked about, and none for the ledger. A family of few numbers has none either: its
// numbers are compared one by one (`NearComparison`).

struct EditIndex {
  private struct Entry {
    let hash: UInt64
    let key: Int32
  }

  private var entries: [Entry] = []
  private var bytes: [UInt8] = []
  private var keys: [(range: Range<Int>, row: Int32)] = []
  private var isSealed = true

  /// Adds a number under which a row is known.
  mutating func insert(_ key: ArraySlice<UInt8>, row: Int32) {
    let start = bytes.count
    bytes += key
    keys.append((start..<bytes.count, row))
    isSealed = false
  }

  /// Prepares the look-up; call once, after the last `insert`.
  mutating func seal() {
    isSealed = true
    entries.removeAll(keepingCapacity: true)
    for (number, key) in keys.enumerated() {
      EditIndex.forEachHash(of: bytes[key.range]) { entries.append(Entry(hash: $0, key: Int32(number))) }
    }
    entries.sort { $0.hash < $1.hash }
  }

  /// Calls `body` with every row of which a number is at an optimal string alignment distance of at most 1 from `key`; some
  /// rows more than once.
  func forEach(within1Of key: ArraySlice<UInt8>, _ body: (Int32) -> Void) {
    precondition(isSealed, "an index is asked after its last key")
    EditIndex.forEachHash(of: key) { hash in
      var place = first(hash)
      while place < entries.count, entries[place].hash == hash {
        let candidate = keys[Int(entries[place].key)]
        if EditIndex.areWithinOne(bytes[candidate.range], key) { body(candidate.row) }
        place += 1
      }
    }
  }

  private func first(_ hash: UInt64) -> Int {
    var (low, high) = (0, entries.count)
    while low < high {
      let middle = (low + high) / 2
      if entries[middle].hash < hash { low = middle + 1 } else { high = middle }
    }
    return low
  }

  /// The hashes of the key and of the key less each of its letters; of equal neighbours one.
  private static func forEachHash(of key: ArraySlice<UInt8>, _ body: (UInt64) -> Void) {
    func hash(without dropped: Int) -> UInt64 {
      var hash: UInt64 = 0xcbf2_9ce4_8422_2325
      for place in key.indices where place != dropped { hash = (hash ^ UInt64(key[place])) &* 0x100_0000_01b3 }
      return (hash ^ hash >> 32) &* 0x9e37_79b9_7f4a_7c15
    }
    body(hash(without: -1))
    for place in key.indices where place == key.startIndex || key[place] != key[place - 1] {
      body(hash(without: place))
    }
  }

  /// Whether one edit at most makes one key of the other.
  static func areWithinOne(_ left: ArraySlice<UInt8>, _ right: ArraySlice<UInt8>) -> Bool {
    let (short, long) = left.count <= right.count ? (left.span, right.span) : (right.span, left.span)
    let isLonger = long.count > short.count
    guard long.count - short.count <= 1 else { return false }
    var place = 0
    while place < short.count, short[place] == long[place] { place += 1 }
    if place == short.count { return true }
    func isSame(_ first: Int, _ second: Int) -> Bool {
      for offset in 0..<short.count - first where short[first + offset] != long[second + offset] { return false }
      return true
    }
    if isLonger { return isSame(place, place + 1) }
    if isSame(place + 1, place + 1) { return true }
    return place + 1 < short.count && short[place] == long[place + 1] && short[place + 1] == long[place]
      && isSame(place + 2, place + 2)
  }
}
