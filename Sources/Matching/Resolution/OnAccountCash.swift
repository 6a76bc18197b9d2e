package import CashModel

/// Cash that an earlier run put on a customer's account, and that the ledger's extract need not show yet.
package struct OnAccountCash: Hashable, Sendable {
  package let customer: CustomerRow
  package let currency: Currency
  package let amount: Money
  /// The payment's id, in the payments' arena.
  package let payment: TextSlice

  package init(customer: CustomerRow, currency: Currency, amount: Money, payment: TextSlice) {
    self.customer = customer
    self.currency = currency
    self.amount = amount
    self.payment = payment
  }
}

extension MatchingIndex {
  /// The cash on the account of a customer's family that makes a payment complete which is so much short.
  func onAccount(of customer: CustomerRow, missing: Int128, _ currency: Currency) -> OnAccountCash? {
    guard !onAccount.isEmpty, customer.number >= 0 else { return nil }
    return onAccount[payers.family(of: customer)]?.first {
      $0.currency == currency && Int128($0.amount.minorUnits) == missing
    }
  }

  /// Whether a payment that pays its items short is short by just what stands on its customer's account: then it may mean to use that, and is no
  /// deduction.
  func mayUseOnAccount(_ proposal: Proposal, _ currency: Currency) -> OnAccountCash? {
    guard !onAccount.isEmpty, proposal.rest == .none, let first = proposal.lines.first else { return nil }
    var missing: Int128 = 0
    for line in proposal.lines {
      missing += Int128(items[line.item.index].amount.minorUnits) - Int128(line.cash.minorUnits)
      missing -= Int128(line.discount.minorUnits)
    }
    return missing > 0 ? onAccount(of: items[first.item.index].customer, missing: missing, currency) : nil
  }

  /// Cash on account suggested for the items that ask for just that, as far as nothing of this run has paid them.
  func offer(_ listed: ListedPayment, _ context: ProposalContext, in decision: inout Decision) {
    for item in listed.items {
      if context.state.standing[item.index].available == listed.offer {
        guard decision.suggestions.count < MatchingIndex.mostSuggestions else { continue }
        decision.suggestions.append([SuggestedCash(item: item, cash: listed.offer)])
      } else {
        decision.evidence.append(Evidence(.contestedItem, item: item))
      }
    }
  }

  /// By the top of a family.
  static func byFamily(_ cash: [OnAccountCash], _ payers: PayerIndex) -> [CustomerRow: [OnAccountCash]] {
    Dictionary(grouping: cash) { payers.family(of: $0.customer) }
  }
}
