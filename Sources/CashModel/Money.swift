/// An amount in whole minor units (cents, yen, fils) of a currency that stands in a column of its own.
///
/// Arithmetic traps on overflow: sums of text from outside go through `addingReportingOverflow` on
/// `minorUnits` and become diagnostics.
public struct Money: Hashable, Comparable, Sendable {
  public let minorUnits: Int64

  @inlinable public init(minorUnits: Int64) { self.minorUnits = minorUnits }

  @inlinable public static var zero: Money { Money(minorUnits: 0) }

  @inlinable public var magnitude: Money { Money(minorUnits: abs(minorUnits)) }

  @inlinable public static func < (left: Money, right: Money) -> Bool { left.minorUnits < right.minorUnits }

  @inlinable public static func + (left: Money, right: Money) -> Money {
    Money(minorUnits: left.minorUnits + right.minorUnits)
  }

  @inlinable public static func - (left: Money, right: Money) -> Money {
    Money(minorUnits: left.minorUnits - right.minorUnits)
  }

  @inlinable public static prefix func - (value: Money) -> Money { Money(minorUnits: -value.minorUnits) }

  @inlinable public static func += (left: inout Money, right: Money) { left = left + right }

  @inlinable public static func -= (left: inout Money, right: Money) { left = left - right }

  /// The largest magnitude any reader accepts: a quarter of the `Int64` range, so that four such amounts add
  /// up without a trap. What is larger is refused as an overflow where it stands.
  public static let largestMinorUnits: Int64 = 1 << 61
}

/// Why a piece of text is not an amount.
public enum AmountProblem: Error, Hashable, Sendable {
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
  public init(decimal bytes: Span<UInt8>, exponent: Int) throws(AmountProblem) {
    var index = 0
    var isNegative = false
    guard bytes.count > 0 else { throw .empty }
    if bytes[0] == UInt8(ascii: "-") || bytes[0] == UInt8(ascii: "+") {
      isNegative = bytes[0] == UInt8(ascii: "-")
      index = 1
    }
    if let value = Money.shortDecimal(bytes, from: index, exponent: exponent) {
      self.init(minorUnits: isNegative ? -value : value)
      return
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

  /// The same for what is an amount and so short that nothing can overflow; nil for all else.
  private static func shortDecimal(_ bytes: Span<UInt8>, from start: Int, exponent: Int) -> Int64? {
    guard start < bytes.count, bytes.count - start + exponent <= 18, exponent >= 0 else { return nil }
    var value: UInt64 = 0
    var point = bytes.count
    for index in start..<bytes.count {
      let digit = bytes[index] &- 0x30
      if digit <= 9 {
        value = value &* 10 &+ UInt64(digit)
      } else if bytes[index] == UInt8(ascii: "."), point == bytes.count {
        point = index
      } else {
        return nil
      }
    }
    let decimals = max(bytes.count - point - 1, 0)
    // A point stands between digits.
    guard point > start, point == bytes.count || decimals > 0, decimals <= exponent else { return nil }
    for _ in decimals..<exponent { value = value &* 10 }
    return Int64(value)
  }

  private static func appending(digit: UInt8, to value: Int64) throws(AmountProblem) -> Int64 {
    let (tens, overflow) = value.multipliedReportingOverflow(by: 10)
    guard !overflow, tens <= largestMinorUnits - 9 else { throw .overflow }
    return tens + Int64(digit - 0x30)
  }

  /// Appends the amount as a plain decimal number with exactly `exponent` decimals, and what stands behind it.
  public func append(to buffer: inout OutputBytes, exponent: Int, followedBy end: UInt8? = nil) {
    buffer.append(decimal: minorUnits.magnitude, exponent: exponent, isNegative: minorUnits < 0)
    if let end { buffer.append(end) }
  }

  /// The amount as text, for messages and pages.
  public func text(exponent: Int) -> String {
    var buffer = OutputBytes(capacity: 32)
    append(to: &buffer, exponent: exponent)
    return buffer.text
  }
}
