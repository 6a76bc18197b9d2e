package import CashModel

// What a run decided, and what is true, as their files say it: for scoring and comparing, not for matching. Amounts have
// four decimals, whatever their currency.

/// A row of `allocations.csv`.
package struct ResultAllocation: Hashable, Sendable {
  package var paymentID = ""
  package var bankReference = ""
  package var customerID = ""
  /// Empty where the cash is on the customer's account.
  package var invoiceID = ""
  package var applied = Money.zero
  package var discount = Money.zero
  package var adjustment = Money.zero
  package var adjustmentReason = ""
  package var currency = ""
  package var matcher = ""
  /// Basis points.
  package var confidence: Int?
  package var explanation = ""
  package var paid = Money.zero
  package var evidenceClass = ""

  package init() {}
}

/// A row of `exceptions.csv`.
package struct ResultException: Hashable, Sendable {
  package var paymentID = ""
  package var bankReference = ""
  package var amount = Money.zero
  package var currency = ""
  package var reason = ""
  package var detail = ""
  package var openAmount = Money.zero
  /// By suggestion: invoice and cash.
  package var suggestions: [[ResultSuggestion]] = []
  package var confidences: [Int?] = []
  package var evidenceClasses: [String] = []

  package init() {}
}

package struct ResultSuggestion: Hashable, Sendable {
  package var invoiceID: String
  package var cash: Money
}

/// A row of `transactions.csv`.
package struct ResultTransaction: Hashable, Sendable {
  package var paymentID = ""
  package var bankReference = ""
  package var amount = Money.zero
  package var currency = ""
  package var transactionClass = ""
  package var outcome = ""
  package var openAmount = Money.zero
  package var payerName = ""

  package init() {}
}

/// A row of `truth.csv`.
package struct TruePayment: Hashable, Sendable {
  package var bankReference = ""
  package var amount = Money.zero
  package var currency = ""
  package var kind = ""
  package var scenario = ""
  package var evidence = ""
  package var group = ""
  package var customerID = ""

  package init() {}
}

/// A row of `truth-splits.csv`.
package struct TrueSplit: Hashable, Sendable {
  package var bankReference = ""
  package var invoiceID = ""
  package var applied = Money.zero
  package var discount = Money.zero

  package init() {}
}
