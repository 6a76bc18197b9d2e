import CashModel

// What of a company's name tells it from others.
//
// Banks and payers write one name in many ways: "PENTLAND PLANTS LIMITED AP DEPT", "Plants Pentland Ltd.", "PENTLANDPLANTS",
// or cut after 22 letters. The core of a name is what is left without legal forms, departments and connecting words, in
// capitals without accents. Two names are alike where their cores are the same words in any order, or the same letters run
// together, or where one is the beginning of the other and long enough. A core that two families share, or that begins
// two names, identifies nobody.

struct NameCore {
  /// The words in order, without the blanks between them.
  private(set) var joined: [UInt8] = []
  /// The words sorted, parted by blanks.
  private(set) var sorted: [UInt8] = []
  private var words: [[UInt8]] = []

  mutating func set(_ name: Span<UInt8>) {
    words.removeAll(keepingCapacity: true)
    var word: [UInt8] = []
    var index = 0
    while index < name.count {
      let byte = name[index]
      if byte.isKeyByte {
        word.append(byte.isLowerLetter ? byte - 32 : byte)
      } else if byte == 0xC3, index + 1 < name.count {
        word += NameCore.plain(name[index + 1])
        index += 1
      } else if byte >= 0x80 {
        word.append(byte)
      } else if byte != UInt8(ascii: "'"), byte != UInt8(ascii: ".") {
        take(&word)
      }
      index += 1
    }
    take(&word)
    // A name of nothing but such words is that name.
    let telling = words.filter { !NameCore.empty.contains($0) }
    let kept = telling.isEmpty ? words : telling
    joined = kept.flatMap { $0 }
    sorted = Array(kept.sorted { $0.lexicographicallyPrecedes($1) }.joined(separator: [0x20]))
  }

  private mutating func take(_ word: inout [UInt8]) {
    if !word.isEmpty { words.append(word) }
    word = []
  }

  /// Letters of Latin-1 (the second byte of their UTF-8) without accents.
  private static func plain(_ byte: UInt8) -> [UInt8] {
    switch byte & 0xDF {
    case 0x80...0x85: [UInt8(ascii: "A")]
    case 0x86: Array("AE".utf8)
    case 0x87: [UInt8(ascii: "C")]
    case 0x88...0x8B: [UInt8(ascii: "E")]
    case 0x8C...0x8F: [UInt8(ascii: "I")]
    case 0x91: [UInt8(ascii: "N")]
    case 0x92...0x96, 0x98: [UInt8(ascii: "O")]
    case 0x99...0x9C: [UInt8(ascii: "U")]
    case 0x9D: [UInt8(ascii: "Y")]
    default: byte == 0x9F ? Array("SS".utf8) : [0xC3, byte]
    }
  }

  /// Legal forms, departments and connecting words.
  private static let empty: Set<[UInt8]> = Set(
    """
    LTD LIMITED PLC LLP LLC LP INC INCORPORATED CORP CORPORATION CO COMPANY GMBH MBH AG KG OHG UG SE EK EG EV SA SAS SARL \
    SCA SRL SPA SNC BV NV VOF CV AB OY OYJ AS ASA APS PTY SRO DOO KFT ZRT SPZOO SL SLU THE AND UND ET Y E OF AP AR DEPT \
    DEPARTMENT ACCOUNTS ACCOUNT PAYABLE TREASURY FINANCE PAYMENTS PAYMENT
    """.split(whereSeparator: \.isWhitespace).map { Array($0.utf8) })

  /// A beginning shorter than this is anybody's.
  static let leastBeginning = 12
  /// A core shorter than this is an abbreviation.
  static let least = 5
}

/// Customers by the core of their names and aliases.
struct NameCoreIndex: Sendable {
  private var sorted = ByteKeyIndex()
  private var joined = ByteKeyIndex()
  /// Cores run together, in order of their bytes, with their customers.
  private var beginnings: [(core: [UInt8], row: Int32)] = []

  mutating func insert(_ core: NameCore, row: Int32) {
    guard core.joined.count >= NameCore.least else { return }
    sorted.insert(core.sorted.span, row: row)
    joined.insert(core.joined.span, row: row)
    beginnings.append((core.joined, row))
  }

  mutating func seal() {
    sorted.seal()
    joined.seal()
    beginnings.sort { $0.core != $1.core ? $0.core.lexicographicallyPrecedes($1.core) : $0.row < $1.row }
  }

  /// The customers whose name is alike: the same words, the same letters, or the only names that begin so.
  func rows(alike core: NameCore) -> [Int32] {
    guard core.joined.count >= NameCore.least else { return [] }
    if let hit = sorted.find(core.sorted.span) { return Array(sorted.rows[hit.indices]) }
    if let hit = joined.find(core.joined.span) { return Array(joined.rows[hit.indices]) }
    guard core.joined.count >= NameCore.leastBeginning else { return [] }
    var low = 0
    var high = beginnings.count
    while low < high {
      let middle = (low + high) / 2
      if beginnings[middle].core.lexicographicallyPrecedes(core.joined) { low = middle + 1 } else { high = middle }
    }
    var found: [Int32] = []
    while low < beginnings.count, beginnings[low].core.starts(with: core.joined), found.count < NameCoreIndex.most {
      found.append(beginnings[low].row)
      low += 1
    }
    return found
  }

  private static let most = 64
}
