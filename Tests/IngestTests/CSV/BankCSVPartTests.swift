import CashModel
import Ingest
import TestSupport
import Testing

/// A file read in parts is the file read as one, or is not taken for it.
@Suite struct BankCSVPartTests {
  private static let header =
    "booking_date,value_date,amount,currency,payer_name,payer_account,remittance,bank_reference,account,debit_credit"

  /// All that was read, as text.
  private func everything(_ file: BankFile) -> [String] {
    let payments = file.payments
    var lines = ["\(file.format as Any) \(file.variant) \(file.entryCount) \(file.control)"]
    lines += file.statements.map { "\($0)" }
    for row in 0..<payments.count {
      let texts = [
        payments.account, payments.transactionCode, payments.bankReference, payments.endToEndID, payments.payerName,
        payments.payerAccount, payments.remittance,
      ].map { payments.arena.string($0[row]) }
      lines.append(
        "\(texts) \(payments.statement[row]) \(payments.bookingDate[row]) \(payments.valueDate[row]) \(payments.amount[row]) "
          + "\(payments.currency[row]) \(payments.direction[row]) \(payments.transactionClass[row]) \(payments.source[row]) "
          + "\(file.identifiers(row))")
    }
    lines += file.diagnostics.entries.map { "\($0)" }
    return lines + ["\(file.diagnostics.errorCount) \(file.diagnostics.warningCount)"]
  }

  private func joined(_ bytes: [UInt8], atLeast size: Int) -> (file: BankFile?, parts: Int) {
    let ranges = BankCSVPart.ranges(of: bytes.span, atLeast: size)
    #expect(ranges.first?.lowerBound == 0 && ranges.last?.upperBound == bytes.count)
    for (range, next) in zip(ranges, ranges.dropFirst()) { #expect(range.upperBound == next.lowerBound) }
    let parts = ranges.map { BankCSVPart(bytes.span, $0, file: 3) }
    return (BankCSVPart.joined(parts), ranges.count)
  }

  /// Rows of all kinds: quoted cells with line ends and quotes, empty lines, rows of a wrong shape, bytes that are no text.
  private func batch(_ random: inout SeededRandom, quotesLines: Bool) -> [UInt8] {
    var bytes = Array(Self.header.utf8)
    let end: [UInt8] = random.below(3) == 0 ? [0x0D, 0x0A] : [0x0A]
    bytes += end
    for number in 0..<random.below(120) {
      var text = ["INV-\(number)", "a \"\"b\"\" c", "x,y", ""][random.below(4)]
      if quotesLines, random.below(12) == 0 { text += "\nmore, of \"\"it\"\"\nand 2026-03-01,,1.00,EUR,,,,,," }
      let currency = ["EUR", "USD", "JPY"][random.below(3)]
      let amount = "\(random.below(20) == 0 ? "x" : "")\(random.below(3) == 0 ? "-" : "")\(random.below(10_000))"
      var row =
        "2026-03-0\(1 + random.below(9)),,\(amount),\(currency),Payer \(number),DE\(number),\"\(text)\",R\(number),A\(random.below(3)),"
      switch random.below(40) {
      case 0: row += ",too,many"
      case 1: row = ",,,,,,,,,"
      case 2: row += "nothing"
      case 3: row += random.below(4) == 0 ? "credit" : ""
      case 4 where quotesLines: row = "\"open" + row
      default: break
      }
      bytes += Array(row.utf8)
      if random.below(60) == 0 { bytes.append(0xE9) }
      bytes += end
      if random.below(10) == 0 { bytes += end + end }
    }
    if random.below(3) == 0, bytes.last == 0x0A { bytes.removeLast() }
    return bytes
  }

  @Test func inPartsOrAsOneItIsTheSame() {
    var random = SeededRandom(seed: 11)
    var taken = 0
    var cut = 0
    for round in 0..<(Soak.isOn ? 20_000 : 600) {
      let bytes = batch(&random, quotesLines: round % 2 == 0)
      let whole = everything(BankCSVReader.read(bytes.span, file: 3))
      let (file, parts) = joined(bytes, atLeast: 20 + random.below(600))
      if let file {
        #expect(everything(file) == whole)
        if parts > 1 { taken += 1 }
      } else {
        cut += 1
      }
      // Without line ends in cells, every line's beginning is a row's.
      if round % 2 == 1 { #expect(file != nil) }
    }
    #expect(taken > 200 && cut > 20)
  }

  @Test func aFileWhoseHeaderIsRefusedIsReadAsOne() {
    let bytes = Array("a,b\n1,2\n3,4\n5,6\n".utf8)
    #expect(joined(bytes, atLeast: 4).file == nil)
  }

  /// Which row makes an account's total too large, only reading in order can say.
  @Test func totalsBeyondAllBoundsAreLeftToTheWhole() {
    var rows = Self.header + "\n"
    for _ in 0..<40 { rows += "2026-03-01,,400000000000000000,JPY,P,D,T,R,A,\n" }
    let bytes = Array(rows.utf8)
    #expect(BankCSVReader.read(bytes.span, file: 3).diagnostics.errorCount > 0)
    #expect(joined(bytes, atLeast: 200).file == nil)
  }

  /// Only large CSV in the contract's columns has parts.
  @Test func whatHasParts() {
    let rows = Array((Self.header + "\n" + String(repeating: "2026-03-01,,1.00,EUR,P,D,T,R,A,\n", count: 40)).utf8)
    #expect(BankFileReader.parts(of: rows.span, atLeast: 300).count > 2)
    #expect(BankFileReader.parts(of: rows.span, atLeast: 1_000).isEmpty)
    let xml = Array(("<?xml version=\"1.0\"?>\n" + String(repeating: "<a,b/>\n", count: 300)).utf8)
    #expect(BankFileReader.parts(of: xml.span, atLeast: 300).isEmpty)
    let bai = Array(("01,A,B,260301,0600,1,,,2/\n" + String(repeating: "88,x,y/\n", count: 300)).utf8)
    #expect(BankFileReader.parts(of: bai.span, atLeast: 300).isEmpty)
  }
}
