import CashModel

// What a payer's text cites.
//
// The text is cut into tokens: runs of letters and digits, with single separators (- / . _ #) inside them. A token is
// looked up whole, then in its longest parts from the left: `2024/117` is one number if such an item exists, `1001/1002`
// are two, `1001-1005` are all open ones from the first to the last. What a token cannot be is settled first: amounts
// with decimals, dates with separators and bare years (unless an item is called exactly that), telephone numbers, IBANs,
// our own account and the payer's, and what a customer's word stands before. A token that is no item's number but looks like
// one of ours is kept as an unknown number. Everything that carries a number is a candidate: document numbers, their digits
// without letters, other references. A number that is a customer's and an item's is both, until it is known who pays.
// One pass; look-ups of constant cost for each token and each of its runs of parts.

/// What a token of the text turned out to be. Several citations with one place in the text are alternatives.
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

  /// Rows in the index of that kind; empty for `.unknown`.
  let hit: KeyHit
  let text: TextSlice
  let kind: Kind
  /// One of the items of a range: each is meant, though all stand in one place of the text.
  var isMember = false
}

struct TextReader {
  let index: ReferenceIndex
  private let customers: PayerIndex
  private let ownAccounts: AccountNumbers
  /// The account of the payment's payer, where it may be read for a number.
  private var payerAccount = ReferenceKey()
  var key = ReferenceKey()
  private(set) var citations: [Citation] = []
  /// Customers whose number stands in the text, in order of reading.
  private(set) var customerNumbers: [(customer: CustomerRow, text: TextSlice)] = []
  /// The same of numbers that are an item's as well, and cited as such.
  private(set) var doubtfulNumbers: [(customer: CustomerRow, text: TextSlice)] = []
  /// More was cited than can be weighed, or a token was too long to be taken apart.
  private(set) var isOverfull = false
  /// The word before was one that payers put before a number.
  private var isAfterGeneral = false
  /// The same of the token that is being read.
  private var isBehindGeneral = false
  /// The word before was one that stands before a customer's number.
  private var isAfterCustomer = false
  private var telephone = TelephoneNumber()
  private var nobodys = NobodysNumbers()

  init(index: ReferenceIndex, customers: PayerIndex, ownAccounts: AccountNumbers = AccountNumbers([])) {
    self.index = index
    self.customers = customers
    self.ownAccounts = ownAccounts
  }

  /// Reads one text; `offset` is where its first byte stands in the arena, `payerAccount` what the bank says of the payer.
  mutating func read(_ text: Span<UInt8>, at offset: UInt32, payerAccount: Span<UInt8> = Span()) {
    citations.removeAll(keepingCapacity: true)
    customerNumbers.removeAll(keepingCapacity: true)
    doubtfulNumbers.removeAll(keepingCapacity: true)
    isOverfull = false
    self.payerAccount.set(payerAccount)
    append(text, at: offset)
  }

