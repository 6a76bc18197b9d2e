import CashModel

/// Eight bytes of a text, of which some are letters and digits: all of them are told at once.
struct KeyBytes {
  let word: UInt64

  private static let ones: UInt64 = 0x0101_0101_0101_0101
  static let high: UInt64 = 0x8080_8080_8080_8080

  /// The highest bit of each byte of the first `length`.
  static func marks(of length: Int) -> UInt64 { high >> UInt64(8 * (8 - length)) }

  /// The highest bit of each byte, where its lower seven bits are at least `byte`.
  private static func from(_ byte: UInt64, _ low: UInt64) -> UInt64 { (low &+ ones &* (0x80 &- byte)) & high }

  /// The highest bit of each byte that is a digit.
  var digits: UInt64 {
    let low = word & ~KeyBytes.high
    return KeyBytes.from(0x30, low) & ~KeyBytes.from(0x3A, low) & ~word
  }

  /// The same of letters. A letter's case is one bit, without which the bytes around the letters are none either.
  var letters: UInt64 {
    let low = (word & ~KeyBytes.high) | KeyBytes.ones &* 0x20
    return KeyBytes.from(0x61, low) & ~KeyBytes.from(0x7B, low) & ~word
  }

  /// The same of blanks.
  var blanks: UInt64 {
    let other = word ^ KeyBytes.ones &* 0x20
    return ~((other & ~KeyBytes.high) &+ ~KeyBytes.high | other) & KeyBytes.high
  }

  /// - Parameter letters: which of the bytes are letters.
  func capitals(_ letters: UInt64) -> UInt64 { word & ~(letters >> 2) }
}

extension Span<UInt8> {
  /// The first digit of a text from a place on, looked for eight bytes at a time.
  func firstDigit(from start: Int) -> Int? {
    var start = start
    while start < count {
      let digits = KeyBytes(word: word(at: start, count: Swift.min(8, count - start))).digits
      if digits != 0 { return start + digits.trailingZeroBitCount >> 3 }
      start += 8
    }
    return nil
  }
}

/// Up to 64 bytes that are kept of a text, put behind an array at once: each append to one asks who else holds it.
struct KeptBytes {
  private var bytes = InlineArray<72, UInt8>(repeating: 0)
  private(set) var count = 0

  /// Keeps the first `length` bytes of a word; there is room for 64 in all.
  mutating func append(_ word: UInt64, count length: Int) {
    var span = bytes.mutableSpan
    // Any bits are a byte.
    var raw = unsafe span.mutableBytes
    raw.storeBytes(of: word.littleEndian, toByteOffset: count, as: UInt64.self)
    count += length
  }

  mutating func append(_ byte: UInt8) {
    bytes[count] = byte
    count += 1
  }

  /// Puts what was kept behind an array, and begins anew.
  mutating func flush(to array: inout [UInt8]) {
    // The buffer is only read while it is borrowed.
    unsafe bytes.span.extracting(0..<count).withUnsafeBufferPointer { unsafe array.append(contentsOf: $0) }
    count = 0
  }
}
