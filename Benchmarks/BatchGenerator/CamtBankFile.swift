/// A camt.053.001.08 file: a statement per bank day and account, with balances that tie and a transaction summary.
final class CamtBankFile {
  private let file: OutputFile
  private let ledger: Ledger
  private let dates: DateTexts
  private var balances: [Int64]
  private var statements = 0

  init(_ name: String, in directory: String, _ ledger: Ledger, _ dates: DateTexts, firstDay: Int32) throws {
    file = try OutputFile(name, in: directory)
    self.ledger = ledger
    self.dates = dates
    balances = [Int64](repeating: Opening.balance, count: ledger.ownAccountCount)
    file.bytes.write(
      """
      <?xml version="1.0" encoding="UTF-8"?>
      <Document xmlns="urn:iso:std:iso:20022:tech:xsd:camt.053.001.08"><BkToCstmrStmt><GrpHdr><MsgId>BATCH1</MsgId>
      """)
    writeCreation(firstDay)
    file.bytes.write("</GrpHdr>\n")
  }

  /// Writes the statement of one account and day.
  func write(_ book: borrowing DayBook, _ drafts: [Int], account: Int32) throws {
    guard !drafts.isEmpty else { return }
    statements += 1
    let currency = ledger.currency(ofAccount: account)
    let entries = CamtBankFile.entries(book, drafts)
    let sums = DaySums(book, drafts)
    file.bytes.write("<Stmt><Id>S")
    file.bytes.write(number: statements)
    file.bytes.write("</Id><ElctrncSeqNb>")
    file.bytes.write(number: statements)
    file.bytes.write("</ElctrncSeqNb>")
    writeCreation(book.day)
    file.bytes.write("<Acct><Id>")
    file.bytes.write(currency == "EUR" ? "<IBAN>" : "<Othr><Id>")
    ledger.writeOwnAccount(account, to: &file.bytes)
    file.bytes.write(currency == "EUR" ? "</IBAN>" : "</Id></Othr>")
    file.bytes.write("</Id><Ccy>\(currency)</Ccy></Acct>\n")
    writeBalance("OPBD", balances[Int(account)], currency, book.day)
    balances[Int(account)] += sums.credits - sums.debits
    writeBalance("CLBD", balances[Int(account)], currency, book.day)
    writeSummary(book, entries, sums)
    for entry in entries {
      writeEntry(book, drafts[entry], currency)
      try file.flushIfFull()
    }
    file.bytes.write("</Stmt>\n")
  }

  func close() throws {
    file.bytes.write("</BkToCstmrStmt></Document>\n")
    try file.close()
  }

  /// The stretches of `drafts` that are booked as one entry each.
  private static func entries(_ book: borrowing DayBook, _ drafts: [Int]) -> [Range<Int>] {
    var entries: [Range<Int>] = []
    for position in drafts.indices {
      let batch = book.drafts[drafts[position]].batch
      if batch != 0, let last = entries.last, book.drafts[drafts[last.lowerBound]].batch == batch {
        entries[entries.count - 1] = last.lowerBound..<position + 1
      } else {
        entries.append(position..<position + 1)
      }
    }
    return entries
  }

  private func writeCreation(_ day: Int32) {
    file.bytes.write("<CreDtTm>")
    dates.write(day, to: &file.bytes)
    file.bytes.write("T22:00:00</CreDtTm>")
  }

  private func write(_ amount: Int64, _ currency: String) {
    file.bytes.write("<Amt Ccy=\"")
    file.bytes.write(currency)
    file.bytes.write("\">")
    file.bytes.write(amount: abs(amount))
    file.bytes.write("</Amt>")
  }

  private func writeDirection(_ amount: Int64) {
    file.bytes.write(amount < 0 ? "<CdtDbtInd>DBIT</CdtDbtInd>" : "<CdtDbtInd>CRDT</CdtDbtInd>")
  }

