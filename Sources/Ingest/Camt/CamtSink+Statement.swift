import CashModel

/// Messages and statements: who, when, which account, balances and the totals the bank states.
extension CamtSink {
  // MARK: - Message

  mutating func beginMessage(_ root: CamtElement) {
    message = CamtMessage()
    guard file.format == nil else { return }
    file.format = root.format
    // The message stands in a `Document`, and that in an envelope where there is one.
    file.variant = variant + (depth > 2 ? " in an envelope" : "")
  }

  /// `001.08` of `urn:iso:std:iso:20022:tech:xsd:camt.053.001.08`.
  private var variant: String {
    guard !namespace.isEmpty else { return "no namespace" }
    guard let start = namespace.range(of: ["camt.052.", "camt.053.", "camt.054."]) else { return namespace }
    return String(namespace[start...].prefix(6))
  }

  mutating func readHeader(_ element: CamtElement) {
    switch element {
    case .creDtTm: message.creationDate = day(.additional)
    case .pgNb: message.page.number = count()
    case .lastPgInd: message.page.isLast = leaf.isTrue
    case .msgId: message.identification = keepLine()
    case .addtlInf: readMark()
    default: break
    }
  }

  /// A message may say that it is only a test: the Swiss guidelines end `AddtlInf` with `/TEST` or `/PROD`.
  private mutating func readMark() {
    let words = leaf.copy.split { !($0 >= 0x41 && $0 <= 0x5A) && !($0 >= 0x61 && $0 <= 0x7A) }
    let isTest = words.contains { word in word.elementsEqual("TEST".utf8) || word.elementsEqual("Test".utf8) }
    guard isTest, !message.isTest else { return }
    message.isTest = true
    report(.warning, .code, "The message says that it is a test: its transactions are not posted", found: leaf.excerpt)
  }

  // MARK: - Statement

  mutating func beginStatement() {
    record = 0
    statement = CamtStatement()
    statement.position = position
    if case .stmt = ancestor(0) { statement.isBooked = true }
    statement.row = StatementRow(file.statements.count)
  }

  mutating func readStatement(_ element: CamtElement) {
    switch (element, ancestor(1)) {
    case (.id, .stmt), (.id, .rpt), (.id, .ntfctn): statement.identification = keepLine()
    case (.creDtTm, _): statement.creationDate = day(.additional)
    case (.toDtTm, .frToDt): statement.endDate = day(.additional)
    case (.elctrncSeqNb, _): statement.electronicSequence = count()
    case (.lglSeqNb, _): statement.legalSequence = count()
    case (.pgNb, _): statement.page.number = count()
    case (.lastPgInd, _): statement.page.isLast = leaf.isTrue
    default: break
    }
  }

  mutating func readAccount(_ element: CamtElement) {
    switch (element, ancestor(1)) {
    case (.iban, _), (.bban, _), (.upic, _), (.id, .othr), (.id, .prtryAcct):
      if statement.account.isEmpty { statement.account = keepCompact() }
    case (.ccy, .acct):
      statement.currency = Currency(leaf.bytes)
      if statement.currency == nil, !leaf.isEmpty {
        report(.warning, .currency, "The account's currency is not one of ISO 4217", found: leaf.excerpt)
      }
    default: break
    }
  }

  mutating func readBalance(_ element: CamtElement) {
    switch (element, branch) {
    case (.cd, .tp), (.prtry, .tp): readBalanceKind()
    case (.amt, .amt): balance.amount = amount(.required, allowingNegative: true)
    case (.cdtDbtInd, .cdtDbtInd):
      if case .debit = direction() { balance.isDebit = true }
    case (.dt, .dt), (.dtTm, .dt): balance.date = day(.additional)
    default: break
    }
  }

  /// `Tp/CdOrPrtry/Cd`, and the same four letters where a bank writes them as a proprietary type; `SubTp` is not read.
  private mutating func readBalanceKind() {
    balance.name = leaf.excerpt
    if leaf.holds("OPBD") {
      balance.kind = .opening
    } else if leaf.holds("PRCD") {
      balance.kind = .previousClosing
    } else if leaf.holds("CLBD") {
      balance.kind = .closing
    } else if leaf.holds("ITBD") {
      balance.kind = .interim
    }
  }

  mutating func finishBalance() {
    if balance.isDebit, let amount = balance.amount {
      balance.amount?.money = -amount.money
    }
    if let amount = balance.amount {
      statement.statedBalances.append(StatedBalance(kind: balance.name, amount: amount.money, date: balance.date))
    }
    // Balances in another currency than the account's are for information.
    if let amount = balance.amount, amount.currency == statement.currency ?? amount.currency {
      if statement.currency == nil, case .other = balance.kind {} else { statement.currency = amount.currency }
      statement.balances.append(balance)
    }
  }

  // MARK: - Totals

  mutating func readSummary(_ element: CamtElement) {
    switch (element, ancestor(1)) {
    case (.nbOfNtries, .ttlNtries), (.nbOfNtries, .ttlCdtNtries), (.nbOfNtries, .ttlDbtNtries):
      summaryLine.count = count()
    case (.sum, .ttlNtries), (.sum, .ttlCdtNtries), (.sum, .ttlDbtNtries):
      guard let currency = statement.currency else { return }
      do throws(AmountProblem) {
        summaryLine.sum = try Money(decimal: leaf.bytes, exponent: currency.exponent).minorUnits
          .magnitude
      } catch {
        report(.error, .amount, "A sum of entries is not a number of the account's currency", found: leaf.excerpt)
      }
    default: break
    }
  }

  mutating func finishSummaryLine(_ element: CamtElement) {
    switch element {
    case .ttlCdtNtries: statement.stated.credits = summaryLine
    case .ttlDbtNtries: statement.stated.debits = summaryLine
    default: statement.stated.all = summaryLine
    }
    summaryLine = StatedTotals.Line()
  }
}

extension String {
  /// Where one of a few words of nine letters ends, so that what follows it can be read.
  fileprivate func range(of words: [String]) -> String.Index? {
    var index = startIndex
    while index < endIndex {
      if words.contains(where: { self[index...].hasPrefix($0) }) {
        return self.index(index, offsetBy: 9)
      }
      index = self.index(after: index)
    }
    return nil
  }
}
