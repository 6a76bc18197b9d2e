package import CashModel
package import Posting

/// What a book had to do with a run.
package struct BookFigures: Sendable, Equatable {
  /// The run's number in the book, from 1.
  package let run: Int64
  /// Entries read that the book had.
  package let seen: Int
  /// Payments of earlier runs that were matched again, or are listed.
  package let waited: Int
  /// Allocations of earlier runs that the extract shows for the first time.
  package let acknowledged: Int
  /// Items on which allocations are outstanding that the extract does not show.
  package let outstanding: Int

  package init(run: Int64, seen: Int, waited: Int, acknowledged: Int, outstanding: Int) {
    self.run = run
    self.seen = seen
    self.waited = waited
    self.acknowledged = acknowledged
    self.outstanding = outstanding
  }
}

/// What the pages and `summary.json` say about a run, its decisions aside.
package struct RunFacts: Sendable {
  /// One input file as it was taken or refused.
  package struct Input: Sendable {
    /// `bank`, `open_items`, `customers`, `remittances`, `rates` or `configuration`.
    package let role: String
    package let path: String
    package let byteCount: Int
    /// SHA-256 in hexadecimal.
    package let digest: String
    /// For bank files only: what was read of it, without its payments.
    package let bankFile: BankFile?
    package let isRefused: Bool
    package let warningCount: Int
    /// Sentences with file, line, byte offset, found and expected.
    package let messages: [String]

    package init(
      role: String, path: String, byteCount: Int, digest: String, bankFile: BankFile?, isRefused: Bool,
      warningCount: Int, messages: [String]
    ) {
      self.role = role
      self.path = path
      self.byteCount = byteCount
      self.digest = digest
      self.bankFile = bankFile
      self.isRefused = isRefused
      self.warningCount = warningCount
      self.messages = messages
    }
  }

  package struct Stage: Sendable {
    package let name: String
    /// By the wall clock.
    package let seconds: Double

    package init(name: String, seconds: Double) {
      self.name = name
      self.seconds = seconds
    }
  }

  package let runID: String
  package let asOf: CalendarDate
  package let inputs: [Input]
  package let figures: KeyFigures
  package let breakdown: CashBreakdown
  /// Where the run had a book.
  package let book: BookFigures?

  package init(
    runID: String, asOf: CalendarDate, inputs: [Input], figures: KeyFigures, breakdown: CashBreakdown,
    book: BookFigures? = nil
  ) {
    self.book = book
    self.runID = runID
    self.asOf = asOf
    self.inputs = inputs.sorted { RunFacts.order($0) < RunFacts.order($1) }
    self.figures = figures
    self.breakdown = breakdown
  }

  /// Bank files first, then the ledger's; by path within a role, so that the order of the command line does not show.
  private static func order(_ input: Input) -> (Int, String) {
    let roles = ["bank", "open_items", "customers", "remittances", "rates", "configuration"]
    return (roles.firstIndex(of: input.role) ?? roles.count, input.path)
  }
}

extension BankFile {
  package var transactionCount: Int { statements.reduce(0) { $0 + $1.transactionCount } }

  /// `BAI2`, `CSV`, `camt.053.001.08`, or `camt.053` where the message names no version.
  var formatName: String? {
    guard let format else { return nil }
    return variant.hasPrefix("001.") ? "\(format.rawValue).\(variant)" : format.rawValue
  }

  /// `camt.053 001.08`; nil where the content is none of the formats.
  var formatText: String? {
    guard let format else { return nil }
    return variant.isEmpty ? format.rawValue : "\(format.rawValue) \(variant)"
  }
}
