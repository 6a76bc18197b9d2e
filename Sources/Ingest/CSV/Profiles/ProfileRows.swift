import CashModel

/// The rows of a file in a declared dialect, each composed into the cells of the contract.
struct ProfileRows: CSVRow, ~Escapable {
  private(set) var cursor: CSVCursor
  let layout: ProfileLayout
  private let file: Int32
  private let decoded: DecodedText?
  private let isAllUTF8: Bool
  /// The rows after this one are the footer.
  private let lastRecord: Int32
  /// The cells of the contract, one after the other, and where each of them stands.
  private var composed: [UInt8] = []
  private var ranges = Array(repeating: 0..<0, count: BankColumn.allCases.count)
  /// The first cell of the file that each of them comes from; -1 for none.
  private var origins = Array(repeating: -1, count: BankColumn.allCases.count)
  /// What the rules say of the row.
  private(set) var marks = BankCSVRows.RowMarks()
  /// Rules that took part in the row, by number.
  private(set) var rulesMet: [Int] = []
  /// How many rows each rule has skipped.
  private(set) var skipped: [Int]
  /// A place that is known in both texts, moved on with the rows.
  private var anchor = (text: 0, file: 0)

  @_lifetime(copy text)
  init(_ text: Span<UInt8>, _ place: ProfilePlace, _ layout: ProfileLayout, file: Int32, decoded: DecodedText?) {
    let profile = layout.profile
    self.layout = layout
    self.file = file
    self.decoded = decoded
    isAllUTF8 = decoded != nil || UTF8Check.firstInvalid(in: text) == nil
    skipped = Array(repeating: 0, count: layout.rules.count)
    if case .rows(let count) = profile.footer {
      var rows = CSVCursor(
        text, delimiter: profile.delimiter, quote: profile.quote, skippedLines: place.skippedLines)
      while rows.next() {}
      lastRecord = rows.record - Int32(count)
    } else {
      lastRecord = .max
    }
    cursor = CSVCursor(
      text, delimiter: profile.delimiter, quote: profile.quote, skippedLines: place.skippedLines)
    for _ in 0..<place.rowsToHeader { _ = cursor.next() }
    if let decoded { anchor = (0, decoded.fileOffset(of: 0)) }
  }

  /// What a row of the file turned out to be.
  enum Outcome {
    case transaction
    /// No text in any cell, or the header once more.
    case blank
    /// Skipped by the rule of this number.
    case skipped(Int)
    case footer
    case bad(CSVProblem)
  }

  /// Moves to the next transaction, reporting what cannot be read on the way.
  ///
  /// - Returns: false at the end of the table.
  mutating func next(_ log: inout DiagnosticLog) -> Bool {
    while let outcome = nextRow() {
      switch outcome {
      case .transaction: return true
      case .blank: break
      case .skipped(let rule): skipped[rule - 1] += 1
      case .footer: return false
      case .bad(let problem): log.append(diagnostic(problem))
      }
    }
    return false
  }

  /// - Returns: nil at the end of the file.
  mutating func nextRow() -> Outcome? {
    guard cursor.next() else { return nil }
    if let decoded {
      anchor = (cursor.rowRange.lowerBound, decoded.fileOffset(of: cursor.rowRange.lowerBound, from: anchor))
    }
    if cursor.record > lastRecord || layout.footer?.matches(cursor.row()) == true { return .footer }
    if let problem = cursor.shapeProblem(isAllUTF8: isAllUTF8) { return .bad(problem) }
    if let rule = skippingRule() { return .skipped(rule) }
    if cursor.isEmptyRow() { return .blank }
    guard cursor.cellCount == layout.cellCount else {
      return .bad(cursor.countProblem(expected: layout.cellCount))
    }
    do throws(CSVProblem) {
      try compose()
      return .transaction
    } catch {
      return isHeader ? .blank : .bad(error)
    }
  }

  /// The header again, as where exports were put one behind the other.
  private var isHeader: Bool {
    let header = layout.profile.header
    return !header.isEmpty
      && header.indices.allSatisfy { CSVProfile.isSameWord(header[$0], String(decoding: bytes(at: $0), as: UTF8.self)) }
  }

  /// Where the text behind the table begins.
  var endOfTable: Int { cursor.rowRange.lowerBound }

  /// The text of a cell without blanks around it.
  func bytes(at place: Int) -> [UInt8] {
    let text = CSVText.trimmed(cursor.cell(place))
    return text.indices.map { text[$0] }
  }

  // MARK: - CSVRow

  var source: SourcePosition {
    SourcePosition(file: file, record: cursor.record, byteOffset: fileOffset(cursor.rowRange.lowerBound))
  }

