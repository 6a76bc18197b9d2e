import CashModel

/// A deposit total whose items may follow.
struct BAI2Deposit {
  /// Where the total stands, if payments are kept: among those that were read ahead, or here.
  let row: PaymentRow
  var isAhead = false
  let amount: Int64
  let itemCode: Int
  let offset: Int
  let line: Int32
  var itemSum: Int64? = 0
  var itemCount = 0
  /// What of it the account's sums hold.
  var counted: (amount: Int64, direction: Direction)?
}

/// The detail records, 16.
extension BAI2Parser {
  mutating func readDetail() {
    file.entryCount += 1
    guard account != nil else {
      return reportOutside("A transaction stands outside any account.", expected: "an 03 record before the 16")
    }
    account?.statement.entryCount += 1
    let segments = segments
    var cursor = BAI2FieldCursor(bytes, segments.span, recordLength: section?.recordLength ?? 0, isDetail: true)
    let codeField = cursor.next()
    let amountField = cursor.next()
    let typeCode = codeField.flatMap { bytes.bai2TypeCode($0) }
    let amount = readAmount(amountField, typeCode: typeCode)
    if let amount, let sum = account?.detailSum {
      account?.detailSum = BAI2Total.sum(sum, amount)
      if account?.detailSum == nil {
        report(.error, .overflow, at: recordStart, line: line, "The account's amounts are too large to add up.")
      }
    }
    guard let typeCode else {
      report(
        .error, .code, at: codeField?.start ?? recordStart, line: line,
        "The type code of a transaction is not three digits.", found: codeField.map { bytes.bai2Text($0) } ?? "",
        expected: "three digits, such as 142 or 475")
      deposit = nil
      return
    }
    guard let amount, let valueDate = readFunds(&cursor) else {
      deposit = nil
      return
    }
    var record = PaymentRecord()
    record.amount = Money(minorUnits: amount)
    record.bookingDate = group?.date ?? record.bookingDate
    record.valueDate = valueDate ?? record.bookingDate
    if keepsPayments { readReferences(&cursor, into: &record) } else { passReferences(&cursor) }
    guard segments.prefix(cursor.segment).allSatisfy(\.hasCode) else {
      return reportTorn(segments)
    }
    if keepsPayments { record.remittance = readText(&cursor) }
    for segment in segments where !segment.hasCode {
      report(
        .warning, .structure, at: segment.recordStart, line: segment.line,
        "A line without a record code is read as a continuation of the text before it.", expected: "88")
    }
    record.direction = BAI2Codes.direction(of: typeCode) ?? .credit
    record.transactionClass = transactionClass(of: typeCode, record.amount)
    account?.statement.transactionCount += 1
    let row = PaymentRow(file.payments.count)
    if keepsPayments { append(record, typeCode: typeCode) }
    tally(record, at: row, typeCode: typeCode)
    if deposit == nil, file.payments.count >= BankFile.pieceMax { handOver?(takePayments()) }
  }

  private mutating func reportTorn(_ segments: [BAI2Segment]) {
    guard let torn = segments.first(where: { !$0.hasCode }) else { return }
    report(
      .error, .structure, at: torn.recordStart, line: torn.line, "A transaction is torn apart by a line break.",
      found: bytes.bai2Text(BAI2Field(start: torn.start, end: torn.end, endsSegment: true)), expected: "88")
    deposit = nil
  }

  // MARK: Fields

  /// - Returns: nil where the amount is an error, which is then reported.
  private mutating func readAmount(_ field: BAI2Field?, typeCode: Int?) -> Int64? {
    do throws(AmountProblem) {
      guard let field else { throw .empty }
      let amount = try bytes.bai2Amount(field)
      guard amount >= 0, bytes[field.start] != UInt8(ascii: "-") else {
        report(
          .error, .amount, field, "The amount of a transaction carries a minus; its type code states the direction.",
          expected: "digits only")
        return nil
      }
      return amount
    } catch {
      if error == .empty {
        if typeCode == 890 { return 0 }
        report(
          .error, .missingField, at: field?.start ?? recordStart, line: line, "A transaction has no amount.",
          expected: "an amount in minor units")
      } else if let field {
        report(
          .error, error == .overflow ? .overflow : .amount, field,
          error == .overflow
            ? "The amount of a transaction is too large."
            : "The amount of a transaction is not a whole number of minor units.",
          expected: "digits without a decimal point")
      }
      return nil
    }
  }

