package import CashModel

/// `exceptions.csv`: the payments a person must look at; with its `decision` column filled in it comes back as the
/// analysts' decisions.
package enum ExceptionsFile: RunFileWriter {
  package static let name = "exceptions.csv"
  package static let header =
    "payment_id,bank_reference,booking_date,amount,currency,payer_name,remittance,customer_id,reason,detail,"
    + "next_action,age_days,suggestion_1,confidence_1,suggestion_2,confidence_2,suggestion_3,confidence_3,decision,"
    + "note,decided_by,open_amount,company,run_id,fingerprint,evidence_classes,approved_by,exception_group\n"

  package static func append(_ rows: Range<Int>, of run: MatchedRun, to buffer: inout OutputBytes) {
    var texts = ExceptionTexts(of: run)
    let groups = run.exceptionGroups
    for row in rows {
      guard run.needsPerson(PaymentRow(row)) else { continue }
      appendPayment(row, of: run, to: &buffer)
      appendFinding(row, of: run, &texts, to: &buffer)
      appendSuggestions(row, of: run, withConfidence: true, to: &buffer)
      for _ in 0..<3 { buffer.appendEmptyCell() }
      buffer.appendCell(run.open(row), exponent: run.payments.currency[row].exponent)
      if let company = sharedCompany(of: row, in: run) {
        buffer.appendTextCell(company, of: run.items.arena)
      } else {
        buffer.appendEmptyCell()
      }
      buffer.appendTextCell(run.runID)
      fingerprint(of: PaymentRow(row), in: run).appendBase32(to: &buffer)
      buffer.appendEmptyCell()
      appendClasses(of: row, in: run, to: &buffer)
      buffer.appendEmptyCell()
      groups[PaymentRow(row)]?.appendBase32(to: &buffer)
      buffer.appendEmptyCell()
      buffer.endRow()
    }
  }

  private static func appendPayment(_ row: Int, of run: MatchedRun, to buffer: inout OutputBytes) {
    let payments = run.payments
    buffer.appendCell(run.paymentIDs[row])
    buffer.appendTextCell(payments.bankReference[row], of: payments.arena)
    buffer.appendCell(payments.bookingDate[row])
    buffer.appendCell(payments.amount[row], exponent: payments.currency[row].exponent)
    buffer.appendCell(payments.currency[row])
    // A list that shows no party cannot be worked: where the bank names no payer, whoever it paid for stands here.
    let payer = payments.payerName[row].isEmpty ? payments.ultimatePayer[row] : payments.payerName[row]
    buffer.appendTextCell(payer, of: payments.arena)
    buffer.appendTextCell(payments.remittance[row], of: payments.arena)
  }

  private static func appendFinding(
    _ row: Int, of run: MatchedRun, _ texts: inout ExceptionTexts, to buffer: inout OutputBytes
  ) {
    buffer.appendCustomerCell(run.decisions.customer[row], of: run)
    let reason = run.decisions.reason[row]
    buffer.appendTextCell(reason?.name ?? "")
    let start = buffer.count
    texts.appendDetail(of: row, to: &buffer)
    buffer.closeTextCell(from: start)
    buffer.appendTextCell(reason?.nextAction ?? "")
    buffer.appendCell(Int(run.asOf.daysSince1970) - Int(run.payments.bookingDate[row].daysSince1970))
  }

  private static func appendSuggestions(
    _ row: Int, of run: MatchedRun, withConfidence: Bool, to buffer: inout OutputBytes
  ) {
    let suggestions = run.decisions.suggestions[row].indices
    for place in 0..<3 {
      let start = buffer.count
      if place < suggestions.count { append(suggestion: suggestions.lowerBound + place, of: run, to: &buffer) }
      buffer.closeTextCell(from: start)
      if withConfidence, place < suggestions.count {
        buffer.appendCell(run.decisions.suggestionConfidence[suggestions.lowerBound + place])
      } else {
        buffer.appendEmptyCell()
      }
    }
  }

  /// `INVOICE:CASH` pairs joined by `|`.
  private static func append(suggestion: Int, of run: MatchedRun, to buffer: inout OutputBytes) {
    let lines = run.decisions.suggestionRows[suggestion].indices
    for line in lines {
      if line > lines.lowerBound { buffer.append(UInt8(ascii: "|")) }
      let suggested = run.decisions.suggestedCash[line]
      appendEscaped(run.items[suggested.item.index].invoiceID, of: run.items.arena, to: &buffer)
      buffer.append(UInt8(ascii: ":"))
      suggested.cash.append(to: &buffer, exponent: run.items[suggested.item.index].currency.exponent)
    }
  }

  private static func appendEscaped(_ slice: TextSlice, of arena: TextArena, to buffer: inout OutputBytes) {
    for byte in arena.bytes[slice.range] {
      switch byte {
      case UInt8(ascii: "|"): buffer.append("%7C")
      case UInt8(ascii: ":"): buffer.append("%3A")
      case UInt8(ascii: "%"): buffer.append("%25")
      default: buffer.append(byte)
      }
    }
  }

  /// The company of all items that the payment names, pays or may pay; nil where they are of several, or none.
  private static func sharedCompany(of row: Int, in run: MatchedRun) -> TextSlice? {
    var shared: TextSlice?
    var isShared = true
    func look(at item: OpenItemRow) {
      guard item.number >= 0, isShared else { return }
      let company = run.items[item.index].company
      if let known = shared { isShared = run.items.arena.equal(known, company) } else { shared = company }
    }
    for suggestion in run.decisions.suggestions[row].indices {
      for line in run.decisions.suggestionRows[suggestion].indices { look(at: run.decisions.suggestedCash[line].item) }
    }
    for line in run.decisions.evidence[row].indices { look(at: run.decisions.evidenceRows[line].item) }
    for line in run.decisions.allocations[row].indices { look(at: run.decisions.allocationRows[line].item) }
    return isShared ? shared : nil
  }

  /// The class of evidence of each suggestion, joined by `|`.
  private static func appendClasses(of row: Int, in run: MatchedRun, to buffer: inout OutputBytes) {
    let start = buffer.count
    for suggestion in run.decisions.suggestions[row].indices {
      if buffer.count > start { buffer.append(UInt8(ascii: "|")) }
      if let kind = run.decisions.suggestionClass[suggestion] { buffer.append(kind.name) }
    }
    buffer.closeTextCell(from: start)
  }

  /// What a decision on this row is about: it no longer holds once the reason, a suggestion or the open amount of
  /// the payment has changed.
  package static func fingerprint(of payment: PaymentRow, in run: MatchedRun) -> Fingerprint {
    let row = payment.index
    var key = OutputBytes()
    key.appendCell(run.paymentIDs[row])
    key.appendTextCell(run.decisions.reason[row]?.name ?? "")
    // How probable a suggestion is may be learned anew; what it says is the same.
    appendSuggestions(row, of: run, withConfidence: false, to: &key)
    key.appendCell(run.open(row), exponent: run.payments.currency[row].exponent)
    return Fingerprint(of: key.span)
  }
}
