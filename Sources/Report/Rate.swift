/// A share with what it is counted from.
struct Rate {
  let numerator: Int64
  let denominator: Int64

  /// In units of a ten-thousandth, rounded towards zero, so that 99.995 % is never shown as 100 %; nil where nothing
  /// was there to be counted.
  var tenThousandths: Int64? {
    guard denominator > 0, numerator >= 0 else { return nil }
    let product = numerator.multipliedFullWidth(by: 10_000)
    // The quotient fits: a numerator is at most a small multiple of its denominator; where it is not, there is no rate.
    guard product.high < denominator / 2 else { return nil }
    return denominator.dividingFullWidth(product).quotient
  }
}
