import CashModel

/// Writes a day's statement as camt.053.001.08 with balances and a summary that tie.
struct DemoCamt {
  let account: String
  let openingBalance: Int64
  let entries: [DemoEntry]

  private var today: String { DemoNumbers.day(0).text }

  var text: String {
    let elements = entries.enumerated().map { entry($0.element, $0.offset) }.joined()
    return """
      <?xml version="1.0" encoding="UTF-8"?>
      <Document xmlns="urn:iso:std:iso:20022:tech:xsd:camt.053.001.08">
      <BkToCstmrStmt>
      <GrpHdr><MsgId>HBL-20261120-7741</MsgId><CreDtTm>\(today)T23:41:08+01:00</CreDtTm></GrpHdr>
      <Stmt>
      <Id>2026-225</Id><ElctrncSeqNb>225</ElctrncSeqNb><CreDtTm>\(today)T23:41:08+01:00</CreDtTm>
      <Acct><Id><IBAN>\(account)</IBAN></Id><Ccy>EUR</Ccy><Ownr><Nm>Halden Instruments</Nm></Ownr></Acct>
      \(balance("OPBD", openingBalance, DemoNumbers.day(-1)))
      \(balance("CLBD", openingBalance + entries.reduce(0) { $0 + $1.amount }, DemoNumbers.day(0)))
      \(summary)
      \(elements)</Stmt>
      </BkToCstmrStmt>
      </Document>

      """
  }

  private func balance(_ type: String, _ amount: Int64, _ day: CalendarDate) -> String {
    """
    <Bal><Tp><CdOrPrtry><Cd>\(type)</Cd></CdOrPrtry></Tp><Amt Ccy="EUR">\(DemoNumbers.decimal(abs(amount)))</Amt>\
    <CdtDbtInd>\(indicator(amount))</CdtDbtInd><Dt><Dt>\(day.text)</Dt></Dt></Bal>
    """
  }

  private var summary: String {
    func part(_ name: String, _ entries: [DemoEntry]) -> String {
      let sum = DemoNumbers.decimal(entries.reduce(0) { $0 + abs($1.amount) })
      return "<\(name)><NbOfNtries>\(entries.count)</NbOfNtries><Sum>\(sum)</Sum></\(name)>"
    }
    let credits = part("TtlCdtNtries", entries.filter { $0.amount > 0 })
    let debits = part("TtlDbtNtries", entries.filter { $0.amount < 0 })
    let total = part("TtlNtries", entries)
    return "<TxsSummry>\(total)\(credits)\(debits)</TxsSummry>"
  }

  private func entry(_ entry: DemoEntry, _ place: Int) -> String {
    let reference = "HBL26225\(String(100_001 + place).dropFirst())"
    let code = entry.code.split(separator: "/")
    let transactions = entry.batch.isEmpty ? [entry] : entry.batch
    let batch =
      entry.batch.isEmpty
      ? ""
      : """
      <Btch><NbOfTxs>\(entry.batch.count)</NbOfTxs><TtlAmt Ccy="EUR">\(DemoNumbers.decimal(entry.amount))</TtlAmt></Btch>
      """
    let details = transactions.enumerated().map { transaction($0.element, "\(reference)-\($0.offset + 1)") }.joined()
    return """
      <Ntry>
      <NtryRef>\(place + 1)</NtryRef><Amt Ccy="EUR">\(DemoNumbers.decimal(abs(entry.amount)))</Amt>
      <CdtDbtInd>\(indicator(entry.amount))</CdtDbtInd><Sts><Cd>BOOK</Cd></Sts>
      <BookgDt><Dt>\(today)</Dt></BookgDt><ValDt><Dt>\(today)</Dt></ValDt><AcctSvcrRef>\(reference)</AcctSvcrRef>
      <BkTxCd><Domn><Cd>\(code[0])</Cd><Fmly><Cd>\(code[1])</Cd><SubFmlyCd>\(code[2])</SubFmlyCd></Fmly></Domn></BkTxCd>
      <NtryDtls>\(batch)\(details)</NtryDtls>
      </Ntry>

      """
  }

  private func transaction(_ entry: DemoEntry, _ reference: String) -> String {
    let endToEnd = entry.endToEnd.isEmpty ? "NOTPROVIDED" : entry.endToEnd
    return """

      <TxDtls>
      <Refs><AcctSvcrRef>\(reference)</AcctSvcrRef><EndToEndId>\(endToEnd)</EndToEndId></Refs>
      <Amt Ccy="EUR">\(DemoNumbers.decimal(abs(entry.amount)))</Amt><CdtDbtInd>\(indicator(entry.amount))</CdtDbtInd>
      \(parties(entry))\(remittance(entry))\(returned(entry))</TxDtls>

      """
  }

  private func parties(_ entry: DemoEntry) -> String {
    guard !entry.payer.isEmpty else { return "" }
    let party = entry.amount > 0 ? "Dbtr" : "Cdtr"
    let account =
      entry.account.isEmpty ? "" : "<\(party)Acct><Id><IBAN>\(entry.account)</IBAN></Id></\(party)Acct>"
    return "<RltdPties><\(party)><Pty><Nm>\(escaped(entry.payer))</Nm></Pty></\(party)>\(account)</RltdPties>\n"
  }

  private func remittance(_ entry: DemoEntry) -> String {
    let lines = entry.lines.map { "<Ustrd>\(escaped($0))</Ustrd>" }.joined()
    let documents = entry.documents.map(document).joined()
    let reference =
      entry.creditorReference.isEmpty
      ? ""
      : """
      <Strd><CdtrRefInf><Tp><CdOrPrtry><Cd>SCOR</Cd></CdOrPrtry></Tp><Ref>\(entry.creditorReference)</Ref></CdtrRefInf>\
      </Strd>
      """
    return "<RmtInf>\(lines)\(documents)\(reference)</RmtInf>\n"
  }

  private func document(_ document: DemoDocument) -> String {
    let isCreditNote = document.amount < 0
    let amount = "Ccy=\"EUR\">\(DemoNumbers.decimal(abs(document.amount)))"
    let stated = isCreditNote ? "<CdtNoteAmt \(amount)</CdtNoteAmt>" : "<RmtdAmt \(amount)</RmtdAmt>"
    return """
      <Strd><RfrdDocInf><Tp><CdOrPrtry><Cd>\(isCreditNote ? "CREN" : "CINV")</Cd></CdOrPrtry></Tp>\
      <Nb>\(document.number)</Nb></RfrdDocInf><RfrdDocAmt>\(stated)</RfrdDocAmt></Strd>
      """
  }

  private func returned(_ entry: DemoEntry) -> String {
    entry.returnReason.isEmpty ? "" : "<RtrInf><Rsn><Cd>\(entry.returnReason)</Cd></Rsn></RtrInf>\n"
  }

  private func indicator(_ amount: Int64) -> String { amount < 0 ? "DBIT" : "CRDT" }

  private func escaped(_ text: String) -> String {
    text.split(separator: "&", omittingEmptySubsequences: false).joined(separator: "&amp;")
      .split(separator: "<", omittingEmptySubsequences: false).joined(separator: "&lt;")
  }
}
