package import CashModel

/// Everything a run read and decided, in canonical order: what the writers, the checker and the pages work from.
///
/// Row `n` of `payments`, `paymentIDs` and `decisions` is the same payment; payments are ordered by booking date and
/// payment id, items by company and invoice id, customers by id.
///
/// One object however often it is handed on.
package final class MatchedRun: Sendable {
  package let payments: PaymentTable
  package let paymentIDs: [PaymentID]
  package let statements: [Statement]
  /// Names of the bank files as the user gave them, by `SourcePosition.file`.
  package let sourceFiles: [String]
  package let items: OpenItemTable
  package let customers: CustomerTable
  package let decisions: DecisionTable
  /// By row: whether the payment is of an earlier run. Its cash is on the books as unidentified; it waited, and was matched again. Empty
  /// where all are new.
  package let carried: [Bool]
  package let calendar: PostingCalendar
  /// By row: why a person disputes what is missing.
  package let disputes: [Int: DeductionReason]
  /// Today, for ageing.
  package let asOf: CalendarDate
  /// Derived from the canonical content of the inputs and the configuration, never from names or clocks.
  package let runID: String
  package let accounts: AccountPlan
  /// What tells the reasons of short payments.
  package let deductions: DeductionRules
  /// Rows of the tables, which a loop asks for again and again.
  let itemCount: Int
  let customerCount: Int
  /// By item: what all receipts of the run take off it.
  package let reduced: [Int64]
  /// By item: the last payment that pays it short, which is the one whose case stands for what is missing; -1 for none.
  let lastShortPayment: [Int32]
  /// What is alike among the exceptions; empty until `grouped()`.
  package let exceptionGroups: ExceptionGroups

  package init(
    payments: PaymentTable, paymentIDs: [PaymentID], statements: [Statement], sourceFiles: [String],
    items: OpenItemTable, customers: CustomerTable, decisions: DecisionTable, asOf: CalendarDate, runID: String,
    accounts: AccountPlan, deductions: DeductionRules = DeductionRules(), carried: [Bool] = [],
    calendar: PostingCalendar = PostingCalendar(), disputes: [Int: DeductionReason] = [:]
  ) {
    precondition(payments.count == paymentIDs.count, "every payment has an id")
    precondition(payments.count == decisions.count, "every payment has a decision")
    precondition(carried.isEmpty || carried.count == payments.count, "every payment is carried or not")
    self.carried = carried
    self.calendar = calendar
    self.disputes = disputes
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
    self.deductions = deductions
    exceptionGroups = ExceptionGroups()
    itemCount = items.count
    customerCount = customers.count
    (reduced, lastShortPayment) = MatchedRun.reductions(decisions, payments.transactionClass, items.count)
  }

  /// Asks for the items that a few payments are applied to, and for what they and the payers are called.
  package func fetchAhead(_ rows: Range<Int>) {
    guard let last = rows.last else { return }
    let lines =
      decisions.allocations[rows.lowerBound].indices.lowerBound..<decisions.allocations[last].indices.upperBound
    for line in lines { items.fetchAhead(decisions.allocationRows[line].item.index) }
    for row in rows { customers.fetchAhead(decisions.customer[row].index) }
    for row in rows { customers.fetchIDAhead(decisions.customer[row].index) }
    for line in lines {
      let item = decisions.allocationRows[line].item.index
      if item >= 0, item < itemCount { items.arena.fetchAhead(items[item].invoiceID) }
    }
  }

  /// The same, and what the bank's file says of the payments themselves.
  package func fetchTextsAhead(_ rows: Range<Int>) {
    for row in rows {
      payments.arena.fetchAhead(payments.payerName[row])
      payments.arena.fetchAhead(payments.remittance[row])
    }
    fetchAhead(rows)
  }

  /// The day of a payment's entry in the journal: what had waited is placed today; in a closed period nothing is posted.
  package func postingDay(_ payment: Int) -> CalendarDate {
    calendar.firstOpen(
      from: isCarried(payment)
        ? asOf : calendar.day(booking: payments.bookingDate[payment], value: payments.valueDate[payment]))
  }

  /// Whether the payment is of an earlier run.
  package func isCarried(_ payment: Int) -> Bool { !carried.isEmpty && carried[payment] }

  /// The same run, which has been checked, with what is alike among its exceptions.
  package func grouped() -> MatchedRun { MatchedRun(self, groups: ExceptionGroups(of: self)) }

  private init(_ run: MatchedRun, groups: ExceptionGroups) {
    payments = run.payments
    paymentIDs = run.paymentIDs
    statements = run.statements
    sourceFiles = run.sourceFiles
    items = run.items
    customers = run.customers
    decisions = run.decisions
    carried = run.carried
    calendar = run.calendar
    disputes = run.disputes
    asOf = run.asOf
    runID = run.runID
    accounts = run.accounts
    deductions = run.deductions
    itemCount = run.itemCount
    customerCount = run.customerCount
    reduced = run.reduced
    lastShortPayment = run.lastShortPayment
    exceptionGroups = groups
  }

  /// Whether a person decided what becomes of it.
  package func isAnalysts(_ payment: Int) -> Bool { decisions.matcher[payment] == .analyst }

  /// Whether the transaction is a return that takes back what an earlier run has placed.
  package func takesBack(_ payment: Int) -> Bool {
    payments.transactionClass[payment] == .return && decisions.allocations[payment].count > 0
  }

  /// How many lines before its turn one's item is asked for.
  private static let ahead = 16

  /// Wraps where amounts leave the range: such a run never passes its check.
  private static func reductions(
    _ decisions: DecisionTable, _ classes: Column<TransactionClass>, _ count: Int
  ) -> ([Int64], [Int32]) {
    var reduced = [Int64](inLargePages: count, repeating: 0)
    var last = [Int32](inLargePages: count, repeating: -1)
    // What a return opens again was open before anything was matched.
    for payment in 0..<decisions.count where classes[payment] == .receipt {
      for line in decisions.allocations[payment].indices {
        if line + ahead < decisions.allocationRows.count {
          let next = decisions.allocationRows[line + ahead].item.index
          reduced.fetchAhead(next)
          last.fetchAhead(next)
        }
        let allocation = decisions.allocationRows[line]
        let item = allocation.item.index
        guard reduced.indices.contains(item) else { continue }
        reduced[item] &+= allocation.cash.minorUnits &+ allocation.discount.minorUnits
        reduced[item] &+= allocation.adjustment.minorUnits
        if allocation.adjustmentReason == .shortPay { last[item] = Int32(payment) }
      }
    }
    return (reduced, last)
  }
}
