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
    var rows = BankCSVRows(file: file)
    var log = DiagnosticLog()
    var table = CSVTable<BankColumn>(bytes, file: file, log: &log)
    while table.next(&log) {
      do throws(CSVProblem) {
        try rows.append(table)
      } catch {
        log.append(table.diagnostic(error))
      }
    }
    if let problem = rows.mixedDirections { log.append(problem) }
    var result = rows.result
    result.format = .csv
    if table.isReadable { result.variant = "canonical" }
    result.diagnostics = log
    return result
  }
}

enum BankColumn: Int, CSVColumn {
  case bookingDate, valueDate, amount, currency, payerName, payerAccount, remittance, bankReference
  case account, endToEndID, transactionCode, debitCredit

  var name: String {
    switch self {
    case .bookingDate: "booking_date"
    case .valueDate: "value_date"
    case .amount: "amount"
    case .currency: "currency"
    case .payerName: "payer_name"
    case .payerAccount: "payer_account"
    case .remittance: "remittance"
    case .bankReference: "bank_reference"
    case .account: "account"
    case .endToEndID: "end_to_end_id"
    case .transactionCode: "transaction_code"
    case .debitCredit: "debit_credit"
    }
  }

  var isRequired: Bool { rawValue <= BankColumn.bankReference.rawValue }
}

/// The bank file as its rows are read.
private struct BankCSVRows {
  private(set) var result = BankFile()
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

  init(file: Int32) { self.file = file }

  mutating func append(_ table: borrowing CSVTable<BankColumn>) throws(CSVProblem) {
    var payment = PaymentRecord()
    guard let bookingDate = try table.date(.bookingDate) else {
      throw table.missing(.bookingDate, expected: "a date such as 2026-03-31")
    }
    payment.bookingDate = bookingDate
    payment.valueDate = try table.date(.valueDate) ?? bookingDate
    payment.currency = try table.currency(.currency)
    guard let amount = try table.amount(.amount, in: payment.currency) else {
      throw table.missing(.amount, expected: "an amount such as 1234.50")
    }
    payment.amount = amount.magnitude
    payment.direction = try direction(table, amount)
    let code = table.text(.transactionCode)
    payment.transactionClass =
      amount == .zero ? .message : CSVClassification.transactionClass(code: code, direction: payment.direction)
    let statement = statement(of: table, payment.currency)
    payment.statement = StatementRow(statement)
    payment.account = accounts[statement]
    try count(payment, table)
    payment.source = table.source
    appendTexts(of: table, to: &payment)
    result.payments.appendX12(of: &payment)
    result.payments.append(payment)
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
  private mutating func direction(
    _ table: borrowing CSVTable<BankColumn>, _ amount: Money
  ) throws(CSVProblem) -> Direction {
    let word = CSVText.trimmed(table.cell(.debitCredit))
    guard word.count > 0 else {
      if amount > .zero, firstUnstated == nil { firstUnstated = table.source }
      return amount < .zero ? .debit : .credit
    }
    guard let direction = BankCSVRows.directions[word] else {
      throw table.problem(
        .unknownValue, .debitCredit, "debit_credit is neither credit nor debit.",
        expected: "C, CR, CRDT, credit, D, DR, DBIT or debit")
    }
    if amount < .zero, direction == .credit {
      throw table.problem(
        .amount, .amount, "The amount is negative, while debit_credit says credit.",
        expected: "an amount without a sign, or a debit")
    }
    if firstStated == nil { firstStated = table.source }
    return direction
  }

  private static let directions = WordTable<Direction>([
    ("C CR CRDT CREDIT", .credit), ("D DR DBIT DEBIT", .debit),
  ])

  /// The statement of the row's account and currency, a new one where it is the first of them.
  private mutating func statement(of table: borrowing CSVTable<BankColumn>, _ currency: Currency) -> Int {
    CSVText.copyWithoutBlanks(table.text(.account), to: &account)
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

  private mutating func count(
    _ payment: PaymentRecord, _ table: borrowing CSVTable<BankColumn>
  ) throws(CSVProblem) {
    let index = payment.statement.index
    let old = payment.direction == .credit ? result.statements[index].credits : result.statements[index].debits
    let (sum, overflow) = old.minorUnits.addingReportingOverflow(payment.amount.minorUnits)
    guard !overflow, sum <= Money.largestMinorUnits else {
      throw table.problem(
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

  private mutating func appendTexts(of table: borrowing CSVTable<BankColumn>, to payment: inout PaymentRecord) {
    payment.transactionCode = result.payments.arena.append(table.text(.transactionCode))
    payment.bankReference = result.payments.arena.append(table.text(.bankReference))
    let endToEndID = table.text(.endToEndID)
    if !CSVText.isEqual(endToEndID, BankCSVRows.notProvided.span, ignoringCase: true) {
      payment.endToEndID = result.payments.arena.append(endToEndID)
    }
    payment.payerName = CSVText.appendLines(table.text(.payerName), to: &result.payments.arena, scratch: &scratch)
    CSVText.copyWithoutBlanks(table.text(.payerAccount), to: &scratch)
    payment.payerAccount = CSVText.append(scratch, to: &result.payments.arena)
    let remittance = CSVText.unguarded(table.cell(.remittance))
    payment.remittance = CSVText.appendLines(remittance, to: &result.payments.arena, scratch: &scratch)
  }

  /// What ISO 20022 has banks write where the payer gave no end-to-end id.
  private static let notProvided = Array("NOTPROVIDED".utf8)
}
