package import CashModel
package import Ingest

/// What a run decided on one transaction, as far as it is scored.
package struct ScoredDecision: Sendable {
  package struct Line: Sendable {
    package var invoiceID: String
    /// Four decimals.
    package var applied: Money
    package var discount: Money

    package init(invoiceID: String, applied: Money, discount: Money) {
      self.invoiceID = invoiceID
      self.applied = applied
      self.discount = discount
    }
  }

  package var bankReference = ""
  /// Without an invoice: cash on a customer's account.
  package var lines: [Line] = []
  package var accountCustomer: String?
  package var evidenceClass = ""
  package var kind: EvidenceClass?
  package var confidence: Int?
  package var isExcepted = false
  package var reason = ""
  /// By suggestion: the invoices.
  package var suggestions: [Set<String>] = []
  package var suggestionConfidences: [Int?] = []
  package var suggestionClasses: [EvidenceClass?] = []

  package init() {}
}

/// The labelled truth of a batch: which transaction pays which invoices.
package struct Truth: Sendable {
  package let payments: [TruePayment]
  package let splits: [TrueSplit]

  package init(payments: [TruePayment], splits: [TrueSplit]) {
    self.payments = payments
    self.splits = splits
  }
}

/// How a run's decisions compare with the truth.
///
/// A transaction counts as applied where it has an allocation to an invoice; it is right where invoices, cash and discounts are all
/// the truth's. Transactions of one group only tie together, and are right where the group's sums are. An original and its
/// duplicate (a group that begins with `d`) are right where either of them stands for the invoice. Where an invoice was cut
/// short, which of several is not in the evidence: there the invoices and the sum must be the truth's.
package struct Scores: Sendable {
  package enum Verdict: Sendable { case right, wrong, open }

  package struct Scored: Sendable {
    package let truth: TruePayment
    package let decision: ScoredDecision
    package let verdict: Verdict
    /// A receipt that pays invoices.
    package let isReceipt: Bool
    package let trueInvoices: Set<String>
    /// Lines of the truth, and those of them that the run has to the cent.
    package let lines: Int
    package let rightLines: Int

    /// Place of the suggestion that has the true invoices, from 0.
    package var rightSuggestion: Int? {
      verdict == .open && isReceipt ? decision.suggestions.firstIndex(of: trueInvoices) : nil
    }
  }

  package struct Tally: Hashable, Sendable {
    package var transactions = 0
    package var receipts = 0
    package var right = 0
    package var wrong = 0
    package var open = 0
    package var suggested = 0
    package var suggestedFirst = 0
  }

  package private(set) var scored: [Scored] = []
  package private(set) var total = Tally()
  package private(set) var byScenario: [String: Tally] = [:]
  package private(set) var byClass: [String: Tally] = [:]
  /// Cash of receipts by currency, four decimals: all, applied right, applied wrong.
  package private(set) var cash: [String: (all: Int128, right: Int128, wrong: Int128)] = [:]
  package private(set) var evident = (receipts: 0, right: 0)
  package private(set) var lines = (all: 0, right: 0)
  /// Cash on the account of somebody who did not pay it.
  package private(set) var onWrongAccount = 0
  /// Receipts neither applied nor in the exceptions.
  package private(set) var lost = 0
  /// Decisions on transactions that the truth does not know.
  package private(set) var unknownReferences = 0

  package init(of decisions: [ScoredDecision], against truth: Truth) {
    var byReference: [String: Int] = [:]
    for (row, decision) in decisions.enumerated() { byReference[decision.bankReference] = row }
    var known: [String: TruePayment] = [:]
    var order: [String] = []
    for payment in truth.payments {
      if known.updateValue(payment, forKey: payment.bankReference) == nil { order.append(payment.bankReference) }
    }
    var wanted: [String: [String: Amounts]] = [:]
    for split in truth.splits {
      wanted[split.bankReference, default: [:]][split.invoiceID] = Amounts(split.applied, split.discount)
    }
    var groups: [String: [String]] = [:]
    var groupOrder: [String] = []
    for reference in order {
      guard let payment = known[reference] else { continue }
      let name = payment.group.isEmpty ? reference : payment.group
      if groups[name] == nil { groupOrder.append(name) }
      groups[name, default: []].append(reference)
    }
    for decision in decisions {
      guard let payment = known[decision.bankReference] else {
        if !decision.lines.isEmpty || decision.accountCustomer != nil { unknownReferences += 1 }
        continue
      }
      if let customer = decision.accountCustomer, customer != payment.customerID { onWrongAccount += 1 }
    }
    for name in groupOrder {
      let members = (groups[name] ?? []).compactMap { reference -> Member? in
        guard let payment = known[reference] else { return nil }
        let decision = byReference[reference].map { decisions[$0] } ?? ScoredDecision()
        return Member(payment, decision, wanted[reference] ?? [:])
      }
      score(name, members)
    }
  }

  private struct Amounts: Hashable {
    var applied: Int128
    var discount: Int128

    init(_ applied: Money, _ discount: Money) {
      self.applied = Int128(applied.minorUnits)
      self.discount = Int128(discount.minorUnits)
    }

    static func + (left: Amounts, right: Amounts) -> Amounts {
      var sum = left
      sum.applied += right.applied
      sum.discount += right.discount
      return sum
    }
  }

  private struct Member {
    let payment: TruePayment
    let decision: ScoredDecision
    let wanted: [String: Amounts]
    var got: [String: Amounts] = [:]

    init(_ payment: TruePayment, _ decision: ScoredDecision, _ wanted: [String: Amounts]) {
      self.payment = payment
      self.decision = decision
      self.wanted = wanted
      for line in decision.lines {
        let amounts = Amounts(line.applied, line.discount)
        got[line.invoiceID] = got[line.invoiceID].map { $0 + amounts } ?? amounts
      }
    }

    var isReceipt: Bool { payment.kind == "receipt" && !wanted.isEmpty }
  }

  private mutating func score(_ group: String, _ members: [Member]) {
    var wanted: [String: Amounts] = [:]
    var got: [String: Amounts] = [:]
    for member in members {
      for (invoice, amounts) in member.wanted { wanted[invoice] = wanted[invoice].map { $0 + amounts } ?? amounts }
      for (invoice, amounts) in member.got { got[invoice] = got[invoice].map { $0 + amounts } ?? amounts }
    }
    var isSame = wanted == got
    if let first = members.first, ["short-pay", "bank-charge"].contains(first.payment.scenario) {
      isSame =
        Set(wanted.keys) == Set(got.keys)
        && wanted.values.reduce(0) { $0 + $1.applied } == got.values.reduce(0) { $0 + $1.applied }
    }
    if group.hasPrefix("d"), isSame, members.count == 2, members.count(where: { !$0.got.isEmpty }) == 1,
      let original = members.first(where: { !$0.wanted.isEmpty }),
      let applied = members.first(where: { !$0.got.isEmpty })
    {
      // Either may stand for the invoice; the other is a duplicate that was left open.
      take(original, .right, decision: applied.decision, isReceipt: true, applied.got)
      var duplicate = original
      if let other = members.first(where: { $0.payment.bankReference != original.payment.bankReference }) {
        duplicate = other
      }
      take(duplicate, .open, decision: ScoredDecision(), isReceipt: false, [:], scenario: "duplicate-payment")
      return
    }
    for member in members {
      let verdict: Verdict = member.got.isEmpty ? .open : isSame && member.isReceipt ? .right : .wrong
      take(member, verdict, decision: member.decision, isReceipt: member.isReceipt, member.got)
    }
  }

  private mutating func take(
    _ member: Member, _ verdict: Verdict, decision: ScoredDecision, isReceipt: Bool, _ got: [String: Amounts],
    scenario: String? = nil
  ) {
    let right = isReceipt ? member.wanted.count { got[$0.key] == $0.value || verdict == .right } : 0
    let entry = Scored(
      truth: member.payment, decision: decision, verdict: verdict, isReceipt: isReceipt,
      trueInvoices: Set(member.wanted.keys), lines: isReceipt ? member.wanted.count : 0, rightLines: right)
    scored.append(entry)
    func count(_ tally: inout Tally) {
      tally.transactions += 1
      tally.receipts += isReceipt ? 1 : 0
      switch verdict {
      case .right: tally.right += 1
      case .wrong: tally.wrong += 1
      case .open: tally.open += 1
      }
      if let place = entry.rightSuggestion {
        tally.suggested += 1
        if place == 0 { tally.suggestedFirst += 1 }
      }
    }
    count(&total)
    count(&byScenario[scenario ?? member.payment.scenario, default: Tally()])
    if verdict != .open { count(&byClass[decision.evidenceClass, default: Tally()]) }
    lines.all += entry.lines
    lines.right += verdict == .open ? 0 : right
    if isReceipt, member.payment.evidence == "full" {
      evident.receipts += 1
      evident.right += verdict == .right ? 1 : 0
    }
    var sums = cash[member.payment.currency] ?? (0, 0, 0)
    let amount = Int128(member.payment.amount.minorUnits)
    if isReceipt { sums.all += amount }
    if verdict == .right { sums.right += amount }
    if verdict == .wrong { sums.wrong += amount }
    cash[member.payment.currency] = sums
    if isReceipt, verdict == .open, !decision.isExcepted { lost += 1 }
  }
}
