import CashModel

/// The one normalisation that both sides go through: numbers of open items and tokens of payers' texts.
///
/// Capitals, letters and digits only, leading zeros off: `inv-000 123/4` and `INV0001234` are both `INV0001234`,
/// `000417` is `417`. Bytes beyond ASCII stay as they are.
struct ReferenceKey {
  private(set) var bytes: [UInt8] = []
  /// How many letters stand before the first digit, and whether only digits follow.
  private(set) var prefixLength = 0
  private(set) var isPrefixAndDigits = false

  init() { bytes.reserveCapacity(64) }

  mutating func set(_ text: Span<UInt8>) {
    bytes.removeAll(keepingCapacity: true)
    append(text)
    finish()
  }

  mutating func clear() { bytes.removeAll(keepingCapacity: true) }

  mutating func append(_ text: Span<UInt8>) {
    for index in text.indices {
      let byte = text[index]
      if byte.isLowerLetter { bytes.append(byte - 32) } else if byte.isKeyByte { bytes.append(byte) }
    }
  }

  /// Takes the leading zeros off and finds prefix and digits.
  mutating func finish() {
    var zeros = 0
    while zeros < bytes.count - 1, bytes[zeros] == UInt8(ascii: "0") { zeros += 1 }
    if zeros > 0 { bytes.removeSubrange(0..<zeros) }
    prefixLength = bytes.firstIndex { $0.isDigit } ?? bytes.count
    isPrefixAndDigits = prefixLength < bytes.count
    for index in prefixLength..<bytes.count where !bytes[index].isDigit { isPrefixAndDigits = false }
  }

  var digitCount: Int { bytes.count { $0.isDigit } }

  /// Where the digits after the prefix begin, zeros skipped; nil where the key is not letters and then digits.
  var tailStart: Int? {
    guard isPrefixAndDigits, prefixLength > 0 else { return nil }
    var start = prefixLength
    while start < bytes.count - 1, bytes[start] == UInt8(ascii: "0") { start += 1 }
    return start
  }

  /// Shorter than this, a number alone says nothing.
  static let leastLength = 4
  /// A number without its prefix must be at least this long.
  static let leastTailLength = 5
}

extension UInt8 {
  var isDigit: Bool { self >= 0x30 && self <= 0x39 }
  var isUpperLetter: Bool { self >= 0x41 && self <= 0x5A }
  var isLowerLetter: Bool { self >= 0x61 && self <= 0x7A }
  var isKeyByte: Bool { isDigit || isUpperLetter || isLowerLetter || self >= 0x80 }
}
