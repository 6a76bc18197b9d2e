import CashModel
import Testing

@testable import Ingest

@Suite struct DatePatternTests {
  @Test(arguments: [
    ("dd.MM.yyyy", "31.03.2026", "2026-03-31"), ("d.M.yyyy", "1.3.2026", "2026-03-01"),
    ("d.M.yyyy", "01.03.2026", "2026-03-01"), ("MM/dd/yy", "03/31/26", "2026-03-31"),
    ("M/d/yy", "3/1/71", "1971-03-01"), ("yyyyMMdd", "20260331", "2026-03-31"),
    ("dd-MMM-yyyy", "31-Mar-2026", "2026-03-31"), ("d MMM yyyy", "1 DEC 2026", "2026-12-01"),
    ("MMM d, yyyy", "Mar 5, 2026", "2026-03-05"), ("yyyy-MM-dd HH:mm:ss", "2026-03-31 23:59:59", "2026-03-31"),
    ("yyyy-MM-dd'T'HH:mm", "2026-03-31T23:59", "2026-03-31"),
    ("dd.MM.yyyy", "1.3.2026", nil), ("dd.MM.yyyy", "31.03.26", nil), ("dd.MM.yyyy", "30.02.2026", nil),
    ("dd.MM.yyyy", "31.03.2026 ", nil), ("MM/dd/yyyy", "31/03/2026", nil), ("dd-MMM-yyyy", "31-Mär-2026", nil),
    ("yyyyMMdd", "2026331", nil), ("dd.MM.yyyy", "", nil), ("d.M.yyyy", "001.3.2026", nil),
  ])
  func readsADay(pattern: String, text: String, day: String?) throws {
    let pattern = try #require(DatePattern(pattern))
    let bytes = Array(text.utf8)
    let found = pattern.date(bytes.span)?.text
    #expect(found == day)
  }

  @Test(arguments: ["dd.MM", "yyyy", "dd.MM.yyyyy", "DD.MM.YYYY", "dd.dd.yyyy", "dd.MM.yyyy'T", "", "MMMM d yyyy"])
  func isNoPattern(text: String) { #expect(DatePattern(text) == nil) }

  /// Banks that count months of thirty days write such value dates.
  @Test(arguments: [
    ("30.02.2026", "2026-02-28"), ("29.02.2026", "2026-02-28"), ("31.04.2026", "2026-04-30"), ("32.01.2026", nil),
  ])
  func takesAnInterestDayForTheMonthsLast(text: String, day: String?) throws {
    let pattern = try #require(DatePattern("dd.MM.yyyy"))
    let bytes = Array(text.utf8)
    let found = pattern.date(bytes.span, isInterestDay: true)?.text
    #expect(found == day)
  }
}
