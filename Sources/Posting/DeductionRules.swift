/// Why a payer paid less, as far as his words or the amount tell.
package enum DeductionReason: UInt8, CaseIterable, Sendable {
  /// The discount of the item, to the minor unit, after its date.
  case unearnedDiscount
  case discount, freight, tax, price, quantity, promotion, charge, damage, returnedGoods, unknown

  package var name: String {
    switch self {
    case .unearnedDiscount: "DISC_UNEARNED"
    case .discount: "DISCOUNT"
    case .freight: "FREIGHT"
    case .tax: "TAX"
    case .price: "PRICE"
    case .quantity: "QUANTITY"
    case .promotion: "PROMOTION"
    case .charge: "CHARGE"
    case .damage: "DAMAGE"
    case .returnedGoods: "RETURN"
    case .unknown: "UNKNOWN"
    }
  }
}

/// What tells a deduction's reason: the company's own codes, words of payers, and amounts that are known.
package struct DeductionRules: Hashable, Sendable {
  /// By the payer's code or word, in capitals.
  package var codes: [String: DeductionReason] = [:]
  /// Amounts of known fees and freight charges, in major units times 10,000.
  package var fees: [Int64] = []
  package var freight: [Int64] = []
  /// Rates of tax that is part of the invoice's amount, in millionths.
  package var taxRates: [Int64] = []
  /// By customer: why he pays short where nothing says so.
  package var usual: [String: DeductionReason] = [:]

  package init() {}

  /// Words of payers' texts, in capitals, by what they are reasons for.
  private static let words: [(reason: DeductionReason, words: [String])] = [
    (.freight, ["FREIGHT", "FRACHT", "SHIPPING", "CARRIAGE", "TRANSPORT", "PORTO"]),
    (.discount, ["DISCOUNT", "SKONTO", "ESCOMPTE", "SCONTO", "RABATT", "REBATE", "DISC"]),
    (.damage, ["DAMAGE", "DAMAGED", "DEFECT", "DEFECTIVE", "BROKEN", "DEFEKT", "MANGEL", "SCHADEN", "MÄNGEL"]),
    (.quantity, ["SHORTAGE", "QUANTITY", "QTY", "MISSING", "FEHLMENGE", "MENGE", "UNDELIVERED"]),
    (.price, ["PRICE", "PRICING", "PREIS", "PREISDIFFERENZ", "PRIX"]),
    (.promotion, ["PROMOTION", "PROMO", "MARKETING", "ADVERTISING", "COOP", "BONUS", "WERBUNG", "WKZ"]),
    (.tax, ["TAX", "VAT", "WHT", "TDS", "WITHHOLDING", "MWST", "UST", "QUELLENSTEUER", "STEUER", "TVA", "IVA"]),
    (.charge, ["CHARGE", "CHARGES", "FEE", "FEES", "GEBÜHR", "SPESEN", "FRAIS"]),
    (.returnedGoods, ["RETURN", "RETURNED", "RETURNS", "RETOURE", "GUTSCHRIFT"]),
  ]

  /// What the company's codes, else the payers' words, make of a text; nil where it says nothing, or several things.
  package func reason(in text: String) -> DeductionReason? {
    let words = Set(text.uppercased().split { !$0.isLetter && !$0.isNumber }.map(String.init))
    if words.isEmpty { return nil }
    let whole = codes[text.uppercased()]
    let coded = whole.map { [$0] } ?? Set(words.compactMap { codes[$0] })
    if coded.count == 1 { return coded.first }
    guard coded.isEmpty else { return nil }
    let found = DeductionRules.words.filter { !words.isDisjoint(with: $0.words) }
    return found.count == 1 ? found[0].reason : nil
  }

  /// What the amount alone tells: a known freight charge or fee, a tax within the amount, a round share of it; nil where it tells
  /// nothing, or where more than one of these fits.
  ///
  /// - Parameters:
  ///   - missing: what was not paid, in minor units; positive.
  ///   - gross: what was open before, in minor units.
  ///   - exponent: decimals of the currency.
  package func reason(ofMissing missing: Int64, from gross: Int64, exponent: Int) -> DeductionReason? {
    guard missing > 0, gross > missing else { return nil }
    func isOne(of amounts: [Int64]) -> Bool {
      amounts.contains { amount in
        var units = amount
        for _ in exponent..<max(exponent, 4) { units /= 10 }
        return units == missing
      }
    }
    var found: [DeductionReason] = []
    if isOne(of: freight) { found.append(.freight) }
    if isOne(of: fees) { found.append(.charge) }
    let isTax = taxRates.contains { rate in
      let tax = (2 * Int128(gross) * Int128(rate) + 1_000_000 + Int128(rate)) / (2 * (1_000_000 + Int128(rate)))
      return (tax - Int128(missing)).magnitude <= 1
    }
    if isTax { found.append(.tax) }
    if found.isEmpty, isRoundShare(missing, of: gross) { found.append(.discount) }
    return found.count == 1 ? found[0] : nil
  }

  /// Half per cents up to ten, to the minor unit, of an amount that is large enough for that to mean something: of one below ten
  /// thousand minor units too many amounts are round.
  private func isRoundShare(_ missing: Int64, of gross: Int64) -> Bool {
    guard gross >= 10_000 else { return false }
    return (1...20).contains { halves in
      ((Int128(gross) * Int128(halves) * 2 + 200) / 400) == Int128(missing)
    }
  }
}
