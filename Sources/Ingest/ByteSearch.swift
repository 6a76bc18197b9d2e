import CashModel

extension Span<UInt8> {
  /// Where the first occurrence of some bytes begins that lies wholly within a range.
  ///
  /// Sixteen places at once are asked whether the first and the last byte stand there.
  func first(_ needle: [UInt8], in range: Range<Int>) -> Int? {
    precondition(range.lowerBound >= 0 && range.upperBound <= count && !needle.isEmpty, "searched within the bytes")
    let ones = SIMD2<UInt64>(repeating: 0x0101_0101_0101_0101)
    let (first, last) = (ones &* UInt64(needle[0]), ones &* UInt64(needle[needle.count - 1]))
    let reach = needle.count - 1
    var place = range.lowerBound
    while place + 16 + reach <= range.upperBound {
      let differs = (sixteen(at: place) ^ first) | (sixteen(at: place + reach) ^ last)
      let marks = (differs &- ones) & ~differs & 0x8080_8080_8080_8080
      if marks.x | marks.y != 0 {
        for half in 0..<2 {
          // The lowest mark is a place found; one above it may be none.
          var rest = marks[half]
          while rest != 0 {
            let start = place + 8 * half + rest.trailingZeroBitCount >> 3
            if holds(needle, at: start) { return start }
            rest &= rest - 1
          }
        }
      }
      place += 16
    }
    while place + needle.count <= range.upperBound {
      if holds(needle, at: place) { return place }
      place += 1
    }
    return nil
  }

  private func sixteen(at start: Int) -> SIMD2<UInt64> {
    precondition(start >= 0 && start <= count - 16, "read within the bytes")
    // Within the span, as just seen; the load asks for no alignment. The first byte is the lowest.
    return unsafe bytes.unsafeLoadUnaligned(fromUncheckedByteOffset: start, as: SIMD2<UInt64>.self)
  }

  private func holds(_ needle: [UInt8], at start: Int) -> Bool {
    for index in needle.indices where self[start + index] != needle[index] { return false }
    return true
  }
}

/// Up to three bytes that end something, each of which is looked for at eight places at once.
struct ByteEnds: Sendable {
  private let first: UInt64
  private let second: UInt64
  private let third: UInt64

  init(_ first: UInt8, _ second: UInt8, _ third: UInt8) {
    self.first = ByteEnds.ones &* UInt64(first)
    self.second = ByteEnds.ones &* UInt64(second)
    self.third = ByteEnds.ones &* UInt64(third)
  }

  private static var ones: UInt64 { 0x0101_0101_0101_0101 }

  /// Where the first of them stands from `start` on; `end` where none does before it.
  @inline(__always)
  func place(in bytes: Span<UInt8>, from start: Int, to end: Int) -> Int {
    precondition(start >= 0 && end <= bytes.count, "searched within the bytes")
    var place = start
    while place + 8 <= end {
      let word = bytes.word(at: place)
      // The lowest mark is a byte found; one above it may be none.
      let marks = (zeros(word ^ first) | zeros(word ^ second) | zeros(word ^ third)) & 0x8080_8080_8080_8080
      if marks != 0 { return place + (marks.trailingZeroBitCount >> 3) }
      place += 8
    }
    while place < end {
      let word = UInt64(bytes[place])
      if word == first & 0xFF || word == second & 0xFF || word == third & 0xFF { return place }
      place += 1
    }
    return end
  }

  @inline(__always)
  private func zeros(_ word: UInt64) -> UInt64 { (word &- ByteEnds.ones) & ~word }
}

extension Span<UInt8> {
  /// Where the first byte beyond ASCII stands from `start` on; `end` where none does before it.
  func firstBeyondASCII(from start: Int, to end: Int) -> Int {
    precondition(start >= 0 && end <= count, "searched within the bytes")
    var place = start
    while place + 8 <= end {
      let word = word(at: place)
      let marks = word & 0x8080_8080_8080_8080
      if marks != 0 { return place + (marks.trailingZeroBitCount >> 3) }
      place += 8
    }
    while place < end, self[place] < 0x80 { place += 1 }
    return place
  }

  /// Up to eight bytes from `start` on as one number, the first in the lowest byte, small letters as capitals.
  func capitals(at start: Int) -> UInt64 {
    let word = word(at: start, count: Swift.min(8, count - start))
    let ones: UInt64 = 0x0101_0101_0101_0101
    let low = word & 0x7F7F_7F7F_7F7F_7F7F
    // From "a" on, but not from behind "z" on, and ASCII.
    let isSmall = (low &+ ones &* 0x1F) & ~(low &+ ones &* 0x05) & ~word & 0x8080_8080_8080_8080
    return word &- (isSmall >> 2)
  }
}
