// What a name must have of another's letters, asked of four names at once.

/// Which letters stand before and behind a piece of a name: a bit a letter, and one where it stands there more than once.
struct NameSides {
  /// Of the letters before each place.
  private var before: [UInt64] = []
  /// Of the letters from each place on.
  private var behind: [UInt64] = []

  mutating func set(_ name: Span<UInt8>) {
    before.removeAll(keepingCapacity: true)
    behind.removeAll(keepingCapacity: true)
    before.append(0)
    for place in name.indices {
      before.append(NameSides.adding(name[place], to: before[place]))
      behind.append(0)
    }
    behind.append(0)
    for place in name.indices.reversed() { behind[place] = NameSides.adding(name[place], to: behind[place + 1]) }
  }

  /// Letters are told apart by five bits.
  private static func adding(_ letter: UInt8, to bits: UInt64) -> UInt64 {
    let once: UInt64 = 1 &<< UInt64(letter & 31)
    return bits | (bits & once == 0 ? once : once &<< 32)
  }

  /// What stands around a piece of a name, which has the letters from `start` to `end`. The first and the last piece have letters
  /// on one side only: which there are in the lower half, which are there twice in the upper. Of others the letters before the
  /// piece are the lower half, those behind it the upper.
  func word(_ start: Int, _ end: Int, _ place: NamePieces.Place) -> UInt64 {
    switch place {
    case .first: behind[end]
    case .last: before[start]
    case .inside: before[start] & 0xffff_ffff | behind[end] &<< 32
    }
  }

  /// Names whose letters are not too different from the query's: an edit that puts a letter in or drops it changes one bit, one that
  /// replaces it two.
  struct Filter {
    private let word: SIMD4<UInt64>
    /// What makes the sum of bits reach the eighth bit where they are too many.
    private let excess: SIMD4<UInt64>
    /// Whether the bits of both halves count as one.
    let isOne: Bool

    /// At most `before` bits may differ of the letters before the piece and `behind` of those behind it, no more than 64.
    init(_ word: UInt64, _ place: NamePieces.Place, before: Int, behind: Int) {
      self.word = SIMD4(repeating: word)
      isOne = place != .inside
      excess = SIMD4(
        repeating: isOne ? UInt64(127 - before - behind) : UInt64(127 - before) | UInt64(127 - behind) << 32)
    }

    /// The highest bit is set where the name fails, for four names. The bits of both halves are summed up at once: pairs of them,
    /// fours, eights, and the bytes of a half in its lowest.
    @inline(__always) func fails(_ sides: SIMD4<UInt64>, isOne: Bool) -> SIMD4<UInt64> {
      var sums = sides ^ word
      sums &-= (sums &>> 1) & 0x5555_5555_5555_5555
      sums = (sums & 0x3333_3333_3333_3333) &+ ((sums &>> 2) & 0x3333_3333_3333_3333)
      sums = (sums &+ (sums &>> 4)) & 0x0f0f_0f0f_0f0f_0f0f
      sums &+= sums &>> 8
      sums &+= sums &>> 16
      sums = isOne ? sums &+ (sums &>> 32) &+ excess : (sums &+ excess) | (sums &+ excess) &>> 32
      return sums &<< 56
    }
  }
}
