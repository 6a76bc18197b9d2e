import BatchGenerator
import CashModel
import Testing

@Suite struct RowOrderTests {
  /// Keys from few to many different ones, so that both digits and comparisons decide.
  @Test(arguments: [1, 3, 1_000, 1 << 20, UInt64.max])
  func keysThenComparisonsDecideAsASortWould(bound: UInt64) {
    var generator = SplitMix64(seed: bound)
    for count in [0, 1, 2, 3, 17, 5_000] {
      let keys = (0..<count).map { _ in generator.next() % bound }
      let ranks = (0..<count).map { _ in generator.next() % 7 }
      let order = RowOrder.sorted(keys) { ranks[Int($0)] < ranks[Int($1)] }
      let twin = (0..<Int32(count)).sorted {
        (keys[Int($0)], ranks[Int($0)], $0) < (keys[Int($1)], ranks[Int($1)], $1)
      }
      #expect(order == twin)
    }
  }

  /// Long runs of equal keys, which second keys tell apart as far as they go.
  @Test(arguments: [1, 4, 90, UInt64.max]) func secondKeysDecideBetweenEqualOnes(bound: UInt64) {
    var generator = SplitMix64(seed: bound)
    for count in [0, 1, 64, 65, 5_000] {
      let keys = (0..<count).map { _ in generator.next() % 5 }
      let seconds = (0..<count).map { _ in generator.next() % bound }
      let ranks = (0..<count).map { _ in generator.next() % 7 }
      func precedes(_ left: Int32, _ right: Int32) -> Bool {
        let (one, other) = (Int(left), Int(right))
        if seconds[one] != seconds[other] { return seconds[one] < seconds[other] }
        return ranks[one] < ranks[other]
      }
      let order = RowOrder.sorted(keys, then: { seconds[Int($0)] }, precedes)
      let twin = (0..<Int32(count)).sorted { left, right in
        let (one, other) = (keys[Int(left)], keys[Int(right)])
        if one != other { return one < other }
        return precedes(left, right) || (!precedes(right, left) && left < right)
      }
      #expect(order == twin)
    }
  }

  @Test func keysInOrderAlreadyAreStillComparedWhereEqual() {
    #expect(RowOrder.sorted([1, 1, 2, 2, 2]) { $0 > $1 } == [1, 0, 4, 3, 2])
  }

  /// Keys alike in their highest bits, few of them or many, and long runs of them that differ further down.
  @Test(arguments: [2, 64, 65, 700, 5_000])
  func keysAlikeInTheirHighestBitsAreSortedByTheOthers(together: Int) {
    var generator = SplitMix64(seed: UInt64(together))
    let keys = (0..<5_000).map { row in UInt64(row / together % 7) << 60 | generator.next() % 3_000 }
    let order = RowOrder.sorted(keys) { _, _ in false }
    #expect(order == (0..<Int32(keys.count)).sorted { (keys[Int($0)], $0) < (keys[Int($1)], $1) })
  }

  @Test func whatTextsBeginWithIsFound() {
    var arena = TextArena()
    let texts = ["INV-10", "INV-2", "INV-", "INV-2a", "INV-Ü"].map { arena.append($0) }
    #expect(arena.commonPrefix(of: texts) == 4)
    #expect(arena.commonPrefix(of: []) == 0)
  }

  @Test(arguments: ["01", "0123456789-", "", "abc\u{0}", "xÜ"])
  func packedTextsHaveTheOrderOfTheTexts(letters: String) {
    var generator = SplitMix64(seed: UInt64(letters.utf8.count))
    var arena = TextArena()
    let texts = (0..<300).map { _ in
      let chosen = (0..<generator.next() % 20).compactMap { _ -> Character? in
        letters.isEmpty ? nil : Array(letters)[Int(generator.next() % UInt64(letters.count))]
      }
      return arena.append("INV" + String(chosen))
    }
    let packed = PackedTexts(texts, in: arena)
    let count = packed.letterCount(in: 48)
    #expect(count >= 5)
    func keys(_ text: TextSlice) -> [UInt64] {
      [packed.key(of: text, bits: 48)]
        + (0..<4).map { packed.key(of: text, behind: count + $0 * packed.letterCount(in: 64), bits: 64) }
    }
    for (one, other) in zip(texts, texts.dropFirst()) {
      #expect(keys(one).lexicographicallyPrecedes(keys(other)) == arena.precedes(one, other))
    }
  }

  @Test func allBytesThereAreStillFit() {
    var arena = TextArena()
    let bytes = (0...255).map { arena.append([UInt8($0)].span) }
    let packed = PackedTexts(bytes, in: arena)
    let keys = bytes.map { packed.key(of: $0, bits: 48) }
    #expect(keys == keys.sorted() && Set(keys).count == 256)
  }
}

@Suite struct FingerprintOfWordsTests {
  @Test func threeWordsAreHashedLikeTheirBytes() {
    var generator = SplitMix64(seed: 24)
    for _ in 0..<1_000 {
      let words = [generator.next(), generator.next(), generator.next()]
      let bytes = words.flatMap { word in (0..<8).map { UInt8(truncatingIfNeeded: word >> UInt64(8 * $0)) } }
      #expect(Fingerprint(words[0], words[1], words[2]) == Fingerprint(of: bytes.span))
    }
  }
}
