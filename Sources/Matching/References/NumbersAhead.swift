import CashModel

/// The numbers in the texts of some payments, which will soon be looked up: what they are looked up in is asked for before the first
/// text is read. Only what most texts are made of is seen here, whole tokens; what is read otherwise waits for its look into memory.
struct NumbersAhead {
  private var key = ReferenceKey()
  private var documents = KeysAhead()
  private var others = KeysAhead()
  private var tails = KeysAhead()

  mutating func set(_ payments: PaymentTable, _ rows: Range<Int>, _ index: ReferenceIndex) {
    for row in rows {
      ask(for: payments.arena.span(payments.remittance[row]), in: index)
      for child in payments.structured[row].indices {
        ask(for: payments.arena.span(payments.structuredRows[child].documentNumber), in: index)
      }
    }
    documents.fetchSlots(in: index.documents)
    others.fetchSlots(in: index.others)
    tails.fetchSlots(in: index.tails)
  }

  private mutating func ask(for text: Span<UInt8>, in index: ReferenceIndex) {
    var start = 0
    var left = NumbersAhead.mostTokens
    // Most of a text has no digit.
    while left > 0, let digit = text.firstDigit(from: start) {
      var begin = digit
      while begin > start, NumbersAhead.isOfToken(text[begin - 1]) { begin -= 1 }
      var end = digit + 1
      while end < text.count, NumbersAhead.isOfToken(text[end]) { end += 1 }
      ask(forToken: text.extracting(begin..<end), in: index)
      left -= 1
      start = end
    }
  }

  private static func isOfToken(_ byte: UInt8) -> Bool { byte.isKeyByte || byte.isInnerSeparator }

  private mutating func ask(forToken token: Span<UInt8>, in index: ReferenceIndex) {
    key.set(token)
    guard key.bytes.count >= ReferenceKey.leastLength else { return }
    documents.append(index.documents.askedTag(of: key.bytes.span))
    others.append(index.others.askedTag(of: key.bytes.span))
    tails.append(index.tails.askedTag(of: key.bytes.span))
    if let start = key.tailStart {
      tails.append(index.tails.askedTag(of: key.bytes.span.extracting(start..<key.bytes.count)))
    }
  }

  /// In one text: long lists are not asked for to their end.
  private static let mostTokens = 16
}
