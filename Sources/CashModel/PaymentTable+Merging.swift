extension PaymentTable {
  /// Appends all rows of another table; its statements then stand `statementShift` rows further on.
  package mutating func append(contentsOf other: PaymentTable, statementShift: Int32) {
    let shift = arena.append(contentsOf: other.arena)
    for row in 0..<other.count {
      for child in other.identifiers[row].indices {
        let identifier = other.identifierRows[child]
        appendIdentifier(identifier.kind, identifier.text.shifted(by: shift))
      }
      for child in other.structured[row].indices {
        appendStructured(other.structuredRows[child].shifted(by: shift))
      }
      append(other.record(row).shifted(by: shift, statementShift: statementShift))
    }
  }

  /// The same payments in another order; the text arena is shared as it stands.
  package func reordered(by order: [PaymentRow]) -> PaymentTable {
    var result = PaymentTable()
    result.arena = arena
    for row in order {
      for child in identifiers[row.index].indices {
        let identifier = identifierRows[child]
        result.appendIdentifier(identifier.kind, identifier.text)
      }
      for child in structured[row.index].indices { result.appendStructured(structuredRows[child]) }
      result.append(record(row.index))
    }
    return result
  }
}

extension PaymentRecord {
  fileprivate func shifted(by shift: UInt32, statementShift: Int32) -> PaymentRecord {
    var record = self
    if statement.number >= 0 { record.statement = StatementRow(number: statement.number + statementShift) }
    record.account = account.shifted(by: shift)
    record.transactionCode = transactionCode.shifted(by: shift)
    record.bankReference = bankReference.shifted(by: shift)
    record.endToEndID = endToEndID.shifted(by: shift)
    record.payerName = payerName.shifted(by: shift)
    record.payerAccount = payerAccount.shifted(by: shift)
    record.payerAgent = payerAgent.shifted(by: shift)
    record.ultimatePayer = ultimatePayer.shifted(by: shift)
    record.remittance = remittance.shifted(by: shift)
    record.returnReason = returnReason.shifted(by: shift)
    return record
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
