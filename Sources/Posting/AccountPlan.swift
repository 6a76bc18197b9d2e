package import CashModel

/// The ledger accounts a run posts to. Companies, bank accounts and currencies may override each of them; the
/// narrowest wins: bank account (only `bank`), then company, then currency, then the default.
package struct AccountPlan: Hashable, Sendable {
  package var receivables = Scoped("1200")
  /// Overrides by bank account (IBAN or local number), company or currency.
  package var bank = Scoped("1010")
  package var unidentified = Scoped("2190")
  package var onAccount = Scoped("2195")
  package var discount = Scoped("4730")
  package var bankCharges = Scoped("6855")
  package var writeOff = Scoped("6930")
  package var overTolerance = Scoped("4960")
  package var deductions = Scoped("1250")
  package var withholding = Scoped("1545")
  package var fx = Scoped("4840")
  /// What is owed to payers who are to get their cash back.
  package var refunds = Scoped("2198")

  package init() {}
}