  /// - Returns: the value date, if the funds type states one; nil at all where the funds are an error.
  private mutating func readFunds(_ cursor: inout BAI2FieldCursor) -> CalendarDate?? {
    var funds = BAI2Funds()
    while !funds.isComplete, let field = cursor.next() {
      if let problem = funds.take(field, of: bytes) {
        report(.error, problem.kind, field, problem.message, expected: problem.expected)
        return nil
      }
    }
    guard funds.mayEnd || funds.isComplete else {
      report(
        .error, .structure, at: recordStart, line: line, "A transaction ends inside its availability amounts.",
        expected: "all amounts its funds type announces")
      return nil
    }
    return .some(funds.valueDate)
  }

  private mutating func readReferences(_ cursor: inout BAI2FieldCursor, into record: inout PaymentRecord) {
    if let field = cursor.next() { record.bankReference = append(field) }
    if let field = cursor.next() { file.payments.appendIdentifier(.customerReference, append(field)) }
    warnBehindReferences(cursor.lacksSlash)
  }

  private mutating func passReferences(_ cursor: inout BAI2FieldCursor) {
    if cursor.next() != nil { _ = cursor.next() }
    warnBehindReferences(cursor.lacksSlash)
  }

  /// Behind the two references text begins, and text need not end with a slash.
  private mutating func warnBehindReferences(_ lacksSlash: Bool) {
    if lacksSlash { warn(lacksSlash: true) }
  }

  /// The text, one line per physical record; empty lines are left out. Blanks at a line's end are padding, so a line
  /// break may stand for a blank or for nothing.
  private mutating func readText(_ cursor: inout BAI2FieldCursor) -> TextSlice {
    text.removeAll(keepingCapacity: true)
    while let line = cursor.nextTextLine() {
      var start = line.lowerBound
      if text.isEmpty { while start < line.upperBound, isBAI2Blank(bytes[start]) { start += 1 } }
      guard start < line.upperBound else { continue }
      if !text.isEmpty { text.append(0x0A) }
      gather(start..<line.upperBound)
    }
    return takeGathered()
  }

  // MARK: What it is

  private mutating func append(_ detail: PaymentRecord, typeCode: Int) {
    guard let account else { preconditionFailure("the caller has an account") }
    var record = detail
    record.statement = StatementRow(file.statements.count)
    record.account = account.name
    record.currency = account.currency
    record.source = SourcePosition(file: fileNumber, record: line, byteOffset: recordStart)
    if let start = segments.first?.start {
      record.transactionCode = append(BAI2Field(start: start, end: start + 3, endsSegment: false))
    }
    BAI2Payer.find(in: &file.payments, typeCode: typeCode, tags: tags, for: &record)
    file.payments.append(record)
  }

  private mutating func transactionClass(of typeCode: Int, _ amount: Money) -> TransactionClass {
    warnOfUnusual(typeCode, amount: amount)
    if group?.isUnposted == true { return .unposted }
    let usual = BAI2Codes.transactionClass(of: typeCode)
    return usual == .receipt && amount == .zero ? .message : usual
  }

  /// Counts what a payment moved: all but messages and what is not posted. A sum is nil where it is too large, an error already.
  private mutating func tally(_ detail: PaymentRecord, at row: PaymentRow, typeCode: Int) {
    let amount = detail.amount.minorUnits
    let isMoved = detail.transactionClass != .message && detail.transactionClass != .unposted
    if isMoved { addToSums(amount, detail.direction) }
    continueDeposit(row, typeCode: typeCode, amount: amount)
    // All that comes again in a deposit's items was counted with it.
    if deposit?.itemCount == 0 { deposit?.counted = isMoved ? (amount, detail.direction) : nil }
  }

  private mutating func addToSums(_ amount: Int64, _ direction: Direction) {
    guard let sums = account.map({ direction == .credit ? $0.credits : $0.debits }) else { return }
    let sum = BAI2Total.sum(sums, amount)
    if direction == .credit { account?.credits = sum } else { account?.debits = sum }
  }

