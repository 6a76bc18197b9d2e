extension Span<UInt8> {
  /// Where the last occurrence of some bytes begins that lies wholly within a range.
  func last(_ needle: [UInt8], in range: Range<Int>) -> Int? {
    var start = range.lowerBound
    var last: Int?
    while let found = first(needle, in: start..<range.upperBound) {
      last = found
      start = found + 1
    }
    return last
  }

  /// Eight places at once are asked whether the first and the last byte may stand there.
  func first(_ needle: [UInt8], in range: Range<Int>) -> Int? {
    precondition(range.lowerBound >= 0 && range.upperBound <= count && !needle.isEmpty, "searched within the bytes")
    let ones: UInt64 = 0x0101_0101_0101_0101
    let first = ones &* UInt64(needle[0])
    let last = ones &* UInt64(needle[needle.count - 1])
    let reach = needle.count - 1
    var place = range.lowerBound
    while place + 8 + reach <= range.upperBound {
      // All bytes of both words lie within the range; the loads ask for no alignment.
      let front = unsafe bytes.unsafeLoadUnaligned(fromUncheckedByteOffset: place, as: UInt64.self) ^ first
      let back = unsafe bytes.unsafeLoadUnaligned(fromUncheckedByteOffset: place + reach, as: UInt64.self) ^ last
      let either = front | back
      if (either &- ones) & ~either & 0x8080_8080_8080_8080 != 0 {
        for start in place..<place + 8 where holds(needle, at: start) { return start }
      }
      place += 8
    }
    while place + needle.count <= range.upperBound {
      if holds(needle, at: place) { return place }
      place += 1
    }
    return nil
  }

  private func holds(_ needle: [UInt8], at start: Int) -> Bool {
    for index in needle.indices where self[start + index] != needle[index] { return false }
    return true
  }
}
