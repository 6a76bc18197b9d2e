import CashModel

/// The clauses of an exception's detail, each made from one kind of evidence.
extension ExceptionTexts {
  /// Evidence that the payer means the item.
  static func isCited(_ kind: Evidence.Kind) -> Bool {
    switch kind {
    case .citedItem, .citedOtherNumber, .structuredLine, .foreignItem: true
    default: false
    }
  }

  /// Puts the items of the payment's evidence of some kinds into `found`.
  mutating func collect(_ payment: Int, _ isWanted: (Evidence.Kind) -> Bool) {
    found.removeAll(keepingCapacity: true)
    for row in run.decisions.evidence[payment].indices {
      let evidence = run.decisions.evidenceRows[row]
      if evidence.item.number >= 0, isWanted(evidence.kind) { found.append(evidence.item) }
    }
    sortFound()
  }

  private mutating func sortFound() {
    found.sort()
    var kept = 0
    for item in found where kept == 0 || found[kept - 1] != item {
      found[kept] = item
      kept += 1
    }
    found.removeSubrange(kept...)
  }

  /// `text names 100123 and 100124`; nothing where no open item is named.
  mutating func appendCited(_ payment: Int, _ start: Int, withOpen: Bool = false, to buffer: inout OutputBytes) {
    let isStructured = has(.structuredLine, payment)
    collect(payment, Self.isCited)
    if found.isEmpty { return }
    if isStructured {
      phrases.clause(found.count == 1 ? "remittance line names " : "remittance lines name ", of: start, in: &buffer)
    } else {
      let isByOtherNumber =
        has(.citedOtherNumber, payment) && !has(.citedItem, payment) && !has(.foreignItem, payment)
      phrases.clause(isByOtherNumber ? "text names a number of " : "text names ", of: start, in: &buffer)
    }
    if withOpen { appendFoundWithOpen(to: &buffer) } else { phrases.list(found, in: &buffer) }
  }

  /// `100123 (8,400.00 open)`, `100123 and 100124 (9,000.00 open together)`.
  private func appendFoundWithOpen(to buffer: inout OutputBytes) {
    phrases.list(found, in: &buffer)
    var open: Int128 = 0
    for item in found { open += Int128(run.items[item.index].amount.minorUnits) }
    let currency = run.items[found[0].index].currency
    guard found.allSatisfy({ run.items[$0.index].currency == currency }) else { return }
    phrases.words(" (", in: &buffer)
    phrases.money(Money(clamping: open), currency, in: &buffer)
    phrases.words(found.count == 1 ? " open)" : " open together)", in: &buffer)
  }

  func appendNothingNamed(_ payment: Int, _ start: Int, to buffer: inout OutputBytes) {
    let isSilent = run.payments.remittance[payment].isEmpty && run.payments.structured[payment].count == 0
    phrases.clause(
      isSilent ? "the payment carries no text" : "no number in the text is an open item's", of: start, in: &buffer)
  }

  /// `text names 998877, which is no open item's`; in general words where the evidence shows no number.
  func appendUnknownNumber(_ payment: Int, _ start: Int, to buffer: inout OutputBytes) {
    for row in run.decisions.evidence[payment].indices {
      let evidence = run.decisions.evidenceRows[row]
      guard evidence.kind == .unknownNumber, !evidence.text.isEmpty else { continue }
      phrases.clause("text names ", of: start, in: &buffer)
      phrases.inline(evidence.text, of: run.payments.arena, in: &buffer)
      return phrases.words(", which is no open item's", in: &buffer)
    }
    appendNothingNamed(payment, start, to: &buffer)
  }

