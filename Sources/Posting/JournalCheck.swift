import CashModel

/// Adds the lines of a journal entry up again.
package enum JournalCheck {
  private struct Balance {
    let currency: Currency
    let company: TextSlice
    var sum: Int128
  }

  /// What is wrong with the entry of `payment`: it balances in each currency and company, moves on the bank account
  /// what the bank moved, and takes from each item what the payment's allocations say.
  package static func violations(inEntry lines: [JournalLine], of payment: Int, in run: MatchedRun) -> [String] {
    var problems: [String] = []
    var balances: [Balance] = []
    var bank: Int128 = 0
    var receivables: Int128 = 0
    for (place, line) in lines.enumerated() {
      let amount = Int128(line.amount.minorUnits)
      if line.payment.index != payment || line.line != place + 1 {
        problems.append("its journal lines are misnumbered")
      }
      if amount == 0 { problems.append("its journal has an empty line") }
      if line.account == .bank { bank += amount }
      if line.account == .receivables { receivables += amount }
      let known = balances.firstIndex {
        $0.currency == line.currency && run.items.arena.equal($0.company, line.company)
      }
      if let known {
        balances[known].sum += amount
      } else {
        balances.append(Balance(currency: line.currency, company: line.company, sum: amount))
      }
    }
    for balance in balances where balance.sum != 0 {
      let company = run.items.arena.string(balance.company)
      problems.append("its journal does not balance in \(balance.currency.code), company '\(company)'")
    }
    let transactionClass = run.payments.transactionClass[payment]
    // The bank moved the cash of a carried payment when an earlier run had it.
    let isJournaled = (transactionClass == .receipt || transactionClass == .return) && !run.isCarried(payment)
    let moved = isJournaled ? Int128(run.payments.amount[payment].minorUnits) : 0
    if bank != (run.payments.direction[payment] == .credit ? moved : -moved) {
      problems.append("its bank lines are not what the bank moved")
    }
    if receivables != -reduction(of: payment, in: run) {
      problems.append("its receivables lines are not what its items shrink by")
    }
    return problems
  }

  private static func reduction(of payment: Int, in run: MatchedRun) -> Int128 {
    var sum: Int128 = 0
    for row in run.decisions.allocations[payment].indices {
      let allocation = run.decisions.allocationRows[row]
      if allocation.item.index < 0 { continue }
      sum += Int128(allocation.cash.minorUnits) + Int128(allocation.discount.minorUnits)
      sum += Int128(allocation.adjustment.minorUnits)
    }
    return sum
  }
}
