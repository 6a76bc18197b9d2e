import TestSupport
import Testing

@testable import Ingest

/// Searching some bytes at once finds what searching one by one finds.
@Suite struct ByteSearchTests {
  @Test func findsWhatASlowSearchFinds() {
    var random = SeededRandom(seed: 5)
    for _ in 0..<3_000 {
      let bytes = (0..<random.below(60)).map { _ in UInt8(0x61 + random.below(3)) }
      let needle = (0..<1 + random.below(4)).map { _ in UInt8(0x61 + random.below(3)) }
      let start = random.below(bytes.count + 1)
      let end = start + random.below(bytes.count - start + 1)
      let places = (start..<max(end - needle.count + 1, start)).filter {
        Array(bytes[$0..<$0 + needle.count]) == needle
      }
      #expect(bytes.span.first(needle, in: start..<end) == places.first)
      #expect(bytes.span.last(needle, in: start..<end) == places.last)
    }
  }
}
