import CashModel

/// What a statement states against what was read of it: balances, sums of entries, batches.
///
/// A check that fails is a warning and a mismatch; whether a run takes the file then is not decided here. A check
/// that lacks one of its sides is blank.
extension CamtSink {
  mutating func finishStatement(isWhole: Bool) {
    record = 0
    position = statement.position
    var result = Statement()
    result.file = fileNumber
    result.level = statement.isBooked ? .booked : .interim
    result.identification = file.payments.arena.string(statement.identification)
    result.account = file.payments.arena.string(statement.account)
    result.currency = statement.currency
    result.message = file.payments.arena.string(message.identification)
    result.pageNumber = statement.page.number ?? message.page.number
    result.sequence = statement.electronicSequence ?? statement.legalSequence
    result.isLastPage = statement.page.isLast ?? message.page.isLast
    result.statedBalances = statement.statedBalances
    result.statedTotals = statement.stated
    result.date = statement.date ?? message.creationDate
    result.entryCount = statement.entryCount
    result.transactionCount = statement.transactionCount
    result.credits = Money(minorUnits: statement.booked.creditSum)
    result.debits = Money(minorUnits: statement.booked.debitSum)
    let (opening, closing, isInterim) = frame()
    result.openingBalance = opening
    result.closingBalance = closing
    if statement.booked.overflowed || statement.all.overflowed {
      report(.error, .overflow, "The entries of a statement add up to more than can be kept")
    } else if isWhole {
      if !result.hasSiblings, !statement.isIncomplete {
        result.balances = checkBalances(opening, closing, isInterim: isInterim)
        result.totals = checkTotals()
      }
      result.totals = statement.batches == .mismatch ? .mismatch : result.totals
      if result.totals == .blank { result.totals = statement.batches }
    }
    file.statements.append(result)
  }

  /// Opening and closing balance: the earliest opening and the latest closing one. An interim balance stands in for
  /// the one that is missing; a lone one is where the report ends.
  private func frame() -> (opening: Money?, closing: Money?, isInterim: Bool) {
    var opening: CamtBalance?
    var previous: CamtBalance?
    var closing: CamtBalance?
    var interims: [CamtBalance] = []
    for balance in statement.balances {
      switch balance.kind {
      case .other: break
      case .opening: if opening == nil || precedes(balance, opening) { opening = balance }
      case .previousClosing: if previous == nil || precedes(balance, previous) { previous = balance }
      case .interim: interims.append(balance)
      case .closing: if closing == nil || !precedes(balance, closing) { closing = balance }
      }
    }
    opening = opening ?? previous
    var isInterim = false
    if opening == nil, closing != nil || interims.count > 1, let interim = interims.first {
      opening = interim
      isInterim = true
    }
    if closing == nil, let interim = interims.last {
      closing = interim
      isInterim = true
    }
    return (opening?.amount?.money, closing?.amount?.money, isInterim)
  }

  private func precedes(_ left: CamtBalance, _ right: CamtBalance?) -> Bool {
    guard let leftDate = left.date, let rightDate = right?.date else { return false }
    return leftDate < rightDate
  }

  /// An interim balance that does not tie proves nothing: the report may leave out what an earlier one brought.
  private mutating func checkBalances(_ opening: Money?, _ closing: Money?, isInterim: Bool) -> ControlResult {
    guard let opening, let closing else { return .blank }
    let expected = opening.minorUnits + statement.booked.creditSum - statement.booked.debitSum
    if expected == closing.minorUnits { return .tie }
    if isInterim { return .blank }
    report(
      .warning, .balance, "The opening balance and the booked entries do not give the closing balance",
      found: text(closing), expected: text(Money(minorUnits: expected)))
    return .mismatch
  }

  /// `TxsSummry`. Banks differ on whether entries that are not booked count, on the sign of a sum of debits, and on
  /// whether a sum of all is gross, as ISO 20022 has it, or net: any of these readings may tie.
  private mutating func checkTotals() -> ControlResult {
    let stated = statement.stated
    let (all, booked) = (statement.all, statement.booked)
    let outcomes = [
      check(
        stated.all, "all", counts: [all.credits + all.debits, booked.credits + booked.debits],
        sums: [
          all.creditSum + all.debitSum, booked.creditSum + booked.debitSum, all.creditSum - all.debitSum,
          booked.creditSum - booked.debitSum,
        ].map(\.magnitude)),
      check(
        stated.credits, "credit", counts: [all.credits, booked.credits],
        sums: [all.creditSum, booked.creditSum].map(\.magnitude)),
      check(
        stated.debits, "debit", counts: [all.debits, booked.debits],
        sums: [all.debitSum, booked.debitSum].map(\.magnitude)),
    ]
    if outcomes.contains(.mismatch) { return .mismatch }
    return outcomes.contains(.tie) ? .tie : .blank
  }

  private mutating func check(
    _ stated: StatedTotals.Line, _ name: String, counts: [Int], sums: [UInt64]
  ) -> ControlResult {
    var result: ControlResult = .blank
    if let count = stated.count {
      result = counts.contains(count) ? .tie : .mismatch
      if result == .mismatch {
        report(
          .warning, .controlTotal, "The statement states another number of \(name) entries than it has",
          found: "\(counts[0])", expected: "\(count)")
      }
    }
    if let sum = stated.sum {
      let ties = sums.contains(sum)
      if !ties {
        report(
          .warning, .controlTotal, "The statement states another sum of \(name) entries than they have",
          found: text(Money(minorUnits: Int64(clamping: sums[0]))),
          expected: text(Money(minorUnits: Int64(clamping: sum))))
      }
      result = ties && result != .mismatch ? .tie : .mismatch
    }
    return result
  }

  /// `Btch` of one `NtryDtls` against its `TxDtls`; blank where a bank leaves out the details.
  mutating func checkBatch() {
    defer { batch = CamtBatch(firstTransaction: transactions.count) }
    let members = transactions[batch.firstTransaction...]
    guard batch.isStated, !members.isEmpty else { return }
    // A lone transaction in the name of several is a summary, its details being elsewhere.
    if let count = batch.count, members.count > 1 || count < 2 {
      noteBatch(count == members.count ? .tie : .mismatch, found: "\(members.count)", expected: "\(count)")
    }
    guard let total = batch.total, total.currency == draft.amount?.currency ?? total.currency else { return }
    var sum: Int64 = 0
    for member in members {
      guard let amount = share(of: member, in: total.currency) else { return }
      let (next, overflow) = sum.addingReportingOverflow(amount.minorUnits)
      guard !overflow else { return }
      sum = next
    }
    let ties = sum == total.money.minorUnits || total.money == draft.amount?.money
    noteBatch(ties ? .tie : .mismatch, found: text(Money(minorUnits: sum)), expected: text(total.money))
  }

  private mutating func noteBatch(_ result: ControlResult, found: String, expected: String) {
    statement.batches = max(statement.batches == .blank ? .tie : statement.batches, result)
    if result == .mismatch {
      report(
        .warning, .controlTotal, "A batch states another number or sum of transactions than it has", found: found,
        expected: expected)
    }
  }

  /// An amount in the account's currency, for messages.
  func text(_ amount: Money) -> String { amount.text(exponent: statement.currency?.exponent ?? 2) }
}
