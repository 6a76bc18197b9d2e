// The numbers one edit away from a token, found by look-up.
//
// 1049622 is one edit from 104962, 104692 from 104962. Two keys that are one edit apart (a letter more, less or other, or two
// neighbours swapped) become equal when at most one letter is dropped from each: so every number stands in the index under
// the hashes of itself and of itself less each letter, a token is looked up under the same hashes of its own, and what is found
// is compared once (Mor and Fraenkel 1982; SymSpell). Nothing is lost and no number is walked past: a token costs as
// many look-ups as it has letters, however many numbers there are. Memory is 16 bytes for each letter of a number, which is why there is one
// for a family that is asked about, and none for the ledger.

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
    entries.removeAll(keepingCapacity: true)
    for (number, key) in keys.enumerated() {
      EditIndex.forEachHash(of: bytes[key.range]) { entries.append(Entry(hash: $0, key: Int32(number))) }
    }
    entries.sort { ($0.hash, $0.key) < ($1.hash, $1.key) }
    isSealed = true
  }

  /// Calls `body` with every row of which a number is at an optimal string alignment distance of at most 1 from `key`; some
  /// rows more than once.
  func forEach(within1Of key: ArraySlice<UInt8>, _ body: (Int32) -> Void) {
    precondition(isSealed, "an index is asked after its last key")
    guard !entries.isEmpty else { return }
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
    let (short, long) = left.count <= right.count ? (left, right) : (right, left)
    guard long.count - short.count <= 1 else { return false }
    guard let place = zip(short.indices, long.indices).first(where: { short[$0] != long[$1] }) else { return true }
    let (rest, other) = (short[place.0...], long[place.1...])
    if short.count < long.count { return rest == other.dropFirst() }
    if rest.dropFirst() == other.dropFirst() { return true }
    return rest.count > 1 && rest[rest.startIndex] == other[other.startIndex + 1]
      && rest[rest.startIndex + 1] == other[other.startIndex] && rest.dropFirst(2) == other.dropFirst(2)
  }
}
