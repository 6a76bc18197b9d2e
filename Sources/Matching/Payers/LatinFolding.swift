// Letters of other alphabets and with accents, in plain capitals, as banks that print nothing else write them.
//
// Accents are dropped: `é` is E, `ł` is L. Greek and Cyrillic are written out as passports do (ISO 843 and ISO 9 without
// their accents; ICAO Doc 9303, part 3). What no table knows stays as its bytes, so that names in other scripts are still
// equal to themselves.

enum LatinFolding {
  /// Appends what the character at `index` is in plain capitals, and moves `index` behind it. Bytes that are no
  /// letters of a table are kept.
  static func append(_ text: Span<UInt8>, at index: inout Int, to word: inout [UInt8]) {
    let first = text[index]
    guard index + 1 < text.count, (first & 0xE0) == 0xC0 || first == 0xEF else {
      word.append(first)
      index += 1
      return
    }
    let second = text[index + 1]
    if first == 0xEF {
      index = appendFullWidth(text, index, to: &word)
      return
    }
    index += 2
    let scalar = Int(first & 0x1F) << 6 | Int(second & 0x3F)
    switch scalar {
    // Combining accents of decomposed letters.
    case 0x300...0x36F: break
    case 0xC0...0xFF: word += latin1[scalar - 0xC0]
    case 0x100...0x17F: word += latinExtended[scalar - 0x100]
    case 0x218, 0x219: word.append(UInt8(ascii: "S"))
    case 0x21A, 0x21B: word.append(UInt8(ascii: "T"))
    case 0x391...0x3A9: word += greek[scalar - 0x391]
    case 0x3B1...0x3C9: word += greek[scalar - 0x3B1]
    case 0x386, 0x3AC: word.append(UInt8(ascii: "A"))
    case 0x388, 0x3AD: word.append(UInt8(ascii: "E"))
    case 0x389, 0x38A, 0x3AE, 0x3AF, 0x3CA: word.append(UInt8(ascii: "I"))
    case 0x38C, 0x38F, 0x3CC, 0x3CE: word.append(UInt8(ascii: "O"))
    case 0x38E, 0x3CB, 0x3CD: word.append(UInt8(ascii: "Y"))
    case 0x410...0x42F: word += cyrillic[scalar - 0x410]
    case 0x430...0x44F: word += cyrillic[scalar - 0x430]
    case 0x401, 0x451: word.append(UInt8(ascii: "E"))
    case 0x404, 0x454: word += Array("IE".utf8)
    case 0x406, 0x407, 0x456, 0x457: word.append(UInt8(ascii: "I"))
    case 0x490, 0x491: word.append(UInt8(ascii: "G"))
    default:
      word.append(first)
      word.append(second)
    }
  }

  /// U+FF10 to U+FF5A: digits and letters as wide as ideographs.
  private static func appendFullWidth(_ text: Span<UInt8>, _ index: Int, to word: inout [UInt8]) -> Int {
    if index + 2 < text.count, text[index + 1] == 0xBC || text[index + 1] == 0xBD {
      let scalar = 0xF000 | Int(text[index + 1] & 0x3F) << 6 | Int(text[index + 2] & 0x3F)
      let plain = UInt8(truncatingIfNeeded: scalar - 0xFF00 + 0x20)
      if scalar > 0xFF00, scalar <= 0xFF5A, plain.isKeyByte {
        word.append(plain.isLowerLetter ? plain - 32 : plain)
        return index + 3
      }
    }
    word.append(text[index])
    return index + 1
  }

  private static func table(_ letters: String) -> [[UInt8]] {
    letters.split(separator: " ").map { $0 == "-" ? [] : Array($0.utf8) }
  }

  /// U+00C0 to U+00FF; the signs × and ÷ are dropped.
  private static let latin1 = table(
    """
    A A A A A A AE C E E E E I I I I D N O O O O O - O U U U U Y TH SS \
    A A A A A A AE C E E E E I I I I D N O O O O O - O U U U U Y TH Y
    """)
  /// U+0100 to U+017F.
  private static let latinExtended = table(
    """
    A A A A A A C C C C C C C C D D D D E E E E E E E E E E G G G G G G G G H H H H I I I I I I I I I I IJ IJ J J K K K \
    L L L L L L L L L L N N N N N N N N N O O O O O O OE OE R R R R R R S S S S S S S S T T T T T T U U U U U U U U U U \
    U U W W Y Y Y Z Z Z Z Z Z S
    """)
  /// Alpha to omega, the final sigma among the small letters.
  private static let greek = table("A V G D E Z I TH I K L M N X O P R S S T Y F CH PS O")
  private static let cyrillic = table(
    "A B V G D E ZH Z I I K L M N O P R S T U F KH TS CH SH SHCH - Y - E IU IA")
}
