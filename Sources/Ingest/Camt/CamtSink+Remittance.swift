import CashModel

/// Remittance information: every `Ustrd` line, every `Strd` block with the documents it names.
extension CamtSink {
  mutating func readRemittance(_ element: CamtElement) {
    if case .ustrd = element { keepRemittanceLine() }
  }

  private mutating func keepRemittanceLine() {
    if !leaf.isEmpty { lines.append(keep()) }
  }

  mutating func readStructured(_ element: CamtElement) {
    switch (branch, element, ancestor(1)) {
    case (.rfrdDocInf, .nb, .rfrdDocInf), (.rfrdDocInf, .rfrdDocNb, _): block.document.documentNumber = keepReference()
    case (.rfrdDocInf, .cd, .cdOrPrtry), (.rfrdDocInf, .cd, .rfrdDocTp):
      block.document.documentType = CamtCodes.documentType(leaf.code)
    case (.rfrdDocInf, .prtry, .cdOrPrtry), (.rfrdDocInf, .prtry, .rfrdDocTp): block.document.documentType = .other
    case (.rfrdDocInf, .rltdDt, _), (.rfrdDocInf, .dt, .rltdDt): block.document.documentDate = optionalDay()
    case (.rfrdDocRltdDt, _, _): block.amounts.documentDate = optionalDay()
    case (.rfrdDocAmt, .duePyblAmt, _): add(optionalAmount(), to: \.due)
    case (.rfrdDocAmt, .dscntApldAmt, _), (.rfrdDocAmt, .amt, .dscntApldAmt): add(optionalAmount(), to: \.discount)
    case (.rfrdDocAmt, .cdtNoteAmt, _): add(optionalAmount(), to: \.creditNote)
    case (.rfrdDocAmt, .rmtdAmt, _): add(optionalAmount(), to: \.remitted)
    case (.rfrdDocAmt, _, .adjstmntAmtAndRsn): readAdjustment(element)
    case (.rfrdDocAmt, .amt, .rmtAmtAndTp): block.amountPending = optionalAmount()
    case (.rfrdDocAmt, .cd, .tp): block.typePending = leaf.code
    case (.cdtrRefInf, .ref, .cdtrRefInf), (.cdtrRefInf, .cdtrRef, _): keepCreditorReference()
    case (.addtlRmtInf, _, _): keepRemittanceLine()
    default: break
    }
  }

  private mutating func optionalDay() -> CalendarDate? { leaf.isEmpty ? nil : day(.additional) }

  private mutating func keepCreditorReference() {
    let reference = keepReference()
    guard !reference.isEmpty else { return }
    block.amounts.creditorReference = reference
    identifiers.append(Identifier(.creditorReference, reference))
  }

  // MARK: - Amounts of a block

  private mutating func readAdjustment(_ element: CamtElement) {
    switch element {
    case .amt: block.amountPending = optionalAmount()
    case .cdtDbtInd: block.isIncrease = leaf.holds("CRDT")
    case .rsn, .addtlInf:
      let reason = keepLine()
      block.reasonPending = joining(block.reasonPending, reason, with: 0x20)
    default: break
    }
  }

  /// ISO 20022: a credit raises, a debit lowers what is paid. Where neither is said it lowers, as nearly all do.
  mutating func finishAdjustment() {
    if let amount = block.amountPending {
      let signed = block.isIncrease ? amount.money : -amount.money
      add(CamtAmount(money: signed, currency: amount.currency), to: \.adjustment)
    }
    block.amounts.adjustmentReason = joining(block.amounts.adjustmentReason, block.reasonPending, with: 0x20)
    block.amountPending = nil
    block.reasonPending = .empty
    block.isIncrease = false
  }

  /// `RmtAmtAndTp` of versions 12 and later: the kind of amount is a code, not an element.
  mutating func finishTypedAmount() {
    switch CamtCodes.remittanceAmount(block.typePending) {
    case .due: add(block.amountPending, to: \.due)
    case .discount: add(block.amountPending, to: \.discount)
    case .creditNote: add(block.amountPending, to: \.creditNote)
    case .remitted: add(block.amountPending, to: \.remitted)
    case .other: break
    }
    block.amountPending = nil
    block.typePending = 0
  }

