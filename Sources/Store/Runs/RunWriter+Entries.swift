import CashModel
import GRDB
import Posting

extension RunWriter {
  /// - Returns: the numbers of the entries, by row; -1 for what is not booked and therefore not kept.
  func writeEntries(
    _ database: Database, _ run: MatchedRun, _ kept: KeptEntries, _ accounts: [String: Int64], _ statements: [Int64]
  ) throws -> [Int64] {
    let payments = run.payments
    var insert = try BoundStatement(
      database,
      """
      INSERT INTO entry (account, booking_day, print, identity, texts, format, level, booked_by, run, payment_high,
        payment_low, amount, currency, class, outcome, open_amount, identifiers, payer,
        is_void)
      VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
      """)
    var change = try BoundStatement(
      database, "UPDATE entry SET class = ?, outcome = ?, open_amount = ? WHERE number = ?")
    var wait = try BoundStatement(
      database,
      """
      INSERT INTO waiting (entry, since_run, payment, rest_reason) VALUES (?, ?, ?, ?)
      ON CONFLICT (entry) DO UPDATE SET payment = excluded.payment, rest_reason = excluded.rest_reason
      """)
    var leave = try BoundStatement(database, "DELETE FROM waiting WHERE entry = ?")
    var account: (slice: TextSlice, number: Int64)?
    var entries: [Int64] = []
    entries.reserveCapacity(payments.count)
    for row in 0..<payments.count {
      let kind = payments.transactionClass[row]
      if kind == .unposted || kept.isListed(row) {
        entries.append(kind == .unposted ? -1 : kept.number[row])
        continue
      }
      let outcome = run.decisions.outcome[row]
      let isWaiting = outcome == .appliedPart || outcome == .excepted && payments.counterpart[row].number < 0
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
        bind(row, of: run, kept, booked: booked(row, kept, statements), to: &insert)
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
      entries.append(entry)
    }
    return entries
  }

  /// The booked statement that lists a new entry.
  private func booked(_ row: Int, _ kept: KeptEntries, _ statements: [Int64]) -> Int64? {
    kept.level[row] == .booked && kept.statement[row] >= 0 ? statements[Int(kept.statement[row])] : nil
  }

  private func bind(
    _ row: Int, of run: MatchedRun, _ kept: KeptEntries, booked: Int64?, to insert: inout BoundStatement
  ) {
    let payments = run.payments
    let id = run.paymentIDs[row].fingerprint
    insert.bind(payments.bookingDate[row])
    insert.bind(kept.print[row])
    insert.bind(kept.identity[row])
    insert.bind(kept.texts[row])
    insert.bind(kept.format[row].rawValue)
    insert.bind(kept.level[row].rawValue)
    insert.bind(booked)
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
