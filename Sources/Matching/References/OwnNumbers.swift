import CashModel

/// The numbers of one family's open items, laid side by side for comparing them with many tokens: document numbers and
/// the other numbers an item is quoted by.
struct OwnNumbers {
  private struct Number {
    let item: OpenItemRow
    let start: Int32
    let length: Int32
    /// Where the digits behind the letters begin; the start where there are no letters, or not only digits behind them.
    let tail: Int32
    let letters: LetterCounts
    let tailLetters: LetterCounts
  }

  private var numbers: [Number] = []
  private var bytes: [UInt8] = []
  private var folded: [UInt8] = []
  /// Items by their numbers, and the digits of these, for finding what is one edit away; empty where there are so few that all are
  /// compared with any text.
  private var edits = EditIndex()

  var count: Int { numbers.count }

  func item(_ number: Int) -> OpenItemRow { numbers[number].item }

  /// The whole number, capitals and digits.
  @_lifetime(borrow self)
  func whole(_ number: Int) -> Span<UInt8> { bytes.span.extracting(wholeRange(number)) }
  /// The number with look-alikes folded.
  @_lifetime(borrow self)
  func foldedWhole(_ number: Int) -> Span<UInt8> { folded.span.extracting(wholeRange(number)) }
  /// Its digits without the letters before them; the whole number where there are none.
  @_lifetime(borrow self)
  func tail(_ number: Int) -> Span<UInt8> { bytes.span.extracting(tailRange(number)) }

  func letters(_ number: Int) -> LetterCounts { numbers[number].letters }
  func tailLetters(_ number: Int) -> LetterCounts { numbers[number].tailLetters }

  private func wholeRange(_ number: Int) -> Range<Int> {
    let number = numbers[number]
    return Int(number.start)..<Int(number.start + number.length)
  }

  private func tailRange(_ number: Int) -> Range<Int> {
    let number = numbers[number]
    return Int(number.tail)..<Int(number.start + number.length)
  }

  /// - Parameter documentsOnly: nothing but document numbers, for payers whom nobody knows.
  init(of rows: ArraySlice<OpenItemRow>, in items: OpenItemTable, documentsOnly: Bool = false) {
    var key = ReferenceKey()
    for item in rows {
      items.forEachNumber(of: item.index, documentsOnly) { text in
        key.set(text)
        guard key.bytes.count >= ReferenceKey.leastLength, key.digitCount > 2 else { return }
        let start = bytes.count
        bytes += key.bytes
        for byte in key.bytes { folded.append(byte.foldedLookAlike) }
        let tail = key.tailStart ?? 0
        let letters = LetterCounts(key.bytes.span)
        numbers.append(
          Number(
            item: item, start: Int32(start), length: Int32(key.bytes.count), tail: Int32(start + tail),
            letters: letters,
            tailLetters: tail > 0 ? LetterCounts(key.bytes.span.extracting(tail...)) : letters))
      }
    }
    if count > OwnNumbers.mostCompared { indexEdits() }
  }

  private mutating func indexEdits() {
    for number in numbers.indices {
      let (whole, tail) = (wholeRange(number), tailRange(number))
      if whole.count >= OwnNumbers.leastEdited { edits.insert(bytes[whole], row: item(number).number) }
      if tail != whole, tail.count >= OwnNumbers.leastEdited { edits.insert(bytes[tail], row: item(number).number) }
    }
    edits.seal()
  }

  /// The items of which a number is a form of the token but for one edit at most.
  func items(oneEditFrom token: NearToken) -> Set<OpenItemRow> {
    var found: Set<OpenItemRow> = []
    guard count > OwnNumbers.mostCompared else {
      var comparison = NearComparison()
      comparison.set(token)
      for number in 0..<count where comparison.edits(to: number, of: self) <= 1 { found.insert(item(number)) }
      return found
    }
    token.forEachForm { form in
      edits.forEach(within1Of: form) { found.insert(OpenItemRow(number: $0)) }
    }
    return found
  }

  /// Shorter numbers are an edit away from too many others.
  static let leastEdited = 5
  /// Tokens of a text times numbers of a family that are compared: some milliseconds of work.
  static let mostComparisons = 1 << 20
  /// Numbers that are compared with any text's tokens.
  static let mostCompared = mostComparisons / NearTokens.most
}

extension OpenItemTable {
  /// The numbers by which payers quote an item: its document number, then its other references and purchase order.
  func forEachNumber(of row: Int, _ documentsOnly: Bool, _ body: (Span<UInt8>) -> Void) {
    body(arena.span(self[row].documentNumber))
    if documentsOnly { return }
    let text = arena.span(self[row].references)
    var start = 0
    for index in 0...text.count where index == text.count || text[index] == UInt8(ascii: "|") {
      if index > start { body(text.extracting(start..<index)) }
      start = index + 1
    }
    body(arena.span(self[row].poNumber))
  }
}
