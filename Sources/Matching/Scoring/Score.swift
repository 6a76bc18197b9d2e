package import CashModel

/// What an explanation's evidence adds up to, term by term: log-odds in thousandths of a bit.
package struct Score: Sendable {
  package struct Term: Hashable, Sendable {
    package enum Kind: Hashable, Sendable {
      /// That any item of the book is the one, before anything is known.
      case prior
      case evidence(Evidence.Kind)
      /// The amount ties, leaves an explained or an unexplained difference.
      case amountTies, differenceExplained, differenceOpen
    }

    package let kind: Kind
    package let milliBits: Int32
  }

  package private(set) var terms: [Term] = []

  package var total: Int32 { terms.reduce(0) { $0 + $1.milliBits } }

  mutating func add(_ kind: Term.Kind, _ milliBits: Int32) { terms.append(Term(kind: kind, milliBits: milliBits)) }
}

extension MatchingIndex {
  /// What speaks for a proposal, term by term.
  func score(_ proposal: Proposal, _ payments: PaymentTable, _ readings: ReadingTable) -> Score {
    var score = Score()
    forEachTerm(of: proposal, payments, readings) { score.add($0, $1) }
    return score
  }

  /// What the evidence about an exception adds up to, of which nothing was made.
  func score(ofEvidence evidence: [Evidence]) -> Score {
    var score = Score()
    forEachTerm(of: evidence) { score.add($0, $1) }
    return score
  }

  /// The class of a proposal's evidence.
  func evidenceClass(_ proposal: Proposal, _ payments: PaymentTable, _ readings: ReadingTable) -> EvidenceClass {
    if let kind = proposal.kind { return kind }
    var total: Int32 = 0
    forEachTerm(of: proposal, payments, readings) { total += $1 }
    return .applied(proposal.matcher, payerKnowledge(proposal.payment, readings), EvidenceStrength(milliBits: total))
  }

  /// Of what names the items it counts as far as the weakest item: evidence that names ten items proves none of them ten times.
  private func forEachTerm(
    of proposal: Proposal, _ payments: PaymentTable, _ readings: ReadingTable, _ body: (Score.Term.Kind, Int32) -> Void
  ) {
    forEachTerm(of: proposal.evidence, body)
    let (kind, weight) = amountTerm(proposal, payments, readings)
    body(kind, weight)
  }

  private func forEachTerm(of evidence: some Collection<Evidence>, _ body: (Score.Term.Kind, Int32) -> Void) {
    body(.prior, -MilliBits.log2(items.count))
    var seen: UInt64 = 0
    for evidence in evidence where !evidence.kind.namesItem {
      guard seen >> UInt64(evidence.kind.rawValue) & 1 == 0 else { continue }
      seen |= 1 << UInt64(evidence.kind.rawValue)
      body(.evidence(evidence.kind), weight(of: evidence))
    }
    if let weakest = weakestNaming(evidence) { body(.evidence(weakest), weakest.milliBits) }
  }

  /// The evidence that names an item, of the item that is named least surely.
  private func weakestNaming(_ evidence: some Collection<Evidence>) -> Evidence.Kind? {
    var best: [OpenItemRow: Evidence.Kind] = [:]
    var only: (item: OpenItemRow, kind: Evidence.Kind)?
    for entry in evidence where entry.kind.namesItem {
      guard let first = only else {
        only = (entry.item, entry.kind)
        continue
      }
      if best.isEmpty, first.item == entry.item {
        if entry.kind.milliBits > first.kind.milliBits { only = (entry.item, entry.kind) }
        continue
      }
      if best.isEmpty { best[first.item] = first.kind }
      if let known = best[entry.item], known.milliBits >= entry.kind.milliBits { continue }
      best[entry.item] = entry.kind
    }
    if best.isEmpty { return only?.kind }
    return best.values.min { ($0.milliBits, $0.rawValue) < ($1.milliBits, $1.rawValue) }
  }

  /// A name is worth what it leaves of all customers: one of a hundred of a thousand customers less than the only one.
  private func weight(of evidence: Evidence) -> Int32 {
    let most = evidence.kind.milliBits
    guard evidence.kind == .payerByName || evidence.kind == .payerBySimilarName else { return most }
    return min(most, MilliBits.log2(customers.count) + (evidence.kind == .payerByName ? 4_000 : 1_000))
  }

  private func amountTerm(_ proposal: Proposal, _ payments: PaymentTable, _ readings: ReadingTable) -> (
    Score.Term.Kind, Int32
  ) {
    if proposal.rest != .none { return (.differenceOpen, AmountWeight.unexplained) }
    var isExplained = false
    for line in proposal.lines where line.adjustment != .zero {
      if line.adjustmentReason == .shortPay { return (.differenceOpen, AmountWeight.unexplained) }
      isExplained = true
    }
    if isExplained { return (.differenceExplained, AmountWeight.explained) }
    guard proposal.lines.count == 1 else { return (.amountTies, AmountWeight.ties) }
    if proposal.lines[0].reduction != items[proposal.lines[0].item.index].amount {
      return (.differenceOpen, AmountWeight.unexplained)
    }
    // What one item of many thousands is worth by its amount depends on how many have it.
    let row = proposal.payment.index
    let count = proposal.bearers.map(Int.init) ?? amounts.count(of: payments.amount[row], in: payments.currency[row])
    let bearers = max(count, 1)
    return (.amountTies, min(AmountWeight.ties, MilliBits.log2(max(items.count / bearers, 1)) + 4_000))
  }

  func payerKnowledge(_ payment: PaymentRow, _ readings: ReadingTable) -> PayerKnowledge {
    switch readings.payerEvidence[payment.index] {
    case .account, .customerNumber, .alias: .identified
    case .name: .named
    case .similarName, .misspeltName: .similar
    case .none: .unknown
    }
  }
}
