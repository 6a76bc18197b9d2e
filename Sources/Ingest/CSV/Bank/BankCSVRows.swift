import CashModel

/// The bank file as its rows are read, whether they stand in the contract's columns or a profile puts them there.
struct BankCSVRows {
  /// What is known of a row besides its columns.
  struct RowMarks {
    /// What kind of transaction it is, where something other than its code says so.
    var kind: TransactionClass?
    var captured: [(kind: Identifier.Kind, text: [UInt8])] = []
  }

  var result = BankFile()
  private let file: Int32
  private var statements = RowIndex()
  /// The account of each statement, in the payments' arena.
  private var accounts: [TextSlice] = []
  private var lastStatement = -1
  /// The account of the row that is read, without blanks.
  private var account: [UInt8] = []
  private var scratch: [UInt8] = []
  /// The first row whose `debit_credit` says which way its money went, and the first whose amount has no sign
  /// either: only in a file without rows of the first kind is a bare amount a credit.
  private var firstStated: SourcePosition?
  private var firstUnstated: SourcePosition?

  /// Else only what reports need is kept: sums and counts.
  private let keepsPayments: Bool

  init(file: Int32, keepsPayments: Bool = true) {
    self.file = file
    self.keepsPayments = keepsPayments
  }

  /// Room for the rows that these bytes seem to hold.
  mutating func reserve(for bytes: Span<UInt8>) {
    if !keepsPayments { return }
    result.payments.reserve(ExpectedSize.rows(in: bytes), texts: ExpectedSize.texts(in: bytes))
  }

  /// - Parameter marks: what a profile's rules say of the row.
  mutating func append<Row: CSVRow & ~Escapable>(
    _ row: borrowing Row, marks: RowMarks = RowMarks()
  ) throws(CSVProblem) where Row.Column == BankColumn {
    var payment = PaymentRecord()
    guard let bookingDate = try row.date(.bookingDate) else {
      throw row.missing(.bookingDate, expected: "a date such as 2026-03-31")
    }
    payment.bookingDate = bookingDate
    payment.valueDate = try row.date(.valueDate) ?? bookingDate
    payment.currency = try row.currency(.currency)
    guard let amount = try row.amount(.amount, in: payment.currency) else {
      throw row.missing(.amount, expected: "an amount such as 1234.50")
    }
    payment.amount = amount.magnitude
    payment.direction = try direction(row, amount)
    let code = row.text(.transactionCode)
    payment.transactionClass =
      amount == .zero
      ? .message : marks.kind ?? CSVClassification.transactionClass(code: code, direction: payment.direction)
    let statement = statement(of: row, payment.currency)
    payment.statement = StatementRow(statement)
    payment.account = accounts[statement]
    try count(payment, row)
    guard keepsPayments else { return }
    payment.source = row.source
    appendTexts(of: row, to: &payment)
    for captured in marks.captured {
      result.payments.appendIdentifier(captured.kind, CSVText.append(captured.text, to: &result.payments.arena))
    }
    result.payments.appendX12(of: &payment)
    result.payments.append(payment)
  }

  /// Appends the rows of the next part of the file.
  ///
  /// - Parameter records: how many rows stand before it.
  /// - Returns: false where an account's total is larger than any this program takes; which row made it so, only reading in order can say.
  mutating func append(_ part: BankCSVRows, records: Int32) -> Bool {
    var places: [StatementRow] = []
    for statement in part.result.statements {
      let known = result.statements.firstIndex { $0.account == statement.account && $0.currency == statement.currency }
      guard let known else {
        places.append(StatementRow(result.statements.count))
        result.statements.append(statement)
        continue
      }
      places.append(StatementRow(known))
      for sum in [\Statement.credits, \Statement.debits] {
        let (total, overflow) = result.statements[known][keyPath: sum].minorUnits.addingReportingOverflow(
          statement[keyPath: sum].minorUnits)
        guard !overflow, total <= Money.largestMinorUnits else { return false }
        result.statements[known][keyPath: sum] = Money(minorUnits: total)
      }
      result.statements[known].entryCount += statement.entryCount
      result.statements[known].transactionCount += statement.transactionCount
    }
    result.entryCount += part.result.entryCount
    var payments = part.result.payments
    payments.renumber(statements: places, records: records)
    result.payments.append(contentsOf: payments, statementShift: 0)
    firstStated = firstStated ?? part.firstStated?.shifted(records: records)
    firstUnstated = firstUnstated ?? part.firstUnstated?.shifted(records: records)
    return true
  }

  /// An error where some rows state their direction by `debit_credit` and others by nothing at all.
  var mixedDirections: Diagnostic? {
    guard firstStated != nil, let row = firstUnstated else { return nil }
    return Diagnostic(
      .error, .missingField, file: file, byteOffset: row.byteOffset, record: row.record,
      message: "debit_credit is empty here, while other rows of the file state it.", expected: "credit or debit")
  }

