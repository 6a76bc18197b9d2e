/// Which way the money of a transaction went, seen from the account.
package enum Direction: UInt8, Sendable {
  case credit, debit
}

/// What kind of transaction a bank entry is; only receipts are matched against open items.
package enum TransactionClass: UInt8, CaseIterable, Sendable {
  /// Money a customer may have sent.
  case receipt
  /// A payment that came back, or the reversal of one.
  case `return`
  case fee
  case interest
  /// Between own accounts: sweeps, zero balancing, internal transfers.
  case transfer
  /// An entry without money: a text of the bank.
  case message
  case otherDebit
  /// Pending or informational: not booked, so never posted.
  case unposted

  /// The word in `transactions.csv`.
  package var name: String {
    switch self {
    case .receipt: "receipt"
    case .return: "return"
    case .fee: "fee"
    case .interest: "interest"
    case .transfer: "transfer"
    case .message: "message"
    case .otherDebit: "other_debit"
    case .unposted: "unposted"
    }
  }
}

/// Where a row stands in its source: the file, the offset of its first byte and its record number from 1.
package struct SourcePosition: Hashable, Sendable {
  package let file: Int32
  package let record: Int32
  package let byteOffset: Int

  package init(file: Int32, record: Int32, byteOffset: Int) {
    self.file = file
    self.record = record
    self.byteOffset = byteOffset
  }

  /// The same behind so many records.
  package func shifted(records: Int32) -> SourcePosition {
    SourcePosition(file: file, record: record + records, byteOffset: byteOffset)
  }
}

/// Who bears the bank's charges (ISO 20022 `ChrgBr`).
package enum ChargeBearer: UInt8, Sendable {
  case unstated, debtor, creditor, shared, serviceLevel
}

/// The amount before conversion, with the rate the file states.
package struct OriginalAmount: Hashable, Sendable {
  package let amount: Money
  package let currency: Currency
  /// The rate as the file writes it, multiplied by 10¹⁰; 0 where it states none.
  package let rateTimes10e10: Int64
  /// The rate's unit currency (`UnitCcy`), where the file states it.
  package let rateUnit: Currency?

  package init(amount: Money, currency: Currency, rateTimes10e10: Int64, rateUnit: Currency?) {
    self.amount = amount
    self.currency = currency
    self.rateTimes10e10 = rateTimes10e10
    self.rateUnit = rateUnit
  }

  /// The rate from what arrived to this amount.
  package func rate(from arrived: Money, _ source: Currency) -> ExchangeRate? {
    var (numerator, denominator) = (Int128(amount.minorUnits) * 10_000_000_000, Int128(arrived.minorUnits))
    for _ in 0..<max(0, source.exponent - currency.exponent) { numerator *= 10 }
    for _ in 0..<max(0, currency.exponent - source.exponent) { denominator *= 10 }
    guard amount > .zero, denominator > 0 else { return nil }
    return Int64(exactly: numerator / denominator).flatMap { ExchangeRate(times10e10: $0) }
  }
}

/// A further identifier of a transaction, with what it is.
package struct Identifier: Hashable, Sendable {
  package enum Kind: UInt8, Sendable {
    case entryReference, messageID, paymentInformationID, instructionID, transactionID, uetr, mandateID, chequeNumber
    case clearingReference, customerReference, accountServicerReference, proprietary
    /// What a return names as the transaction that came back.
    case originalEndToEndID, originalBankReference
    /// Where the payer's own advice can be found (`RltdRmtInf`): its id, or the address it was sent to.
    case remittanceAdvice
    /// A creditor reference (`CdtrRefInf/Ref`, a customer number or a tagged reference).
    case creditorReference
    /// The remitting party's number for us, or ours for it.
    case customerNumber
  }
  package let kind: Kind
  package let text: TextSlice

  package init(_ kind: Kind, _ text: TextSlice) {
    self.kind = kind
    self.text = text
  }
}

