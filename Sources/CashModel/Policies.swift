/// A policy value that may differ by company, customer group (the id at the top of a family) or currency.
public struct Scoped<Value: Hashable & Sendable>: Hashable, Sendable {
  public var standard: Value
  /// By company code, customer group id or currency code, as the configuration spells them.
  public var overrides: [String: Value]

  public init(_ standard: Value, overrides: [String: Value] = [:]) {
    self.standard = standard
    self.overrides = overrides
  }

  /// Every value that may apply.
  public var values: [Value] { [standard] + overrides.values }

  /// The narrowest value that applies: the customer group's, else, where it is asked for, its country's, else the company's,
  /// else the currency's.
  public func value(group: String, country: String = "", company: String, currency: String) -> Value {
    if overrides.isEmpty { return standard }
    return overrides[group] ?? overrides[country] ?? overrides[company] ?? overrides[currency] ?? standard
  }
}

/// What the company allows the matchers to do. Percentages are in millionths of the whole (0.5 % is 5,000);
/// absolute limits are decimal numbers of major units times 10,000, since a currency's decimals are not known here.
public struct Policies: Hashable, Sendable {
  public enum ShortPayTreatment: String, CaseIterable, Sendable {
    /// The invoice keeps the rest open.
    case partial
    /// The rest becomes an item of its own.
    case residual
  }

  public enum LateDiscountTreatment: String, CaseIterable, Sendable {
    case shortPay = "short_pay"
    case accept
  }

  public enum OverPayTreatment: String, CaseIterable, Sendable {
    case onAccount = "on_account"
    case refuse
  }

  public enum EqualAmountTreatment: String, CaseIterable, Sendable {
    /// Interchangeable items of one amount are never chosen between.
    case refuse
    /// The one that is due first is paid.
    case oldestDue = "oldest_due"
  }

  public var toleranceAbsolute = Scoped<Int64>(1_000)
  public var tolerancePercent = Scoped<Int64>(5_000)
  public var toleranceRunBudget = Scoped<Int64>(1_000_000)
  public var discountGraceDays = Scoped<Int>(3)
  public var discountLate = Scoped<LateDiscountTreatment>(.shortPay)
  /// Days after the discount's date until which `accept` gives it.
  public var discountLateDays = Scoped<Int>(30)
  public var discountOnPartial = Scoped<Bool>(false)
  public var shortPayTreatment = Scoped<ShortPayTreatment>(.partial)
  public var shortPayMaxShare = Scoped<Int64>(500_000)
  public var overPayTreatment = Scoped<OverPayTreatment>(.onAccount)
  public var overPayMaxShare = Scoped<Int64>(1_000_000)
  public var bankChargeCeiling = Scoped<Int64>(300_000)
  public var bankChargeOnlyCrossBorder = Scoped<Bool>(true)
  /// Rates at which customers withhold tax, in millionths; overrides may be countries too.
  public var withholdingRates = Scoped<[Int64]>([])
  /// How far what a converted payment is worth may be from what it pays, in millionths of that.
  public var fxTolerance = Scoped<Int64>(10_000)
  public var posting = PostingCalendar()
  /// How many days after a run the ledger's extract is to show what it applied.
  public var unacknowledgedAfterDays = 5
  /// How many days cash on account is offered to the customer's open items; then the ledger is taken to have seen to it.
  public var onAccountOfferedDays = 60
  /// By the name of who decides: the largest payment he may decide on; nil: any.
  public var decisionLimit = Scoped<Int64?>(nil)
  /// Payments above this need a second person; nil: none does.
  public var decisionApproveAbove = Scoped<Int64?>(nil)
  /// The most that one decision may write off; nil: any amount.
  public var decisionWriteOff = Scoped<Int64?>(1_000_000)
  /// After how many decisions of people that agree something is used, by what it is (account, name, ending); nil: only once it is approved.
  public var learningAfter = Scoped<Int?>(2)
  /// How many days after the last decision that said so it is used.
  public var learningExpiresDays = 400
  /// Whoever decided may not approve what that taught.
  public var learningApprovedByOther = false
  public var netUncitedCredits = Scoped<Bool>(true)
  public var equalAmounts = Scoped<EqualAmountTreatment>(.refuse)
  public var subsetCoincidence = Scoped<Int64>(1_000)
  public var subsetSteps = Scoped<Int64>(20_000_000)
  /// Which kinds of evidence may be applied without a person, in millionths of the applied payments; see `Calibration`.
  public var autoApplyMaxWrongRate = Scoped<Int64>(1_000)
  /// nil: no limit.
  public var autoApplyMaxAmount = Scoped<Int64?>(nil)

  public init() {}
}