  private mutating func add(_ amount: CamtAmount?, to field: WritableKeyPath<StructuredRemittance, Money?>) {
    guard let amount else { return }
    if let currency = block.amounts.currency, currency != amount.currency {
      return report(
        .warning, .currency, "The amounts of one remittance block have several currencies; the first one counts",
        found: amount.currency.code, expected: currency.code)
    }
    let before = block.amounts[keyPath: field]?.minorUnits ?? 0
    let (sum, overflow) = before.addingReportingOverflow(amount.money.minorUnits)
    guard !overflow, sum.magnitude <= Money.largestMinorUnits else {
      return report(.warning, .overflow, "The amounts of a remittance block add up to more than can be kept")
    }
    block.amounts.currency = amount.currency
    block.amounts[keyPath: field] = Money(minorUnits: sum)
  }

  // MARK: - Lines

  mutating func finishDocument() {
    block.document.block = draft.blocks
    structured.append(block.document)
    block.document = StructuredRemittance()
  }

  /// The amounts and the reference of a block stand on its first line only, so that nobody adds them up twice.
  mutating func finishBlock() {
    let amounts = block.amounts
    let hasAmounts = amounts.currency != nil || !amounts.creditorReference.isEmpty || amounts.documentDate != nil
    if structured.count == block.firstRow {
      guard hasAmounts else { return }
      structured.append(StructuredRemittance())
    }
    var line = structured[block.firstRow]
    line.block = draft.blocks
    line.creditorReference = amounts.creditorReference
    line.documentDate = line.documentDate ?? amounts.documentDate
    line.currency = amounts.currency == entryAmount?.currency ? nil : amounts.currency
    line.due = amounts.due
    line.discount = amounts.discount
    line.creditNote = amounts.creditNote
    line.adjustment = amounts.adjustment
    line.adjustmentReason = amounts.adjustmentReason
    line.remitted = amounts.remitted
    line.isContradictory = !addsUp(line)
    structured[block.firstRow] = line
    draft.blocks += 1
  }

  /// Due less discount and credit note and with the adjustments must be what is remitted, where all of it is stated.
  private mutating func addsUp(_ line: StructuredRemittance) -> Bool {
    guard let settled = line.settled, let remitted = line.remitted, settled != remitted else { return true }
    // Some payers state what was invoiced and what they pay, and leave what lies between to the text.
    guard line.discount != nil || line.creditNote != nil || line.adjustment != nil else { return true }
    let exponent = (line.currency ?? entryAmount?.currency ?? statement.currency)?.exponent ?? 2
    report(
      .warning, .amount,
      "A remittance block does not add up: due less discount and credit note is not what is remitted",
      found: remitted.text(exponent: exponent), expected: settled.text(exponent: exponent))
    return false
  }

  /// The blocks of a transaction against its amount, where each of them states what it pays. Lines of a list that does
  /// not add up prove nothing.
  mutating func checkBlocks(of transaction: CamtTransaction, _ money: Money, _ currency: Currency) {
    var sum = Int128(0)
    var heads = 0
    var last: Int32 = -1
    for row in transaction.structured {
      let line = structured[row]
      // The amounts of a block stand on its first line.
      if line.block == last { continue }
      last = line.block
      guard let stated = line.stated, (line.currency ?? currency) == currency else { return }
      let isCreditAlone = line.creditNote != nil && line.due == nil && line.remitted == nil
      let isCredit = line.documentType == .creditNote || isCreditAlone
      sum += Int128(isCredit ? -stated.magnitude.minorUnits : stated.minorUnits)
      heads += 1
    }
    guard heads > 0, sum != Int128(money.minorUnits) else { return }
    report(
      .warning, .amount, "The remittance blocks of a transaction do not add up to its amount",
      found: Money(minorUnits: Int64(clamping: sum)).text(exponent: currency.exponent),
      expected: money.text(exponent: currency.exponent))
    for row in transaction.structured { structured[row].isContradictory = true }
  }
}
