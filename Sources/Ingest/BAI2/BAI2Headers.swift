import CashModel

/// What the records 01 to 99 share: one file as a bank wrote it. Several may stand one after the other.
struct BAI2FileSection {
  var sender = ""
  var fileID = ""
  var date: CalendarDate?
  var recordLength = 0
  var physicalCount = 0
  var groupCount = 0
  var total = BAI2Total()

  mutating func add(_ group: BAI2Group) { total.add(group.total.computed, stated: group.stated) }
}

/// What the records 02 to 98 share.
struct BAI2Group {
  var date = CalendarDate(daysSince1970: 0)
  var currency = Currency.usDollar
  var modifier = ""
  /// A deletion or a test: read, never posted.
  var isUnposted = false
  var mark = StatementMark.new
  var physicalCount = 0
  var accountCount = 0
  var total = BAI2Total()
  var stated: Int64?
}

/// What the records 03 to 49 share.
struct BAI2Account {
  var statement = Statement()
  var name = TextSlice.empty
  var currency = Currency.usDollar
  var physicalCount = 0
  var summaries = BAI2Summaries()
  /// The sum of the details' amounts, all taken without sign; nil where it is too large.
  var detailSum: Int64? = 0
  /// What the details moved.
  var credits: Int64? = 0
  var debits: Int64? = 0
  var start = 0
  var line: Int32 = 0
}

extension BAI2Parser {
  mutating func readFileHeader() {
    closeAccount(at: recordStart, because: "A new file begins before the account's 49 trailer.")
    closeGroup(at: recordStart, because: "A new file begins before the group's 98 trailer.")
    closeSection(at: recordStart, because: "A new file begins before the 99 trailer of the one before.")
    let fields = fields()
    var new = BAI2FileSection()
    new.physicalCount = physicalCount
    new.sender = text(fields, 0)
    new.fileID = text(fields, 4)
    if let field = present(fields, 2) {
      new.date = bytes.bai2Date(field)
      if new.date == nil {
        report(.error, .date, field, "The file's creation date is not a day of the calendar.", expected: "YYMMDD")
      }
    } else {
      report(.warning, .missingField, at: recordStart, line: line, "The file header states no creation date.")
    }
    warnUnlessTime(fields, 3)
    if let field = present(fields, 5) {
      if let length = bytes.bai2Number(field) {
        new.recordLength = length
      } else {
        report(.warning, .structure, field, "The physical record length is not a number.", expected: "a number")
      }
    }
    let version = text(fields, 7)
    if version != "2" {
      report(
        .warning, .structure, at: recordStart, line: line,
        version.isEmpty
          ? "The file header states no version; it is read as BAI version 2."
          : "The file states another version than 2; it is read as BAI version 2.", found: version, expected: "2")
    }
    file.variant = version.isEmpty ? "version not stated" : "version \(version)"
    section = new
  }

  mutating func readGroupHeader() {
    closeAccount(at: recordStart, because: "A new group begins before the account's 49 trailer.")
    closeGroup(at: recordStart, because: "A new group begins before the 98 trailer of the one before.")
    if section == nil { reportOutside("A group stands outside any file.", expected: "an 01 record before the 02") }
    section?.groupCount += 1
    let fields = fields()
    var new = BAI2Group()
    new.physicalCount = physicalCount
    // A group without a usable date is an error; its details are read all the same, under the file's date.
    new.date = section?.date ?? new.date
    if let field = present(fields, 3), let date = bytes.bai2Date(field) {
      new.date = date
    } else {
      report(
        .error, .date, at: place(fields, 3), line: line, "The group's as-of date is not a day of the calendar.",
        found: text(fields, 3), expected: "YYMMDD")
    }
    warnUnlessTime(fields, 4)
    if let field = present(fields, 5) { new.currency = currency(field) ?? new.currency }
    new.modifier = text(fields, 6)
    readStatus(fields, into: &new)
    group = new
  }

