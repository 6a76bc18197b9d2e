import CashModel
import GRDB
import Posting

/// Writes the entries of a run.
final class EntryRows {
  /// By row, as far as they are written; -1 for what is not booked and therefore not kept.
  private(set) var numbers: [Int64] = []

  private let run: MatchedRun
  private let kept: KeptEntries
  private let accounts: [String: Int64]
  private let statements: [Int64]
  private let number: Int64
  private let insert: BoundStatement
  private let change: BoundStatement
  private let wait: BoundStatement
  private let leave: BoundStatement
  private var account: (slice: TextSlice, number: Int64)?

  /// - Parameters:
  ///   - accounts: the book's numbers of the bank accounts.
  ///   - statements: those of the new statements.
  ///   - number: the run's own.
  init(
    _ database: Database, _ run: MatchedRun, _ kept: KeptEntries, _ accounts: [String: Int64], _ statements: [Int64],
    number: Int64
  ) throws {
    self.run = run
    self.kept = kept
    self.accounts = accounts
    self.statements = statements
    self.number = number
    insert = try BoundStatement(
      database,
      """
      INSERT INTO entry (account, booking_day, print, identity, texts, format, level, booked_by, run, payment_high,
        payment_low, amount, currency, class, outcome, open_amount, identifiers, payer,
        is_void)
      VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
      """)
    change = try BoundStatement(
      database, "UPDATE entry SET class = ?, outcome = ?, open_amount = ? WHERE number = ?")
    wait = try BoundStatement(
      database,
      """
      INSERT INTO waiting (entry, since_run, payment, rest_reason) VALUES (?, ?, ?, ?)
      ON CONFLICT (entry) DO UPDATE SET payment = excluded.payment, rest_reason = excluded.rest_reason
      """)
    leave = try BoundStatement(database, "DELETE FROM waiting WHERE entry = ?")
    numbers.reserveCapacity(run.payments.count)
  }

  func write(_ rows: Range<Int>) throws {
    let payments = run.payments
    for row in rows {
      let kind = payments.transactionClass[row]
      if kind == .unposted || kept.isListed(row) {
        numbers.append(kind == .unposted ? -1 : kept.number[row])
        continue
      }
      let outcome = run.decisions.outcome[row]
      let isWaiting =
        run.needsPerson(PaymentRow(row)) && (outcome == .appliedPart || payments.counterpart[row].number < 0)
      var entry = kept.number[row]
      if entry >= 0 {
        change.bind(kind.rawValue)
        change.bind(outcome.rawValue)
        change.bind(run.open(row))
        change.bind(entry)
        try change.run()
        if !isWaiting {
          leave.bind(entry)
          try leave.run()
        }
      } else {
        if account.map({ !payments.arena.equal($0.slice, payments.account[row]) }) ?? true {
          account = (payments.account[row], accounts[payments.arena.string(payments.account[row])] ?? 0)
        }
        insert.bind(account?.number)
        bind(row)
        try insert.run()
        entry = insert.inserted
      }
      if isWaiting, outcome == .appliedPart || kept.number[row] < 0 {
        let reason = outcome == .appliedPart ? run.decisions.reason[row] : nil
        wait.bind(entry)
        wait.bind(number)
        wait.bind(KeptPayment(row, of: payments, open: run.open(row)).json)
        wait.bind(reason.map { Int64($0.rawValue) })
        try wait.run()
      }
      numbers.append(entry)
    }
  }

  /// The booked statement that lists a new entry.
  private func booked(_ row: Int) -> Int64? {
    kept.level[row] == .booked && kept.statement[row] >= 0 ? statements[Int(kept.statement[row])] : nil
  }

  private func bind(_ row: Int) {
    let payments = run.payments
    let id = run.paymentIDs[row].fingerprint
    insert.bind(payments.bookingDate[row])
    insert.bind(kept.print[row])
    insert.bind(kept.identity[row])
    insert.bind(kept.texts[row])
    insert.bind(kept.format[row].rawValue)
    insert.bind(kept.level[row].rawValue)
    insert.bind(booked(row))
    insert.bind(number)
    insert.bind(id.high)
    insert.bind(id.low)
    insert.bind(payments.direction[row] == .credit ? payments.amount[row] : -payments.amount[row])
    insert.bind(payments.currency[row].code)
    insert.bind(payments.transactionClass[row].rawValue)
    insert.bind(run.decisions.outcome[row].rawValue)
    insert.bind(run.open(row))
    // Only a receipt comes back.
    let isReceipt = payments.transactionClass[row] == .receipt
    insert.bind(isReceipt ? PackedWords.bytes(payments.returnIdentifiers(of: row)) : [])
    insert.bind(isReceipt ? payments.returnPayer(of: row).map { Int64(bitPattern: $0) } : nil)
    insert.bind(kept.undoing.contains(PaymentRow(row)) ? 1 : 0)
  }
}
