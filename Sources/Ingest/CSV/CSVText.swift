import CashModel

/// What is done to the text of a cell before it is kept.
enum CSVText {
  /// Without spaces and tabs at both ends.
  @_lifetime(copy text)
  static func trimmed(_ text: Span<UInt8>) -> Span<UInt8> {
    var start = 0
    var end = text.count
    if end > 0, text[0] > 0x20, text[end - 1] > 0x20 { return text }
    while start < end, isBlank(text[start]) { start += 1 }
    while end > start, isBlank(text[end - 1]) { end -= 1 }
    return text.extracting(start..<end)
  }

  /// Without the apostrophe that Tieout's writers put before text which a spreadsheet would take for a formula.
  @_lifetime(copy text)
  static func unguarded(_ text: Span<UInt8>) -> Span<UInt8> {
    guard text.count >= 2, text[0] == UInt8(ascii: "'") else { return text }
    switch text[1] {
    case UInt8(ascii: "="), UInt8(ascii: "+"), UInt8(ascii: "-"), UInt8(ascii: "@"), 0x09, 0x0D:
      return text.extracting(1..<text.count)
    default: return text
    }
  }

  /// Up to eight letters as one number, letters as capitals, for comparing with the words of a table; zero for what
  /// is longer or empty.
  static func word(_ text: Span<UInt8>) -> UInt64 {
    guard text.count <= 8 else { return 0 }
    var word: UInt64 = 0
    for index in text.indices {
      word = word << 8 | UInt64(capital(text[index]))
    }
    return word
  }

  /// Keeps a text of several lines, which end with LF in the arena whatever they end with in the file.
  static func appendLines(_ text: Span<UInt8>, to arena: inout TextArena, scratch: inout [UInt8]) -> TextSlice {
    guard contains(text, 0x0D) else { return arena.append(text) }
    scratch.removeAll(keepingCapacity: true)
    for index in text.indices {
      let byte = text[index]
      if byte != 0x0D {
        scratch.append(byte)
      } else if index + 1 >= text.count || text[index + 1] != 0x0A {
        scratch.append(0x0A)
      }
    }
    return arena.append(scratch.span)
  }

  static func append(_ text: [UInt8], to arena: inout TextArena) -> TextSlice { arena.append(text.span) }

  /// Copies an account number without the blanks that are written into it for the eye.
  static func copyWithoutBlanks(_ text: Span<UInt8>, to copy: inout [UInt8]) {
    copy.removeAll(keepingCapacity: true)
    var hasBlank = false
    for index in text.indices where text[index] <= 0x20 { hasBlank = true }
    guard hasBlank else {
      // At once; the buffer is only read while it is borrowed.
      return unsafe text.withUnsafeBufferPointer { unsafe copy.append(contentsOf: $0) }
    }
    for index in text.indices where text[index] > 0x20 { copy.append(text[index]) }
  }

  /// The same, kept.
  static func appendWithoutBlanks(
    _ text: Span<UInt8>, to arena: inout TextArena, scratch: inout [UInt8]
  ) -> TextSlice {
    for index in text.indices where text[index] <= 0x20 {
      copyWithoutBlanks(text, to: &scratch)
      return arena.append(scratch.span)
    }
    return arena.append(text)
  }

  /// - Parameter ignoringCase: whether the case of the letters A to Z does not count.
  static func isEqual(_ left: Span<UInt8>, _ right: Span<UInt8>, ignoringCase: Bool = false) -> Bool {
    guard left.count == right.count else { return false }
    for index in left.indices where left[index] != right[index] {
      guard ignoringCase, capital(left[index]) == capital(right[index]) else { return false }
    }
    return true
  }

  /// The beginning of a text for a message: on one line, without control characters.
  static func excerpt(_ text: Span<UInt8>, limit: Int = 80) -> String {
    var kept: [UInt8] = []
    var end = min(text.count, limit)
    // A cut does not go through a character.
    while end < text.count, end > 0, text[end] & 0xC0 == 0x80 { end -= 1 }
    for index in 0..<end { kept.append(text[index] < 0x20 || text[index] == 0x7F ? 0x20 : text[index]) }
    return String(decoding: kept, as: UTF8.self) + (end < text.count ? "…" : "")
  }

  private static func capital(_ byte: UInt8) -> UInt8 { byte >= 0x61 && byte <= 0x7A ? byte - 0x20 : byte }

  private static func isBlank(_ byte: UInt8) -> Bool { byte == 0x20 || byte == 0x09 }

  private static func contains(_ text: Span<UInt8>, _ byte: UInt8) -> Bool {
    ByteEnds(byte, byte, byte).place(in: text, from: 0, to: text.count) < text.count
  }
}

/// Words of a table, to be looked up by `CSVText.word`.
struct WordTable<Value> {
  private var values: [UInt64: Value] = [:]

  /// - Parameter entries: words of up to eight capitals separated by spaces, and what they mean.
  init(_ entries: [(words: String, value: Value)]) {
    for entry in entries {
      for word in entry.words.split(separator: " ") {
        precondition(word.utf8.count <= 8, "a word of the table has at most eight letters")
        values[word.utf8.reduce(0) { $0 << 8 | UInt64($1) }] = entry.value
      }
    }
  }

  subscript(_ text: Span<UInt8>) -> Value? { values[CSVText.word(text)] }
}

extension WordTable: Sendable where Value: Sendable {}
