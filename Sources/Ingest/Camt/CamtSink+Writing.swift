import CashModel

/// Writes one row of the payment table.
extension CamtSink {
  mutating func write(_ transaction: CamtTransaction, _ money: Money, _ direction: Direction) {
    guard let amount = draft.amount, let bookingDate = entry.bookingDate else { return }
    checkBlocks(of: transaction, money, amount.currency)
    guard keepsPayments else { return }
    var facts = CamtCodes.Facts(direction: direction)
    facts.isBooked = entry.isBooked && !message.isTest
    facts.isReversal = entry.isReversal
    facts.hasReturnInformation = transaction.hasReturnInformation
    facts.isZero = money == .zero
    let transactionClass = CamtCodes.transactionClass(
      transaction.code, proprietary: file.payments.arena.span(transaction.proprietaryCode), facts)
    let isReturn = entry.isReversal || transaction.hasReturnInformation || transactionClass == .return
    let party = counterparty(of: transaction, direction, isReturn: isReturn)

    var record = PaymentRecord()
    record.statement = statement.row
    record.account = statement.account
    record.bookingDate = bookingDate
    record.valueDate = entry.valueDate ?? bookingDate
    record.amount = money
    record.currency = amount.currency
    record.direction = direction
    record.transactionCode = transaction.codeText
    record.bankReference = transaction.bankReference
    record.endToEndID = transaction.endToEndID
    record.payerName = party.name
    record.payerAccount = party.account
    record.payerAgent = party.agent
    record.ultimatePayer = party.ultimate
    record.remittance = remittance(of: transaction)
    record.charges = Money(minorUnits: transaction.charges.sum)
    record.chargeBearer = transaction.charges.bearer
    record.original = original(of: transaction, money, amount.currency)
    record.isReversal = entry.isReversal
    record.isInconsistent = transaction.isInconsistent
    record.returnReason = transaction.returnReason
    record.transactionClass = transactionClass
    record.source = SourcePosition(file: fileNumber, record: entry.record, byteOffset: transaction.position)
    writeChildren(of: transaction, isReturn: isReturn)
    if transaction.structured.isEmpty { file.payments.appendX12(of: &record) }
    file.payments.append(record)
  }

  private mutating func writeChildren(of transaction: CamtTransaction, isReturn: Bool) {
    file.payments.appendIdentifier(.entryReference, entry.reference)
    file.payments.appendIdentifier(.messageID, entry.messageID)
    file.payments.appendIdentifier(.paymentInformationID, entry.paymentInformationID)
    if !file.payments.arena.equal(transaction.bankReference, draft.bankReference) {
      file.payments.appendIdentifier(.accountServicerReference, draft.bankReference)
    }
    // A return quotes the references of what came back.
    if isReturn { file.payments.appendIdentifier(.originalEndToEndID, transaction.endToEndID) }
    for row in transaction.identifiers {
      file.payments.appendIdentifier(identifiers[row].kind, identifiers[row].text)
    }
    for row in transaction.structured { file.payments.appendStructured(structured[row]) }
  }

  /// The other side. A credit comes from the debtor, a debit goes to the creditor; a return or reversal keeps the
  /// parties of what it takes back, so its other side is the reverse. The side whose account is the statement's own
  /// is never the other one, whatever a bank writes.
  private func counterparty(
    of transaction: CamtTransaction, _ direction: Direction, isReturn: Bool
  ) -> CamtParty {
    let isDebtor = (direction == .credit) != isReturn
    let (chosen, other) =
      isDebtor ? (transaction.debtor, transaction.creditor) : (transaction.creditor, transaction.debtor)
    if isOwn(chosen), !other.isEmpty, !isOwn(other) { return other }
    return isReturn && chosen.isEmpty ? other : chosen
  }

  private func isOwn(_ party: CamtParty) -> Bool {
    !party.account.isEmpty && file.payments.arena.equal(party.account, statement.account)
  }

  /// All free text: remittance lines, then what the bank adds.
  private mutating func remittance(of transaction: CamtTransaction) -> TextSlice {
    let (rows, additional) = (transaction.lines, transaction.additionalText)
    if rows.isEmpty { return additional }
    if rows.count == 1, additional.isEmpty { return lines[rows.lowerBound] }
    joined.removeAll(keepingCapacity: true)
    for row in rows {
      if row > rows.lowerBound { joined.append(0x0A) }
      joined.append(contentsOf: file.payments.arena.bytes[lines[row].range])
    }
    if !additional.isEmpty {
      joined.append(0x0A)
      joined.append(contentsOf: file.payments.arena.bytes[additional.range])
    }
    let joined = joined
    return file.payments.arena.append(joined.span)
  }

  /// What was ordered before conversion; in the same currency, what was ordered before charges.
  private func original(of transaction: CamtTransaction, _ money: Money, _ currency: Currency) -> OriginalAmount? {
    var found: CamtAmount?
    for amount in [transaction.instructed, transaction.transaction, transaction.counterValue, transaction.amount] {
      if found == nil, let amount, amount.currency != currency { found = amount }
    }
    if found == nil, let instructed = transaction.instructed, instructed.money != money { found = instructed }
    guard let found else { return nil }
    return OriginalAmount(
      amount: found.money, currency: found.currency,
      rateTimes10e10: found.currency == currency ? 0 : transaction.rateTimes10e10,
      rateUnit: found.currency == currency ? nil : transaction.rateUnit ?? transaction.rateSource)
  }
}
