/// Result of a check of counts or totals.
package enum ControlResult: Int, Comparable, Sendable {
  /// Everything stated agrees with what was read.
  case tie
  /// Something needed for the check is not stated.
  case blank
  /// Something stated differs from what was read.
  case mismatch

  package var name: String {
    switch self {
    case .tie: "tie"
    case .blank: "blank"
    case .mismatch: "mismatch"
    }
  }

  package static func < (left: ControlResult, right: ControlResult) -> Bool { left.rawValue < right.rawValue }

  /// The worse of two results.
  package func and(_ other: ControlResult) -> ControlResult { max(self, other) }
}

/// One statement, report or notification of a bank file (a BAI2 account section, a camt `Stmt`, `Rpt` or `Ntfctn`,
/// one account's rows of a CSV export). Few per file, so a record of strings.
package struct Statement: Hashable, Sendable {
  package var file: Int32 = 0
  package var identification = ""
  package var account = ""
  package var currency: Currency?
  package var date: CalendarDate?
  package var openingBalance: Money?
  package var closingBalance: Money?
  /// Booked entries (camt `Ntry`, BAI2 16, CSV row); a camt batch is one entry of many transactions.
  package var entryCount = 0
  package var transactionCount = 0
  package var credits: Money = .zero
  package var debits: Money = .zero
  /// Counts and totals the file states against what was read.
  package var totals: ControlResult = .blank
  /// Opening balance and entries against the closing balance.
  package var balances: ControlResult = .blank

  package init() {}

  package var control: ControlResult { totals.and(balances) }
}

/// The formats a bank file may have; detected from its content, never from its name.
package enum BankFileFormat: String, Sendable {
  case bai2 = "BAI2"
  case camt052 = "camt.052"
  case camt053 = "camt.053"
  case camt054 = "camt.054"
  case csv = "CSV"
}

/// One bank file as read: its transactions as columns, its statements, and what was found on the way.
package struct BankFile: Sendable {
  /// nil where the content is none of the formats; `diagnostics` then says so.
  package var format: BankFileFormat?
  /// Version or dialect, for people: `001.08`, `version 2`, `canonical`.
  package var variant = ""
  package var payments = PaymentTable()
  package var statements: [Statement] = []
  package var diagnostics = DiagnosticLog()
  /// Totals of the file's outer levels (BAI2 98 and 99); statements carry their own.
  package var fileTotals: ControlResult = .blank
  /// Booked entries of the file (see `Statement.entryCount`), those outside any statement included.
  package var entryCount = 0

  package init() {}

  /// The control result of the whole file: a mismatch anywhere is a mismatch; a blank beside a tie is a tie, since
  /// what is stated agrees; blank is where nothing could be checked.
  package var control: ControlResult {
    let results = statements.flatMap { [$0.totals, $0.balances] } + [fileTotals]
    if results.contains(.mismatch) { return .mismatch }
    return results.contains(.tie) ? .tie : .blank
  }
}
