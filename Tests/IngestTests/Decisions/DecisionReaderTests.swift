import CashModel
import Ingest
import Testing

/// `exceptions.csv` as it comes back: what spreadsheets do to it, and what is said of rows that cannot be read.
@Suite struct DecisionReaderTests {
  private func read(_ bytes: [UInt8]) throws -> [DecisionRow] { try DecisionReader.read(bytes.span) }

  private static func wide(_ text: String, isBig: Bool) -> [UInt8] {
    ([0xFEFF] + Array(text.utf16)).flatMap {
      isBig ? [UInt8($0 >> 8), UInt8($0 & 255)] : [UInt8($0 & 255), UInt8($0 >> 8)]
    }
  }

  private static let plain =
    "payment_id,x,decision,note,decided_by\nP1,,accept 1,\"Grün, sagt er\",Anna\nP2,,,,\nP3,,'-later,,\n"
  static let files: [[UInt8]] = [
    Array(plain.utf8), [0xEF, 0xBB, 0xBF] + Array(plain.utf8),
    Array(plain.split(separator: "\n").joined(separator: "\r\n").utf8),
    Array("decided_by;DECISION;Payment_ID ;note;mine\nAnna;accept 1;P1;Grün, sagt er;=1\n;'-later;P3;;\n".utf8),
    Array("payment_id\tdecision\tnote\tdecided_by\nP1\taccept 1\tGrün, sagt er\tAnna\nP3\t'-later\t\t\n".utf8),
    wide(plain, isBig: false), wide(plain, isBig: true),
    plain.unicodeScalars.map { UInt8($0.value) },
    Array(
      "\"payment_id\",\"decision\",\"note\",\"decided_by\"\n\"P1\",\" accept 1 \",\"Grün, sagt er\",\"Anna\"\n,,,\nP3,'-later,,\n"
        .utf8),
  ]

  @Test(arguments: files) func whatASpreadsheetChangedDoesNotMatter(bytes: [UInt8]) throws {
    let rows = try read(bytes)
    #expect(rows.map(\.paymentID) == ["P1", "P3"])
    #expect(rows.map(\.decision) == ["accept 1", "-later"])
    #expect(rows.map(\.note) == ["Grün, sagt er", ""])
    #expect(rows.map(\.decidedBy) == ["Anna", ""])
    #expect(rows.allSatisfy { $0.problem == nil })
    #expect(rows[0].line == 2)
  }

  @Test func aRowOfTheWrongShapeIsRefusedAndTheOthersAreRead() throws {
    let rows = try read(Array("payment_id,decision\nP1,later,3\nP2,later\n\"P3,later\nP4,later\n".utf8))
    #expect(rows.map { $0.problem != nil } == [true, false, true])
    #expect(rows.map(\.line) == [2, 3, 4])
  }

  static let refused = [
    "", "payment_id\nP1\n", "decision\nlater\n", "payment_id,decision,decision\nP1,later,later\n", "a,b\n1,2\n",
  ]

  @Test(arguments: refused) func aFileWithoutTheColumnsIsRefused(text: String) {
    #expect(throws: DecisionReader.Refusal.self) { try read(Array(text.utf8)) }
  }
}
