/// How well it is known who pays.
public enum PayerKnowledge: String, CaseIterable, Sendable {
  /// By account, confirmed alias or customer number.
  case identified
  case named
  /// By a name that is only like his.
  case similar
  case unknown

  public var name: String { rawValue }

  @inlinable public var number: Int {
    switch self {
    case .identified: 0
    case .named: 1
    case .similar: 2
    case .unknown: 3
    }
  }
}

/// Where a suggestion comes from.
public enum SuggestionSource: UInt8, CaseIterable, Sendable {
  /// An explanation that holds, and is kept back for another reason.
  case held
  /// The items that the text names.
  case cited
  /// An item of the payment's amount among those that one number names.
  case citedOfAmount
  /// An item of the payer's with the payment's amount.
  case payersAmount
  /// An item of anybody's with the payment's amount.
  case anyonesAmount
  /// The only set of the payer's items that adds up, which chance would explain as well.
  case payersSet

  public var name: String {
    switch self {
    case .held: "held"
    case .cited: "cited"
    case .citedOfAmount: "cited_of_amount"
    case .payersAmount: "payers_amount"
    case .anyonesAmount: "anyones_amount"
    case .payersSet: "payers_set"
    }
  }
}

/// What kind of evidence stands behind an explanation: the unit for which it is counted how often explanations are wrong.
///
/// Of what is applied it is the matcher, how the payer is known, and how strong all evidence is together; of what is
/// suggested it is how the payer is known, where the suggestion comes from, why the payment waits, and its place among how many.
public enum EvidenceClass: Hashable, Sendable {
  case applied(Matcher, PayerKnowledge, EvidenceStrength)
  /// `place` and `count` are 1 to 3.
  case suggested(SuggestionSource, ReasonCode, PayerKnowledge, place: UInt8, count: UInt8)

  /// `cited_references/identified/strong`, `suggested_payers_amount/AMBIGUOUS_EQUAL/identified/1of3`.
  public var name: String {
    switch self {
    case .applied(let matcher, let payer, let strength): "\(matcher.name)/\(payer.name)/\(strength.name)"
    case .suggested(let source, let reason, let payer, let place, let count):
      "suggested_\(source.name)/\(reason.name)/\(payer.name)/\(place)of\(count)"
    }
  }

  public var isApplied: Bool {
    if case .applied = self { return true }
    return false
  }

  /// Of what is applied: a number of its own below `appliedCount`, for tables.
  @inlinable public var appliedNumber: Int? {
    guard case .applied(let matcher, let payer, let strength) = self else { return nil }
    return (Int(matcher.rawValue) * 4 + payer.number) * 3 + strength.number
  }

  public static let appliedCount = Matcher.allCases.count * 4 * 3

  /// All classes of what is applied, the best first: the order in which `auto_apply.max_wrong_rate` tests them. It is fixed,
  /// so that no history decides which history is looked at.
  public static let appliedInOrder: [EvidenceClass] = EvidenceStrength.allCases.flatMap { strength in
    PayerKnowledge.allCases.flatMap { payer in matchersInOrder.map { .applied($0, payer, strength) } }
  }

  /// What cites its items and ties before what only adds up, and that before what leaves a difference.
  private static let matchersInOrder: [Matcher] = [
    .citedReferences, .structuredRemittance, .payerAndAmount, .citedTogether, .nearReferences, .citedCompleted,
    .namedTotal,
    .subset, .citedInOtherCurrency, .citedWithDifference, .oldestFirst,
  ]

  public static let all: [EvidenceClass] =
    appliedInOrder
    + SuggestionSource.allCases.flatMap { source in
      ReasonCode.allCases.flatMap { reason in
        PayerKnowledge.allCases.flatMap { payer in
          [(1, 1), (1, 2), (2, 2), (1, 3), (2, 3), (3, 3)].map { place, count in
            .suggested(source, reason, payer, place: place, count: count)
          }
        }
      }
    }
}

/// How much the evidence outweighs chance.
public enum EvidenceStrength: String, CaseIterable, Sendable {
  case strong, fair, weak

  public var name: String { rawValue }

  @inlinable public var number: Int {
    switch self {
    case .strong: 0
    case .fair: 1
    case .weak: 2
    }
  }

  /// By the log-odds in thousandths of a bit: 20 bits are a million to one, 10 bits a thousand to one.
  public init(milliBits: Int32) { self = milliBits >= 20_000 ? .strong : milliBits >= 10_000 ? .fair : .weak }
}
