import CashModel

/// Details of one account, one behind the other, that were read ahead of what stands around them.
///
/// Somebody who reads the whole file takes them over where he comes to just this place, in just this surrounding; headers, trailers
/// and their totals he reads himself, and the details too where anything differs.
package struct BAI2Run: Sendable {
  /// From the first detail's record to the first record behind the last one's.
  let range: Range<Int>
  /// How many lines these are.
  let lines: Int32
  fileprivate let firstLine: Int32
  fileprivate let surrounding: BAI2Surrounding
  /// Payments, until they are put with those of others; diagnostics and the number of entries; nothing else.
  fileprivate var file: BankFile
  /// Their rows then.
  fileprivate var rows = 0..<0
  /// What the details add to it, and nothing else of it.
  fileprivate let account: BAI2Account
  fileprivate let deposit: BAI2Deposit?
  fileprivate let dialects: Set<BAI2Dialect>

  /// Puts the payments with those of the runs before it.
  mutating func moveOn(_ payments: inout AheadPayments, of byteCount: Int) {
    rows = payments.append(file.payments, from: range.count, of: byteCount)
    file.payments = PaymentTable()
  }
}

/// All that reading a detail asks of what stands before it.
private struct BAI2Surrounding: Hashable, Sendable {
  var recordLength: Int
  var date: CalendarDate?
  var isUnposted: Bool
  var account: String
  var currency: Currency
}

/// A run that is being read ahead.
private struct BAI2OpenRun {
  let start: Int
  let line: Int32
  let surrounding: BAI2Surrounding
}

extension BAI2Parser {
  private var surrounding: BAI2Surrounding? {
    guard let account else { return nil }
    return BAI2Surrounding(
      recordLength: section?.recordLength ?? 0, date: group?.date, isUnposted: group?.isUnposted == true,
      account: file.payments.arena.string(account.name), currency: account.currency)
  }

  // MARK: - Reading ahead

  /// Reads the runs that begin in a piece; the last one may go on behind it, to the end of a deposit's items.
  mutating func readAhead(_ piece: BankFilePiece) -> [BAI2Run] {
    var records = BAI2PhysicalRecords(bytes)
    guard !records.hasBlocks else { return [] }
    for range in piece.lead {
      records.jump(to: range.lowerBound)
      while let record = records.next(), record.start < range.upperBound { take(record) }
      finishRecord()
    }
    if piece.range.lowerBound > 0 { records.jump(to: piece.range.lowerBound) }
    var runs: [BAI2Run] = []
    var open: BAI2OpenRun?
    while let record = records.next(), !records.sharesLines {
      if record.code != 0, record.code != 88 {
        finishRecord()
        let isOver = record.start >= piece.range.upperBound && deposit == nil
        if record.code != 16 || isOver, let run = open {
          runs += close(run, at: record.start, line: record.line)
          open = nil
        }
        if isOver { return runs }
        if record.code == 16, open == nil, let surrounding {
          open = BAI2OpenRun(start: record.start, line: record.line, surrounding: surrounding)
          beginRun()
        }
      }
      take(record)
    }
    // What shares its lines is cut in another way.
    guard !records.sharesLines else { return runs }
    finishRecord()
    guard let open else { return runs }
    let line = records.line == .max ? records.line : records.line + 1
    let end = bytes.count
    return runs + close(open, at: end, line: line)
  }

  private mutating func beginRun() {
    _ = takePayments()
    file.entryCount = 0
    file.diagnostics = DiagnosticLog()
    account?.detailSum = 0
    account?.physicalCount = 0
    account?.statement.entryCount = 0
    account?.statement.transactionCount = 0
    account?.credits = 0
    account?.debits = 0
    dialects = []
    deposit = nil
  }

  /// - Returns: nothing where it is better read by whoever reads the whole.
  private mutating func close(_ open: BAI2OpenRun, at end: Int, line: Int32) -> [BAI2Run] {
    // What follows is no item of a deposit whose row went with the run.
    defer { deposit = nil }
    guard let account, account.detailSum != nil, line < .max else { return [] }
    let isOpen = deposit.map { $0.itemCount > 0 } ?? false
    // A deposit whose items do not end here may still change what its total counts as, and a total has no row then.
    guard keepsPayments || !isOpen else { return [] }
    var read = BankFile()
    (read.entryCount, read.diagnostics) = (file.entryCount, file.diagnostics)
    if keepsPayments { read.payments = takePayments() }
    return [
      BAI2Run(
        range: open.start..<end, lines: line - open.line, firstLine: open.line, surrounding: open.surrounding,
        file: read, account: account, deposit: isOpen ? deposit : nil, dialects: dialects)
    ]
  }

  // MARK: - Taking over

  /// Takes over details that were read ahead.
  ///
  /// - Returns: false where they were read in another surrounding than this, or where their sums are too large for one to say which
  ///   detail made them so; nothing is taken then.
  mutating func take(_ run: BAI2Run, atLine first: Int32) -> Bool {
    guard deposit == nil, var open = account, surrounding == run.surrounding, first < .max - run.lines else {
      return false
    }
    guard let sum = BAI2Total.sum(open.detailSum, run.account.detailSum) else { return false }
    takenRuns += 1
    open.detailSum = sum
    open.credits = BAI2Total.sum(open.credits, run.account.credits)
    open.debits = BAI2Total.sum(open.debits, run.account.debits)
    open.physicalCount += run.account.physicalCount
    open.statement.entryCount += run.account.statement.entryCount
    open.statement.transactionCount += run.account.statement.transactionCount
    account = open
    section?.physicalCount += run.account.physicalCount
    group?.physicalCount += run.account.physicalCount
    let shift = first - run.firstLine
    ahead.settle(
      run.rows, behind: file.payments.count, in: StatementRow(file.statements.count), records: shift)
    var log = run.file.diagnostics
    log.shiftRecords(by: shift)
    file.diagnostics.append(contentsOf: log)
    file.entryCount += run.file.entryCount
    dialects.formUnion(run.dialects)
    if let other = run.deposit {
      deposit = BAI2Deposit(
        row: PaymentRow(run.rows.lowerBound + other.row.index), isAhead: true, amount: other.amount,
        itemCode: other.itemCode, offset: other.offset, line: other.line + shift, itemSum: other.itemSum,
        itemCount: other.itemCount, counted: other.counted)
    }
    return true
  }
}
