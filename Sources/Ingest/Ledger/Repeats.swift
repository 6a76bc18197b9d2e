/// Whether hashes of a million keys are all different, without a table of a million places: they are dealt out by their first bits,
/// so that what is compared is a few thousand at a time and stays in the cache. Linear, and 16 bytes a hash.
enum Repeats {
  /// Two keys of one hash count as a repeat.
  static func areAny(in hashes: [UInt64]) -> Bool {
    let bits = max(0, Int.bitWidth - (hashes.count / heap).leadingZeroBitCount)
    var next = [Int](repeating: 0, count: 1 << bits + 1)
    for hash in hashes { next[place(of: hash, bits) + 1] += 1 }
    for place in next.indices.dropFirst() { next[place] += next[place - 1] }
    let starts = next
    var dealt = [UInt64](repeating: 0, count: hashes.count)
    for hash in hashes {
      let place = place(of: hash, bits)
      dealt[next[place]] = hash
      next[place] += 1
    }
    var table: [UInt64] = []
    for heap in 0..<1 << bits where isAnyTwice(dealt[starts[heap]..<starts[heap + 1]], &table) { return true }
    return false
  }

  private static func place(of hash: UInt64, _ bits: Int) -> Int { bits == 0 ? 0 : Int(hash >> UInt64(64 - bits)) }

  private static func isAnyTwice(_ hashes: ArraySlice<UInt64>, _ table: inout [UInt64]) -> Bool {
    var size = 64
    while size < 2 * hashes.count { size *= 2 }
    if table.count == size {
      for place in table.indices { table[place] = 0 }
    } else {
      table = [UInt64](repeating: 0, count: size)
    }
    var isNoughtThere = false
    for hash in hashes {
      if hash == 0 {
        if isNoughtThere { return true }
        isNoughtThere = true
        continue
      }
      var place = Int(truncatingIfNeeded: hash) & (size - 1)
      while table[place] != 0 {
        if table[place] == hash { return true }
        place = (place + 1) & (size - 1)
      }
      table[place] = hash
    }
    return false
  }

  /// How many are compared at a time, about.
  private static let heap = 4_096
}
