import CashModel

/// From an entry and its transactions to rows of the payment table.
///
/// The entry's amount is what moved on the account, so the rows of one entry always add up to it: 120.00 booked with
/// transactions of 70.00 and 50.00 gives two rows; with transactions of 70.00 and 51.00 and charges of 1.00 it gives
/// these two and a fee of 1.00; with 70.00 and 60.00 it gives one row of 120.00 with the texts of both, which
/// only a person may apply. Nothing is ever scaled.
extension CamtSink {
  mutating func finishEntry() {
    if batch.isStated { checkBatch() }
    statement.entryCount += 1
    statement.transactionCount += max(transactions.count, 1)
    position = draft.position
    guard let amount = draft.amount, let direction = draft.direction, !entry.isBad, let date = bookingDate() else {
      if !entry.isBad { reportMissing() }
      statement.isIncomplete = true
      return
    }
    entry.bookingDate = date
    tally(amount, direction)
    switch transactions.count {
    case 0: write(draft, amount.money, direction)
    case 1:
      checkSingle(transactions[0], amount, direction)
      write(keepsPayments ? withEntryFacts(transactions[0]) : transactions[0], amount.money, direction)
    default: writeBatch(amount, direction)
    }
    if file.payments.count >= BankFile.pieceMax { handOverPayments() }
  }

  private mutating func handOverPayments() {
    guard let handOver, openRun == nil else { return }
    handOver(takePayments())
  }

  /// Takes the payments away between two entries; what the statement keeps in their arena moves to the next one.
  mutating func takePayments() -> PaymentTable {
    let full = file.payments
    file.payments = PaymentTable()
    statement.identification = move(statement.identification, from: full.arena)
    statement.account = move(statement.account, from: full.arena)
    message.identification = move(message.identification, from: full.arena)
    lastCode = move(lastCode, from: full.arena)
    return full
  }

  private mutating func move(_ slice: TextSlice, from arena: TextArena) -> TextSlice {
    let kept = Array(arena.bytes[slice.range])
    return file.payments.arena.append(kept.span)
  }

  private mutating func reportMissing() {
    if draft.amount == nil {
      report(.error, .missingField, "An entry has no amount (Amt)")
    } else if draft.direction == nil {
      report(.error, .missingField, "An entry does not say whether it is a credit or a debit (CdtDbtInd)")
    }
  }

  /// The booking date, else the value date, else the statement's: 57 of 221 public samples leave it out.
  private mutating func bookingDate() -> CalendarDate? {
    if let date = entry.bookingDate ?? entry.valueDate { return date }
    guard let date = statement.date ?? message.creationDate else {
      report(.error, .date, "An entry has no date, and neither has its statement")
      return nil
    }
    report(.warning, .date, "An entry has no date; the statement's is taken", expected: date.text)
    return date
  }

  private mutating func tally(_ amount: CamtAmount, _ direction: Direction) {
    if statement.currency == nil { statement.currency = amount.currency }
    guard amount.currency == statement.currency else {
      statement.isIncomplete = true
      return
    }
    statement.all.add(amount.money, direction)
    if entry.isBooked { statement.booked.add(amount.money, direction) }
  }

  // MARK: - Shares of an entry

  /// What a transaction moved in `currency`: its amount, else what it was converted to or from.
  func share(of transaction: CamtTransaction, in currency: Currency) -> Money? {
    for amount in [transaction.amount, transaction.transaction, transaction.counterValue, transaction.instructed] {
      if let amount, amount.currency == currency { return amount.money }
    }
    return nil
  }

  private mutating func checkSingle(_ transaction: CamtTransaction, _ amount: CamtAmount, _ direction: Direction) {
    guard let share = share(of: transaction, in: amount.currency), share != amount.money else { return }
    let charges = [transaction.charges.sum, draft.charges.sum]
    let sign: Int64 = direction == .credit ? -1 : 1
    if charges.contains(where: { share.minorUnits + sign * $0 == amount.money.minorUnits }) { return }
    // What was instructed may differ by charges that nobody states; what was booked may not.
    guard transaction.amount?.currency == amount.currency || transaction.transaction?.currency == amount.currency
    else { return }
    report(
      .warning, .amount, "The only transaction of an entry has another amount than the entry, whose amount is taken",
      found: text(share), expected: text(amount.money))
  }

  private enum Division {
    /// Signed amounts by transaction, and what the bank took for itself.
    case shares([Int64], fee: Int64)
    case incomplete
    case unexplained(sum: Int64)
  }

  private func division(_ amount: CamtAmount, _ direction: Direction) -> Division {
    let total = direction == .credit ? amount.money.minorUnits : -amount.money.minorUnits
    var shares: [Int64] = []
    shares.reserveCapacity(transactions.count)
    var sum: Int64 = 0
    var charges: Int64 = 0
    for transaction in transactions {
      guard let share = share(of: transaction, in: amount.currency) else { return .incomplete }
      let signed = transaction.direction ?? direction == .credit ? share.minorUnits : -share.minorUnits
      let (nextSum, overflow) = sum.addingReportingOverflow(signed)
      let (nextCharges, chargesOverflow) = charges.addingReportingOverflow(transaction.charges.sum)
      guard !overflow, !chargesOverflow, nextSum.magnitude <= Money.largestMinorUnits,
        nextCharges.magnitude <= Money.largestMinorUnits
      else { return .incomplete }
      (sum, charges) = (nextSum, nextCharges)
      shares.append(signed)
    }
    if sum == total { return .shares(shares, fee: 0) }
    if charges != 0, sum - charges == total {
      for index in shares.indices { shares[index] -= transactions[index].charges.sum }
      return .shares(shares, fee: 0)
    }
    let fee = draft.charges.sum
    return fee != 0 && sum - fee == total ? .shares(shares, fee: fee) : .unexplained(sum: sum)
  }

