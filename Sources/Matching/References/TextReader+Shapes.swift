import CashModel

// Numbers in other shapes than one token: cut by a line's end, in groups, run together, from the first to the last.

extension TextReader {
  /// A number that a line's end cuts in two: taken whole where it is known and neither part is anybody's.
  ///
  /// - Returns: where its second part ends; nil where no such number stands here.
  mutating func readBroken(_ text: Span<UInt8>, _ first: Range<Int>, at offset: UInt32) -> Int? {
    var start = first.upperBound
    while start < text.count, text[start] == 0x0D || text[start] == 0x0A { start += 1 }
    guard start > first.upperBound, start < text.count, text[start].isKeyByte,
      text.extracting(first).hasDigit
    else { return nil }
    var end = start
    while end < text.count, text[end].isKeyByte { end += 1 }
    let run = text.extracting(start..<end)
    guard run.hasDigit, !run.hasLetter, text[first.upperBound - 1].isDigit || text[start].isDigit else { return nil }
    // The second part of a list's number is followed by the list; only what stands before its last separator is whole.
    var begin = first.upperBound
    while begin > first.lowerBound, text[begin - 1].isKeyByte { begin -= 1 }
    for part in [start..<end, begin..<first.upperBound] {
      key.set(text.extracting(part))
      if key.bytes.count >= ReferenceKey.leastLength, isKnownNumber() { return nil }
    }
    key.set(text.extracting(begin..<end))
    guard isKnownNumber() else { return nil }
    if begin > first.lowerBound { readToken(text, first.lowerBound..<begin - 1, at: offset) }
    return lookUp(text, begin..<end, at: offset) ? end : nil
  }

  /// A reference in groups parted by single blanks, `RF18 5390 0754 7034`: taken whole only where its check digit is right
  /// and an item carries it. The longest run of groups counts.
  ///
  /// - Returns: where the reference ends; nil where none stands here.
  mutating func readGroups(_ text: Span<UInt8>, from start: Int, firstEnd: Int, at offset: UInt32) -> Int? {
    let isFrame = isFrame(text, start)
    guard text[start].isDigit || isFrame else { return nil }
    var ends: [Int] = []
    var end = firstEnd
    while ends.count < TextReader.mostGroups, end + 1 < text.count, text[end] == 0x20, text[end + 1].isKeyByte {
      var next = end + 1
      while next < text.count, text[next].isKeyByte { next += 1 }
      let group = text.extracting(end + 1..<next)
      // Inside the frame of ISO 11649 groups have four characters, letters among them.
      guard isFrame ? group.count <= 4 : group.hasDigit else { break }
      end = next
      ends.append(end)
    }
    for end in ends.reversed() {
      var raw = ReferenceKey()
      raw.append(text.extracting(start..<end))
      guard raw.bytes.count <= 27, CheckedReference.isValid(raw.bytes[...]) else { continue }
      if lookUp(text, start..<end, at: offset) { return end }
    }
    guard isFrame, let last = ends.last(where: { text.extracting(start + 2..<$0).hasOnlyDigitsAndBlanks }) else {
      return nil
    }
    var raw = ReferenceKey()
    raw.append(text.extracting(start..<last))
    // A wrong check digit makes a reference a mistyped one; its groups are no numbers of their own.
    guard CheckedReference.nationalPart(of: raw.bytes[...]) == nil else { return nil }
    append(.unknown, .none, start..<last, at: offset)
    return last
  }

  private func isFrame(_ text: Span<UInt8>, _ start: Int) -> Bool {
    start + 3 < text.count && text[start] & 0xDF == UInt8(ascii: "R") && text[start + 1] & 0xDF == UInt8(ascii: "F")
      && text[start + 2].isDigit && text[start + 3].isDigit
  }

