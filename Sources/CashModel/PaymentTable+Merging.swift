extension PaymentTable {
  /// Room for so many rows and bytes of text, so that nothing is moved while they come together.
  public mutating func reserve(_ count: Int, texts byteCount: Int) {
    arena.reserve(byteCount)
    for column in PaymentTable.textsOfEach { self[keyPath: column].reserveInLargePages(count) }
    for column in PaymentTable.textsMostlyAlike { self[keyPath: column].reserveCapacity(count) }
    statement.reserveCapacity(count)
    bookingDate.reserveInLargePages(count)
    valueDate.reserveInLargePages(count)
    amount.reserveInLargePages(count)
    currency.reserveCapacity(count)
    direction.reserveCapacity(count)
    charges.reserveCapacity(count)
    chargeBearer.reserveCapacity(count)
    original.reserveCapacity(count)
    isReversal.reserveCapacity(count)
    isInconsistent.reserveCapacity(count)
    transactionClass.reserveCapacity(count)
    source.reserveInLargePages(count)
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
    var statements = other.statement
    statements.change { $0.number < 0 ? $0 : StatementRow(number: $0.number + statementShift) }
    statement.append(contentsOf: statements)
    for column in PaymentTable.textsOfEach {
      self[keyPath: column] += other[keyPath: column].map { $0.shifted(by: shift) }
    }
    for column in PaymentTable.textsMostlyAlike {
      var texts = other[keyPath: column]
      // The same text at another place of the arena is as alike as before.
      if let own = self[keyPath: column].onlyValue, let text = texts.onlyValue, arena.equal(own, text, of: other.arena)
      {
        texts.change { _ in own }
      } else {
        texts.change { $0.shifted(by: shift) }
      }
      self[keyPath: column].append(contentsOf: texts)
    }
    bookingDate += other.bookingDate
    valueDate += other.valueDate
    amount += other.amount
    currency.append(contentsOf: other.currency)
    direction.append(contentsOf: other.direction)
    charges.append(contentsOf: other.charges)
    chargeBearer.append(contentsOf: other.chargeBearer)
    original.append(contentsOf: other.original)
    isReversal.append(contentsOf: other.isReversal)
    isInconsistent.append(contentsOf: other.isInconsistent)
    transactionClass.append(contentsOf: other.transactionClass)
    source += other.source
    counterpart.append(contentsOf: Column(repeating: PaymentRow(number: -1), count: other.count))
    let (identifierShift, structuredShift) = (Int32(identifierRows.count), Int32(structuredRows.count))
    identifiers.append(contentsOf: other.identifiers.shifted(by: identifierShift))
    structured.append(contentsOf: other.structured.shifted(by: structuredShift))
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
    statement.change { $0.number < 0 ? $0 : statements[$0.index] }
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
    var result = self
    result.reorder(by: order)
    return result
  }

  /// Puts the payments in another order, a column at a time, so that what is held twice is never more than one of them.
  public mutating func reorder(by order: [PaymentRow]) {
    func put<Value>(_ column: inout [Value]) {
      column = Array(inLargePages: order.count) { column[order[$0].index] }
    }
    for column in PaymentTable.textsOfEach { put(&self[keyPath: column]) }
    for column in PaymentTable.textsMostlyAlike { self[keyPath: column].reorder(by: order) }
    put(&bookingDate)
    put(&valueDate)
    put(&amount)
    put(&source)
    statement.reorder(by: order)
    currency.reorder(by: order)
    direction.reorder(by: order)
    charges.reorder(by: order)
    chargeBearer.reorder(by: order)
    original.reorder(by: order)
    isReversal.reorder(by: order)
    isInconsistent.reorder(by: order)
    transactionClass.reorder(by: order)
    counterpart = Column(repeating: PaymentRow(number: -1), count: order.count)
    identifiers.reorder(by: order, &identifierRows)
    structured.reorder(by: order, &structuredRows)
    identifiersTaken = identifierRows.count
    structuredTaken = structuredRows.count
  }

  /// Texts that hardly two payments have in common.
  private static var textsOfEach: [WritableKeyPath<PaymentTable, [TextSlice]>] {
    [\.bankReference, \.payerName, \.payerAccount, \.remittance]
  }

  /// Texts that few payments have, or all alike.
  private static var textsMostlyAlike: [WritableKeyPath<PaymentTable, Column<TextSlice>>] {
    [\.account, \.transactionCode, \.endToEndID, \.payerAgent, \.ultimatePayer, \.returnReason]
  }
}

extension Column<ChildRange> {
  /// Puts the ranges in another order, and the rows they hold with them.
  fileprivate mutating func reorder<Child>(by order: [PaymentRow], _ rows: inout [Child]) {
    var children: [Child] = []
    children.reserveCapacity(rows.count)
    reorder(by: order)
    if rows.isEmpty { return }
    change { range in
      let start = Int32(children.count)
      children += rows[range.indices]
      return range.count == 0 ? .none : ChildRange(start: start, count: range.count)
    }
    rows = children
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
