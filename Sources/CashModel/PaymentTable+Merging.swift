extension PaymentTable {
  /// Room for so many rows and bytes of text, so that nothing is moved while they come together.
  public mutating func reserve(_ count: Int, texts byteCount: Int) {
    arena.reserve(byteCount)
    let texts: [WritableKeyPath<PaymentTable, [TextSlice]>] = [
      \.account, \.transactionCode, \.bankReference, \.endToEndID, \.payerName, \.payerAccount, \.payerAgent,
      \.ultimatePayer, \.remittance, \.returnReason,
    ]
    for column in texts { self[keyPath: column].reserveCapacity(count) }
    statement.reserveCapacity(count)
    bookingDate.reserveCapacity(count)
    valueDate.reserveCapacity(count)
    amount.reserveCapacity(count)
    currency.reserveCapacity(count)
    direction.reserveCapacity(count)
    charges.reserveCapacity(count)
    chargeBearer.reserveCapacity(count)
    original.reserveCapacity(count)
    isReversal.reserveCapacity(count)
    isInconsistent.reserveCapacity(count)
    transactionClass.reserveCapacity(count)
    source.reserveCapacity(count)
    counterpart.reserveCapacity(count)
    identifiers.reserveCapacity(count)
    structured.reserveCapacity(count)
  }

  /// Appends all rows of another table; its statements then stand `statementShift` rows further on. Column by column: a row of
  /// two dozen columns taken one by one costs ten times as much.
  public mutating func append(contentsOf other: PaymentTable, statementShift: Int32) {
    if count == 0, statementShift == 0, arena.bytes.isEmpty {
      self = other
      return
    }
    let shift = arena.append(contentsOf: other.arena)
    statement += other.statement.map {
      $0.number < 0 ? $0 : StatementRow(number: $0.number + statementShift)
    }
    account += other.account.map { $0.shifted(by: shift) }
    transactionCode += other.transactionCode.map { $0.shifted(by: shift) }
    bankReference += other.bankReference.map { $0.shifted(by: shift) }
    endToEndID += other.endToEndID.map { $0.shifted(by: shift) }
    payerName += other.payerName.map { $0.shifted(by: shift) }
    payerAccount += other.payerAccount.map { $0.shifted(by: shift) }
    payerAgent += other.payerAgent.map { $0.shifted(by: shift) }
    ultimatePayer += other.ultimatePayer.map { $0.shifted(by: shift) }
    remittance += other.remittance.map { $0.shifted(by: shift) }
    returnReason += other.returnReason.map { $0.shifted(by: shift) }
    bookingDate += other.bookingDate
    valueDate += other.valueDate
    amount += other.amount
    currency += other.currency
    direction += other.direction
    charges += other.charges
    chargeBearer += other.chargeBearer
    original.append(contentsOf: other.original)
    isReversal += other.isReversal
    isInconsistent += other.isInconsistent
    transactionClass += other.transactionClass
    source += other.source
    counterpart += repeatElement(PaymentRow(number: -1), count: other.count)
    let (identifierShift, structuredShift) = (Int32(identifierRows.count), Int32(structuredRows.count))
    identifiers += other.identifiers.map { ChildRange(start: $0.start + identifierShift, count: $0.count) }
    structured += other.structured.map { ChildRange(start: $0.start + structuredShift, count: $0.count) }
    identifierRows += other.identifierRows.map { Identifier($0.kind, $0.text.shifted(by: shift)) }
    structuredRows += other.structuredRows.map { $0.shifted(by: shift) }
    identifiersTaken = identifierRows.count
    structuredTaken = structuredRows.count
  }

  /// Moves payments of a part of a file to where they stand in the whole.
  ///
  /// - Parameters:
  ///   - statements: by the part's statements, those of the file.
  ///   - records: how many records stand before the part.
  public mutating func renumber(statements: [StatementRow], records: Int32) {
    statement = statement.map { $0.number < 0 ? $0 : statements[$0.index] }
    source = source.map { $0.shifted(records: records) }
  }

  /// All payments of a run are one statement's, and their records stand further on.
  public mutating func settle(_ rows: Range<Int>, in statement: StatementRow, records: Int32) {
    for row in rows {
      self.statement[row] = statement
      source[row] = source[row].shifted(records: records)
    }
  }

  /// The same payments in another order; the text arena is shared as it stands.
  public func reordered(by order: [PaymentRow]) -> PaymentTable {
    func gathered<Value>(_ column: [Value]) -> [Value] { order.map { column[$0.index] } }
    func gathered<Child>(_ ranges: [ChildRange], _ rows: [Child]) -> ([ChildRange], [Child]) {
      var children: [Child] = []
      children.reserveCapacity(rows.count)
      let gathered = order.map { row in
        let start = Int32(children.count)
        if ranges[row.index].count > 0 { children += rows[ranges[row.index].indices] }
        return ChildRange(start: start, count: ranges[row.index].count)
      }
      return (gathered, children)
    }
    var result = PaymentTable()
    result.arena = arena
    result.statement = gathered(statement)
    result.account = gathered(account)
    result.transactionCode = gathered(transactionCode)
    result.bankReference = gathered(bankReference)
    result.endToEndID = gathered(endToEndID)
    result.payerName = gathered(payerName)
    result.payerAccount = gathered(payerAccount)
    result.payerAgent = gathered(payerAgent)
    result.ultimatePayer = gathered(ultimatePayer)
    result.remittance = gathered(remittance)
    result.returnReason = gathered(returnReason)
    result.bookingDate = gathered(bookingDate)
    result.valueDate = gathered(valueDate)
    result.amount = gathered(amount)
    result.currency = gathered(currency)
    result.direction = gathered(direction)
    result.charges = gathered(charges)
    result.chargeBearer = gathered(chargeBearer)
    result.original = original.reordered(by: order)
    result.isReversal = gathered(isReversal)
    result.isInconsistent = gathered(isInconsistent)
    result.transactionClass = gathered(transactionClass)
    result.source = gathered(source)
    result.counterpart = [PaymentRow](repeating: PaymentRow(number: -1), count: order.count)
    (result.identifiers, result.identifierRows) = gathered(identifiers, identifierRows)
    (result.structured, result.structuredRows) = gathered(structured, structuredRows)
    result.identifiersTaken = result.identifierRows.count
    result.structuredTaken = result.structuredRows.count
    return result
  }
}

extension StructuredRemittance {
  fileprivate func shifted(by shift: UInt32) -> StructuredRemittance {
    var line = self
    line.documentNumber = documentNumber.shifted(by: shift)
    line.creditorReference = creditorReference.shifted(by: shift)
    line.adjustmentReason = adjustmentReason.shifted(by: shift)
    return line
  }
}