  private mutating func writeBatch(_ amount: CamtAmount, _ direction: Direction) {
    switch division(amount, direction) {
    case .shares(let shares, let fee):
      for index in transactions.indices {
        let isCredit = shares[index] == 0 ? transactions[index].direction ?? direction == .credit : shares[index] > 0
        write(
          withEntryReferences(transactions[index]), Money(minorUnits: abs(shares[index])), isCredit ? .credit : .debit)
      }
      if fee != 0 { writeFee(fee) }
    case .incomplete:
      report(
        .warning, .amount, "Not all transactions of a batch state their amount; the entry is taken as one payment")
      writeWhole(amount.money, direction)
    case .unexplained(let sum):
      report(
        .warning, .amount,
        "The transactions of a batch do not add up to the entry, which waits as one payment for a person",
        found: text(Money(minorUnits: abs(sum))), expected: text(amount.money))
      writeWhole(amount.money, direction, isInconsistent: true)
    }
  }

  // MARK: - What an entry says for its transactions

  private func withEntryReferences(_ transaction: CamtTransaction) -> CamtTransaction {
    var transaction = transaction
    if transaction.bankReference.isEmpty { transaction.bankReference = draft.bankReference }
    if transaction.codeText.isEmpty {
      transaction.code = draft.code
      transaction.codeText = draft.codeText
      transaction.proprietaryCode = draft.proprietaryCode
    }
    let hasText = !transaction.lines.isEmpty || !transaction.additionalText.isEmpty
    if !hasText { transaction.additionalText = draft.additionalText }
    return transaction
  }

  private mutating func withEntryFacts(_ transaction: CamtTransaction) -> CamtTransaction {
    var transaction = withEntryReferences(transaction)
    if transaction.additionalText != draft.additionalText {
      transaction.additionalText = joining(transaction.additionalText, draft.additionalText, with: 0x0A)
      if transaction.additionalText.isEmpty { transaction.additionalText = draft.additionalText }
    }
    if transaction.charges.sum == 0 {
      let bearer = transaction.charges.bearer
      transaction.charges = draft.charges
      if case .unstated = transaction.charges.bearer { transaction.charges.bearer = bearer }
    }
    transaction.instructed = transaction.instructed ?? draft.instructed
    transaction.transaction = transaction.transaction ?? draft.transaction
    transaction.counterValue = transaction.counterValue ?? draft.counterValue
    if transaction.rateTimes10e10 == 0 {
      transaction.rateTimes10e10 = draft.rateTimes10e10
      transaction.rateUnit = draft.rateUnit
      transaction.rateSource = draft.rateSource
    }
    return transaction
  }

  /// One row for an entry whose transactions cannot be told apart in money: it carries all their texts.
  private mutating func writeWhole(_ amount: Money, _ direction: Direction, isInconsistent: Bool = false) {
    var whole = transactions[0]
    whole.isInconsistent = isInconsistent
    let arena = file.payments.arena
    func allAgree(_ field: KeyPath<CamtTransaction, TextSlice>) -> Bool {
      transactions.allSatisfy { arena.equal($0[keyPath: field], whole[keyPath: field]) }
    }
    let isSameDebtor = allAgree(\.debtor.name) && allAgree(\.debtor.account)
    let isSameCreditor = allAgree(\.creditor.name) && allAgree(\.creditor.account)
    if !allAgree(\.endToEndID) { whole.endToEndID = .empty }
    if !isSameDebtor { whole.debtor = CamtParty() }
    if !isSameCreditor { whole.creditor = CamtParty() }
    whole.bankReference = draft.bankReference
    whole.charges = draft.charges
    whole.amount = nil
    whole.instructed = nil
    whole.transaction = nil
    whole.counterValue = nil
    whole.additionalText = .empty
    whole.position = draft.position
    var blocks: Int32 = 0
    for transaction in transactions {
      for row in transaction.structured { structured[row].block += blocks }
      blocks += transaction.blocks
      if !isSameDebtor, !transaction.debtor.name.isEmpty { lines.append(transaction.debtor.name) }
      if !isSameCreditor, !transaction.creditor.name.isEmpty { lines.append(transaction.creditor.name) }
      if !transaction.additionalText.isEmpty { lines.append(transaction.additionalText) }
      identifiers.append(Identifier(.accountServicerReference, transaction.bankReference))
      identifiers.append(Identifier(.customerReference, transaction.endToEndID))
    }
    whole.lines = 0..<lines.count
    whole.identifiers = 0..<identifiers.count
    whole.structured = 0..<structured.count
    write(withEntryFacts(whole), amount, direction)
  }

  /// What the bank kept of a batch, so that the rows of the entry add up to it.
  private mutating func writeFee(_ fee: Int64) {
    var charge = CamtTransaction()
    charge.position = draft.position
    charge.bankReference = draft.bankReference
    charge.code = CamtCodes.fee
    charge.codeText = draft.codeText
    charge.additionalText = draft.additionalText
    write(charge, Money(minorUnits: abs(fee)), fee > 0 ? .debit : .credit)
  }
}
