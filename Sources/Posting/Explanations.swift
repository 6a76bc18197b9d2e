import CashModel

/// Says in one sentence why a payment was applied to an item: how the item was found, who pays, and how the amounts
/// tie.
///
///     Text names 100123 and 100124; open amounts less 12.00 discount (due by 2012-03-01) equal the payment.
///
/// What holds for the whole payment is added up once (`begin`), then each of its rows gets its sentence. A payment
/// of up to four items has all of them named, one of more has the row's own item named and the others counted, so
/// that the sentences' length does not grow with the payment.
struct Explanations {
  /// What a payment's rows add up to.
  private struct Totals {
    var items = 0
    var paid: Int128 = 0
    var onAccount: Int128 = 0
    var discount: Int128 = 0
    var credits: Int128 = 0
    var leftOpen: Int128 = 0
    var discountDate: CalendarDate?
    var hasForeignPayer = false
  }

  private let run: MatchedRun
  private let phrases: Phrases
  private var payment = 0
  private var totals = Totals()
  private var adjustments = [Int128](repeating: 0, count: AdjustmentReason.allCases.count)
  private var items: [OpenItemRow] = []
  /// The evidence that tells best how each of `items` was found: its place in `Explanations.order`.
  private var sources: [Int] = []
  private var group: [OpenItemRow] = []
  /// Where the search for a row's evidence goes on: evidence usually stands in the order of the rows.
  private var cursor = 0

  init(of run: MatchedRun) {
    self.run = run
    phrases = Phrases(run: run)
  }

  /// A return has one sentence for all its rows.
  private func appendReturn(to buffer: inout OutputBytes) {
    let start = buffer.count
    phrases.clause("takes back what an earlier run placed", of: start, in: &buffer)
    for row in run.decisions.evidence[payment].indices where run.decisions.evidenceRows[row].kind == .takesBack {
      phrases.words(" of payment ", in: &buffer)
      buffer.append(run.decisions.evidenceRows[row].text, of: run.payments.arena)
    }
    phrases.end(start, in: &buffer)
  }

  /// Adds up what holds for all rows of `payment`.
  mutating func begin(_ payment: Int) {
    self.payment = payment
    cursor = run.decisions.evidence[payment].indices.lowerBound
    items.removeAll(keepingCapacity: true)
    sources.removeAll(keepingCapacity: true)
    totals = Totals()
    for index in adjustments.indices { adjustments[index] = 0 }
    var last = OpenItemRow(number: -1)
    for line in run.decisions.allocations[payment].indices {
      let allocation = run.decisions.allocationRows[line]
      totals.paid += Int128(allocation.paid.minorUnits)
      guard allocation.item.number >= 0 else {
        totals.onAccount += Int128(allocation.paid.minorUnits)
        continue
      }
      add(allocation, isFirst: allocation.item != last)
      last = allocation.item
    }
    totals.hasForeignPayer = has(.payerOfFamily)
    if items.count <= Phrases.namedMax { for item in items { sources.append(bestSource(of: item)) } }
  }

  private mutating func add(_ allocation: Allocation, isFirst: Bool) {
    let row = allocation.item.index
    let open = Int128(run.items[row].amount.minorUnits)
    if isFirst {
      totals.items += 1
      if items.count <= Phrases.namedMax { items.append(allocation.item) }
      totals.leftOpen += open
      if open < 0 { totals.credits -= open }
    }
    totals.leftOpen -= Int128(allocation.cash.minorUnits) + Int128(allocation.discount.minorUnits)
    totals.leftOpen -= Int128(allocation.adjustment.minorUnits)
    totals.discount += Int128(allocation.discount.minorUnits)
    if allocation.discount != .zero, let date = run.items[row].discountDate {
      totals.discountDate = totals.discountDate.map { min($0, date) } ?? date
    }
    if let reason = allocation.adjustmentReason {
      adjustments[Int(reason.rawValue)] += Int128(allocation.adjustment.minorUnits)
    }
  }