/// One line of structured remittance: one document a payer says he pays (ISO 20022 `RfrdDocInf` and
/// `RfrdDocAmt`, X12 820 `RMR`). Amounts are in the payment's currency unless `currency` says otherwise; nil
/// where the line does not state them.
package struct StructuredRemittance: Hashable, Sendable {
  package enum DocumentType: UInt8, Sendable {
    case unstated, invoice, creditNote, debitNote, statement, order, other
  }
  package var documentNumber: TextSlice = .empty
  package var documentType: DocumentType = .unstated
  package var creditorReference: TextSlice = .empty
  package var documentDate: CalendarDate?
  package var currency: Currency?
  package var due: Money?
  package var discount: Money?
  package var creditNote: Money?
  /// Signed: negative lowers what is paid.
  package var adjustment: Money?
  package var adjustmentReason: TextSlice = .empty
  package var remitted: Money?
  /// Lines of one `Strd` block (or one advice) carry the same number, counted from 0 within the payment.
  package var block: Int32 = 0
  /// What the block states does not add up: nothing may be proven by it.
  package var isContradictory = false

  package init() {}

  /// What the line says is paid: the amount remitted; of a credit note alone its own amount, without sign; else what is
  /// due less discount and credit note and with the adjustment (ISO 20022 `RfrdDocAmt`). nil where it states none of
  /// these, or where they leave the range.
  package var stated: Money? {
    if let remitted { return remitted }
    if let creditNote, due == nil { return creditNote }
    return settled
  }

  /// What is due less discount and credit note and with the adjustment; nil where nothing due is stated.
  package var settled: Money? {
    guard let due else { return nil }
    let parts = [due, -(discount ?? .zero), -(creditNote ?? .zero), adjustment ?? .zero]
    let sum = parts.reduce(Int128(0)) { $0 + Int128($1.minorUnits) }
    return Int64(exactly: sum).map { Money(minorUnits: $0) }
  }
}

/// One payment as a reader hands it over. Text slices point into the table's arena; `identifiers` and
/// `structured` are the rows appended to those child tables since the last payment.
package struct PaymentRecord: Sendable {
  package var statement = StatementRow(number: -1)
  package var account: TextSlice = .empty
  package var bookingDate = CalendarDate(daysSince1970: 0)
  package var valueDate = CalendarDate(daysSince1970: 0)
  /// Never negative; `direction` carries the sign.
  package var amount: Money = .zero
  package var currency: Currency = .usDollar
  package var direction: Direction = .credit
  /// BAI2 type code (`142`), camt `DOMAIN/FAMILY/SUBFAMILY`, or a proprietary code as it stands.
  package var transactionCode: TextSlice = .empty
  package var bankReference: TextSlice = .empty
  /// Empty for `NOTPROVIDED`.
  package var endToEndID: TextSlice = .empty
  package var payerName: TextSlice = .empty
  /// IBAN or local account number, without blanks.
  package var payerAccount: TextSlice = .empty
  /// BIC or clearing id of the payer's bank.
  package var payerAgent: TextSlice = .empty
  package var ultimatePayer: TextSlice = .empty
  /// All free text, lines kept and joined by `\n`, in the file's order.
  package var remittance: TextSlice = .empty
  package var charges: Money = .zero
  package var chargeBearer: ChargeBearer = .unstated
  package var original: OriginalAmount?
  package var isReversal = false
  /// The bank's own parts of the transaction contradict each other (transactions that do not add up to their entry):
  /// only a person may apply it.
  package var isInconsistent = false
  /// Why a payment came back (ISO 20022 `RtrInf`), empty where it did not.
  package var returnReason: TextSlice = .empty
  package var transactionClass: TransactionClass = .receipt
  package var source = SourcePosition(file: 0, record: 0, byteOffset: 0)

  package init() {}
}