  /// Numbers that a field without separators or a careless template ran together, `2620957551NO` or
  /// `19082047738920933409`: taken only where nothing but known numbers and general words makes up the whole run, and in one
  /// way only.
  mutating func readGlued(_ text: Span<UInt8>, _ range: Range<Int>, at offset: UInt32) -> Bool {
    guard range.count > TextReader.leastGlued, range.count <= TextReader.mostGlued else { return false }
    var steps = 0
    var pieces: [Range<Int>] = []
    var found: [Range<Int>]?
    var isUnique = true
    func take(from start: Int) {
      steps += 1
      guard isUnique, steps <= TextReader.mostGluedSteps else { return isUnique = false }
      if start == range.upperBound {
        if found != nil, found != pieces { isUnique = false }
        found = pieces
        return
      }
      if !text[start].isDigit {
        var end = start
        while end < range.upperBound, !text[end].isDigit { end += 1 }
        key.set(text.extracting(start..<end))
        let isGeneral = GeneralPrefixes.contains(key.bytes.span)
        let before = found
        takeNumbers(from: start, digits: end)
        if isGeneral, found == before { take(from: end) }
      } else {
        takeNumbers(from: start, digits: start)
      }
    }
    func takeNumbers(from start: Int, digits: Int) {
      var run = digits
      while run < range.upperBound, text[run].isDigit { run += 1 }
      var end = digits
      while end < run, end - digits < TextReader.mostGluedDigits {
        end += 1
        guard end - digits >= TextReader.leastGlued, start..<end != range else { continue }
        // Too few digits to the end are no number, and nobody looks for one before them.
        guard run < range.upperBound || end == run || run - end >= TextReader.leastGlued else { continue }
        if digits == start, text[start] != UInt8(ascii: "0") {
          // Such digits are their own key.
          guard isKnown(text.extracting(start..<end), isTail: true) else { continue }
        } else {
          key.set(text.extracting(start..<end))
          guard isKnownNumber() else { continue }
        }
        pieces.append(start..<end)
        take(from: end)
        pieces.removeLast()
      }
    }
    take(from: range.lowerBound)
    guard isUnique, let found, !found.isEmpty else { return false }
    for piece in found { _ = lookUp(text, piece, at: offset) }
    return true
  }

  /// Whether the key is an item's, by whatever number.
  private func isKnownNumber() -> Bool { isKnown(key.bytes.span, isTail: key.prefixLength == 0) }

  private func isKnown(_ key: Span<UInt8>, isTail: Bool) -> Bool {
    index.documents.find(key) != nil || index.others.find(key) != nil || (isTail && index.tails.find(key) != nil)
  }

  /// `10001-10005`: every item from the first to the last number, at most 200 of them; both ends must be items' and
  /// written alike.
  mutating func readRange(
    _ text: Span<UInt8>, _ range: Range<Int>, _ second: Int, at offset: UInt32
  ) -> Bool {
    var last = ReferenceKey()
    last.set(text.extracting(second..<range.upperBound))
    key.set(text.extracting(range.lowerBound..<second - 1))
    guard key.isPrefixAndDigits, last.isPrefixAndDigits, key.bytes.count == last.bytes.count,
      last.prefixLength == 0 || key.bytes[..<key.prefixLength] == last.bytes[..<last.prefixLength],
      let low = key.number, let high = last.number, high > low, high - low <= TextReader.longestRange
    else { return false }
    let prefix = Array(key.bytes[..<key.prefixLength])
    for end in [low, high] {
      key.set(prefix, end)
      if ownNumber() == nil { return false }
    }
    for number in low...high {
      key.set(prefix, number)
      guard let (kind, hit) = ownNumber() else { continue }
      append(kind, hit, range, at: offset, isMember: true)
    }
    return true
  }

  /// The items whose document number, or its digits, the key is.
  private func ownNumber() -> (Citation.Kind, KeyHit)? {
    if let hit = index.documents.find(key.bytes.span) { return (.document, hit) }
    guard key.prefixLength == 0, let hit = index.tails.find(key.bytes.span) else { return nil }
    return (.tail, hit)
  }

  private static let longestRange: UInt64 = 200
  /// Shorter numbers are found in any long run of digits.
  private static let leastGlued = 6
  private static let mostGluedDigits = 20
  private static let mostGlued = 256
  private static let mostGluedSteps = 1_024
  /// The Swiss reference is written in six groups, ISO 11649 in up to seven.
  private static let mostGroups = 8
}