  /// Appends the sentence of one row of the payment.
  mutating func append(_ allocation: Allocation, to buffer: inout OutputBytes) {
    if run.takesBack(payment) { return appendReturn(to: &buffer) }
    let start = buffer.count
    if run.isAnalysts(payment) { phrases.clause("a person decided", of: start, in: &buffer) }
    if allocation.item.number < 0 {
      appendOnAccount(allocation, start, to: &buffer)
    } else if items.count > Phrases.namedMax {
      appendOneOfMany(allocation, start, to: &buffer)
    } else {
      appendAllItems(start, to: &buffer)
    }
    phrases.end(start, in: &buffer)
  }

  private func appendOnAccount(_ allocation: Allocation, _ start: Int, to buffer: inout OutputBytes) {
    phrases.payer(of: payment, start: start, in: &buffer)
    phrases.separate(start, in: &buffer)
    phrases.money(allocation.paid, run.payments.currency[payment], in: &buffer)
    switch allocation.adjustmentReason {
    case nil: phrases.words(" pays no open item and goes on account", in: &buffer)
    case .refund: phrases.words(" pays no open item and is to be paid back", in: &buffer)
    default: phrases.words(" pays no open item and is written off", in: &buffer)
    }
  }

  private mutating func appendOneOfMany(_ allocation: Allocation, _ start: Int, to buffer: inout OutputBytes) {
    group.removeAll(keepingCapacity: true)
    group.append(allocation.item)
    let source = nextSource(of: allocation.item)
    if source == .onlySetOfAmount {
      phrases.separate(start, in: &buffer)
      phrases.list(group, in: &buffer)
      phrases.words(" is one of the ", in: &buffer)
      buffer.appendNumber(totals.items)
      phrases.words(" items paid together", in: &buffer)
      phrases.words(setWords, in: &buffer)
    } else {
      appendSource(source, start, to: &buffer)
      phrases.words(", one of ", in: &buffer)
      buffer.appendNumber(totals.items)
      phrases.words(" items paid together", in: &buffer)
    }
    phrases.payer(of: payment, start: start, in: &buffer)
    appendAmounts(start, to: &buffer)
  }

  /// What is special about a set that nothing names, or not all of it.
  private var setWords: String {
    if has(.citedItem) || has(.citedOtherNumber) { return ", of which only these make the amounts tie" }
    return run.decisions.matcher[payment] == .namedTotal
      ? ", all that the payer owes or all that is due of it" : ", of which only these add up to it"
  }

  private mutating func appendAllItems(_ start: Int, to buffer: inout OutputBytes) {
    let isByAmount = items.count == 1 && Explanations.order[sources[0]] == .onlyItemOfAmount
    if isByAmount { appendPayer(start, to: &buffer) }
    for (rank, kind) in Explanations.order.enumerated() where sources.contains(rank) {
      group.removeAll(keepingCapacity: true)
      for (item, source) in zip(items, sources) where source == rank { group.append(item) }
      appendSource(kind, start, to: &buffer)
    }
    if !isByAmount { appendPayer(start, to: &buffer) }
    if !isByAmount || !tiesPlainly { appendAmounts(start, to: &buffer) }
  }

  private func appendPayer(_ start: Int, to buffer: inout OutputBytes) {
    phrases.payer(of: payment, start: start, in: &buffer)
    if totals.hasForeignPayer { phrases.clause("the payer pays for its family", of: start, in: &buffer) }
  }

