import CashModel

/// Compares one token of a text with the numbers of a payer: prepared for the token once, so that a number costs some tens of
/// nanoseconds. Numbers one edit away are not its business, they are looked up (`EditIndex`). A class, since its tables are
/// too large to be copied from call to call.
final class NearComparison {
  private var token: NearToken?
  private var forms = [EditDistance](repeating: EditDistance(), count: NearToken.mostForms)
  private var lengths: [Int] = []

  func set(_ token: NearToken) {
    self.token = token
    lengths.removeAll(keepingCapacity: true)
    token.forEachForm { form in
      forms[lengths.count].set(form.span)
      lengths.append(form.count)
    }
  }

  /// How the token resembles a number otherwise than by one edit; nil where it does not.
  func nearness(to number: OwnNumbers.Number, of numbers: OwnNumbers) -> Nearness? {
    guard let token else { return nil }
    let whole = numbers.whole(number)
    let tail = numbers.tail(number)
    let bytes = token.key.bytes[...]
    if token.isJoined { return bytes == whole || bytes == tail ? .split : nil }
    guard bytes.count >= ReferenceKey.leastLength - 1 else { return nil }
    if bytes.count >= ReferenceKey.leastLength {
      if token.folded[...] == numbers.foldedWhole(number) || token.folded[...] == tail { return .lookAlike }
      var least = edits(to: whole)
      if tail.count < whole.count { least = min(least, edits(to: tail)) }
      if least == 2, tail.count >= NearComparison.leastDigitsOfTwoEdits { return .twoEdits }
    }
    if bytes.count < tail.count, tail.suffix(bytes.count) == bytes { return .suffix }
    guard token.isLast, bytes.count >= NearComparison.leastBeginning else { return nil }
    let isCut =
      (bytes.count < whole.count && whole.starts(with: bytes)) || (bytes.count < tail.count && tail.starts(with: bytes))
    return isCut ? .beginning : nil
  }

  /// The least edit distance of any form, 3 where none is within two.
  private func edits(to side: ArraySlice<UInt8>) -> Int {
    guard side.count >= OwnNumbers.leastEdited else { return 3 }
    var least = 3
    for (place, length) in lengths.enumerated() where abs(length - side.count) <= 2 {
      if let found = forms[place].distance(to: side.span) { least = min(least, found) }
    }
    return least
  }

  private static let leastDigitsOfTwoEdits = 6
  private static let leastBeginning = 6
}
