import CashModel

// What a payer's text cites.
//
// The text is cut into tokens: runs of letters and digits, with single separators (- / . _ #) inside them. A token is
// looked up whole, then in its longest parts from the left: `2024/117` is one number if such an item exists, `1001/1002`
// are two. What a token cannot be is settled first: amounts with decimals, dates with separators, telephone numbers,
// own accounts. A token that is no open item's number but looks like one of ours is kept as an unknown number.
// One pass, O(length of the text) look-ups of constant cost.

/// What a token of the text turned out to be.
struct Citation: Hashable, Sendable {
  enum Kind: UInt8, Sendable {
    /// The invoice id or document number.
    case document
    /// Its digits without the letters before them.
    case tail
    /// Another number of the item.
    case other
    /// A number like ours that is none of an open or closed item.
    case unknown
  }

  let kind: Kind
  /// Rows in the index of that kind; empty for `.unknown`.
  let hit: KeyHit
  let text: TextSlice
}

struct TextReader {
  private let index: ReferenceIndex
  private let customers: PayerIndex
  private var key = ReferenceKey()
  private(set) var citations: [Citation] = []
  /// Customers whose number stands in the text, in order of reading.
  private(set) var customerNumbers: [(customer: CustomerRow, text: TextSlice)] = []
  private var previousWordIsTelephone = false

  init(index: ReferenceIndex, customers: PayerIndex) {
    self.index = index
    self.customers = customers
  }

  /// Reads one text; `offset` is where its first byte stands in the arena.
  mutating func read(_ text: Span<UInt8>, at offset: UInt32) {
    citations.removeAll(keepingCapacity: true)
    customerNumbers.removeAll(keepingCapacity: true)
    previousWordIsTelephone = false
    append(text, at: offset)
  }

  /// Reads a further field of the same payment.
  mutating func append(_ text: Span<UInt8>, at offset: UInt32) {
    var start = 0
    while start < text.count {
      guard text[start].isKeyByte else {
        start += 1
        continue
      }
      var end = start + 1
      while end < text.count {
        if text[end].isKeyByte {
          end += 1
        } else if text[end].isInnerSeparator, end + 1 < text.count, text[end + 1].isKeyByte {
          end += 2
        } else {
          break
        }
      }
      readToken(text, start..<end, at: offset)
      start = end
    }
  }

  mutating func removeCitations(where isUnwanted: (Citation) -> Bool) { citations.removeAll(where: isUnwanted) }

  private mutating func readToken(_ text: Span<UInt8>, _ range: Range<Int>, at offset: UInt32) {
    let token = text.extracting(range)
    let isTelephone = previousWordIsTelephone
    previousWordIsTelephone = token.isTelephoneWord
    guard token.hasDigit, !isTelephone else { return }
    if lookUp(text, range, at: offset) { return }
    if token.looksLikeAmount(followedBy: text, range.upperBound) || token.looksLikeDate { return }
    readParts(text, range, at: offset)
  }

  /// Splits a token at its separators and takes the longest known runs of parts from the left.
  private mutating func readParts(_ text: Span<UInt8>, _ range: Range<Int>, at offset: UInt32) {
    var bounds: [Int] = [range.lowerBound]
    for index in range where text[index].isInnerSeparator { bounds.append(index + 1) }
    guard bounds.count <= TextReader.mostParts else { return }
    bounds.append(range.upperBound + 1)
    if bounds.count == 2 {
      appendUnknown(text, range, at: offset)
      return
    }
    var first = 0
    while first < bounds.count - 1 {
      var last = bounds.count - 1
      var found = false
      while last > first, !found {
        let part = bounds[first]..<bounds[last] - 1
        if part != range { found = lookUp(text, part, at: offset) }
        if !found { last -= 1 }
      }
      if !found { appendUnknown(text, bounds[first]..<bounds[first + 1] - 1, at: offset) }
      first = found ? last : first + 1
    }
  }

  private mutating func appendUnknown(_ text: Span<UInt8>, _ range: Range<Int>, at offset: UInt32) {
    key.set(text.extracting(range))
    guard key.bytes.count >= ReferenceKey.leastTailLength, index.shapes.looksLikeOurs(key) else { return }
    append(.unknown, KeyHit(start: 0, count: 0), range, at: offset)
  }

  /// - Returns: whether the token is a number we know.
  private mutating func lookUp(_ text: Span<UInt8>, _ range: Range<Int>, at offset: UInt32) -> Bool {
    key.set(text.extracting(range))
    guard key.bytes.count >= ReferenceKey.leastLength, key.digitCount > 0 else { return false }
    if let hit = index.documents.find(key.bytes.span) {
      append(.document, hit, range, at: offset)
      return true
    }
    if let customer = customers.customer(numbered: key.bytes.span) {
      customerNumbers.append((customer, slice(range, at: offset)))
      return true
    }
    if let hit = index.others.find(key.bytes.span) {
      append(.other, hit, range, at: offset)
      return true
    }
    return lookUpTail(range, at: offset)
  }

