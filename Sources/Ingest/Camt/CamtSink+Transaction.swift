import CashModel

/// Transactions: `TxDtls` with its references, parties, banks, and why it came back.
extension CamtSink {
  /// The amount of `Ntry` itself, also while a transaction inside it is read.
  var entryAmount: CamtAmount? { isInTransaction ? entryDraft.amount : draft.amount }

  mutating func beginTransaction() {
    entryDraft = draft
    isInTransaction = true
    draft = CamtTransaction()
    draft.position = position
    draft.lines = lines.count..<lines.count
    draft.identifiers = identifiers.count..<identifiers.count
    draft.structured = structured.count..<structured.count
  }

  mutating func finishTransaction() {
    draft.lines = draft.lines.lowerBound..<lines.count
    draft.identifiers = draft.identifiers.lowerBound..<identifiers.count
    draft.structured = draft.structured.lowerBound..<structured.count
    transactions.append(draft)
    draft = entryDraft
    isInTransaction = false
  }

  mutating func readTransaction(_ element: CamtElement) {
    switch (element, ancestor(1)) {
    case (.amt, .txDtls): draft.amount = leaf.isEmpty ? nil : amount(.required)
    case (.cdtDbtInd, .txDtls): draft.direction = leaf.isEmpty ? nil : direction()
    case (.addtlTxInf, .txDtls): draft.additionalText = keep()
    case (.rmtId, _), (.rmtLctnElctrncAdr, _), (.elctrncAdr, _):
      if case .rltdRmtInf = branch { keepAdvice() }
    default: break
    }
  }

  /// Where the payer's advice went: `RltdRmtInf` names it, or the address it was sent to.
  private mutating func keepAdvice() {
    let advice = keepReference()
    if !advice.isEmpty { identifiers.append(Identifier(.remittanceAdvice, advice)) }
  }

  mutating func readReference(_ element: CamtElement) {
    let kind: Identifier.Kind
    switch (element, ancestor(1)) {
    case (.acctSvcrRef, .refs):
      draft.bankReference = keepReference()
      return
    case (.endToEndId, .refs):
      draft.endToEndID = keepReference()
      return
    case (.msgId, .refs): kind = .messageID
    case (.pmtInfId, .refs): kind = .paymentInformationID
    case (.instrId, .refs): kind = .instructionID
    case (.txId, .refs): kind = .transactionID
    case (.uetr, .refs): kind = .uetr
    case (.mndtId, .refs): kind = .mandateID
    case (.chqNb, .refs): kind = .chequeNumber
    case (.clrSysRef, .refs): kind = .clearingReference
    case (.acctOwnrTxId, .refs), (.acctSvcrTxId, .refs), (.mktInfrstrctrTxId, .refs), (.prcgId, .refs),
      (.ref, .prtry):
      kind = .proprietary
    default: return
    }
    let reference = keepReference()
    if !reference.isEmpty { identifiers.append(Identifier(kind, reference)) }
  }

  // MARK: - Parties and their banks

  /// `Dbtr/Nm` of versions 1 to 6, `Dbtr/Pty/Nm` or `Dbtr/Agt/FinInstnId/Nm` of later ones; the same for the others.
  mutating func readParty(_ element: CamtElement) {
    switch (branch, element, ancestor(1)) {
    case (.dbtr, .nm, .dbtr), (.dbtr, .nm, .pty), (.dbtr, .nm, .finInstnId):
      if draft.debtor.name.isEmpty { draft.debtor.name = keepReference() }
    case (.cdtr, .nm, .cdtr), (.cdtr, .nm, .pty), (.cdtr, .nm, .finInstnId):
      if draft.creditor.name.isEmpty { draft.creditor.name = keepReference() }
    case (.ultmtDbtr, .nm, .ultmtDbtr), (.ultmtDbtr, .nm, .pty), (.ultmtDbtr, .nm, .finInstnId):
      if draft.debtor.ultimate.isEmpty { draft.debtor.ultimate = keepReference() }
    case (.ultmtCdtr, .nm, .ultmtCdtr), (.ultmtCdtr, .nm, .pty), (.ultmtCdtr, .nm, .finInstnId):
      if draft.creditor.ultimate.isEmpty { draft.creditor.ultimate = keepReference() }
    case (.dbtrAcct, let leaf, let parent) where CamtSink.isAccountNumber(leaf, parent):
      if draft.debtor.account.isEmpty { draft.debtor.account = keepCompact() }
    case (.cdtrAcct, let leaf, let parent) where CamtSink.isAccountNumber(leaf, parent):
      if draft.creditor.account.isEmpty { draft.creditor.account = keepCompact() }
    default: break
    }
  }

  private static func isAccountNumber(_ leaf: CamtElement, _ parent: CamtElement) -> Bool {
    switch (leaf, parent) {
    case (.iban, _), (.bban, _), (.upic, _), (.id, .othr), (.id, .prtryAcct): true
    default: false
    }
  }

  mutating func readAgent(_ element: CamtElement) {
    switch (element, ancestor(1)) {
    case (.bic, .finInstnId), (.bicfi, .finInstnId), (.mmbId, .clrSysMmbId), (.id, .othr): break
    default: return
    }
    switch branch {
    case .dbtrAgt: if draft.debtor.agent.isEmpty { draft.debtor.agent = keepCompact() }
    case .cdtrAgt: if draft.creditor.agent.isEmpty { draft.creditor.agent = keepCompact() }
    default: break
    }
  }

  // MARK: - Returns

  /// Reason code and further words, joined by a blank.
  mutating func readReturn(_ element: CamtElement) {
    switch (element, ancestor(1)) {
    case (.cd, .rsn), (.prtry, .rsn), (.cd, .rtrRsn), (.prtry, .rtrRsn), (.addtlInf, _):
      guard !leaf.isEmpty else { return }
      draft.returnReason = joining(draft.returnReason, keepLine(), with: 0x20)
    default: break
    }
  }

  /// Two kept texts as one.
  mutating func joining(_ first: TextSlice, _ second: TextSlice, with separator: UInt8) -> TextSlice {
    if first.isEmpty || second.isEmpty { return first.isEmpty ? second : first }
    joined.removeAll(keepingCapacity: true)
    joined.append(contentsOf: file.payments.arena.bytes[first.range])
    joined.append(separator)
    joined.append(contentsOf: file.payments.arena.bytes[second.range])
    let joined = joined
    return file.payments.arena.append(joined.span)
  }
}
