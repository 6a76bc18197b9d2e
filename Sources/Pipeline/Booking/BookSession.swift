import CashModel
import Matching
import Posting
package import Store

/// A run's dealings with the book before anything is decided: what the ledger does not show yet, what waits, what was seen.
struct BookSession: Sendable {
  let book: Book
  /// How many runs there were: it makes this run another one than any before.
  let runsBefore: Int64
  let waiting: WaitingPayments
  /// What was left after the last run; nil where nothing waits, and it is not asked.
  private let lastLedger: LedgerState?
  var availability: Availability

  init(_ book: Book) throws(RunFailure) {
    self.book = book
    runsBefore = try booked { () throws(BookFailure) in try book.runCount() }
    waiting = try booked { () throws(BookFailure) in try book.waiting() }
    let hasWaiting = !waiting.ids.isEmpty
    lastLedger = try booked { () throws(BookFailure) in hasWaiting ? try book.ledgerState() : nil }
    availability = Availability(try booked { () throws(BookFailure) in try book.outstanding() })
  }
}

extension BookSession {
  /// What is new since the last run, as far as payments that wait are concerned; nil where something else than the open items has
  /// changed, so that everything may have.
  func news(_ waits: [Bool], _ items: OpenItemTable, _ knowledge: String) -> LedgerNews? {
    guard let lastLedger, lastLedger.knowledge == knowledge else { return nil }
    return LedgerNews(waits: waits, isNew: lastLedger.news(in: items))
  }
}

/// The payments of a run on a book: the new ones among what was read, and those that wait.
struct BookedPayments {
  let payments: PaymentTable
  let ids: [PaymentID]
  let entries: KeptEntries
  let recognition: EntryRecognition

  init(
    _ read: PaymentTable, identities: [Fingerprint], _ inputs: RunInputs, _ session: BookSession
  ) throws(RunFailure) {
    recognition = try booked { () throws(BookFailure) in
      try EntryRecognition(read, identities: identities, inputs.statements, formats: inputs.formats, session.book)
    }
    let rows = recognition.newRows
    var table = read.reordered(by: rows.map { PaymentRow($0) })
    let seen = recognition.known.seen
    let new = table.identifiedPayments(by: rows.map { identities[$0] }) { seen.count(identity: $0) }
    table.append(contentsOf: session.waiting.payments, statementShift: 0)
    payments = table
    ids = new + session.waiting.ids
    entries = BookedPayments.kept(rows, recognition, inputs, read, session.waiting)
  }

  private static func kept(
    _ rows: [Int], _ recognition: EntryRecognition, _ inputs: RunInputs, _ read: PaymentTable,
    _ waiting: WaitingPayments
  ) -> KeptEntries {
    let (formats, statements) = (inputs.formats, inputs.statements)
    var kept = KeptEntries()
    for row in rows {
      let statement = read.statement[row].index
      kept.number.append(-1)
      kept.print.append(recognition.prints.print[row])
      kept.texts.append(recognition.prints.texts[row])
      kept.identity.append(recognition.prints.identity[row])
      kept.format.append(formats[statement])
      kept.level.append(statements[statement].level)
      kept.statement.append(recognition.places[statement])
    }
    for entry in waiting.entries {
      kept.number.append(entry)
      kept.print.append(0)
      kept.texts.append(0)
      kept.identity.append(0)
      kept.format.append(.csv)
      kept.level.append(.listing)
      kept.statement.append(-1)
    }
    if waiting.restReasons.contains(where: { $0 != nil }) {
      kept.restReason = [ReasonCode?](repeating: nil, count: rows.count) + waiting.restReasons
    }
    return kept
  }
}

extension KeptEntries {
  func reordered(by order: [PaymentRow]) -> KeptEntries {
    var result = KeptEntries()
    result.number = order.map { number[$0.index] }
    result.print = order.map { print[$0.index] }
    result.texts = order.map { texts[$0.index] }
    result.identity = order.map { identity[$0.index] }
    result.format = order.map { format[$0.index] }
    result.level = order.map { level[$0.index] }
    result.statement = order.map { statement[$0.index] }
    if !restReason.isEmpty { result.restReason = order.map { restReason[$0.index] } }
    return result
  }
}

extension RunFailure {
  package init(_ failure: BookFailure) {
    switch failure {
    case .locked(let text): self = .bookLocked(text)
    case .unusable(let text): self = .inputsUnusable(text)
    case .io(let text): self = .io(text)
    }
  }
}