  /// Takes the payments away between two details; the account's name moves to the next ones.
  mutating func takePayments() -> PaymentTable {
    let full = file.payments
    let name = account.map { Array(full.arena.bytes[$0.name.range]) } ?? []
    file.payments = PaymentTable()
    account?.name = file.payments.arena.append(name.span)
    return full
  }

  private mutating func warnOfUnusual(_ typeCode: Int, amount: Money) {
    let message: String
    switch BAI2Codes.level(of: typeCode) {
    case .detail: return
    case .message:
      guard amount != .zero else { return }
      message = "A message (890) carries an amount; it is not posted."
    case .status: message = "A transaction carries the type code of a balance; it is not posted."
    case .summary: message = "A transaction carries the type code of a total."
    case .unknown:
      message =
        BAI2Codes.direction(of: typeCode) == nil
        ? "The type code is unknown and its range does not say credit or debit; the transaction is not posted."
        : "The type code is unknown; its range says credit or debit."
    }
    report(
      .warning, .code, at: recordStart, line: line, message, found: "\(typeCode)",
      expected: "a type code of a transaction")
  }

  // MARK: Deposits

  private mutating func continueDeposit(_ row: PaymentRow, typeCode: Int, amount: Int64) {
    if var open = deposit, open.itemCode == typeCode {
      open.itemSum = BAI2Total.sum(open.itemSum, amount)
      open.itemCount += 1
      deposit = open
      return
    }
    finishDeposit()
    if let itemCode = BAI2Codes.itemCode(ofDeposit: typeCode) {
      deposit = BAI2Deposit(row: row, amount: amount, itemCode: itemCode, offset: recordStart, line: line)
    }
  }

  mutating func finishDeposit() {
    defer { deposit = nil }
    guard let deposit, deposit.itemCount > 0 else { return }
    guard deposit.itemSum == deposit.amount else {
      return report(
        .error, .controlTotal, at: deposit.offset, line: deposit.line,
        "The items that follow a deposit do not add up to it.",
        found: deposit.itemSum.map { "\($0)" } ?? "a sum too large to add up", expected: "\(deposit.amount)")
    }
    if keepsPayments, deposit.isAhead {
      ahead.setClass(.unposted, at: deposit.row)
    } else if keepsPayments {
      file.payments.setClass(.unposted, at: deposit.row)
    }
    if let (amount, direction) = deposit.counted { addToSums(-amount, direction) }
  }

  // MARK: The account's end

  mutating func finishAccount(_ reading: BAI2SummaryReading? = nil) {
    finishDeposit()
    guard let closed = account else { return }
    account = nil
    let reading = reading ?? closed.summaries.readings.first
    var statement = closed.statement
    if reading?.hasDroppedField == true { dialects.insert(.extraCommas) }
    statement.openingBalance = reading?.opening.map { Money(minorUnits: $0) }
    statement.closingBalance = reading?.closing.map { Money(minorUnits: $0) }
    statement.statedBalances = (reading?.balances ?? []).map { code, amount in
      let name = String(1_000 + code).dropFirst()
      return StatedBalance(kind: String(name), amount: Money(minorUnits: amount), date: statement.date)
    }
    if let credits = closed.credits, let debits = closed.debits {
      let sums = (credits: credits, debits: debits)
      statement.credits = Money(minorUnits: sums.credits)
      statement.debits = Money(minorUnits: sums.debits)
      statement.balances = checkBalances(reading, closed, sums)
    }
    if let code = reading?.detailCode {
      report(
        .warning, .code, at: closed.start, line: closed.line,
        "The account's summaries hold a type code of single transactions.", found: "\(code)")
    }
    file.statements.append(statement)
  }

  private mutating func checkBalances(
    _ reading: BAI2SummaryReading?, _ closed: BAI2Account, _ sums: (credits: Int64, debits: Int64)
  ) -> ControlResult {
    guard let opening = reading?.opening, let closing = reading?.closing, group?.isUnposted != true else {
      return .blank
    }
    let computed = BAI2Total.sum(BAI2Total.sum(opening, sums.credits), -sums.debits)
    if computed == closing { return .tie }
    report(
      .warning, .balance, at: closed.start, line: closed.line,
      "Opening balance and listed transactions do not add up to the closing balance; a bank need not list all.",
      found: computed.map { "\($0)" } ?? "a sum too large to add up", expected: "\(closing)")
    return .blank
  }
}
