import CashModel

/// An amount as the file states it.
struct CamtAmount {
  var money: Money
  var currency: Currency
}

/// One side of a transaction: name, account, bank, and the party it acts for.
struct CamtParty {
  var name: TextSlice = .empty
  var account: TextSlice = .empty
  var agent: TextSlice = .empty
  var ultimate: TextSlice = .empty

  var isEmpty: Bool { name.isEmpty && account.isEmpty && ultimate.isEmpty }
}

/// Charges of an entry or a transaction, deducted ones positive, in minor units of the account's currency.
struct CamtCharges {
  var deducted: Int64 = 0
  /// `TtlChrgsAndTaxAmt`, which counts where no single charge is stated.
  var total: Int64?
  var hasRecords = false
  var bearer: ChargeBearer = .unstated
  /// The record being read.
  var amount: CamtAmount?
  var isRefund = false
  var isIncluded = true

  var sum: Int64 { hasRecords ? deducted : total ?? 0 }
}

/// What `Ntry` and `TxDtls` have in common.
struct CamtTransaction {
  var position = 0
  var amount: CamtAmount?
  var direction: Direction?
  var instructed: CamtAmount?
  var transaction: CamtAmount?
  var counterValue: CamtAmount?
  var rateTimes10e10: Int64 = 0
  var rateUnit: Currency?
  /// What was converted: the rate's unit where the file states none.
  var rateSource: Currency?
  var charges = CamtCharges()
  var code = CamtCode()
  var codeText: TextSlice = .empty
  var proprietaryCode: TextSlice = .empty
  var bankReference: TextSlice = .empty
  var endToEndID: TextSlice = .empty
  var debtor = CamtParty()
  var creditor = CamtParty()
  var hasReturnInformation = false
  var returnReason: TextSlice = .empty
  var isInconsistent = false
  var additionalText: TextSlice = .empty
  /// Its rows of the pending lines, identifiers and structured remittances.
  var lines = 0..<0
  var identifiers = 0..<0
  var structured = 0..<0
  var blocks: Int32 = 0
}

/// What only `Ntry` has.
struct CamtEntry {
  enum Status { case unstated, booked, other }

  var record: Int32 = 0
  var reference: TextSlice = .empty
  var messageID: TextSlice = .empty
  var paymentInformationID: TextSlice = .empty
  var status: Status = .unstated
  var isReversal = false
  var bookingDate: CalendarDate?
  var valueDate: CalendarDate?
  /// A value of it could not be read; a diagnostic says which.
  var isBad = false

  var isBooked: Bool {
    switch status {
    case .unstated, .booked: true
    case .other: false
    }
  }
}

/// `Btch`, checked against the `TxDtls` beside it.
struct CamtBatch {
  var isStated = false
  var count: Int?
  var total: CamtAmount?
  /// Number of the first transaction of this `NtryDtls` within the entry.
  var firstTransaction = 0
}

/// `Bal`: what it is, its signed amount and its day.
struct CamtBalance {
  enum Kind { case other, opening, previousClosing, interim, closing }

  var kind: Kind = .other
  /// The file's own letters for it.
  var name = ""
  var amount: CamtAmount?
  var isDebit = false
  var date: CalendarDate?
}

/// Counts and sums of the entries read.
struct CamtTally {
  var credits = 0
  var debits = 0
  var creditSum: Int64 = 0
  var debitSum: Int64 = 0
  var overflowed = false

  mutating func add(_ amount: Money, _ direction: Direction) {
    let (sum, overflow): (Int64, Bool)
    switch direction {
    case .credit:
      credits += 1
      (sum, overflow) = creditSum.addingReportingOverflow(amount.minorUnits)
      creditSum = overflow ? creditSum : sum
    case .debit:
      debits += 1
      (sum, overflow) = debitSum.addingReportingOverflow(amount.minorUnits)
      debitSum = overflow ? debitSum : sum
    }
    overflowed = overflowed || overflow || sum > Money.largestMinorUnits
  }
}

/// What a message says before its statements.
struct CamtMessage {
  var identification: TextSlice = .empty
  var isTest = false
  var creationDate: CalendarDate?
  var page = CamtPage()
}

/// `PgNb` and `LastPgInd` of a message or a statement.
struct CamtPage {
  var number: Int?
  var isLast: Bool?
}

/// A statement, report or notification while it is read.
struct CamtStatement {
  /// A statement, neither a report nor a notification.
  var isBooked = false
  var row = StatementRow(number: -1)
  var position = 0
  var identification: TextSlice = .empty
  var account: TextSlice = .empty
  var currency: Currency?
  var creationDate: CalendarDate?
  var endDate: CalendarDate?
  /// `ElctrncSeqNb` and `LglSeqNb`.
  var electronicSequence: Int?
  var legalSequence: Int?
  var page = CamtPage()
  var balances: [CamtBalance] = []
  var stated = StatedTotals()
  var statedBalances: [StatedBalance] = []
  var booked = CamtTally()
  var all = CamtTally()
  var entryCount = 0
  var transactionCount = 0
  /// Result of the checks of batches.
  var batches: ControlResult = .blank
  /// An entry could not be read, or is in another currency: its sums prove nothing.
  var isIncomplete = false

  var date: CalendarDate? { endDate ?? closingDate ?? creationDate }

  private var closingDate: CalendarDate? {
    for balance in balances.reversed() {
      if case .closing = balance.kind, let date = balance.date { return date }
    }
    return nil
  }
}

/// One `Strd` block while it is read.
struct CamtBlock {
  /// Where its lines begin among the pending ones.
  var firstRow = 0
  var document = StructuredRemittance()
  /// Amounts and reference of the block; they go to its first line.
  var amounts = StructuredRemittance()
  var amountPending: CamtAmount?
  var reasonPending: TextSlice = .empty
  var isIncrease = false
  var typePending: UInt32 = 0
}
