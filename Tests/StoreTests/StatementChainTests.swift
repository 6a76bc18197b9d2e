import CashModel
import Store
import Testing

@Suite struct StatementChainTests {
  private func facts(
    _ name: String, day: Int32, _ opening: Int64?, _ closing: Int64?, content: UInt64, level: StatementLevel = .booked,
    sequence: Int? = nil
  ) -> StatementFacts {
    StatementFacts(
      format: .camt053, level: level, identification: name, page: 0, currency: "EUR",
      day: CalendarDate(daysSince1970: day), opening: opening.map { Money(minorUnits: $0) },
      closing: closing.map { Money(minorUnits: $0) }, entryCount: 1,
      sequence: sequence, content: content)
  }

  @Test func theSameContentIsRedeliveredUnderAnyName() {
    let chain = StatementChain([facts("1", day: 1, 0, 10, content: 1)])
    #expect(chain.redelivered(facts("other", day: 1, 0, 10, content: 1)) != nil)
    #expect(chain.redelivered(facts("1", day: 1, 0, 10, content: 2)) == nil)
    #expect(chain.redelivered(facts("1", day: 1, 0, 10, content: 1, level: .interim)) == nil)
  }

  @Test(arguments: [
    ("1", 1, 0, 11, true), ("2", 1, 0, 10, true), ("2", 1, 0, 11, false), ("2", 2, 0, 10, false), ("", 1, 5, 6, false),
  ])
  func otherContentUnderTheSameNameOrBalancesContradicts(
    name: String, day: Int32, opening: Int64, closing: Int64, contradicts: Bool
  ) {
    let chain = StatementChain([facts("1", day: 1, 0, 10, content: 1)])
    #expect((chain.contradicted(by: facts(name, day: day, opening, closing, content: 2)) != nil) == contradicts)
  }

  @Test func aStatementThatDoesNotBeginWhereTheLastOneEndedShowsAGap() {
    var chain = StatementChain([facts("1", day: 1, 0, 10, content: 1)])
    #expect(chain.gap(before: facts("2", day: 2, 10, 15, content: 2)) == nil)
    #expect(
      chain.gap(before: facts("3", day: 3, 15, 20, content: 3))
        == .balance(last: facts("1", day: 1, 0, 10, content: 1), closing: Money(minorUnits: 10)))
    #expect(chain.gap(before: facts("3", day: 3, nil, 20, content: 3)) == nil)
    // Nothing came before the first.
    #expect(chain.gap(before: facts("0", day: 0, 7, 0, content: 9)) == nil)
    chain.add(facts("3", day: 3, 15, 20, content: 3))
    // What was missing comes late and fits.
    #expect(chain.gap(before: facts("2", day: 2, 10, 15, content: 2)) == nil)
    chain.add(facts("2", day: 2, 10, 15, content: 2))
    #expect(chain.gap(before: facts("4", day: 4, 20, 25, content: 4)) == nil)
  }

  @Test func statementsOfOneDayMayComeInAnyOrder() {
    let chain = StatementChain([facts("b", day: 1, 5, 9, content: 2), facts("a", day: 1, 0, 5, content: 1)])
    #expect(chain.gap(before: facts("c", day: 2, 9, 12, content: 3)) == nil)
    #expect(chain.gap(before: facts("c", day: 2, 8, 12, content: 3)) != nil)
  }

  /// The last statement had number 7 on day 5, the one before 6 on day 4.
  @Test(
    arguments: [
      (8, 6, nil), (9, 6, 7), (7, 6, nil), (1, 6, nil), (6, 3, nil), (5, 3, nil), (3, 4, nil),
    ] as [(Int, Int32, Int?)])
  func aNumberThatIsNotTheNextShowsAGap(number: Int, day: Int32, after: Int?) {
    let chain = StatementChain([
      facts("6", day: 4, nil, nil, content: 6, sequence: 6), facts("7", day: 5, nil, nil, content: 7, sequence: 7),
    ])
    let gap = chain.gap(before: facts("n", day: day, nil, nil, content: 9, sequence: number))
    if let after {
      #expect(
        gap
          == .sequence(
            last: facts("\(after)", day: 5, nil, nil, content: UInt64(after), sequence: after), number: after))
    } else {
      #expect(gap == nil)
    }
  }

  @Test func whatTheBankHasTakenBackIsKnownAsThat() {
    var chain = StatementChain([facts("1", day: 1, 0, 10, content: 1)])
    chain.void(facts("1", day: 1, 0, 10, content: 1))
    #expect(chain.isVoid(facts("again", day: 1, 0, 10, content: 1)))
    #expect(chain.redelivered(facts("1", day: 1, 0, 10, content: 1)) == nil)
    #expect(chain.contradicted(by: facts("1", day: 1, 0, 11, content: 2)) == nil)
  }
}
