import CashModel
import Matching
import Store

/// What the bank has taken back: for each entry one that undoes it, as a return of the same amount.
///
/// What undoes a receipt finds it for certain; what undoes any other entry only moves the cash the other way.
struct UndoneEntries: Sendable {
  private let entries: [VoidedEntry]
  private let places: [Int]

  init(_ undone: [(entry: Int64, place: Int)], _ book: Book) throws(BookFailure) {
    // Of two statements that take an entry back the first does.
    var first: [Int64: Int] = [:]
    for (entry, place) in undone where first[entry] == nil { first[entry] = place }
    let numbers = first.keys.sorted()
    entries = try book.voided(numbers).filter { $0.amount != .zero }
    places = entries.map { first[$0.entry] ?? 0 }
  }

  /// Appends the payments that undo them.
  ///
  /// - Returns: their ids, in order.
  func append(to payments: inout PaymentTable) -> [PaymentID] {
    for (entry, place) in zip(entries, places) {
      var record = PaymentRecord()
      record.statement = StatementRow(place)
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
  /// Rows that undo an entry, and the book's numbers of these entries.
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
      rows.insert(undoing)
      entries.insert(entry.entry)
      if let original = waiting[entry.entry], payments.direction[original.index] != payments.direction[row] {
        payments.setClass(.return, at: undoing)
        payments.offset(original, by: undoing)
      } else if let past = entry.placed {
        placed.append((past, undoing))
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
