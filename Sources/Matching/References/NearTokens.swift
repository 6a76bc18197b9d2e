import CashModel

// What of a text may be a number that was written wrong.
//
// Only payments that nothing exact explains are read again, token by token: runs of letters and digits with digits in
// them, the same with single separators inside, and two runs that only blanks or a line break part, as one. Amounts,
// dates, telephone numbers and the payer's own account and number are no candidates. Whether a token is near an item's
// number is asked of the items in question only (the payer's, or those of the payment's amount), so that nothing is
// compared with the whole ledger.

/// How a token resembles an item's number, the surest first.
enum Nearness: UInt8, Comparable {
  /// The number itself, cut by a blank or a line's end, or with its first digits left to the number before it.
  case split
  /// The same but for look-alikes: O and 0, I, L and 1, S and 5, B and 8, Z and 2, G and 6.
  case lookAlike
  /// One letter more, less, other, or two swapped.
  case oneEdit
  /// The number's last digits.
  case suffix
  /// The number's first digits, where the text ends with them: fields are cut.
  case beginning
  case twoEdits

  static func < (left: Nearness, right: Nearness) -> Bool { left.rawValue < right.rawValue }
}

struct NearToken {
  let key: ReferenceKey
  let folded: [UInt8]
  /// As in the key, leading zeros included.
  let raw: [UInt8]
  let text: TextSlice
  /// Made of two runs of the text, or completed from the number before it: nothing but equal counts.
  let isJoined: Bool
  /// Nothing stands behind it in its field.
  let isLast: Bool
  /// Completed from the number before it.
  var isCompleted = false
}

extension NearToken {
  /// - Returns: nil for a text that is no number of anybody's.
  init?(_ text: Span<UInt8>, at slice: TextSlice, isJoined: Bool = false, isLast: Bool = false) {
    // Most words have no digits, and nothing is asked for them.
    guard text.hasDigits(atLeast: NearToken.leastDigits) else { return nil }
    var key = ReferenceKey()
    key.append(text)
    let raw = key.bytes
    key.finish()
    guard key.digitCount >= NearToken.leastDigits, key.bytes.count <= 40 else { return nil }
    let folded = key.bytes.contains { $0.foldedLookAlike != $0 } ? key.bytes.map(\.foldedLookAlike) : key.bytes
    self.init(key: key, folded: folded, raw: raw, text: slice, isJoined: isJoined, isLast: isLast)
  }
}

extension NearToken {
  /// What is compared letter by letter: the token without leading zeros, and where these differ, with look-alikes folded, with
  /// its zeros (what reads as zeros may have lost the digit before them), and without a general word's letters before it.
  func forEachForm(_ body: (ArraySlice<UInt8>) -> Void) {
    guard !isJoined, key.bytes.count >= ReferenceKey.leastLength else { return }
    body(key.bytes[...])
    if folded != key.bytes { body(folded[...]) }
    if raw != key.bytes { body(raw[...]) }
    if let start = key.tailStart, GeneralPrefixes.contains(key.bytes.span.extracting(0..<start)) {
      body(key.bytes[start...])
    }
  }

  private static let leastDigits = 3
}

struct NearTokens {
  private(set) var tokens: [NearToken] = []

  /// Reads a text; tokens of `known` places are left out: they are numbers already.
  mutating func append(_ text: Span<UInt8>, at offset: UInt32, known: [TextSlice], isOwn: (Span<UInt8>) -> Bool) {
    var previous: Range<Int>?
    var telephone = TelephoneNumber()
    var start = 0
    while start < text.count, tokens.count < NearTokens.most {
      guard text[start].isKeyByte else {
        start += 1
        continue
      }
      if let account = text.endOfIBAN(from: start) {
        start = account
        previous = nil
        continue
      }
      var end = start
      while end < text.count, text[end].isKeyByte { end += 1 }
      let run = start..<end
      start = end
      defer { previous = run }
      let token = NearTokens.token(around: run, text)
      guard !telephone.takes(text.extracting(run)),
        text.extracting(token).hasDigit || previous.map({ text.extracting($0).hasDigit }) ?? false,
        !isOwn(text.extracting(run)),
        !NearTokens.isAmountOrDate(token, text)
      else { continue }
      func isFree(_ range: Range<Int>) -> Bool {
        !known.contains { $0.range.overlaps(range.lowerBound + Int(offset)..<range.upperBound + Int(offset)) }
      }
      if isFree(run) {
        add(text, run, at: offset, isJoined: false)
        addDigits(text, run, at: offset)
      }
      if token.lowerBound == run.lowerBound, token != run, isFree(token) {
        add(text, token, at: offset, isJoined: false)
      }
      if isFree(run), let base = base(of: run, text) { complete(text, run, base, at: offset) }
      if let before = previous, NearTokens.isGap(text, before.upperBound, run.lowerBound) {
        let joined = before.lowerBound..<run.upperBound
        if isFree(joined) { add(text, joined, at: offset, isJoined: true) }
      }
    }
  }

