package import CashModel

/// Reads a bank's transactions from CSV: a header with the contract's columns in any order, a row per transaction.
///
/// A file states no totals and no balances, so there is one statement per account and currency, in order of first
/// appearance, whose control results stay blank.
package enum BankCSVReader {
  /// Whether the bytes are text with a delimiter on one of the first lines, those a bank writes above its header
  /// included: what CSV it is, the header says to `read`.
  package static func recognises(_ bytes: Span<UInt8>) -> Bool {
    var isDelimited = false
    var lines = 0
    var index = 0
    while index < bytes.count, lines < 20 {
      switch bytes[index] {
      case UInt8(ascii: ","), UInt8(ascii: ";"), UInt8(ascii: "\t"), UInt8(ascii: "|"): isDelimited = true
      case 0x0A: lines += 1
      case 0x00...0x08, 0x0E...0x1F: return false
      default: break
      }
      index += 1
    }
    return isDelimited
  }

  package static func read(_ bytes: Span<UInt8>, file: Int32) -> BankFile {
    BankCSVPart(bytes, 0..<bytes.count, file: file).file
  }
}
