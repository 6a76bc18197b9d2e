import CashModel

// What of a company's name tells it from others.
//
// Banks and payers write one name in many ways: "PENTLAND PLANTS LIMITED AP DEPT", "Plants Pentland Ltd.", "PENTLANDPLANTS",
// or cut after 22 letters. The core of a name is what is left without legal forms, departments and connecting words, in
// capitals without accents, usual abbreviations in one spelling. Two names are alike where their cores are the same words in
// any order, or the same letters run together, or where one is the beginning of the other and long enough. A core that two
// families share, or that begins two names, identifies nobody. What is left is asked of `NameIndex`, which tolerates typos.

struct NameCore {
  /// The words in order, without the blanks between them.
  private(set) var joined: [UInt8] = []
  /// The words sorted, parted by blanks.
  private(set) var sorted: [UInt8] = []
  /// The words in order.
  private(set) var words: [[UInt8]] = []
  /// All words run together, legal forms and all: what is left of a name that is written without blanks.
  private(set) var whole: [UInt8] = []

  mutating func set(_ name: Span<UInt8>) {
    words.removeAll(keepingCapacity: true)
    var word: [UInt8] = []
    var index = 0
    while index < name.count {
      let byte = name[index]
      if byte.isKeyByte {
        word.append(byte.isLowerLetter ? byte - 32 : byte)
        index += 1
      } else if byte >= 0x80 {
        LatinFolding.append(name, at: &index, to: &word)
      } else {
        if byte != UInt8(ascii: "'"), byte != UInt8(ascii: ".") { take(&word) }
        index += 1
      }
    }
    take(&word)
    whole = words.flatMap { $0 }
    // A name of nothing but such words is that name.
    let telling = words.filter { !NameWords.isEmpty($0) }
    words = (telling.isEmpty ? words : telling).map { NameWords.plain($0) }
    NameWords.dropSharedServices(from: &words)
    joined = words.flatMap { $0 }
    sorted = Array(words.sorted { $0.lexicographicallyPrecedes($1) }.joined(separator: [0x20]))
  }

  private mutating func take(_ word: inout [UInt8]) {
    if !word.isEmpty { words.append(NameCore.withoutUmlautE(word)) }
    word = []
  }

  /// AE, OE and UE as A, O and U: one name is written Müller, MUELLER and MULLER.
  private static func withoutUmlautE(_ word: [UInt8]) -> [UInt8] {
    var plain: [UInt8] = []
    for byte in word {
      if byte == UInt8(ascii: "E"), let last = plain.last,
        last == UInt8(ascii: "A") || last == UInt8(ascii: "O") || last == UInt8(ascii: "U")
      {
        continue
      }
      plain.append(byte)
    }
    return plain
  }

  /// A beginning shorter than this is anybody's.
  static let leastBeginning = 12
  /// A core shorter than this is an abbreviation.
  static let least = 5
}
