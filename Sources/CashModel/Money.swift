/// An amount in whole minor units (cents, yen, fils) of a currency that stands in a column of its own.
///
/// Arithmetic traps on overflow: sums of text from outside go through `addingReportingOverflow` on
/// `minorUnits` and become diagnostics.
package struct Money: Hashable, Comparable, Sendable {
  package let minorUnits: Int64

  @inlinable package init(minorUnits: Int64) { self.minorUnits = minorUnits }

  @inlinable package static var zero: Money { Money(minorUnits: 0) }

  @inlinable package var magnitude: Money { Money(minorUnits: abs(minorUnits)) }

  @inlinable package static func < (left: Money, right: Money) -> Bool { left.minorUnits < right.minorUnits }

  @inlinable package static func + (left: Money, right: Money) -> Money {
    Money(minorUnits: left.minorUnits + right.minorUnits)
  }

  @inlinable package static func - (left: Money, right: Money) -> Money {
    Money(minorUnits: left.minorUnits - right.minorUnits)
  }

  @inlinable package static prefix func - (value: Money) -> Money { Money(minorUnits: -value.minorUnits) }

  @inlinable package static func += (left: inout Money, right: Money) { left = left + right }

  @inlinable package static func -= (left: inout Money, right: Money) { left = left - right }

  /// The largest magnitude any reader accepts: a quarter of the `Int64` range, so that four such amounts add
  /// up without a trap. What is larger is refused as an overflow where it stands.
  package static let largestMinorUnits: Int64 = 1 << 61
}

/// Why a piece of text is not an amount.
package enum AmountProblem: Error, Hashable, Sendable {
  case empty
  /// Something other than digits, one sign and one decimal point.
  case malformed
  /// More decimals than the currency has, and the extra ones are not zero.
  case tooManyDecimals
  case overflow
}

extension Money {
  /// Reads a plain decimal number (`1234.50`, `-3`, `+7.1`): an optional sign, digits, and at most one point
  /// followed by digits. Extra decimals are accepted only where they are zeros.
  ///
  /// - Parameter exponent: the currency's number of decimals (ISO 4217).
  package init(decimal bytes: Span<UInt8>, exponent: Int) throws(AmountProblem) {
    var index = 0
    var isNegative = false
    guard bytes.count > 0 else { throw .empty }
    if bytes[0] == UInt8(ascii: "-") || bytes[0] == UInt8(ascii: "+") {
      isNegative = bytes[0] == UInt8(ascii: "-")
      index = 1
    }
    var value: Int64 = 0
    var digits = 0
    var decimals = -1
    while index < bytes.count {
      let byte = bytes[index]
      index += 1
      if byte == UInt8(ascii: ".") {
        guard decimals < 0 else { throw .malformed }
        decimals = 0
        continue
      }
      guard byte >= 0x30, byte <= 0x39 else { throw .malformed }
      digits += 1
      if decimals >= 0 {
        decimals += 1
        if decimals > exponent {
          guard byte == 0x30 else { throw .tooManyDecimals }
          continue
        }
      }
      value = try Money.appending(digit: byte, to: value)
    }
    guard digits > 0, decimals != 0 else { throw .malformed }
    var missing = exponent - max(decimals, 0)
    while missing > 0 {
      value = try Money.appending(digit: 0x30, to: value)
      missing -= 1
    }
    self.init(minorUnits: isNegative ? -value : value)
  }

  private static func appending(digit: UInt8, to value: Int64) throws(AmountProblem) -> Int64 {
    let (tens, overflow) = value.multipliedReportingOverflow(by: 10)
    guard !overflow, tens <= largestMinorUnits - 9 else { throw .overflow }
    return tens + Int64(digit - 0x30)
  }

  /// Appends the amount as a plain decimal number with exactly `exponent` decimals, and what stands behind it.
  package func append(to buffer: inout [UInt8], exponent: Int, followedBy end: UInt8? = nil) {
    // From the right, into room for any amount with its decimals, a point, a sign and the end.
    var text = InlineArray<64, UInt8>(repeating: 0)
    var start = 64
    func put(_ byte: UInt8) {
      start -= 1
      text[start] = byte
    }
    if let end { put(end) }
    var rest = minorUnits.magnitude
    var written = 0
    precondition(exponent >= 0 && exponent < 32, "no currency or rate has more decimals")
    repeat {
      if written == exponent, exponent > 0 { put(UInt8(ascii: ".")) }
      let (quotient, digit) = rest.quotientAndRemainder(dividingBy: 10)
      put(0x30 + UInt8(truncatingIfNeeded: digit))
      rest = quotient
      written += 1
    } while rest > 0 || written <= exponent
    if minorUnits < 0 { put(UInt8(ascii: "-")) }
    // One append of the whole; byte by byte each would ask whether there is room.
    unsafe text.span.extracting(start..<64).withUnsafeBufferPointer { unsafe buffer.append(contentsOf: $0) }
  }

  /// The amount as text, for messages and pages.
  package func text(exponent: Int) -> String {
    var buffer: [UInt8] = []
    append(to: &buffer, exponent: exponent)
    return String(decoding: buffer, as: UTF8.self)
  }
}
