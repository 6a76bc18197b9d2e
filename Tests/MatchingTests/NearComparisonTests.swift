import CashModel
import Reference
import TestSupport
import Testing

@testable import Matching

/// How a token resembles a number, against the definition read off letter by letter.
@Suite struct NearComparisonTests {
  @Test func whatIsNearIsWhatComparingEveryLetterSays() throws {
    var random = SeededRandom(seed: 5)
    var seen: [Nearness: Int] = [:]
    for _ in 0..<600 {
      var items = OpenItemTable()
      var texts: [String] = []
      for _ in 0..<12 {
        let prefix = ["", "", "INV", "RE-", "B"][random.below(5)]
        let text = prefix + String(1_000 + random.below([9_000, 900_000, 90_000_000][random.below(3)]))
        var item = OpenItem()
        item.documentNumber = items.arena.append(text)
        items.append(item)
        texts.append(text)
      }
      let numbers = OwnNumbers(of: (0..<12).map { OpenItemRow($0) }[...], in: items, documentsOnly: true)
      #expect(numbers.count == 12)
      for _ in 0..<6 {
        let written = Self.mangled(texts[random.below(12)], &random)
        var arena = TextArena()
        let slice = arena.append(written)
        guard
          let token = NearToken(
            arena.span(slice), at: slice, isJoined: random.below(8) == 0, isLast: random.below(2) == 0)
        else { continue }
        var comparison = NearComparison()
        comparison.set(token)
        for number in 0..<12 {
          let found = comparison.nearness(to: number, of: numbers)
          #expect(found == Self.nearness(token, texts[number]), "\(written) \(texts[number])")
          if let found { seen[found, default: 0] += 1 }
        }
        let oneEdit = Set((0..<12).filter { Self.edits(token, texts[$0]) <= 1 }.map { OpenItemRow($0) })
        #expect(numbers.items(oneEditFrom: token) == oneEdit, "\(written)")
      }
    }
    for nearness in [Nearness.split, .lookAlike, .oneEdit, .suffix, .beginning, .twoEdits] {
      #expect(seen[nearness, default: 0] > 5, "\(nearness)")
    }
  }

  /// A word without three digits is no number, however long.
  @Test(arguments: [
    ("RECHNUNG", false), ("AB12", false), ("1O34", true), ("007", false), ("0012", false), ("123", true),
  ])
  func aTokenHasThreeDigits(text: String, isToken: Bool) {
    var arena = TextArena()
    let slice = arena.append(text)
    #expect((NearToken(arena.span(slice), at: slice) != nil) == isToken)
  }

  // MARK: The definition

  private static func key(_ text: String) -> [UInt8] {
    var key = ReferenceKey()
    let bytes = Array(text.utf8)
    key.set(bytes.span)
    return key.bytes
  }

  private static func tail(_ key: [UInt8]) -> [UInt8] {
    let digits = key.drop { !$0.isDigit }
    return digits.allSatisfy(\.isDigit) && !digits.isEmpty ? Array(digits) : key
  }

  private static func edits(_ token: NearToken, _ text: String) -> Int {
    let whole = key(text)
    var least = 3
    token.forEachForm { form in
      for side in [whole, tail(whole)] where side.count >= 5 {
        least = min(least, SlowEditDistance.distance(Array(form), side))
      }
    }
    return least
  }

  private static func nearness(_ token: NearToken, _ text: String) -> Nearness? {
    let (bytes, whole) = (token.key.bytes, key(text))
    let tail = tail(whole)
    if token.isJoined { return bytes == whole || bytes == tail ? .split : nil }
    if bytes.count < 3 { return nil }
    if bytes.count >= 4 {
      if token.folded == whole.map(\.foldedLookAlike) || token.folded == tail { return .lookAlike }
      let edits = edits(token, text)
      if edits < 2 { return .oneEdit }
      if edits == 2, tail.count >= 6 { return .twoEdits }
    }
    if bytes.count < tail.count, Array(tail.suffix(bytes.count)) == bytes { return .suffix }
    let isCut = [whole, tail].contains { $0.count > bytes.count && $0.starts(with: bytes) }
    return token.isLast && bytes.count >= 6 && isCut ? .beginning : nil
  }

  /// A number as somebody may have written it.
  private static func mangled(_ text: String, _ random: inout SeededRandom) -> String {
    var letters = Array(text.utf8)
    for _ in 0..<random.below(4) where letters.count > 3 {
      let place = random.below(letters.count - 1)
      switch random.below(5) {
      case 0: letters.remove(at: place)
      case 1: letters.insert(UInt8(48 + random.below(10)), at: place)
      case 2: letters.swapAt(place, place + 1)
      case 3: letters[place] = Array("0123456789OILSB".utf8)[random.below(15)]
      default: break
      }
    }
    if random.below(6) == 0 { letters = Array(letters.suffix(max(3, letters.count - 3))) }
    if random.below(6) == 0 { letters = Array(letters.prefix(max(6, letters.count - 1 - random.below(5)))) }
    return String(decoding: letters, as: UTF8.self)
  }
}
