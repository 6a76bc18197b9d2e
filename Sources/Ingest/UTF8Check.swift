/// Whether bytes are text that an input of the contract may hold: well-formed UTF-8 (Unicode, table 3-7) without the
/// character zero, which no text has and which marks binary content or UTF-16.
package enum UTF8Check {
  /// The offset of the first byte that begins no well-formed character; nil where there is none.
  package static func firstInvalid(in bytes: Span<UInt8>) -> Int? {
    var index = 0
    while index < bytes.count {
      let byte = bytes[index]
      if byte < 0x80 {
        guard byte != 0 else { return index }
        index += 1
        while index + 8 <= bytes.count, isPlain(bytes, at: index) { index += 8 }
        continue
      }
      let length = lengthOfCharacter(at: index, in: bytes)
      guard length > 0 else { return index }
      index += length
    }
    return nil
  }

  /// Whether bytes are well-formed UTF-8, zeros included.
  package static func isWellFormed(_ bytes: Span<UInt8>) -> Bool {
    var start = 0
    while let place = firstInvalid(in: bytes.extracting(start..<bytes.count)) {
      guard bytes[start + place] == 0 else { return false }
      start += place + 1
    }
    return true
  }

  /// Whether the eight bytes at `index` are ASCII and none is zero.
  private static func isPlain(_ bytes: Span<UInt8>, at index: Int) -> Bool {
    // The caller has seen that eight bytes are there; the load asks for no alignment.
    let word = unsafe bytes.bytes.unsafeLoadUnaligned(fromUncheckedByteOffset: index, as: UInt64.self)
    // A byte of zero, and only one, borrows from the bit above it.
    return (word | (word &- 0x0101_0101_0101_0101)) & 0x8080_8080_8080_8080 == 0
  }

  /// Bytes of the well-formed character of several bytes at `index`; zero where there is none.
  private static func lengthOfCharacter(at index: Int, in bytes: Span<UInt8>) -> Int {
    let first = bytes[index]
    let second = index + 1 < bytes.count ? bytes[index + 1] : 0
    let allowed: ClosedRange<UInt8> =
      switch first {
      case 0xE0: 0xA0...0xBF
      case 0xED: 0x80...0x9F
      case 0xF0: 0x90...0xBF
      case 0xF4: 0x80...0x8F
      default: 0x80...0xBF
      }
    guard allowed.contains(second) else { return 0 }
    switch first {
    case 0xC2...0xDF: return 2
    case 0xE0...0xEF: return isContinued(bytes, index + 2..<index + 3) ? 3 : 0
    case 0xF0...0xF4: return isContinued(bytes, index + 2..<index + 4) ? 4 : 0
    default: return 0
    }
  }

  private static func isContinued(_ bytes: Span<UInt8>, _ range: Range<Int>) -> Bool {
    guard range.upperBound <= bytes.count else { return false }
    for index in range where bytes[index] & 0xC0 != 0x80 { return false }
    return true
  }
}
