import CashModel
import Ingest
import Posting
import Yams

/// Reads the configuration file: YAML in which every key is optional and nothing is taken that this version does
/// not understand. Each refusal names file, line and column.
package enum ConfigurationReader {
  /// - Parameter name: the file's name, for messages.
  package static func settings(yaml: String, name: String) throws(RunFailure) -> Settings {
    do throws(ConfigurationProblem) {
      guard let root = try ConfigurationNode(document: yaml) else { return Settings() }
      return try settings(root)
    } catch {
      throw .usage(error.text(in: name))
    }
  }

  private static func settings(_ root: ConfigurationNode) throws(ConfigurationProblem) -> Settings {
    var settings = Settings()
    for (key, value) in try root.members([
      "accounts", "policies", "csv_profiles", "own_accounts", "closed_periods", "remittance_tags",
      "transaction_rules", "deductions", "calibration",
    ]) {
      switch key {
      case "accounts": try AccountSection.read(value, into: &settings.accounts)
      case "policies": try PolicySection.read(value, into: &settings.policies)
      case "deductions": try DeductionSection.read(value, into: &settings.deductions)
      case "own_accounts": settings.ownAccounts = try ownAccounts(value)
      case "remittance_tags": settings.remittanceTagFiles = try files(value)
      case "calibration": settings.calibrationFile = try value.name()
      case "transaction_rules": settings.textRules = try textRules(value)
      case "csv_profiles": settings.csvProfiles = try CSVProfileSection.read(value)
      default: settings.closedPeriods = try closedPeriods(value)
      }
    }
    settings.policies.posting.close(settings.closedPeriods)
    return settings
  }

  /// Months (`2026-01`), days, and spans of days (`2026-02-01/2026-02-14`).
  private static func closedPeriods(
    _ node: ConfigurationNode
  ) throws(ConfigurationProblem) -> [ClosedRange<CalendarDate>] {
    if node.isNull { return [] }
    var periods: [ClosedRange<CalendarDate>] = []
    for element in try node.elements() {
      let text = try element.answer()
      guard let period = period(text) else {
        throw element.problem("'\(text)' is no month (2026-01), no day and no span of days (2026-02-01/2026-02-14)")
      }
      periods.append(period)
    }
    return periods
  }

  private static func period(_ text: String) -> ClosedRange<CalendarDate>? {
    let ends = text.split(separator: "/", omittingEmptySubsequences: false).map(String.init)
    if ends.count == 2 {
      guard let first = CalendarDate(iso: ends[0]), let last = CalendarDate(iso: ends[1]), first <= last else {
        return nil
      }
      return first...last
    }
    if let day = CalendarDate(iso: text) { return day...day }
    guard text.utf8.count == 7, let first = CalendarDate(iso: text + "-01") else { return nil }
    let last = (28...31).reversed().lazy.compactMap { CalendarDate(iso: text + "-\($0)") }.first ?? first
    return first...last
  }

  /// In order and each once, so that the same accounts are the same settings.
  private static func ownAccounts(_ node: ConfigurationNode) throws(ConfigurationProblem) -> [String] {
    var accounts: Set<String> = []
    for element in try node.elements() {
      let account = try element.name().filter { $0 != " " }
      guard accounts.insert(account).inserted else { throw element.problem("'\(account)' is listed twice") }
    }
    return accounts.sorted()
  }

  private static func textRules(_ node: ConfigurationNode) throws(ConfigurationProblem) -> [TextRule] {
    var rules: [TextRule] = []
    for element in try node.elements() {
      let members = try element.members(["matches", "in", "direction", "class"])
      func member(_ key: String) -> ConfigurationNode? { members.first { $0.key == key }?.value }
      guard let matches = member("matches"), let kind = member("class") else {
        throw element.problem("a rule has 'matches' and 'class'")
      }
      var rule = TextRule(pattern: try matches.answer(), kind: try kind.transactionClass())
      do throws(TextPatternProblem) { _ = try TextPattern(rule.pattern) } catch {
        throw matches.problem("the expression '\(rule.pattern)' cannot be used: \(error.message)")
      }
      if let field = member("in") { rule.field = try field.word() }
      if let direction = member("direction") {
        let word = try direction.answer()
        guard ["credit", "debit"].contains(word) else {
          throw direction.problem("\(direction.subject) must be credit or debit, not '\(word)'")
        }
        rule.direction = word == "credit" ? .credit : .debit
      }
      rules.append(rule)
    }
    return rules
  }

  /// Names of files, in the order given.
  private static func files(_ node: ConfigurationNode) throws(ConfigurationProblem) -> [String] {
    var files: [String] = []
    for element in try node.elements() { files.append(try element.name()) }
    return files
  }

  /// A list that must be empty is part of the contract, but not of this version.
  private static func refuse(_ node: ConfigurationNode, _ what: String) throws(ConfigurationProblem) {
    if try !node.elements().isEmpty { throw node.problem("this version \(what)") }
  }
}

/// Why a configuration is refused, and where.
struct ConfigurationProblem: Error, Hashable {
  let line: Int
  let column: Int
  let message: String

  func text(in name: String) -> String {
    line > 0 ? "\(name):\(line):\(column): \(message)" : "\(name): \(message)"
  }
}
