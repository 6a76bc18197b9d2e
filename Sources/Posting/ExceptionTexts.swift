import CashModel

/// Says what stands in the way of applying a payment, from its reason, its evidence and the difference.
///
///     Text names 100395 (8,400.00 open): 46.48 less was paid.
///     Two open items of 100.00 fit: INV-1 and INV-2.
struct ExceptionTexts {
  let run: MatchedRun
  let phrases: Phrases
  /// Items collected from the evidence, each once, in the items' order.
  var found: [OpenItemRow] = []

  init(of run: MatchedRun) {
    self.run = run
    phrases = Phrases(run: run)
  }

  mutating func appendDetail(of payment: Int, to buffer: inout OutputBytes) {
    let start = buffer.count
    if run.decisions.outcome[payment] == .appliedPart { appendPlaced(payment, start, to: &buffer) }
    let evidence = run.decisions.evidence[payment].indices
    if evidence.contains(where: { run.decisions.evidenceRows[$0].kind == .restOfPayment }) {
      phrases.clause("an earlier run has applied a part of the payment; this is the rest", of: start, in: &buffer)
      phrases.payer(of: payment, start: start, in: &buffer)
      return phrases.end(start, in: &buffer)
    }
    if let reason = run.decisions.reason[payment] { appendFinding(reason, payment, start, to: &buffer) }
    phrases.end(start, in: &buffer)
  }

  private func appendPlaced(_ payment: Int, _ start: Int, to buffer: inout OutputBytes) {
    let currency = run.payments.currency[payment]
    phrases.separate(start, in: &buffer)
    phrases.money(run.placed(payment), currency, in: &buffer)
    phrases.words(" of ", in: &buffer)
    phrases.money(run.payments.amount[payment], currency, in: &buffer)
    phrases.words(" is applied", in: &buffer)
  }

  private mutating func appendFinding(_ reason: ReasonCode, _ payment: Int, _ start: Int, to buffer: inout OutputBytes)
  {
    switch reason {
    case .noRemittance, .payerUnknown, .payerConflict, .blockedCustomer:
      appendPayerFinding(reason, payment, start, to: &buffer)
    case .refUnknown, .refClosed, .refOtherEntity, .duplicatePayment, .prepayment:
      appendReferenceFinding(reason, payment, start, to: &buffer)
    case .ambiguous, .ambiguousEqual, .weakSubset, .budget, .contested:
      appendProofFinding(reason, payment, start, to: &buffer)
    case .shortPay, .discountLate, .discountUnearned, .overPay, .bankCharge, .fxDifference, .limit:
      appendAmountFinding(reason, payment, start, to: &buffer)
    case .returnUnmatched, .reversalOfUnposted, .closedPeriod, .parse, .controlTotal, .unacknowledged, .onAccount,
      .notOurs:
      appendEntryFinding(reason, payment, start, to: &buffer)
    }
  }

  private mutating func appendPayerFinding(
    _ reason: ReasonCode, _ payment: Int, _ start: Int, to buffer: inout OutputBytes
  ) {
    switch reason {
    case .noRemittance:
      appendNothingNamed(payment, start, to: &buffer)
      phrases.payer(of: payment, start: start, in: &buffer)
    case .payerUnknown:
      appendUnknownPayer(payment, start, to: &buffer)
      appendCited(payment, start, to: &buffer)
    case .payerConflict:
      appendForeign(payment, start, to: &buffer)
      phrases.payer(of: payment, start: start, in: &buffer)
      if buffer.count == start {
        phrases.clause("the payer and the named items are of different customers", of: start, in: &buffer)
      }
    default:
      appendCited(payment, start, to: &buffer)
      appendBlockedCustomer(payment, start, to: &buffer)
    }
  }

  private mutating func appendReferenceFinding(
    _ reason: ReasonCode, _ payment: Int, _ start: Int, to buffer: inout OutputBytes
  ) {
    switch reason {
    case .refUnknown:
      appendUnknownNumber(payment, start, to: &buffer)
      phrases.payer(of: payment, start: start, in: &buffer)
    case .refClosed:
      collect(payment) { $0 == .citedClosedItem }
      appendClosed(start, to: &buffer)
      appendCited(payment, start, to: &buffer)
    case .duplicatePayment: appendDuplicate(payment, start, to: &buffer)
    case .refOtherEntity:
      collect(payment) { $0 == .citedOtherCurrency }
      appendOtherEntity(payment, start, to: &buffer)
      appendCited(payment, start, to: &buffer)
    default:
      phrases.clause("text speaks of a prepayment, and no open item explains it", of: start, in: &buffer)
      phrases.payer(of: payment, start: start, in: &buffer)
    }
  }

