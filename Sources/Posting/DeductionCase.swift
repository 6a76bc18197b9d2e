package import CashModel

/// What a payment left missing of an item, and why, as far as that is known.
package struct DeductionCase: Sendable {
  /// `D` and the hash of what the case is about, so that the same case has the same id in every run.
  package let id: String
  package let item: OpenItemRow
  package let missing: Money
  package let reason: DeductionReason
  /// The payer's own words.
  package let note: String
  /// It is not known why, or a person disputes it.
  package let isDisputed: Bool
  /// What is missing was taken off the item and stands on the account of deductions.
  package let isBooked: Bool
}

extension MatchedRun {
  /// The cases that a payment opens, in the order of its lines.
  package func deductionCases(of payment: PaymentRow) -> [DeductionCase] {
    let row = payment.index
    if takesBack(row) { return [] }
    return decisions.allocations[row].indices.compactMap { line in
      let allocation = decisions.allocationRows[line]
      guard allocation.item.number >= 0, allocation.adjustmentReason == .shortPay,
        lastShortPayment[allocation.item.index] == row
      else { return nil }
      let isBooked = allocation.adjustment != .zero
      let missing = isBooked ? allocation.adjustment : rest(of: allocation.item)
      if missing == .zero { return nil }
      let reason = reason(for: missing, of: allocation.item, row)
      return DeductionCase(
        id: caseID(of: allocation.item, payment: row, reason), item: allocation.item, missing: missing, reason: reason,
        note: payments.arena.string(payersReason(for: allocation.item.index, row)),
        isDisputed: reason == .unknown || disputes[row] != nil, isBooked: isBooked)
    }
  }

  private func caseID(of item: OpenItemRow, payment: Int, _ reason: DeductionReason) -> String {
    var key = OutputBytes()
    key.appendCell(paymentIDs[payment])
    key.appendTextCell(items[item.index].company, of: items.arena)
    key.appendTextCell(items[item.index].invoiceID, of: items.arena)
    key.appendTextCell(reason.name)
    return "D" + Fingerprint(of: key.span).base32
  }

  /// What the payer's own list says why.
  private func payersReason(for item: Int, _ payment: Int) -> TextSlice {
    let numbers = [items[item].documentNumber, items[item].invoiceID].map { items.arena.bytes[$0.range] }
    for child in payments.structured[payment].indices {
      let line = payments.structuredRows[child]
      let named = payments.arena.bytes[line.documentNumber.range]
      if !line.adjustmentReason.isEmpty, numbers.contains(where: { $0.elementsEqual(named) }) {
        return line.adjustmentReason
      }
    }
    return .empty
  }

  /// What the run leaves of the item where the short payment is not booked off it.
  private func rest(of item: OpenItemRow) -> Money {
    Money(minorUnits: items[item.index].amount.minorUnits - reduced[item.index])
  }

  /// What the payer's list says why; else a discount taken too late is missing to the minor unit; else what his text says, else what
  /// the amount tells.
  private func reason(
    for missing: Money, of item: OpenItemRow, _ payment: Int
  ) -> DeductionReason {
    if let reason = disputes[payment] { return reason }
    let stated = payersReason(for: item.index, payment)
    if let reason = deductions.reason(in: payments.arena.string(stated)) { return reason }
    if missing == items[item.index].discount { return .unearnedDiscount }
    let text = payments.arena.string(payments.remittance[payment])
    if let reason = deductions.reason(in: text) { return reason }
    let amount = deductions.reason(
      ofMissing: missing.minorUnits, from: items[item.index].amount.minorUnits,
      exponent: items[item.index].currency.exponent)
    if amount == nil, !deductions.usual.isEmpty {
      return deductions.usual[items.arena.string(items[item.index].customerID)] ?? .unknown
    }
    return amount ?? .unknown
  }
}
