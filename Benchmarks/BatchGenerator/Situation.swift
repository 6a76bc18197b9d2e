/// How a transaction relates to the open items: what a generated payment is an example of.
package enum Situation: Int, CaseIterable, Sendable {
  case clean, several, list, discount, creditMemo, payerAndAmount, structuredRemittance, batchEntry
  case unknownReference, shortPay, overPay, instalment, identicalEntries, duplicatePayment, corruptReference
  case thirdPartyPayer, purchaseOrder, closedReference, paidByParent
  case returnedPayment, fee, interest, transfer, outgoing
  /// Lists in other shapes: from the first to the last, with a shared prefix, run together, cut off by their field.
  case range, sharedPrefix, glued, cutOff
  /// A number less or more than is paid; a credit that nobody names; everything that is open.
  case missingReference, extraReference, uncitedCredit, statement
  /// Two payments that name the same items and settle them together.
  case manyToMany
  /// What the payer's bank kept, stated nowhere.
  case bankCharge
  /// An order or a proforma invoice that is no item yet.
  case prepayment
  /// Somebody else's number by mistake, the payer's own item by amount.
  case foreignReference
  /// A few minor units more or less than is open; the discount after its date; tax withheld at the rate of the country.
  case smallDifference, lateDiscount, withholding
  /// A part with its share of the discount; what a bank kept, which the statement says where its format can.
  case partialDiscount, statedCharge
  /// Cash in another currency than the item's, by the day's rate.
  case foreignCurrency
  /// Everything that is open less a credit, without a number; a round sum of a customer whose rule is oldest first.
  case statementWithCredit, oldestFirst
  /// Numbers of several customers that are no family, in one payment of a factor.
  case factor
  /// Payers by other names: one that two customers bear, an alias, the number he has with us.
  case sharedName, alias, customerNumber
  /// What is not to be applied: somebody else's item paid by a known customer, an item of a blocked customer, a payment that comes
  /// back, with its return.
  case payerConflict, blockedCustomer, bounced, bouncedReturn
  /// A creditor reference (ISO 11649) in groups of four.
  case creditorReference
  /// Cheques in a lockbox: the bank says the amount, what is paid stands in an advice beside the bank file.
  case lockbox

  /// The name in the truth's `scenario` column.
  package var name: String {
    switch self {
    case .clean: "clean"
    case .several: "several"
    case .list: "list"
    case .discount: "discount"
    case .creditMemo: "credit-memo"
    case .payerAndAmount: "no-reference"
    case .structuredRemittance: "structured-remittance"
    case .batchEntry: "batch-entry"
    case .unknownReference: "unknown-reference"
    case .shortPay: "short-pay"
    case .overPay: "over-pay"
    case .instalment: "instalment"
    case .identicalEntries: "identical-entries"
    case .duplicatePayment: "duplicate-payment"
    case .corruptReference: "corrupt-reference"
    case .thirdPartyPayer: "third-party-payer"
    case .purchaseOrder: "po-only"
    case .closedReference: "closed-reference"
    case .paidByParent: "paid-by-parent"
    case .returnedPayment: "return"
    case .fee: "fee"
    case .interest: "interest"
    case .transfer: "transfer"
    case .outgoing: "outgoing"
    case .lockbox: "lockbox"
    case .smallDifference: "small-difference"
    case .lateDiscount: "late-discount"
    case .withholding: "withholding-tax"
    case .partialDiscount: "partial-discount"
    case .statedCharge: "stated-charge"
    case .foreignCurrency: "foreign-currency"
    case .statementWithCredit: "statement-with-credit"
    case .oldestFirst: "oldest-first"
    case .factor: "factor"
    case .sharedName: "shared-name"
    case .alias: "alias"
    case .customerNumber: "customer-number"
    case .payerConflict: "payer-conflict"
    case .blockedCustomer: "blocked-customer"
    case .bounced: "bounced-payment"
    case .bouncedReturn: "return-of-a-payment"
    case .creditorReference: "creditor-reference"
    case .range: "range"
    case .sharedPrefix: "shared-prefix"
    case .glued: "glued"
    case .cutOff: "truncated-list"
    case .missingReference: "missing-reference"
    case .extraReference: "extra-reference"
    case .uncitedCredit: "uncited-credit"
    case .statement: "statement"
    case .manyToMany: "many-to-many"
    case .bankCharge: "bank-charge"
    case .prepayment: "prepayment"
    case .foreignReference: "foreign-reference"
    }
  }

  /// Whether it is money a customer sent.
  package var isReceipt: Bool {
    switch self {
    case .returnedPayment, .fee, .interest, .transfer, .outgoing, .bouncedReturn: false
    default: true
    }
  }

  /// Whether it takes a payment back.
  var isReturn: Bool { self == .returnedPayment || self == .bouncedReturn }

  /// Transactions one draw gives; a batch entry has as many as it has lines.
  var transactions: ClosedRange<Int> {
    switch self {
    case .instalment, .identicalEntries, .duplicatePayment, .manyToMany, .bounced: 2...2
    case .batchEntry: 2...5
    default: 1...1
    }
  }
}

/// How often each situation is drawn, in relation to the others.
package struct SituationWeights: Hashable, Sendable {
  private var weights = [Int](repeating: 0, count: Situation.allCases.count)

  package init() {}

  package subscript(situation: Situation) -> Int {
    get { weights[situation.rawValue] }
    set { weights[situation.rawValue] = max(0, newValue) }
  }

  package var total: Int { weights.reduce(0, +) }

  /// The situation at `point` of a line on which each takes as much room as its weight.
  func situation(at point: Int) -> Situation {
    var rest = point
    for situation in Situation.allCases {
      rest -= weights[situation.rawValue]
      if rest < 0 { return situation }
    }
    preconditionFailure("a point lies below the total")
  }

  /// Every payment cites the one invoice it pays, to the cent.
  package static let clean: SituationWeights = {
    var weights = SituationWeights()
    weights[.clean] = 1
    return weights
  }()

  /// A morning's post: a little less than one open item is paid per transaction.
  package static let daily: SituationWeights = {
    var weights = SituationWeights()
    let table: [(Situation, Int)] = [
      (.clean, 330), (.several, 40), (.list, 8), (.discount, 60), (.creditMemo, 12), (.payerAndAmount, 90),
      (.structuredRemittance, 60), (.batchEntry, 12), (.unknownReference, 35), (.shortPay, 40), (.overPay, 20),
      (.instalment, 20), (.identicalEntries, 10), (.duplicatePayment, 12), (.corruptReference, 40),
      (.thirdPartyPayer, 20), (.purchaseOrder, 25), (.closedReference, 15), (.paidByParent, 15),
      (.returnedPayment, 8), (.fee, 12), (.interest, 3), (.transfer, 12), (.outgoing, 40),
      (.range, 6), (.sharedPrefix, 8), (.glued, 4), (.cutOff, 5), (.missingReference, 8), (.extraReference, 6),
      (.uncitedCredit, 5), (.statement, 10), (.manyToMany, 6), (.bankCharge, 15), (.prepayment, 15),
      (.foreignReference, 6), (.smallDifference, 12), (.lateDiscount, 12), (.withholding, 8), (.partialDiscount, 4),
      (.statedCharge, 6), (.foreignCurrency, 10),
      (.statementWithCredit, 4), (.oldestFirst, 4), (.factor, 6), (.sharedName, 6), (.alias, 8), (.customerNumber, 8),
      (.payerConflict, 5), (.blockedCustomer, 4), (.bounced, 5), (.creditorReference, 8),
    ]
    for (situation, weight) in table { weights[situation] = weight }
    return weights
  }()
}
