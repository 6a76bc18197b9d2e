import CashModel
import TestSupport
import Testing

@testable import Matching

/// A later round of a tier that rests on citations asks only the payments whose items changed: it proposes what asking everybody would.
@Suite struct RoundChangesTests {
  private struct Said: Hashable {
    let payment: PaymentRow
    let lines: [String]
  }

  @Test func aLaterRoundAsksOnlyWhatChangedAndProposesTheSame() {
    var (later, proposed) = (0, 0)
    for seed in 1...200 as ClosedRange<UInt64> {
      let book = Self.book(seed)
      let (index, readings, before) = book.read()
      var state = before
      for tier in MatchingTier.order where tier.restsOnCitations {
        var changes: RoundChanges?
        while true {
          let all = index.round(of: tier, for: book.payments, readings, state)
          let some = index.round(of: tier, for: book.payments, readings, state, after: changes)
          #expect(Self.said(some) == Self.said(all), "seed \(seed), \(tier)")
          if changes != nil {
            later += 1
            if !all.isEmpty { proposed += 1 }
          }
          let decided = state.commit(all, tier: tier, payments: book.payments, readings: readings, index: index)
          if decided == 0 { break }
          changes = RoundChanges(after: all, state)
        }
      }
    }
    // Later rounds mostly say nothing; enough of these say something.
    #expect(later > 200)
    #expect(proposed > 50)
  }

  /// The first round takes 1001, so that of the second payment's two numbers one is left.
  @Test func aPaymentWhoseItemAnotherTookIsAskedAgain() {
    var book = Book()
    book.customer("A", name: "Alder GmbH")
    book.customer("B", name: "Birch GmbH")
    book.item("1001", "A", 100_00)
    book.item("1002", "A", 200_00)
    book.item("1003", "A", 300_00)
    book.pay(100_00, "1001", name: "Alder GmbH")
    book.pay(200_00, "1001 1002", name: "Alder GmbH")
    book.pay(555_00, "1003", name: "Alder GmbH")
    let (index, readings, before) = book.read()
    var state = before
    let first = index.round(of: .cited, for: book.payments, readings, state)
    #expect(first.map(\.payment.index) == [0])
    _ = state.commit(first, tier: .cited, payments: book.payments, readings: readings, index: index)
    let changes = RoundChanges(after: first, state)
    #expect((1...2).map { changes.concern($0, book.payments, readings, index) } == [true, false])
    #expect(index.round(of: .cited, for: book.payments, readings, state, after: changes).map(\.payment.index) == [1])
  }

  private static func said(_ round: [Proposal]) -> [Said] {
    round.map { proposal in
      Said(payment: proposal.payment, lines: proposal.lines.map { "\($0.item.number) \($0.cash.minorUnits)" })
    }
  }

  /// Items of few amounts, cited by payments of which each is some of what it cites.
  private static func book(_ seed: UInt64) -> Book {
    var random = SeededRandom(seed: seed)
    var book = Book()
    for customer in 0..<3 { book.customer("C\(customer)", name: "Customer \(["Alder", "Birch", "Cedar"][customer])") }
    let amounts = (0..<14).map { _ in Int64(1 + random.below(4)) * 100_00 }
    for (number, amount) in amounts.enumerated() { book.item("\(70_010 + number)", "C\(number % 3)", amount) }
    for _ in 0..<24 {
      let cited = (0..<1 + random.below(3)).map { _ in random.below(14) }
      let paid = Set(cited.filter { _ in random.below(2) == 0 } + [cited[0]])
      let name = "Customer \(["Alder", "Birch", "Cedar"][cited[0] % 3])"
      book.pay(
        paid.reduce(0) { $0 + amounts[$1] }, cited.map { "\(70_010 + $0)" }.joined(separator: " "),
        name: random.below(2) == 0 ? name : "")
    }
    return book
  }
}
