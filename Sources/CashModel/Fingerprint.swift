/// A 128-bit hash of bytes (Austin Appleby's MurmurHash3, x64 variant, public domain): not cryptographic, the same
/// on every machine.
public struct Fingerprint: Hashable, Comparable, Sendable {
  public let high: UInt64
  public let low: UInt64

  public init(high: UInt64, low: UInt64) {
    self.high = high
    self.low = low
  }

  public static func < (left: Fingerprint, right: Fingerprint) -> Bool {
    left.high != right.high ? left.high < right.high : left.low < right.low
  }

  public init(of bytes: Span<UInt8>) {
    var h1: UInt64 = 0
    var h2: UInt64 = 0
    let blocks = bytes.count / 16
    for block in 0..<blocks {
      Fingerprint.mix(bytes.word(at: 16 * block), bytes.word(at: 16 * block + 8), &h1, &h2)
    }
    let rest = bytes.count - 16 * blocks
    if rest > 8 { h2 ^= Fingerprint.scramble2(bytes.word(at: 16 * blocks + 8, count: rest - 8)) }
    if rest > 0 { h1 ^= Fingerprint.scramble1(bytes.word(at: 16 * blocks, count: min(rest, 8))) }
    self.init(h1, h2, count: bytes.count)
  }

  private static let c1: UInt64 = 0x87c3_7b91_1142_53d5
  private static let c2: UInt64 = 0x4cf5_ad43_2745_937f

  private static func rotate(_ value: UInt64, _ bits: UInt64) -> UInt64 { value << bits | value >> (64 - bits) }

  private static func scramble1(_ value: UInt64) -> UInt64 { rotate(value &* c1, 31) &* c2 }

  private static func scramble2(_ value: UInt64) -> UInt64 { rotate(value &* c2, 33) &* c1 }

  private static func mix(_ k1: UInt64, _ k2: UInt64, _ h1: inout UInt64, _ h2: inout UInt64) {
    h1 ^= scramble1(k1)
    h1 = (rotate(h1, 27) &+ h2) &* 5 &+ 0x52dc_e729
    h2 ^= scramble2(k2)
    h2 = (rotate(h2, 31) &+ h1) &* 5 &+ 0x3849_5ab5
  }

  private static func finish(_ value: UInt64) -> UInt64 {
    var value = value
    value = (value ^ value >> 33) &* 0xff51_afd7_ed55_8ccd
    value = (value ^ value >> 33) &* 0xc4ce_b9fe_1a85_ec53
    return value ^ value >> 33
  }

  /// Of three words, as their bytes would give it, least significant first.
  public init(_ first: UInt64, _ second: UInt64, _ third: UInt64) {
    var h1: UInt64 = 0
    var h2: UInt64 = 0
    Fingerprint.mix(first, second, &h1, &h2)
    h1 ^= Fingerprint.scramble1(third)
    self.init(h1, h2, count: 24)
  }

  private init(_ first: UInt64, _ second: UInt64, count: Int) {
    var h1 = first ^ UInt64(count)
    var h2 = second ^ UInt64(count)
    h1 &+= h2
    h2 &+= h1
    h1 = Fingerprint.finish(h1)
    h2 = Fingerprint.finish(h2)
    h1 &+= h2
    h2 &+= h1
    high = h1
    low = h2
  }

  public var base32: String {
    var text = OutputBytes(capacity: 32)
    appendBase32(to: &text)
    return text.text
  }

  /// What `appendBase32` writes; nil where it is anything else.
  public init?(base32 text: String, after letter: UInt8) {
    let bytes = Array(text.utf8)
    guard bytes.count == 27, bytes[0] == letter else { return nil }
    let digits = Array("0123456789ABCDEFGHJKMNPQRSTVWXYZ".utf8)
    var (high, low): (UInt64, UInt64) = (0, 0)
    for byte in bytes.dropFirst() {
      guard let digit = digits.firstIndex(of: byte), high >> 59 == 0 else { return nil }
      high = high << 5 | low >> 59
      low = low << 5 | UInt64(digit)
    }
    self.init(high: high, low: low)
  }

  /// Appends 26 characters of Crockford's base 32 (digits and capitals without I, L, O, U), most significant first.
  public func appendBase32(to buffer: inout OutputBytes, after letter: UInt8? = nil, followedBy end: UInt8? = nil) {
    buffer.append(base32Digits, after: letter, followedBy: end)
  }

  /// For those who write them more than once.
  public var base32Digits: Base32Digits {
    // Two characters of the first eight bits, then three times eight of forty.
    Base32Digits(
      first: Fingerprint.characters(of: high >> 56) >> 48, second: Fingerprint.characters(of: high >> 16),
      third: Fingerprint.characters(of: high << 24 | low >> 40), fourth: Fingerprint.characters(of: low))
  }

  /// The eight characters of the lowest forty bits, the first in the lowest byte.
  private static func characters(of bits: UInt64) -> UInt64 {
    var digits = bits >> 20 & 0xF_FFFF | (bits & 0xF_FFFF) << 32
    digits = digits >> 10 & 0x0000_03FF_0000_03FF | (digits & 0x0000_03FF_0000_03FF) << 16
    digits = digits >> 5 & 0x001F_001F_001F_001F | (digits & 0x001F_001F_001F_001F) << 8
    let ones: UInt64 = 0x0101_0101_0101_0101
    /// One in each byte whose digit is at least this.
    func from(_ digit: UInt64) -> UInt64 { (digits &+ ones &* (0x80 - digit)) >> 7 & ones }
    // Letters stand seven behind the digits, and each one left out moves on those behind it: I, L, O and U.
    return digits &+ ones &* 0x30 &+ from(10) &* 7 &+ from(18) &+ from(20) &+ from(22) &+ from(27)
  }
}

/// The 26 characters of a fingerprint, the first in the lowest byte of the first word: two there, and eight in each of the others.
public struct Base32Digits: Sendable {
  fileprivate let first: UInt64
  fileprivate let second: UInt64
  fileprivate let third: UInt64
  fileprivate let fourth: UInt64
}

extension OutputBytes {
  public mutating func append(_ digits: Base32Digits, after letter: UInt8? = nil, followedBy end: UInt8? = nil) {
    if let letter {
      append(UInt64(letter) | digits.first << 8, count: 3)
    } else {
      append(digits.first, count: 2)
    }
    append(digits.second, count: 8)
    append(digits.third, count: 8)
    append(digits.fourth, count: 8)
    if let end { append(end) }
  }
}
