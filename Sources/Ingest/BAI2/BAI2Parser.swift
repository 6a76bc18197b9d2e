import CashModel

/// Habits of banks that a reader must recognise, in the words of `inspect`.
enum BAI2Dialect: String, CaseIterable {
  case extraCommas = "a comma too many behind summaries"
  case sharedLines = "several records on a line"
  case fixedBlocks = "fixed records without line ends"
  case tornLines = "text broken over lines without a code"
}

/// The reader's state: where in the nesting of file, group and account the record in hand stands.
struct BAI2Parser: ~Escapable {
  let bytes: Span<UInt8>
  let fileNumber: Int32
  var file = BankFile()
  /// The physical records of the logical record in hand.
  var segments: [BAI2Segment] = []
  /// Physical records with a code, of the logical record in hand.
  var physicalCount = 0
  var code = 0
  var section: BAI2FileSection?
  var group: BAI2Group?
  var account: BAI2Account?
  var deposit: BAI2Deposit?
  var hasFileTotals = false
  /// How often each statement's identification has come: some banks write an account twice into one group.
  var identifications: [String: Int] = [:]
  /// Text of one detail while it is put together.
  var text: [UInt8] = []
  var encoding: BAI2Encoding?
  /// What the file does that the manual does not have.
  var dialects: Set<BAI2Dialect> = []
  /// Takes the payments in pieces, so that they need not all be kept.
  var handOver: ((PaymentTable) -> Void)?
  /// Else payments are checked and added up, and nothing is kept of them.
  var keepsPayments = true
  /// What the runs brought that were read ahead.
  var ahead = AheadPayments()
  /// How many of these runs have been taken over.
  var takenRuns = 0

  let tags: RemittanceTags

  @_lifetime(copy bytes)
  init(_ bytes: Span<UInt8>, file: Int32, tags: RemittanceTags) {
    self.bytes = bytes
    self.tags = tags
    fileNumber = file
  }

  /// - Parameter runs: details that were read ahead, in order.
  mutating func parse(_ runs: [BAI2Run] = []) {
    var records = BAI2PhysicalRecords(bytes)
    var next = 0
    while let record = records.next() {
      if record.code == 16, next < runs.count {
        while next < runs.count, runs[next].range.lowerBound < record.start { next += 1 }
        if next < runs.count, runs[next].range.lowerBound == record.start, !records.sharesLines {
          finishRecord()
          if take(runs[next], atLine: record.line) {
            code = 16
            records.jump(to: runs[next].range.upperBound, afterLine: record.line + runs[next].lines - 1)
            continue
          }
        }
      }
      take(record)
    }
    finishRecord()
    finishFile()
    if records.sharesLines { dialects.insert(.sharedLines) }
    if records.hasBlocks { dialects.insert(.fixedBlocks) }
    let found = BAI2Dialect.allCases.filter(dialects.contains).map(\.rawValue)
    if !found.isEmpty { file.variant += ", " + found.joined(separator: ", ") }
  }

  mutating func take(_ record: BAI2PhysicalRecord) {
    if record.code == 88 || (record.code == 0 && code == 16) {
      if segments.isEmpty {
        report(
          .error, .structure, at: record.start, line: record.line,
          "An 88 record stands where there is nothing to continue.", expected: "an 01 record first")
        return
      }
      append(record)
    } else if record.code == 0 {
      report(
        .error, .structure, at: record.start, line: record.line, "This line is no BAI2 record.",
        found: firstBytes(record), expected: "01, 02, 03, 16, 88, 49, 98 or 99 and a comma")
    } else {
      finishRecord()
      code = record.code
      append(record)
    }
  }

  private mutating func append(_ record: BAI2PhysicalRecord) {
    if record.code != 0 { physicalCount += 1 } else { dialects.insert(.tornLines) }
    segments.append(
      BAI2Segment(
        recordStart: record.start, start: record.payload, end: record.end, line: record.line,
        hasCode: record.code != 0))
  }

  mutating func finishRecord() {
    guard !segments.isEmpty else { return }
    section?.physicalCount += physicalCount
    group?.physicalCount += physicalCount
    account?.physicalCount += physicalCount
    switch code {
    case 1: readFileHeader()
    case 2: readGroupHeader()
    case 3: readAccount()
    case 16: readDetail()
    case 49: readAccountTrailer()
    case 98: readGroupTrailer()
    case 99: readFileTrailer()
    default: preconditionFailure("88 and unknown lines never start a logical record")
    }
    segments.removeAll(keepingCapacity: true)
    physicalCount = 0
  }

  private mutating func finishFile() {
    let end = bytes.count
    closeAccount(at: end, because: "The file ends before the account's 49 trailer.")
    closeGroup(at: end, because: "The file ends before the group's 98 trailer.")
    closeSection(at: end, because: "The file ends before its 99 trailer.")
  }

  // MARK: Missing trailers

  mutating func closeAccount(at offset: Int, because reason: String) {
    guard account != nil else { return }
    report(.error, .structure, at: offset, line: line, reason, expected: "49")
    finishAccount()
  }

  mutating func closeGroup(at offset: Int, because reason: String) {
    guard let closed = group else { return }
    report(.error, .structure, at: offset, line: line, reason, expected: "98")
    section?.add(closed)
    group = nil
  }

  mutating func closeSection(at offset: Int, because reason: String) {
    guard section != nil else { return }
    report(.error, .structure, at: offset, line: line, reason, expected: "99")
    section = nil
  }

  // MARK: Help for messages

  /// Where the logical record in hand begins.
  var recordStart: Int { segments.first?.recordStart ?? bytes.count }
  var line: Int32 { segments.first?.line ?? 0 }

  /// All fields of a header.
  mutating func fields() -> [BAI2Field] {
    let segments = segments
    var cursor = BAI2FieldCursor(bytes, segments.span, recordLength: section?.recordLength ?? 0, isDetail: false)
    var fields: [BAI2Field] = []
    while let field = cursor.next() { fields.append(field) }
    warn(lacksSlash: cursor.lacksSlash)
    return fields
  }

  mutating func report(
    _ severity: Diagnostic.Severity, _ problem: Diagnostic.Problem, at offset: Int, line: Int32, _ message: String,
    found: String = "", expected: String = ""
  ) {
    file.diagnostics.append(
      Diagnostic(
        severity, problem, file: fileNumber, byteOffset: offset, record: line, message: message, found: found,
        expected: expected))
  }

  mutating func report(
    _ severity: Diagnostic.Severity, _ problem: Diagnostic.Problem, _ field: BAI2Field, _ message: String,
    expected: String = ""
  ) {
    let place = segments.last { $0.recordStart <= field.start }
    report(
      severity, problem, at: field.start, line: place?.line ?? line, message, found: bytes.bai2Text(field),
      expected: expected)
  }

  private func firstBytes(_ record: BAI2PhysicalRecord) -> String {
    bytes.bai2Text(BAI2Field(start: record.start, end: record.end, endsSegment: true))
  }
}