  func appendUnknownPayer(_ payment: Int, _ start: Int, to buffer: inout OutputBytes) {
    let hasAccount = !run.payments.payerAccount[payment].isEmpty
    let hasName = !run.payments.payerName[payment].isEmpty || !run.payments.ultimatePayer[payment].isEmpty
    guard hasAccount || hasName else {
      return phrases.clause("the bank names no payer", of: start, in: &buffer)
    }
    if has(.payerNameShared, payment) {
      phrases.clause("several customers bear the payer's name ", of: start, in: &buffer)
      phrases.payerName(of: payment, in: &buffer)
      return
    }
    phrases.clause("payer ", of: start, in: &buffer)
    if hasName { phrases.payerName(of: payment, in: &buffer) }
    if hasAccount {
      phrases.words(hasName ? " with account ending " : "account ending ", in: &buffer)
      phrases.accountEnd(of: payment, in: &buffer)
    }
    phrases.words(" is no known customer's", in: &buffer)
  }

  /// `text names 100123 of customer S2`, for the items that are not the payer's.
  mutating func appendForeign(_ payment: Int, _ start: Int, to buffer: inout OutputBytes) {
    collect(payment) { $0 == .foreignItem }
    if found.isEmpty { collect(payment, Self.isCited) }
    guard let item = found.first else { return }
    phrases.clause("text names ", of: start, in: &buffer)
    phrases.list(found, in: &buffer)
    let items = run.items
    guard found.allSatisfy({ items.arena.equal(items[$0.index].customerID, items[item.index].customerID) }) else {
      return phrases.words(" of several customers", in: &buffer)
    }
    phrases.words(" of customer ", in: &buffer)
    phrases.inline(items[item.index].customerID, of: items.arena, in: &buffer)
  }

  mutating func appendBlockedCustomer(_ payment: Int, _ start: Int, to buffer: inout OutputBytes) {
    collect(payment, Self.isCited)
    let blocked = found.first { item in
      let customer = run.items[item.index].customer
      return customer.number >= 0 && run.customers.isBlocked[customer.index]
    }
    if let item = blocked ?? (run.decisions.customer[payment].number < 0 ? found.first : nil) {
      phrases.clause("customer ", of: start, in: &buffer)
      phrases.inline(run.items[item.index].customerID, of: run.items.arena, in: &buffer)
    } else if run.decisions.customer[payment].number >= 0 {
      let customer = run.decisions.customer[payment].index
      phrases.clause("customer ", of: start, in: &buffer)
      phrases.inline(run.customers.customerID[customer], of: run.customers.arena, in: &buffer)
    } else {
      phrases.clause("the customer", of: start, in: &buffer)
    }
    phrases.words(" is blocked", in: &buffer)
  }

  /// `text names 100123, closed on 2026-03-01 by PAY-7`.
  func appendClosed(_ start: Int, to buffer: inout OutputBytes) {
    guard let item = found.first else {
      return phrases.clause("text names an item that is closed", of: start, in: &buffer)
    }
    phrases.clause("text names ", of: start, in: &buffer)
    phrases.list(found, in: &buffer)
    if found.count > 1 { return phrases.words(", all closed", in: &buffer) }
    phrases.words(", closed", in: &buffer)
    if let date = run.items[item.index].closedDate {
      phrases.words(" on ", in: &buffer)
      phrases.date(date, in: &buffer)
    }
    let closing = run.items[item.index].closedBy
    if !closing.isEmpty {
      phrases.words(" by ", in: &buffer)
      phrases.inline(closing, of: run.items.arena, in: &buffer)
    }
  }

  /// What the payment pays was paid before: by an earlier run, or by another payment of this one.
  mutating func appendDuplicate(_ payment: Int, _ start: Int, to buffer: inout OutputBytes) {
    collect(payment) { $0 == .citedClosedItem }
    if found.isEmpty {
      collect(payment) { $0 == .contestedItem }
      guard !found.isEmpty else {
        return phrases.clause("the same payer paid the same amount before", of: start, in: &buffer)
      }
      phrases.separate(start, in: &buffer)
      phrases.list(found, in: &buffer)
      phrases.words(found.count == 1 ? " is" : " are", in: &buffer)
      phrases.words(" paid by another payment of the same payer and amount", in: &buffer)
    } else {
      appendClosed(start, to: &buffer)
      phrases.clause("it looks paid twice", of: start, in: &buffer)
    }
  }

