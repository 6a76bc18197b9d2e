import CashModel

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
