import CashModel
import Ingest
import TestSupport
import Testing

/// Whole files, in every way they may be written, cut off and damaged.
@Suite struct BAI2FixtureTests {
  @Test func aFileOfManyQuirksIsReadToTheLastField() throws {
    let file = BAI2Fixture.read(try BAI2Fixture.bytes("full"))
    #expect(file.diagnostics.entries == [])
    #expect(file.control == .tie)
    #expect(file.format == .bai2)
    #expect(file.variant == "version 2")
    #expect(file.entryCount == 10)
    #expect(
      file.rows == [
        "0 2026-03-06 2026-03-05 credit 250000 USD receipt 004400123|195|FW-1||NORTHERN PUMPS, INC.|"
          + "DE89370400440532013000||WIRE TYPE:IN, REF 9/12\nORG:=NORTHERN PUMPS, INC.\n"
          + "ORG ID:=DE89 3704 0044 0532 0130 00\nBNF NAME:=ACME HOLDINGS LLC\n/INV 4711/4712,4713||"
          + "customerReference:CR-1",
        "0 2026-03-06 2026-03-06 credit 150000 USD unposted 004400123|115|LB-1||||||" + "|customerReference:88001",
        "0 2026-03-06 2026-03-06 credit 100000 USD receipt 004400123|116|LB-1||BAKER & SONS|||"
          + "LOCKBOX 4400 CHK 001234 RMT BAKER & SONS||chequeNumber:001234",
        "0 2026-03-06 2026-03-06 credit 50000 USD receipt 004400123|116|LB-1||COLE LTD|||"
          + "LOCKBOX 4400 CHK 5678 RMT NAME COLE LTD||chequeNumber:5678",
        "0 2026-03-06 2026-03-06 credit 75000 USD receipt 004400123|142|ACH-1||DELTA FREIGHT|||"
          + "ORIG CO NAME:DELTA FREIGHT ORIG ID:1234567890\n DESC:PAYMENT INDIV NAME:ACME HOLDINGS\nBILL 99|",
        "0 2026-03-06 2026-03-06 debit 50000 USD return 004400123|555|RT-1|||||"
          + "DEPOSITED ITEM RETURNED CHECK NO 771 REASON: NSF|NSF|chequeNumber:771",
        "0 2026-03-06 2026-03-06 debit 1050 USD fee 004400123|698||||||WIRE FEE|",
        "0 2026-03-06 2026-03-06 credit 0 USD message 004400123|890||||||BRANCH CLOSED ON MONDAY|",
        "1 2026-03-06 2026-03-06 credit 480000 JPY receipt 009900777|165|JP-1|E2E-77|KITA SHOJI|7770001||"
          + "EREF: E2E-77\nDBNM: KITA SHOJI\nDACT: 7770001|",
        "2 2026-03-06 2026-03-06 credit 1500 KWD receipt 009900888|206|KW-1|||||" + "|",
      ])
    let first = try #require(file.statements.first)
    #expect(first.identification == "FIRSTBANK/77/2026-03-06/004400123/2")
    #expect(first.openingBalance?.minorUnits == 1_000_000)
    #expect(first.closingBalance?.minorUnits == 1_423_950)
    #expect(first.credits.minorUnits == 475_000)
    #expect(first.debits.minorUnits == 51_050)
    #expect(file.statements.map(\.totals) == [.tie, .tie, .tie])
    #expect(file.statements.map(\.balances) == [.tie, .blank, .blank])
    #expect(file.statements.map(\.entryCount) == [8, 1, 1])
  }

  @Test func oneCommaTooManyAtALinesEndIsReadSoThatTheTotalTies() throws {
    let file = BAI2Fixture.read(try BAI2Fixture.bytes("comma"))
    #expect(file.diagnostics.entries == [])
    #expect(file.isAccepted)
    #expect(file.statements.map(\.closingBalance?.minorUnits) == [95_500])
    #expect(file.texts(\.payerName) == ["BLUE RIVER CO"])
  }

  @Test func severalRecordsInOneLineAreToldApart() throws {
    let file = BAI2Fixture.read(try BAI2Fixture.bytes("shared-lines"))
    #expect(file.isAccepted)
    #expect(file.statements.map(\.account) == ["5100", "5200"])
    #expect(
      file.texts(\.remittance) == [
        "TRANSFER   OAK STREET         PPD", "PAID 12/16,500 UNITS  PPD", "SETTLEMENT      0042\n0043\n       0044",
      ])
    #expect(file.warnings == ["A line without a record code is read as a continuation of the text before it."])
  }

  @Test(arguments: BAI2Fixture.names, LineEnding.allCases)
  func howLinesEndChangesNothing(name: String, ending: LineEnding) throws {
    let bytes = try BAI2Fixture.bytes(name)
    let plain = BAI2Fixture.read(bytes)
    let other = BAI2Fixture.read(ending.apply(to: bytes))
    #expect(other.rows == plain.rows)
    #expect(other.statements == plain.statements)
    #expect(other.control == plain.control)
    #expect(other.diagnostics.errorCount == 0)
  }

  @Test(arguments: ["full", "comma"], [100, 128])
  func blocksOfOneLengthNeedNoLineBreaks(name: String, length: Int) throws {
    let bytes = try BAI2Fixture.bytes(name)
    var lines = bytes.split(separator: 0x0A).map(Array.init)
    #expect(String(decoding: lines[0], as: UTF8.self).hasSuffix(",,,2/"))
    lines[0] = lines[0].dropLast(4) + Array("\(length),1,2/".utf8)
    let blocks = lines.flatMap { $0 + [UInt8](repeating: 0x20, count: length - $0.count) }
    let file = BAI2Fixture.read(blocks)
    #expect(file.rows == BAI2Fixture.read(bytes).rows)
    #expect(file.isAccepted)
    #expect(file.diagnostics.entries == [])
  }

  @Test(arguments: BAI2Fixture.names)
  func aFileCutOffIsNeverTakenForAWholeOne(name: String) throws {
    let bytes = try BAI2Fixture.bytes(name)
    let whole = BAI2Fixture.read(bytes)
    let trailer = try #require(bytes.dropLast().lastIndex(of: 0x0A)) + 1
    for end in 0..<bytes.count {
      let cut = BAI2Fixture.read(Array(bytes[..<end]))
      if end < trailer + 3 { #expect(!cut.isAccepted, "cut off at byte \(end)") }
      if end < trailer + 3 { #expect(cut.diagnostics.errorCount > 0, "cut off at byte \(end)") }
      if cut.isAccepted { #expect(cut.rows == whole.rows, "cut off at byte \(end)") }
    }
  }

  @Test(arguments: BAI2Fixture.names)
  func aChangedByteNeverChangesTheMoneyOfAnAcceptedFile(name: String) throws {
    let bytes = try BAI2Fixture.bytes(name)
    let amounts = BAI2Fixture.read(bytes).payments.amount
    for place in bytes.indices {
      for value in Soak.isOn ? Array(0...255) : Array("\n,/8".utf8) + [0xFF] where value != bytes[place] {
        var changed = bytes
        changed[place] = value
        let file = BAI2Fixture.read(changed)
        if file.isAccepted { #expect(file.payments.amount == amounts, "byte \(place) became \(value)") }
      }
    }
  }
}
