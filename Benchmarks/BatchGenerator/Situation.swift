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
    case .returnedPayment, .fee, .interest, .transfer, .outgoing: false
    default: true
    }
  }

  /// Transactions one draw gives; a batch entry has as many as it has lines.
  var transactions: ClosedRange<Int> {
    switch self {
    case .instalment, .identicalEntries, .duplicatePayment, .manyToMany: 2...2
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
      (.foreignReference, 6),
    ]
    for (situation, weight) in table { weights[situation] = weight }
    return weights
  }()
}
