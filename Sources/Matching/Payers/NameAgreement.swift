import CashModel

// Whether a payer's name may be a customer's, where the text already names an item of his.
//
// By itself such a name says too little: three customers bear it, it is cut or lengthened, it has an initial for a first
// name. Beside a number that is an open item's it is enough that it is more like that customer's than chance allows.

enum NameAgreement {
  static func agree(_ left: NameCore, _ right: NameCore) -> Bool {
    if left.joined == right.joined || left.sorted == right.sorted { return !left.joined.isEmpty }
    let (short, long) = left.joined.count <= right.joined.count ? (left, right) : (right, left)
    guard short.joined.count >= NameCore.least else { return false }
    if short.joined.count >= NameSimilarity.leastLength, long.joined.starts(with: short.joined) { return true }
    if !short.words.isEmpty, long.words.starts(with: short.words) { return true }
    if shareMost(left, right) { return true }
    guard NameSimilarity.haveWordsAlike(left.words, right.words) else { return false }
    var distance = EditDistance()
    distance.set(short.joined.span)
    guard let edits = distance.distance(to: long.joined.span) else { return false }
    return NameSimilarity.permille(edits: edits, ofLongest: long.joined.count) >= NameSimilarity.leastAccepted
  }

  /// The share of the longer name's letters that stand in words of both, in thousandths.
  private static let leastShared = 650

  /// Whether words of both make up most of the longer name. Where both have words of their own, they stand behind: names of two
  /// companies of one trade differ in their first words.
  private static func shareMost(_ left: NameCore, _ right: NameCore) -> Bool {
    var free = right.words
    var shared = 0
    var alone: [[UInt8]] = []
    func share(_ word: [UInt8], with place: Int) {
      shared += max(word.count, free[place].count)
      free.remove(at: place)
    }
    for word in left.words {
      if let place = free.firstIndex(of: word) { share(word, with: place) } else { alone.append(word) }
    }
    guard shared >= NameCore.least else { return false }
    // An initial stands for a word that begins so.
    alone.removeAll { word in
      guard let place = free.firstIndex(where: { isInitial(word, of: $0) || isInitial($0, of: word) }) else {
        return false
      }
      share(word, with: place)
      return true
    }
    if let first = left.words.first, let other = right.words.first, alone.contains(first), free.contains(other) {
      return false
    }
    return shared * 1_000 >= leastShared * max(left.joined.count, right.joined.count)
  }

  private static func isInitial(_ letter: [UInt8], of word: [UInt8]) -> Bool {
    letter.count == 1 && word.first == letter[0]
  }
}
