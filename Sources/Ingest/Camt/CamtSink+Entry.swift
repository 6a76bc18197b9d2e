import CashModel

/// Entries: what `Ntry` says itself, and what it shares with `TxDtls` (codes, amounts before conversion, charges).
extension CamtSink {
  mutating func beginEntry() {
    file.entryCount += 1
    record = Int32(clamping: file.entryCount)
    entry = CamtEntry()
    entry.record = record
    draft = CamtTransaction()
    draft.position = position
    batch = CamtBatch()
    transactions.removeAll(keepingCapacity: true)
    lines.removeAll(keepingCapacity: true)
    identifiers.removeAll(keepingCapacity: true)
    structured.removeAll(keepingCapacity: true)
  }

  mutating func readEntry(_ element: CamtElement) {
    switch (element, ancestor(1)) {
    case (.ntryRef, .ntry): entry.reference = keepReference()
    case (.amt, .ntry): draft.amount = amount(.required)
    case (.cdtDbtInd, .ntry): draft.direction = direction()
    case (.rvslInd, .ntry): entry.isReversal = leaf.isTrue
    case (.sts, .ntry), (.cd, .sts), (.prtry, .sts):
      if !leaf.isEmpty { entry.status = leaf.holds("BOOK") ? .booked : .other }
    case (.dt, .bookgDt), (.dtTm, .bookgDt): entry.bookingDate = day(.required)
    case (.dt, .valDt), (.dtTm, .valDt): entry.valueDate = day(.required)
    case (.acctSvcrRef, .ntry): draft.bankReference = keepReference()
    case (.addtlNtryInf, .ntry): draft.additionalText = keep()
    default: break
    }
  }

  mutating func readBatch(_ element: CamtElement) {
    switch element {
    case .msgId: entry.messageID = keepReference()
    case .pmtInfId: entry.paymentInformationID = keepReference()
    case .nbOfTxs: batch.count = count()
    case .ttlAmt: batch.total = amount(.additional)
    default: break
    }
  }

  // MARK: - Bank transaction codes

  /// Domain, family and sub-family come in this order, so that the text grows as they are met.
  mutating func readCode(_ element: CamtElement) {
    switch (element, ancestor(1)) {
    case (.cd, .domn):
      draft.code = CamtCode(domain: leaf.code, family: 0, subfamily: 0)
      codeBuffer.removeAll(keepingCapacity: true)
      leaf.append(to: &codeBuffer)
    case (.cd, .fmly):
      draft.code.family = leaf.code
      codeBuffer.append(UInt8(ascii: "/"))
      leaf.append(to: &codeBuffer)
    case (.subFmlyCd, _):
      draft.code.subfamily = leaf.code
      codeBuffer.append(UInt8(ascii: "/"))
      leaf.append(to: &codeBuffer)
    case (.cd, .prtry), (.prtry, _): draft.proprietaryCode = keepLine()
    default: break
    }
  }

  mutating func finishCode() {
    if codeBuffer.isEmpty {
      draft.codeText = draft.proprietaryCode
    } else {
      let isRepeated = file.payments.arena.bytes[lastCode.range].elementsEqual(codeBuffer)
      if !isRepeated {
        let code = codeBuffer
        lastCode = file.payments.arena.append(code.span)
      }
      draft.codeText = lastCode
    }
  }

  // MARK: - Amounts before conversion

  mutating func readAmounts(_ element: CamtElement) {
    switch (element, branch) {
    case (.amt, .instdAmt): draft.instructed = optionalAmount()
    case (.amt, .txAmt): draft.transaction = optionalAmount()
    case (.amt, .cntrValAmt): draft.counterValue = optionalAmount()
    case (.xchgRate, .instdAmt), (.xchgRate, .txAmt), (.xchgRate, .cntrValAmt): readRate()
    case (.unitCcy, .instdAmt), (.unitCcy, .txAmt), (.unitCcy, .cntrValAmt):
      draft.rateUnit = Currency(leaf.bytes)
    case (.srcCcy, .instdAmt), (.srcCcy, .txAmt), (.srcCcy, .cntrValAmt):
      draft.rateSource = Currency(leaf.bytes)
    default: break
    }
  }

  /// An amount beside the entry's own; an empty one is as good as none.
  mutating func optionalAmount() -> CamtAmount? { leaf.isEmpty ? nil : amount(.additional) }

  private mutating func readRate() {
    do throws(AmountProblem) {
      draft.rateTimes10e10 = try Money(decimal: leaf.bytes, exponent: 10).minorUnits
    } catch {
      report(.warning, .amount, "An exchange rate cannot be read", found: leaf.excerpt)
    }
  }

  // MARK: - Charges

  /// Versions 1 to 3 state each charge in a `Chrgs` of its own, later ones in `Rcrd` inside one `Chrgs`.
  mutating func readCharge(_ element: CamtElement) {
    switch (element, ancestor(1)) {
    case (.ttlChrgsAndTaxAmt, _): draft.charges.total = chargeAmount()?.minorUnits
    case (.amt, .rcrd), (.amt, .chrgs): draft.charges.amount = optionalAmount()
    case (.cdtDbtInd, .rcrd), (.cdtDbtInd, .chrgs): draft.charges.isRefund = leaf.holds("CRDT")
    case (.chrgInclInd, _): draft.charges.isIncluded = leaf.isTrue
    case (.br, _), (.chrgBr, _): draft.charges.bearer = bearer
    default: break
    }
  }

  private mutating func chargeAmount() -> Money? {
    guard let amount = optionalAmount() else { return nil }
    return chargeInAccountCurrency(amount)
  }

  private mutating func chargeInAccountCurrency(_ amount: CamtAmount) -> Money? {
    let currency = accountCurrency
    guard amount.currency == currency ?? amount.currency else {
      if amount.money != .zero {
        report(
          .warning, .currency, "A charge in another currency than the entry's is left out",
          found: amount.currency.code, expected: currency?.code ?? "")
      }
      return nil
    }
    return amount.money
  }

  /// The currency of the entry being read.
  var accountCurrency: Currency? { entryAmount?.currency ?? statement.currency }

  private var bearer: ChargeBearer {
    if leaf.holds("DEBT") { return .debtor }
    if leaf.holds("CRED") { return .creditor }
    if leaf.holds("SHAR") { return .shared }
    return leaf.holds("SLEV") ? .serviceLevel : .unstated
  }

  /// Adds a charge that lowered the entry. One that says it is not included is booked for itself, and is left to the
  /// entry that books it.
  mutating func finishCharge(isRecord: Bool) {
    defer {
      draft.charges.amount = nil
      draft.charges.isRefund = false
      draft.charges.isIncluded = true
    }
    guard let amount = draft.charges.amount else { return }
    draft.charges.hasRecords = true
    guard draft.charges.isIncluded, let money = chargeInAccountCurrency(amount) else { return }
    let signed = draft.charges.isRefund ? -money.minorUnits : money.minorUnits
    let (sum, overflow) = draft.charges.deducted.addingReportingOverflow(signed)
    if overflow || sum.magnitude > Money.largestMinorUnits {
      report(.error, .overflow, "The charges of an entry add up to more than can be kept")
    } else {
      draft.charges.deducted = sum
    }
  }
}
