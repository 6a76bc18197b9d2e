// Statements that a bank cut into pages.
//
// Pages of one statement share account and id and carry a number; each holds some of the entries, the first the opening
// balance, the last the closing one. Alone a page proves nothing, together they must tie like a statement in one piece:
//
//     page 1: 100.00 opening, 40.00 in      page 2 (last): 10.00 out, 130.00 closing      100 + 40 - 10 = 130
//
// Pages may lie in one file, in several, or in an archive, in any order. Where a page is missing the result stays blank
// and the missing number is named.

/// What the pages of one statement come to.
public struct StatementPages: Sendable {
  /// Places of the pages in the statements given, in order of their numbers.
  public let places: [Int]
  public var totals: ControlResult = .blank
  public var balances: ControlResult = .blank
  /// What is wrong or missing, in a sentence without position.
  public var finding: String?

  /// The statements that come in pages, by account and id, in order of their first place.
  public static func all(of statements: [Statement]) -> [StatementPages] {
    var groups: [Key: [Int]] = [:]
    for (place, statement) in statements.enumerated() where statement.pageNumber != nil {
      groups[Key(statement), default: []].append(place)
    }
    return groups.values.filter { places in places.contains { statements[$0].hasSiblings } }
      .map { places in places.sorted { (statements[$0].pageNumber ?? 0, $0) < (statements[$1].pageNumber ?? 0, $1) } }
      .sorted { ($0.first ?? 0) < ($1.first ?? 0) }
      .map { StatementPages($0, statements) }
  }

  private struct Key: Hashable {
    let account: String
    let identification: String
    let currency: Currency?

    init(_ statement: Statement) {
      account = statement.account
      identification = statement.identification
      currency = statement.currency
    }
  }

  private init(_ places: [Int], _ statements: [Statement]) {
    self.places = places
    let pages = places.map { statements[$0] }
    let numbers = pages.map { $0.pageNumber ?? 0 }
    let whole = "statement \(pages[0].identification) of account \(pages[0].account)"
    if let missing = (1...(numbers.max() ?? 1)).first(where: { !numbers.contains($0) }) {
      finding = "page \(missing) of \(whole) is missing, so that nothing can be checked"
      return
    }
    if pages[pages.count - 1].isLastPage != true {
      finding = "the pages after page \(numbers.max() ?? 1) of \(whole) are missing, so that nothing can be checked"
      return
    }
    if Set(numbers).count != numbers.count {
      finding = "page \(numbers.first { number in numbers.count { $0 == number } > 1 } ?? 0) of \(whole) is there twice"
      totals = .mismatch
      return
    }
    check(pages, whole)
  }

  private mutating func check(_ pages: [Statement], _ whole: String) {
    let credits = pages.reduce(Int128(0)) { $0 + Int128($1.credits.minorUnits) }
    let debits = pages.reduce(Int128(0)) { $0 + Int128($1.debits.minorUnits) }
    let exponent = pages[0].currency?.exponent ?? 2
    if let opening = pages.compactMap(\.openingBalance).first, let closing = pages.compactMap(\.closingBalance).last {
      let expected = Int128(opening.minorUnits) + credits - debits
      balances = expected == Int128(closing.minorUnits) ? .tie : .mismatch
      if balances == .mismatch {
        let text = Money(minorUnits: Int64(clamping: expected)).text(exponent: exponent)
        finding =
          "the pages of \(whole) do not lead from opening to closing balance: found "
          + "\(closing.text(exponent: exponent)), expected \(text)"
      }
    }
    let entries = pages.reduce(0) { $0 + $1.entryCount }
    for page in pages {
      let line = page.statedTotals.all
      if let count = line.count {
        // Banks count either the page or the whole statement.
        let ties = count == page.entryCount || count == entries
        totals = totals == .mismatch || !ties ? .mismatch : .tie
        if !ties { finding = finding ?? "the pages of \(whole) state \(count) entries and have \(entries)" }
      }
      let sums = [credits + debits, credits - debits].map(\.magnitude)
      let own = [
        Int128(page.credits.minorUnits) + Int128(page.debits.minorUnits),
        Int128(page.credits.minorUnits) - Int128(page.debits.minorUnits),
      ].map(\.magnitude)
      if let sum = line.sum {
        let ties = (sums + own).contains(UInt128(sum))
        totals = totals == .mismatch || !ties ? .mismatch : .tie
        if !ties { finding = finding ?? "the pages of \(whole) state another sum of entries than they have" }
      }
    }
  }
}
