import CashModel
import Testing

/// Statements cut into pages: together they must tie, in whatever order they come.
@Suite struct StatementPagesTests {
  private func page(
    _ number: Int, isLast: Bool = false, opening: Int64? = nil, credits: Int64 = 0, debits: Int64 = 0,
    closing: Int64? = nil, entries: Int = 1, id: String = "S1", stated: Int? = nil, sum: UInt64? = nil
  ) -> Statement {
    var statement = Statement()
    statement.identification = id
    statement.account = "A1"
    statement.currency = .usDollar
    statement.pageNumber = number
    statement.isLastPage = isLast
    statement.openingBalance = opening.map { Money(minorUnits: $0) }
    statement.closingBalance = closing.map { Money(minorUnits: $0) }
    statement.credits = Money(minorUnits: credits)
    statement.debits = Money(minorUnits: debits)
    statement.entryCount = entries
    statement.statedTotals.all.count = stated
    statement.statedTotals.all.sum = sum
    return statement
  }

  @Test func pagesTieTogetherInAnyOrder() {
    let pages = [
      page(1, opening: 10_000, credits: 4_000), page(2, debits: 500),
      page(3, isLast: true, debits: 500, closing: 13_000),
    ]
    for order in [[0, 1, 2], [2, 0, 1], [1, 2, 0]] {
      let found = StatementPages.all(of: order.map { pages[$0] })
      #expect(found.map(\.balances) == [.tie])
      #expect(found[0].places.map { order[$0] } == [0, 1, 2])
      #expect(found[0].finding == nil)
    }
  }

  @Test(arguments: [([1, 3], "page 2"), ([2, 3], "page 1"), ([1, 2], "the pages after page 2")])
  func aMissingPageIsNamedAndNothingIsChecked(numbers: [Int], words: String) {
    let found = StatementPages.all(of: numbers.map { page($0, isLast: $0 == 3, opening: 1, credits: 5, closing: 99) })
    #expect(found.map(\.balances) == [.blank])
    #expect(found.first?.finding?.contains(words) == true)
  }

  @Test func pagesThatDoNotTieSayWhatWasExpected() {
    let found = StatementPages.all(of: [
      page(1, opening: 10_000, credits: 4_000), page(2, isLast: true, debits: 1_000, closing: 13_001),
    ])
    #expect(found.map(\.balances) == [.mismatch])
    #expect(found.first?.finding?.contains("found 130.01, expected 130.00") == true)
  }

  @Test func onePageTwiceIsAMismatch() {
    let found = StatementPages.all(of: [page(1), page(2, isLast: true), page(2, isLast: true)])
    #expect(found.map(\.totals) == [.mismatch])
  }

  @Test(arguments: [(1, 2, ControlResult.tie), (3, 3, .tie), (1, 3, .tie), (4, 4, .mismatch), (2, 1, .mismatch)])
  func aStatedCountMayBeThePagesOrTheWhole(first: Int, second: Int, expected: ControlResult) {
    let found = StatementPages.all(of: [
      page(1, entries: 1, stated: first), page(2, isLast: true, entries: 2, stated: second),
    ])
    #expect(found.map(\.totals) == [expected])
  }

  @Test func aStatementInOnePieceHasNoPages() {
    #expect(StatementPages.all(of: [page(1, isLast: true)]).isEmpty)
    #expect(StatementPages.all(of: [Statement()]).isEmpty)
  }
}
