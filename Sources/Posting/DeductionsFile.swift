import CashModel

/// `deductions.csv`: the cases that short payments open, one per payment and item.
package enum DeductionsFile: RunFileWriter {
  package static let name = "deductions.csv"
  package static let header =
    "case_id,payment_id,company,customer_id,invoice_id,amount,currency,reason,opened,status,note\n"

  package static func append(_ rows: Range<Int>, of run: MatchedRun, to buffer: inout [UInt8]) {
    var key: [UInt8] = []
    for row in rows where !run.takesBack(row) {
      for line in run.decisions.allocations[row].indices {
        let allocation = run.decisions.allocationRows[line]
        guard allocation.item.number >= 0, allocation.adjustmentReason == .shortPay else { continue }
        guard run.lastShortPayment[allocation.item.index] == row else { continue }
        let missing = allocation.adjustment != .zero ? allocation.adjustment : rest(of: allocation.item, run)
        if missing == .zero { continue }
        let reason = reason(for: missing, of: allocation.item, row, run)
        appendCaseID(of: allocation.item, payment: row, reason: reason, of: run, key: &key, to: &buffer)
        append(allocation.item, missing, reason: reason, payment: row, of: run, to: &buffer)
      }
    }
  }

  private static func append(
    _ row: OpenItemRow, _ missing: Money, reason: DeductionReason, payment: Int, of run: MatchedRun,
    to buffer: inout [UInt8]
  ) {
    let item = row.index
    buffer.appendCell(run.paymentIDs[payment])
    buffer.appendTextCell(run.items.company[item], of: run.items.arena)
    buffer.appendTextCell(run.items.customerID[item], of: run.items.arena)
    buffer.appendTextCell(run.items.invoiceID[item], of: run.items.arena)
    buffer.appendCell(missing, exponent: run.items.currency[item].exponent)
    buffer.appendCell(run.items.currency[item])
    buffer.appendTextCell(reason.name)
    buffer.appendCell(run.payments.bookingDate[payment])
    buffer.appendTextCell(reason == .unknown ? "disputed" : "open")
    buffer.appendTextCell(payersReason(for: item, payment, run), of: run.payments.arena)
    buffer.endRow()
  }

  /// What the payer's own list says why.
  private static func payersReason(for item: Int, _ payment: Int, _ run: MatchedRun) -> TextSlice {
    let numbers = [run.items.documentNumber[item], run.items.invoiceID[item]].map { run.items.arena.bytes[$0.range] }
    for child in run.payments.structured[payment].indices {
      let line = run.payments.structuredRows[child]
      let named = run.payments.arena.bytes[line.documentNumber.range]
      if !line.adjustmentReason.isEmpty, numbers.contains(where: { $0.elementsEqual(named) }) {
        return line.adjustmentReason
      }
    }
    return .empty
  }

  /// What the run leaves of the item where the short payment is not booked off it.
  private static func rest(of item: OpenItemRow, _ run: MatchedRun) -> Money {
    Money(minorUnits: run.items.amount[item.index].minorUnits - run.reduced[item.index])
  }

  /// What the payer's list says why; else a discount taken too late is missing to the minor unit; else what his text says, else what
  /// the amount tells.
  private static func reason(
    for missing: Money, of item: OpenItemRow, _ payment: Int, _ run: MatchedRun
  ) -> DeductionReason {
    if let reason = run.disputes[payment] { return reason }
    let stated = payersReason(for: item.index, payment, run)
    if let reason = run.deductions.reason(in: run.payments.arena.string(stated)) { return reason }
    if missing == run.items.discount[item.index] { return .unearnedDiscount }
    let text = run.payments.arena.string(run.payments.remittance[payment])
    if let reason = run.deductions.reason(in: text) { return reason }
    let amount = run.deductions.reason(
      ofMissing: missing.minorUnits, from: run.items.amount[item.index].minorUnits,
      exponent: run.items.currency[item.index].exponent)
    return amount ?? .unknown
  }

  /// `D` and the hash of what the case is about, so that the same case has the same id in every run.
  private static func appendCaseID(
    of item: OpenItemRow, payment: Int, reason: DeductionReason, of run: MatchedRun, key: inout [UInt8],
    to buffer: inout [UInt8]
  ) {
    key.removeAll(keepingCapacity: true)
    key.appendCell(run.paymentIDs[payment])
    key.appendTextCell(run.items.company[item.index], of: run.items.arena)
    key.appendTextCell(run.items.invoiceID[item.index], of: run.items.arena)
    key.appendTextCell(reason.name)
    buffer.append(UInt8(ascii: "D"))
    Fingerprint(of: key.span).appendBase32(to: &buffer)
    buffer.appendEmptyCell()
  }
}
