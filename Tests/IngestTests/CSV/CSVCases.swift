import TestSupport
import CashModel
import Foundation

/// What the tests of the CSV readers share.
enum CSVCases {
  /// A small generator whose numbers are the same on every run (Steele, Lea and Flood's SplitMix64).
  struct Numbers: RandomNumberGenerator {
    private var state: UInt64

    init(seed: UInt64) { state = seed }

    mutating func next() -> UInt64 {
      state &+= 0x9E37_79B9_7F4A_7C15
      var value = state
      value = (value ^ value >> 30) &* 0xBF58_476D_1CE4_E5B9
      value = (value ^ value >> 27) &* 0x94D0_49BB_1331_11EB
      return value ^ value >> 31
    }
  }

  /// The ways one CSV text may be written without saying anything else. The text's cells have no line ends of their own.
  static func spellings(of text: String) -> [[UInt8]] {
    let lines = text.split(separator: "\n").map(String.init)
    let mark = "\u{FEFF}"
    let texts = [
      text, lines.joined(separator: "\n"), lines.joined(separator: "\r\n") + "\r\n", lines.joined(separator: "\r\n"),
      lines.joined(separator: "\r"), mark + text, "\n\n" + lines.joined(separator: "\n\n") + "\n\n\n",
      lines.joined(separator: "\r\n\r\n"),
    ]
    return texts.map { Array($0.utf8) }
  }

  /// Every beginning of the bytes, the whole included.
  static func beginnings(of bytes: [UInt8]) -> [[UInt8]] { (0...bytes.count).map { Array(bytes.prefix($0)) } }

  /// The bytes with each one replaced by others that mean something to a reader; in the long run by every other.
  static func withOneByteChanged(_ bytes: [UInt8], _ body: ([UInt8]) -> Void) {
    for index in bytes.indices {
      for replacement in replacements where bytes[index] != replacement {
        var changed = bytes
        changed[index] = replacement
        body(changed)
      }
    }
  }

  private static let replacements = Soak.isOn ? Array(0...255) : Array(",\"\n\r-9'".utf8) + [0x00, 0xFF]

  static func file(_ path: String) throws -> [UInt8] {
    let root = URL(fileURLWithPath: #filePath)
      .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
    return Array(try Data(contentsOf: root.appendingPathComponent("testdata/\(path)")))
  }
}
