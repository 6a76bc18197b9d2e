import CashModel

/// Compares one token of a text with the numbers of a payer: prepared for the token once, so that a number costs some nanoseconds.
/// Most numbers are told apart by how often each letter stands in them, and only the rest by the letters' order.
struct NearComparison: ~Copyable {
  /// What is compared letter by letter.
  private struct Form {
    var distance = EditDistance()
    var letters = LetterCounts()
  }

  /// As many as any token has had: most have one.
  private var forms: [Form] = []
  private var formCount = 0
  private var bytes: [UInt8] = []
  private var folded: [UInt8] = []
  private var isJoined = false
  private var isLast = false

  mutating func set(_ token: NearToken) {
    (bytes, folded, isJoined, isLast) = (token.key.bytes, token.folded, token.isJoined, token.isLast)
    formCount = 0
    token.forEachForm { form in
      if formCount == forms.count { forms.append(Form()) }
      forms[formCount].distance.set(form.span)
      forms[formCount].letters = LetterCounts(form.span)
      formCount += 1
    }
  }

  /// How the token resembles a number; nil where it does not.
  func nearness(to number: Int, of numbers: borrowing OwnNumbers) -> Nearness? {
    let whole = numbers.whole(number)
    let tail = numbers.tail(number)
    let bytes = bytes.span
    if isJoined { return bytes.isSame(as: whole) || bytes.isSame(as: tail) ? .split : nil }
    guard bytes.count >= ReferenceKey.leastLength - 1 else { return nil }
    if bytes.count >= ReferenceKey.leastLength {
      let folded = folded.span
      if folded.isSame(as: numbers.foldedWhole(number)) || folded.isSame(as: tail) { return .lookAlike }
      let edits = edits(to: number, of: numbers)
      if edits < 2 { return .oneEdit }
      if edits == 2, tail.count >= NearComparison.leastDigitsOfTwoEdits { return .twoEdits }
    }
    if bytes.count < tail.count, tail.extracting(last: bytes.count).isSame(as: bytes) { return .suffix }
    guard isLast, bytes.count >= NearComparison.leastBeginning else { return nil }
    return whole.isLonger(beginningWith: bytes) || tail.isLonger(beginningWith: bytes) ? .beginning : nil
  }

  /// The least edit distance of any form to a number or its digits, 3 where none is within two.
  func edits(to number: Int, of numbers: borrowing OwnNumbers) -> Int {
    let least = edits(to: numbers.whole(number), numbers.letters(number))
    let tail = numbers.tail(number)
    if least == 0 || tail.count == numbers.whole(number).count { return least }
    return min(least, edits(to: tail, numbers.tailLetters(number)))
  }

  private func edits(to side: Span<UInt8>, _ letters: LetterCounts) -> Int {
    guard side.count >= OwnNumbers.leastEdited else { return 3 }
    var least = 3
    for place in 0..<formCount {
      // An edit changes the length by one at most, and how often letters stand in it by one of one letter, or of two.
      guard abs(forms[place].distance.length - side.count) <= 2, forms[place].letters.difference(to: letters) <= 4,
        let found = forms[place].distance.distance(to: side)
      else { continue }
      least = min(least, found)
    }
    return least
  }

  private static let leastDigitsOfTwoEdits = 6
  private static let leastBeginning = 6
}

/// How often each digit stands in a number, and letters by sixes; counts of numbers beyond 127 letters mean nothing.
struct LetterCounts {
  private var counts = SIMD16<UInt8>(repeating: 0)

  init() {}

  init(_ text: Span<UInt8>) {
    // Eight counts in a word: letter by letter into a vector takes longer.
    var (low, high): (UInt64, UInt64) = (0, 0)
    for place in text.indices {
      let byte = text[place]
      let lane = byte.isDigit ? byte & 15 : 10 + byte & 3 + byte >> 1 & 2
      let one: UInt64 = 1 &<< UInt64(8 * (lane & 7))
      if lane < 8 { low &+= one } else { high &+= one }
    }
    // Sixteen bytes either way.
    counts = unsafe unsafeBitCast(SIMD2(low, high), to: SIMD16<UInt8>.self)
  }

  /// By how much the counts differ, in all.
  func difference(to other: LetterCounts) -> Int {
    let more = pointwiseMax(counts, other.counts)
    let less = pointwiseMin(counts, other.counts)
    return Int((more &- less).wrappedSum())
  }
}

extension Span<UInt8> {
  fileprivate func isLonger(beginningWith other: Span<UInt8>) -> Bool {
    count > other.count && extracting(first: other.count).isSame(as: other)
  }
}
