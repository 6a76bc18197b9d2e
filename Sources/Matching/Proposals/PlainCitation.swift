import CashModel

/// What a text cites where nothing about it is in doubt: every number in it names exactly one item, all of them are
/// open in the payment's currency and, where the payer is known, his. Only such a text may speak of a payment that does
/// not tie: what is paid short, too much, in parts or together with others.
struct PlainCitation {
  let items: [CitedItem]
  /// What is open of them, credits included.
  let gross: Int128
  /// The discounts still to be had on the payment's value date.
  let discounts: Int128

  /// The payment less what is asked for; negative where it is short.
  func difference(_ amount: Money) -> Int128 { Int128(amount.minorUnits) - gross }
}

extension MatchingIndex {
  /// - Parameter besidesUnknown: numbers that are nobody's may stand beside the items'.
  /// - Returns: nil where the text cites nothing, or anything that can be read in two ways.
  func plainCitation(_ context: ProposalContext, besidesUnknown: Bool = false) -> PlainCitation? {
    guard !context.readings.payerConflicts[context.row], !context.readings.isOverfull[context.row] else { return nil }
    // A list with amounts says for itself what it means; where it does not add up, nobody knows.
    for child in context.payments.structured[context.row].indices
    where context.payments.structuredRows[child].remitted != nil { return nil }
    for citation in context.citations {
      if citation.kind == .unknown, !besidesUnknown { return nil }
      let rows = rows(of: citation)
      // A number of several items, one of which is named besides, an order and its invoice, means that one.
      if rows.count > 1 {
        let alone = itemsNamedAlone(context)
        if rows.contains(where: { alone.contains($0) }) { continue }
      }
      for row in rows {
        let item = OpenItemRow(number: row)
        if items[item.index].isClosed || items[item.index].currency != context.currency { return nil }
        if context.state.standing[item.index].available == .zero { return nil }
        if let payer = context.payer, !isOfFamily(item, of: payer) { return nil }
      }
    }
    let groups = citedGroups(context)
    guard !groups.isEmpty, groups.count <= MatchingIndex.mostPlainItems, groups.allSatisfy({ $0.count == 1 })
    else { return nil }
    let cited = groups.map { $0[0] }
    var gross = Int128(0)
    var discounts = Int128(0)
    for entry in cited {
      let (open, discount) = settlements(of: entry.item, context)
      gross += Int128(open.minorUnits)
      discounts += Int128(discount.minorUnits)
    }
    return PlainCitation(items: cited, gross: gross, discounts: discounts)
  }

  /// Items that a number of their own in the text names.
  private func itemsNamedAlone(_ context: ProposalContext) -> [Int32] {
    context.citations.compactMap { citation in
      let rows = rows(of: citation)
      return rows.count == 1 ? rows.first : nil
    }
  }

  /// Evidence that the text names these items.
  func evidence(of cited: [CitedItem]) -> [Evidence] {
    cited.map {
      Evidence($0.citation.kind == .other ? .citedOtherNumber : .citedItem, item: $0.item, text: $0.citation.text)
    }
  }

  private static let mostPlainItems = 200
}