  @_lifetime(borrow self)
  func cell(_ column: BankColumn) -> Span<UInt8> { composed.span.extracting(ranges[column.rawValue]) }

  func problem(
    _ problem: Diagnostic.Problem, _ column: BankColumn, _ message: String, expected: String
  ) -> CSVProblem {
    self.problem(problem, at: origins[column.rawValue], message, expected: expected)
  }

  /// A problem of a cell of the file; -1 for the whole row.
  func problem(_ problem: Diagnostic.Problem, at place: Int, _ message: String, expected: String) -> CSVProblem {
    CSVProblem(
      problem: problem, byteOffset: cursor.offset(ofCell: place), message: message,
      found: CSVText.excerpt(place < 0 ? cursor.row() : cursor.cell(place)), expected: expected)
  }

  func diagnostic(_ problem: CSVProblem, _ severity: Diagnostic.Severity = .error) -> Diagnostic {
    Diagnostic(
      severity, problem.problem, file: file, byteOffset: fileOffset(problem.byteOffset), record: cursor.record,
      message: problem.message, found: problem.found, expected: problem.expected)
  }

  private func fileOffset(_ offset: Int) -> Int {
    decoded?.fileOffset(of: offset, from: offset >= anchor.text ? anchor : nil) ?? offset
  }

  // MARK: - Composing

  /// Does what the rules say of the row.
  ///
  /// - Returns: the number of the rule that skips it.
  private mutating func skippingRule() -> Int? {
    marks = BankCSVRows.RowMarks()
    rulesMet.removeAll(keepingCapacity: true)
    for rule in layout.rules {
      guard rule.place < cursor.cellCount else { continue }
      let text = rule.place < 0 ? wholeRow() : bytes(at: rule.place)
      guard let found = rule.pattern.firstMatch(in: text.span) else { continue }
      rulesMet.append(rule.number)
      switch rule.action {
      case .skip: return rule.number
      case .classify(let kind): marks.kind = kind
      case .capture(let kind): marks.captured.append((kind, Array(text[found])))
      }
    }
    return nil
  }

  private func wholeRow() -> [UInt8] {
    Array((0..<min(cursor.cellCount, CSVCursor.cellLimit)).map { bytes(at: $0) }.joined(separator: [0x20]))
  }

  private mutating func compose() throws(CSVProblem) {
    composed.removeAll(keepingCapacity: true)
    for index in ranges.indices {
      ranges[index] = 0..<0
      origins[index] = -1
    }
    for field in layout.fields {
      let start = composed.count
      appendText(of: field)
      origins[field.column.rawValue] = field.places.first ?? -1
      if let capture = field.capture { keep(capture, from: start) }
      switch field.column {
      case .bookingDate, .valueDate: try composeDate(field, from: start)
      case .currency:
        for index in start..<composed.count where composed[index] >= 0x61 && composed[index] <= 0x7A {
          composed[index] -= 0x20
        }
      default: break
      }
      ranges[field.column.rawValue] = start..<composed.count
    }
    try composeAmount()
  }

  private mutating func appendText(of field: ProfileLayout.Field) {
    composed.append(contentsOf: field.constant)
    composed.append(
      contentsOf: field.places.map { bytes(at: $0) }.filter { !$0.isEmpty }.joined(separator: field.separator))
  }

  private mutating func keep(_ capture: TextPattern, from start: Int) {
    let text = Array(composed[start...])
    composed.removeSubrange(start...)
    if let found = capture.firstMatch(in: text.span) { composed.append(contentsOf: text[found]) }
  }

  private mutating func composeDate(_ field: ProfileLayout.Field, from start: Int) throws(CSVProblem) {
    let text = Array(composed[start...])
    composed.removeSubrange(start...)
    if text.isEmpty { return }
    var readings: Set<CalendarDate> = []
    for pattern in layout.profile.dates {
      if let date = pattern.date(text.span, isInterestDay: field.column == .valueDate) { readings.insert(date) }
    }
    let patterns = layout.profile.dates.map(\.text).joined(separator: " or ")
    let place = field.places.first ?? -1
    guard let date = readings.first else {
      throw problem(.date, at: place, "The date is not written as the profile says.", expected: patterns)
    }
    guard readings.count == 1 else {
      throw problem(.date, at: place, "The profile's patterns read this date as different days.", expected: patterns)
    }
    composed.append(contentsOf: date.text.utf8)
  }

