/// One line of a remittance advice: what the payer says he pays of one document.
public struct AdviceLine: Hashable, Sendable {
  public var invoice: TextSlice = .empty
  public var paid: Money = .zero
  public var discount: Money?
  /// Signed: negative lowers what is paid.
  public var adjustment: Money?
  public var reason: TextSlice = .empty

  public init() {}
}

/// One remittance advice: what a payer, or his portal, or a lockbox says about one payment beside the bank file.
public struct Advice: Hashable, Sendable {
  /// The payment's reference: end-to-end id, bank reference, cheque or other number.
  public var reference: TextSlice = .empty
  /// Customer number, name or account.
  public var payer: TextSlice = .empty
  public var total: Money = .zero
  public var currency: Currency = .usDollar
  public var lines: [AdviceLine] = []
  public var source = SourcePosition(file: 0, record: 0, byteOffset: 0)

  public init() {}

  public var sum: Int128 { lines.reduce(Int128(0)) { $0 + Int128($1.paid.minorUnits) } }
}

/// The advices of a run with their text.
public struct AdviceTable: Sendable {
  public var arena = TextArena()
  public var advices: [Advice] = []

  public init() {}
}

extension PaymentTable {
  /// The same payments, with the lines of an advice as structured remittance where a row has one, and with the payer it
  /// names.
  public func taking(_ advices: [Int: Advice], from texts: TextArena) -> PaymentTable {
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
