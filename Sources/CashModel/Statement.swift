/// Result of a check of counts or totals.
public enum ControlResult: Int, Comparable, Sendable {
  /// Everything stated agrees with what was read.
  case tie
  /// Something needed for the check is not stated.
  case blank
  /// Something stated differs from what was read.
  case mismatch

  public var name: String {
    switch self {
    case .tie: "tie"
    case .blank: "blank"
    case .mismatch: "mismatch"
    }
  }

  public static func < (left: ControlResult, right: ControlResult) -> Bool { left.rawValue < right.rawValue }

  /// The worse of two results.
  public func and(_ other: ControlResult) -> ControlResult { max(self, other) }
}

/// A balance as a file states it: its kind in the file's own letters (`OPBD`, `CLAV`, BAI2's `010`), signed.
public struct StatedBalance: Hashable, Sendable {
  public let kind: String
  public let amount: Money
  public let date: CalendarDate?

  public init(kind: String, amount: Money, date: CalendarDate?) {
    self.kind = kind
    self.amount = amount
    self.date = date
  }
}

/// Counts and sums of entries as a file states them (camt `TxsSummry`); nil where it does not. Sums without sign, in minor
/// units of the account's currency.
public struct StatedTotals: Hashable, Sendable {
  public struct Line: Hashable, Sendable {
    public var count: Int?
    public var sum: UInt64?
    public init() {}
  }
  public var all = Line()
  public var credits = Line()
  public var debits = Line()
  public init() {}
}

/// How final what a statement lists is.
public enum StatementLevel: Int, Sendable {
  /// Entries that the bank or a portal lists, for whatever days (CSV).
  case listing
  /// What has come so far (camt.052, camt.054, BAI2's interim reports); the booked statement will list it again.
  case interim
  /// What was booked, each entry in one statement only (camt.053, BAI2's final reports).
  case booked
}

/// What the bank says of a statement besides what it lists.
public enum StatementMark: UInt8, Sendable {
  case new
  /// It replaces what was reported before (BAI2 group status 3).
  case correction
  /// What it lists was reported before and never happened (BAI2 group status 2).
  case deletion
}

/// One statement, report or notification of a bank file (a BAI2 account section, a camt `Stmt`, `Rpt` or `Ntfctn`,
/// one account's rows of a CSV export). Few per file, so a record of strings.
public struct Statement: Hashable, Sendable {
  public var file: Int32 = 0
  public var identification = ""
  public var account = ""
  public var currency: Currency?
  public var level = StatementLevel.listing
  public var mark = StatementMark.new
  /// The statement's number among the account's, where the bank numbers them (camt `ElctrncSeqNb`, else `LglSeqNb`).
  public var sequence: Int?
  public var date: CalendarDate?
  public var openingBalance: Money?
  public var closingBalance: Money?
  /// All balances as the file states them, those that are no part of any check included.
  public var statedBalances: [StatedBalance] = []
  /// What the file states its entries amount to.
  public var statedTotals = StatedTotals()
  public var message = ""
  /// The page's number from 1, and whether it is the last one, where the statement or its message comes in pages.
  public var pageNumber: Int?
  public var isLastPage: Bool?
  /// Booked entries (camt `Ntry`, BAI2 16, CSV row); a camt batch is one entry of many transactions.
  public var entryCount = 0
  public var transactionCount = 0
  public var credits: Money = .zero
  public var debits: Money = .zero
  /// Counts and totals the file states against what was read.
  public var totals: ControlResult = .blank
  /// Opening balance and entries against the closing balance.
  public var balances: ControlResult = .blank

  public init() {}

  /// Whether further pages belong to this one, so that its sums cannot be expected to tie alone.
  public var hasSiblings: Bool { (pageNumber ?? 1) > 1 || isLastPage == false }

  public var control: ControlResult { totals.and(balances) }
}

/// The formats a bank file may have; detected from its content, never from its name.
public enum BankFileFormat: String, Sendable {
  case bai2 = "BAI2"
  case camt052 = "camt.052"
  case camt053 = "camt.053"
  case camt054 = "camt.054"
  case csv = "CSV"
}

/// One bank file as read: its transactions as columns, its statements, and what was found on the way.
public struct BankFile: Sendable {
  /// nil where the content is none of the formats; `diagnostics` then says so.
  public var format: BankFileFormat?
  /// Version or dialect, for people: `001.08`, `version 2`, `canonical`.
  public var variant = ""
  public var payments = PaymentTable()
  public var statements: [Statement] = []
  public var diagnostics = DiagnosticLog()
  /// What the format's definition would not allow, where that was asked for; nothing of it keeps a file from being read.
  public var lint = DiagnosticLog()
  /// Totals of the file's outer levels (BAI2 98 and 99); statements carry their own.
  public var fileTotals: ControlResult = .blank
  /// Booked entries of the file (see `Statement.entryCount`), those outside any statement included.
  public var entryCount = 0

  public init() {}

  /// How many payments may be gathered before they are handed over.
  public static let pieceMax = 50_000

  /// The control result of the whole file: a mismatch anywhere is a mismatch; a blank beside a tie is a tie, since
  /// what is stated agrees; blank is where nothing could be checked.
  public var control: ControlResult {
    let results = statements.flatMap { [$0.totals, $0.balances] } + [fileTotals]
    if results.contains(.mismatch) { return .mismatch }
    return results.contains(.tie) ? .tie : .blank
  }
}
