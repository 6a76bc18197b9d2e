import CashModel
import Testing
import TestSupport

@testable import Matching

/// How often a blind set is right, and how often wrong: one customer, amounts spread like invoices (most around 1,000.00, a
/// few large), payments of two to four items without references.
@Suite struct SubsetSafetyTests {
  private static let rounds = Soak.isOn ? 2_000 : 60

  private enum Amounts: String, CaseIterable { case oddCents, wholeUnits }

  /// Roughly log-normal with a median of 1,000: the product of a few random factors.
  private func amount(_ kind: Amounts, _ random: inout SeededRandom) -> Int64 {
    var amount: Int64 = 100_000
    for _ in 0..<6 { amount = amount * Int64(700 + random.below(730)) / 1_000 }
    switch kind {
    case .oddCents: return max(amount, 100) + Int64(random.below(100))
    case .wholeUnits: return max(amount / 100, 1) * 100
    }
  }

  private func book(_ kind: Amounts, open: Int, _ random: inout SeededRandom) -> (Book, [Int64]) {
    var book = Book()
    book.customer("C1", accounts: "DE11")
    let amounts = (0..<open).map { _ in amount(kind, &random) }
    for (number, amount) in amounts.enumerated() { book.item("\(900_100 + number)", "C1", amount) }
    return (book, amounts)
  }

  @Test(arguments: [8, 10, 15, 20, 30])
  func shortPaymentsAreNotAppliedToASetThatHappensToFit(open: Int) {
    for kind in Amounts.allCases {
      var random = SeededRandom(seed: UInt64(open))
      var wrong = 0
      for _ in 0..<Self.rounds {
        var (book, amounts) = book(kind, open: open, &random)
        let due = amounts.prefix(2 + random.below(3)).reduce(0, +)
        var paid = due - due * Int64(10 + random.below(61)) / 1_000
        if kind == .wholeUnits { paid = paid / 100 * 100 }
        book.pay(paid, "", account: "DE11")
        if book.decided()[0].contains(" 900") { wrong += 1 }
      }
      // Below 0.1 %; in a short run a single one is chance.
      #expect(wrong <= max(1, Self.rounds / 1_000), "\(kind.rawValue) \(open): \(wrong) of \(Self.rounds)")
    }
  }

  @Test(arguments: [8, 15, 30])
  func exactPaymentsOfAProvenSetAreApplied(open: Int) {
    var random = SeededRandom(seed: UInt64(100 + open))
    var (proven, applied, wrong) = (0, 0, 0)
    for _ in 0..<Self.rounds / 2 {
      var (book, amounts) = book(.oddCents, open: open, &random)
      let count = 2 + random.below(3)
      let paid = amounts.prefix(count).reduce(0, +)
      let problem = SubsetProblem(choices: amounts.map { SubsetProblem.Choice(options: [$0]) }, target: paid)
      guard case .unique(_, let nearby, let places) = problem.solved(steps: 20_000_000), nearby * 1_000 <= places else {
        continue
      }
      proven += 1
      book.pay(paid, "", account: "DE11")
      let expected = (0..<count).map { "\(900_100 + $0):\(Money(minorUnits: amounts[$0]).text(exponent: 2))" }
      if book.decided()[0] == expected.joined(separator: " ") {
        applied += 1
      } else if book.decided()[0].contains(":") {
        wrong += 1
      }
    }
    #expect(wrong == 0)
    #expect(applied * 100 >= proven * 80, "\(applied) of \(proven)")
    if open < 15 { #expect(proven > Self.rounds / 4) }
  }
}
