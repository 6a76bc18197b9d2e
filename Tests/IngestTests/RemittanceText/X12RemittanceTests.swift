import CashModel
import Ingest
import Testing

/// X12 820 segments in the text of a transaction.
@Suite struct X12RemittanceTests {
  /// `number type paid/total-discount+adjustment`, and whether the list proves anything.
  private func lines(_ details: [String], amount: Int64) -> (lines: [String], proves: Bool, file: BankFile) {
    let file = BAI2Fixture.read(BAI2Fixture.file(details, total: amount))
    let rows = file.payments.structured[0].indices.map { file.payments.structuredRows[$0] }
    let texts = rows.map { row in
      func text(_ amount: Money?) -> String { amount.map { $0.text(exponent: 2) } ?? "" }
      return "\(file.payments.arena.string(row.documentNumber)) \(row.documentType) "
        + "\(text(row.remitted))/\(text(row.due))-\(text(row.discount))+\(text(row.adjustment))"
    }
    return (texts, !rows.contains(where: \.isContradictory), file)
  }

  static let advices: [(text: [String], amount: Int64, lines: [String], proves: Bool)] = [
    (["RMR*IV*4711*PI*980.00*1000.00*20.00~"], 98_000, ["4711 invoice 980.00/1000.00-20.00+"], true),
    (["RMR*IV*4711**980~RMR*OI*4712**20.5~"], 100_050, ["4711 invoice 980.00/-+", "4712 invoice 20.50/-+"], true),
    (["RMR*IV*4711**980\\RMR*CM*CR-9**-50\\"], 93_000, ["4711 invoice 980.00/-+", "CR-9 creditNote -50.00/-+"], true),
    // A segment over two addenda, the second cut where the first ends.
    (["RMR*IV*47", "11*PI*980.00~DTM*003*20260301~"], 98_000, ["4711 invoice 980.00/-+"], true),
    // No terminator: each line is a segment.
    (["RMR*IV*4711**980.00", "RMR*PO*77**1.00"], 98_100, ["4711 invoice 980.00/-+", "77 order 1.00/-+"], true),
    // The whole set around it, with payer and trace.
    (
      [
        "ISA*00*~GS*RA*A*B~ST*820*0001~BPR*C*980.00*C*ACH~TRN*1*TR-9~N1*PR*FERNDALE MILLS~", "ENT*1~",
        "RMR*IV*4711**980.00~SE*7*0001~",
      ], 98_000, ["4711 invoice 980.00/-+"], true
    ),
    // An adjustment lowers what the line before it, or the one it names, gets.
    (["RMR*IV*4711**980.00~ADX*-3.00*01~"], 97_700, ["4711 invoice 977.00/-+-3.00"], true),
    (
      ["RMR*IV*4711**980.00~RMR*IV*4712**20~ADX*-3.00*01*IV*4711~"], 99_700,
      ["4711 invoice 977.00/-+-3.00", "4712 invoice 20.00/-+"], true
    ),
    // What does not add up, or cannot be read, is kept and proves nothing.
    (["RMR*IV*4711**980.00~"], 98_001, ["4711 invoice 980.00/-+"], false),
    (["RMR*IV*4711**98O.00~"], 98_000, ["4711 invoice /-+"], false),
    (["RMR*IV*4711~"], 98_000, ["4711 invoice /-+"], false),
    (["RMR*IV*4711**99999999999999999999~"], 98_000, ["4711 invoice /-+"], false),
    (["PAID BY RMR, THANKS * 4711"], 98_000, [], true),
  ]

  @Test(arguments: advices)
  func theLinesOfAnAdviceBecomeStructured(
    _ advice: (text: [String], amount: Int64, lines: [String], proves: Bool)
  ) {
    let details = ["16,165,\(advice.amount),Z,B,,\(advice.text[0])"] + advice.text.dropFirst().map { "88,\($0)" }
    let found = lines(details, amount: advice.amount)
    #expect(found.lines == advice.lines)
    #expect(found.proves == advice.proves)
    #expect(found.file.texts(\.remittance) == [advice.text.joined(separator: "\n")])
    #expect(found.file.isAccepted)
  }

  @Test func payerAndTraceAreTakenWhereNothingElseNamesThem() {
    let text = "TRN*1*TR-9~N1*PR*FERNDALE MILLS~RMR*IV*4711**980.00~"
    let file = lines(["16,165,98000,Z,B,,\(text)"], amount: 98_000).file
    #expect(file.texts(\.payerName) == ["FERNDALE MILLS"])
    #expect(file.identifiers(0) == ["clearingReference:TR-9"])
  }

  @Test func anAdviceCutAnywhereIsSurvived() {
    let text = "RMR*IV*4711*PI*980.00*1000.00*20.00~ADX*-3.00*01*IV*4711~DTM*003*20260301~"
    for end in 0...text.count {
      let found = lines(["16,165,97700,Z,B,,\(text.prefix(end))"], amount: 97_700)
      #expect(found.lines.count <= 1)
    }
  }

  @Test func aHundredThousandLinesAreReadInPassing() {
    let text = String(repeating: "RMR*IV*4711**1~", count: 100_000)
    #expect(lines(["16,165,10000000,Z,B,,\(text)"], amount: 10_000_000).lines.count == 100_000)
  }
}
