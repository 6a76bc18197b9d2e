// A name that says who pays through whom.
//
//     PAYWELL LTD O/B OF ALDER LOGISTICS GMBH     ALDER LOGISTICS GMBH C/O PAYWELL LTD     J SMITH T/A ALDER LOGISTICS
//
// Whose debt it is stands behind "on behalf of" and before "care of". Asked only where the whole is nobody's name.

enum NameParts {
  /// The party whose debt is paid, of a name as `PayerName.normalise` writes it; nil where the name is of one party.
  static func debtor(in name: [UInt8]) -> [UInt8]? {
    let words = name.split(separator: 0x20)
    for (marker, isBehind) in markers {
      guard words.count > marker.count else { continue }
      for start in 0...words.count - marker.count
      where zip(words[start...], marker).allSatisfy({ $0.elementsEqual($1) }) {
        let part = isBehind ? words[(start + marker.count)...] : words[..<start]
        if !part.isEmpty { return Array(part.joined(separator: [0x20])) }
      }
    }
    return nil
  }

  /// Where a name ends before a remark in brackets at its end; nil where there is none, or nothing before it.
  static func endBeforeRemark(_ name: Span<UInt8>) -> Int? {
    var end = name.count
    while end > 0, name[end - 1] == 0x20 { end -= 1 }
    guard end > 0, name[end - 1] == UInt8(ascii: ")") else { return nil }
    while end > 0, name[end - 1] != UInt8(ascii: "(") { end -= 1 }
    return end > 1 ? end - 1 : nil
  }

  /// Words between the parties, the longest first, and whether the debtor stands behind them.
  private static let markers: [(words: [[UInt8]], isBehind: Bool)] = [
    ("ON BEHALF OF", true), ("BY ORDER OF", true), ("IM AUFTRAG VON", true), ("POUR LE COMPTE DE", true),
    ("POR CUENTA DE", true), ("PER CONTO DI", true), ("NAMENS", true), ("O B OF", true), ("OB OF", true), ("OBO", true),
    ("B O", true), ("TRADING AS", true), ("T A", true), ("D B A", true), ("DBA", true), ("CARE OF", false),
    ("C O", false),
    ("ATTN", false), ("ATTENTION", false), ("Z HD", false), ("ZHD", false), ("Z H", false),
  ].map { entry in (entry.0.split(separator: " ").map { Array($0.utf8) }, entry.1) }
}
