import CashModel
import Evaluation
import Ingest
import Testing

/// What counts as right, wrong and open: the rules of the labelled batches, case by case.
@Suite struct ScoresTests {
  private func money(_ text: String) -> Money {
    guard let money = try? Money(decimal: Array(text.utf8).span, exponent: 4) else { preconditionFailure("an amount") }
    return money
  }

  /// `reference|kind|scenario|group|customer`.
  private func truth(_ payments: [String], _ splits: [String]) -> Truth {
    Truth(
      payments: payments.map { line in
        let cells = line.split(separator: "|", omittingEmptySubsequences: false).map(String.init)
        var payment = TruePayment()
        (payment.bankReference, payment.kind, payment.scenario) = (cells[0], cells[1], cells[2])
        (payment.group, payment.customerID) = (cells[3], cells[4])
        (payment.amount, payment.currency) = (money("100"), "EUR")
        return payment
      },
      splits: splits.map { line in
        let cells = line.split(separator: "|", omittingEmptySubsequences: false).map(String.init)
        var split = TrueSplit()
        (split.bankReference, split.invoiceID) = (cells[0], cells[1])
        (split.applied, split.discount) = (money(cells[2]), money(cells[3]))
        return split
      })
  }

  /// `reference|invoice|applied|discount`; without an invoice `reference||customer|`.
  private func decisions(_ lines: [String], excepted: [String: [[String]]] = [:]) -> [ScoredDecision] {
    var decisions: [String: ScoredDecision] = [:]
    for line in lines {
      let cells = line.split(separator: "|", omittingEmptySubsequences: false).map(String.init)
      var decision = decisions[cells[0]] ?? ScoredDecision()
      decision.bankReference = cells[0]
      if cells[1].isEmpty {
        decision.accountCustomer = cells[2]
      } else {
        decision.lines.append(.init(invoiceID: cells[1], applied: money(cells[2]), discount: money(cells[3])))
      }
      decisions[cells[0]] = decision
    }
    for (reference, suggestions) in excepted {
      var decision = decisions[reference] ?? ScoredDecision()
      decision.bankReference = reference
      decision.isExcepted = true
      decision.suggestions = suggestions.map(Set.init)
      decisions[reference] = decision
    }
    return Array(decisions.values)
  }

  private static let one = (["P|receipt|clean||C"], ["P|I|100.00|0.00"])

  @Test(arguments: [
    (["P|I|100.00|0.00"], 1, 0, 0), (["P|I|100.0|0"], 1, 0, 0), (["P|I|60|0", "P|I|40|0"], 1, 0, 0),
    (["P|I|99.99|0.00"], 0, 1, 0), (["P|I|100.00|1.00"], 0, 1, 0), (["P|J|100.00|0.00"], 0, 1, 0),
    (["P|I|100.00|0.00", "P|J|1.00|0.00"], 0, 1, 0), ([], 0, 0, 1), (["P||C|"], 0, 0, 1),
  ])
  func aPaymentIsRightWhereInvoicesCashAndDiscountsAre(lines: [String], right: Int, wrong: Int, open: Int) {
    let scores = Scores(of: decisions(lines), against: truth(Self.one.0, Self.one.1))
    #expect([scores.total.right, scores.total.wrong, scores.total.open] == [right, wrong, open])
    #expect(scores.total.receipts == 1)
  }

  @Test func cashOnWhatIsNoReceiptIsWrong() {
    let scores = Scores(
      of: decisions(["F|I|100|0", "P|I|100|0"]),
      against: truth(["F|fee|fee||", "P|receipt|prepayment||C"], []))
    #expect(scores.total.wrong == 2)
    #expect(scores.total.receipts == 0)
  }

  @Test func aGroupIsRightWhereItsSumsAre() {
    let batch = truth(
      ["P|receipt|many-to-many|g1|C", "Q|receipt|many-to-many|g1|C"], ["P|I|60|0", "P|J|40|0", "Q|I|40|0", "Q|J|60|0"])
    let other = ["P|I|100|0", "Q|J|100|0"]
    #expect(Scores(of: decisions(other), against: batch).total.right == 2)
    #expect(Scores(of: decisions(Array(other.dropLast())), against: batch).total.wrong == 1)
  }

  @Test func anOriginalOrItsDuplicateMayStandForTheInvoice() {
    let batch = truth(["P|receipt|clean|d1|C", "Q|receipt|duplicate-payment|d1|C"], ["P|I|100|0"])
    for applied in ["P", "Q"] {
      let scores = Scores(of: decisions(["\(applied)|I|100|0"]), against: batch)
      #expect(scores.total.right == 1)
      #expect(scores.byScenario["duplicate-payment"]?.open == 1)
    }
    #expect(Scores(of: decisions(["P|I|100|0", "Q|I|100|0"]), against: batch).total.wrong == 2)
  }

  @Test func whichOfTheInvoicesWasCutShortIsNotAsked() {
    let batch = truth(["P|receipt|short-pay||C"], ["P|I|60|0", "P|J|30|0"])
    #expect(Scores(of: decisions(["P|I|50|0", "P|J|40|0"]), against: batch).total.right == 1)
    #expect(Scores(of: decisions(["P|I|50|0", "P|J|41|0"]), against: batch).total.wrong == 1)
    #expect(Scores(of: decisions(["P|I|90|0"]), against: batch).total.wrong == 1)
  }

  @Test func suggestionsCountWhereTheyHaveTheTruesInvoices() {
    let batch = truth(Self.one.0, Self.one.1)
    let second = Scores(of: decisions([], excepted: ["P": [["J"], ["I"]]]), against: batch)
    #expect(second.total.suggested == 1 && second.total.suggestedFirst == 0 && second.lost == 0)
    #expect(Scores(of: decisions([], excepted: ["P": [["I", "J"]]]), against: batch).total.suggested == 0)
    #expect(Scores(of: [], against: batch).lost == 1)
  }

  @Test func cashOnAnotherCustomersAccountAndUnknownReferencesAreCounted() {
    let scores = Scores(of: decisions(["P||D|", "X|I|1|0"]), against: truth(Self.one.0, Self.one.1))
    #expect(scores.onWrongAccount == 1)
    #expect(scores.unknownReferences == 1)
  }
}
