import CashModel
import TrackRecord

/// The exact upper bound of a wrong rate, at 95 %.
enum WrongBound {
  static func of(wrong: Int, applied: Int) -> Double {
    applied == 0 ? 1 : BinomialBound.upper(wrong: wrong, of: applied, level: Calibration.level)
  }
}

/// A number with so many decimals, rounded half away from zero.
func decimal(_ number: Double, _ decimals: Int) -> String {
  let scale = (0..<decimals).reduce(1.0) { scale, _ in scale * 10 }
  guard number.isFinite, (number * scale).magnitude < 9e18 else { return "–" }
  return Money(minorUnits: Int64((number * scale).rounded())).text(exponent: decimals)
}

/// `98.1 %`. A share that is not the whole is not rounded up to it.
func percent(_ share: Double, _ decimals: Int) -> String {
  let text = decimal(share * 100, decimals)
  if share < 1, text == decimal(100, decimals) {
    let step = (0..<decimals).reduce(1.0) { step, _ in step / 10 }
    return "\(decimal(100 - step, decimals)) %"
  }
  return "\(text) %"
}

/// Four decimals, cut to two where the others are zero.
func amount(_ units: Int128) -> String {
  let text = Money(minorUnits: Int64(clamping: units)).text(exponent: 4)
  return text.hasSuffix("00") ? String(text.dropLast(2)) : text
}
