import CashModel

// Optimal string alignment distance of two short keys: how many single letters must be inserted, dropped, replaced, or
// swapped with their neighbour to make one of the other, no place touched twice.
//
// 106560 and 1065600 are at distance 1, 105949 and 105994 too (the last two digits swapped). A column of the usual table
// is held in one machine word, one bit for each place whose value differs from its neighbour's (Myers 1999; with
// transpositions Hyyrö 2003), so that a letter of the second key costs some twenty operations. Keys beyond 64 bytes are
// further apart than anyone asks.

struct EditDistance {
  private var masks = [UInt64](repeating: 0, count: 256)
  private var pattern: [UInt8] = []

  /// Of the prepared side.
  var length: Int { pattern.count }

  /// Prepares one side; comparing it with many others is what this is for.
  mutating func set(_ pattern: Span<UInt8>) {
    for byte in self.pattern { masks[Int(byte)] = 0 }
    self.pattern.removeAll(keepingCapacity: true)
    guard pattern.count <= 64 else { return }
    for index in pattern.indices {
      self.pattern.append(pattern[index])
      masks[Int(pattern[index])] |= 1 << UInt64(index)
    }
  }

  /// The distance to `text`; nil where either is empty, or longer than 64 bytes.
  func distance(to text: Span<UInt8>) -> Int? {
    guard !pattern.isEmpty, text.count > 0, text.count <= 64 else { return nil }
    let last: UInt64 = 1 << UInt64(pattern.count - 1)
    var positive: UInt64 = pattern.count == 64 ? .max : (1 << UInt64(pattern.count)) - 1
    var negative: UInt64 = 0
    var diagonal: UInt64 = 0
    var before: UInt64 = 0
    var distance = pattern.count
    for index in text.indices {
      let mask = masks[Int(text[index])]
      // Bits where the diagonal may stay: equal letters, a carry through equal runs, or a swap with the letter before.
      let swaps = ((~diagonal & mask) << 1) & before
      diagonal = (((mask & positive) &+ positive) ^ positive) | mask | negative | swaps
      var up = negative | ~(diagonal | positive)
      var down = positive & diagonal
      if up & last != 0 { distance += 1 }
      if down & last != 0 { distance -= 1 }
      up = up << 1 | 1
      down <<= 1
      positive = down | ~(diagonal | up)
      negative = up & diagonal
      before = mask
    }
    return distance
  }
}
