import CashModel
import TestSupport
import Testing

@testable import Ingest

/// A file read in parts is the file read as one, or is not taken for it.
@Suite struct BankFilePartTests {
  private static let header =
    "booking_date,value_date,amount,currency,payer_name,payer_account,remittance,bank_reference,account,debit_credit"

  /// All that was read, as text.
  private func everything(_ file: BankFile) -> [String] {
    let payments = file.payments
    var lines = ["\(file.format as Any) \(file.variant) \(file.entryCount) \(file.control)"]
    lines += file.statements.map { "\($0)" }
    for row in 0..<payments.count {
      let texts = [
        payments.account[row], payments.transactionCode[row], payments.bankReference[row], payments.endToEndID[row],
        payments.payerName[row], payments.payerAccount[row], payments.remittance[row],
      ].map { payments.arena.string($0) }
      lines.append(
        "\(texts) \(payments.statement[row]) \(payments.bookingDate[row]) \(payments.valueDate[row]) \(payments.amount[row]) "
          + "\(payments.currency[row]) \(payments.direction[row]) \(payments.transactionClass[row]) \(payments.source[row]) "
          + "\(file.identifiers(row))")
    }
    lines += file.diagnostics.entries.map { "\($0)" }
    return lines + ["\(file.diagnostics.errorCount) \(file.diagnostics.warningCount)"]
  }

