package import CashModel

/// `postings.csv`: the journal.
package enum PostingsFile: RunFileWriter {
  package static let name = "postings.csv"
  package static let header =
    "entry_id,line,posting_date,account,debit,credit,currency,payment_id,customer_id,invoice_id,memo,company\n"

  package static func append(_ rows: Range<Int>, of run: MatchedRun, to buffer: inout OutputBytes) {
    let accounts = LedgerAccounts(run.accounts)
    var journal = Journal(of: run)
    var lines: [JournalLine] = []
    for row in rows {
      journal.post(row, into: &lines)
      if lines.isEmpty { continue }
      // What had waited is placed today, in an entry of its own.
      let id = run.paymentIDs[row]
      let entry = JournalEntryID(of: id, laterRun: run.isCarried(row) ? run.runID : nil)
      let names = (entry: entry.fingerprint.base32Digits, payment: id.fingerprint.base32Digits)
      for line in lines {
        let code = accounts.code(
          line.account, bankAccount: run.payments.account[row], payments: run.payments.arena, company: line.company,
          items: run.items.arena, currency: line.currency)
        append(line, names, account: code, of: run, to: &buffer)
      }
    }
  }

  private static func append(
    _ line: JournalLine, _ names: (entry: Base32Digits, payment: Base32Digits), account: [UInt8], of run: MatchedRun,
    to buffer: inout OutputBytes
  ) {
    let row = line.payment.index
    buffer.append(names.entry, after: UInt8(ascii: "J"), followedBy: UInt8(ascii: ","))
    buffer.appendCell(Int(line.line))
    buffer.appendCell(run.postingDay(row))
    buffer.appendTextCell(account.span)
    let exponent = line.currency.exponent
    if line.amount > .zero {
      buffer.appendCell(line.amount, exponent: exponent)
      buffer.appendEmptyCell()
    } else {
      buffer.appendEmptyCell()
      buffer.appendCell(-line.amount, exponent: exponent)
    }
    buffer.appendCell(line.currency)
    buffer.append(names.payment, after: UInt8(ascii: "P"), followedBy: UInt8(ascii: ","))
    if line.item.number >= 0 {
      buffer.appendTextCell(run.items[line.item.index].customerID, of: run.items.arena)
      buffer.appendTextCell(run.items[line.item.index].invoiceID, of: run.items.arena)
    } else {
      buffer.appendCustomerCell(line.customer, of: run)
      buffer.appendEmptyCell()
    }
    buffer.appendWordCell(line.memo.name)
    buffer.appendTextCell(line.company, of: run.items.arena)
    buffer.endRow()
  }
}

extension OutputBytes {
  /// The customer's id; empty where nobody was identified.
  mutating func appendCustomerCell(_ customer: CustomerRow, of run: MatchedRun) {
    guard customer.number >= 0 else { return appendEmptyCell() }
    appendTextCell(run.customers.customerID[customer.index], of: run.customers.arena)
  }
}
