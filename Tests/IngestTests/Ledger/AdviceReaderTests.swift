import CashModel
import Ingest
import Testing

/// Remittance advices: rows to advices, and what is refused.
@Suite struct AdviceReaderTests {
  private static let header = "payment_reference,payer,total,currency,invoice_id,paid,discount,adjustment,reason\n"

  private func read(_ rows: String) -> (lines: [String], log: DiagnosticLog) {
    let bytes = Array((Self.header + rows).utf8)
    let (table, log) = AdviceReader.read(bytes.span, file: 0)
    let lines = table.advices.map { advice in
      let parts = advice.lines.map { line in
        "\(table.arena.string(line.invoice)):\(line.paid.text(exponent: 2))"
          + (line.discount.map { "-\($0.text(exponent: 2))" } ?? "")
          + (line.adjustment.map { "~\($0.text(exponent: 2))" } ?? "") + table.arena.string(line.reason)
      }
      return "\(table.arena.string(advice.reference))/\(table.arena.string(advice.payer)) "
        + parts.joined(separator: " ")
    }
    return (lines, log)
  }

  @Test func rowsOfOneReferenceAreOneAdviceWhateverTheirOrder() {
    let rows = [
      "E-1,ACME,150.00,EUR,INV-2,50.00,,-5.00,freight\n", "E-2,ACME,7.00,EUR,INV-9,7.00,,,\n",
      "E-1,ACME,150.00,EUR,INV-1,100.00,2.00,,\n",
    ]
    let expected = ["E-1/ACME INV-1:100.00-2.00 INV-2:50.00~-5.00freight", "E-2/ACME INV-9:7.00"]
    #expect(read(rows.joined()).lines == expected)
    #expect(read(rows.reversed().joined()).lines == expected)
  }

  @Test func withoutAReferencePayerAndTotalAreOneAdvice() {
    let found = read(
      ",ACME,150.00,EUR,INV-1,100.00,,,\n,ACME,150.00,EUR,INV-2,50.00,,,\n,ACME,9.00,EUR,INV-3,9.00,,,\n")
    #expect(found.lines == ["/ACME INV-3:9.00", "/ACME INV-1:100.00 INV-2:50.00"])
  }

  @Test func anAdviceThatDoesNotAddUpIsRefusedWithTheDifference() throws {
    let found = read("E-1,,150.00,EUR,INV-1,100.00,,,\nE-2,,7.00,EUR,INV-9,7.00,,,\n")
    #expect(found.lines == ["E-2/ INV-9:7.00"])
    let finding = try #require(found.log.entries.first)
    #expect(finding.message.contains("the difference is 50.00"))
    #expect(finding.record == 2)
    #expect(found.log.errorCount == 0)
  }

  @Test(arguments: [
    ("E-1,,1.00,EUR,INV-1,x,,,", Diagnostic.Problem.amount), ("E-1,,1.00,EUR,,1.00,,,", .missingField),
    ("E-1,,1.00,EURO,INV-1,1.00,,,", .currency), ("E-1,,,EUR,INV-1,1.00,,,", .missingField),
    ("E-1,,99999999999999999999,EUR,INV-1,1.00,,,", .overflow), ("E-1,,1.00,EUR,INV-1,1.001,,,", .amount),
    ("E-1,,2.00,EUR,INV-0,1.00,,,\nE-1,,3.00,EUR,INV-1,1.00,,,", .controlTotal),
  ])
  func aBadRowSpoilsItsAdviceAndNoOther(rows: String, problem: Diagnostic.Problem) {
    let found = read("E-2,,7.00,EUR,INV-9,7.00,,,\n" + rows + "\n")
    #expect(found.lines == ["E-2/ INV-9:7.00"])
    #expect(found.log.entries.contains { $0.problem == problem && $0.severity == .error })
  }
}