  /// A number without the letters that stand before it in the ledger, or with a general word's letters in the text.
  private mutating func lookUpTail(_ range: Range<Int>, at offset: UInt32) -> Bool {
    var start = 0
    if let tail = key.tailStart {
      guard GeneralPrefixes.contains(key.bytes[..<key.prefixLength]) else { return false }
      start = tail
    }
    guard key.bytes.count - start >= ReferenceKey.leastTailLength else { return false }
    let digits = start..<key.bytes.count
    if start > 0, let hit = index.documents.find(key.bytes.span.extracting(digits)) {
      append(.document, hit, range, at: offset)
      return true
    }
    let found = index.tails.find(key.bytes.span.extracting(digits))
    guard let hit = found else { return false }
    append(.tail, hit, range, at: offset)
    return true
  }

  private mutating func append(_ kind: Citation.Kind, _ hit: KeyHit, _ range: Range<Int>, at offset: UInt32) {
    guard citations.count < TextReader.mostCitations else { return }
    citations.append(Citation(kind: kind, hit: hit, text: slice(range, at: offset)))
  }

  private func slice(_ range: Range<Int>, at offset: UInt32) -> TextSlice {
    TextSlice(offset: offset + UInt32(range.lowerBound), length: UInt32(range.count))
  }

  /// A token of more parts than this is no list a person wrote.
  private static let mostParts = 64
  /// More citations than this in one payment are kept out, and the payment goes to a person.
  static let mostCitations = 4_096
}

/// Words that payers put before a number whatever our own prefix is.
enum GeneralPrefixes {
  private static let words: Set<[UInt8]> = Set(
    """
    INV INVOICE INVNO INVOICENO INVOICENUMBER INVNR RE RG RGNR RENR RECH RECHNUNG RECHNUNGSNR RECHNR FA FACT FACTURE \
    FACTURA FATTURA FT FAC NR NO NUM NUMBER BILL BILLNO DOC DOCNO DOCUMENT REF REFNO SI CN CM DN RF BELEG BELEGNR R F I
    """.split(separator: " ").map { Array($0.utf8) })

  static func contains(_ word: ArraySlice<UInt8>) -> Bool { words.contains(Array(word)) }
}

extension UInt8 {
  fileprivate var isInnerSeparator: Bool {
    self == UInt8(ascii: "-") || self == UInt8(ascii: "/") || self == UInt8(ascii: ".") || self == UInt8(ascii: "_")
      || self == UInt8(ascii: "#")
  }
}

extension Span where Element == UInt8 {
  fileprivate var hasDigit: Bool {
    for index in indices where self[index].isDigit { return true }
    return false
  }

  /// `Tel`, `Phone`, `Fax` and the like.
  fileprivate var isTelephoneWord: Bool {
    isWord("TEL") || isWord("PHONE") || isWord("FAX") || isWord("TELEFON") || isWord("MOBILE") || isWord("CALL")
  }

  private func isWord(_ word: StaticString) -> Bool {
    guard count == word.utf8CodeUnitCount else { return false }
    for index in indices {
      let byte = self[index].isLowerLetter ? self[index] - 32 : self[index]
      if unsafe byte != word.utf8Start[index] { return false }
    }
    return true
  }

  /// Digits with one point and two decimals (`1234.50`), or the whole part of `1.234,50`.
  fileprivate func looksLikeAmount(followedBy text: Span<UInt8>, _ end: Int) -> Bool {
    var points = 0
    var lastPoint = -1
    for index in indices {
      if self[index] == UInt8(ascii: ".") {
        points += 1
        lastPoint = index
      } else if !self[index].isDigit {
        return false
      }
    }
    if points == 1, lastPoint == count - 3 { return true }
    let hasDecimals =
      end + 2 < text.count && text[end] == UInt8(ascii: ",") && text[end + 1].isDigit && text[end + 2].isDigit
      && (end + 3 == text.count || !text[end + 3].isKeyByte)
    return points > 0 && lastPoint == count - 4 && hasDecimals
  }

  /// Three groups of digits with two equal separators that can be day, month and year in some order.
  fileprivate var looksLikeDate: Bool {
    var groups: [(value: Int, digits: Int)] = [(0, 0)]
    var separator: UInt8 = 0
    for index in indices {
      let byte = self[index]
      if byte.isDigit {
        let last = groups[groups.count - 1]
        guard last.digits < 4 else { return false }
        groups[groups.count - 1] = (last.value * 10 + Int(byte - 0x30), last.digits + 1)
      } else {
        guard separator == 0 || byte == separator, groups.count < 3 else { return false }
        separator = byte
        groups.append((0, 0))
      }
    }
    guard groups.count == 3 else { return false }
    let years = groups.filter { $0.digits == 4 && $0.value >= 1900 && $0.value < 2200 }.count
    let small = groups.filter { $0.digits >= 1 && $0.digits <= 2 && $0.value <= 31 }.count
    if years == 1 { return small == 2 && groups[1].digits <= 2 }
    return years == 0 && groups.allSatisfy { $0.digits == 2 } && small >= 2
  }
}
