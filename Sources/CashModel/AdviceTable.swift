/// One line of a remittance advice: what the payer says he pays of one document.
package struct AdviceLine: Hashable, Sendable {
  package var invoice: TextSlice = .empty
  package var paid: Money = .zero
  package var discount: Money?
  /// Signed: negative lowers what is paid.
  package var adjustment: Money?
  package var reason: TextSlice = .empty

  package init() {}
}

/// One remittance advice: what a payer, or his portal, or a lockbox says about one payment beside the bank file.
package struct Advice: Hashable, Sendable {
  /// The payment's reference: end-to-end id, bank reference, cheque or other number.
  package var reference: TextSlice = .empty
  /// Customer number, name or account.
  package var payer: TextSlice = .empty
  package var total: Money = .zero
  package var currency: Currency = .usDollar
  package var lines: [AdviceLine] = []
  package var source = SourcePosition(file: 0, record: 0, byteOffset: 0)

  package init() {}

  package var sum: Int128 { lines.reduce(Int128(0)) { $0 + Int128($1.paid.minorUnits) } }
}

/// The advices of a run with their text.
package struct AdviceTable: Sendable {
  package var arena = TextArena()
  package var advices: [Advice] = []

  package init() {}
}

extension PaymentTable {
  /// The same payments, with the lines of an advice as structured remittance where a row has one, and with the payer it
  /// names.
  package func taking(_ advices: [Int: Advice], from texts: TextArena) -> PaymentTable {
    guard !advices.isEmpty else { return self }
    var result = PaymentTable()
    result.arena = arena
    let shift = result.arena.append(contentsOf: texts)
    for row in 0..<count {
      for child in identifiers[row].indices {
        result.appendIdentifier(identifierRows[child].kind, identifierRows[child].text)
      }
      for child in structured[row].indices { result.appendStructured(structuredRows[child]) }
      if let advice = advices[row] { result.appendIdentifier(.customerNumber, advice.payer.shifted(by: shift)) }
      for (number, line) in (advices[row]?.lines ?? []).enumerated() {
        var structured = StructuredRemittance()
        structured.documentNumber = line.invoice.shifted(by: shift)
        structured.documentType = line.paid < .zero ? .creditNote : .invoice
        structured.remitted = line.paid
        structured.discount = line.discount
        structured.adjustment = line.adjustment
        structured.adjustmentReason = line.reason.shifted(by: shift)
        structured.block = Int32(clamping: number)
        result.appendStructured(structured)
      }
      result.append(record(row))
    }
    return result
  }
}
