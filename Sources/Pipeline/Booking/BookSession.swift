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
  let learned: [Learned]

  init(_ book: Book) throws(RunFailure) {
    self.book = book
    runsBefore = try booked { () throws(BookFailure) in try book.runCount() }
    waiting = try booked { () throws(BookFailure) in try book.waiting() }
    let hasWaiting = !waiting.ids.isEmpty
    lastLedger = try booked { () throws(BookFailure) in hasWaiting ? try book.ledgerState() : nil }
    learned = try booked { () throws(BookFailure) in try book.learned() }
    availability = Availability(try booked { () throws(BookFailure) in try book.outstanding() })
  }
}

extension BookSession {
  /// What is new since the last run, as far as payments that wait are concerned; nil where something else than the open items has
  /// changed, so that everything may have.
  ///
  /// - Parameter touched: items about which a person has decided something: that is news of them too.
  func news(
    _ waits: [Bool], _ items: OpenItemTable, _ knowledge: String, touched: Set<OpenItemRow>
  ) -> LedgerNews? {
    guard let lastLedger, lastLedger.knowledge == knowledge else { return nil }
    var isNew = lastLedger.news(in: items)
    for item in touched { isNew[item.index] = true }
    return LedgerNews(waits: waits, isNew: isNew)
  }
}

extension BookSession {
  /// What earlier runs have placed of the amounts that came back.
  func placed(likeReturnsIn payments: PaymentTable) throws(RunFailure) -> [PastPayment] {
    let amounts = ReturnedPayments.returns(in: payments).map { row in
      ReturnedAmount(
        account: payments.arena.string(payments.account[row.index]), currency: payments.currency[row.index],
        amount: payments.amount[row.index], day: payments.bookingDate[row.index])
    }
    return try booked { () throws(BookFailure) in
      try book.placed(like: Set(amounts), within: ReturnedPayments.days)
    }
  }
}

/// The payments of a run on a book: the new ones among what was read, and those that wait.
struct BookedPayments {
  let payments: PaymentTable
  let ids: [PaymentID]
  let entries: KeptEntries
  let recognition: EntryRecognition
  /// By the ids of the payments that undo them.
  let undone: [PaymentID: VoidedEntry]

  init(
    _ read: PaymentTable, identities: [Fingerprint], _ inputs: RunInputs, _ session: BookSession,
    listing: [(payment: PlacedPayment, why: KeptEntries.Listed)]
  ) throws(RunFailure) {
    let recognition = try booked { () throws(BookFailure) in
      try EntryRecognition(read, identities: identities, inputs.statements, formats: inputs.formats, session.book)
    }
    self.recognition = recognition
    let rows = recognition.newRows
    var table = read.reordered(by: rows.map { PaymentRow($0) })
    let seen = recognition.known.seen
    let new = table.identifiedPayments(by: rows.map { identities[$0] }) { seen.count(identity: $0) }
    table.append(contentsOf: session.waiting.payments, statementShift: 0)
    var kept = BookedPayments.kept(rows, recognition, inputs, read, session.waiting)
    for (payment, why) in listing {
      var record = PaymentRecord()
      record.account = table.arena.append(payment.account)
      record.bookingDate = payment.bookingDate
      record.valueDate = payment.bookingDate
      record.amount = payment.amount
      record.currency = payment.currency
      record.source = SourcePosition(file: -1, record: 0, byteOffset: 0)
      table.append(record)
      kept.appendKnown(payment.entry)
      kept.listed.append(why)
    }
    let undoing = try booked { () throws(BookFailure) in try UndoneEntries(recognition.undone, session.book) }
    let first = table.count
    let undoingIDs = undoing.append(to: &table, from: read)
    undone = undoing.originals
    for row in first..<table.count {
      kept.appendNew(in: recognition.places[table.statement[row].index])
      kept.undoing.insert(PaymentRow(row))
    }
    payments = table
    ids = new + session.waiting.ids + listing.map(\.payment.id) + undoingIDs
    entries = kept
  }

  private static func kept(
    _ rows: [Int], _ recognition: EntryRecognition, _ inputs: RunInputs, _ read: PaymentTable,
    _ waiting: WaitingPayments
  ) -> KeptEntries {
    let (formats, statements) = (inputs.formats, inputs.statements)
    var kept = KeptEntries()
    let listing = recognition.listing
    for row in rows {
      let statement = read.statement[row].index
      kept.number.append(-1)
      kept.print.append(recognition.prints.print[row])
      kept.texts.append(recognition.prints.texts[row])
      kept.identity.append(recognition.prints.identity[row])
      kept.format.append(formats[statement])
      kept.level.append(statements[statement].level)
      kept.statement.append(listing[row] ?? -1)
    }
    for entry in waiting.entries { kept.appendKnown(entry) }
    kept.listed = [KeptEntries.Listed?](repeating: nil, count: rows.count)
    kept.listed += waiting.restReasons.map { $0.map { KeptEntries.Listed($0) } }
    return kept
  }
}

extension KeptEntries {
  /// An entry that the book has: nothing of what it is recognised by is asked any more.
  fileprivate mutating func appendKnown(_ entry: Int64) {
    number.append(entry)
    print.append(0)
    texts.append(0)
    identity.append(0)
    format.append(.csv)
    level.append(.listing)
    statement.append(-1)
  }

  /// The payments of which an earlier run has placed a part or all.
  var listedRows: Set<PaymentRow> {
    Set(listed.indices.filter { listed[$0] != nil }.map { PaymentRow($0) })
  }

  /// Takes the rests of payments off the list: they came back. What of them is on the list for another reason stays there, about nothing.
  ///
  /// - Parameter entries: the book's numbers of the payments.
  /// - Returns: the rows of those of which something waits, by number.
  mutating func unlist(_ entries: Set<Int64>) -> [Int64: PaymentRow] {
    var rows: [Int64: PaymentRow] = [:]
    for row in listed.indices where entries.contains(number[row]) {
      guard let reason = listed[row]?.reason else { continue }
      if reason.isOfPlacedCash {
        listed[row] = KeptEntries.Listed(reason)
      } else {
        listed[row] = nil
        rows[number[row]] = PaymentRow(row)
      }
    }
    return rows
  }

  /// Takes payments off the list: a person has decided.
  mutating func unlist(_ payments: some Sequence<PaymentRow>) {
    guard !listed.isEmpty else { return }
    for payment in payments { listed[payment.index] = nil }
  }

  /// An entry that no statement lists.
  ///
  /// - Parameter place: of the new statement that asks for it.
  fileprivate mutating func appendNew(in place: Int32) {
    appendKnown(-1)
    statement[statement.count - 1] = place
    listed.append(nil)
  }

  func reordered(by order: [PaymentRow]) -> KeptEntries {
    var result = KeptEntries()
    result.number = order.map { number[$0.index] }
    result.print = order.map { print[$0.index] }
    result.texts = order.map { texts[$0.index] }
    result.identity = order.map { identity[$0.index] }
    result.format = order.map { format[$0.index] }
    result.level = order.map { level[$0.index] }
    result.statement = order.map { statement[$0.index] }
    if !undoing.isEmpty {
      result.undoing = Set(order.indices.filter { undoing.contains(order[$0]) }.map { PaymentRow($0) })
    }
    if !listed.isEmpty { result.listed = order.map { listed[$0.index] } }
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
