extension OutputBytes {
  /// Two decimal digits of a number below a hundred, the first in the lowest byte.
  static func pair(_ number: Int) -> UInt64 { pair(UInt64(truncatingIfNeeded: number)) }

  private static func pair(_ number: UInt64) -> UInt64 {
    // A tenth of any number below 179.
    let tens = (number &* 103) >> 10
    return 0x3030 &+ tens &+ (number &- tens &* 10) << 8
  }

  /// Appends a decimal number whose last `exponent` digits stand behind a point.
  mutating func append(decimal value: UInt64, exponent: Int, isNegative: Bool) {
    // No discount, no adjustment, nothing open: what most cells of amounts say.
    if value == 0, exponent == 2 { return append(0x3030_2E30, count: 4) }
    if value < 100_000_000, exponent >= 0, exponent < 8 {
      return append(shortDecimal: value, exponent: exponent, isNegative: isNegative)
    }
    precondition(exponent >= 0 && exponent < 32, "no currency or rate has more decimals")
    let digits = max(OutputBytes.digits(of: value), exponent + 1)
    let length = digits + (exponent > 0 ? 1 : 0) + (isNegative ? 1 : 0)
    reserve(length)
    if isNegative { unsafe start[used] = UInt8(ascii: "-") }
    used += length
    var rest = value
    if exponent == 0 {
      put(&rest, digits: digits, endingAt: used)
    } else {
      put(&rest, digits: exponent, endingAt: used)
      unsafe start[used - exponent - 1] = UInt8(ascii: ".")
      put(&rest, digits: digits - exponent, endingAt: used - exponent - 1)
    }
  }

  /// The same of at most eight digits, which are made at once and then moved to where the first of them stands.
  private mutating func append(shortDecimal value: UInt64, exponent: Int, isNegative: Bool) {
    let all = OutputBytes.eightDigits(of: value)
    let leading = (all &- 0x3030_3030_3030_3030).trailingZeroBitCount >> 3
    let digits = max(8 - leading, exponent + 1)
    let whole = digits - exponent
    if isNegative { append(UInt8(ascii: "-")) }
    // Exponents are below eight: there is a digit at least, and never a shift by all of a word's bits.
    let text = all &>> UInt64(8 * (8 - digits))
    append(text, count: whole)
    if exponent == 0 { return }
    let decimals = all &>> UInt64(8 * (8 - exponent))
    append(UInt64(UInt8(ascii: ".")) | decimals << 8, count: min(exponent, 7) + 1)
  }

  /// The digits of a number below a hundred million, with zeros before them, the first in the lowest byte: both halves of four
  /// digits are divided at once, then their four pairs.
  private static func eightDigits(of value: UInt64) -> UInt64 {
    let halves = value / 10_000 | (value % 10_000) << 32
    // A hundredth of any number below 10,000, and a tenth of any below 100.
    let hundreds = (halves &* 10_486) >> 20 & 0x0000_007F_0000_007F
    let pairs = hundreds | (halves &- hundreds &* 100) << 16
    let tens = (pairs &* 103) >> 10 & 0x000F_000F_000F_000F
    return tens | (pairs &- tens &* 10) << 8 | 0x3030_3030_3030_3030
  }

  /// Takes the last digits off a number and writes them before `end`, where there is room for them.
  @inline(__always)
  private func put(_ rest: inout UInt64, digits: Int, endingAt end: Int) {
    var (place, left) = (end, digits)
    while left >= 2 {
      let (hundreds, last) = rest.quotientAndRemainder(dividingBy: 100)
      place -= 2
      left -= 2
      let pair = UInt16(truncatingIfNeeded: OutputBytes.pair(last)).littleEndian
      unsafe UnsafeMutableRawPointer(start + place).storeBytes(of: pair, as: UInt16.self)
      rest = hundreds
    }
    if left == 1 {
      unsafe start[place - 1] = 0x30 + UInt8(truncatingIfNeeded: rest % 10)
      rest /= 10
    }
  }

  private static func digits(of value: UInt64) -> Int {
    // The logarithm of two is nearly 1233 / 4096; the estimate is one too low where the power of ten is not reached.
    let bits = UInt64.bitWidth - (value | 1).leadingZeroBitCount
    let estimate = (bits * 1_233) >> 12
    return estimate + (value >= powers[estimate] ? 1 : 0)
  }

  /// Of ten, up to the largest below 2^64.
  private static let powers: InlineArray<20, UInt64> = {
    var powers = InlineArray<20, UInt64>(repeating: 1)
    for exponent in 1..<20 { powers[exponent] = powers[exponent - 1] * 10 }
    return powers
  }()

  /// Appends a text as it stands.
  @inlinable public mutating func append(_ slice: TextSlice, of arena: TextArena) { append(arena.span(slice)) }

  /// Appends a number as eight bytes, for hashing.
  @inlinable public mutating func append(word: UInt64) { append(word, count: 8) }

  /// Appends a text behind its length, for hashing: no two lists of texts have the same bytes.
  @inlinable public mutating func append(measured slice: TextSlice, of arena: TextArena) {
    append(word: UInt64(slice.length))
    append(arena.span(slice))
  }
}
