package import CashModel

/// Reads ISO 20022 account reports (camt.052), statements (camt.053) and notifications (camt.054) of all versions.
///
/// Elements are known by their local names, whatever the namespace: names are stable over the versions 001.01 to
/// 001.14, while banks write namespaces of their own, prefixes, or none. A file may hold several XML documents one
/// after the other, and each may wrap its messages in an envelope.
package enum CamtReader {
  /// Whether the bytes begin like an XML document, in UTF-8, in UTF-16, or in an encoding that extends ASCII.
  package static func recognises(_ bytes: Span<UInt8>) -> Bool {
    let scan = XMLScan(bytes)
    guard let start = scan.firstUnit(from: 0), scan.unit(start) == 0x3C else { return false }
    let next = scan.unit(start + scan.width)
    return next == 0x3F || next == 0x21 || next == 0x5F || next == 0x3A || XMLScan.isLetter(next)
  }

  package static func read(
    _ bytes: Span<UInt8>, file: Int32, isLinting: Bool = false,
    handingOver handOver: ((PaymentTable) -> Void)? = nil
  ) -> BankFile {
    guard handOver != nil || bytes.count < sizeMax else {
      return refused(file, .limit, 0, "The file is larger than 1 GiB; split it")
    }
    var sink = CamtSink(fileNumber: file)
    sink.handOver = handOver
    _ = read(bytes, encoding(of: bytes), isLinting: isLinting, into: &sink)
    return sink.file
  }

  /// What payments and their texts are kept of in memory.
  static let sizeMax = TextArena.capacity / 4

  // MARK: - In pieces

  /// - Returns: the entries that begin in a piece of the file; nil where it is not in UTF-8.
  static func runs(
    _ bytes: Span<UInt8>, _ piece: BankFilePiece, file: Int32, keepsPayments: Bool
  ) -> [CamtRun]? {
    guard UTF8Check.isWellFormed(bytes.extracting(piece.range)) else { return nil }
    var sink = CamtSink(fileNumber: file, isAhead: true, keepsPayments: keepsPayments)
    XMLPullParser.parse(bytes, piece, marked: XMLScan(bytes).hasMark, into: &sink)
    return sink.runs
  }

  /// Reads the file with entries that were read ahead, in order.
  ///
  /// - Parameter ahead: their payments.
  /// - Returns: nil where it is to be read as one: what is wrong with an XML document is said with places in it.
  static func joined(
    _ runs: [CamtRun], _ ahead: AheadPayments, _ bytes: Span<UInt8>, file: Int32, keepsPayments: Bool
  ) -> BankFile? {
    let encoding: XMLPushParser.Encoding = XMLScan(bytes).hasMark ? .marked : .declared
    var sink = CamtSink(fileNumber: file)
    sink.runs = runs
    sink.ahead = ahead
    if !keepsPayments { sink.handOver = { _ in } }
    guard read(bytes, encoding, isLinting: false, into: &sink) else { return nil }
    let own = sink.file.payments
    sink.file.payments = keepsPayments ? sink.ahead.joined(with: own) : PaymentTable()
    return sink.file
  }

  // MARK: - As one

  /// - Returns: whether all of it is well-formed.
  private static func read(
    _ bytes: Span<UInt8>, _ encoding: XMLPushParser.Encoding, isLinting: Bool, into sink: inout CamtSink
  ) -> Bool {
    var lint = isLinting ? CamtLint(fileNumber: sink.fileNumber) : nil
    if encoding == .latin9 {
      sink.report(
        .warning, .encoding, "The file says it is UTF-8 but is not; it is read as ISO 8859-15",
        expected: "UTF-8")
    }
    let scan = XMLScan(bytes)
    var start = 0
    var isWhole = true
    repeat {
      let outcome = XMLPushParser.parse(bytes, from: start, as: encoding, into: &sink, lint: &lint)
      sink.breakOff()
      if let failure = outcome.failure {
        isWhole = false
        fail(&sink, .structure, outcome.failureOffset, failure)
        break
      }
      guard let end = outcome.rootEnd, let next = scan.afterComments(from: end) else { break }
      guard scan.beginsDocument(next) else {
        fail(&sink, .structure, next, "Something other than another XML document follows the end of the XML document")
        break
      }
      start = next
    } while true
    if sink.file.format == nil, sink.file.diagnostics.errorCount == 0 {
      fail(&sink, .notRecognised, -1, "There is no camt.052, camt.053 or camt.054 message in this XML")
    }
    if let lint { sink.file.lint = lint.findings }
    return isWhole
  }

  private static func fail(_ sink: inout CamtSink, _ problem: Diagnostic.Problem, _ offset: Int, _ message: String) {
    sink.position = offset
    sink.report(.error, problem, message)
  }

  private static func refused(
    _ file: Int32, _ problem: Diagnostic.Problem, _ offset: Int, _ message: String
  ) -> BankFile {
    var result = BankFile()
    result.diagnostics.append(Diagnostic(.error, problem, file: file, byteOffset: offset, message: message))
    return result
  }

  /// A byte order mark counts most, then the declaration. What claims UTF-8, or claims nothing, and is not valid UTF-8
  /// is taken as ISO 8859-15: banks' exports are declared wrong now and then, never the other way round.
  private static func encoding(of bytes: Span<UInt8>) -> XMLPushParser.Encoding {
    let scan = XMLScan(bytes)
    if scan.width == 2 { return scan.hasMark ? .marked : .declared }
    if !scan.hasMark, scan.declaresOtherEncoding { return .declared }
    guard UTF8Check.isWellFormed(bytes) else { return .latin9 }
    return scan.hasMark ? .marked : .declared
  }
}
