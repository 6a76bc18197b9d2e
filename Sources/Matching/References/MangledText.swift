import CashModel

/// The letters and digits of a payment's texts run together, with look-alikes folded (O and 0, I, L and 1, S and 5, B and
/// 8, Z and 2, G and 6), for asking whether a number may stand in them in any shape at all.
struct MangledText {
  private var bytes: [UInt8] = []
  /// Where a token began in the text, for numbers too short to be searched for inside others.
  private var starts: [Bool] = []
  /// Full-width forms and other scripts' digits cannot be folded here.
  private(set) var isUnreadable = false
  private var isInside = false
  /// The last four bytes, and of all four that stand together a bit of a hash: most numbers are seen not to stand in the text by
  /// their last four digits.
  private var lastFour: UInt32 = 0
  private var fours = SIMD4<UInt64>(repeating: 0)

  mutating func append(_ text: Span<UInt8>) {
    isInside = false
    for index in text.indices {
      let byte = text[index]
      // U+FF00 to U+FF3F: full-width digits and letters.
      if byte == 0xEF, index + 1 < text.count, text[index + 1] == 0xBC { isUnreadable = true }
      guard byte.isKeyByte else {
        isInside = false
        continue
      }
      let folded = (byte.isLowerLetter ? byte - 32 : byte).foldedLookAlike
      bytes.append(folded)
      lastFour = lastFour << 8 | UInt32(folded)
      let place = MangledText.place(of: lastFour)
      fours[place >> 6] |= 1 << UInt64(place & 63)
      starts.append(!isInside)
      isInside = true
    }
    isInside = false
  }

  /// Whether the digits may stand in the text: anywhere from four digits on, else only as a token of their own.
  func mayHold(_ digits: ArraySlice<UInt8>) -> Bool {
    guard !digits.isEmpty, digits.count <= bytes.count else { return false }
    if digits.count >= 4 {
      let place = MangledText.place(of: digits.suffix(4).reduce(0) { $0 << 8 | UInt32($1) })
      guard fours[place >> 6] >> UInt64(place & 63) & 1 == 1 else { return false }
    }
    for start in 0...bytes.count - digits.count {
      var place = 0
      for digit in digits {
        guard bytes[start + place] == digit else { break }
        place += 1
      }
      guard place == digits.count else { continue }
      if digits.count >= 4 { return true }
      let end = start + digits.count
      if starts[start], end == bytes.count || starts[end] { return true }
    }
    return false
  }

  private static func place(of four: UInt32) -> Int { Int((four &* 0x9e37_79b1) >> 24) }

  var hasDigit: Bool { bytes.contains { $0.isDigit } }
}

extension MatchingIndex {
  /// Whether the payment's texts may name an open item of the payer other than those it is taken to mean, or name
  /// something that cannot be read at all. With very many open items the answer is yes where there is any digit.
  func mayMeanAnother(than meant: Set<OpenItemRow>, _ payer: CustomerRow, _ context: ProposalContext) -> Bool {
    let payments = context.payments
    var text = MangledText()
    text.append(payments.arena.span(payments.remittance[context.row]))
    for child in payments.structured[context.row].indices {
      let line = payments.structuredRows[child]
      guard line.documentNumber.isEmpty else { return true }
      text.append(payments.arena.span(line.creditorReference))
    }
    if text.isUnreadable { return true }
    let open = openItems(ofFamily: payers.family(of: payer))
    if open.count > MatchingIndex.mostItemsSearchedFor { return text.hasDigit }
    var key = ReferenceKey()
    let items = items
    for other in open where !meant.contains(other) {
      guard context.state.standing[other.index].available != .zero else { continue }
      for slice in [items[other.index].documentNumber, items[other.index].invoiceID, items[other.index].poNumber] {
        key.set(items.arena.span(slice))
        let digits = key.isPrefixAndDigits ? key.bytes[key.prefixLength...] : key.bytes[...]
        if digits.contains(where: \.isDigit), text.mayHold(digits) { return true }
      }
    }
    return false
  }
  private static let mostItemsSearchedFor = 1_000
}
