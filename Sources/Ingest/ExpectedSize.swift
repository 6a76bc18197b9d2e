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

  /// Rows and bytes of text of a whole file, as far as a part of it tells.
  ///
  /// - Parameters:
  ///   - byteCount: of the whole.
  ///   - size: how many bytes brought the part's.
  static func ofAll(_ byteCount: Int, _ part: (rows: Int, texts: Int), in size: Int) -> (rows: Int, texts: Int) {
    let parts = byteCount / max(size, 1) + 1
    return (min(part.rows * parts, mostRowsOfAll), min(part.texts * parts, mostTextsOfAll))
  }

  private static let leastRow = 32
  private static let mostRows = 1 << 24
  private static let mostTexts = 1 << 30
  private static let mostRowsOfAll = 1 << 24
  private static let mostTextsOfAll = 1 << 30
}
