import CashModel

/// Bank accounts of our own, as they may stand in a payer's text: no number of an item, whatever it looks like. IBANs are known by
/// their form (`endOfIBAN`), so that this is for local account numbers.
struct AccountNumbers: Sendable {
  private var keys = WordSet()

  /// - Parameter texts: accounts as files and configurations spell them.
  init(_ texts: some Sequence<String>) {
    for text in texts { insert(Array(text.utf8).span) }
  }

  private mutating func insert(_ text: Span<UInt8>) {
    var key = ReferenceKey()
    key.set(text)
    guard AccountNumbers.mayBeAccount(key) else { return }
    keys.insert(key.bytes)
  }

  /// Whether a number is long enough to stand for an account; test files have `1` or `0001`.
  static func mayBeAccount(_ key: ReferenceKey) -> Bool { key.digitCount >= leastLength }

  func contains(_ key: [UInt8]) -> Bool { keys.contains(key.span) }

  private static let leastLength = 6
}
