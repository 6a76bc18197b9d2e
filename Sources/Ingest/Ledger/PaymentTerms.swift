import CashModel

/// Terms of payment as invoices state them: `2/10 net 30` is two per cent off within ten days, all of it within
/// thirty; `net 30` is thirty days without a discount.
///
/// The whole text has to be such terms. What is anything else (`2/10 EOM`, a word of the ledger) is no terms here,
/// since a part of it read alone would mean something else than the whole.
struct PaymentTerms: Equatable {
  /// In millionths of the amount; zero where there is no discount.
  private(set) var discountRate: Int64 = 0
  private(set) var discountDays: Int?
  private(set) var netDays: Int?

  /// - Returns: nil where the text is no terms of this form.
  init?(_ text: Span<UInt8>) {
    var scanner = TermsScanner(text)
    if scanner.nextIsDigit {
      guard let rate = scanner.rate() else { return nil }
      _ = scanner.accept("%")
      guard scanner.accept("/"), let days = scanner.days() else { return nil }
      discountRate = rate
      discountDays = days
      _ = scanner.accept("days")
      _ = scanner.accept(",")
    }
    if scanner.accept("net") || scanner.accept("n") {
      _ = scanner.accept("/")
      guard let days = scanner.days() else { return nil }
      netDays = days
      _ = scanner.accept("days")
    }
    guard scanner.isAtEnd, discountDays != nil || netDays != nil else { return nil }
  }

  /// The discount on an amount, rounded half up (away from zero on a credit memo), with the amount's sign.
  func discount(on amount: Money) -> Money {
    let exact = amount.magnitude.minorUnits.multipliedFullWidth(by: discountRate)
    let half = exact.low.addingReportingOverflow(500_000)
    let rounded = Int64(1_000_000).dividingFullWidth((exact.high + (half.overflow ? 1 : 0), half.partialValue))
    return amount < .zero ? Money(minorUnits: -rounded.quotient) : Money(minorUnits: rounded.quotient)
  }
}

/// Takes terms apart; blanks between parts do not count.
private struct TermsScanner: ~Escapable {
  private let text: Span<UInt8>
  private var index = 0

  @_lifetime(copy text)
  init(_ text: Span<UInt8>) { self.text = text }

  var isAtEnd: Bool {
    mutating get {
      skipBlanks()
      return index == text.count
    }
  }

  var nextIsDigit: Bool {
    mutating get {
      skipBlanks()
      return digit() != nil
    }
  }

  /// Steps over a word, whatever the case of its letters; stays where the text goes on otherwise.
  mutating func accept(_ word: StaticString) -> Bool {
    skipBlanks()
    let count = word.utf8CodeUnitCount
    guard text.count - index >= count else { return false }
    for place in 0..<count {
      let byte = text[index + place]
      let lower = byte >= 0x41 && byte <= 0x5A ? byte + 0x20 : byte
      // The pointer is the literal's own storage, and `place` is below its length.
      guard unsafe lower == word.utf8Start[place] else { return false }
    }
    index += count
    return true
  }

  mutating func days() -> Int? {
    skipBlanks()
    var value = 0
    var digits = 0
    while let next = digit() {
      value = value * 10 + Int(next)
      digits += 1
      index += 1
      if digits > 3 { return nil }
    }
    return digits > 0 ? value : nil
  }

  /// A percentage with up to four decimals, at most 100, in millionths.
  mutating func rate() -> Int64? {
    guard let whole = days(), whole <= 100 else { return nil }
    var value = Int64(whole) * 10_000
    guard index < text.count, text[index] == UInt8(ascii: ".") else { return value }
    index += 1
    var unit: Int64 = 1_000
    var digits = 0
    while let next = digit() {
      guard unit > 0 else { return nil }
      value += Int64(next) * unit
      unit /= 10
      digits += 1
      index += 1
    }
    return digits > 0 && value <= 1_000_000 ? value : nil
  }

  private func digit() -> UInt8? {
    guard index < text.count, text[index] >= 0x30, text[index] <= 0x39 else { return nil }
    return text[index] - 0x30
  }

  private mutating func skipBlanks() {
    while index < text.count, text[index] == 0x20 || text[index] == 0x09 { index += 1 }
  }
}
