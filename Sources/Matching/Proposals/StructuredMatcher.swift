import CashModel

// Structured remittance: the payer's own list of what he pays, document by document.
//
// Every line must name one item that is open in the payment's currency, and the amounts remitted must sum to the
// payment. A line may settle its item, settle it net of a discount still to be had, or, where the payer is the item's
// customer, say that it pays less, by no more than the policy's share: then that much is paid, the item keeps the rest,
// and a case is opened. Lines without amounts are read as cited references instead. Free text that cites another open
// item contradicts the list, and nothing is proposed.

extension MatchingIndex {
  func structuredProposal(_ context: ProposalContext) -> Proposal? {
    let lines = context.payments.structured[context.row].indices.map { context.payments.structuredRows[$0] }
      .filter { !$0.documentNumber.isEmpty && $0.stated != .zero }
    guard !lines.isEmpty, lines.count <= MatchingIndex.mostStructuredLines else { return nil }
    guard !lines.contains(where: \.isContradictory) else { return nil }
    guard lines.allSatisfy({ $0.stated != nil && ($0.currency ?? context.currency) == context.currency })
    else { return nil }
    var remitted: [RemittedItem] = []
    var place: [OpenItemRow: Int] = [:]
    for line in lines {
      guard let stated = line.stated, let item = item(of: line, stated, context) else { return nil }
      let cash = items[item.index].amount < .zero ? -stated.magnitude : stated
      if let earlier = place[item] {
        let (sum, overflow) = remitted[earlier].cash.addingReportingOverflow(cash)
        if overflow { return nil }
        remitted[earlier].cash = sum
        remitted[earlier].discount = nil
      } else {
        place[item] = remitted.count
        remitted.append(RemittedItem(item: item, cash: cash, discount: line.discount, text: line.documentNumber))
      }
    }
    let sum = remitted.reduce(Int128(0)) { $0 + Int128($1.cash.minorUnits) }
    guard sum == Int128(context.amount.minorUnits) else { return nil }
    if let payer = context.payer {
      guard remitted.allSatisfy({ isOfFamily($0.item, of: payer) }) else { return nil }
    } else if context.readings.payerConflicts[context.row] {
      return nil
    }
    guard !isContradicted(Set(remitted.map(\.item)), context) else { return nil }
    return proposal(remitted, context)
  }

  /// Any item where the payer is unknown.
  private func isThePayers(_ item: OpenItemRow, _ context: ProposalContext) -> Bool {
    guard let payer = context.payer else { return true }
    return isOfFamily(item, of: payer)
  }

  /// Whether a number in the text means only open items that the list leaves out.
  private func isContradicted(_ listed: Set<OpenItemRow>, _ context: ProposalContext) -> Bool {
    context.citations.contains { citation in
      let open = rows(of: citation).map { OpenItemRow(number: $0) }.filter {
        context.state.standing[$0.index].available != .zero && isThePayers($0, context)
      }
      return !open.isEmpty && !open.contains { listed.contains($0) }
    }
  }

  /// The one item a line names: by its number, and among several of that number by the amount remitted.
  private func item(of line: StructuredRemittance, _ stated: Money, _ context: ProposalContext) -> OpenItemRow? {
    var key = ReferenceKey()
    key.set(context.payments.arena.span(line.documentNumber))
    var named: Set<OpenItemRow> = []
    for (kind, index) in [
      (Citation.Kind.document, references.documents), (.tail, references.tails), (.other, references.others),
    ] {
      guard let hit = index.find(key.bytes.span) else { continue }
      for row in rows(of: Citation(hit: hit, text: .empty, kind: kind)) { named.insert(OpenItemRow(number: row)) }
    }
    let open = named.sorted().filter {
      items[$0.index].currency == context.currency && context.state.standing[$0.index].available != .zero
        && isThePayers($0, context)
    }
    if open.count == 1 { return open[0] }
    let exact = open.filter { candidate in
      let (gross, discount) = settlements(of: candidate, context)
      return gross.magnitude == stated.magnitude || (gross - discount).magnitude == stated.magnitude
    }
    return exact.count == 1 ? exact[0] : nil
  }

  /// What the list says of one item.
  private struct RemittedItem {
    let item: OpenItemRow
    var cash: Money
    /// The discount it states; nil where it states none, or in several lines.
    var discount: Money?
    let text: TextSlice
  }

  private func proposal(_ remitted: [RemittedItem], _ context: ProposalContext) -> Proposal? {
    var lines: [Allocation] = []
    var evidence: [Evidence] = []
    for entry in remitted {
      let (item, cash, text) = (entry.item, entry.cash, entry.text)
      let (gross, discount) = settlements(of: item, context)
      let isNet = discount != .zero && cash == gross - discount
      let isPartial = !isNet && cash != gross
      if isPartial, !allowsPartial(cash, of: item, gross, context) { return nil }
      let taken = isNet ? discount : isPartial ? partialDiscount(entry, gross, discount) : .zero
      let takesDiscount = taken != .zero
      lines.append(
        Allocation(
          item: item, cash: cash, discount: taken, adjustmentReason: isPartial ? .shortPay : nil, paid: cash))
      evidence.append(Evidence(.structuredLine, item: item, text: text))
      if takesDiscount { evidence.append(Evidence(.discountTaken, item: item)) }
      if cash < .zero { evidence.append(Evidence(.creditNetted, item: item)) }
    }
    return Proposal(
      payment: context.payment, matcher: .structuredRemittance, lines: lines,
      evidence: evidence + payerEvidence(context))
  }

  /// The discount that a part of an item takes: what the list states, if it is no more than the part's share, and only where
  /// the policy gives discounts on parts.
  private func partialDiscount(_ entry: RemittedItem, _ gross: Money, _ discount: Money) -> Money {
    guard let stated = entry.discount, stated > .zero, discount > .zero,
      value(policies.discountOnPartial, of: entry.item),
      Int128(entry.cash.minorUnits) + Int128(stated.minorUnits) < Int128(gross.minorUnits),
      stated <= partOfDiscount(of: entry.item, for: entry.cash + stated, of: gross)
    else { return .zero }
    return stated
  }

  /// A known payer may pay less than is open, as long as what is missing is no larger share than the policy allows.
  private func allowsPartial(
    _ cash: Money, of item: OpenItemRow, _ gross: Money, _ context: ProposalContext
  ) -> Bool {
    guard context.payer != nil, cash > .zero, gross > cash else { return false }
    let missing = Int128((gross - cash).minorUnits) * 1_000_000
    return missing <= Int128(gross.minorUnits) * Int128(value(policies.shortPayMaxShare, of: item))
  }

  private static let mostStructuredLines = 2_000
}
