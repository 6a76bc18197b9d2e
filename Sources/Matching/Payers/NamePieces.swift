import CashModel

/// How a name of some length is cut: one piece more than the edits of any name it may be alike to, the lengths even.
struct NamePieces {
  /// Where a piece lies: letters stand on one side of it, or on both.
  enum Place { case first, inside, last }

  struct Piece {
    let number: Int
    let place: Place
    let start: Int
    let length: Int
  }

  let count: Int
  private let length: Int

  init(length: Int) {
    self.length = length
    // The longest name that is alike has this many letters.
    let longest = min(length * 1_000 / NameSimilarity.leastSearched + 1, NameSimilarity.mostLength)
    let edits = NameSimilarity.mostEdits(ofLongest: max(longest, length), NameSimilarity.leastSearched)
    count = min(edits + 1, length)
  }

  subscript(number: Int) -> Piece {
    let start = number * length / count
    let place = number == 0 ? Place.first : number == count - 1 ? .last : .inside
    return Piece(number: number, place: place, start: start, length: (number + 1) * length / count - start)
  }

  /// Length of the name, number of the piece and its letters, which stand at `start` in `letters`, in one word. Two pieces of one key
  /// only cost a comparison.
  func key(_ letters: Span<UInt8>, at start: Int, _ piece: Piece) -> UInt64 {
    var key = UInt64(length) << 8 | UInt64(piece.number)
    for place in start..<start + piece.length { key = (key ^ UInt64(letters[place])) &* 0x100_0000_01b3 }
    key = (key ^ key >> 32) &* 0x9e37_79b9_7f4a_7c15
    return key ^ key >> 29
  }
}