  /// How the items of `group` were found.
  private func appendSource(_ kind: Evidence.Kind?, _ start: Int, to buffer: inout OutputBytes) {
    let isOne = group.count == 1
    switch kind {
    case .structuredLine:
      phrases.clause(isOne ? "remittance line names " : "remittance lines name ", of: start, in: &buffer)
      phrases.list(group, in: &buffer)
      if isOne, items.count == 1 {
        phrases.words(" with ", in: &buffer)
        phrases.money(Money(clamping: totals.paid), run.payments.currency[payment], in: &buffer)
      }
    case .citedItem:
      phrases.clause("text names ", of: start, in: &buffer)
      phrases.list(group, in: &buffer)
    case .citedOtherNumber:
      phrases.clause(isOne ? "text names a number of " : "text names numbers of ", of: start, in: &buffer)
      phrases.list(group, in: &buffer)
    case .nearItem: appendNear(start, to: &buffer)
    case .onlyItemOfAmount:
      phrases.separate(start, in: &buffer)
      phrases.list(group, in: &buffer)
      phrases.words(isOne ? " is its only open item of " : " are its only open items of ", in: &buffer)
      phrases.money(run.items[group[0].index].amount, run.items[group[0].index].currency, in: &buffer)
      phrases.words(" and the text names no other of its items", in: &buffer)
    case .oldestFirst:
      phrases.separate(start, in: &buffer)
      phrases.list(group, in: &buffer)
      phrases.words((isOne ? " is" : " are") + " due first, which its customer's rule pays first", in: &buffer)
    case .onlyJointly:
      phrases.separate(start, in: &buffer)
      phrases.list(group, in: &buffer)
      phrases.words(
        (isOne ? " is" : " are") + " what is left for it once every payment that may pay the same items has its own",
        in: &buffer)
    case .oldestOfEqual:
      phrases.separate(start, in: &buffer)
      phrases.list(group, in: &buffer)
      phrases.words(" is due first of its open items of ", in: &buffer)
      phrases.money(run.items[group[0].index].amount, run.items[group[0].index].currency, in: &buffer)
    case .onlySetOfAmount:
      phrases.separate(start, in: &buffer)
      phrases.list(group, in: &buffer)
      let isBesides = has(.citedItem) || has(.citedOtherNumber)
      if !isBesides, run.decisions.matcher[payment] == .namedTotal {
        phrases.words(
          isOne
            ? " is all that the payer owes, or all that is due of it"
            : " are all that the payer owes, or all that is due of it",
          in: &buffer)
        return
      }
      switch (isOne, isBesides) {
      case (true, true): phrases.words(" is the only other open item that makes the amounts tie", in: &buffer)
      case (true, false): phrases.words(" is the only open item that has the amount", in: &buffer)
      case (false, true): phrases.words(" are the only other open items that make the amounts tie", in: &buffer)
      case (false, false): phrases.words(" are the only open items that add up to it", in: &buffer)
      }
    default:
      let isCredit = group.allSatisfy { run.items[$0.index].amount < .zero }
      let noun = isCredit ? (isOne ? "open credit " : "open credits ") : (isOne ? "item " : "items ")
      phrases.clause(noun, of: start, in: &buffer)
      phrases.list(group, in: &buffer)
      if run.isAnalysts(payment) {
        phrases.words(isOne ? " is what it pays" : " are what it pays", in: &buffer)
      } else {
        phrases.words(isOne ? " makes the amounts tie" : " make the amounts tie", in: &buffer)
      }
    }
  }

  /// Numbers that were mangled, with what they are taken for.
  private func appendNear(_ start: Int, to buffer: inout OutputBytes) {
    for (number, item) in group.enumerated() {
      if number == 0 { phrases.clause("text has ", of: start, in: &buffer) } else { phrases.words(", ", in: &buffer) }
      for row in run.decisions.evidence[payment].indices {
        let evidence = run.decisions.evidenceRows[row]
        guard evidence.kind == .nearItem, evidence.item == item else { continue }
        phrases.inline(evidence.text, of: run.payments.arena, in: &buffer)
        phrases.words(", nearly ", in: &buffer)
        break
      }
      phrases.list([item], in: &buffer)
    }
  }

  private var tiesPlainly: Bool {
    run.decisions.rate[payment] == nil && totals.discount == 0 && totals.leftOpen == 0
      && adjustments.allSatisfy { $0 == 0 }
      && totals.paid == Int128(run.payments.amount[payment].minorUnits)
  }

