/// What became of a transaction; exactly one each.
public enum Outcome: UInt8, CaseIterable, Sendable {
  /// All of its cash is placed on open items.
  case applied
  /// Part of its cash is placed on open items; a person sees to the rest.
  case appliedPart
  /// All of its cash is placed, some of it on a customer's account.
  case onAccount
  /// A person must look at it; no cash is placed.
  case excepted
  /// Not a receipt; nothing to place.
  case classified

  public var name: String {
    switch self {
    case .applied: "applied"
    case .appliedPart: "applied_part"
    case .onAccount: "on_account"
    case .excepted: "excepted"
    case .classified: "classified"
    }
  }
}

/// Which matcher found the explanation that was applied.
public enum Matcher: UInt8, CaseIterable, Sendable {
  case structuredRemittance, citedReferences, citedTogether, nearReferences, citedCompleted, payerAndAmount, namedTotal,
    subset, oldestFirst
  case citedInOtherCurrency, citedWithDifference
  /// A return takes back what an earlier run has placed.
  case takenBack
  /// A person decided.
  case analyst

  public var name: String {
    switch self {
    case .structuredRemittance: "structured_remittance"
    case .citedReferences: "cited_references"
    case .citedTogether: "cited_together"
    case .nearReferences: "near_references"
    case .citedCompleted: "cited_completed"
    case .namedTotal: "named_total"
    case .subset: "subset"
    case .oldestFirst: "oldest_first"
    case .citedWithDifference: "cited_with_difference"
    case .citedInOtherCurrency: "cited_in_other_currency"
    case .payerAndAmount: "payer_and_amount"
    case .takenBack: "taken_back"
    case .analyst: "analyst"
    }
  }
}

/// Why a payment needs a person: stable codes, as a cash-application team uses them.
public enum ReasonCode: UInt8, CaseIterable, Sendable {
  case noRemittance, payerUnknown, payerConflict, refUnknown, refClosed, refOtherEntity, ambiguous, ambiguousEqual
  case weakSubset, budget, contested, shortPay, discountLate, discountUnearned, overPay, duplicatePayment, prepayment
  case fxDifference, bankCharge, returnUnmatched, reversalOfUnposted, closedPeriod, blockedCustomer, limit, parse
  case controlTotal
  /// Applied, and the ledger does not show it for too long.
  case unacknowledged
  /// Cash that an earlier run put on a customer's account is just what an item of his asks for.
  case onAccount
  /// A person decided that nothing is owed for it; it is on no list.
  case notOurs

  /// Whether what it is about was placed by an earlier run: nothing of it is open, and nothing is decided.
  public var isOfPlacedCash: Bool { self == .unacknowledged || self == .onAccount }

  public var name: String {
    switch self {
    case .noRemittance: "NO_REMITTANCE"
    case .payerUnknown: "PAYER_UNKNOWN"
    case .payerConflict: "PAYER_CONFLICT"
    case .refUnknown: "REF_UNKNOWN"
    case .refClosed: "REF_CLOSED"
    case .refOtherEntity: "REF_OTHER_ENTITY"
    case .ambiguous: "AMBIGUOUS"
    case .ambiguousEqual: "AMBIGUOUS_EQUAL"
    case .weakSubset: "WEAK_SUBSET"
    case .budget: "BUDGET"
    case .contested: "CONTESTED"
    case .shortPay: "SHORT_PAY"
    case .discountLate: "DISC_LATE"
    case .discountUnearned: "DISC_UNEARNED"
    case .overPay: "OVERPAY"
    case .duplicatePayment: "DUP_PAYMENT"
    case .prepayment: "PREPAYMENT"
    case .fxDifference: "FX_DIFF"
    case .bankCharge: "BANK_CHARGE"
    case .returnUnmatched: "RETURN_UNMATCHED"
    case .reversalOfUnposted: "REVERSAL_OF_UNPOSTED"
    case .closedPeriod: "CLOSED_PERIOD"
    case .blockedCustomer: "BLOCKED_CUSTOMER"
    case .limit: "LIMIT"
    case .parse: "PARSE"
    case .controlTotal: "CONTROL_TOTAL"
    case .unacknowledged: "UNACKNOWLEDGED"
    case .onAccount: "ON_ACCOUNT"
    case .notOurs: "NOT_OURS"
    }
  }
}

/// Why an item shrinks by more than the cash that pays it.
public enum AdjustmentReason: UInt8, CaseIterable, Sendable {
  case bankCharge, writeOff, overTolerance, shortPay, withholding, fxDifference
  /// The discount of the same row is given after its date; nothing is adjusted besides.
  case discountLate
  /// The cash is on no item: it is to be paid back.
  case refund

  public var name: String {
    switch self {
    case .bankCharge: "BANK_CHARGE"
    case .writeOff: "WRITE_OFF"
    case .overTolerance: "OVER_TOLERANCE"
    case .shortPay: "SHORT_PAY"
    case .withholding: "WITHHOLDING"
    case .fxDifference: "FX_DIFF"
    case .discountLate: "DISC_LATE"
    case .refund: "REFUND"
    }
  }
}

/// One line of an applied explanation: how one item shrinks. `cash`, `discount` and `adjustment` carry the item's
/// sign (negative on a credit memo) and are in the item's currency; their sum is what the item shrinks by.
public struct Allocation: Hashable, Sendable {
  public let item: OpenItemRow
  public let adjustmentReason: AdjustmentReason?
  public let cash: Money
  public let discount: Money
  public let adjustment: Money
  /// What of the payment this line places, in the payment's currency.
  public let paid: Money

