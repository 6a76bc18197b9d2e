import CashModel

/// What a journal line posts to; the plan gives each the ledger's number.
package enum LedgerAccount: UInt8, CaseIterable, Sendable {
  case bank, receivables, discount, bankCharges, writeOff, overTolerance, deductions, withholding, fx, onAccount
  case unidentified, refunds
}

/// The account plan made ready for looking up row by row: overrides are sorted by their bytes, so that a company or
/// a bank account is found where it lies in the text arena, without becoming a `String`.
struct LedgerAccounts {
  private struct Choice {
    let standard: [UInt8]
    let keys: [[UInt8]]
    let values: [[UInt8]]
    let byCurrency: [(currency: Currency, value: [UInt8])]

    init(_ scoped: Scoped<String>) {
      let overrides = scoped.overrides.map { (Array($0.key.utf8), Array($0.value.utf8)) }
        .sorted { $0.0.lexicographicallyPrecedes($1.0) }
      standard = Array(scoped.standard.utf8)
      keys = overrides.map { $0.0 }
      values = overrides.map { $0.1 }
      byCurrency = overrides.compactMap { override in Currency(override.0.span).map { ($0, override.1) } }
    }

    func value(_ slice: TextSlice, of arena: TextArena) -> [UInt8]? {
      var low = 0
      var high = keys.count
      while low < high {
        let middle = (low + high) / 2
        if keys[middle].lexicographicallyPrecedes(arena.bytes[slice.range]) { low = middle + 1 } else { high = middle }
      }
      return low < keys.count && keys[low].elementsEqual(arena.bytes[slice.range]) ? values[low] : nil
    }

    func value(_ currency: Currency) -> [UInt8]? { byCurrency.first { $0.currency == currency }?.value }
  }

  private let choices: [Choice]

  init(_ plan: AccountPlan) { choices = LedgerAccount.allCases.map { Choice(plan.account($0)) } }

  /// The number of `account`: the bank account's own (for `bank`), else the company's, the currency's, the default.
  func code(
    _ account: LedgerAccount, bankAccount: TextSlice, payments: TextArena, company: TextSlice, items: TextArena,
    currency: Currency
  ) -> [UInt8] {
    let choice = choices[Int(account.rawValue)]
    if choice.keys.isEmpty { return choice.standard }
    if account == .bank, let value = choice.value(bankAccount, of: payments) { return value }
    return choice.value(company, of: items) ?? choice.value(currency) ?? choice.standard
  }
}

extension AccountPlan {
  fileprivate func account(_ account: LedgerAccount) -> Scoped<String> {
    switch account {
    case .bank: bank
    case .receivables: receivables
    case .discount: discount
    case .bankCharges: bankCharges
    case .writeOff: writeOff
    case .overTolerance: overTolerance
    case .deductions: deductions
    case .withholding: withholding
    case .fx: fx
    case .onAccount: onAccount
    case .unidentified: unidentified
    case .refunds: refunds
    }
  }
}
