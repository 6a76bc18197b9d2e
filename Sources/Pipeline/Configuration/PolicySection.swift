import CashModel
import Posting

/// The `policies` section: groups of values, each of them a value or a map with a `default` and overrides.
enum PolicySection {
  /// Reads one value into its policy.
  private typealias Reader = (ConfigurationNode, inout Policies) throws(ConfigurationProblem) -> Void

  static func read(_ node: ConfigurationNode, into policies: inout Policies) throws(ConfigurationProblem) {
    for (key, value) in try node.members(groups.map(\.key) + ["equal_amounts"]) {
      if let group = groups.first(where: { $0.key == key }) {
        for (key, value) in try value.members(group.values.map(\.key)) {
          try group.values.first { $0.key == key }?.read(value, &policies)
        }
      } else {
        try word(\.equalAmounts)(value, &policies)
      }
    }
  }

  private static var groups: [(key: String, values: [(key: String, read: Reader)])] {
    [
      (
        "tolerance",
        [
          ("absolute", amount(\.toleranceAbsolute)), ("percent", share(\.tolerancePercent, decimals: 4, most: 100)),
          ("run_budget", amount(\.toleranceRunBudget)),
        ]
      ),
      (
        "discount",
        [
          ("grace_days", days(\.discountGraceDays)), ("late", word(\.discountLate)),
          ("late_days", days(\.discountLateDays)), ("on_partial", flag(\.discountOnPartial)),
        ]
      ),
      (
        "short_pay",
        [("treat", word(\.shortPayTreatment)), ("max_share", share(\.shortPayMaxShare, decimals: 6, most: 1))]
      ),
      (
        "over_pay",
        [("treat", word(\.overPayTreatment)), ("max_share", share(\.overPayMaxShare, decimals: 6, most: 1_000))]
      ),
      (
        "bank_charge",
        [("ceiling", amount(\.bankChargeCeiling)), ("only_cross_border", flag(\.bankChargeOnlyCrossBorder))]
      ),
      (
        "book",
        [
          (
            "unacknowledged_after",
            plain(\.unacknowledgedAfterDays) { node throws(ConfigurationProblem) in
              Int(try node.decimal(decimals: 0, most: 365))
            }
          ),
          (
            "on_account_offered_for",
            plain(\.onAccountOfferedDays) { node throws(ConfigurationProblem) in
              Int(try node.decimal(decimals: 0, most: 365))
            }
          ),
        ]
      ),
      (
        "posting",
        [
          ("date", plain(\.posting.basis) { node throws(ConfigurationProblem) in try word(of: node) }),
          ("closed", plain(\.posting.closed) { node throws(ConfigurationProblem) in try word(of: node) }),
        ]
      ),
      (
        "decisions",
        [
          ("limit", optionalAmount(\.decisionLimit)), ("approve_above", optionalAmount(\.decisionApproveAbove)),
          ("write_off", optionalAmount(\.decisionWriteOff)),
        ]
      ),
      (
        "learning",
        [
          (
            "after",
            scoped(\.learningAfter) { node throws(ConfigurationProblem) in
              node.isNull ? nil : max(1, Int(try node.decimal(decimals: 0, most: 1_000)))
            }
          ),
          (
            "expires_after",
            plain(\.learningExpiresDays) { node throws(ConfigurationProblem) in
              Int(try node.decimal(decimals: 0, most: 36_500))
            }
          ),
          (
            "approved_by_other",
            plain(\.learningApprovedByOther) { node throws(ConfigurationProblem) in try flag(of: node) }
          ),
        ]
      ),
      ("withholding", [("rates", shares(\.withholdingRates))]),
      ("fx", [("tolerance", share(\.fxTolerance, decimals: 4, most: 100))]),
      ("credits", [("net_uncited", flag(\.netUncitedCredits))]),
      (
        "subset",
        [("coincidence", share(\.subsetCoincidence, decimals: 6, most: 1)), ("steps", steps(\.subsetSteps))]
      ),
      (
        "auto_apply",
        [
          ("max_wrong_rate", share(\.autoApplyMaxWrongRate, decimals: 6, most: 1)),
          ("max_amount", optionalAmount(\.autoApplyMaxAmount)),
        ]
      ),
    ]
  }

  /// Decimals of an amount in the configuration, which knows no currency.
  private static let amountDecimals = 4
  private static let amountMost = 1_000_000_000_000

  private static func scoped<Value: Hashable & Sendable>(
    _ policy: WritableKeyPath<Policies, Scoped<Value>>,
    _ value: @escaping (ConfigurationNode) throws(ConfigurationProblem) -> Value
  ) -> Reader {
    { node, policies throws(ConfigurationProblem) in
      policies[keyPath: policy] = try ScopedValue.read(node, standard: policies[keyPath: policy], value: value)
    }
  }