  private mutating func composeAmount() throws(CSVProblem) {
    switch layout.amount {
    case .signed(let place, let signs):
      let isNegative = try appendNumber(place)
      setDirection(isDebit: signs == .reversed ? !isNegative : isNegative)
    case .sided(let place, let side, let debit, let credit, let signs):
      let isNegative = try appendNumber(place)
      let word = bytes(at: side)
      let isDebit = debit.contains { CSVText.isEqual($0.span, word.span, ignoringCase: true) }
      guard isDebit || credit.contains(where: { CSVText.isEqual($0.span, word.span, ignoringCase: true) }) else {
        throw problem(
          .unknownValue, at: side, "The column that says credit or debit holds another word.",
          expected: (debit + credit).map { String(decoding: $0, as: UTF8.self) }.joined(separator: ", "))
      }
      guard !isNegative || isDebit || signs == .ignored else {
        throw problem(
          .amount, at: place, "The amount is negative, while the row says credit.",
          expected: "an amount without a sign, or `signs: ignored` in the profile")
      }
      setDirection(isDebit: isDebit)
    case .split(let debit, let credit, let debitsAreNegative):
      try composeSplit(debit: debit, credit: credit, debitsAreNegative)
    }
  }

  private mutating func composeSplit(debit: Int, credit: Int, _ debitsAreNegative: Bool) throws(CSVProblem) {
    let isCreditNegative = try appendNumber(credit)
    let creditRange = ranges[BankColumn.amount.rawValue]
    let isCreditZero = isAmountZero
    let isDebitNegative = try appendNumber(debit)
    let isDebitZero = isAmountZero
    guard isCreditZero || isDebitZero else {
      throw problem(
        .amount, at: debit, "The row has both a debit and a credit.", expected: "one of them, the other empty or zero")
    }
    if isDebitZero {
      ranges[BankColumn.amount.rawValue] = creditRange
      origins[BankColumn.amount.rawValue] = credit
    }
    let isWrongSign = isDebitZero ? isCreditNegative && !isCreditZero : isDebitNegative != debitsAreNegative
    guard !isWrongSign else {
      let expected = isDebitZero || !debitsAreNegative ? "an amount without a minus" : "an amount with a minus"
      throw problem(
        .amount, at: isDebitZero ? credit : debit,
        "The \(isDebitZero ? "credit" : "debit") has the opposite sign: it may be a correction.", expected: expected)
    }
    setDirection(isDebit: !isDebitZero)
  }

  /// Appends the magnitude of a cell's amount as the contract's amount; zero for an empty cell of split columns.
  ///
  /// - Returns: whether it has a minus.
  private mutating func appendNumber(_ place: Int) throws(CSVProblem) -> Bool {
    origins[BankColumn.amount.rawValue] = place
    var start = composed.count
    guard let number = number(at: place) else {
      throw problem(
        .amount, at: place, "The amount is not written as the profile says.",
        expected: layout.profile.exampleAmount)
    }
    composed.append(contentsOf: number)
    let isNegative = number.first == UInt8(ascii: "-")
    if isNegative { start += 1 }
    ranges[BankColumn.amount.rawValue] = start..<composed.count
    return isNegative
  }

  private func number(at place: Int) -> [UInt8]? {
    let currency = Array(composed[ranges[BankColumn.currency.rawValue]])
    let text = bytes(at: place)
    var number: [UInt8] = []
    return layout.marks.append(CSVText.unguarded(text.span), currency: currency.span, to: &number) ? number : nil
  }

  private mutating func setDirection(isDebit: Bool) {
    let start = composed.count
    composed.append(contentsOf: (isDebit ? "debit" : "credit").utf8)
    ranges[BankColumn.debitCredit.rawValue] = start..<composed.count
  }

  /// The running balance of the row as a plain decimal number; nil where the row states none.
  func balance(_ currency: Currency) throws(CSVProblem) -> Money? {
    guard layout.balance >= 0 else { return nil }
    guard let number = number(at: layout.balance) else {
      throw problem(
        .balance, at: layout.balance, "The balance is not written as the profile says.",
        expected: layout.profile.exampleAmount)
    }
    if number.isEmpty { return nil }
    do throws(AmountProblem) {
      return try Money(decimal: number.span, exponent: currency.exponent)
    } catch {
      throw problem(
        .balance, at: layout.balance, "The balance is no amount of \(currency.code).",
        expected: layout.profile.exampleAmount)
    }
  }

  private var isAmountZero: Bool {
    composed[ranges[BankColumn.amount.rawValue]].allSatisfy { $0 == 0x30 || $0 == UInt8(ascii: ".") }
  }
}

extension CSVProfile {
  /// How the profile's amounts look.
  var exampleAmount: String {
    let decimal = String(decoding: [decimalMark], as: UTF8.self)
    let thousands = thousandsMark.map { String(decoding: [$0], as: UTF8.self) } ?? ""
    return "an amount such as 1\(thousands)234\(decimal)50"
  }
}
