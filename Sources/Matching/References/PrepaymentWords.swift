// Words by which payers say that they pay before there is an invoice.

enum PrepaymentWords {
  /// Whether a text speaks of a prepayment. A bare "deposit" does not: banks call any credit so.
  static func areIn(_ text: Span<UInt8>) -> Bool {
    var previous: [UInt8] = []
    var word: [UInt8] = []
    for index in 0...text.count {
      if index < text.count, text[index].isUpperLetter || text[index].isLowerLetter {
        word.append(text[index].isLowerLetter ? text[index] - 32 : text[index])
        continue
      }
      if word.isEmpty { continue }
      if words.contains(word.span) || pairs.contains(previous + [0x20] + word) { return true }
      previous = word
      word.removeAll(keepingCapacity: true)
    }
    return false
  }

  private static let words = WordSet(
    """
    PREPAYMENT PREPAY PREPAID PROFORMA DOWNPAYMENT VORAUSKASSE VORAUSZAHLUNG ANZAHLUNG ACOMPTE ANTICIPO ACCONTO AANBETALING \
    VOORUITBETALING ZALICZKA FORSKUD
    """)

  private static let pairs: Set<[UInt8]> = Set(
    ["PRE PAYMENT", "PRO FORMA", "DOWN PAYMENT", "ADVANCE PAYMENT", "DEPOSIT ORDER", "ORDER DEPOSIT", "DEPOSIT FOR"].map
    {
      Array($0.utf8)
    })
}