  /// The full number before a short one that a list joins to it: `1929577791` for `95` in `1929577791/92/95`.
  private func base(of run: Range<Int>, _ text: Span<UInt8>) -> Range<Int>? {
    guard run.count <= NearTokens.mostCompleted, !text.extracting(run).hasLetter else { return nil }
    var place = run.lowerBound
    while place > 1, NearTokens.joinsList(text[place - 1]), text[place - 2].isKeyByte {
      let end = place - 1
      place = end
      while place > 0, text[place - 1].isKeyByte { place -= 1 }
      if end - place >= ReferenceKey.leastLength, end - place > run.count, text[end - 1].isDigit {
        return place..<end
      }
    }
    return nil
  }

  private static func joinsList(_ byte: UInt8) -> Bool {
    byte == UInt8(ascii: "/") || byte == UInt8(ascii: "-") || byte == UInt8(ascii: ",") || byte == UInt8(ascii: "+")
  }

  /// A list's short number with the full one's first digits.
  private mutating func complete(_ text: Span<UInt8>, _ run: Range<Int>, _ base: Range<Int>, at offset: UInt32) {
    var full = base.map { text[$0] }
    let kept = full.count - run.count
    guard full[kept...].allSatisfy(\.isDigit) else { return }
    full.replaceSubrange(kept..., with: run.map { text[$0] })
    var key = ReferenceKey()
    key.set(full.span)
    tokens.append(
      NearToken(
        key: key, folded: key.bytes, raw: key.bytes,
        text: TextSlice(offset: offset + UInt32(run.lowerBound), length: UInt32(run.count)), isJoined: true,
        isLast: false, isCompleted: true))
  }

  /// The digits of a run that a template's letters follow or come before, `19331871803REF`.
  private mutating func addDigits(_ text: Span<UInt8>, _ run: Range<Int>, at offset: UInt32) {
    var start = run.lowerBound
    while start < run.upperBound {
      guard text[start].isDigit else {
        start += 1
        continue
      }
      var end = start + 1
      while end < run.upperBound, text[end].isDigit { end += 1 }
      if start..<end != run, end < run.upperBound, end - start >= NearTokens.leastInside {
        add(text, start..<end, at: offset, isJoined: false)
      }
      start = end
    }
  }

  private mutating func add(_ text: Span<UInt8>, _ range: Range<Int>, at offset: UInt32, isJoined: Bool) {
    let slice = TextSlice(offset: offset + UInt32(range.lowerBound), length: UInt32(range.count))
    let isLast = !text.extracting(range.upperBound..<text.count).hasKeyByte
    guard let token = NearToken(text.extracting(range), at: slice, isJoined: isJoined, isLast: isLast) else { return }
    tokens.append(token)
  }

  /// Blanks, at most two of them, or a line's end with its blanks.
  private static func isGap(_ text: Span<UInt8>, _ start: Int, _ end: Int) -> Bool {
    guard end - start <= 3 else { return false }
    for index in start..<end where text[index] != 0x20 && text[index] != 0x0A && text[index] != 0x0D { return false }
    return true
  }

  /// The run with what single separators join to it: `INV-2024-00871`.
  private static func token(around run: Range<Int>, _ text: Span<UInt8>) -> Range<Int> {
    var start = run.lowerBound
    var end = run.upperBound
    while start > 1, text[start - 1].isInnerSeparator, text[start - 2].isKeyByte {
      start -= 2
      while start > 0, text[start - 1].isKeyByte { start -= 1 }
    }
    while end + 1 < text.count, text[end].isInnerSeparator, text[end + 1].isKeyByte {
      end += 2
      while end < text.count, text[end].isKeyByte { end += 1 }
    }
    return start..<end
  }

  private static func isAmountOrDate(_ range: Range<Int>, _ text: Span<UInt8>) -> Bool {
    let token = text.extracting(range)
    return token.looksLikeAmount(followedBy: text, range.upperBound) || token.looksLikeDate
  }

  static let most = 96
  private static let leastInside = 6
  /// Digits of a number that a list leaves to be completed.
  private static let mostCompleted = 4
}

extension Span<UInt8> {
  fileprivate func hasDigits(atLeast least: Int) -> Bool {
    var digits = 0
    for place in indices where self[place].isDigit {
      digits += 1
      if digits == least { return true }
    }
    return false
  }
}

extension UInt8 {
  /// Capitals whose shape is a digit's become that digit.
  var foldedLookAlike: UInt8 {
    switch self {
    case UInt8(ascii: "O"): UInt8(ascii: "0")
    case UInt8(ascii: "I"), UInt8(ascii: "L"): UInt8(ascii: "1")
    case UInt8(ascii: "S"): UInt8(ascii: "5")
    case UInt8(ascii: "B"): UInt8(ascii: "8")
    case UInt8(ascii: "Z"): UInt8(ascii: "2")
    case UInt8(ascii: "G"): UInt8(ascii: "6")
    default: self
    }
  }
}