  /// Takes the direction from `debit_credit`, else from the amount's sign; a minus beside the word credit is an
  /// error, since it is either a debit or a correction and nothing says which.
  private mutating func direction<Row: CSVRow & ~Escapable>(
    _ row: borrowing Row, _ amount: Money
  ) throws(CSVProblem) -> Direction where Row.Column == BankColumn {
    let word = CSVText.trimmed(row.cell(.debitCredit))
    guard word.count > 0 else {
      if amount > .zero, firstUnstated == nil { firstUnstated = row.source }
      return amount < .zero ? .debit : .credit
    }
    guard let direction = BankCSVRows.directions[word] else {
      throw row.problem(
        .unknownValue, .debitCredit, "debit_credit is neither credit nor debit.",
        expected: "C, CR, CRDT, credit, D, DR, DBIT or debit")
    }
    if amount < .zero, direction == .credit {
      throw row.problem(
        .amount, .amount, "The amount is negative, while debit_credit says credit.",
        expected: "an amount without a sign, or a debit")
    }
    if firstStated == nil { firstStated = row.source }
    return direction
  }

  private static let directions = WordTable<Direction>([
    ("C CR CRDT CREDIT", .credit), ("D DR DBIT DEBIT", .debit),
  ])

  /// The statement of the row's account and currency, a new one where it is the first of them.
  private mutating func statement<Row: CSVRow & ~Escapable>(
    of row: borrowing Row, _ currency: Currency
  ) -> Int where Row.Column == BankColumn {
    // Most rows are of the account before.
    if lastStatement >= 0, result.statements[lastStatement].currency == currency,
      CSVText.isEqual(result.payments.arena.span(accounts[lastStatement]), row.text(.account))
    {
      return lastStatement
    }
    CSVText.copyWithoutBlanks(row.text(.account), to: &account)
    if lastStatement >= 0, isStatement(lastStatement, currency) { return lastStatement }
    let print = Fingerprint(of: account.span).low ^ (UInt64(currency.packed) &* 0x9E37_79B9_7F4A_7C15)
    if let known = statements.row(print: print, where: { isStatement(Int($0), currency) }) {
      lastStatement = Int(known)
      return lastStatement
    }
    let slice = CSVText.append(account, to: &result.payments.arena)
    var statement = Statement()
    statement.file = file
    statement.account = result.payments.arena.string(slice)
    statement.currency = currency
    lastStatement = result.statements.count
    result.statements.append(statement)
    accounts.append(slice)
    statements.insert(Int32(lastStatement), print: print)
    return lastStatement
  }

  private func isStatement(_ index: Int, _ currency: Currency) -> Bool {
    result.statements[index].currency == currency
      && CSVText.isEqual(result.payments.arena.span(accounts[index]), account.span)
  }

  private mutating func count<Row: CSVRow & ~Escapable>(
    _ payment: PaymentRecord, _ row: borrowing Row
  ) throws(CSVProblem) where Row.Column == BankColumn {
    let index = payment.statement.index
    let old = payment.direction == .credit ? result.statements[index].credits : result.statements[index].debits
    let (sum, overflow) = old.minorUnits.addingReportingOverflow(payment.amount.minorUnits)
    guard !overflow, sum <= Money.largestMinorUnits else {
      throw row.problem(
        .overflow, .amount, "With this amount the account's total is larger than any this program takes.",
        expected: "at most \(Money(minorUnits: Money.largestMinorUnits).text(exponent: payment.currency.exponent))")
    }
    switch payment.direction {
    case .credit: result.statements[index].credits = Money(minorUnits: sum)
    case .debit: result.statements[index].debits = Money(minorUnits: sum)
    }
    result.statements[index].entryCount += 1
    result.statements[index].transactionCount += 1
    result.entryCount += 1
  }

  private mutating func appendTexts<Row: CSVRow & ~Escapable>(
    of row: borrowing Row, to payment: inout PaymentRecord
  ) where Row.Column == BankColumn {
    payment.transactionCode = result.payments.arena.append(row.text(.transactionCode))
    payment.bankReference = result.payments.arena.append(row.text(.bankReference))
    let endToEndID = row.text(.endToEndID)
    if !CSVText.isEqual(endToEndID, BankCSVRows.notProvided.span, ignoringCase: true) {
      payment.endToEndID = result.payments.arena.append(endToEndID)
    }
    payment.payerName = CSVText.appendLines(row.text(.payerName), to: &result.payments.arena, scratch: &scratch)
    payment.payerAccount = CSVText.appendWithoutBlanks(
      row.text(.payerAccount), to: &result.payments.arena, scratch: &scratch)
    let remittance = CSVText.unguarded(row.cell(.remittance))
    payment.remittance = CSVText.appendLines(remittance, to: &result.payments.arena, scratch: &scratch)
  }

  /// What ISO 20022 has banks write where the payer gave no end-to-end id.
  private static let notProvided = Array("NOTPROVIDED".utf8)
}
