import CashModel

/// The numbers of one family's open items, laid side by side for comparing them with many tokens: document numbers and
/// the other numbers an item is quoted by.
struct OwnNumbers {
  struct Number {
    let item: OpenItemRow
    fileprivate let start: Int
    fileprivate let length: Int
    /// Where the digits behind the letters begin; the start where there are no letters, or not only digits behind them.
    fileprivate let tail: Int
  }

  private(set) var numbers: [Number] = []
  private var bytes: [UInt8] = []
  private var folded: [UInt8] = []
  /// Items by their numbers, and the digits of these, for finding what is one edit away.
  private var edits = EditIndex()

  /// The whole number, capitals and digits.
  func whole(_ number: Number) -> ArraySlice<UInt8> { bytes[number.start..<number.start + number.length] }
  /// The number with look-alikes folded.
  func foldedWhole(_ number: Number) -> ArraySlice<UInt8> { folded[number.start..<number.start + number.length] }
  /// Its digits without the letters before them; the whole number where there are none.
  func tail(_ number: Number) -> ArraySlice<UInt8> { bytes[number.tail..<number.start + number.length] }

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
        let tail = start + (key.tailStart ?? 0)
        let number = Number(item: item, start: start, length: key.bytes.count, tail: tail)
        numbers.append(number)
        if number.length >= OwnNumbers.leastEdited { edits.insert(whole(number), row: item.number) }
        if tail > start, bytes.count - tail >= OwnNumbers.leastEdited {
          edits.insert(self.tail(number), row: item.number)
        }
      }
    }
    edits.seal()
  }

  /// The items of which a number is a form of the token but for one edit at most.
  func items(oneEditFrom token: NearToken) -> Set<OpenItemRow> {
    var found: Set<OpenItemRow> = []
    token.forEachForm { form in
      edits.forEach(within1Of: form) { found.insert(OpenItemRow(number: $0)) }
    }
    return found
  }

  /// Shorter numbers are an edit away from too many others.
  static let leastEdited = 5
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
