import CashModel

// What a token is before it may be a reference: an amount, a date, a telephone number.

extension UInt8 {
  var isInnerSeparator: Bool {
    self == UInt8(ascii: "-") || self == UInt8(ascii: "/") || self == UInt8(ascii: ".") || self == UInt8(ascii: "_")
      || self == UInt8(ascii: "#")
  }
}

/// Follows a text token by token and tells what belongs to a telephone number: the digits behind `Tel`, in as many groups as
/// make up a number.
struct TelephoneNumber {
  /// Digits read so far; nil outside a number.
  private var digits: Int?

  mutating func takes(_ token: Span<UInt8>) -> Bool {
    if token.hasLetter {
      takes(wordOfItsOwn: token.isTelephoneWord)
      return false
    }
    guard let known = digits else { return false }
    var count = known
    for index in token.indices where token[index].isDigit { count += 1 }
    digits = count < TelephoneNumber.leastDigits ? count : nil
    return true
  }

  /// Takes a word that announces a telephone number or ends one.
  mutating func takes(wordOfItsOwn announces: Bool) { digits = announces ? 0 : nil }

  /// A number without its area code has at least so many.
  private static let leastDigits = 7
}

extension Span where Element == UInt8 {
  var hasDigit: Bool {
    for index in indices where self[index].isDigit { return true }
    return false
  }

  /// Where an IBAN that begins at `start` ends, in one piece or in groups of four parted by single blanks; nil where none
  /// stands there.
  func endOfIBAN(from start: Int) -> Int? {
    guard start + 14 < count, self[start].isUpperLetter || self[start].isLowerLetter, self[start + 2].isDigit,
      self[start + 3].isDigit
    else { return nil }
    var firstEnd = start
    while firstEnd < count, firstEnd < start + CheckedReference.leastIBAN, self[firstEnd].isKeyByte { firstEnd += 1 }
    // Most that begins so is a document's number, shorter than any IBAN and longer than a group of one.
    guard firstEnd - start == CheckedReference.leastIBAN || firstEnd - start == 4 else { return nil }
    var key = ReferenceKey()
    var begin = start
    while begin < count {
      var end = begin
      while end < count, self[end].isKeyByte { end += 1 }
      key.append(extracting(begin..<end))
      if CheckedReference.isIBAN(key.bytes[...]) { return end }
      guard end - begin == 4, key.bytes.count < 34, end + 1 < count, self[end] == 0x20, self[end + 1].isKeyByte else {
        return nil
      }
      begin = end + 1
    }
    return nil
  }

  var hasOnlyDigitsAndBlanks: Bool {
    for index in indices where !self[index].isDigit && self[index] != 0x20 { return false }
    return true
  }

  var hasOnlyKeyBytes: Bool {
    for index in indices where !self[index].isKeyByte { return false }
    return true
  }

  var hasKeyByte: Bool {
    for index in indices where self[index].isKeyByte { return true }
    return false
  }

  var hasLetter: Bool {
    for index in indices where self[index].isUpperLetter || self[index].isLowerLetter { return true }
    return false
  }

  /// `Tel`, `Phone`, `Fax` and the like.
  var isTelephoneWord: Bool { ShortWord(self, at: 0).map { $0.count == count && $0.isTelephoneWord } ?? false }

  /// Digits with one point and two decimals (`1234.50`), or the whole part of `1.234,50`.
  func looksLikeAmount(followedBy text: Span<UInt8>, _ end: Int) -> Bool {
    var points = 0
    var lastPoint = -1
    for index in indices {
      if self[index] == UInt8(ascii: ".") {
        points += 1
        lastPoint = index
      } else if !self[index].isDigit {
        return false
      }
    }
    if points == 1, lastPoint == count - 3 { return true }
    let hasDecimals =
      end + 2 < text.count && text[end] == UInt8(ascii: ",") && text[end + 1].isDigit && text[end + 2].isDigit
      && (end + 3 == text.count || !text[end + 3].isKeyByte)
    return points > 0 && lastPoint == count - 4 && hasDecimals
  }

  /// Three groups of digits with two equal separators that can be day, month and year in some order.
  var looksLikeDate: Bool {
    var groups = InlineArray<3, (value: Int, digits: Int)>(repeating: (0, 0))
    var last = 0
    var separator: UInt8 = 0
    for index in indices {
      let byte = self[index]
      if byte.isDigit {
        guard groups[last].digits < 4 else { return false }
        groups[last] = (groups[last].value * 10 + Int(byte - 0x30), groups[last].digits + 1)
      } else {
        guard separator == 0 || byte == separator, last < 2, byte.isInnerSeparator else { return false }
        separator = byte
        last += 1
      }
    }
    guard last == 2 else { return false }
    let all = groups.indices.map { groups[$0] }
    let years = all.count { $0.digits == 4 && $0.value >= 1900 && $0.value < 2200 }
    let small = all.count { $0.digits >= 1 && $0.digits <= 2 && $0.value <= 31 }
    if years == 1 { return small == 2 && groups[1].digits <= 2 }
    return years == 0 && all.allSatisfy { $0.digits == 2 } && small >= 2
  }
}
