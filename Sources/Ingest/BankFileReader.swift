package import CashModel

/// What a company's configuration adds to how bank files are read.
package struct BankDialects: Sendable {
  package var tags = RemittanceTags.builtIn
  package var profiles: [CSVProfile] = []

  package init() {}
}

/// Reads a bank file of any of the formats; which one it is, its content says and, but for CSV profiles that ask for it,
/// never its name.
package enum BankFileReader {
  /// - Parameter handOver: takes the payments in pieces as they are read, at latest when some 50,000 are there, and the
  ///   last ones before this returns; the result then holds none. So a file of any size is read in little memory. CSV
  ///   comes in one piece.
  package static func read(
    _ bytes: Span<UInt8>, file: Int32, name: String = "", dialects: BankDialects = BankDialects(),
    isLinting: Bool = false, handingOver handOver: @escaping (PaymentTable) -> Void
  ) -> BankFile {
    var result = read(bytes, file: file, name, dialects, isLinting: isLinting, handOver)
    if result.payments.count > 0 { handOver(result.payments) }
    result.payments = PaymentTable()
    return result
  }

  package static func read(
    _ bytes: Span<UInt8>, file: Int32, name: String = "", dialects: BankDialects = BankDialects()
  ) -> BankFile {
    read(bytes, file: file, name, dialects, isLinting: false, nil)
  }

  private static func read(
    _ bytes: Span<UInt8>, file: Int32, _ name: String, _ dialects: BankDialects, isLinting: Bool,
    _ handOver: ((PaymentTable) -> Void)?
  ) -> BankFile {
    guard bytes.count <= TextArena.capacity else {
      return refused(
        .limit, file, "The file is larger than this program reads.", found: "\(bytes.count) bytes",
        expected: "at most \(TextArena.capacity) bytes")
    }
    if BAI2Reader.recognises(bytes) {
      return BAI2Reader.read(bytes, file: file, tags: dialects.tags, handingOver: handOver)
    }
    if CamtReader.recognises(bytes), !ForeignContent.isWebPage(bytes) {
      return CamtReader.read(bytes, file: file, isLinting: isLinting, handingOver: handOver)
    }
    let isUTF16 = TextEncoding.looksLikeUTF16(bytes)
    if isUTF16 || BankCSVReader.recognises(bytes) {
      if let result = ProfileChoice.read(bytes, name: name, dialects.profiles, file: file) { return result }
    }
    if let kind = ForeignContent(bytes) {
      return refused(.notRecognised, file, kind.message, found: CSVText.excerpt(bytes, limit: 40), expected: formats)
    }
    if BankCSVReader.recognises(bytes) { return BankCSVReader.read(bytes, file: file) }
    return refused(
      .notRecognised, file, "The file is text, but of none of the formats: no BAI2 record, no XML, no CSV header.",
      found: CSVText.excerpt(bytes), expected: formats)
  }

  private static let formats = "BAI2, ISO 20022 camt.052, camt.053 or camt.054, or CSV"

  private static func refused(
    _ problem: Diagnostic.Problem, _ file: Int32, _ message: String, found: String, expected: String
  ) -> BankFile {
    var result = BankFile()
    result.diagnostics.append(
      Diagnostic(.error, problem, file: file, byteOffset: -1, message: message, found: found, expected: expected))
    return result
  }
}

/// What a file that is no bank file is, as far as its first bytes tell.
struct ForeignContent {
  let message: String

  /// - Returns: nil where the bytes may be plain text.
  init?(_ bytes: Span<UInt8>) {
    let start = ForeignContent.startOfText(bytes)
    guard start < bytes.count else {
      message = bytes.count == 0 ? "The file is empty." : "The file holds nothing but blanks."
      return
    }
    let known = ForeignContent.signatures.first { ForeignContent.begins(bytes, at: start, with: $0.bytes) }
    if let known {
      message = known.isArchive && ForeignContent.isWorkbook(bytes) ? ForeignContent.workbook : known.message
    } else if ForeignContent.isBinary(bytes) {
      message = "The file is binary, not text."
    } else {
      return nil
    }
  }

  private struct Signature: Sendable {
    let bytes: [UInt8]
    let message: String
    let isArchive: Bool

    init(_ text: String, _ message: String) {
      bytes = Array(text.utf8)
      self.message = message
      isArchive = false
    }

    init(_ bytes: [UInt8], _ message: String, isArchive: Bool = false) {
      self.bytes = bytes
      self.message = message
      self.isArchive = isArchive
    }
  }

