import CashModel

/// A word of at most seven letters that stands by itself in a text, in capitals.
struct ShortWord {
  let count: Int
  /// The first letter in the lowest byte, zeros behind the last.
  let capitals: UInt64

  /// nil where anything else stands there: a longer word, or a number's beginning.
  init?(_ text: Span<UInt8>, at start: Int) {
    let bytes = KeyBytes(word: text.word(at: start, count: min(8, text.count - start)))
    let letters = bytes.letters
    count = (~letters & KeyBytes.high).trailingZeroBitCount >> 3
    guard count > 0, count < 8 else { return nil }
    let end = start + count
    if end < text.count {
      if text[end].isKeyByte { return nil }
      if text[end].isInnerSeparator, end + 1 < text.count, text[end + 1].isKeyByte { return nil }
    }
    capitals = bytes.capitals(letters) & (1 << UInt64(8 * count) - 1)
  }

  private static let telephone = WordSet("TEL PHONE FAX TELEFON MOBILE CALL")

  /// `Tel`, `Phone`, `Fax` and the like.
  var isTelephoneWord: Bool { ShortWord.telephone.contains(self) }
}
