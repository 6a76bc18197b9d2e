import Posting

/// The `deductions` section: what payers' codes mean, and amounts that tell a reason.
enum DeductionSection {
  static func read(_ node: ConfigurationNode, into rules: inout DeductionRules) throws(ConfigurationProblem) {
    for (key, value) in try node.members(["codes", "fees", "freight", "tax_rates"]) {
      switch key {
      case "codes":
        for (code, reason) in try value.anyMembers(expected: "a map from codes to reasons") {
          rules.codes[try code.name().uppercased()] = try self.reason(reason)
        }
      case "fees": rules.fees = try numbers(value, most: 1_000_000)
      case "freight": rules.freight = try numbers(value, most: 1_000_000)
      default: rules.taxRates = try numbers(value, most: 100)
      }
    }
  }

  private static func reason(_ node: ConfigurationNode) throws(ConfigurationProblem) -> DeductionReason {
    let name = try node.name()
    if let reason = DeductionReason.allCases.first(where: { $0.name == name }) { return reason }
    let names = DeductionReason.allCases.map(\.name).joined(separator: ", ")
    throw node.problem("\(node.subject) must be one of \(names), not '\(name)'")
  }

  /// Amounts, or percentages, with four decimals; in order and each once.
  private static func numbers(_ node: ConfigurationNode, most: Int) throws(ConfigurationProblem) -> [Int64] {
    var numbers: Set<Int64> = []
    for element in try node.elements() {
      let number = try element.decimal(decimals: 4, most: most)
      guard number > 0, numbers.insert(number).inserted else {
        throw element.problem("\(element.subject) is 0 or stands twice")
      }
    }
    return numbers.sorted()
  }
}