  /// Reads a further field of the same payment.
  mutating func append(_ text: Span<UInt8>, at offset: UInt32) {
    isAfterGeneral = false
    isBehindGeneral = false
    isAfterCustomer = false
    telephone = TelephoneNumber()
    var start = 0
    while start < text.count {
      guard text[start].isKeyByte else {
        start += 1
        continue
      }
      if let word = ShortWord(text, at: start) {
        readWord(word)
        start += word.count
        continue
      }
      // An account's groups are no numbers of ours.
      if let account = text.endOfIBAN(from: start) {
        start = account
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
      if let groupsEnd = readGroups(text, from: start, firstEnd: end, at: offset) {
        start = groupsEnd
        continue
      }
      if let broken = readBroken(text, start..<end, at: offset) {
        start = broken
        continue
      }
      readToken(text, start..<end, at: offset)
      start = end
    }
  }

  mutating func removeCitations(where isUnwanted: (Citation) -> Bool) { citations.removeAll(where: isUnwanted) }

  mutating func readToken(_ text: Span<UInt8>, _ range: Range<Int>, at offset: UInt32) {
    let token = text.extracting(range)
    let isAfterGeneral = self.isAfterGeneral
    let isTelephone = telephone.takes(token)
    guard token.hasDigit else { return readWord(token) }
    self.isAfterGeneral = false
    isBehindGeneral = isAfterGeneral
    defer { isAfterCustomer = false }
    if isTelephone || nobodys.contains(token) { return }
    key.set(token)
    let isTyped = token.looksLikeAmount(followedBy: text, range.upperBound) || token.looksLikeDate
    if isTyped || (key.isYear && !isAfterGeneral) {
      lookUpVerbatim(text, range, at: offset)
      return
    }
    if !lookUpSet(range, at: offset) { readParts(text, range, at: offset) }
  }

  /// Most of what payers and banks write is such words, which are part of no number.
  private mutating func readWord(_ word: ShortWord) {
    let isTelephone = word.isTelephoneWord
    telephone.takes(wordOfItsOwn: isTelephone)
    isAfterGeneral = !isTelephone && GeneralPrefixes.contains(word)
    // As below.
    isAfterCustomer = CustomerWords.contains(word) || (isAfterCustomer && isAfterGeneral)
  }

  private mutating func readWord(_ word: Span<UInt8>) {
    let isAfterCustomer = self.isAfterCustomer
    self.isAfterGeneral = false
    self.isAfterCustomer = false
    // Most words are no name of a number, as their ends and their length tell; `Re-Nr` has another length as a key.
    let isPlain = word.hasOnlyKeyBytes
    if isPlain, !GeneralPrefixes.mayContain(word), !CustomerWords.mayContain(word) { return }
    key.set(word)
    self.isAfterGeneral = GeneralPrefixes.contains(key.bytes.span) && !word.isTelephoneWord
    // `Customer No. 10020`: the word is the one before the general one.
    self.isAfterCustomer = CustomerWords.contains(key.bytes.span) || (isAfterCustomer && self.isAfterGeneral)
  }

  /// Splits a token at its separators and takes the longest known runs of parts from the left.
  private mutating func readParts(_ text: Span<UInt8>, _ range: Range<Int>, at offset: UInt32) {
    var bounds: [Int] = [range.lowerBound]
    for index in range where text[index].isInnerSeparator { bounds.append(index + 1) }
    guard bounds.count <= TextReader.mostParts else {
      isOverfull = true
      return
    }
    bounds.append(range.upperBound + 1)
    if bounds.count == 2 {
      if readGlued(text, range, at: offset) { return }
      let before = citations.count
      appendUnknown(text, range, at: offset)
      // Nothing that the payment's other fields say would make it anybody's.
      if citations.count == before, !isOverfull { nobodys.insert(text.extracting(range)) }
      return
    }
    if bounds.count == 3, text[bounds[1] - 1] == UInt8(ascii: "-"), readRange(text, range, bounds[1], at: offset) {
      return
    }
    let before = citations.count
    var first = 0
    while first < bounds.count - 1 {
      var last = bounds.count - 1
      var found = false
      while last > first, !found {
        let part = bounds[first]..<bounds[last] - 1
        if part != range { found = lookUp(text, part, at: offset) }
        if !found { last -= 1 }
      }
      if !found {
        let part = bounds[first]..<bounds[first + 1] - 1
        if !readGlued(text, part, at: offset) { appendUnknown(text, part, at: offset) }
      }
      first = found ? last : first + 1
    }
    if citations.count == before { appendUnknown(text, range, at: offset) }
  }

  mutating func appendUnknown(_ text: Span<UInt8>, _ range: Range<Int>, at offset: UInt32) {
    key.set(text.extracting(range))
    guard key.bytes.count >= ReferenceKey.leastLength, !key.isYear, !isAccount, index.shapes.looksLikeOurs(key) else {
      return
    }
    append(.unknown, .none, range, at: offset)
  }

  /// A token that is an amount, a date or a year is a number of ours only where an item is called just that.
  private mutating func lookUpVerbatim(_ text: Span<UInt8>, _ range: Range<Int>, at offset: UInt32) {
    guard let hit = index.documents.find(key.bytes.span), key.bytes.count >= ReferenceKey.leastLength else { return }
    let token = text.extracting(range)
    guard !key.isYear, index.isVerbatim(token, in: hit) else { return }
    append(.document, hit, range, at: offset)
  }

  /// - Returns: whether the token is a number we know.
  mutating func lookUp(_ text: Span<UInt8>, _ range: Range<Int>, at offset: UInt32) -> Bool {
    key.set(text.extracting(range))
    return lookUpSet(range, at: offset)
  }

  /// The same of a token that the key has been set to.
  private mutating func lookUpSet(_ range: Range<Int>, at offset: UInt32) -> Bool {
    if lookUpKey(range, at: offset) { return true }
    // A creditor reference in one piece may stand in the ledger without its frame.
    guard key.prefixLength == 2, let national = CheckedReference.nationalPart(of: key.bytes[...]) else { return false }
    key.set(Array(national).span)
    return lookUpKey(range, at: offset)
  }

  private mutating func lookUpKey(_ range: Range<Int>, at offset: UInt32) -> Bool {
    guard key.bytes.count >= ReferenceKey.leastLength, key.hasDigit else { return false }
    if isAccount { return true }
    let customer = customers.customer(numbered: key.bytes.span)
    if isAfterCustomer, let customer {
      customerNumbers.append((customer, slice(range, at: offset)))
      return true
    }
    let before = citations.count
    if let hit = index.documents.find(key.bytes.span) {
      index.fetchAhead(hit)
      append(.document, hit, range, at: offset)
    }
    if let hit = index.others.find(key.bytes.span) { append(.other, hit, range, at: offset) }
    lookUpTail(range, at: offset)
    let isItem = citations.count > before
    guard let customer else { return isItem }
    if isItem {
      // Behind an invoice's word it is an invoice's number.
      if isBehindGeneral { return true }
      doubtfulNumbers.append((customer, slice(range, at: offset)))
    } else {
      customerNumbers.append((customer, slice(range, at: offset)))
    }
    return true
  }

  /// Whether the key is an account of ours, or the payer's.
  private var isAccount: Bool {
    ownAccounts.contains(key.bytes) || (key.bytes == payerAccount.bytes && AccountNumbers.mayBeAccount(key))
  }

  /// A number without the letters that stand before it in the ledger, or with a general word's letters in the text.
  private mutating func lookUpTail(_ range: Range<Int>, at offset: UInt32) {
    var start = 0
    if let tail = key.tailStart {
      guard GeneralPrefixes.contains(key.bytes.span.extracting(0..<key.prefixLength)) else { return }
      start = tail
    }
    guard key.isPrefixAndDigits, key.bytes.count - start >= ReferenceKey.leastLength else { return }
    let digits = start..<key.bytes.count
    if start > 0, let hit = index.documents.find(key.bytes.span.extracting(digits)) {
      append(.document, hit, range, at: offset)
    }
    if start > 0, let hit = index.others.find(key.bytes.span.extracting(digits)) {
      append(.other, hit, range, at: offset)
    }
    let found = index.tails.find(key.bytes.span.extracting(digits))
    if let hit = found { append(.tail, hit, range, at: offset) }
  }

  mutating func append(
    _ kind: Citation.Kind, _ hit: KeyHit, _ range: Range<Int>, at offset: UInt32, isMember: Bool = false
  ) {
    guard citations.count < TextReader.mostCitations else {
      isOverfull = true
      return
    }
    citations.append(Citation(hit: hit, text: slice(range, at: offset), kind: kind, isMember: isMember))
  }

  func slice(_ range: Range<Int>, at offset: UInt32) -> TextSlice {
    TextSlice(offset: offset + UInt32(range.lowerBound), length: UInt32(range.count))
  }

  /// A token of more parts than this is no list a person wrote.
  private static let mostParts = 64
  /// With more citations than this the payment goes to a person.
  private static let mostCitations = 4_096
}
