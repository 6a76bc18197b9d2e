package import CashModel

/// `deductions.csv`: the cases that short payments open, one per payment and item.
package enum DeductionsFile: RunFileWriter {
  package static let name = "deductions.csv"
  package static let header =
    "case_id,payment_id,company,customer_id,invoice_id,amount,currency,reason,opened,status,note\n"

  package static func append(_ rows: Range<Int>, of run: MatchedRun, to buffer: inout OutputBytes) {
    for row in rows {
      for deduction in run.deductionCases(of: PaymentRow(row)) {
        let item = deduction.item.index
        buffer.appendTextCell(deduction.id)
        buffer.appendCell(run.paymentIDs[row])
        buffer.appendTextCell(run.items[item].company, of: run.items.arena)
        buffer.appendTextCell(run.items[item].customerID, of: run.items.arena)
        buffer.appendTextCell(run.items[item].invoiceID, of: run.items.arena)
        buffer.appendCell(deduction.missing, exponent: run.items[item].currency.exponent)
        buffer.appendCell(run.items[item].currency)
        buffer.appendTextCell(deduction.reason.name)
        buffer.appendCell(run.payments.bookingDate[row])
        buffer.appendTextCell(deduction.isDisputed ? "disputed" : "open")
        buffer.appendTextCell(deduction.note)
        buffer.endRow()
      }
    }
  }
}
