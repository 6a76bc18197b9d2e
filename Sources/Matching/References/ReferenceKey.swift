import CashModel

/// The one normalisation that both sides go through: numbers of open items and tokens of payers' texts.
///
/// Capitals, letters and digits only, leading zeros off, those behind a prefix of letters too: `inv-000 123/4` and
/// `INV0001234` are both `INV1234`, `000417` is `417`. Bytes beyond ASCII count as separators.
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

  /// The key of a number with this prefix.
  mutating func set(_ prefix: [UInt8], _ number: UInt64) {
    bytes.removeAll(keepingCapacity: true)
    bytes += prefix
    bytes += String(number).utf8
    finish()
  }

  /// The digits after the prefix as a number; nil where there are none, or too many.
  var number: UInt64? {
    guard isPrefixAndDigits, bytes.count - prefixLength <= 18 else { return nil }
    return bytes[prefixLength...].reduce(0) { $0 * 10 + UInt64($1 - 0x30) }
  }

  mutating func append(_ text: Span<UInt8>) { bytes.appendKeyBytes(of: text) }

  /// Finds prefix and digits and takes the leading zeros off.
  mutating func finish() {
    // Most are a few digits.
    if bytes.count > 0, bytes.count <= 8 {
      let word = KeyBytes(word: bytes.span.word(at: 0, count: bytes.count))
      if word.digits == KeyBytes.marks(of: bytes.count), bytes[0] != UInt8(ascii: "0") {
        (prefixLength, isPrefixAndDigits) = (0, true)
        return
      }
    }
    prefixLength = bytes.firstIndex { $0.isDigit } ?? bytes.count
    isPrefixAndDigits = prefixLength < bytes.count
    for index in prefixLength..<bytes.count where !bytes[index].isDigit { isPrefixAndDigits = false }
    guard prefixLength == 0 || isPrefixAndDigits else { return }
    var end = prefixLength
    while end < bytes.count - 1, bytes[end] == UInt8(ascii: "0"), bytes[end + 1].isKeyByte { end += 1 }
    if end > prefixLength { bytes.removeSubrange(prefixLength..<end) }
  }

  var digitCount: Int { bytes.count { $0.isDigit } }

  var hasDigit: Bool { prefixLength < bytes.count }

  /// Where the digits after the prefix begin; nil where the key is not letters and then digits.
  var tailStart: Int? { isPrefixAndDigits && prefixLength > 0 ? prefixLength : nil }

  /// A bare year is a date until an invoice word stands before it.
  var isYear: Bool {
    guard bytes.count == 4, prefixLength == 0, isPrefixAndDigits else { return false }
    return (bytes[0] == 0x31 && bytes[1] == 0x39) || (bytes[0] == 0x32 && bytes[1] == 0x30)
  }

  /// Shorter than this, a number alone says nothing.
  static let leastLength = 4
  /// Purchase orders and other numbers shorter than this are no one's.
  static let leastOtherLength = 4
}

extension [UInt8] {
  /// Appends the letters of a text, as capitals, and its digits.
  mutating func appendKeyBytes(of text: Span<UInt8>) {
    var kept = KeptBytes()
    var start = 0
    while start < text.count {
      let length = Swift.min(8, text.count - start)
      let bytes = KeyBytes(word: text.word(at: start, count: length))
      let letters = bytes.letters
      let capitals = bytes.capitals(letters)
      var keys = letters | bytes.digits
      if keys == KeyBytes.marks(of: length) {
        kept.append(capitals, count: length)
      } else {
        while keys != 0 {
          let place = keys.trailingZeroBitCount & ~7
          kept.append(UInt8(truncatingIfNeeded: capitals >> UInt64(place)))
          keys &= keys - 1
        }
      }
      start += length
      if kept.count > 56 { kept.flush(to: &self) }
    }
    kept.flush(to: &self)
  }
}

extension UInt8 {
  var isDigit: Bool { self >= 0x30 && self <= 0x39 }
  var isUpperLetter: Bool { self >= 0x41 && self <= 0x5A }
  var isLowerLetter: Bool { self >= 0x61 && self <= 0x7A }
  var isKeyByte: Bool { isDigit || isUpperLetter || isLowerLetter }
  /// Bytes of a name: names have letters beyond ASCII.
  var isNameByte: Bool { isKeyByte || self >= 0x80 }
}