  private func joined(
    _ bytes: [UInt8], atLeast size: Int, keepsPayments: Bool = true
  ) -> (file: BankFile?, parts: Int) {
    let ranges = CSVCuts.ranges(of: bytes.span, atLeast: size)
    #expect(ranges.first?.lowerBound == 0 && ranges.last?.upperBound == bytes.count)
    for (range, next) in zip(ranges, ranges.dropFirst()) { #expect(range.upperBound == next.lowerBound) }
    var whole: BankCSVPart?
    for range in ranges {
      let part = BankCSVPart(bytes.span, range, file: 3, keepsPayments: keepsPayments)
      guard var before = whole else {
        whole = part
        whole?.reserve(forAll: bytes.count)
        continue
      }
      guard before.append(part) else { return (nil, ranges.count) }
      whole = before
    }
    return (whole?.file, ranges.count)
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
      let size = 20 + random.below(600)
      let (report, _) = joined(bytes, atLeast: size, keepsPayments: false)
      if let report {
        var expected = BankCSVReader.read(bytes.span, file: 3)
        expected.payments = PaymentTable()
        #expect(everything(report) == everything(expected))
      }
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

  @Test func whatHasPieces() {
    let rows = Array((Self.header + "\n" + String(repeating: "2026-03-01,,1.00,EUR,P,D,T,R,A,\n", count: 40)).utf8)
    #expect(BankFileReader.pieces(of: rows.span, atLeast: 300).count > 2)
    #expect(BankFileReader.pieces(of: rows.span, atLeast: 1_000).isEmpty)
    let xml = Array(("<?xml version=\"1.0\"?>\n" + String(repeating: "<a,b/>\n", count: 300)).utf8)
    #expect(BankFileReader.pieces(of: xml.span, atLeast: 300).isEmpty)
    let bai = Array(("01,A,B,260301,0600,1,,,2/\n" + String(repeating: "88,x,y/\n", count: 300)).utf8)
    #expect(BankFileReader.pieces(of: bai.span, atLeast: 300).isEmpty)
  }

  // MARK: - Runs of entries and details

  /// The file by its pieces, and how many there were.
  private func byPieces(_ bytes: [UInt8], atLeast size: Int, keepsPayments: Bool) -> (file: BankFile?, pieces: Int) {
    let pieces = BankFileReader.pieces(of: bytes.span, atLeast: size)
    for (piece, next) in zip(pieces, pieces.dropFirst()) { #expect(piece.range.upperBound == next.range.lowerBound) }
    let parts = pieces.map { BankFileReader.read($0, of: bytes.span, file: 3, keepsPayments: keepsPayments) }
    guard !parts.isEmpty else { return (nil, 0) }
    return (BankFileReader.joined(parts, of: bytes.span, file: 3, keepsPayments: keepsPayments), pieces.count)
  }

  private func expectSame(_ file: BankFile, _ whole: BankFile, _ bytes: [UInt8]) {
    let (lines, expected) = (everything(file), everything(whole))
    #expect(lines.count == expected.count)
    if let (line, other) = zip(lines, expected).first(where: { $0 != $1 }) {
      Issue.record("\(line)\ninstead of\n\(other)\n\(String(decoding: bytes, as: UTF8.self))")
    }
  }

  private func expectSame(_ bytes: [UInt8], atLeast size: Int) -> Int {
    let (file, pieces) = byPieces(bytes, atLeast: size, keepsPayments: true)
    guard let file else { return 0 }
    expectSame(file, BankFileReader.read(bytes.span, file: 3), bytes)
    if let short = byPieces(bytes, atLeast: size, keepsPayments: false).file {
      expectSame(short, BankFileReader.read(bytes.span, file: 3) { _ in }, bytes)
    }
    return pieces > 1 ? 1 : 0
  }

  /// Entries of all kinds, among them such as break off, such as are wrong, and tags in comments and sections.
  private func camt(_ random: inout SeededRandom) -> [UInt8] {
    let prefix = random.below(4) == 0 ? "n:" : ""
    func tag(_ name: String, _ content: String) -> String { "<\(prefix)\(name)>\(content)</\(prefix)\(name)>" }
    func entry(_ number: Int) -> String {
      let amount = random.below(25) == 0 ? "x" : "\(1 + random.below(500)).50"
      let currency = random.below(12) == 0 ? "USD" : "EUR"
      let direction = random.below(4) == 0 ? "DBIT" : "CRDT"
      var content = "<\(prefix)Amt Ccy=\"\(currency)\">\(amount)</\(prefix)Amt>" + tag("CdtDbtInd", direction)
      content += tag("Sts", random.below(9) == 0 ? "PDNG" : "BOOK")
      if random.below(9) > 0 { content += tag("BookgDt", tag("Dt", "2026-03-0\(1 + random.below(9))")) }
      content += tag("AcctSvcrRef", "R\(number)")
      content += tag(
        "BkTxCd", tag("Domn", tag("Cd", "PMNT") + tag("Fmly", tag("Cd", "RCDT") + tag("SubFmlyCd", "ESCT"))))
      var details = random.below(9) == 0 ? tag("Btch", tag("NbOfTxs", "\(random.below(3))")) : ""
      for place in 0..<random.below(3) {
        details += tag(
          "TxDtls",
          tag("RltdPties", tag("Dbtr", tag("Nm", "Zoë &amp; \(number)")))
            + tag("RmtInf", tag("Ustrd", "INV-\(number)-\(place)") + tag("Ustrd", "more")))
      }
      content += tag("NtryDtls", details)
      if random.below(30) == 0 { content += "<!-- <\(prefix)Ntry> <\(prefix)Stmt> -->" }
      if random.below(30) == 0 { content += tag("AddtlNtryInf", "<![CDATA[<\(prefix)Ntry><\(prefix)Amt>]]>") }
      if random.below(40) == 0 { content += tag("Other", tag("Ntry", tag("Amt", "1"))) }
      return tag("Ntry", content) + ["", "\n", " \r\n", "<!-- x -->"][random.below(4)]
    }
    func statement(_ number: Int) -> String {
      var content = tag("Id", "S\(number)")
      if random.below(8) > 0 { content += tag("CreDtTm", "2026-03-31T10:00:00") }
      let account = tag("Id", tag("IBAN", "DE\(random.below(3))"))
      content += tag("Acct", account + (random.below(6) > 0 ? tag("Ccy", "EUR") : ""))
      if random.below(3) == 0 { content += tag("TxsSummry", tag("TtlNtries", tag("NbOfNtries", "\(random.below(9))"))) }
      for place in 0..<random.below(20) {
        content += entry(100 * number + place)
        if random.below(25) == 0 { content += tag("TxsSummry", tag("TtlNtries", tag("NbOfNtries", "7"))) }
      }
      return tag("Stmt", content + tag("AddtlStmtInf", "bye"))
    }
    var text = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
    for document in 0..<(random.below(8) == 0 ? 2 : 1) {
      text +=
        "<\(prefix)Document xmlns\(prefix.isEmpty ? "" : ":n")=\"urn:iso:std:iso:20022:tech:xsd:camt.053.001.08\">"
      let head = tag("GrpHdr", tag("MsgId", "M\(document)") + (random.below(9) == 0 ? tag("AddtlInf", "/TEST") : ""))
      text += tag("BkToCstmrStmt", head + (0..<random.below(6)).map { statement($0) }.joined())
      text += "</\(prefix)Document>\n"
    }
    var bytes = Array(text.utf8)
    switch random.below(12) {
    case 0: bytes.removeLast(min(bytes.count, random.below(600)))
    case 1: bytes.insert(contentsOf: Array("</\(prefix)Ntry>".utf8), at: random.below(bytes.count))
    case 2: bytes.insert(0xE9, at: random.below(bytes.count))
    case 3: bytes.insert(contentsOf: Array("<!--".utf8), at: random.below(bytes.count))
    default: break
    }
    return bytes
  }

  @Test func camtByRunsOfEntriesIsTheSame() {
    var random = SeededRandom(seed: 12)
    var taken = 0
    for _ in 0..<(Soak.isOn ? 10_000 : 150) {
      let bytes = camt(&random)
      taken += expectSame(bytes, atLeast: 200 + random.below(3_000))
    }
    #expect(taken > 60)
  }

  /// Details of all kinds with deposits, torn lines, wrong records, and headers that come late or not at all.
  private func bai2(_ random: inout SeededRandom) -> [UInt8] {
    var lines = ["01,BANK,US,260102,0600,1,\(random.below(4) == 0 ? "80" : ""),,2/"]
    for _ in 0..<1 + random.below(3) {
      lines.append("02,US,BANK,\(1 + random.below(9) / 8),26010\(1 + random.below(9)),2400,USD,2/")
      for _ in 0..<random.below(4) {
        lines.append("03,\(random.below(5)),\(random.below(3) == 0 ? "EUR" : ""),010,500,,/")
        if random.below(3) == 0 { lines.append("88,015,700,,/") }
        for number in 0..<random.below(25) {
          let code = [142, 142, 165, 195, 115, 116, 475, 999, 890, 100][random.below(10)]
          let amount = random.below(30) == 0 ? "x" : "\(random.below(4) == 0 ? 100 : random.below(900))"
          lines.append(
            "16,\(code),\(amount),\(["", "Z", "S,1,2,3", "V,260105,"][random.below(4)]),R\(number),C,text INV-\(number)"
          )
          if random.below(3) == 0 { lines.append("88,more ORIG CO NAME:ÄCME INC \(number)") }
          if random.below(20) == 0 { lines.append("torn 16,142,1,,") }
          if random.below(30) == 0 { lines.append("") }
          if random.below(60) == 0 { lines.append("  16,142,5,,,,in/16,142,7,,,/") }
        }
        if random.below(9) > 0 { lines.append("49,\(random.below(3_000)),\(random.below(40))/") }
      }
      if random.below(9) > 0 { lines.append("98,\(random.below(3_000)),1,\(random.below(40))/") }
    }
    lines.append("99,1,1,\(lines.count + 1)/")
    let end = random.below(4) == 0 ? "\r\n" : "\n"
    if random.below(15) == 0 { lines[random.below(lines.count)] += end + "49,100,3/98,1,1,1/" }
    var bytes = Array(lines.joined(separator: end).utf8)
    if random.below(10) == 0 { bytes.insert(0xE9, at: bytes.count / 2) }
    return bytes
  }

  @Test func bai2ByRunsOfDetailsIsTheSame() {
    var random = SeededRandom(seed: 13)
    var taken = 0
    for _ in 0..<(Soak.isOn ? 20_000 : 300) {
      taken += expectSame(bai2(&random), atLeast: 60 + random.below(600))
    }
    #expect(taken > 60)
  }

  /// A deposit whose items end with their account is settled by whoever reads the account's end.
  @Test func depositsAtAnAccountsEndAreSettled() {
    let deposit = ["16,115,300,,R,,lockbox", "16,116,100,,R1,,a", "16,116,200,,R2,,b"]
    let filler = (0..<12).map { "16,195,\(100 + $0),Z,S\($0),,Payer INV \($0)" }
    let text = BAI2Fixture.file(filler + deposit, total: 600 + (0..<12).reduce(0) { $0 + 100 + Int64($1) })
    let bytes = Array((text + text + text).utf8)
    #expect(BAI2Reader.read(bytes.span, file: 3).payments.transactionClass.count { $0 == .unposted } == 3)
    for size in 60..<200 { #expect(expectSame(bytes, atLeast: size) == 1) }
  }

  /// Of a plain file all is read ahead, and none of it twice.
  @Test func everyRunOfAPlainFileIsTakenOver() throws {
    let entries = (0..<80).map { CamtFixture.entry("\(1 + $0).00") }
    let two = CamtFixture.statement(entries.joined(separator: "\n")).replacing(
      "</Stmt>", with: "</Stmt><Stmt><Id>T</Id><Acct><Id><IBAN>DE1</IBAN></Id><Ccy>EUR</Ccy></Acct>\(entries[0])</Stmt>"
    )
    let xml = Array(two.utf8)
    let pieces = BankFileReader.pieces(of: xml.span, atLeast: 1_500)
    var sink = CamtSink(fileNumber: 3)
    let entriesAhead = pieces.flatMap { CamtReader.runs(xml.span, $0, file: 3, keepsPayments: true) ?? [] }
    for var run in entriesAhead {
      run.moveOn(&sink.ahead, of: xml.count)
      sink.runs.append(run)
    }
    var lint: CamtLint?
    #expect(XMLPushParser.parse(xml.span, from: 0, as: .declared, into: &sink, lint: &lint).failure == nil)
    #expect(sink.takenRuns == sink.runs.count && sink.runs.count > 5 && sink.file.payments.count == 0)
    #expect(sink.ahead.table.count == 81)
    #expect(sink.runs.reduce(0) { $0 + $1.range.count } > xml.count * 8 / 10)

    let details = (0..<80).map { "16,195,\(100 + $0),Z,R\($0),,WIRE IN ORIG:/1 Payer\n88,OBI=INV \($0)" }
    let text = BAI2Fixture.file(details, total: (0..<80).reduce(0) { $0 + 100 + Int64($1) })
    let bytes = Array((text + text).utf8)
    let parts = BankFileReader.pieces(of: bytes.span, atLeast: 700)
    let runs = parts.flatMap {
      BAI2Reader.runs(bytes.span, $0, file: 3, tags: .builtIn, keepsPayments: true)
    }
    var parser = BAI2Parser(bytes.span, file: 3, tags: .builtIn)
    var moved: [BAI2Run] = []
    for var run in runs {
      run.moveOn(&parser.ahead, of: bytes.count)
      moved.append(run)
    }
    parser.parse(moved)
    #expect(parser.takenRuns == runs.count && runs.count > 5 && parser.file.payments.count == 0)
    #expect(parser.ahead.table.count == 160)
    #expect(runs.reduce(0) { $0 + $1.range.count } > bytes.count * 8 / 10)
  }

  /// Tags that only begin like a statement's, and headers without end, are passed in one go.
  @Test(.timeLimit(.minutes(1))) func hostileFilesAreCutQuickly() {
    let tags = String(repeating: "<StmtX/>", count: 400_000)
    let xml = Array("<?xml version=\"1.0\"?><D><Stmt>\(tags)<Ntry>\(tags)<Ntry>\(tags)</Stmt></D>".utf8)
    #expect(BankFileReader.pieces(of: xml.span, atLeast: 1 << 20).isEmpty)
    let header =
      "01,A,B,260301,0600,1,,,2/\n02,A,B,1,260301,,,2/\n03,1,,010,1,,/\n" + String(repeating: "88,x/\n", count: 400_000)
    let bai = Array((header + String(repeating: "16,195,1,Z,R,,x\n", count: 400_000)).utf8)
    #expect(BankFileReader.pieces(of: bai.span, atLeast: 1 << 20).isEmpty)
  }
}
