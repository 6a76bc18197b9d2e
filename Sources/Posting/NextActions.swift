package import CashModel

extension ReasonCode {
  /// What the person who takes up the exception does first.
  package var nextAction: String {
    switch self {
    case .noRemittance: "Ask the customer what the payment is for"
    case .payerUnknown: "Assign the customer and confirm the payer as an alias"
    case .payerConflict: "Choose between the payer's and the named items' customer"
    case .refUnknown: "Ask the customer which invoice is meant"
    case .refClosed: "Check the closing payment and refund or reassign"
    case .refOtherEntity: "Hand over to the company or currency the item belongs to"
    case .ambiguous: "Choose one of the suggestions"
    case .ambiguousEqual: "Choose one of the equal items or ask the customer"
    case .weakSubset: "Ask the customer for the remittance advice"
    case .budget: "Ask the customer for the remittance advice or pick the items"
    case .contested: "Decide which of the payments pays the item"
    case .shortPay: "Open a deduction or dispute for what is missing"
    case .discountLate: "Approve the late discount or claim it back"
    case .discountUnearned: "Claim the discount back or approve it"
    case .overPay: "Put the rest on account or refund it"
    case .duplicatePayment: "Refund the payment or keep it on account with the customer's consent"
    case .prepayment: "Book as a prepayment of the order"
    case .fxDifference: "Check the rate and book the exchange difference"
    case .bankCharge: "Accept the bank charge or claim it from the payer"
    case .returnUnmatched: "Find the payment that came back and reopen its items"
    case .reversalOfUnposted: "Check with the bank what the entry reverses"
    case .closedPeriod: "Choose a posting date in an open period"
    case .blockedCustomer: "Ask credit control before posting"
    case .limit: "Have the amount approved"
    case .parse: "Ask the bank for a correct record"
    case .controlTotal: "Ask the bank for a correct file"
    case .notOurs: "Nothing: it is not ours"
    case .onAccount: "Clear the item with the cash on account, if the ledger still has it there"
    case .unacknowledged: "Check the ledger's import, then tell the book with 'tieout book acknowledge'"
    }
  }
}
