/// All decisions of a run, a row per payment, with their lines in child tables.
public struct DecisionTable: Sendable {
  public private(set) var outcome = Column<Outcome>()
  public private(set) var matcher = Column<Matcher?>()
  public private(set) var reason = Column<ReasonCode?>()
  public private(set) var customer: [CustomerRow] = []
  public private(set) var difference = SparseColumn<Money>()
  public private(set) var rate = SparseColumn<ExchangeRate>()
  public private(set) var allocations = ChildRuns()
  public private(set) var evidence = ChildRuns()
  public private(set) var evidenceClass = Column<EvidenceClass?>()
  public private(set) var confidence = Column<Confidence>()
  public private(set) var runnerUp = Column<OpenItemRow>()
  public private(set) var suggestions = Column<ChildRange>()
  public private(set) var allocationRows = AllocationRows()
  public private(set) var evidenceRows: [Evidence] = []
  /// One row per suggestion: its run in `suggestedCash`.
  public private(set) var suggestionRows: [ChildRange] = []
  /// By suggestion; empty where nothing was scored.
  public private(set) var suggestionClass: [EvidenceClass?] = []
  public private(set) var suggestionConfidence: [Confidence] = []
  public private(set) var suggestedCash: [SuggestedCash] = []

  public init() {}

  @inlinable public var count: Int { outcome.count }

  public mutating func append(_ decision: Decision) {
    append(decision.outcome, decision.matcher, decision.customer, decision.runnerUp)
    append(decision.evidenceClass, decision.confidence)
    reason.append(decision.reason)
    difference.append(decision.difference)
    rate.append(decision.rate)
    allocations.append(count: decision.allocations.count)
    allocationRows.append(contentsOf: decision.allocations)
    evidence.append(count: decision.evidence.count)
    evidenceRows.append(contentsOf: decision.evidence)
    suggestions.append(
      decision.suggestions.isEmpty
        ? .none : ChildRange(start: Int32(suggestionRows.count), count: Int32(decision.suggestions.count)))
    for (place, suggestion) in decision.suggestions.enumerated() {
      let isScored = place < decision.suggestionClasses.count
      suggestionClass.append(isScored ? decision.suggestionClasses[place] : nil)
      suggestionConfidence.append(isScored ? decision.suggestionConfidences[place] : .unknown)
      suggestionRows.append(ChildRange(start: Int32(suggestedCash.count), count: Int32(suggestion.count)))
      suggestedCash.append(contentsOf: suggestion)
    }
  }

  /// The same as a decision that says so, without lists of one line being made for nearly every payment.
  public mutating func append(_ whole: WholeApplication) {
    append(.applied, whole.matcher, whole.customer, whole.runnerUp)
    append(whole.evidenceClass, whole.confidence)
    reason.append(nil)
    difference.append(nil)
    rate.append(nil)
    allocations.append(count: 1)
    allocationRows.append(Allocation(item: whole.named.item, cash: whole.cash, paid: whole.cash))
    evidence.append(count: whole.payer == nil ? 1 : 2)
    evidenceRows.append(whole.named)
    if let payer = whole.payer { evidenceRows.append(payer) }
    suggestions.append(.none)
  }

  private mutating func append(
    _ outcome: Outcome, _ matcher: Matcher?, _ customer: CustomerRow, _ runnerUp: OpenItemRow
  ) {
    self.outcome.append(outcome)
    self.matcher.append(matcher)
    self.customer.append(customer)
    self.runnerUp.append(runnerUp)
  }

  private mutating func append(_ kind: EvidenceClass?, _ confidence: Confidence) {
    evidenceClass.append(kind)
    self.confidence.append(confidence)
  }
}

/// All of a payment on one item that it names, and nothing else.
public struct WholeApplication: Sendable {
  public var matcher: Matcher
  public var customer: CustomerRow
  public var cash: Money
  /// What names the item.
  public var named: Evidence
  /// Who pays, where it is known.
  public var payer: Evidence?
  public var evidenceClass: EvidenceClass?
  public var confidence: Confidence
  /// An item that would have been just the amount as well, or -1.
  public var runnerUp: OpenItemRow

  public init(
    matcher: Matcher, customer: CustomerRow, cash: Money, named: Evidence, payer: Evidence?,
    evidenceClass: EvidenceClass?, confidence: Confidence, runnerUp: OpenItemRow
  ) {
    self.matcher = matcher
    self.customer = customer
    self.cash = cash
    self.named = named
    self.payer = payer
    self.evidenceClass = evidenceClass
    self.confidence = confidence
    self.runnerUp = runnerUp
  }
}

extension DecisionTable {
  /// Room for so many payments, most of which have one allocation and two pieces of evidence.
  public mutating func reserve(_ count: Int) {
    outcome.reserveCapacity(count)
    matcher.reserveCapacity(count)
    reason.reserveCapacity(count)
    customer.reserveInLargePages(count)
    difference.reserveCapacity(count)
    rate.reserveCapacity(count)
    allocations.reserveCapacity(count)
    evidence.reserveCapacity(count)
    evidenceClass.reserveCapacity(count)
    confidence.reserveCapacity(count)
    runnerUp.reserveCapacity(count)
    suggestions.reserveCapacity(count)
    allocationRows.reserveCapacity(count)
    evidenceRows.reserveInLargePages(2 * count)
  }

  /// Appends another run of decisions: the decisions on the payments that follow.
  public mutating func append(contentsOf other: DecisionTable) {
    let (suggestionShift, cashShift) = (Int32(suggestionRows.count), Int32(suggestedCash.count))
    outcome.append(contentsOf: other.outcome)
    matcher.append(contentsOf: other.matcher)
    reason.append(contentsOf: other.reason)
    customer += other.customer
    difference.append(contentsOf: other.difference)
    rate.append(contentsOf: other.rate)
    evidenceClass.append(contentsOf: other.evidenceClass)
    confidence.append(contentsOf: other.confidence)
    runnerUp.append(contentsOf: other.runnerUp)
    suggestionClass += other.suggestionClass
    suggestionConfidence += other.suggestionConfidence
    allocations.append(contentsOf: other.allocations)
    evidence.append(contentsOf: other.evidence)
    suggestions.append(contentsOf: other.suggestions.shifted(by: suggestionShift))
    allocationRows.append(contentsOf: other.allocationRows)
    evidenceRows += other.evidenceRows
    suggestionRows += other.suggestionRows.map { $0.shifted(by: cashShift) }
    suggestedCash += other.suggestedCash
  }
}