  /// How the open amounts and the payment tie.
  private func appendAmounts(_ start: Int, to buffer: inout OutputBytes) {
    let rest = Int128(run.payments.amount[payment].minorUnits) - totals.paid
    phrases.clause(totals.items == 1 ? "open amount" : "open amounts", of: start, in: &buffer)
    let currency = items.first.map { run.items[$0.index].currency } ?? run.payments.currency[payment]
    if totals.credits > 0 { appendTerm(" with credits of ", totals.credits, currency, "", to: &buffer) }
    if totals.discount != 0 {
      appendTerm(" less ", totals.discount, currency, " discount", to: &buffer)
      if let date = totals.discountDate {
        phrases.words(" (due by ", in: &buffer)
        phrases.date(date, in: &buffer)
        phrases.words(")", in: &buffer)
      }
    }
    for reason in AdjustmentReason.allCases {
      let adjustment = adjustments[Int(reason.rawValue)]
      if adjustment == 0 { continue }
      appendTerm(
        adjustment > 0 ? " less " : " plus ", adjustment, currency, Explanations.words(for: reason), to: &buffer)
    }
    if totals.leftOpen != 0 {
      let why = has(.paidTogether) ? " that other payments bring" : " that stays open"
      appendTerm(" less ", totals.leftOpen, currency, why, to: &buffer)
    }
    phrases.words(totals.items == 1 ? " equals " : " equal ", in: &buffer)
    if rest == 0, totals.onAccount == 0 {
      phrases.words("the payment", in: &buffer)
    } else {
      appendTerm("", totals.paid - totals.onAccount, paymentCurrency, " of the payment", to: &buffer)
    }
    if let rate = run.decisions.rate[payment] {
      phrases.words(" of ", in: &buffer)
      phrases.words(paymentCurrency.code + " ", in: &buffer)
      phrases.money(run.payments.amount[payment], paymentCurrency, in: &buffer)
      phrases.words(" at a rate of ", in: &buffer)
      var text = Money(minorUnits: rate.direct).text(exponent: 10)
      while text.hasSuffix("0"), !text.hasSuffix(".0") { text.removeLast() }
      phrases.words(text, in: &buffer)
    }
    if totals.onAccount != 0 { appendTerm("; ", totals.onAccount, paymentCurrency, " goes on account", to: &buffer) }
    if rest != 0 { appendTerm("; ", rest, paymentCurrency, " is not placed", to: &buffer) }
  }

  private var paymentCurrency: Currency { run.payments.currency[payment] }

  private func appendTerm(
    _ before: String, _ amount: Int128, _ currency: Currency, _ after: String, to buffer: inout OutputBytes
  ) {
    phrases.words(before, in: &buffer)
    phrases.money(Money(clamping: amount < 0 ? -amount : amount), currency, in: &buffer)
    phrases.words(after, in: &buffer)
  }

  private static func words(for reason: AdjustmentReason) -> String {
    switch reason {
    case .bankCharge: " bank charge"
    case .writeOff: " small difference"
    case .overTolerance: " small over-payment"
    case .shortPay: " short payment"
    case .withholding: " withholding tax"
    case .fxDifference: " exchange difference"
    case .discountLate: " discount taken late"
    case .refund: " to be paid back"
    }
  }

  /// How an item can be found, the strongest first; nil is an item that nothing names.
  private static let order: [Evidence.Kind?] = [
    .structuredLine, .citedItem, .citedOtherNumber, .nearItem, .onlyItemOfAmount, .onlyJointly, .oldestOfEqual,
    .onlySetOfAmount, .oldestFirst, nil,
  ]

  private static func isSource(_ kind: Evidence.Kind) -> Bool {
    switch kind {
    case .structuredLine, .citedItem, .citedOtherNumber, .nearItem, .onlyItemOfAmount, .onlySetOfAmount, .oldestFirst,
      .oldestOfEqual, .onlyJointly:
      true
    default: false
    }
  }

  private func has(_ kind: Evidence.Kind) -> Bool {
    run.decisions.evidence[payment].indices.contains { run.decisions.evidenceRows[$0].kind == kind }
  }

  private func bestSource(of item: OpenItemRow) -> Int {
    var best = Explanations.order.count - 1
    for row in run.decisions.evidence[payment].indices where run.decisions.evidenceRows[row].item == item {
      if let rank = Explanations.order.firstIndex(of: run.decisions.evidenceRows[row].kind) { best = min(best, rank) }
    }
    return best
  }

  /// The next evidence of `item` from the cursor on, round to it again.
  private mutating func nextSource(of item: OpenItemRow) -> Evidence.Kind? {
    let rows = run.decisions.evidence[payment].indices
    for _ in rows {
      if cursor >= rows.upperBound { cursor = rows.lowerBound }
      let evidence = run.decisions.evidenceRows[cursor]
      cursor += 1
      if evidence.item == item, Explanations.isSource(evidence.kind) {
        // Another row of the same item begins here again.
        cursor -= 1
        return evidence.kind
      }
    }
    return nil
  }
}
