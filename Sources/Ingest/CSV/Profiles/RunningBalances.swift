import CashModel

/// Checks that the balance after each row is the one before it and the row's amount, account by account.
struct RunningBalances {
  private var readings: [OrderedBalances]

  init(_ order: CSVProfile.Order) {
    switch order {
    case .oldestFirst: readings = [OrderedBalances(isNewestFirst: false)]
    case .newestFirst: readings = [OrderedBalances(isNewestFirst: true)]
    case .either: readings = [OrderedBalances(isNewestFirst: false), OrderedBalances(isNewestFirst: true)]
    }
  }

  /// - Parameter balance: what the row states to be on the account after it.
  mutating func add(_ balance: Money?, _ payment: PaymentRecord, _ rows: borrowing ProfileRows) {
    for index in readings.indices { readings[index].add(balance, payment, rows) }
  }

  /// Puts balances and the check's result into the statements, and what does not follow into the log.
  func finish(_ statements: inout [Statement], _ log: inout DiagnosticLog) {
    guard let reading = readings.first(where: { $0.log.warningCount == 0 }) ?? readings.first else { return }
    log.append(contentsOf: reading.log)
    reading.finish(&statements)
  }
}

/// The same for one order of rows.
private struct OrderedBalances {
  private struct Run {
    /// The balance the next row with one must fit; nil before the first.
    var last: Money?
    /// What rows without a balance have moved since.
    var moved: Int64 = 0
    var opening: Money?
    var closing: Money?
    var result: ControlResult = .blank
  }

  private let isNewestFirst: Bool
  private var runs: [Int: Run] = [:]
  private(set) var log = DiagnosticLog()

  init(isNewestFirst: Bool) { self.isNewestFirst = isNewestFirst }

  mutating func add(_ balance: Money?, _ payment: PaymentRecord, _ rows: borrowing ProfileRows) {
    let change = payment.direction == .credit ? payment.amount.minorUnits : -payment.amount.minorUnits
    var run = runs[payment.statement.index] ?? Run()
    defer { runs[payment.statement.index] = run }
    guard let balance else {
      run.moved += change
      return
    }
    // Oldest first, a row's balance is the last one and its amount; newest first, the last row's amount lies between.
    let expected = run.last.map { $0.minorUnits + (isNewestFirst ? -run.moved : run.moved + change) }
    run.last = balance
    if isNewestFirst {
      if run.closing == nil { run.closing = Money(minorUnits: balance.minorUnits + run.moved) }
      run.opening = Money(minorUnits: balance.minorUnits - change)
      run.moved = change
    } else {
      if run.opening == nil { run.opening = Money(minorUnits: balance.minorUnits - change - run.moved) }
      run.closing = balance
      run.moved = 0
    }
    guard let expected else { return }
    guard expected != balance.minorUnits else {
      if run.result == .blank { run.result = .tie }
      return
    }
    run.result = .mismatch
    let exponent = payment.currency.exponent
    let problem = rows.problem(
      .balance, at: rows.layout.balance, "The balance does not follow from the row before and the amount.",
      expected: Money(minorUnits: expected).text(exponent: exponent))
    log.append(rows.diagnostic(problem, .warning))
  }

  func finish(_ statements: inout [Statement]) {
    for (index, run) in runs where statements.indices.contains(index) && run.closing != nil {
      statements[index].openingBalance = run.opening
      statements[index].closingBalance = run.closing
      statements[index].balances = run.result
    }
  }
}
