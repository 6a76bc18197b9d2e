import CashModel
import Ingest
import Posting
import Store

/// The analysts' decisions, held one by one against the book and the ledger as they are now: what of them is taken, and why the others are not.
struct DecidedPayments: Sendable {
  /// By payment row: the decision in the form of the matchers' own.
  private(set) var given: [PaymentRow: Decision] = [:]
  /// By payment row: why what is missing is disputed.
  private(set) var disputes: [Int: DeductionReason] = [:]
  /// Items that a decision took, or that had been suggested for a payment that was decided.
  private(set) var touched: Set<OpenItemRow> = []
  /// What is said of the decisions' file; it is refused where no row of it is taken.
  let report: InputReport
  /// `decisions.csv`: what became of each row.
  let file: [UInt8]
  private let taken: [Taken]
  /// How many decisions hold, and how many do not.
  var counts: (taken: Int, refused: Int) { (taken.count, refused) }
  private let refused: Int

  static let fileName = "decisions.csv"

  /// A decision that holds.
  private struct Taken {
    let entry: Int64
    let payment: PaymentID
    let place: PaymentRow
    let row: DecisionRow
    let exception: KeptException
    let lines: [DecisionLink.Line]
    let customer: String
  }

  /// - Parameter person: who decided where a row does not say it.
  init(
    _ path: String, by person: String, _ book: Book, _ payments: ReadPayments, _ ledger: Ledger, _ rates: ExchangeRates,
    _ settings: Settings
  ) throws(RunFailure) {
    let bytes = try InputFile.read(path)
    var rows: [DecisionRow]
    do throws(DecisionReader.Refusal) {
      rows = try DecisionReader.read(bytes.span)
    } catch {
      throw .inputsRefused([
        DecidedPayments.report(path, bytes, ["\(path):\(error.line): error: \(error.sentence)"], true)
      ])
    }
    guard !rows.isEmpty else {
      throw .inputsRefused([
        DecidedPayments.report(path, bytes, ["\(path): error: the column 'decision' is empty in every row"], true)
      ])
    }
    for place in rows.indices where rows[place].decidedBy.isEmpty { rows[place].decidedBy = person }
    let exceptions = try booked { () throws(BookFailure) in try book.exceptions() }
    var check = DecisionCheck(rows, exceptions, payments, ledger, rates, settings)
    var taken: [Taken] = []
    var refused: [(line: Int, payment: String, sentence: String)] = []
    var lines = OutputBytes()
    lines.append("line,payment_id,decision,status,reason,decided_by,approved_by,note\n")
    for asked in check.asked {
      var reason = ""
      do throws(DecisionRefusal) {
        let result = try check.take(asked)
        let exception = result.exception
        taken.append(
          Taken(
            entry: exception.entry, payment: result.payment, place: result.row, row: asked.row, exception: exception,
            lines: DecidedPayments.lines(result.decision, ledger.items),
            customer: DecidedPayments.customer(result.decision, ledger.customers) ?? exception.customer))
        if let decision = result.decision { given[result.row] = decision }
        if let dispute = result.dispute { disputes[result.row.index] = dispute }
      } catch {
        reason = error.sentence
        refused.append((asked.row.line, asked.paymentID, reason))
      }
      asked.append(to: &lines, refusedFor: reason)
    }
    self.taken = taken
    self.refused = refused.count
    touched = check.touched
    file = lines.bytes
    let messages = refused.map {
      "\(path):\($0.line): error: \($0.payment.isEmpty ? "" : "\($0.payment): ")\($0.sentence)"
    }
    let report = DecidedPayments.report(path, bytes, messages, taken.isEmpty)
    guard !taken.isEmpty else { throw .inputsRefused([report]) }
    self.report = report
  }

  private static func report(
    _ path: String, _ bytes: [UInt8], _ messages: [String], _ isRefused: Bool
  ) -> InputReport {
    var report = InputReport(
      role: .decisions, path: path, byteCount: bytes.count, digest: InputFile.digest(of: bytes.span), bankFile: nil,
      messages: messages, warningCount: 0, isRefused: isRefused)
    report.hasRefusedStatements = !messages.isEmpty && !isRefused
    return report
  }

  /// The payments that were decided, with who did.
  var teachers: [(payment: PaymentRow, person: String)] {
    taken.compactMap { one in given[one.place] == nil ? nil : (one.place, one.row.decidedBy) }
  }

  /// For the trail, in the order of the file.
  var links: [(entry: Int64, link: DecisionLink)] {
    taken.map { one in
      (
        one.entry,
        DecisionLink(
          payment: one.payment.text, decision: one.row.decision, reason: one.exception.reason.name,
          suggestions: one.exception.suggestions, customer: one.customer, lines: one.lines, note: one.row.note,
          decidedBy: one.row.decidedBy, approvedBy: one.row.approvedBy)
      )
    }
  }

  private static func lines(_ decision: Decision?, _ items: OpenItemTable) -> [DecisionLink.Line] {
    (decision?.allocations ?? []).map { line in
      let item = line.item.number < 0 ? nil : ItemKey(line.item.index, of: items)
      return DecisionLink.Line(
        company: item?.company ?? "", invoice: item?.invoice ?? "", cash: line.cash.minorUnits,
        discount: line.discount.minorUnits, adjustment: line.adjustment.minorUnits)
    }
  }

  private static func customer(_ decision: Decision?, _ customers: CustomerTable) -> String? {
    guard let row = decision?.customer, row.number >= 0 else { return nil }
    return customers.arena.string(customers.customerID[row.index])
  }
}

/// One decision to be checked: a row, or a member of a group that a row accepts.
struct AskedDecision {
  let row: DecisionRow
  /// As it is written; of a group's member, its id.
  let paymentID: String
  /// Nil where the words cannot be read: `problem` says why.
  let decision: AnalystDecision?
  let problem: String?

  func append(to lines: inout OutputBytes, refusedFor reason: String) {
    lines.append("\(row.line),")
    lines.appendTextCell(paymentID)
    lines.appendTextCell(row.decision)
    lines.appendTextCell(reason.isEmpty ? "taken" : "refused")
    lines.appendTextCell(reason)
    lines.appendTextCell(row.decidedBy)
    lines.appendTextCell(row.approvedBy)
    lines.appendTextCell(row.note)
    lines.endRow()
  }
}