  private static func amount(_ policy: WritableKeyPath<Policies, Scoped<Int64>>) -> Reader {
    scoped(policy) { node throws(ConfigurationProblem) in
      try node.decimal(decimals: amountDecimals, most: amountMost)
    }
  }

  private static func optionalAmount(_ policy: WritableKeyPath<Policies, Scoped<Int64?>>) -> Reader {
    scoped(policy) { node throws(ConfigurationProblem) in
      node.isNull ? nil : try node.decimal(decimals: amountDecimals, most: amountMost)
    }
  }

  /// Millionths of the whole: six decimals of a share, four of a percentage.
  private static func share(
    _ policy: WritableKeyPath<Policies, Scoped<Int64>>, decimals: Int, most: Int
  ) -> Reader {
    scoped(policy) { node throws(ConfigurationProblem) in try node.decimal(decimals: decimals, most: most) }
  }

  /// A list of percentages.
  private static func shares(_ policy: WritableKeyPath<Policies, Scoped<[Int64]>>) -> Reader {
    scoped(policy) { node throws(ConfigurationProblem) in
      var rates: Set<Int64> = []
      for element in try node.elements() {
        let rate = try element.decimal(decimals: 4, most: 100)
        guard rate > 0, rates.insert(rate).inserted else {
          throw element.problem("\(element.subject) is 0 or stands twice")
        }
      }
      return rates.sorted()
    }
  }

  private static func days(_ policy: WritableKeyPath<Policies, Scoped<Int>>) -> Reader {
    scoped(policy) { node throws(ConfigurationProblem) in Int(try node.decimal(decimals: 0, most: 365)) }
  }

  private static func steps(_ policy: WritableKeyPath<Policies, Scoped<Int64>>) -> Reader {
    scoped(policy) { node throws(ConfigurationProblem) in try node.decimal(decimals: 0, most: amountMost) }
  }

  private static func flag(_ policy: WritableKeyPath<Policies, Scoped<Bool>>) -> Reader {
    scoped(policy) { node throws(ConfigurationProblem) in try flag(of: node) }
  }

  private static func flag(of node: ConfigurationNode) throws(ConfigurationProblem) -> Bool {
    switch node.text {
    case "true": true
    case "false": false
    default: throw node.problem("\(node.subject) must be true or false\(node.found)")
    }
  }

  private static func word<Word: Hashable & Sendable & RawRepresentable & CaseIterable>(
    _ policy: WritableKeyPath<Policies, Scoped<Word>>
  ) -> Reader where Word.RawValue == String {
    scoped(policy) { node throws(ConfigurationProblem) in try word(of: node) }
  }

  private static func word<Word: RawRepresentable & CaseIterable>(
    of node: ConfigurationNode
  ) throws(ConfigurationProblem) -> Word where Word.RawValue == String {
    if let word = node.text.flatMap(Word.init(rawValue:)) { return word }
    let words = Word.allCases.map(\.rawValue).joined(separator: " or ")
    throw node.problem("\(node.subject) must be \(words)\(node.found)")
  }

  /// One value for all.
  private static func plain<Value>(
    _ policy: WritableKeyPath<Policies, Value>,
    _ value: @escaping (ConfigurationNode) throws(ConfigurationProblem) -> Value
  ) -> Reader {
    { node, policies throws(ConfigurationProblem) in policies[keyPath: policy] = try value(node) }
  }
}

extension ConfigurationNode {
  /// A decimal number from 0 to `most`, in units of its last decimal.
  func decimal(decimals: Int, most: Int) throws(ConfigurationProblem) -> Int64 {
    let range = "a number from 0 to \(most)"
    guard let text, !isNull else { throw problem("\(subject) must be \(range)\(found)") }
    do throws(AmountProblem) {
      let bytes = Array(text.utf8)
      let number = try Money(decimal: bytes.span, exponent: decimals)
      let scale = (0..<decimals).reduce(1) { scale, _ in scale * 10 }
      guard number >= .zero, number.minorUnits <= Int64(most) * Int64(scale) else {
        throw AmountProblem.overflow
      }
      return number.minorUnits
    } catch .tooManyDecimals {
      let allowed = decimals == 0 ? "a whole number" : "a number of at most \(decimals) decimals"
      throw problem("\(subject) must be \(allowed)\(found)")
    } catch {
      throw problem("\(subject) must be \(range)\(found)")
    }
  }

  fileprivate var found: String {
    guard let text else { return ", not a map or a list" }
    return isNull ? ", not empty" : ", not '\(text)'"
  }
}
