/// Which way the money of a transaction went, seen from the account.
public enum Direction: UInt8, Sendable {
  case credit, debit
}

/// What kind of transaction a bank entry is; only receipts are matched against open items.
public enum TransactionClass: UInt8, CaseIterable, Sendable {
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
  public var name: String {
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
public struct SourcePosition: Hashable, Sendable {
  public let file: Int32
  public let record: Int32
  /// No file is larger than 4 GiB.
  private let offset: UInt32

  public init(file: Int32, record: Int32, byteOffset: Int) {
    self.file = file
    self.record = record
    offset = UInt32(clamping: byteOffset)
  }

  public var byteOffset: Int { Int(offset) }

  /// The same behind so many records.
  public func shifted(records: Int32) -> SourcePosition {
    SourcePosition(file: file, record: record + records, byteOffset: byteOffset)
  }
}

/// Who bears the bank's charges (ISO 20022 `ChrgBr`).
public enum ChargeBearer: UInt8, Sendable {
  case unstated, debtor, creditor, shared, serviceLevel
}

/// The amount before conversion, with the rate the file states.
public struct OriginalAmount: Hashable, Sendable {
  public let amount: Money
  public let currency: Currency
  /// The rate as the file writes it, multiplied by 10¹⁰; 0 where it states none.
  public let rateTimes10e10: Int64
  /// The rate's unit currency (`UnitCcy`), where the file states it.
  public let rateUnit: Currency?

  public init(amount: Money, currency: Currency, rateTimes10e10: Int64, rateUnit: Currency?) {
    self.amount = amount
    self.currency = currency
    self.rateTimes10e10 = rateTimes10e10
    self.rateUnit = rateUnit
  }

  /// The rate from what arrived to this amount.
  public func rate(from arrived: Money, _ source: Currency) -> ExchangeRate? {
    var (numerator, denominator) = (Int128(amount.minorUnits) * 10_000_000_000, Int128(arrived.minorUnits))
    for _ in 0..<max(0, source.exponent - currency.exponent) { numerator *= 10 }
    for _ in 0..<max(0, currency.exponent - source.exponent) { denominator *= 10 }
    guard amount > .zero, denominator > 0 else { return nil }
    return Int64(exactly: numerator / denominator).flatMap { ExchangeRate(times10e10: $0) }
  }
}

/// A further identifier of a transaction, with what it is.
public struct Identifier: Hashable, Sendable {
  public enum Kind: UInt8, Sendable {
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
  public let kind: Kind
  public let text: TextSlice

  public init(_ kind: Kind, _ text: TextSlice) {
    self.kind = kind
    self.text = text
  }
}

/// One line of structured remittance: one document a payer says he pays (ISO 20022 `RfrdDocInf` and
/// `RfrdDocAmt`, X12 820 `RMR`). Amounts are in the payment's currency unless `currency` says otherwise; nil
/// where the line does not state them.
public struct StructuredRemittance: Hashable, Sendable {
  public enum DocumentType: UInt8, Sendable {
    case unstated, invoice, creditNote, debitNote, statement, order, other
  }
  public var documentNumber: TextSlice = .empty
  public var documentType: DocumentType = .unstated
  public var creditorReference: TextSlice = .empty
  public var documentDate: CalendarDate?
  public var currency: Currency?
  public var due: Money?
  public var discount: Money?
  public var creditNote: Money?
  /// Signed: negative lowers what is paid.
  public var adjustment: Money?
  public var adjustmentReason: TextSlice = .empty
  public var remitted: Money?
  /// Lines of one `Strd` block (or one advice) carry the same number, counted from 0 within the payment.
  public var block: Int32 = 0
  /// What the block states does not add up: nothing may be proven by it.
  public var isContradictory = false

  public init() {}

  /// What the line says is paid: the amount remitted; of a credit note alone its own amount, without sign; else what is
  /// due less discount and credit note and with the adjustment (ISO 20022 `RfrdDocAmt`). nil where it states none of
  /// these, or where they leave the range.
  public var stated: Money? {
    if let remitted { return remitted }
    if let creditNote, due == nil { return creditNote }
    return settled
  }

  /// What is due less discount and credit note and with the adjustment; nil where nothing due is stated.
  public var settled: Money? {
    guard let due else { return nil }
    let parts = [due, -(discount ?? .zero), -(creditNote ?? .zero), adjustment ?? .zero]
    let sum = parts.reduce(Int128(0)) { $0 + Int128($1.minorUnits) }
    return Int64(exactly: sum).map { Money(minorUnits: $0) }
  }
}

/// One payment as a reader hands it over. Text slices point into the table's arena; `identifiers` and
/// `structured` are the rows appended to those child tables since the last payment.
public struct PaymentRecord: Sendable {
  public var statement = StatementRow(number: -1)
  public var account: TextSlice = .empty
  public var bookingDate = CalendarDate(daysSince1970: 0)
  public var valueDate = CalendarDate(daysSince1970: 0)
  /// Never negative; `direction` carries the sign.
  public var amount: Money = .zero
  public var currency: Currency = .usDollar
  public var direction: Direction = .credit
  /// BAI2 type code (`142`), camt `DOMAIN/FAMILY/SUBFAMILY`, or a proprietary code as it stands.
  public var transactionCode: TextSlice = .empty
  public var bankReference: TextSlice = .empty
  /// Empty for `NOTPROVIDED`.
  public var endToEndID: TextSlice = .empty
  public var payerName: TextSlice = .empty
  /// IBAN or local account number, without blanks.
  public var payerAccount: TextSlice = .empty
  /// BIC or clearing id of the payer's bank.
  public var payerAgent: TextSlice = .empty
  public var ultimatePayer: TextSlice = .empty
  /// All free text, lines kept and joined by `\n`, in the file's order.
  public var remittance: TextSlice = .empty
  public var charges: Money = .zero
  public var chargeBearer: ChargeBearer = .unstated
  public var original: OriginalAmount?
  public var isReversal = false
  /// The bank's own parts of the transaction contradict each other (transactions that do not add up to their entry):
  /// only a person may apply it.
  public var isInconsistent = false
  /// Why a payment came back (ISO 20022 `RtrInf`), empty where it did not.
  public var returnReason: TextSlice = .empty
  public var transactionClass: TransactionClass = .receipt
  public var source = SourcePosition(file: 0, record: 0, byteOffset: 0)

  public init() {}
}

/// What the bank says arrived and left: a column per attribute, a row per transaction.
public struct PaymentTable: Sendable {
  public var arena = TextArena()
  public internal(set) var statement = Column<StatementRow>()
  public internal(set) var account = Column<TextSlice>()
  public internal(set) var bookingDate: [CalendarDate] = []
  public internal(set) var valueDate: [CalendarDate] = []
  public internal(set) var amount: [Money] = []
  public internal(set) var currency = Column<Currency>()
  public internal(set) var direction = Column<Direction>()
  public internal(set) var transactionCode = Column<TextSlice>()
  public internal(set) var bankReference: [TextSlice] = []
  public internal(set) var endToEndID = Column<TextSlice>()
  public internal(set) var payerName: [TextSlice] = []
  public internal(set) var payerAccount: [TextSlice] = []
  public internal(set) var payerAgent = Column<TextSlice>()
  public internal(set) var ultimatePayer = Column<TextSlice>()
  public internal(set) var remittance: [TextSlice] = []
  public internal(set) var charges = Column<Money>()
  public internal(set) var chargeBearer = Column<ChargeBearer>()
  public internal(set) var original = SparseColumn<OriginalAmount>()
  public internal(set) var isReversal = Column<Bool>()
  public internal(set) var isInconsistent = Column<Bool>()
  public internal(set) var returnReason = Column<TextSlice>()
  public internal(set) var transactionClass = Column<TransactionClass>()
  public internal(set) var source: [SourcePosition] = []
  /// The return that took the payment back, or the payment that a return took back, in the same table; -1 for none.
  public internal(set) var counterpart = Column<PaymentRow>()
  public internal(set) var identifiers = Column<ChildRange>()
  public internal(set) var structured = Column<ChildRange>()
  /// Child tables, in the order of their payments.
  public internal(set) var identifierRows: [Identifier] = []
  public internal(set) var structuredRows: [StructuredRemittance] = []
  var identifiersTaken = 0
  var structuredTaken = 0

  public init() {}

  @inlinable public var count: Int { amount.count }

  public mutating func appendIdentifier(_ kind: Identifier.Kind, _ text: TextSlice) {
    if !text.isEmpty { identifierRows.append(Identifier(kind, text)) }
  }

  public mutating func appendStructured(_ line: StructuredRemittance) { structuredRows.append(line) }

  /// Forgets the child rows appended since the last payment: their record turned out to be bad.
  public mutating func discardPendingChildren() {
    identifierRows.removeSubrange(identifiersTaken...)
    structuredRows.removeSubrange(structuredTaken...)
  }

  public mutating func append(_ record: PaymentRecord) {
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
    return count == taken ? .none : ChildRange(start: Int32(taken), count: Int32(count - taken))
  }

  public func record(_ row: Int) -> PaymentRecord {
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
  public mutating func offset(_ original: PaymentRow, by returned: PaymentRow) {
    transactionClass[original.index] = .return
    counterpart[original.index] = returned
    counterpart[returned.index] = original
  }

  public mutating func setClass(_ newClass: TransactionClass, at row: PaymentRow) {
    transactionClass[row.index] = newClass
  }
}