  public init(
    item: OpenItemRow, cash: Money, discount: Money = .zero, adjustment: Money = .zero,
    adjustmentReason: AdjustmentReason? = nil, paid: Money
  ) {
    self.item = item
    self.cash = cash
    self.discount = discount
    self.adjustment = adjustment
    self.adjustmentReason = adjustmentReason
    self.paid = paid
  }

  public var reduction: Money { cash + discount + adjustment }
}

/// One piece of evidence behind a decision: a code, what it is about, and where it was read. Sentences are made
/// from these while writing.
public struct Evidence: Hashable, Sendable {
  public enum Kind: UInt8, Sendable {
    /// The text names the item's document number (or its invoice id).
    case citedItem
    /// The text names another of the item's numbers (`references`, purchase order).
    case citedOtherNumber
    /// The text has a number that is the item's but for an error: a digit, look-alikes, a break, digits left out.
    case nearItem
    /// A structured remittance line names the item.
    case structuredLine
    /// The item's discount was still to be had on the value date and is taken.
    case discountTaken
    /// The item is a credit memo, cited, and lowers what is paid.
    case creditNetted
    case payerByAccount, payerByAlias, payerByCustomerNumber, payerByName
    /// Several customers of different families bear the payer's name.
    case payerNameShared
    /// The payer's name is the customer's but for legal form, order of words, blanks, or its end.
    case payerBySimilarName
    /// A cited item, or the amount, belongs to a member of the payer's family.
    case payerOfFamily
    /// The item is the only open one of the payer's family with the payment's amount.
    case onlyItemOfAmount
    /// The item is one of the only set of the payer's open items that adds up to what is paid.
    case onlySetOfAmount
    /// The item is the next one due of a customer whose rule is to pay in that order.
    case oldestFirst
    /// Of several items of the payment's amount the one due first, as the policy says.
    case oldestOfEqual
    /// Every way to explain the most of the payments that may pay the same items gives the item to this one.
    case onlyJointly
    /// Several payments that name the item pay it together.
    case paidTogether
    /// The item would fit as well as what was looked for.
    case rival
    /// The text names an item that is closed.
    case citedClosedItem
    /// The text names an item of another company or currency.
    case citedOtherCurrency
    /// The item is named by several payments whose cash does not fit it.
    case contestedItem
    /// An earlier run placed a part of the payment; this is the rest.
    case restOfPayment
    /// An earlier run applied cash to the item, and the ledger does not show it.
    case unacknowledgedItem
    /// An earlier run put just what is missing on the customer's account, of the payment whose id the text is.
    case onAccountCash
    /// A return takes the payment back whose id the text is.
    case takesBack
    /// The item belongs to a customer other than the payer.
    case foreignItem
    /// A number like our own that no open item carries.
    case unknownNumber
    /// What is known of such evidence does not prove that it is wrong rarely enough.
    case classNotProven
  }

  public let kind: Kind
  /// The item, or -1.
  public let item: OpenItemRow
  /// The customer, or -1.
  public let customer: CustomerRow
  /// Where in the payment's text (the payments' arena) it was read; empty where it was not read from text.
  public let text: TextSlice

  public init(
    _ kind: Kind, item: OpenItemRow = OpenItemRow(number: -1), customer: CustomerRow = CustomerRow(number: -1),
    text: TextSlice = .empty
  ) {
    self.kind = kind
    self.item = item
    self.customer = customer
    self.text = text
  }
}

/// What a suggestion would put on one item.
public struct SuggestedCash: Hashable, Sendable {
  public let item: OpenItemRow
  public let cash: Money

  public init(item: OpenItemRow, cash: Money) {
    self.item = item
    self.cash = cash
  }
}

/// The calibrated probability that an explanation is right, in basis points; -1 where it is not known.
public struct Confidence: Hashable, Comparable, Sendable {
  public let basisPoints: Int16

  public init(basisPoints: Int?) { self.basisPoints = Int16(clamping: basisPoints ?? -1) }

  public static let unknown = Confidence(basisPoints: nil)

  public static func < (left: Confidence, right: Confidence) -> Bool { left.basisPoints < right.basisPoints }
}

/// What was decided about one payment, with its evidence.
public struct Decision: Hashable, Sendable {
  public var outcome: Outcome
  public var matcher: Matcher?
  public var reason: ReasonCode?
  /// The payer, where identified; -1 otherwise.
  public var customer = CustomerRow(number: -1)
  /// Payment less what the cited items ask for, where that is what speaks against applying it.
  public var difference: Money?
  /// At which the payment was converted, where its items are in another currency.
  public var rate: ExchangeRate?
  public var allocations: [Allocation] = []
  public var evidence: [Evidence] = []
  /// At most three, the best first.
  public var suggestions: [[SuggestedCash]] = []
  /// The kind of evidence of what is applied, and how probably it is right.
  public var evidenceClass: EvidenceClass?
  public var confidence = Confidence.unknown
  /// Of what is applied: another open item of the payer's with just the payment's amount; -1 where there is none.
  public var runnerUp = OpenItemRow(number: -1)
  /// The same of each suggestion.
  public var suggestionClasses: [EvidenceClass] = []
  public var suggestionConfidences: [Confidence] = []

  public init(_ outcome: Outcome) { self.outcome = outcome }
}
