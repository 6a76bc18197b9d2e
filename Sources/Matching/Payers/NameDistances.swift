import CashModel

/// How far names of one length are from a name, eight of them at once: Levenshtein's distance, of which two swapped letters are 2.
///
/// The columns of `EditDistance`, without its swaps, side by side (Myers 1999): a letter of eight names costs some fifteen
/// operations of vectors. `Word` has a bit for each letter of the name.
struct NameDistances<Word: FixedWidthInteger & UnsignedInteger & SIMDScalar> {
  /// Where a letter stands in the name.
  private var masks = [Word](repeating: 0, count: 256)
  private var name: [UInt8] = []

  /// Prepares a name of no more letters than a word has bits; comparing it with many others is what this is for.
  mutating func set(_ name: Span<UInt8>) {
    precondition(name.count <= Word.bitWidth, "a bit a letter")
    for byte in self.name { masks[Int(byte)] = 0 }
    self.name.removeAll(keepingCapacity: true)
    for place in name.indices {
      self.name.append(name[place])
      masks[Int(name[place])] |= 1 &<< Word(truncatingIfNeeded: place)
    }
  }

  /// Appends those of the first `count` forms that are within `most` edits, with their distances. All forms of `length` letters,
  /// of which `first` is the first, stand in `letters`, eight letters in a word, the first lowest.
  func append(
    _ forms: [Int32], _ count: Int, _ first: Int32, _ letters: Span<UInt64>, ofLength length: Int, within most: Int,
    to near: inout [(form: Int32, distance: Int)]
  ) {
    let words = Int32((length + 7) / 8)
    for start in stride(from: 0, to: count, by: 8) {
      let lanes = min(8, count - start)
      var places = SIMD8<Int32>.zero
      for lane in 0..<8 { places[lane] = forms[start + min(lane, lanes - 1)] }
      let distances = distances(letters, (places &- first) &* words, length)
      for lane in 0..<lanes where distances[lane] <= Word(truncatingIfNeeded: most) {
        near.append((forms[start + lane], Int(distances[lane])))
      }
    }
  }

  private func distances(_ letters: Span<UInt64>, _ starts: SIMD8<Int32>, _ length: Int) -> SIMD8<Word> {
    var positive = SIMD8<Word>(repeating: .max)
    var negative = SIMD8<Word>.zero
    let masks = masks.span
    var words = SIMD8<UInt64>.zero
    for place in 0..<length {
      if place & 7 == 0 {
        for lane in 0..<8 { words[lane] = letters[Int(starts[lane]) &+ place >> 3] }
      }
      var mask = SIMD8<Word>.zero
      for lane in 0..<8 { mask[lane] = masks[Int(UInt8(truncatingIfNeeded: words[lane]))] }
      words &>>= 8
      let diagonal = (((mask & positive) &+ positive) ^ positive) | mask | negative
      let up = ((negative | ~(diagonal | positive)) &<< 1) | 1
      let down = (positive & diagonal) &<< 1
      positive = down | ~(diagonal | up)
      negative = up & diagonal
    }
    // From the table's upper edge down its last column, a step a letter.
    let all = Word.max &>> Word(truncatingIfNeeded: Word.bitWidth - name.count)
    return SIMD8(repeating: Word(truncatingIfNeeded: length)) &+ counts(positive & all) &- counts(negative & all)
  }

  /// The bits that are set, lane by lane.
  private func counts(_ bits: SIMD8<Word>) -> SIMD8<Word> {
    let (ones, twos, fours) = (Word.max / 3, Word.max / 5, Word.max / 17)
    var sums = bits &- ((bits &>> 1) & ones)
    sums = (sums & twos) &+ ((sums &>> 2) & twos)
    sums = (sums &+ (sums &>> 4)) & fours
    sums &+= sums &>> 8
    sums &+= sums &>> 16
    if Word.bitWidth > 32 { sums &+= sums &>> 32 }
    return sums & 127
  }
}
