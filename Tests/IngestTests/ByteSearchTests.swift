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
      let place = (start..<max(end - needle.count + 1, start)).first {
        Array(bytes[$0..<$0 + needle.count]) == needle
      }
      #expect(bytes.span.first(needle, in: start..<end) == place)
    }
  }

  @Test func endsAreFoundWhereASlowSearchFindsThem() {
    var random = SeededRandom(seed: 6)
    let alphabet: [UInt8] = [0x0A, 0x0B, 0x0D, 0x2B, 0x2C, 0x2D, 0x41, 0x7F, 0x80, 0xAC, 0xFF, 0x00, 0x01]
    for _ in 0..<5_000 {
      let bytes = (0..<random.below(40)).map { _ in
        random.below(3) == 0 ? alphabet[random.below(alphabet.count)] : UInt8(0x61 + random.below(20))
      }
      let ends = [0x2C, alphabet[random.below(alphabet.count)], 0x0D]
      let start = random.below(bytes.count + 1)
      let end = start + random.below(bytes.count - start + 1)
      let expected = (start..<end).first { ends.contains(bytes[$0]) } ?? end
      #expect(ByteEnds(ends[0], ends[1], ends[2]).place(in: bytes.span, from: start, to: end) == expected)
      let beyond = (start..<end).first { bytes[$0] >= 0x80 } ?? end
      #expect(bytes.span.firstBeyondASCII(from: start, to: end) == beyond)
    }
  }

  @Test func capitalsAreThoseOfEachByte() {
    for byte in UInt8.min...UInt8.max {
      for length in 1...9 {
        var bytes = [UInt8](repeating: UInt8(ascii: "z"), count: length)
        bytes[length / 2] = byte
        var expected: UInt64 = 0
        for (place, letter) in bytes.prefix(8).enumerated() {
          let capital = letter >= 0x61 && letter <= 0x7A ? letter - 0x20 : letter
          expected |= UInt64(capital) << UInt64(8 * place)
        }
        #expect(bytes.span.capitals(at: 0) == expected)
        #expect((bytes + [0x30]).span.capitals(at: length) == 0x30)
      }
    }
  }
}
