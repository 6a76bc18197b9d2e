package import CashModel

/// Cells of a CSV file (RFC 4180), written straight into the file's bytes.
///
/// Every cell leaves a comma behind it, and `endRow` turns the last one into the line feed. Text is appended first
/// and closed afterwards: only then is it known whether it needs quotes, and the few cells that do are moved apart
/// in place, from their end, so that no cell is ever built in a buffer of its own.
extension OutputBytes {
  /// Closes the text cell that began at `start`: quotes where the text needs them, and an apostrophe before what a
  /// spreadsheet would take for a formula.
  package mutating func closeTextCell(from start: Int) {
    if start < count, !isFormulaStart(self[start]), span.extracting(start..<count).isPlainCell {
      return append(UInt8(ascii: ","))
    }
    var quotes = 0
    var isQuoted = false
    for index in start..<count {
      switch self[index] {
      case UInt8(ascii: "\""):
        quotes += 1
        isQuoted = true
      case UInt8(ascii: ","), UInt8(ascii: "\n"), UInt8(ascii: "\r"): isQuoted = true
      default: break
      }
    }
    let isGuarded = start < count && isFormulaStart(self[start])
    if isQuoted || isGuarded {
      spread(from: start, quotes: quotes, isQuoted: isQuoted, isGuarded: isGuarded)
    }
    append(UInt8(ascii: ","))
  }

  private mutating func spread(from start: Int, quotes: Int, isQuoted: Bool, isGuarded: Bool) {
    var source = count
    for _ in 0..<(isQuoted ? quotes + 2 : 0) + (isGuarded ? 1 : 0) { append(0) }
    var target = count
    func put(_ byte: UInt8, _ bytes: inout OutputBytes) {
      target -= 1
      bytes[target] = byte
    }
    if isQuoted { put(UInt8(ascii: "\""), &self) }
    while source > start {
      source -= 1
      let byte = self[source]
      put(byte, &self)
      if byte == UInt8(ascii: "\"") { put(byte, &self) }
    }
    if isGuarded { put(UInt8(ascii: "'"), &self) }
    if isQuoted { put(UInt8(ascii: "\""), &self) }
  }

  package mutating func appendTextCell(_ slice: TextSlice, of arena: TextArena) { appendTextCell(arena.span(slice)) }

  /// Most cells are short and of letters and digits only: those are looked at and written as one or two words.
  mutating func appendTextCell(_ text: Span<UInt8>) {
    let length = text.count
    if length == 0 { return appendEmptyCell() }
    if length < 8 {
      let word = text.word(at: 0, count: length)
      if !isSuspicious(word | ~0 << UInt64(8 * length)), !isFormulaStart(text[0]) {
        return append(word | UInt64(UInt8(ascii: ",")) << UInt64(8 * length), count: length + 1)
      }
    } else if length <= 16 {
      let (first, last) = (text.word(at: 0), text.word(at: length - 8))
      if !isSuspicious(first), !isSuspicious(last), !isFormulaStart(text[0]) {
        append(first, count: 8)
        // The last eight bytes without those that the first had; of eight nothing is left.
        append(last &>> UInt64(8 * (16 - length)), count: length - 8)
        return append(UInt8(ascii: ","))
      }
    }
    let start = count
    append(text)
    closeTextCell(from: start)
  }

  package mutating func appendTextCell(_ text: String) {
    let start = count
    append(text)
    closeTextCell(from: start)
  }

  /// A word of our own, which never needs quotes.
  mutating func appendWordCell(_ word: String) {
    append(word)
    append(UInt8(ascii: ","))
  }

  package mutating func appendCell(_ amount: Money, exponent: Int) {
    amount.append(to: &self, exponent: exponent, followedBy: UInt8(ascii: ","))
  }

  mutating func appendCell(_ number: Int) {
    appendNumber(number)
    append(UInt8(ascii: ","))
  }

  package mutating func appendCell(_ date: CalendarDate) {
    date.append(to: &self, followedBy: UInt8(ascii: ","))
  }

  package mutating func appendCell(_ currency: Currency) {
    currency.append(to: &self)
    append(UInt8(ascii: ","))
  }

  mutating func appendCell(_ payment: PaymentID) {
    payment.append(to: &self, followedBy: UInt8(ascii: ","))
  }

  package mutating func appendEmptyCell() { append(UInt8(ascii: ",")) }

  /// Ends the row: its last cell's comma becomes the line feed.
  package mutating func endRow() { self[count - 1] = UInt8(ascii: "\n") }

  mutating func appendNumber(_ number: Int) { Money(minorUnits: Int64(number)).append(to: &self, exponent: 0) }
}

/// Whether one of the word's eight bytes is this one.
@inline(__always)
private func hasByte(_ word: UInt64, _ byte: UInt8) -> Bool {
  let difference = word ^ (0x0101_0101_0101_0101 &* UInt64(byte))
  return (difference &- 0x0101_0101_0101_0101) & ~difference & 0x8080_8080_8080_8080 != 0
}

extension Span where Element == UInt8 {
  /// Whether nothing in it makes a cell need quotes.
  fileprivate var isPlainCell: Bool {
    if count < 8 { return indices.allSatisfy { !needsQuotes(self[$0]) } }
    var index = 0
    while index < count - 8 {
      if needsQuotes(word(at: index)) { return false }
      index += 8
    }
    // The last eight bytes, some of which may have been looked at.
    return !needsQuotes(word(at: count - 8))
  }
}

/// Whether one of the word's eight bytes is below the letters and digits, and no blank: all that quotes are needed for is there.
@inline(__always)
private func isSuspicious(_ word: UInt64) -> Bool {
  let (ones, low): (UInt64, UInt64) = (0x0101_0101_0101_0101, 0x7F7F_7F7F_7F7F_7F7F)
  // In each byte's highest bit: whether it is a full stop or what is behind it, and whether it is another than a blank.
  let isAbove = ((word & low) &+ ones &* (0x80 - 0x2E)) | word
  let others = word ^ (ones &* 0x20)
  let isOther = ((others & low) &+ low) | others
  return ~isAbove & isOther & ~low != 0
}

private func needsQuotes(_ byte: UInt8) -> Bool {
  byte == UInt8(ascii: ",") || byte == UInt8(ascii: "\"") || byte == 0x0A || byte == 0x0D
}

@inline(__always)
private func needsQuotes(_ word: UInt64) -> Bool {
  guard isSuspicious(word) else { return false }
  return hasByte(word, UInt8(ascii: ",")) || hasByte(word, UInt8(ascii: "\"")) || hasByte(word, 0x0A)
    || hasByte(word, 0x0D)
}

private func isFormulaStart(_ byte: UInt8) -> Bool {
  switch byte {
  case UInt8(ascii: "="), UInt8(ascii: "+"), UInt8(ascii: "-"), UInt8(ascii: "@"), UInt8(ascii: "\t"),
    UInt8(ascii: "\r"):
    true
  default: false
  }
}

extension OutputBytes {
  /// Empty where there is no confidence.
  mutating func appendCell(_ confidence: Confidence) {
    if confidence.basisPoints >= 0 { appendNumber(Int(confidence.basisPoints)) }
    append(UInt8(ascii: ","))
  }

  /// The class by its name; empty where there is none.
  mutating func appendCell(_ kind: EvidenceClass?) {
    if case .applied(let matcher, let payer, let strength) = kind {
      append(matcher.name)
      append(UInt8(ascii: "/"))
      append(payer.name)
      append(UInt8(ascii: "/"))
      append(strength.name)
    } else if let kind {
      append(kind.name)
    }
    append(UInt8(ascii: ","))
  }
}
