import CashModel

/// By slot of a hash table: seven bits of the hash of what is in it, the eighth set; nought where it is free. What stands in the first
/// slots stands behind the last ones, too, so that eight are read from any of them on.
struct KeyTags {
  static let groupSize = 8

  private var bytes: [UInt8]
  private let count: Int

  init(count: Int) {
    self.count = count
    bytes = [UInt8](inLargePages: count + KeyTags.groupSize, repeating: 0)
  }

  func isFree(_ slot: Int) -> Bool { bytes[slot] == 0 }

  func fetchAhead(_ slot: Int) { bytes.fetchAhead(slot) }

  func wrapped(_ slot: Int) -> Int { slot < count ? slot : slot - count }

  mutating func set(_ hash: UInt64, at slot: Int) {
    bytes[slot] = KeyTags.tag(hash)
    if slot < KeyTags.groupSize { bytes[count + slot] = bytes[slot] }
  }

  func group(at start: Int, of hash: UInt64) -> Group {
    Group(bytes.span.word(at: start), UInt64(KeyTags.tag(hash)) &* 0x0101_0101_0101_0101)
  }

  func firstFree(from start: Int) -> Int {
    var start = start
    while true {
      if let ahead = group(at: start, of: 0).firstFree { return wrapped(start + ahead) }
      start = wrapped(start + KeyTags.groupSize)
    }
  }

  /// Those bits that the place of the slot depends on least.
  private static func tag(_ hash: UInt64) -> UInt8 { UInt8(truncatingIfNeeded: hash) | 0x80 }

  /// Eight slots.
  struct Group {
    /// A bit for each slot that has the tag; now and then for one more behind such a slot, whose key is then compared in vain.
    private var alike: UInt64
    private let free: UInt64

    init(_ word: UInt64, _ pattern: UInt64) {
      let high: UInt64 = 0x8080_8080_8080_8080
      free = ~word & high
      let differing = word ^ pattern
      // What stands behind a free slot is another run's.
      let before = free == 0 ? UInt64.max : (free & (0 &- free)) &- 1
      alike = (differing &- 0x0101_0101_0101_0101) & ~differing & high & before
    }

    /// How far ahead the first free one is.
    var firstFree: Int? { free == 0 ? nil : free.trailingZeroBitCount >> 3 }

    /// How far ahead the next one is that has the tag.
    mutating func nextAlike() -> Int? {
      if alike == 0 { return nil }
      defer { alike &= alike &- 1 }
      return alike.trailingZeroBitCount >> 3
    }
  }
}