/// What the bank says arrived and left: a column per attribute, a row per transaction.
package struct PaymentTable: Sendable {
  package var arena = TextArena()
  package internal(set) var statement: [StatementRow] = []
  package internal(set) var account: [TextSlice] = []
  package internal(set) var bookingDate: [CalendarDate] = []
  package internal(set) var valueDate: [CalendarDate] = []
  package internal(set) var amount: [Money] = []
  package internal(set) var currency: [Currency] = []
  package internal(set) var direction: [Direction] = []
  package internal(set) var transactionCode: [TextSlice] = []
  package internal(set) var bankReference: [TextSlice] = []
  package internal(set) var endToEndID: [TextSlice] = []
  package internal(set) var payerName: [TextSlice] = []
  package internal(set) var payerAccount: [TextSlice] = []
  package internal(set) var payerAgent: [TextSlice] = []
  package internal(set) var ultimatePayer: [TextSlice] = []
  package internal(set) var remittance: [TextSlice] = []
  package internal(set) var charges: [Money] = []
  package internal(set) var chargeBearer: [ChargeBearer] = []
  package internal(set) var original: [OriginalAmount?] = []
  package internal(set) var isReversal: [Bool] = []
  package internal(set) var isInconsistent: [Bool] = []
  package internal(set) var returnReason: [TextSlice] = []
  package internal(set) var transactionClass: [TransactionClass] = []
  package internal(set) var source: [SourcePosition] = []
  /// The return that took the payment back, or the payment that a return took back, in the same table; -1 for none.
  package internal(set) var counterpart: [PaymentRow] = []
  package internal(set) var identifiers: [ChildRange] = []
  package internal(set) var structured: [ChildRange] = []
  /// Child tables, in the order of their payments.
  package internal(set) var identifierRows: [Identifier] = []
  package internal(set) var structuredRows: [StructuredRemittance] = []
  var identifiersTaken = 0
  var structuredTaken = 0

  package init() {}

  @inlinable package var count: Int { amount.count }

  package mutating func appendIdentifier(_ kind: Identifier.Kind, _ text: TextSlice) {
    if !text.isEmpty { identifierRows.append(Identifier(kind, text)) }
  }

  package mutating func appendStructured(_ line: StructuredRemittance) { structuredRows.append(line) }

  /// Forgets the child rows appended since the last payment: their record turned out to be bad.
  package mutating func discardPendingChildren() {
    identifierRows.removeSubrange(identifiersTaken...)
    structuredRows.removeSubrange(structuredTaken...)
  }

  package mutating func append(_ record: PaymentRecord) {
    precondition(record.amount >= .zero, "a payment's amount is a magnitude; its direction carries the sign")
    statement.append(record.statement)
    account.append(record.account)
    bookingDate.append(record.bookingDate)
    valueDate.append(record.valueDate)
    amount.append(record.amount)
    currency.append(record.currency)
    direction.append(record.direction)
    transactionCode.append(record.transactionCode)
    bankReference.append(record.bankReference)
    endToEndID.append(record.endToEndID)
    payerName.append(record.payerName)
    payerAccount.append(record.payerAccount)
    payerAgent.append(record.payerAgent)
    ultimatePayer.append(record.ultimatePayer)
    remittance.append(record.remittance)
    charges.append(record.charges)
    chargeBearer.append(record.chargeBearer)
    original.append(record.original)
    isReversal.append(record.isReversal)
    isInconsistent.append(record.isInconsistent)
    returnReason.append(record.returnReason)
    transactionClass.append(record.transactionClass)
    source.append(record.source)
    counterpart.append(PaymentRow(number: -1))
    identifiers.append(taken(&identifiersTaken, of: identifierRows.count))
    structured.append(taken(&structuredTaken, of: structuredRows.count))
  }

  private func taken(_ taken: inout Int, of count: Int) -> ChildRange {
    defer { taken = count }
    return ChildRange(start: Int32(taken), count: Int32(count - taken))
  }

  package func record(_ row: Int) -> PaymentRecord {
    var record = PaymentRecord()
    record.statement = statement[row]
    record.account = account[row]
    record.bookingDate = bookingDate[row]
    record.valueDate = valueDate[row]
    record.amount = amount[row]
    record.currency = currency[row]
    record.direction = direction[row]
    record.transactionCode = transactionCode[row]
    record.bankReference = bankReference[row]
    record.endToEndID = endToEndID[row]
    record.payerName = payerName[row]
    record.payerAccount = payerAccount[row]
    record.payerAgent = payerAgent[row]
    record.ultimatePayer = ultimatePayer[row]
    record.remittance = remittance[row]
    record.charges = charges[row]
    record.chargeBearer = chargeBearer[row]
    record.original = original[row]
    record.isReversal = isReversal[row]
    record.isInconsistent = isInconsistent[row]
    record.returnReason = returnReason[row]
    record.transactionClass = transactionClass[row]
    record.source = source[row]
    return record
  }

  /// Takes a payment and its return out of what is to be matched: together they moved no money.
  package mutating func offset(_ original: PaymentRow, by returned: PaymentRow) {
    transactionClass[original.index] = .return
    counterpart[original.index] = returned
    counterpart[returned.index] = original
  }

  package mutating func setClass(_ newClass: TransactionClass, at row: PaymentRow) {
    transactionClass[row.index] = newClass
  }
}
