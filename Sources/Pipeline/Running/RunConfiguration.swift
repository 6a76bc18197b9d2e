package import CashModel
package import TrackRecord
package import Ingest
package import Posting

/// What a run reads, writes and may do: the command line's words and the configuration file's, in one value.
package struct RunConfiguration: Sendable {
  package var bankFiles: [String] = []
  package var openItems = ""
  package var customers: String?
  /// Remittance advices that came beside the bank files.
  package var remittances: String?
  /// Exchange rates by day.
  package var rates: String?
  /// The analysts' decisions.
  package var decisions: String?
  /// Who decided where a row does not say it.
  package var decidedBy = ""
  /// A run without bank files: what waits is matched with the ledger of the run before.
  var isReworking = false
  package var outputDirectory = ""
  /// Nothing is written: neither files nor a book.
  package var isDryRun = false
  package var asOf: CalendarDate?
  /// Number of workers; the result never depends on it.
  package var jobs = 1
  /// Bank files whose control totals may differ.
  package var acceptedMismatches: Set<String> = []
  /// The configuration file, read by the run; `settings` hold where there is none.
  package var configurationFile: String?
  package var settings = Settings()
  /// What is known of each kind of evidence before the company's own history.
  package var calibration = ShippedCalibration.table

  package init() {}
}

/// The configuration file.
package struct Settings: Hashable, Sendable {
  package var accounts = AccountPlan()
  package var policies = Policies()
  package var deductions = DeductionRules()
  /// Accounts of our own, without blanks; money between them is a transfer, not a receipt.
  package var ownAccounts: [String] = []
  /// Dictionaries of remittance tags beside the program's own, relative to the configuration file's folder.
  package var remittanceTagFiles: [String] = []
  /// A calibration of the company's own history, relative to the configuration file's folder.
  package var calibrationFile: String?
  /// What kind of transaction an entry is, by its text; the first rule that fits decides.
  package var textRules: [TextRule] = []
  /// Days on which nothing is posted any more.
  package var closedPeriods: [ClosedRange<CalendarDate>] = []
  /// Dialects of CSV beside the canonical one.
  package var csvProfiles: [CSVProfile] = []

  package init() {}
}

/// One rule of `transaction_rules`: entries in whose text an expression is found are of a kind.
package struct TextRule: Hashable, Sendable {
  package enum Field: String, CaseIterable, Sendable {
    case text
    case payerName = "payer_name"
    case code
  }

  package var field: Field = .text
  package var pattern: String
  /// nil for both.
  package var direction: Direction?
  package var kind: TransactionClass
}
