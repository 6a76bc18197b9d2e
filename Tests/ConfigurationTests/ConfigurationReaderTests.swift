import CashModel
import Pipeline
import Posting
import Testing

@Suite struct ConfigurationReaderTests {
  private func settings(_ yaml: String) throws -> Settings {
    try ConfigurationReader.settings(yaml: yaml, name: "tieout.yaml")
  }

  private func refusal(_ yaml: String) -> String {
    do {
      _ = try ConfigurationReader.settings(yaml: yaml, name: "tieout.yaml")
      return "taken"
    } catch .usage(let message) {
      return message
    } catch {
      return "another failure"
    }
  }

  @Test(arguments: [
    "", "\n", "# nothing\n", "---\n", "{}", "accounts:\npolicies:\n  tolerance:\n",
    "csv_profiles: []\nclosed_periods:\n",
    "own_accounts: []\n",
  ])
  func whatIsNotSetKeepsItsDefault(yaml: String) throws { #expect(try settings(yaml) == Settings()) }

  @Test func whatTellsADifferenceIsRead() throws {
    let settings = try settings(
      """
      policies:
        withholding: { rates: { default: [], IN: [10, 2] } }
        discount: { late: { default: short_pay, C10020: accept }, late_days: 14 }
        equal_amounts: oldest_due
        fx: { tolerance: 0.5 }
      deductions:
        codes: { K7: FREIGHT, promo26: PROMOTION }
        fees: [15.00]
        freight: [79.00, 49.00]
        tax_rates: [19, 7]
      """)
    #expect(settings.policies.withholdingRates == Scoped([], overrides: ["IN": [20_000, 100_000]]))
    #expect(settings.policies.discountLate == Scoped(.shortPay, overrides: ["C10020": .accept]))
    #expect(settings.policies.discountLateDays == Scoped(14))
    #expect(settings.policies.equalAmounts == Scoped(.oldestDue))
    #expect(settings.policies.fxTolerance == Scoped(5_000))
    #expect(settings.deductions.codes == ["K7": .freight, "PROMO26": .promotion])
    #expect(settings.deductions.fees == [150_000])
    #expect(settings.deductions.freight == [490_000, 790_000])
    #expect(settings.deductions.taxRates == [70_000, 190_000])
  }

  @Test(arguments: [
    "policies: { withholding: { rates: [0] } }", "policies: { withholding: { rates: [101] } }",
    "policies: { withholding: { rates: 2 } }", "policies: { withholding: { rates: [2, 2.0] } }",
    "deductions: { codes: { K7: CARRIAGE } }", "deductions: { fees: 15 }", "deductions: { fees: [x] }",
    "deductions: { other: 1 }",
  ])
  func aWrongRateOrReasonIsRefused(yaml: String) {
    #expect(refusal(yaml).hasPrefix("tieout.yaml:1:"), "\(refusal(yaml))")
  }

  /// The contract's example spells out the defaults.
  @Test func theDefaultsWrittenOutAreTheDefaults() throws {
    let yaml = """
      accounts:
        receivables: "1200"
        bank: { default: "1010" }
        unidentified: "2190"
        on_account: "2195"
        discount: "4730"
        bank_charges: "6855"
        write_off: "6930"
        over_tolerance: "4960"
        deductions: "1250"
        withholding: "1545"
        fx: "4840"
      policies:
        tolerance: { absolute: 0.10, percent: 0.5, run_budget: 100.00 }
        discount: { grace_days: 3, late: short_pay, on_partial: false }
        short_pay: { treat: partial, max_share: 0.5 }
        over_pay: { treat: on_account, max_share: 1.0 }
        bank_charge: { ceiling: 30.00, only_cross_border: true }
        credits: { net_uncited: true }
        equal_amounts: refuse
        subset: { coincidence: 0.001, steps: 20000000 }
        auto_apply: { max_wrong_rate: 0.001, max_amount: null }
      csv_profiles: []
      own_accounts: []
      closed_periods: []
      """
    #expect(try settings(yaml) == Settings())
  }

  @Test func accountsAreTakenAsTheyAreWritten() throws {
    let yaml = """
      accounts:
        receivables: 0120
        discount: 1e3
        bank: { default: 1011, "DE02 1203 0000 0000 2020 51": 0042, EUR: 1012 }
      """
    let accounts = try settings(yaml).accounts
    #expect(accounts.receivables == Scoped("0120"))
    #expect(accounts.discount == Scoped("1e3"))
    #expect(accounts.bank.standard == "1011")
    #expect(accounts.bank.overrides["DE02120300000000202051"] == "0042")
    #expect(accounts.bank.overrides["EUR"] == "1012")
  }

  @Test func anOverrideWithoutADefaultKeepsTheDefault() throws {
    let policies = try settings("policies: {tolerance: {percent: {C-7: 1}}}").policies
    #expect(policies.tolerancePercent == Scoped(5_000, overrides: ["C-7": 10_000]))
  }

  @Test func policiesHaveTheirUnits() throws {
    let yaml = """
      policies:
        tolerance: { absolute: { default: 1, JPY: 250 }, percent: 0.0001, run_budget: 0 }
        discount: { grace_days: 0, late: accept, on_partial: true }
        short_pay: { treat: residual, max_share: 0.000001 }
        over_pay: { treat: refuse, max_share: "12.5" }
        bank_charge: { ceiling: 0.0001, only_cross_border: false }
        credits: { net_uncited: { default: true, ACME: false } }
        equal_amounts: oldest_due
        subset: { coincidence: 1, steps: 7 }
        auto_apply: { max_wrong_rate: 0, max_amount: { EUR: 1000000.00 } }
      """
    var expected = Policies()
    expected.toleranceAbsolute = Scoped(10_000, overrides: ["JPY": 2_500_000])
    expected.tolerancePercent = Scoped(1)
    expected.toleranceRunBudget = Scoped(0)
    expected.discountGraceDays = Scoped(0)
    expected.discountLate = Scoped(.accept)
    expected.discountOnPartial = Scoped(true)
    expected.shortPayTreatment = Scoped(.residual)
    expected.shortPayMaxShare = Scoped(1)
    expected.overPayTreatment = Scoped(.refuse)
    expected.overPayMaxShare = Scoped(12_500_000)
    expected.bankChargeCeiling = Scoped(1)
    expected.bankChargeOnlyCrossBorder = Scoped(false)
    expected.netUncitedCredits = Scoped(true, overrides: ["ACME": false])
    expected.equalAmounts = Scoped(.oldestDue)
    expected.subsetCoincidence = Scoped(1_000_000)
    expected.subsetSteps = Scoped(7)
    expected.autoApplyMaxWrongRate = Scoped(0)
    expected.autoApplyMaxAmount = Scoped(nil, overrides: ["EUR": 10_000_000_000])
    #expect(try settings(yaml).policies == expected)
  }

  @Test func ownAccountsLoseTheirBlanksAndTheirOrder() throws {
    let yaml = "own_accounts: [0042 17, \"DE02 1203 0000 0000 2020 51\"]"
    #expect(try settings(yaml).ownAccounts == ["004217", "DE02120300000000202051"])
  }

  @Test(arguments: [
    ("acounts: {}", "1:1: unknown key 'acounts'; did you mean 'accounts'?"),
    ("policies:\n  tolerence: {}", "2:3: unknown key 'tolerence' in 'policies'; did you mean 'tolerance'?"),
    (
      "policies: { discount: { garce_days: 1 } }",
      "1:25: unknown key 'garce_days' in 'policies.discount'; did you mean 'grace_days'?"
    ),
    ("policies:\n  tolerance:\n    absolute: -1", "3:15: 'policies.tolerance.absolute' must be a number from 0 to"),
    ("policies:\n  tolerance:\n    absolute: 1.00005", "at most 4 decimals, not '1.00005'"),
    ("policies:\n  tolerance:\n    percent: 100.1", "a number from 0 to 100, not '100.1'"),
    ("policies:\n  tolerance:\n    percent: 0,5", "not '0,5'"),
    ("policies:\n  tolerance:\n    percent: 5e-1", "not '5e-1'"),
    ("policies:\n  tolerance:\n    percent: .nan", "not '.nan'"),
    ("policies:\n  tolerance:\n    percent:", "not empty"),
    ("policies:\n  tolerance:\n    percent: [1]", "not a map or a list"),
    ("policies:\n  tolerance: 0.10", "2:14: 'policies.tolerance' must be a section with absolute, percent, run_budget"),
    ("policies: { discount: { grace_days: 1.5 } }", "a whole number, not '1.5'"),
    ("policies: { discount: { grace_days: 366 } }", "a number from 0 to 365"),
    ("policies: { discount: { late: never } }", "must be short_pay or accept, not 'never'"),
    ("policies: { credits: { net_uncited: yes } }", "must be true or false, not 'yes'"),
    ("policies: { short_pay: { max_share: 1.1 } }", "a number from 0 to 1, not '1.1'"),
    ("policies: { subset: { steps: 99999999999999999999 } }", "not '99999999999999999999'"),
    ("policies: { auto_apply: { max_amount: 1000000000000.01 } }", "a number from 0 to 1000000000000"),
    ("accounts: { receivables: }", "must be a name or a number, not empty"),
    ("accounts: { receivables: [1] }", "must be a name or a number"),
    ("accounts: { bank: { default: { x: 1 } } }", "must be a name or a number"),
    ("accounts: { bank: { A: 1, \"A\": 2 } }", "duplicate key 'A'"),
    ("accounts: { bank: { DE0212: 1, \"DE02 12\": 2 } }", "'accounts.bank' names 'DE0212' twice"),
    ("accounts:\n  fx: 1\n  fx: 2\n", "2:3: duplicate key 'fx'"),
    ("accounts: {}\naccounts: {}\n", "duplicate key 'accounts'"),
    ("1: a\n\"1\": b\n", "2:1: duplicate key '1'"),
    ("own_accounts: DE02", "'own_accounts' must be a list"),
    ("own_accounts: [DE02, DE 02]", "'DE02' is listed twice"),
    ("own_accounts: [\"\"]", "must be a name or a number"),
    ("transaction_rules: [{matches: x}]", "a rule has 'matches' and 'class'"),
    ("transaction_rules: [{matches: '(', class: fee}]", "cannot be used"),
    ("transaction_rules: [{matches: x, class: gift}]", "must be one of receipt"),
    ("transaction_rules: [{matches: x, class: fee, in: shoe}]", "must be one of text, payer_name, code"),
    ("transaction_rules: [{matches: x, class: fee, direction: up}]", "must be credit or debit, not 'up'"),
    ("csv_profiles:\n  - name: x", "tieout.yaml:2:5: 'csv_profiles' has no 'version'"),
    (
      "closed_periods: [2026-13]", "'2026-13' is no month (2026-01), no day and no span of days (2026-02-01/2026-02-14)"
    ),
    ("closed_periods: [2026-02-02/2026-02-01]", "is no month (2026-01), no day and no span of days"),
    ("policies: { posting: { date: today } }", "must be booking or value"),
    ("policies: { book: { unacknowledged_after: { US: 3 } } }", "unacknowledged_after"),
    ("policies: { book: { on_account_offered_for: 366 } }", "on_account_offered_for"),
    ("- a\n- b\n", "1:1: the configuration must be a section with accounts"),
    ("just text", "1:1: the configuration must be"),
    ("accounts: {", "not valid YAML"),
    ("accounts: *nowhere", "not valid YAML: found undefined alias"),
    ("accounts: {}\n---\naccounts: {}\n", "not valid YAML"),
    ("\taccounts: {}", "not valid YAML"),
    ("? [a, b]\n: c\n", "a key of the configuration must be a plain word"),
  ])
  func aWrongValueIsRefusedWithItsPlace(yaml: String, expected: String) {
    let message = refusal(yaml)
    #expect(message.hasPrefix("tieout.yaml:"), "\(message)")
    #expect(message.contains(expected), "\(message)")
  }

  @Test func aFileCutOffAnywhereIsReadOrRefused() {
    let yaml = "accounts: { bank: { default: \"1010\", EUR: 1 } }\npolicies:\n  tolerance: { absolute: 0.10 }\n"
    for length in 0...yaml.count {
      let message = refusal(String(yaml.prefix(length)))
      #expect(message == "taken" || message.hasPrefix("tieout.yaml:"))
    }
  }

  @Test func anyCharacterChangedIsReadOrRefused() {
    let yaml = "accounts: { bank: { default: \"1010\", EUR: 1 } }\npolicies:\n  tolerance: { absolute: 0.10 }\n"
    for place in yaml.indices {
      for replacement in "{}[]:,\"'\n\t&*!#-9\u{0}\u{FEFF}" {
        var changed = yaml
        changed.replaceSubrange(place...place, with: String(replacement))
        let message = refusal(changed)
        #expect(message == "taken" || message.hasPrefix("tieout.yaml:"), "\(message)")
      }
    }
  }

  @Test func deepNestingIsRefused() {
    #expect(refusal(String(repeating: "[", count: 100_000)).hasPrefix("tieout.yaml:"))
  }
}
