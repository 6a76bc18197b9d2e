import CashModel
import Posting
import Report
import Testing

@Suite struct ReportPageTests {
  private func page(_ lines: [ExceptionLine], inputs: [RunFacts.Input]? = nil) throws -> String {
    String(decoding: ReportPage.html(try Sample.facts(inputs), exceptions: lines), as: UTF8.self)
  }

  @Test func thePageSaysWhatCameInWhatWasAppliedAndWhatWaits() throws {
    let page = try page([try Sample.line()])
    #expect(page.hasPrefix("<!DOCTYPE html>\n"))
    #expect(page.hasSuffix("</html>\n"))
    for text in ["1,234,567.89", "1,000,000.00", "34,567.89", "200,000.00", "57.14 %", "camt.053 001.08"] {
      #expect(page.contains(text))
    }
    #expect(page.contains("4 (57.14 %) were applied without a person. 3 transactions wait."))
    #expect(!page.contains("{{"))
  }

  @Test func whatCameBackStandsApartFromWhatWaits() throws {
    #expect(try !page([]).contains("came back"))
    var figures = try Sample.figures()
    figures.cash[0].open -= Money(minorUnits: 780_00)
    figures.cash[0].net -= Money(minorUnits: 780_00)
    let facts = RunFacts(
      runID: "R", asOf: try Sample.day("2026-06-17"), inputs: [], figures: figures, breakdown: CashBreakdown())
    let page = String(decoding: ReportPage.html(facts, exceptions: []), as: UTF8.self)
    #expect(page.contains("Payments that came back come to -780.00."))
    #expect(page.contains("34,567.89"))
  }

  @Test func theBarsPartsFillIt() throws {
    let page = try page([])
    #expect(page.contains(#"class="applied" x="0" width="8100""#))
    #expect(page.contains(#"class="account" x="8100" width="279""#))
    #expect(page.contains(#"class="waiting" x="8379" width="1621""#))
  }

  @Test(arguments: [
    "<script>alert(1)</script>", "<\u{301}img src=x>", "\"\u{301} onclick=\"x", "' autofocus '", "a & b < c > d",
    "nul\u{0}esc\u{1B}[31m", "{{css}}{{{css}}}", "</td></tr></table>",
  ])
  func nothingFromOutsideBecomesMarkup(hostile: String) throws {
    let line = try Sample.line(
      payer: hostile, text: hostile, detail: hostile, next: hostile, suggestions: [hostile])
    let input = Sample.input(hostile, bankFile: try Sample.bankFile(), messages: [hostile])
    let page = try page([line], inputs: [input, Sample.input(hostile, role: "customers")])
    let plain = try self.page(
      [try Sample.line(payer: "x", text: "x", detail: "x", next: "x", suggestions: ["x"])],
      inputs: [
        Sample.input("x", bankFile: try Sample.bankFile(), messages: ["x"]), Sample.input("x", role: "customers"),
      ])
    for mark: Unicode.Scalar in ["<", ">", "\"", "'"] {
      let count = page.unicodeScalars.count { $0 == mark }
      #expect(count == plain.unicodeScalars.count { $0 == mark })
    }
    #expect(!page.unicodeScalars.contains { $0.value < 0x20 && $0 != "\n" })
    #expect(page.contains("ui-monospace") && page.count(of: "ui-monospace") == 1)
  }

  @Test func theOrderOfTheFilesDoesNotShow() throws {
    let files = [
      Sample.input("b.xml", bankFile: try Sample.bankFile()), Sample.input("a.xml", bankFile: try Sample.bankFile()),
    ]
    #expect(try page([], inputs: files) == page([], inputs: files.reversed()))
  }

  @Test func whatIsNotListedIsCounted() throws {
    #expect(try page([try Sample.line()]).contains("The largest 1 are listed; 1 more are in exceptions.csv."))
    #expect(try !page([try Sample.line(), try Sample.line()]).contains("more are in"))
  }

  @Test func aNextActionThatAllShareIsSaidOnce() throws {
    let same = try page([try Sample.line(next: "Call."), try Sample.line(next: "Call.")])
    #expect(same.count(of: "Call.") == 1)
    let different = try page([try Sample.line(next: "Call."), try Sample.line(next: "Write.")])
    #expect(different.count(of: "Call.") == 1)
    #expect(different.count(of: "Write.") == 1)
  }

  @Test func aRefusedFileIsShownWithWhatWasFound() throws {
    let file = Sample.input(
      "bad.bai", bankFile: try Sample.bankFile(.mismatch), isRefused: true, messages: ["bad.bai:7: total differs"])
    let page = try page([], inputs: [file])
    #expect(page.contains(#"<span class="tag refused">refused</span>"#))
    #expect(page.contains("bad.bai:7: total differs"))
    #expect(page.contains("1 file was refused and left out."))
  }

  @Test func anAcceptedMismatchIsNamed() throws {
    let page = try page([], inputs: [Sample.input("odd.bai", bankFile: try Sample.bankFile(.mismatch))])
    #expect(page.contains(#"<span class="tag mismatch">mismatch, accepted</span>"#))
  }
}

extension String {
  /// How often a text occurs.
  func count(of text: String) -> Int { split(separator: text, omittingEmptySubsequences: false).count - 1 }
}
