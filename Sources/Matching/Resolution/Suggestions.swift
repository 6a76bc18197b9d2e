import CashModel
import TrackRecord

// What an analyst would try first: the cited items as far as the cash goes, the payer's items of that amount, any item
// of that amount, everything the payer owes where that is the sum.

struct Suggestion {
  let source: SuggestionSource
  let cash: [SuggestedCash]
}

extension MatchingIndex {
  /// - Parameter set: the only set of the payer's items that adds up, if one was found that proves nothing.
  func suggestions(_ context: ProposalContext, _ cited: CitedResult, set: [SubsetMember]) -> [Suggestion] {
    var found: [Suggestion] = []
    func add(_ source: SuggestionSource, _ suggestion: [SuggestedCash]) {
      guard !suggestion.isEmpty, found.count < MatchingIndex.mostSuggestions else { return }
      let items = Set(suggestion.map(\.item))
      if !found.contains(where: { Set($0.cash.map(\.item)) == items }) {
        found.append(Suggestion(source: source, cash: suggestion))
      }
    }
    switch cited {
    case .untied(let items, _), .conflict(let items):
      for cited in items.prefix(8) where items.count > 1 {
        if context.state.standing[cited.item.index].available == context.amount {
          add(.citedOfAmount, [SuggestedCash(item: cited.item, cash: context.amount)])
        }
      }
      add(.cited, cashInOrder(items.map(\.item), context))
    case .ambiguous:
      for citation in context.citations.prefix(4) {
        for row in rows(of: citation).prefix(4) {
          let item = OpenItemRow(number: row)
          if context.state.standing[row.asIndex].available == context.amount {
            add(.citedOfAmount, [SuggestedCash(item: item, cash: context.amount)])
          }
        }
      }
    case .nothing, .explained, .budget: break
    }
    if let payer = context.payer {
      let family = payers.family(of: payer)
      for entry in amounts.entries(of: context.amount, in: context.currency, family: family).prefix(8) {
        if isWhollyOpen(entry.item, context) {
          add(.payersAmount, [SuggestedCash(item: entry.item, cash: context.amount)])
        }
      }
      add(.payersSet, set.map { SuggestedCash(item: $0.item, cash: $0.cash) })
    } else {
      let matches = amounts.entries(of: context.amount, in: context.currency).prefix(MatchingIndex.mostSuggestions + 1)
      if matches.count <= MatchingIndex.mostSuggestions {
        for entry in matches where isWhollyOpen(entry.item, context) {
          add(.anyonesAmount, [SuggestedCash(item: entry.item, cash: context.amount)])
        }
      }
    }
    return found
  }

  /// Gives suggestions their classes and confidences; the likeliest first, of equal ones as they were found.
  func rank(_ suggestions: [Suggestion], of context: ProposalContext, into decision: inout Decision) {
    guard let reason = decision.reason else { return }
    let classes = suggestions.enumerated().map { place, suggestion in
      EvidenceClass.suggested(
        suggestion.source, reason, payerKnowledge(context.payment, context.readings), place: UInt8(place + 1),
        count: UInt8(min(suggestions.count, 3)))
    }
    let confidences = classes.map(confidence)
    let order = suggestions.indices.sorted { left, right in
      confidences[left] != confidences[right] ? confidences[left] > confidences[right] : left < right
    }
    decision.suggestions = order.map { suggestions[$0].cash }
    decision.suggestionClasses = order.map { classes[$0] }
    decision.suggestionConfidences = order.map { confidences[$0] }
  }

  func confidence(of kind: EvidenceClass) -> Confidence {
    limits?.confidence(of: kind) ?? .unknown
  }

  private func isWhollyOpen(_ item: OpenItemRow, _ context: ProposalContext) -> Bool {
    context.state.standing[item.index].available == items[item.index].amount
  }

  /// The payment's cash laid over the items in order, credits first, until it is used up.
  private func cashInOrder(_ chosen: [OpenItemRow], _ context: ProposalContext) -> [SuggestedCash] {
    var rest = Int128(context.amount.minorUnits)
    var suggestion: [SuggestedCash] = []
    for item in chosen.prefix(MatchingIndex.mostEvidence) where context.state.standing[item.index].available < .zero {
      rest -= Int128(context.state.standing[item.index].available.minorUnits)
      suggestion.append(SuggestedCash(item: item, cash: context.state.standing[item.index].available))
    }
    for item in chosen.prefix(MatchingIndex.mostEvidence) where context.state.standing[item.index].available > .zero {
      let cash = min(rest, Int128(context.state.standing[item.index].available.minorUnits))
      guard cash > 0 else { break }
      rest -= cash
      suggestion.append(SuggestedCash(item: item, cash: Money(minorUnits: Int64(cash))))
    }
    return suggestion
  }

  static let mostSuggestions = 3
}

extension Int32 {
  fileprivate var asIndex: Int { Int(self) }
}