  private func writeBalance(_ code: String, _ amount: Int64, _ currency: String, _ day: Int32) {
    file.bytes.write("<Bal><Tp><CdOrPrtry><Cd>\(code)</Cd></CdOrPrtry></Tp>")
    write(amount, currency)
    writeDirection(amount)
    file.bytes.write("<Dt><Dt>")
    dates.write(day, to: &file.bytes)
    file.bytes.write("</Dt></Dt></Bal>\n")
  }

  /// Writes how many entries there are and what they add up to: all, credits, debits.
  private func writeSummary(_ book: borrowing DayBook, _ entries: [Range<Int>], _ sums: DaySums) {
    let debits = sums.debitCount
    file.bytes.write("<TxsSummry><TtlNtries><NbOfNtries>")
    file.bytes.write(number: entries.count)
    file.bytes.write("</NbOfNtries><Sum>")
    file.bytes.write(amount: sums.credits + sums.debits)
    file.bytes.write("</Sum><TtlNetNtry><Amt>")
    file.bytes.write(amount: abs(sums.credits - sums.debits))
    file.bytes.write("</Amt>")
    writeDirection(sums.credits - sums.debits)
    file.bytes.write("</TtlNetNtry></TtlNtries><TtlCdtNtries><NbOfNtries>")
    file.bytes.write(number: entries.count - debits)
    file.bytes.write("</NbOfNtries><Sum>")
    file.bytes.write(amount: sums.credits)
    file.bytes.write("</Sum></TtlCdtNtries><TtlDbtNtries><NbOfNtries>")
    file.bytes.write(number: debits)
    file.bytes.write("</NbOfNtries><Sum>")
    file.bytes.write(amount: sums.debits)
    file.bytes.write("</Sum></TtlDbtNtries></TxsSummry>\n")
  }

  private func writeEntry(_ book: borrowing DayBook, _ drafts: ArraySlice<Int>, _ currency: String) {
    guard let first = drafts.first else { return }
    let isBatch = book.drafts[first].batch != 0
    let amount = drafts.reduce(0) { $0 + book.drafts[$1].amount }
    file.bytes.write("<Ntry>")
    write(amount, currency)
    writeDirection(amount)
    file.bytes.write("<Sts><Cd>BOOK</Cd></Sts><BookgDt><Dt>")
    dates.write(book.day, to: &file.bytes)
    file.bytes.write("</Dt></BookgDt><ValDt><Dt>")
    dates.write(book.day, to: &file.bytes)
    file.bytes.write("</Dt></ValDt><AcctSvcrRef>")
    if isBatch { file.bytes.append(UInt8(ascii: "B")) }
    DayBook.writeReference(book.drafts[first].number, to: &file.bytes)
    file.bytes.write("</AcctSvcrRef>")
    file.bytes.write(CamtBankFile.transactionCode(book.drafts[first]))
    file.bytes.write("<NtryDtls>")
    if isBatch {
      file.bytes.write("<Btch><NbOfTxs>")
      file.bytes.write(number: drafts.count)
      file.bytes.write("</NbOfTxs><TtlAmt Ccy=\"\(currency)\">")
      file.bytes.write(amount: amount)
      file.bytes.write("</TtlAmt></Btch>")
    }
    for index in drafts { writeDetails(book, book.drafts[index], currency) }
    file.bytes.write("</NtryDtls></Ntry>\n")
  }

  private func writeDetails(_ book: borrowing DayBook, _ draft: Draft, _ currency: String) {
    file.bytes.write("<TxDtls><Refs><AcctSvcrRef>")
    DayBook.writeReference(draft.number, to: &file.bytes)
    file.bytes.write("</AcctSvcrRef><EndToEndId>NOTPROVIDED</EndToEndId></Refs>")
    write(draft.amount, currency)
    writeDirection(draft.amount)
    if draft.charge > 0 {
      file.bytes.write("<Chrgs><Rcrd>")
      write(draft.charge, currency)
      file.bytes.write("</Rcrd></Chrgs>")
    }
    writeParty(book, draft, currency)
    if draft.situation == .structuredRemittance {
      writeStructured(book, draft, currency)
    } else if draft.remittance.end > draft.remittance.start {
      writeUnstructured(book, draft.remittance)
    }
    if draft.situation.isReturn { file.bytes.write("<RtrInf><Rsn><Cd>AM04</Cd></Rsn></RtrInf>") }
    file.bytes.write("</TxDtls>")
  }

