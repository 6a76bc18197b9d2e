package import CashModel

/// A payment of an earlier run about which nothing is decided: why it is on the list, and the items it is about.
package struct ListedPayment: Sendable {
  let reason: ReasonCode
  let items: [OpenItemRow]
  /// What of it is offered to each of the items, which ask for just that; zero where it is not.
  let offer: Money

  package init(_ reason: ReasonCode, items: [OpenItemRow] = [], offer: Money = .zero) {
    self.reason = reason
    self.items = items
    self.offer = offer
  }
}

/// What a run on a book knows that the runs before it did not.
///
/// A payment that waits was found to be no proof of anything. It stays so until something new speaks for it: that others have taken
/// their items meanwhile makes an item the only one left, but says nothing about whose it is. So such a payment is applied only where one
/// of the items it pays is new, or is open with another amount than after the run before.
package struct LedgerNews: Sendable {
  /// By payment row.
  let waits: [Bool]
  /// By item row.
  let isNew: [Bool]

  package init(waits: [Bool], isNew: [Bool]) {
    self.waits = waits
    self.isNew = isNew
  }

  func allows(_ proposal: Proposal) -> Bool {
    !waits[proposal.payment.index] || proposal.itemLines.contains { isNew[$0.item.index] }
  }
}
