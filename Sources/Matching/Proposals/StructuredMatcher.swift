import CashModel

// Structured remittance: the payer's own list of what he pays, document by document.
//
// Every line must name one item that is open in the payment's currency, and the amounts remitted must sum to the
// payment. A line may settle its item, settle it net of a discount still to be had, or say that it pays less: then that
// much is paid and the item keeps the rest. Lines without amounts are read as cited references instead.

extension MatchingIndex {
  func structuredProposal(_ context: ProposalContext) -> Proposal? {
    let lines = context.payments.structured[context.row].indices.map { context.payments.structuredRows[$0] }
      .filter { !$0.documentNumber.isEmpty }
    guard !lines.isEmpty, lines.count <= MatchingIndex.mostStructuredLines else { return nil }
    guard lines.allSatisfy({ $0.stated != nil && ($0.currency ?? context.currency) == context.currency })
    else { return nil }
    var remitted: [(item: OpenItemRow, cash: Money, text: TextSlice)] = []
    var place: [OpenItemRow: Int] = [:]
    for line in lines {
      guard let stated = line.stated, let item = item(of: line, stated, context) else { return nil }
      let cash = items.amount[item.index] < .zero ? -stated.magnitude : stated
      if let earlier = place[item] {
        let (sum, overflow) = remitted[earlier].cash.addingReportingOverflow(cash)
        if overflow { return nil }
        remitted[earlier].cash = sum
      } else {
        place[item] = remitted.count
        remitted.append((item, cash, line.documentNumber))
      }
    }
    let sum = remitted.reduce(Int128(0)) { $0 + Int128($1.cash.minorUnits) }
    guard sum == Int128(context.amount.minorUnits) else { return nil }
    if let payer = context.payer {
      guard remitted.allSatisfy({ isOfFamily($0.item, of: payer) }) else { return nil }
    } else if context.readings.payerConflicts[context.row] {
      return nil
    }
    return proposal(remitted, context)
  }

  /// The one item a line names: by its number, and among several of that number by the amount remitted.
  private func item(of line: StructuredRemittance, _ stated: Money, _ context: ProposalContext) -> OpenItemRow? {
    var key = ReferenceKey()
    key.set(context.payments.arena.span(line.documentNumber))
    let citation: (Citation.Kind, KeyHit)
    if let hit = references.documents.find(key.bytes.span) {
      citation = (.document, hit)
    } else if let hit = references.tails.find(key.bytes.span) {
      citation = (.tail, hit)
    } else if let hit = references.others.find(key.bytes.span) {
      citation = (.other, hit)
    } else {
      return nil
    }
    let open = rows(of: Citation(kind: citation.0, hit: citation.1, text: .empty))
      .map { OpenItemRow(number: $0) }
      .filter { items.currency[$0.index] == context.currency && context.state.available[$0.index] != .zero }
    if open.count == 1 { return open[0] }
    let exact = open.filter { candidate in
      let (gross, discount) = settlements(of: candidate, context)
      return gross.magnitude == stated.magnitude || (gross - discount).magnitude == stated.magnitude
    }
    return exact.count == 1 ? exact[0] : nil
  }

  private func proposal(
    _ remitted: [(item: OpenItemRow, cash: Money, text: TextSlice)], _ context: ProposalContext
  ) -> Proposal? {
    var lines: [Allocation] = []
    var evidence: [Evidence] = []
    for (item, cash, text) in remitted {
      let (gross, discount) = settlements(of: item, context)
      let takesDiscount = discount != .zero && cash == gross - discount
      guard takesDiscount || (cash.magnitude <= gross.magnitude && (cash < .zero) == (gross < .zero)) else {
        return nil
      }
      lines.append(Allocation(item: item, cash: cash, discount: takesDiscount ? discount : .zero, paid: cash))
      evidence.append(Evidence(.structuredLine, item: item, text: text))
      if takesDiscount { evidence.append(Evidence(.discountTaken, item: item)) }
      if cash < .zero { evidence.append(Evidence(.creditNetted, item: item)) }
    }
    return Proposal(
      payment: context.payment, matcher: .structuredRemittance, lines: lines,
      evidence: evidence + payerEvidence(context))
  }

  private static let mostStructuredLines = 2_000
}

extension StructuredRemittance {
  /// What the line says is paid: the amount remitted; of a credit note its own amount; else what is due less the
  /// discount and with the adjustment. nil where it states none of these, or where they leave the range.
  fileprivate var stated: Money? {
    if let remitted { return remitted }
    if let creditNote, due == nil { return creditNote }
    guard let due else { return nil }
    let parts = [due, -(discount ?? .zero), -(creditNote ?? .zero), adjustment ?? .zero]
    let sum = parts.reduce(Int128(0)) { $0 + Int128($1.minorUnits) }
    return Int64(exactly: sum).map { Money(minorUnits: $0) }
  }
}
