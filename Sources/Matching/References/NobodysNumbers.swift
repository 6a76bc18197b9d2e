import CashModel

/// Numbers without separators that are no item's, no customer's and not like ours: the bank's own and the payers', which stand in one
/// text after another. Those read last are known here, so that they are not looked for again.
struct NobodysNumbers {
  private var words = [KeyWords](repeating: KeyWords(first: 0, second: 0), count: NobodysNumbers.count)

  /// Whether the token was found to be nobody's, and none took its place since.
  func contains(_ token: Span<UInt8>) -> Bool {
    guard token.count > 0, token.count <= 16 else { return false }
    let key = KeyWords(token)
    return words[NobodysNumbers.place(of: key)] == key
  }

  /// - Parameter token: letters and digits.
  mutating func insert(_ token: Span<UInt8>) {
    guard token.count > 0, token.count <= 16 else { return }
    let key = KeyWords(token)
    words[NobodysNumbers.place(of: key)] = key
  }

  private static func place(of key: KeyWords) -> Int {
    let hash = (key.first ^ key.second &* 0x9e37_79b9_7f4a_7c15) &* 0xff51_afd7_ed55_8ccd
    return Int(hash >> 58)
  }

  private static let count = 64
}
