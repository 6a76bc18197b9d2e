import CashModel
import Testing

@Suite struct ByteWordsTests {
  @Test func aWordIsTheBytesLowestFirst() {
    for count in 0...20 {
      let bytes = (0..<count).map { UInt8(0xF0 &- $0 &* 11) }
      for start in 0...count {
        for length in 0...min(8, count - start) {
          var slowly: UInt64 = 0
          for place in 0..<length { slowly += UInt64(bytes[start + place]) << UInt64(8 * place) }
          let word = bytes.span.word(at: start, count: length)
          #expect(word == slowly)
          guard length == 8 else { continue }
          let whole = bytes.span.word(at: start)
          #expect(whole == slowly)
        }
      }
    }
  }

  @Test func bytesAreTheSameWhereEachOneIs() {
    for count in 0...20 {
      let bytes = (0..<count).map { UInt8(0xF0 &- $0 &* 11) }
      let (itself, longer) = (bytes.span.isSame(as: bytes.span), bytes.span.isSame(as: (bytes + [0]).span))
      #expect(itself && !longer)
      for place in bytes.indices {
        var other = bytes
        other[place] ^= 1
        let isSame = bytes.span.isSame(as: other.span)
        #expect(!isSame, "\(count), \(place)")
      }
    }
  }
}
