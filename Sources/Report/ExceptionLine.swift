package import CashModel
package import Posting

/// One payment that needs a person, as the page shows it.
package struct ExceptionLine: Sendable {
  package let paymentID: String
  package let reason: ReasonCode
  package let bookingDate: CalendarDate
  /// The payer's name as the bank states it; may be empty.
  package let payer: String
  /// The id of the customer, where one was identified; otherwise empty.
  package let customer: String
  package let amount: Money
  /// What of the amount is not placed.
  package let open: Money
  package let currency: Currency
  /// The remittance text, lines kept.
  package let text: String
  /// Why it waits, in a sentence.
  package let detail: String
  package let nextAction: String
  /// What would fit, the best first.
  package let suggestions: [String]

  package init(
    paymentID: String, reason: ReasonCode, bookingDate: CalendarDate, payer: String, customer: String,
    amount: Money, open: Money, currency: Currency, text: String, detail: String, nextAction: String,
    suggestions: [String]
  ) {
    self.paymentID = paymentID
    self.reason = reason
    self.bookingDate = bookingDate
    self.payer = payer
    self.customer = customer
    self.amount = amount
    self.open = open
    self.currency = currency
    self.text = text
    self.detail = detail
    self.nextAction = nextAction
    self.suggestions = suggestions
  }
}

/// Which exceptions the page lists, so that lines need be made for these only: of each reason the largest.
package enum ListedExceptions {
  package static let perReason = 2_000

  /// - Parameter exceptions: the payments that need a person, in the run's order.
  /// - Returns: those to list: by reason, then by open amount, the largest first. Currencies are compared by their
  ///   major units as if at par, since the program knows no rates.
  package static func rows(_ exceptions: [PaymentRow], of run: MatchedRun) -> [PaymentRow] {
    var byReason = [[(size: Int128, row: PaymentRow)]](repeating: [], count: ReasonCode.allCases.count)
    for row in exceptions {
      guard let reason = run.decisions.reason[row.index] else { continue }
      byReason[Int(reason.rawValue)].append((size(of: row, in: run), row))
    }
    return byReason.flatMap { rows in
      rows.sorted { $0.size != $1.size ? $0.size > $1.size : $0.row < $1.row }.prefix(perReason).map(\.row)
    }
  }

  private static func size(of row: PaymentRow, in run: MatchedRun) -> Int128 {
    var open = run.payments.amount[row.index]
    for line in run.decisions.allocations[row.index].indices { open -= run.decisions.allocationRows[line].paid }
    var size = Int128(open.minorUnits.magnitude)
    for _ in run.payments.currency[row.index].exponent..<4 { size *= 10 }
    return size
  }
}