  /// `an earlier run has applied it to INV-1 and INV-2, which the ledger does not show yet`.
  mutating func appendUnacknowledged(_ payment: Int, _ start: Int, to buffer: inout OutputBytes) {
    collect(payment) { $0 == .unacknowledgedItem }
    phrases.clause("an earlier run has applied it", of: start, in: &buffer)
    if !found.isEmpty {
      phrases.words(" to ", in: &buffer)
      phrases.list(found, in: &buffer)
    }
    phrases.words(", which the ledger's extract does not show yet", in: &buffer)
  }

  /// `an earlier run has put it on the account of customer C1; just that is open of INV-1`.
  mutating func appendOffer(_ payment: Int, _ start: Int, to buffer: inout OutputBytes) {
    phrases.clause("an earlier run has put cash of it on ", of: start, in: &buffer)
    let customer = run.decisions.customer[payment]
    if customer.number < 0 {
      phrases.words("account", in: &buffer)
    } else {
      phrases.words("the account of ", in: &buffer)
      phrases.customer(customer, in: &buffer)
    }
    let offers = run.decisions.suggestions[payment].indices.compactMap { suggestion in
      run.decisions.suggestionRows[suggestion].indices.first.map { run.decisions.suggestedCash[$0].item }
    }
    collect(payment) { $0 == .contestedItem }
    if !offers.isEmpty {
      phrases.clause("just that is open of ", of: start, in: &buffer)
      phrases.list(offers, in: &buffer)
    }
    if !found.isEmpty {
      phrases.clause("just that was open of ", of: start, in: &buffer)
      phrases.list(found, in: &buffer)
      phrases.words(", which another payment pays now", in: &buffer)
    }
    if offers.isEmpty, found.isEmpty { phrases.clause("it came back", of: start, in: &buffer) }
  }

  /// `just that stands on account of C1, of payment P…`.
  func appendOnAccount(_ payment: Int, _ start: Int, to buffer: inout OutputBytes) {
    for row in run.decisions.evidence[payment].indices {
      let evidence = run.decisions.evidenceRows[row]
      guard evidence.kind == .onAccountCash, evidence.customer.number >= 0 else { continue }
      phrases.clause("just that stands on account of ", of: start, in: &buffer)
      phrases.inline(
        run.customers.customerID[evidence.customer.index], of: run.customers.arena, in: &buffer)
      phrases.words(", of payment ", in: &buffer)
      phrases.inline(evidence.text, of: run.payments.arena, in: &buffer)
    }
  }

  func appendOtherEntity(_ payment: Int, _ start: Int, to buffer: inout OutputBytes) {
    guard let item = found.first else {
      return phrases.clause("text names an item of another company", of: start, in: &buffer)
    }
    phrases.clause("text names ", of: start, in: &buffer)
    phrases.list(found, in: &buffer)
    if run.items[item.index].currency != run.payments.currency[payment] {
      phrases.words(" in ", in: &buffer)
      run.items[item.index].currency.append(to: &buffer)
      phrases.words("; the payment is in ", in: &buffer)
      run.payments.currency[payment].append(to: &buffer)
    } else if !run.items[item.index].company.isEmpty {
      phrases.words(" of company ", in: &buffer)
      phrases.inline(run.items[item.index].company, of: run.items.arena, in: &buffer)
    }
  }

  func appendContested(_ start: Int, to buffer: inout OutputBytes) {
    if found.isEmpty {
      phrases.clause("an open item is", of: start, in: &buffer)
    } else {
      phrases.separate(start, in: &buffer)
      appendFoundWithOpen(to: &buffer)
      phrases.words(found.count == 1 ? " is" : " are", in: &buffer)
    }
    phrases.words(" claimed by several payments whose cash together does not fit", in: &buffer)
  }

