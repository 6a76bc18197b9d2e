package import CashModel

/// Everything a run read and decided, in canonical order: what the writers, the checker and the pages work from.
///
/// Row `n` of `payments`, `paymentIDs` and `decisions` is the same payment; payments are ordered by booking date and
/// payment id, items by company and invoice id, customers by id.
package struct MatchedRun: Sendable {
  package let payments: PaymentTable
  package let paymentIDs: [PaymentID]
  package let statements: [Statement]
  /// Names of the bank files as the user gave them, by `SourcePosition.file`.
  package let sourceFiles: [String]
  package let items: OpenItemTable
  package let customers: CustomerTable
  package let decisions: DecisionTable
  /// Today, for ageing.
  package let asOf: CalendarDate
  /// Derived from the canonical content of the inputs and the configuration, never from names or clocks.
  package let runID: String
  package let accounts: AccountPlan

  package init(
    payments: PaymentTable, paymentIDs: [PaymentID], statements: [Statement], sourceFiles: [String],
    items: OpenItemTable, customers: CustomerTable, decisions: DecisionTable, asOf: CalendarDate, runID: String,
    accounts: AccountPlan
  ) {
    precondition(payments.count == paymentIDs.count, "every payment has an id")
    precondition(payments.count == decisions.count, "every payment has a decision")
    self.payments = payments
    self.paymentIDs = paymentIDs
    self.statements = statements
    self.sourceFiles = sourceFiles
    self.items = items
    self.customers = customers
    self.decisions = decisions
    self.asOf = asOf
    self.runID = runID
    self.accounts = accounts
  }
}
