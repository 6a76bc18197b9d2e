package import CashModel

/// `allocations.csv`: which payment pays which item, and why.
package enum AllocationsFile: RunFileWriter {
  package static let name = "allocations.csv"
  package static let header =
    "payment_id,bank_reference,customer_id,invoice_id,applied,discount,adjustment,adjustment_reason,currency,matcher,"
    + "confidence,explanation,company,paid,payment_currency,rate,evidence_class,runner_up\n"

  package static func append(_ rows: Range<Int>, of run: MatchedRun, to buffer: inout OutputBytes) {
    var explanations = Explanations(of: run)
    for row in rows where run.decisions.allocations[row].count > 0 {
      explanations.begin(row)
      for line in run.decisions.allocations[row].indices {
        append(run.decisions.allocationRows[line], of: row, run, &explanations, to: &buffer)
      }
    }
  }

  private static func append(
    _ allocation: Allocation, of row: Int, _ run: MatchedRun, _ explanations: inout Explanations,
    to buffer: inout OutputBytes
  ) {
    let item = allocation.item.index
    let isOnAccount = allocation.item.number < 0
    let currency = isOnAccount ? run.payments.currency[row] : run.items[item].currency
    let exponent = currency.exponent
    buffer.appendCell(run.paymentIDs[row])
    buffer.appendTextCell(run.payments.bankReference[row], of: run.payments.arena)
    if isOnAccount {
      buffer.appendCustomerCell(run.decisions.customer[row], of: run)
      buffer.appendEmptyCell()
    } else {
      buffer.appendTextCell(run.items[item].customerID, of: run.items.arena)
      buffer.appendTextCell(run.items[item].invoiceID, of: run.items.arena)
    }
    buffer.appendCell(allocation.cash, exponent: exponent)
    buffer.appendCell(allocation.discount, exponent: exponent)
    buffer.appendCell(allocation.adjustment, exponent: exponent)
    buffer.appendWordCell(allocation.adjustmentReason?.name ?? "")
    buffer.appendCell(currency)
    buffer.appendWordCell(run.decisions.matcher[row]?.name ?? "")
    buffer.appendCell(run.decisions.confidence[row])
    let start = buffer.count
    explanations.append(allocation, to: &buffer)
    buffer.closeTextCell(from: start)
    if isOnAccount {
      buffer.appendEmptyCell()
    } else {
      buffer.appendTextCell(run.items[item].company, of: run.items.arena)
    }
    let paymentCurrency = run.payments.currency[row]
    buffer.appendCell(allocation.paid, exponent: paymentCurrency == currency ? exponent : paymentCurrency.exponent)
    buffer.appendCell(paymentCurrency)
    if let rate = run.decisions.rate[row] {
      buffer.appendCell(Money(minorUnits: rate.direct), exponent: 10)
    } else {
      buffer.appendEmptyCell()
    }
    buffer.appendCell(run.decisions.evidenceClass[row])
    let runnerUp = run.decisions.runnerUp[row]
    if runnerUp.number < 0 {
      buffer.appendEmptyCell()
    } else {
      buffer.appendTextCell(run.items[runnerUp.index].invoiceID, of: run.items.arena)
    }
    buffer.endRow()
  }
}