  /// `two open items of 100.00 fit: INV-1 and INV-2`.
  mutating func appendRivals(_ payment: Int, _ start: Int, to buffer: inout OutputBytes) {
    collect(payment) { $0 == .rival }
    var hasSets = false
    for row in run.decisions.suggestions[payment].indices {
      let lines = run.decisions.suggestionRows[row]
      if lines.count > 1 { hasSets = true }
      for line in lines.indices { found.append(run.decisions.suggestedCash[line].item) }
    }
    sortFound()
    let suggestions = Int(run.decisions.suggestions[payment].count)
    if hasSets, suggestions > 1 {
      phrases.numberClause(suggestions, of: start, in: &buffer)
      phrases.words(" explanations fit: ", in: &buffer)
      appendSuggestions(payment, to: &buffer)
    } else if found.count > 1 {
      let amount = run.items[found[0].index].amount
      phrases.numberClause(found.count, of: start, in: &buffer)
      phrases.words(" open items", in: &buffer)
      if found.allSatisfy({ run.items[$0.index].amount == amount }) {
        phrases.words(" of ", in: &buffer)
        phrases.money(amount, run.items[found[0].index].currency, in: &buffer)
      }
      phrases.words(" fit: ", in: &buffer)
      phrases.list(found, in: &buffer)
    } else if found.count == 1 {
      phrases.separate(start, in: &buffer)
      appendFoundWithOpen(to: &buffer)
      phrases.words(" fits, but nothing proves that it alone is meant", in: &buffer)
    } else {
      phrases.clause("another explanation fits as well", of: start, in: &buffer)
    }
  }

  /// `A + B, or C`.
  private func appendSuggestions(_ payment: Int, to buffer: inout OutputBytes) {
    for (place, row) in run.decisions.suggestions[payment].indices.enumerated() {
      if place > 0 { phrases.words(", or ", in: &buffer) }
      let lines = run.decisions.suggestionRows[row].indices
      for line in lines.prefix(Phrases.namedMax) {
        if line > lines.lowerBound { phrases.words(" + ", in: &buffer) }
        phrases.item(run.decisions.suggestedCash[line].item, in: &buffer)
      }
      if lines.count > Phrases.namedMax {
        phrases.words(" + ", in: &buffer)
        buffer.appendNumber(lines.count - Phrases.namedMax)
        phrases.words(" more", in: &buffer)
      }
    }
  }

  func appendDifference(_ payment: Int, before: String, to buffer: inout OutputBytes) {
    guard let difference = run.decisions.difference[payment], difference != .zero else { return }
    phrases.words(before, in: &buffer)
    let magnitude = Money(clamping: Int128(difference.minorUnits.magnitude))
    phrases.money(magnitude, run.payments.currency[payment], in: &buffer)
    phrases.words(difference < .zero ? " less was paid" : " more was paid", in: &buffer)
  }

  /// Until when the discount of the cited items was to be had.
  mutating func appendMissedDiscount(_ payment: Int, _ start: Int, to buffer: inout OutputBytes) {
    collect(payment, Self.isCited)
    var discount: Int128 = 0
    var lastDay: CalendarDate?
    for item in found where run.items[item.index].discount != .zero {
      discount += Int128(run.items[item.index].discount.minorUnits)
      lastDay = [lastDay, run.items[item.index].discountDate].compactMap { $0 }.max()
    }
    guard discount != 0, let lastDay else { return }
    phrases.clause("the discount of ", of: start, in: &buffer)
    phrases.money(Money(clamping: discount), run.payments.currency[payment], in: &buffer)
    phrases.words(" was to be had until ", in: &buffer)
    phrases.date(lastDay, in: &buffer)
    phrases.words(", the value date is ", in: &buffer)
    phrases.date(run.payments.valueDate[payment], in: &buffer)
  }

  private func has(_ kind: Evidence.Kind, _ payment: Int) -> Bool {
    run.decisions.evidence[payment].indices.contains { run.decisions.evidenceRows[$0].kind == kind }
  }
}
