package import CashModel
import Mustache

/// The same for pages without a template.
package enum PageEscape {
  package static func escaped(_ text: String) -> String { PageText().escapeText(text) }
}

/// Text from outside as it may stand in a page.
struct PageText: MustacheContentType {
  /// Templates name it in their first line; every value they show is then escaped here.
  static let name = "TIEOUT_PAGE"

  /// Escapes scalar by scalar: a quotation mark with a combining accent is one `Character`, yet still ends an attribute.
  /// Control characters, which HTML does not allow, become visible replacements.
  func escapeText(_ text: String) -> String {
    if text.utf8.allSatisfy(PageText.isPlain) { return text }
    var result = String.UnicodeScalarView()
    for scalar in text.unicodeScalars {
      switch scalar {
      case "&": result.append(contentsOf: "&amp;".unicodeScalars)
      case "<": result.append(contentsOf: "&lt;".unicodeScalars)
      case ">": result.append(contentsOf: "&gt;".unicodeScalars)
      case "\"": result.append(contentsOf: "&quot;".unicodeScalars)
      case "'": result.append(contentsOf: "&#39;".unicodeScalars)
      case "\n", "\t": result.append(scalar)
      case "\0"..."\u{1F}", "\u{7F}"..."\u{9F}": result.append("\u{FFFD}")
      default: result.append(scalar)
      }
    }
    return String(result)
  }

  /// Whether a byte stands for itself wherever it stands. Control characters beyond ASCII begin with 0xC2, as others do.
  private static func isPlain(_ byte: UInt8) -> Bool {
    switch byte {
    case 0..<0x20, 0x7F, 0xC2: false
    case UInt8(ascii: "&"), UInt8(ascii: "<"), UInt8(ascii: ">"), UInt8(ascii: "\""), UInt8(ascii: "'"): false
    default: true
    }
  }
}

extension Money {
  /// `1,234.50 EUR`.
  func shown(in currency: Currency) -> String { "\(grouped(text(exponent: currency.exponent))) \(currency.code)" }
}

extension CalendarDate {
  /// `23 November 2026`.
  var shown: String {
    let months = [
      "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November",
      "December",
    ]
    let (year, month, day) = components
    return "\(day) \(months[month - 1]) \(year)"
  }
}

extension Rate {
  /// `98.41 %`, or a dash where there was nothing to count.
  var shown: String { tenThousandths.map { "\(Money(minorUnits: $0).text(exponent: 2)) %" } ?? "–" }
}

extension Outcome {
  package var title: String {
    switch self {
    case .applied: "Applied"
    case .appliedPart: "Applied in part"
    case .onAccount: "On account"
    case .excepted: "Needs a person"
    case .classified: "Not a receipt"
    }
  }
}

extension Matcher {
  package var title: String {
    switch self {
    case .structuredRemittance: "Structured remittance"
    case .citedReferences: "Cited references"
    case .citedTogether: "Cited by several payments"
    case .nearReferences: "Misspelt references"
    case .citedCompleted: "Cited, completed"
    case .payerAndAmount: "Payer and amount"
    case .namedTotal: "Balance"
    case .subset: "Only set of the amount"
    case .oldestFirst: "Oldest first"
    case .citedInOtherCurrency: "Cited, in another currency"
    case .citedWithDifference: "Cited, with a difference"
    case .analyst: "Decided by a person"
    case .takenBack: "Taken back by a return"
    }
  }
}

extension TransactionClass {
  package var title: String {
    switch self {
    case .receipt: "Receipts"
    case .return: "Returns and reversals"
    case .fee: "Fees"
    case .interest: "Interest"
    case .transfer: "Own transfers"
    case .message: "Messages"
    case .otherDebit: "Other debits"
    case .unposted: "Announced, not booked"
    }
  }
}

extension ReasonCode {
  package var title: String {
    switch self {
    case .noRemittance: "Says nothing about what it pays"
    case .payerUnknown: "Payer unknown"
    case .payerConflict: "Payer and reference disagree"
    case .refUnknown: "Cites a number nobody knows"
    case .refClosed: "Cites a closed item"
    case .refOtherEntity: "Cites another company’s item"
    case .ambiguous: "Several explanations fit"
    case .ambiguousEqual: "Several equal items fit"
    case .weakSubset: "Fits by coincidence at best"
    case .budget: "Too many combinations to prove"
    case .contested: "Several payments claim one item"
    case .shortPay: "Short payment"
    case .discountLate: "Discount taken late"
    case .discountUnearned: "Discount not earned"
    case .overPay: "Overpayment"
    case .duplicatePayment: "Paid twice"
    case .prepayment: "Prepayment"
    case .fxDifference: "Exchange difference"
    case .bankCharge: "Bank charge"
    case .returnUnmatched: "Return without its original"
    case .reversalOfUnposted: "Reverses what was never posted"
    case .closedPeriod: "Period closed"
    case .blockedCustomer: "Customer blocked"
    case .limit: "Beyond a limit"
    case .parse: "Could not be read"
    case .controlTotal: "Control total differs"
    case .unacknowledged: "Applied, and not in the ledger"
    case .onAccount: "Cash on account fits an item"
    case .notOurs: "Not ours"
    }
  }
}
