/// How much a file will bring, as far as its beginning tells: room is made for it before it is read, so that no table is moved
/// while it grows. Wrong guesses cost nothing but that; the largest ones are not believed, since room for them may not be had.
enum ExpectedSize {
  /// Rows of a file of lines.
  static func rows(in bytes: Span<UInt8>) -> Int {
    let sample = min(bytes.count, 1 << 16)
    var lines = 1
    for index in 0..<sample where bytes[index] == 0x0A { lines += 1 }
    let expected = sample == bytes.count ? lines : bytes.count / sample * lines + bytes.count / sample * lines / 20
    return min(expected, bytes.count / leastRow, mostRows)
  }

  /// Bytes of text.
  static func texts(in bytes: Span<UInt8>) -> Int { min(bytes.count, mostTexts) }

  private static let leastRow = 32
  private static let mostRows = 1 << 21
  private static let mostTexts = 1 << 28
}