  private mutating func appendProofFinding(
    _ reason: ReasonCode, _ payment: Int, _ start: Int, to buffer: inout OutputBytes
  ) {
    switch reason {
    case .weakSubset:
      phrases.clause(
        "open items add up to the amount, but as many sums lie near it, that proves nothing", of: start, in: &buffer)
    case .budget:
      phrases.clause(
        "the search for open items that add up to the amount reached its limit before it was sure", of: start,
        in: &buffer)
    case .contested:
      collect(payment) { $0 == .contestedItem }
      if found.isEmpty { collect(payment, Self.isCited) }
      appendContested(start, to: &buffer)
    default:
      appendRivals(payment, start, to: &buffer)
    }
    phrases.payer(of: payment, start: start, in: &buffer)
  }

  private mutating func appendAmountFinding(
    _ reason: ReasonCode, _ payment: Int, _ start: Int, to buffer: inout OutputBytes
  ) {
    if reason == .fxDifference {
      collect(payment) { $0 == .citedOtherCurrency }
      if !found.isEmpty { return appendOtherEntity(payment, start, to: &buffer) }
    }
    appendCited(payment, start, withOpen: true, to: &buffer)
    if buffer.count == start { phrases.payer(of: payment, start: start, in: &buffer) }
    appendDifference(payment, before: buffer.count > start ? ": " : "", to: &buffer)
    switch reason {
    case .discountLate, .discountUnearned: appendMissedDiscount(payment, start, to: &buffer)
    case .bankCharge: phrases.clause("a bank charge would explain it only if it were allowed", of: start, in: &buffer)
    case .fxDifference: phrases.clause("the currencies differ and no rate explains it", of: start, in: &buffer)
    case .limit: phrases.clause("it goes beyond a limit and needs approval", of: start, in: &buffer)
    default: break
    }
    appendOnAccount(payment, start, to: &buffer)
  }

  private mutating func appendEntryFinding(
    _ reason: ReasonCode, _ payment: Int, _ start: Int, to buffer: inout OutputBytes
  ) {
    switch reason {
    case .returnUnmatched where run.payments.transactionClass[payment] == .receipt:
      phrases.clause(
        "a return of this amount and payer fits several payments, and this may be the one that came back", of: start,
        in: &buffer)
    case .returnUnmatched:
      phrases.separate(start, in: &buffer)
      phrases.money(run.payments.amount[payment], run.payments.currency[payment], in: &buffer)
      phrases.words(" came back and the payment it belongs to is not known", in: &buffer)
      let why = run.payments.returnReason[payment]
      if !why.isEmpty {
        phrases.words(" (reason ", in: &buffer)
        phrases.inline(why, of: run.payments.arena, in: &buffer)
        phrases.words(")", in: &buffer)
      }
    case .unacknowledged: appendUnacknowledged(payment, start, to: &buffer)
    case .notOurs: phrases.clause("a person found that nothing is owed for it", of: start, in: &buffer)
    case .onAccount: appendOffer(payment, start, to: &buffer)
    case .reversalOfUnposted: phrases.clause("the entry it reverses was never posted", of: start, in: &buffer)
    case .closedPeriod:
      let day = run.calendar.day(
        booking: run.payments.bookingDate[payment], value: run.payments.valueDate[payment])
      phrases.clause("\(run.calendar.basis.rawValue) date ", of: start, in: &buffer)
      phrases.date(day, in: &buffer)
      phrases.words(" lies in a closed period", in: &buffer)
    case .parse:
      let isTorn = run.payments.isInconsistent[payment]
      phrases.clause(
        isTorn
          ? "the single transactions that the bank lists do not add up to what it booked"
          : "the bank's record could not be read in full", of: start, in: &buffer)
    default: phrases.clause("the bank file's totals do not tie", of: start, in: &buffer)
    }
  }
}
