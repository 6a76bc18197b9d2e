import CashModel

/// Entries of one statement, one behind the other, that were read ahead of what stands around them.
///
/// Somebody who reads the whole message takes them over where he comes to just this place, in just this surrounding; all else
/// (headers, balances, totals and the checks of all these) he reads himself, and the entries too where anything differs.
package struct CamtRun: Sendable {
  /// From the first entry's start tag to behind the last one's end tag.
  let range: Range<Int>
  let surrounding: CamtSurrounding
  /// Payments, until they are put with those of others; diagnostics and the number of entries; nothing else.
  fileprivate var file: BankFile
  /// Their rows then.
  fileprivate var rows = 0..<0
  /// What the entries add to it, and nothing else of it.
  fileprivate let statement: CamtStatement
  /// That of the last entry.
  fileprivate let position: Int

  /// Puts the payments with those of the runs before it.
  mutating func moveOn(_ payments: inout AheadPayments, of byteCount: Int) {
    rows = payments.append(file.payments, from: range.count, of: byteCount)
    file.payments = PaymentTable()
  }
}

/// All that reading an entry asks of what stands before it.
struct CamtSurrounding: Hashable, Sendable {
  /// Where the message and the statement begin, which says what elements they stand in, and with what namespaces.
  var messagePosition: Int
  var statementPosition: Int
  var path: [CamtElement]
  var isTest: Bool
  var account: String
  var currency: Currency?
  var date: CalendarDate?
}

/// A run that is being read ahead.
struct CamtOpenRun {
  let start: Int
  let surrounding: CamtSurrounding
  /// Behind the last entry that is complete.
  var end = 0
  var position = 0
}

extension CamtSink {
  var surrounding: CamtSurrounding {
    CamtSurrounding(
      messagePosition: messagePosition, statementPosition: statement.position, path: path, isTest: message.isTest,
      account: file.payments.arena.string(statement.account), currency: statement.currency,
      date: statement.date ?? message.creationDate)
  }

  // MARK: - Reading ahead

  /// An entry begins: the first one of a run, unless one is open.
  mutating func beginRun() {
    guard openRun == nil else { return }
    var surrounding = surrounding
    surrounding.path.removeLast()
    openRun = CamtOpenRun(start: position, surrounding: surrounding)
    _ = takePayments()
    file.diagnostics = DiagnosticLog()
    file.entryCount = 0
    statement.clearEntries()
  }

  /// An entry has ended just before `end`.
  mutating func continueRun(to end: Int) {
    openRun?.end = end
    openRun?.position = position
  }

  /// Something else than an entry follows, or the part ends.
  mutating func closeRun() {
    guard let run = openRun else { return }
    openRun = nil
    // An account's currency that the first entry brought would be another's in another part.
    guard run.end > run.start, run.surrounding.currency != nil, surrounding.currency == run.surrounding.currency
    else { return }
    var read = BankFile()
    read.entryCount = file.entryCount
    read.diagnostics = file.diagnostics
    read.payments = takePayments()
    if !keepsPayments { read.payments = PaymentTable() }
    runs.append(
      CamtRun(
        range: run.start..<run.end, surrounding: run.surrounding, file: read, statement: statement,
        position: run.position))
  }

  // MARK: - Taking over

  /// Takes over entries that were read ahead.
  ///
  /// - Returns: false where they were read in another surrounding than this, or where their sums are too large for
  ///   one to say which entry made them so; nothing is taken then.
  mutating func take(_ run: CamtRun) -> Bool {
    guard isAtStatement, surrounding == run.surrounding else { return false }
    guard let booked = statement.booked.adding(run.statement.booked), let all = statement.all.adding(run.statement.all)
    else { return false }
    let (count, overflow) = Int32(clamping: file.entryCount).addingReportingOverflow(
      Int32(clamping: run.file.entryCount))
    guard !overflow, count < .max else { return false }
    takenRuns += 1
    statement.booked = booked
    statement.all = all
    statement.entryCount += run.statement.entryCount
    statement.transactionCount += run.statement.transactionCount
    statement.batches = statement.batches.and(batchOf: run.statement.batches)
    statement.isIncomplete = statement.isIncomplete || run.statement.isIncomplete
    let records = Int32(clamping: file.entryCount)
    ahead.settle(run.rows, behind: file.payments.count, in: statement.row, records: records)
    var log = run.file.diagnostics
    log.shiftRecords(by: records)
    file.diagnostics.append(contentsOf: log)
    file.entryCount += run.file.entryCount
    record = count
    position = run.position
    return true
  }
}

extension CamtStatement {
  /// Forgets what its entries have brought so far.
  fileprivate mutating func clearEntries() {
    booked = CamtTally()
    all = CamtTally()
    entryCount = 0
    transactionCount = 0
    batches = .blank
    isIncomplete = false
  }
}

extension CamtTally {
  /// nil where a sum is too large.
  fileprivate func adding(_ other: CamtTally) -> CamtTally? {
    var sum = self
    sum.credits += other.credits
    sum.debits += other.debits
    for path in [\CamtTally.creditSum, \.debitSum] {
      let (total, overflow) = self[keyPath: path].addingReportingOverflow(other[keyPath: path])
      guard !overflow, total <= Money.largestMinorUnits else { return nil }
      sum[keyPath: path] = total
    }
    return overflowed || other.overflowed ? nil : sum
  }
}

extension ControlResult {
  /// Of two sets of batches: a mismatch anywhere is one, and any that ties ties.
  fileprivate func and(batchOf other: ControlResult) -> ControlResult {
    if self == .mismatch || other == .mismatch { return .mismatch }
    return self == .tie || other == .tie ? .tie : .blank
  }
}
