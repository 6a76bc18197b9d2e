import CashModel
import TestSupport
import Testing

@testable import Matching

/// Eight bytes at once against one after the other.
@Suite struct KeyBytesTests {
  private func slowKey(_ text: [UInt8]) -> [UInt8] {
    text.compactMap { $0.isLowerLetter ? $0 - 32 : $0.isKeyByte ? $0 : nil }
  }

  private func slowName(_ text: [UInt8]) -> [UInt8] {
    var name: [UInt8] = []
    for byte in text {
      if byte.isLowerLetter {
        name.append(byte - 32)
      } else if byte.isNameByte {
        name.append(byte)
      } else if byte != UInt8(ascii: "'"), let last = name.last, last != 0x20 {
        name.append(0x20)
      }
    }
    if name.last == 0x20 { name.removeLast() }
    return name
  }

  private func expectSame(_ text: [UInt8]) {
    var key: [UInt8] = []
    key.appendKeyBytes(of: text.span)
    #expect(key == slowKey(text), "\(text)")
    var name: [UInt8] = [1, 2, 3]
    PayerName.normalise(text.span, into: &name)
    #expect(name == slowName(text), "\(text)")
    for start in 0...min(9, text.count) {
      #expect(text.span.firstDigit(from: start) == text[start...].firstIndex { $0.isDigit }, "\(text)")
    }
  }

  @Test func everyByteAtEveryPlace() {
    for length in 1...17 {
      for place in 0..<length {
        for byte in UInt8.min...UInt8.max {
          var text = [UInt8](repeating: UInt8(ascii: "A"), count: length)
          text[place] = byte
          expectSame(text)
        }
      }
    }
  }

  @Test func textsOfAllLengths() {
    var random = SeededRandom(seed: 11)
    let usual = Array("  aZ09-'. é&".utf8)
    for length in 0...200 {
      expectSame((0..<length).map { _ in usual[random.below(usual.count)] })
      expectSame((0..<length).map { _ in UInt8(random.below(256)) })
    }
  }

  @Test func wordsOfASetAreFoundWhateverTheirLength() {
    let words = (1...30).map { length in (0..<length).map { UInt8(ascii: "A") + UInt8($0 % 26) } }
    let set = WordSet(words)
    for word in words {
      let isFound = set.contains(word.span)
      #expect(isFound)
      var other = word
      for place in other.indices {
        other[place] += 1
        let isFound = set.contains(other.span)
        #expect(!isFound)
        other[place] -= 1
      }
    }
    let nothing: [UInt8] = []
    let isFound = set.contains(nothing.span)
    #expect(!isFound)
  }

  /// A short word is a run of letters that is a token by itself, and is looked up as the token is.
  @Test func shortWordsAreTokensOfLetters() {
    var random = SeededRandom(seed: 12)
    let usual = Array("reINVnOtelKd 0-/.,é:".utf8)
    let words = WordSet("RE INV NO TEL KD ONE INVENT")
    for _ in 0..<20_000 {
      let text = (0..<(1 + random.below(12))).map { _ in usual[random.below(usual.count)] }
      var end = 0
      while end < text.count,
        text[end].isKeyByte || (text[end].isInnerSeparator && end + 1 < text.count && text[end + 1].isKeyByte)
      {
        end += 1
      }
      let token = Array(text[..<end])
      let isShort = (1...7).contains(end) && token.allSatisfy { $0.isUpperLetter || $0.isLowerLetter }
      let word = ShortWord(text.span, at: 0)
      #expect((word != nil) == isShort, "\(String(decoding: text, as: UTF8.self))")
      guard let word else { continue }
      #expect(word.count == end)
      let capitals = token.map { $0.isLowerLetter ? $0 - 32 : $0 }
      let isThere = words.contains(capitals.span)
      #expect(words.contains(word) == isThere)
      let isTelephone = ["TEL", "PHONE", "FAX", "TELEFON", "MOBILE", "CALL"].contains(
        String(decoding: capitals, as: UTF8.self))
      #expect(word.isTelephoneWord == isTelephone)
      // With anything behind it, it is another token.
      let (itself, longer) = (
        token.span.isTelephoneWord, (token + [UInt8(ascii: "-"), UInt8(ascii: "1")]).span.isTelephoneWord
      )
      #expect(itself == isTelephone && !longer)
    }
  }

  /// What is said to be nobody's was said to be so before.
  @Test func numbersThatAreNobodysAreThoseSeen() {
    var random = SeededRandom(seed: 13)
    var seen = Set<[UInt8]>()
    var nobodys = NobodysNumbers()
    var found = 0
    for _ in 0..<20_000 {
      let digits = (0..<(1 + random.below(17))).map { _ in UInt8(ascii: "0") + UInt8(random.below(2)) }
      let isKnown = nobodys.contains(digits.span)
      #expect(!isKnown || seen.contains(digits))
      if isKnown { found += 1 }
      nobodys.insert(digits.span)
      seen.insert(digits)
      let isKnownNow = nobodys.contains(digits.span)
      #expect(isKnownNow == (digits.count <= 16))
    }
    #expect(found > 0)
  }
}
