import CashModel
import Posting

/// The `accounts` section: a ledger account per purpose, or a map with a `default` and overrides.
enum AccountSection {
  private static var purposes: [(key: String, account: WritableKeyPath<AccountPlan, Scoped<String>>)] {
    [
      ("receivables", \.receivables), ("bank", \.bank), ("unidentified", \.unidentified), ("on_account", \.onAccount),
      ("discount", \.discount), ("bank_charges", \.bankCharges), ("write_off", \.writeOff),
      ("over_tolerance", \.overTolerance), ("deductions", \.deductions), ("withholding", \.withholding), ("fx", \.fx),
      ("refunds", \.refunds),
    ]
  }

  static func read(_ node: ConfigurationNode, into plan: inout AccountPlan) throws(ConfigurationProblem) {
    for (key, value) in try node.members(purposes.map(\.key)) {
      guard let purpose = purposes.first(where: { $0.key == key }) else {
        preconditionFailure("members() lets no other key pass")
      }
      plan[keyPath: purpose.account] = try ScopedValue.read(
        value, standard: plan[keyPath: purpose.account]
      ) { node throws(ConfigurationProblem) in try node.name() }
    }
    plan.bank.overrides = try withoutBlanks(plan.bank.overrides, node)
  }

  /// IBANs are often printed in groups of four, while accounts are compared without blanks: such a key then stands in
  /// both spellings, since a company's code may have blanks of its own.
  private static func withoutBlanks(
    _ overrides: [String: String], _ node: ConfigurationNode
  ) throws(ConfigurationProblem) -> [String: String] {
    var result = overrides
    for (key, account) in overrides where key.contains(" ") {
      let compact = key.filter { $0 != " " }
      if let other = result.updateValue(account, forKey: compact), other != account {
        throw node.problem("'accounts.bank' names '\(compact)' twice, with different accounts")
      }
    }
    return result
  }
}

/// One value, or a map with a `default` and overrides by company, customer group, currency or bank account.
enum ScopedValue {
  static func read<Value: Hashable & Sendable>(
    _ node: ConfigurationNode, standard: Scoped<Value>,
    value: (ConfigurationNode) throws(ConfigurationProblem) -> Value
  ) throws(ConfigurationProblem) -> Scoped<Value> {
    guard node.isMap else { return Scoped(try value(node)) }
    var scoped = standard
    for (key, member) in try node.anyMembers(expected: "a value or a map") {
      let name = try key.name()
      let value = try value(member)
      if name == "default" {
        scoped.standard = value
      } else {
        scoped.overrides[name] = value
      }
    }
    return scoped
  }
}
