import CashModel

/// A few words in capitals, or a few numbers, of which most that is asked for is none: what has not the length of a word that begins and
/// ends like it is no word, and is not hashed.
struct WordSet: Sendable {
  private var words: Set<KeyWords> = []
  /// Those that have more bytes than `KeyWords`.
  private var longWords: Set<[UInt8]> = []
  /// By length: those of at most eight bytes.
  private var shortWords = [[UInt64]](repeating: [], count: 9)
  /// By a word's first and by its last byte: one bit for each length, all from 63 on being one.
  private var lengthsByFirst = [UInt64](repeating: 0, count: 256)
  private var lengthsByLast = [UInt64](repeating: 0, count: 256)

  init(_ words: some Sequence<[UInt8]> = []) {
    for word in words { insert(word) }
  }

  /// - Parameter text: words with blanks between.
  init(_ text: String) { self.init(text.split(whereSeparator: \.isWhitespace).map { Array($0.utf8) }) }

  mutating func insert(_ word: [UInt8]) {
    guard let first = word.first, let last = word.last else { return }
    if word.count <= 8 { shortWords[word.count].append(word.span.word(at: 0, count: word.count)) }
    if word.count <= 16 { words.insert(KeyWords(word.span)) } else { longWords.insert(word) }
    lengthsByFirst[Int(first)] |= WordSet.bit(word.count)
    lengthsByLast[Int(last)] |= WordSet.bit(word.count)
  }

  /// Whether a token may be one of the words once it is in capitals: as `contains` asks before it hashes.
  ///
  /// - Parameter token: letters and digits, in any case.
  func mayContain(_ token: Span<UInt8>) -> Bool {
    guard token.count > 0 else { return false }
    func capital(_ byte: UInt8) -> Int { Int(byte.isLowerLetter ? byte - 32 : byte) }
    let lengths = lengthsByFirst[capital(token[0])] & lengthsByLast[capital(token[token.count - 1])]
    return lengths & WordSet.bit(token.count) != 0
  }

  func contains(_ word: Span<UInt8>) -> Bool {
    guard word.count > 0 else { return false }
    let lengths = lengthsByFirst[Int(word[0])] & lengthsByLast[Int(word[word.count - 1])]
    guard lengths & WordSet.bit(word.count) != 0 else { return false }
    // No word has a zero in it, so that words of several lengths differ.
    return word.count <= 16
      ? words.contains(KeyWords(word)) : longWords.contains(unsafe word.withUnsafeBufferPointer { unsafe Array($0) })
  }

  func contains(_ word: ShortWord) -> Bool { shortWords[word.count].contains(word.capitals) }

  private static func bit(_ length: Int) -> UInt64 { 1 << UInt64(min(length, 63)) }
}
