/// Swift source with comments and the insides of string literals turned into blanks, so that what is left is code.
/// Lines keep their numbers and characters their columns; the quotes of literals stay.
struct SwiftText {
  private(set) var code: [UInt8]
  private let source: [UInt8]
  private var position = 0

  init(_ source: String) {
    self.source = Array(source.utf8)
    code = self.source
    while position < self.source.count { step() }
  }

  var lines: [Substring] {
    String(decoding: code, as: UTF8.self).split(separator: "\n", omittingEmptySubsequences: false)
  }

  private func byte(_ offset: Int = 0) -> UInt8 {
    position + offset < source.count ? source[position + offset] : 0
  }

  private func stands(_ text: StaticString, at offset: Int = 0) -> Bool {
    for (index, character) in text.description.utf8.enumerated() where byte(offset + index) != character {
      return false
    }
    return true
  }

  private mutating func blank(_ count: Int = 1) {
    for _ in 0..<count where position < source.count {
      if source[position] != UInt8(ascii: "\n") { code[position] = UInt8(ascii: " ") }
      position += 1
    }
  }

  private mutating func step() {
    if stands("//") {
      while position < source.count, byte() != UInt8(ascii: "\n") { blank() }
    } else if stands("/*") {
      skipBlockComment()
    } else if let hashes = openingHashes() {
      skipLiteral(hashes: hashes)
    } else {
      position += 1
    }
  }

  private mutating func skipBlockComment() {
    var depth = 0
    repeat {
      if stands("/*") {
        depth += 1
        blank(2)
      } else if stands("*/") {
        depth -= 1
        blank(2)
      } else {
        blank()
      }
    } while depth > 0 && position < source.count
  }

  /// Number of `#` before the quote where a literal starts here.
  private func openingHashes() -> Int? {
    var hashes = 0
    while byte(hashes) == UInt8(ascii: "#") { hashes += 1 }
    return byte(hashes) == UInt8(ascii: "\"") ? hashes : nil
  }

  private mutating func skipLiteral(hashes: Int) {
    position += hashes
    let isMultiline = stands("\"\"\"")
    let quotes = isMultiline ? 3 : 1
    position += quotes
    while position < source.count {
      if isClosing(quotes: quotes, hashes: hashes) {
        position += quotes + hashes
        return
      }
      if byte() == UInt8(ascii: "\n"), !isMultiline { return }
      guard byte() == UInt8(ascii: "\\"), hashesStand(hashes, at: 1) else {
        blank()
        continue
      }
      if byte(1 + hashes) == UInt8(ascii: "(") {
        blank(1 + hashes)
        skipInterpolation()
      } else {
        blank(2 + hashes)
      }
    }
  }

  private func isClosing(quotes: Int, hashes: Int) -> Bool {
    for offset in 0..<quotes where byte(offset) != UInt8(ascii: "\"") { return false }
    return hashesStand(hashes, at: quotes)
  }

  private func hashesStand(_ count: Int, at offset: Int) -> Bool {
    for index in 0..<count where byte(offset + index) != UInt8(ascii: "#") { return false }
    return true
  }

  /// Steps over `(…)`; what stands inside is code and stays.
  private mutating func skipInterpolation() {
    var depth = 0
    repeat {
      if byte() == UInt8(ascii: "(") { depth += 1 }
      if byte() == UInt8(ascii: ")") { depth -= 1 }
      step()
    } while depth > 0 && position < source.count
  }
}

/// A word of the code: a name, a keyword or a number.
struct Word {
  let text: String
  let line: Int
  let start: Int
  let end: Int
}

extension SwiftText {
  /// The words of the code in order; names in back quotes count as words, too.
  var words: [Word] {
    var words: [Word] = []
    var line = 1
    var start: Int?
    for index in 0...code.count {
      let byte = index < code.count ? code[index] : 0
      let isPart =
        (0x30...0x39).contains(byte) || (0x41...0x5a).contains(byte) || (0x61...0x7a).contains(byte)
        || byte == 0x5f || byte >= 0x80
      if isPart {
        start = start ?? index
      } else if let first = start {
        let text = String(decoding: code[first..<index], as: UTF8.self)
        words.append(Word(text: text, line: line, start: first, end: index))
        start = nil
      }
      if byte == UInt8(ascii: "\n") { line += 1 }
    }
    return words
  }
}
