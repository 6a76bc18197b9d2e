package import CashModel

/// Reads BAI2 ("Cash Management Balance Reporting Specifications Version 2"): a file (01 … 99) of groups (02 … 98) of
/// accounts (03 … 49) of details (16), each record continued by 88 records.
///
/// What the manual leaves open, or banks do differently, is decided here as follows.
/// - A deposit total followed by its items (115 and 116, 142 and 143, …) is one receipt set: where the items add up
///   to the total, they are the receipts and the total is `.unposted`; where they do not, that is an error.
/// - Groups of status 2 (deletion) and 4 (test) are read, and their transactions are `.unposted`.
/// - A detail with a code of a balance is `.unposted`; with a code of a total it counts by its range, except for the
///   totals of totals (100, 400, …), which are `.unposted`; 890, and a receipt of zero, are `.message`.
/// - Opening balance and details need not add up to the closing balance (the manual lets a bank list only some
///   details), so a difference is a warning and `balances` is blank.
/// - A line without a record code continues the text before it, with a warning.
/// - The identification of a statement is sender, file id, as-of date, account and, where stated, as-of modifier
///   (1 interim or 2 final previous day, 3 interim or 4 final same day), joined by slashes;
///   the second of the same name in a file ends with `#2`.
package enum BAI2Reader {
  /// Whether the file starts with an 01 record, after an optional byte order mark and blank lines.
  package static func recognises(_ bytes: Span<UInt8>) -> Bool {
    var start = BAI2PhysicalRecords.byteOrderMarkLength(bytes)
    while start < bytes.count, isBAI2Blank(bytes[start]) || bytes[start] == 0x0A || bytes[start] == 0x0D { start += 1 }
    return bai2RecordCode(bytes, at: start, end: bytes.count) == 1
  }

  package static func read(
    _ bytes: Span<UInt8>, file: Int32, tags: RemittanceTags = .builtIn,
    handingOver handOver: ((PaymentTable) -> Void)? = nil
  ) -> BankFile {
    guard recognises(bytes) else {
      return refused(
        .notRecognised, file: file, message: "This is no BAI2 file: it does not start with an 01 record.",
        expected: "01,")
    }
    // A text in a single-byte encoding takes at most three bytes of UTF-8 for one.
    guard handOver != nil || bytes.count <= sizeMax else {
      return refused(.limit, file: file, message: "The file is too large.", expected: "at most 1.3 GiB")
    }
    var parser = BAI2Parser(bytes, file: file, tags: tags)
    parser.file.format = .bai2
    parser.handOver = handOver
    parser.parse()
    return parser.file
  }

  /// What payments and their texts are kept of in memory.
  static let sizeMax = TextArena.capacity / 3

  // MARK: - In pieces

  /// - Returns: the details that begin in a piece of the file, which is in UTF-8.
  static func runs(
    _ bytes: Span<UInt8>, _ piece: BankFilePiece, file: Int32, tags: RemittanceTags, keepsPayments: Bool
  ) -> [BAI2Run] {
    var parser = BAI2Parser(bytes, file: file, tags: tags)
    parser.encoding = .utf8
    parser.keepsPayments = keepsPayments
    return parser.readAhead(piece)
  }

  /// Reads the file with details that were read ahead, in order.
  ///
  /// - Parameter ahead: their payments.
  static func joined(
    _ runs: [BAI2Run], _ ahead: AheadPayments, _ bytes: Span<UInt8>, file: Int32, tags: RemittanceTags,
    keepsPayments: Bool
  ) -> BankFile {
    var parser = BAI2Parser(bytes, file: file, tags: tags)
    parser.file.format = .bai2
    parser.encoding = .utf8
    if !keepsPayments { parser.handOver = { _ in } }
    parser.ahead = ahead
    parser.parse(runs)
    let own = parser.file.payments
    parser.file.payments = keepsPayments ? parser.ahead.joined(with: own) : PaymentTable()
    return parser.file
  }

  private static func refused(
    _ problem: Diagnostic.Problem, file: Int32, message: String, expected: String
  ) -> BankFile {
    var result = BankFile()
    result.diagnostics.append(
      Diagnostic(.error, problem, file: file, byteOffset: -1, message: message, expected: expected))
    return result
  }
}
