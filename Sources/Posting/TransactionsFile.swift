package import CashModel

/// `transactions.csv`: every transaction of the bank files, with its one outcome.
package enum TransactionsFile: RunFileWriter {
  package static let name = "transactions.csv"
  package static let header =
    "payment_id,bank_reference,account,statement_id,booking_date,value_date,amount,currency,direction,class,outcome,"
    + "open_amount,code,payer_name,payer_account,end_to_end_id,source_file,source_position\n"

  package static func append(_ rows: Range<Int>, of run: MatchedRun, to buffer: inout OutputBytes) {
    for row in rows where !run.isCarried(row) {
      let exponent = run.payments.currency[row].exponent
      buffer.appendCell(run.paymentIDs[row])
      buffer.appendTextCell(run.payments.bankReference[row], of: run.payments.arena)
      buffer.appendTextCell(run.payments.account[row], of: run.payments.arena)
      appendStatement(run.payments.statement[row], of: run, to: &buffer)
      buffer.appendCell(run.payments.bookingDate[row])
      buffer.appendCell(run.payments.valueDate[row])
      buffer.appendCell(run.payments.amount[row], exponent: exponent)
      buffer.appendCell(run.payments.currency[row])
      buffer.appendWordCell(run.payments.direction[row] == .credit ? "credit" : "debit")
      buffer.appendWordCell(run.payments.transactionClass[row].name)
      buffer.appendWordCell(run.decisions.outcome[row].name)
      buffer.appendCell(run.open(row), exponent: exponent)
      buffer.appendTextCell(run.payments.transactionCode[row], of: run.payments.arena)
      buffer.appendTextCell(run.payments.payerName[row], of: run.payments.arena)
      buffer.appendTextCell(run.payments.payerAccount[row], of: run.payments.arena)
      buffer.appendTextCell(run.payments.endToEndID[row], of: run.payments.arena)
      appendSource(run.payments.source[row], of: run, to: &buffer)
      buffer.endRow()
    }
  }

  private static func appendStatement(_ statement: StatementRow, of run: MatchedRun, to buffer: inout OutputBytes) {
    guard run.statements.indices.contains(statement.index) else { return buffer.appendEmptyCell() }
    buffer.appendTextCell(run.statements[statement.index].identification)
  }

  private static func appendSource(_ source: SourcePosition, of run: MatchedRun, to buffer: inout OutputBytes) {
    if run.sourceFiles.indices.contains(Int(source.file)) {
      buffer.appendTextCell(run.sourceFiles[Int(source.file)])
    } else {
      buffer.appendEmptyCell()
    }
    buffer.appendNumber(Int(source.record))
    buffer.append(UInt8(ascii: ":"))
    buffer.appendNumber(source.byteOffset)
    buffer.appendEmptyCell()
  }
}
