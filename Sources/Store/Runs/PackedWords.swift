import Foundation

/// Words of 64 bits as bytes, least significant first.
enum PackedWords {
  static func bytes(_ words: [UInt64]) -> [UInt8] {
    var bytes: [UInt8] = []
    bytes.reserveCapacity(8 * words.count)
    for word in words { bytes.appendWord(word) }
    return bytes
  }

  static func words(_ data: Data) -> [UInt64] {
    let bytes = Array(data)
    return stride(from: 0, to: bytes.count - 7, by: 8).map { start in
      (0..<8).reduce(UInt64(0)) { $0 | UInt64(bytes[start + $1]) << UInt64(8 * $1) }
    }
  }
}