  private mutating func readStatus(_ fields: [BAI2Field], into new: inout BAI2Group) {
    let status = text(fields, 2)
    switch status {
    case "1": break
    case "2":
      new.isUnposted = true
      new.mark = .deletion
      reportStatus("The group deletes what was reported before: its transactions are not posted.", found: status)
    case "3":
      new.mark = .correction
      reportStatus("The group corrects what was reported before.", found: status)
    case "4":
      new.isUnposted = true
      reportStatus("The group is a test: its transactions are not posted.", found: status)
    case "": reportStatus("The group states no status; it is read as an update.", found: status)
    default:
      report(
        .error, .code, at: place(fields, 2), line: line, "The group's status is none of the manual's.", found: status,
        expected: "1, 2, 3 or 4")
    }
  }

  private mutating func reportStatus(_ message: String, found: String) {
    report(.warning, .code, at: recordStart, line: line, message, found: found, expected: "1")
  }

  mutating func readAccount() {
    closeAccount(at: recordStart, because: "A new account begins before the 49 trailer of the one before.")
    if group == nil { reportOutside("An account stands outside any group.", expected: "an 02 record before the 03") }
    group?.accountCount += 1
    var new = BAI2Account()
    new.physicalCount = physicalCount
    new.start = recordStart
    new.line = line
    new.currency = group?.currency ?? .usDollar
    let segments = segments
    var cursor = BAI2FieldCursor(bytes, segments.span, recordLength: section?.recordLength ?? 0, isDetail: false)
    if let field = cursor.next(), !field.isEmpty {
      new.statement.account = decoded(field)
      new.name = append(field)
    } else {
      report(.error, .missingField, at: recordStart, line: line, "The account record names no account.")
    }
    let currencyField = cursor.next()
    while let field = cursor.next() {
      new.summaries.take(field, of: bytes, isLast: !cursor.hasMoreSegments)
    }
    new.summaries.finish(at: segments.last?.end ?? recordStart)
    let lacksSlash = cursor.lacksSlash
    if let field = currencyField, !field.isEmpty { new.currency = currency(field) ?? new.currency }
    warn(lacksSlash: lacksSlash)
    if let problem = new.summaries.problem {
      report(.error, problem.kind, problem.field, problem.message, expected: problem.expected)
    }
    new.statement.file = fileNumber
    new.statement.currency = new.currency
    new.statement.date = group?.date
    new.statement.level = group?.modifier == "1" || group?.modifier == "3" ? .interim : .booked
    new.statement.mark = group?.mark ?? .new
    new.statement.identification = identification(ofAccount: new.statement.account)
    account = new
  }

  private mutating func identification(ofAccount account: String) -> String {
    var parts = [section?.sender ?? "", section?.fileID ?? "", group?.date.text ?? "", account]
    if let modifier = group?.modifier, !modifier.isEmpty { parts.append(modifier) }
    let identification = parts.joined(separator: "/")
    let ordinal = identifications[identification, default: 0] + 1
    identifications[identification] = ordinal
    return ordinal == 1 ? identification : "\(identification)#\(ordinal)"
  }

  // MARK: Fields of headers

  func present(_ fields: [BAI2Field], _ index: Int) -> BAI2Field? {
    index < fields.count && !fields[index].isEmpty ? fields[index] : nil
  }

  private mutating func text(_ fields: [BAI2Field], _ index: Int) -> String {
    index < fields.count ? decoded(fields[index]) : ""
  }

  private func place(_ fields: [BAI2Field], _ index: Int) -> Int {
    index < fields.count ? fields[index].start : recordStart
  }

  private mutating func warnUnlessTime(_ fields: [BAI2Field], _ index: Int) {
    if let field = present(fields, index), !bytes.bai2IsTime(field) {
      report(.warning, .date, field, "This is not a time of day; it is not used.", expected: "HHMM")
    }
  }

  private mutating func currency(_ field: BAI2Field) -> Currency? {
    let currency = Currency(bytes.extracting(field.start..<field.end))
    if currency == nil {
      report(.error, .currency, field, "This is no currency of ISO 4217.", expected: "three capital letters")
    }
    return currency
  }

  mutating func reportOutside(_ message: String, expected: String) {
    report(.error, .structure, at: recordStart, line: line, message, expected: expected)
  }

  mutating func warn(lacksSlash: Bool) {
    guard lacksSlash else { return }
    report(
      .warning, .structure, at: recordStart, line: line, "A record without text does not end with a slash.",
      expected: "/")
  }
}
