/// A look at an XML file from outside the parser: how wide its characters are, and what stands between documents.
struct XMLScan: ~Escapable {
  private let bytes: Span<UInt8>
  /// Bytes per character of markup: 2 in UTF-16, else 1.
  let width: Int
  /// Whether the file begins with a byte order mark.
  let hasMark: Bool
  private let isLittleEndian: Bool

  @_lifetime(copy bytes)
  init(_ bytes: Span<UInt8>) {
    self.bytes = bytes
    let first = bytes.count > 0 ? bytes[0] : 0x20
    let second = bytes.count > 1 ? bytes[1] : 0x20
    let isMarkedWide = (first == 0xFF && second == 0xFE) || (first == 0xFE && second == 0xFF)
    isLittleEndian = first == 0xFF || (second == 0 && first != 0)
    width = isMarkedWide || (first == 0) != (second == 0) ? 2 : 1
    hasMark = isMarkedWide || (bytes.count > 2 && first == 0xEF && second == 0xBB && bytes[2] == 0xBF)
  }

  /// The character at an offset; 0 beyond the end.
  func unit(_ offset: Int) -> UInt16 {
    guard offset + width <= bytes.count else { return 0 }
    guard width == 2 else { return UInt16(bytes[offset]) }
    let (low, high) = isLittleEndian ? (bytes[offset], bytes[offset + 1]) : (bytes[offset + 1], bytes[offset])
    return UInt16(high) << 8 | UInt16(low)
  }

  /// Offset of the first character that is neither blank nor a byte order mark; nil where only such follow.
  func firstUnit(from start: Int) -> Int? {
    var offset = start
    while offset + width <= bytes.count {
      let unit = unit(offset)
      if width == 1, unit == 0xEF, self.unit(offset + 1) == 0xBB, self.unit(offset + 2) == 0xBF {
        offset += 3
      } else if unit == 0xFEFF || unit == 0x20 || (unit >= 0x09 && unit <= 0x0D) || unit == 0 || unit == 0x1A {
        // Line ends, padding and the end-of-file character of old transfer programs.
        offset += width
      } else {
        return offset
      }
    }
    return nil
  }

  /// The same after any comments and processing instructions, which may follow a document's end.
  func afterComments(from start: Int) -> Int? {
    var offset = start
    while let next = firstUnit(from: offset) {
      if holds("<!--", at: next) {
        guard let end = find("-->", from: next + 4 * width) else { return next }
        offset = end
      } else if holds("<?", at: next), !beginsDocument(next) {
        guard let end = find("?>", from: next + 2 * width) else { return next }
        offset = end
      } else {
        return next
      }
    }
    return nil
  }

  /// Whether an XML declaration or a root element stands here.
  func beginsDocument(_ offset: Int) -> Bool {
    if holds("<?xml", at: offset) {
      let next = unit(offset + 5 * width)
      return next == 0x20 || (next >= 0x09 && next <= 0x0D)
    }
    return unit(offset) == 0x3C && XMLScan.isLetter(unit(offset + width))
  }

  static func isLetter(_ unit: UInt16) -> Bool { (0x41...0x5A).contains(unit & ~0x20) }

  /// Whether the first declaration names an encoding that is not UTF-8.
  var declaresOtherEncoding: Bool {
    guard let start = firstUnit(from: 0), holds("<?xml", at: start), let end = find("?>", from: start),
      let name = find("encoding", from: start), name < end
    else { return false }
    var offset = name
    while offset < end, unit(offset) != 0x22, unit(offset) != 0x27 { offset += 1 }
    offset += 1
    return
      !(unit(offset) | 0x20 == 0x75 && unit(offset + 1) | 0x20 == 0x74 && unit(offset + 2) | 0x20 == 0x66
      && (unit(offset + 3) == 0x38 || unit(offset + 4) == 0x38))
  }

  private func holds(_ word: StaticString, at offset: Int) -> Bool {
    for index in 0..<word.utf8CodeUnitCount {
      if unsafe unit(offset + index * width) != UInt16(word.utf8Start[index]) { return false }
    }
    return true
  }

  /// Offset after the next occurrence of a word.
  private func find(_ word: StaticString, from start: Int) -> Int? {
    var offset = start
    while offset + width <= bytes.count {
      if holds(word, at: offset) { return offset + word.utf8CodeUnitCount * width }
      offset += width
    }
    return nil
  }
}