  /// Writes the other side: who paid, or whom we paid.
  private func writeParty(_ book: borrowing DayBook, _ draft: Draft, _ currency: String) {
    guard draft.payerName.end > draft.payerName.start else { return }
    let isPayee = draft.amount < 0 && !draft.situation.isReturn
    file.bytes.write(isPayee ? "<RltdPties><Cdtr><Pty><Nm>" : "<RltdPties><Dbtr><Pty><Nm>")
    file.bytes.write(escaped: draft.payerName, of: book.bytes)
    file.bytes.write(isPayee ? "</Nm></Pty></Cdtr>" : "</Nm></Pty></Dbtr>")
    if draft.payerAccount.end > draft.payerAccount.start {
      // Only an IBAN starts with a letter here.
      let isIBAN = book.bytes[draft.payerAccount.start] >= 0x41
      file.bytes.write(isPayee ? "<CdtrAcct><Id>" : "<DbtrAcct><Id>")
      file.bytes.write(isIBAN ? "<IBAN>" : "<Othr><Id>")
      file.bytes.write(draft.payerAccount, of: book.bytes)
      file.bytes.write(isIBAN ? "</IBAN></Id>" : "</Id></Othr></Id>")
      file.bytes.write(isPayee ? "</CdtrAcct>" : "</DbtrAcct>")
    }
    file.bytes.write("</RltdPties>")
  }

  private func writeStructured(_ book: borrowing DayBook, _ draft: Draft, _ currency: String) {
    file.bytes.write("<RmtInf>")
    for split in book.splits[draft.splits] {
      file.bytes.write("<Strd><RfrdDocInf><Tp><CdOrPrtry><Cd>CINV</Cd></CdOrPrtry></Tp><Nb>")
      ledger.writeNumber(split.item, dates, to: &file.bytes)
      file.bytes.write("</Nb></RfrdDocInf><RfrdDocAmt><DuePyblAmt Ccy=\"\(currency)\">")
      file.bytes.write(amount: split.applied)
      file.bytes.write("</DuePyblAmt><RmtdAmt Ccy=\"\(currency)\">")
      file.bytes.write(amount: split.applied)
      file.bytes.write("</RmtdAmt></RfrdDocAmt></Strd>")
    }
    file.bytes.write("</RmtInf>")
  }

  private func writeUnstructured(_ book: borrowing DayBook, _ text: TextRange) {
    file.bytes.write("<RmtInf>")
    var start = text.start
    for index in text.start...text.end {
      let isEnd = index == text.end || book.bytes[index] == DayBook.lineEnd || book.bytes[index] == DayBook.cut
      guard isEnd else { continue }
      file.bytes.write("<Ustrd>")
      file.bytes.write(escaped: TextRange(start: start, end: index), of: book.bytes)
      file.bytes.write("</Ustrd>")
      start = index + 1
    }
    file.bytes.write("</RmtInf>")
  }

  private static func transactionCode(_ draft: Draft) -> String {
    let (domain, family, detail) =
      switch draft.situation {
      case .fee: ("ACMT", "MDOP", "CHRG")
      case .interest: ("ACMT", "MCOP", "INTR")
      case .transfer: draft.amount < 0 ? ("PMNT", "ICDT", "BOOK") : ("PMNT", "RCDT", "BOOK")
      case .outgoing: ("PMNT", "ICDT", "ESCT")
      case .returnedPayment, .bouncedReturn: ("PMNT", "IDDT", "UPDD")
      default: ("PMNT", "RCDT", "ESCT")
      }
    return
      "<BkTxCd><Domn><Cd>\(domain)</Cd><Fmly><Cd>\(family)</Cd><SubFmlyCd>\(detail)</SubFmlyCd></Fmly></Domn></BkTxCd>"
  }
}
