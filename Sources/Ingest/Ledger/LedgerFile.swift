import CashModel

/// What the readers of open items and of customers share.
enum LedgerFile {
  /// False for a file that is too large for an arena, which `log` then says.
  static func isReadable(_ bytes: Span<UInt8>, file: Int32, log: inout DiagnosticLog) -> Bool {
    if bytes.count <= TextArena.capacity { return true }
    log.append(
      Diagnostic(
        .error, .limit, file: file, byteOffset: -1, message: "The file is larger than this program reads.",
        found: "\(bytes.count) bytes", expected: "at most \(TextArena.capacity) bytes"))
    return false
  }

  /// A hash of two texts, neither of which can borrow letters of the other.
  static func print(_ first: Span<UInt8>, _ second: Span<UInt8>) -> UInt64 {
    Fingerprint(of: first).low &* 0x9E37_79B9_7F4A_7C15 ^ Fingerprint(of: second).low
  }
}
