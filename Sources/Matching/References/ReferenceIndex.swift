import CashModel

/// All numbers under which an open (or closed) item may be quoted.
struct ReferenceIndex: Sendable {
  /// Invoice ids and document numbers, whole.
  private(set) var documents = ByteKeyIndex()
  /// Their digits alone, where letters stand before them.
  private(set) var tails = ByteKeyIndex()
  /// Other numbers: `references`, purchase orders.
  private(set) var others = ByteKeyIndex()
  private(set) var shapes = NumberShapes()
  /// By item: a hash of the document number as it is written.
  private var verbatim: [Fingerprint] = []

  init(_ items: OpenItemTable) {
    var key = ReferenceKey()
    verbatim = (0..<items.count).map { Fingerprint(of: items.arena.span(items.documentNumber[$0])) }
    for row in 0..<items.count {
      let number = Int32(row)
      for slice in [items.documentNumber[row], items.invoiceID[row]] {
        key.set(items.arena.span(slice))
        guard key.bytes.count >= ReferenceKey.leastLength, key.digitCount > 0 else { continue }
        documents.insert(key.bytes.span, row: number)
        shapes.learn(key)
        if let start = key.tailStart, key.bytes.count - start >= ReferenceKey.leastLength {
          tails.insert(key.bytes.span.extracting(start..<key.bytes.count), row: number)
        }
      }
      insertOthers(of: items.references[row], in: items.arena, row: number, &key)
      key.set(items.arena.span(items.poNumber[row]))
      if ReferenceIndex.isTelling(key) { others.insert(key.bytes.span, row: number) }
    }
    documents.seal()
    tails.seal()
    others.seal()
  }

  /// Whether an item of the hit is called just like this, separators included.
  func isVerbatim(_ token: Span<UInt8>, in hit: KeyHit) -> Bool {
    for place in hit.indices where verbatim[Int(documents.rows[place])] == Fingerprint(of: token) { return true }
    return false
  }

  private static func isTelling(_ key: ReferenceKey) -> Bool {
    key.bytes.count >= ReferenceKey.leastOtherLength && key.digitCount > 2
  }

  private mutating func insertOthers(of slice: TextSlice, in arena: TextArena, row: Int32, _ key: inout ReferenceKey) {
    let text = arena.span(slice)
    var start = 0
    for index in 0...text.count where index == text.count || text[index] == UInt8(ascii: "|") {
      key.set(text.extracting(start..<index))
      if ReferenceIndex.isTelling(key) { others.insert(key.bytes.span, row: row) }
      // Payers quote a creditor reference with its frame and without.
      if let national = CheckedReference.nationalPart(of: key.bytes[...]) {
        key.set(Array(national).span)
        if ReferenceIndex.isTelling(key) { others.insert(key.bytes.span, row: row) }
      }
      start = index + 1
    }
  }
}

/// What the company's own numbers look like, learned from its open items: so that a number in a payer's text that is
/// no open item's can be told from a telephone number.
struct NumberShapes: Sendable {
  private struct Range: Sendable {
    var low: UInt64
    var high: UInt64
  }

  /// By prefix letters and number of digits.
  private var ranges: [[UInt8]: Range] = [:]

  mutating func learn(_ key: ReferenceKey) {
    guard let (shape, value) = NumberShapes.shape(of: key) else { return }
    if var range = ranges[shape] {
      range.low = min(range.low, value)
      range.high = max(range.high, value)
      ranges[shape] = range
    } else {
      ranges[shape] = Range(low: value, high: value)
    }
  }

  /// True where the key has the letters and the length of own numbers; of numbers without letters, where it lies among
  /// them too, or as far outside as they lie apart: invoices that were paid before, or written since.
  func looksLikeOurs(_ key: ReferenceKey) -> Bool {
    guard let (shape, value) = NumberShapes.shape(of: key), let range = ranges[shape] else { return false }
    if key.prefixLength > 0 { return true }
    let span = max(range.high - range.low, 100)
    let low = range.low > span ? range.low - span : 0
    let (high, overflow) = range.high.addingReportingOverflow(span)
    return value >= low && (overflow || value <= high)
  }

  private static func shape(of key: ReferenceKey) -> (shape: [UInt8], value: UInt64)? {
    guard let value = key.number else { return nil }
    return (Array(key.bytes[..<key.prefixLength]) + [UInt8(key.bytes.count - key.prefixLength)], value)
  }
}
