import CashModel
import Matching
import Store

/// What the bank has taken back: for each entry one that undoes it, as a return of the same amount.
///
/// What undoes a receipt finds it for certain; what undoes any other entry only moves the cash the other way.
struct UndoneEntries: Sendable {
  private let entries: [VoidedEntry]
  private let undone: [EntryRecognition.Undone]

  init(_ all: [EntryRecognition.Undone], _ book: Book) throws(BookFailure) {
    // Of two statements that take an entry back the first does.
    var first: [Int64: EntryRecognition.Undone] = [:]
    for one in all where first[one.entry] == nil { first[one.entry] = one }
    entries = try book.voided(first.keys.sorted()).filter { $0.amount != .zero }
    undone = entries.compactMap { first[$0.entry] }
  }

  /// Appends the payments that undo them. What the bank listed once more has its references: should it come anew, its return or it is found
  /// by them.
  ///
  /// - Returns: their ids, in order.
  func append(to payments: inout PaymentTable, from read: PaymentTable) -> [PaymentID] {
    for (entry, one) in zip(entries, undone) {
      var record = PaymentRecord()
      if let row = one.row {
        record.bankReference = payments.arena.append(read.arena.span(read.bankReference[row]))
        record.endToEndID = payments.arena.append(read.arena.span(read.endToEndID[row]))
        if entry.transactionClass == .receipt {
          record.payerName = payments.arena.append(read.arena.span(read.payerName[row]))
          record.payerAccount = payments.arena.append(read.arena.span(read.payerAccount[row]))
        }
        for child in read.identifiers[row].indices {
          let identifier = read.identifierRows[child]
          payments.appendIdentifier(identifier.kind, payments.arena.append(read.arena.span(identifier.text)))
        }
      }
      record.statement = StatementRow(one.place)
      record.account = payments.arena.append(entry.account)
      record.bookingDate = entry.bookingDate
      record.valueDate = entry.bookingDate
      record.amount = Money(minorUnits: Int64(entry.amount.minorUnits.magnitude))
      record.currency = entry.currency
      record.direction = entry.amount > .zero ? .debit : .credit
      record.transactionClass = UndoneEntries.counterClass(entry)
      record.returnReason = payments.arena.append("taken back by the bank")
      record.source = SourcePosition(file: -1, record: 0, byteOffset: 0)
      payments.append(record)
    }
    return entries.map { UndoneEntries.id($0.id) }
  }

  /// A return that never happened leaves cash that somebody must place.
  private static func counterClass(_ entry: VoidedEntry) -> TransactionClass {
    switch entry.transactionClass {
    case .receipt: .return
    case .return: entry.amount > .zero ? .return : .receipt
    default: entry.transactionClass
    }
  }

  private static func id(_ original: PaymentID) -> PaymentID {
    let undoing: UInt64 = 0x756e_646f
    return PaymentID(Fingerprint(original.fingerprint.high, original.fingerprint.low, undoing))
  }

  /// What they undo, by the ids of the payments that do.
  var originals: [PaymentID: VoidedEntry] {
    Dictionary(entries.map { (UndoneEntries.id($0.id), $0) }) { first, _ in first }
  }
}

/// What undoes what, by row of the run.
struct UndoneRows {
  /// Rows that undo an entry which is known to be there, and the book's numbers of these entries.
  private(set) var rows: Set<PaymentRow> = []
  private(set) var entries: Set<Int64> = []
  /// Of what earlier runs placed: to be taken back.
  private(set) var placed: [(PastPayment, PaymentRow)] = []

  /// - Parameter payments: those that wait and are undone leave, each with what undoes it.
  init(_ undone: [PaymentID: VoidedEntry], _ ids: [PaymentID], _ kept: KeptEntries?, _ payments: inout PaymentTable) {
    guard !undone.isEmpty, let kept else { return }
    var waiting: [Int64: PaymentRow] = [:]
    for row in kept.number.indices where kept.number[row] >= 0 && !kept.isListed(row) {
      waiting[kept.number[row]] = PaymentRow(row)
    }
    for (row, id) in ids.enumerated() {
      guard let entry = undone[id] else { continue }
      let undoing = PaymentRow(row)
      entries.insert(entry.entry)
      if let original = waiting[entry.entry], payments.direction[original.index] != payments.direction[row] {
        payments.setClass(.return, at: undoing)
        payments.offset(original, by: undoing)
        rows.insert(undoing)
      } else if let past = entry.placed {
        placed.append((past, undoing))
        rows.insert(undoing)
      }
    }
  }
}

extension VoidedEntry {
  /// What earlier runs placed of it, to be taken back; nil where they placed nothing.
  var placed: PastPayment? {
    guard transactionClass == .receipt, !isReturned, [.applied, .appliedPart, .onAccount].contains(outcome) else {
      return nil
    }
    return PastPayment(
      entry: entry, id: id, account: account, currency: currency, amount: amount, bookingDate: bookingDate,
      identifiers: [], payer: nil)
  }
}
