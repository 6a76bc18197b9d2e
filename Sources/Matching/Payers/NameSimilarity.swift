import CashModel

// How alike two names are that are not the same.
//
// One less the edit distance (Levenshtein) of their cores over the longer one's length, in thousandths; the larger of that
// with the words in order and with the words sorted. "SANWATON TEXTLIES" and "SANWATON TEXTILES" are at 875: two edits of
// 16 letters. Two names that identify the same company are rarely further apart than 850, and names of two companies are
// often nearer than that: a city's north and south, two brothers. So whole words decide in the end: words that stand for
// each other must themselves be alike, and digits must be the same.

package enum NameSimilarity {
  /// Below this two names are not taken for one.
  static let leastAccepted = 850
  /// The next family's name must be less alike by this.
  static let leastMargin = 50
  /// What the search finds must reach down to here, that the margin can be judged.
  package static let leastSearched = leastAccepted - leastMargin
  /// Shorter cores are compared letter by letter only.
  static let leastLength = 8
  /// Letters behind this are not compared.
  static let mostLength = 64

  /// The largest distance of two cores of which the longer has `length` letters that are `least` thousandths alike.
  static func mostEdits(ofLongest length: Int, _ least: Int) -> Int { length * (1_000 - least) / 1_000 }

  /// Rounded down.
  static func permille(edits: Int, ofLongest length: Int) -> Int {
    length == 0 ? 0 : 1_000 - (1_000 * edits + length - 1) / length
  }

  /// Whether the words of two names can stand for each other, one by one in some order: a word and its partner differ by no more
  /// than a quarter of the longer one's letters, and short ones and those with digits not at all. Names of different numbers of
  /// words are not judged here: a blank may be missing.
  static func haveWordsAlike(_ left: [[UInt8]], _ right: [[UInt8]]) -> Bool {
    guard left.flatMap({ $0 }).filter(\.isDigit).sorted() == right.flatMap({ $0 }).filter(\.isDigit).sorted() else {
      return false
    }
    guard left.count == right.count else { return true }
    var free = right
    var distance = EditDistance()
    for word in left.sorted(by: { $0.count > $1.count }) {
      distance.set(word.span)
      let best = free.indices.min { edits(distance, word, free[$0]) < edits(distance, word, free[$1]) }
      guard let best, edits(distance, word, free[best]) <= max(word.count, free[best].count) / 4 else { return false }
      free.remove(at: best)
    }
    return true
  }

  /// A word's beginning of three letters or more stands for it: `YORKS` for `YORKSHIRE`.
  private static func edits(_ distance: EditDistance, _ word: [UInt8], _ other: [UInt8]) -> Int {
    if word == other { return 0 }
    if min(word.count, other.count) >= 3, word.starts(with: other) || other.starts(with: word) { return 0 }
    return distance.distance(to: other.span) ?? .max
  }
}