  private static let utf16 =
    "The file is UTF-16 text and no profile of the configuration reads it; add one, or save the file as UTF-8."

  private static let webPage = "The file is a web page, perhaps of a portal where the login had ended."

  static func isWebPage(_ bytes: Span<UInt8>) -> Bool {
    let start = startOfText(bytes)
    return signatures.contains { $0.message == webPage && begins(bytes, at: start, with: $0.bytes) }
  }

  private static let workbook = "The file is a spreadsheet workbook (XLSX or ODS); save the sheet as CSV in UTF-8."

  private static let signatures = [
    Signature(
      [0x50, 0x4B, 0x03, 0x04], "The file is a ZIP archive inside another one; unpack it first.", isArchive: true),
    Signature([0x50, 0x4B, 0x05, 0x06], "The file is an empty ZIP archive."),
    Signature([0x1F, 0x8B], "The file is packed with gzip; unpack it first."),
    Signature([0x42, 0x5A, 0x68], "The file is packed with bzip2; unpack it first."),
    Signature([0xFD, 0x37, 0x7A, 0x58, 0x5A], "The file is packed with xz; unpack it first."),
    Signature([0x28, 0xB5, 0x2F, 0xFD], "The file is packed with zstd; unpack it first."),
    Signature([0x37, 0x7A, 0xBC, 0xAF], "The file is a 7z archive; unpack it first."),
    Signature([0xD0, 0xCF, 0x11, 0xE0], "The file is an old Office document (XLS or DOC); save the sheet as CSV."),
    Signature([0xFF, 0xFE], utf16),
    Signature([0xFE, 0xFF], utf16),
    Signature("%PDF", "The file is a PDF document; ask the bank for BAI2, camt.053 or CSV."),
    Signature("-----BEGIN PGP", "The file is encrypted or signed with PGP; decrypt it first."),
    Signature("{\\rtf", "The file is an RTF document."),
    Signature("{1:F01", "The file is a SWIFT MT message (MT940 or the like), which is not read."),
    Signature(":20:", "The file is a SWIFT MT message (MT940 or the like), which is not read."),
    Signature("OFXHEADER", "The file is OFX, which is not read."),
    Signature("!Type:", "The file is QIF, which is not read."),
    Signature("UNA:+", "The file is an EDIFACT message, which is not read."),
    Signature("UNB+", "The file is an EDIFACT message, which is not read."),
    Signature("ISA*", "The file is an X12 message, which is not read."),
    Signature("<!DOCTYPE html", webPage),
    Signature("<html", webPage),
    Signature("{", "The file is JSON, which is not read."),
    Signature("[", "The file is JSON, which is not read."),
  ]

  /// The first byte that is neither a byte order mark of UTF-8 nor blank.
  private static func startOfText(_ bytes: Span<UInt8>) -> Int {
    var index = CSVCursor.lengthOfByteOrderMark(bytes)
    while index < bytes.count, bytes[index] == 0x20 || (bytes[index] >= 0x09 && bytes[index] <= 0x0D) { index += 1 }
    return index
  }

  /// Whether the bytes go on like this; the case of letters does not count.
  private static func begins(_ bytes: Span<UInt8>, at start: Int, with beginning: [UInt8]) -> Bool {
    guard bytes.count - start >= beginning.count else { return false }
    for index in beginning.indices where lowercased(bytes[start + index]) != lowercased(beginning[index]) {
      return false
    }
    return true
  }

  private static func lowercased(_ byte: UInt8) -> UInt8 { byte >= 0x41 && byte <= 0x5A ? byte + 0x20 : byte }

  /// Office and OpenDocument workbooks are ZIP archives that name their parts near the beginning.
  static func isWorkbook(_ bytes: Span<UInt8>) -> Bool {
    let names = ["[Content_Types].xml", "_rels/", "xl/", "mimetypeapplication/vnd.oasis"].map { Array($0.utf8) }
    for start in 0..<min(bytes.count, 4_096) where names.contains(where: { begins(bytes, at: start, with: $0) }) {
      return true
    }
    return false
  }

  /// Text has no zeros and hardly any other control character.
  private static func isBinary(_ bytes: Span<UInt8>) -> Bool {
    let count = min(bytes.count, 4_096)
    var controls = 0
    for index in 0..<count {
      if bytes[index] == 0 { return true }
      if bytes[index] < 0x09 || (bytes[index] > 0x0D && bytes[index] < 0x20 && bytes[index] != 0x1B) { controls += 1 }
    }
    return 20 * controls > count
  }
}
