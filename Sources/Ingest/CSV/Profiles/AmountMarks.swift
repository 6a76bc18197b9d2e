/// The marks that stand in a bank's amounts, and their reading as a plain decimal number.
struct AmountMarks {
  let decimal: UInt8
  /// A space stands for any kind of blank, an apostrophe for both of its shapes.
  let thousands: UInt8?
  /// Texts that may stand before or behind the digits, longest first.
  let signs: [[UInt8]]

  init(decimal: UInt8, thousands: UInt8?, signs: [String]) {
    self.decimal = decimal
    self.thousands = thousands
    self.signs = signs.map { Array($0.utf8) }.filter { !$0.isEmpty }.sorted { $0.count > $1.count }
  }

  /// Appends the amount as a plain decimal number: `(1.234,50)`, `1.234,50-` and `-€ 1.234,50` give `-1234.50`.
  ///
  /// A plus, a minus before or behind, or brackets, one of them once; groups of three digits (of two before the last
  /// three, as in India); nothing else. An empty text appends nothing.
  ///
  /// - Parameter currency: the row's currency code, which may stand beside the digits.
  /// - Returns: false where the text is not an amount in these marks; what was appended then says nothing.
  func append(_ text: Span<UInt8>, currency: Span<UInt8>, to buffer: inout [UInt8]) -> Bool {
    var start = 0
    var end = text.count
    var isNegative: Bool?
    var isBare = true
    while start < end {
      let before = (start, end)
      let first = AmountMarks.blank(text, at: start, before: end)
      if first > 0 {
        start += first
      } else if let sign = AmountMarks.sign(text, at: start, before: end) {
        guard isNegative == nil else { return false }
        isNegative = sign.isNegative
        start += sign.count
      } else if text[start] == UInt8(ascii: "("), text[end - 1] == UInt8(ascii: ")"), end - start > 2 {
        guard isNegative == nil else { return false }
        isNegative = true
        start += 1
        end -= 1
      } else {
        end -= AmountMarks.blank(text, endingAt: end, from: start)
        if end - 1 > start, text[end - 1] == UInt8(ascii: "-") || text[end - 1] == UInt8(ascii: "+") {
          guard isNegative == nil else { return false }
          isNegative = text[end - 1] == UInt8(ascii: "-")
          end -= 1
        } else {
          if skipSigns(text, currency, &start, &end) { isBare = false }
        }
      }
      if before == (start, end) { break }
    }
    guard start < end else { return isNegative == nil && isBare }
    if isNegative == true { buffer.append(UInt8(ascii: "-")) }
    return appendDigits(text.extracting(start..<end), to: &buffer)
  }

  /// - Returns: whether there was one.
  private func skipSigns(
    _ text: Span<UInt8>, _ currency: Span<UInt8>, _ start: inout Int, _ end: inout Int
  ) -> Bool {
    for sign in signs {
      if AmountMarks.isAt(start, text, sign.span), start + sign.count <= end {
        start += sign.count
        return true
      }
      if end - sign.count >= start, AmountMarks.isAt(end - sign.count, text, sign.span) {
        end -= sign.count
        return true
      }
    }
    guard currency.count > 0, end - start > currency.count else { return false }
    if AmountMarks.isAt(start, text, currency) {
      start += currency.count
      return true
    }
    guard AmountMarks.isAt(end - currency.count, text, currency) else { return false }
    end -= currency.count
    return true
  }

  private func appendDigits(_ text: Span<UInt8>, to buffer: inout [UInt8]) -> Bool {
    var index = 0
    var group = 0
    var groups = 0
    var digits = 0
    while index < text.count, text[index] != decimal {
      if text[index] >= 0x30, text[index] <= 0x39 {
        buffer.append(text[index])
        group += 1
        digits += 1
        index += 1
      } else {
        let mark = markLength(text, at: index)
        // The first group has one to three digits and no leading zero, the others three, or two in India.
        guard mark > 0, groups == 0 ? (1...3).contains(group) && text[index - group] != 0x30 : (2...3).contains(group)
        else { return false }
        groups += 1
        group = 0
        index += mark
      }
    }
    guard groups == 0 || group == 3 else { return false }
    guard index < text.count else { return digits > 0 }
    if digits == 0 { buffer.append(0x30) }
    index += 1
    // `12,` and `,` alone are no way to write an amount.
    guard index < text.count else { return false }
    buffer.append(UInt8(ascii: "."))
    while index < text.count {
      guard text[index] >= 0x30, text[index] <= 0x39 else { return false }
      buffer.append(text[index])
      index += 1
    }
    return true
  }

  private func markLength(_ text: Span<UInt8>, at index: Int) -> Int {
    guard let thousands else { return 0 }
    if thousands == 0x20 { return AmountMarks.blank(text, at: index, before: text.count) }
    if text[index] == thousands { return 1 }
    // The typographer's apostrophe, U+2019.
    let curly: [UInt8] = [0xE2, 0x80, 0x99]
    return thousands == UInt8(ascii: "'") && AmountMarks.isAt(index, text, curly.span) ? curly.count : 0
  }

  // MARK: - Characters

  private static func isAt(_ index: Int, _ text: Span<UInt8>, _ word: Span<UInt8>) -> Bool {
    index >= 0 && index + word.count <= text.count
      && CSVText.isEqual(text.extracting(index..<index + word.count), word, ignoringCase: true)
  }

  /// A sign before the digits: plus, hyphen, or the minus of mathematics (U+2212).
  private static func sign(_ text: Span<UInt8>, at index: Int, before end: Int) -> (isNegative: Bool, count: Int)? {
    if text[index] == UInt8(ascii: "-") { return (true, 1) }
    if text[index] == UInt8(ascii: "+") { return (false, 1) }
    let minus: [UInt8] = [0xE2, 0x88, 0x92]
    return index + 3 <= end && isAt(index, text, minus.span) ? (true, 3) : nil
  }

  /// How many bytes the blank here has: space, tab, the spaces that do not break (U+00A0, U+202F) and the thin one
  /// (U+2009), and the marks of writing direction (U+200E, U+200F).
  private static func blank(_ text: Span<UInt8>, at index: Int, before end: Int) -> Int {
    guard index < end else { return 0 }
    if text[index] == 0x20 || text[index] == 0x09 { return 1 }
    for blank in blanks where index + blank.count <= end && isAt(index, text, blank.span) { return blank.count }
    return 0
  }

  private static func blank(_ text: Span<UInt8>, endingAt end: Int, from start: Int) -> Int {
    guard start < end else { return 0 }
    if text[end - 1] == 0x20 || text[end - 1] == 0x09 { return 1 }
    for blank in blanks where end - blank.count >= start && isAt(end - blank.count, text, blank.span) {
      return blank.count
    }
    return 0
  }

  private static let blanks: [[UInt8]] = [
    [0xC2, 0xA0], [0xE2, 0x80, 0xAF], [0xE2, 0x80, 0x89], [0xE2, 0x80, 0x8E], [0xE2, 0x80, 0x8F],
  ]
}
