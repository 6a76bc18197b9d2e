package import CashModel

/// Why a receipt that was explained is not applied all the same.
enum Hold: UInt8, Sendable {
  /// Other payments claim the same items, and together they do not fit.
  case contested
  /// An earlier payment of the same payer and amount has paid the same items.
  case duplicate
  case blockedCustomer
  /// Above the amount that may be applied automatically.
  case limit
  /// It may be the payment that a return took back.
  case returned
  /// What else it may be could not be looked through.
  case budget
  /// Its kind of evidence has been wrong more often than the policy lets pass.
  case evidence
  /// Its day lies in a closed period, and the policy asks a person then.
  case closedPeriod
  /// It is short by just what stands on its customer's account.
  case onAccountCash
  /// It waited, and nothing new speaks for it.
  case nothingNew
}

/// How an item stands in a run. Side by side, since one who asks for one of them mostly changes the others.
struct ItemStanding: Sendable {
  /// What was open of it less what was applied.
  var available: Money
  /// The payment that took it last, -1 where none did.
  var takenBy = PaymentRow(number: -1)
  /// Receipts that cite it and are not applied.
  var undecidedCitations: Int32 = 0
}

/// What has been decided so far, and what of each item is still to be had. A round of proposals is computed against
/// one such snapshot and then committed, so that no order of payments decides anything.
package struct MatchingState: Sendable {
  /// By item.
  private(set) var standing: [ItemStanding]
  private(set) var applied: [Int32]
  private(set) var holds: [Hold?]
  private(set) var proposals: [Proposal] = []
  /// By the top of a family: small differences written off so far, in minor units.
  private var toleranceSpent: [CustomerRow: Int128] = [:]
  /// The receipts of which something may still be proposed, in order: the expensive tiers see only what the cheap ones left.
  package private(set) var undecided: [Int32] = []
  private let listedPayments: [ListedPayment?]
  /// By their returns: what of earlier runs comes back.
  private let reversals: [PaymentRow: Reversal]
  /// What people decided.
  private let given: [PaymentRow: Decision]

  /// - Parameters:
  ///   - returned: payments that a return may have taken back; nothing is proposed for them.
  ///   - listed: by row, what an earlier run has decided and somebody must see to: the rest of a payment that was placed in part;
  ///     nothing is proposed for it either. Empty where there is none.
  ///   - given: what people decided; nobody else gets what that takes.
  package init(
    payments: PaymentTable, readings: ReadingTable, index: MatchingIndex, returned: Set<PaymentRow> = [],
    listed: [ListedPayment?] = [], reversals: [PaymentRow: Reversal] = [:], given: [PaymentRow: Decision] = [:]
  ) {
    listedPayments = listed
    self.reversals = reversals
    self.given = given
    standing = Array(inLargePages: index.items.count) { ItemStanding(available: index.items[$0].amount) }
    applied = [Int32](inLargePages: payments.count, repeating: -1)
    holds = [Hold?](repeating: nil, count: payments.count)
    for row in returned { holds[row.index] = .returned }
    for row in 0..<payments.count {
      fetchAhead(row + MatchingState.ahead, readings)
      countCitations(of: row, readings, index, by: 1)
    }
    undecided = (0..<payments.count).filter { row in
      payments.transactionClass[row] == .receipt && holds[row] == nil && payments.amount[row] > .zero
        && !readings.isOverfull[row] && !payments.isInconsistent[row] && (listed.isEmpty || listed[row] == nil)
        && (given.isEmpty || given[PaymentRow(row)] == nil)
    }.map(Int32.init)
    for (payment, decision) in given.sorted(by: { $0.key < $1.key }) {
      countCitations(of: payment.index, readings, index, by: -1)
      for line in decision.allocations where line.item.number >= 0 {
        standing[line.item.index].available -= line.reduction
        standing[line.item.index].takenBy = payment
      }
    }
  }

  func decision(givenFor row: Int) -> Decision? { given.isEmpty ? nil : given[PaymentRow(row)] }

  func reversal(by row: Int) -> Reversal? { reversals.isEmpty ? nil : reversals[PaymentRow(row)] }

  func listedPayment(_ row: Int) -> ListedPayment? { listedPayments.isEmpty ? nil : listedPayments[row] }

  func isUndecided(_ row: Int) -> Bool { applied[row] < 0 && holds[row] == nil }

  /// The proposal a payment was applied or held with.
  func proposal(of row: Int) -> Proposal? { applied[row] < 0 ? nil : proposals[Int(applied[row])] }

  /// How many payments before its turn one's item is asked for.
  static let ahead = 16

  private func fetchAhead(_ payment: Int, _ readings: ReadingTable) {
    guard payment < readings.count, readings.onlyItem[payment] >= 0 else { return }
    standing.fetchAhead(Int(readings.onlyItem[payment]))
  }

  private mutating func countCitations(of row: Int, _ readings: ReadingTable, _ index: MatchingIndex, by step: Int32) {
    let only = readings.onlyItem[row]
    if only == ReadingTable.noItem { return }
    // Most texts name one item.
    if only >= 0 {
      standing[Int(only)].undecidedCitations += step
      return
    }
    index.forEachCitedItem(of: readings.citations(of: row)) { standing[$0.index].undecidedCitations += step }
  }
}

extension MatchingState {
  /// Applies every proposal of a round whose items nobody else claims beyond what is open. Of payments that claim the
  /// same items with the same payer and amount the first stands and the others are duplicates (rule 18); all other
  /// rival claims are held for this round and tried again in the next.
  ///
  /// - Returns: how many payments were decided.
  package mutating func commit(
    _ round: [Proposal], tier: MatchingTier, payments: PaymentTable, readings: ReadingTable, index: MatchingIndex
  ) -> Int {
    let contests = self.contests(in: round, payments, readings, index)
    let silent = tier == .citedWithDifference ? itemsCitedBySilent(round) : []
    let isUncontested = contests.isEmpty && silent.isEmpty
    var decided = 0
    // What a budget still allows is given out by value date.
    let order =
      tier == .citedWithDifference
      ? round.indices.sorted { precedes(round[$0].payment, round[$1].payment, payments) } : nil
    let before = proposals.count
    let proposed = round.span
    for turn in proposed.indices {
      if turn + MatchingState.ahead < proposed.count {
        let next = turn + MatchingState.ahead
        fetchAhead(proposed[order?[next] ?? next].payment.index, readings)
      }
      let number = order?[turn] ?? turn
      let place = before + number
      if isUncontested, let plain = proposed[number].plain, let hold = proposed[number].hold {
        decide(proposed[number].payment, at: place, hold, readings, index)
        if hold == nil { take(plain.amount, from: plain.item, by: proposed[number].payment) }
        decided += 1
        continue
      }
      if proposed[number].isRival { continue }
      var isContested = false
      var isDuplicate = false
      for line in proposed[number].itemLines where !isUncontested {
        if silent.contains(line.item) { isContested = true }
        guard let contest = contests[line.item] else { continue }
        if contest.isDuplicates, tier.findsDuplicates {
          if contest.first != number { isDuplicate = true }
        } else if !contest.fits {
          isContested = true
        }
      }
      if proposed[number].isOverBudget {
        decide(proposed[number], at: place, .budget, readings, index)
        decided += 1
        continue
      }
      guard !isContested else { continue }
      let hold =
        isDuplicate ? .duplicate : proposed[number].hold ?? index.hold(on: proposed[number], payments, readings)
      decide(proposed[number], at: place, hold ?? spendTolerance(proposed[number], index), readings, index)
      decided += 1
    }
    if decided > 0 {
      // All of the round at once: those not taken are few, and nobody asks for them.
      if before == 0 { proposals = round } else { proposals.append(contentsOf: round) }
      undecided = undecided.filter { isUndecided(Int($0)) }
    }
    return decided
  }

  /// Charges small differences to the customer's budget for the run (rule 4), so that 365 of them cannot pass.
  private mutating func spendTolerance(_ proposal: Proposal, _ index: MatchingIndex) -> Hold? {
    for line in proposal.itemLines where line.adjustmentReason == .writeOff || line.adjustmentReason == .overTolerance {
      let family = index.payers.family(of: index.items[line.item.index].customer)
      let spent = toleranceSpent[family, default: 0] + Int128(line.adjustment.magnitude.minorUnits)
      let budget = index.value(index.policies.toleranceRunBudget, of: line.item)
      guard spent <= index.minorUnits(ofTenThousandths: budget, line.item) else { return .limit }
      toleranceSpent[family] = spent
    }
    return nil
  }

  /// Items that the round would pay short or too much while another payment cites them and proposes nothing: what that
  /// one brings may be the explanation.
  private func itemsCitedBySilent(_ round: [Proposal]) -> Set<OpenItemRow> {
    var claims: [OpenItemRow: Int32] = [:]
    for proposal in round where !proposal.isRival {
      for line in proposal.itemLines { claims[line.item, default: 0] += 1 }
    }
    return Set(claims.filter { standing[$0.key.index].undecidedCitations > $0.value }.keys)
  }

  /// - Parameter place: where the proposal will stand among all that were decided.
  private mutating func decide(
    _ proposal: Proposal, at place: Int, _ hold: Hold?, _ readings: ReadingTable, _ index: MatchingIndex
  ) {
    decide(proposal.payment, at: place, hold, readings, index)
    if hold != nil { return }
    for line in proposal.itemLines { take(line.reduction, from: line.item, by: proposal.payment) }
  }

  /// The same without what it takes.
  private mutating func decide(
    _ payment: PaymentRow, at place: Int, _ hold: Hold?, _ readings: ReadingTable, _ index: MatchingIndex
  ) {
    applied[payment.index] = Int32(place)
    if let hold {
      // What it cites stays spoken for: nobody takes it by its amount alone.
      holds[payment.index] = hold
    } else {
      countCitations(of: payment.index, readings, index, by: -1)
    }
  }

  private mutating func take(_ reduction: Money, from item: OpenItemRow, by payment: PaymentRow) {
    standing[item.index].available -= reduction
    standing[item.index].takenBy = payment
  }

  /// Marks what is still proposed after the last round of a tier: each was contested.
  package mutating func hold(_ round: [Proposal], readings: ReadingTable, index: MatchingIndex) {
    for proposal in round where isUndecided(proposal.payment.index) && !proposal.isRival {
      decide(proposal, at: proposals.count, .contested, readings, index)
      proposals.append(proposal)
    }
  }
}

extension MatchingIndex {
  /// Whether two payments come from one payer, as far as their files tell.
  func haveSamePayer(
    _ left: PaymentRow, _ right: PaymentRow, _ payments: PaymentTable, _ readings: ReadingTable
  ) -> Bool {
    let (first, second) = (readings.payer[left.index], readings.payer[right.index])
    if first.number >= 0, second.number >= 0 { return payers.areRelated(first, second) }
    let accounts = (payments.payerAccount[left.index], payments.payerAccount[right.index])
    if !accounts.0.isEmpty, !accounts.1.isEmpty { return payments.arena.equal(accounts.0, accounts.1) }
    let names = (payments.payerName[left.index], payments.payerName[right.index])
    return !names.0.isEmpty && payments.arena.equal(names.0, names.1)
  }

  func hold(on proposal: Proposal, _ payments: PaymentTable, _ readings: ReadingTable) -> Hold? {
    let payer = readings.payer[proposal.payment.index]
    if payer.number >= 0, customers.isBlocked[payer.index] { return .blockedCustomer }
    for line in proposal.itemLines {
      if customers.isBlocked[items[line.item.index].customer.index] { return .blockedCustomer }
    }
    let row = proposal.payment.index
    if policies.posting.closed == .exception, !policies.posting.periods.isEmpty {
      let day = policies.posting.day(booking: payments.bookingDate[row], value: payments.valueDate[row])
      if policies.posting.isClosed(day) { return .closedPeriod }
    }
    if let news, !news.allows(proposal) { return .nothingNew }
    if mayUseOnAccount(proposal, payments.currency[row]) != nil { return .onAccountCash }
    let isUsual = proposal.matcher == .namedTotal && payer.number >= 0 && customers.paysByStatement[payer.index]
    if let limits, !isUsual, !limits.allows(proposal, payments, readings, self) { return .evidence }
    for line in proposal.itemLines {
      guard let limit = largestAutomaticPayment(of: line.item) else { continue }
      if payments.amount[proposal.payment.index].minorUnits > limit { return .limit }
    }
    return nil
  }

  /// The open items that documents, tails or other numbers of a text point to, each once.
  func citedItems(_ citations: ArraySlice<Citation>) -> Set<OpenItemRow> {
    var cited: Set<OpenItemRow> = []
    for citation in citations {
      for row in rows(of: citation) where !items[Int(row)].isClosed { cited.insert(OpenItemRow(number: row)) }
    }
    return cited
  }

  /// The same without a set, where a text cites a few items, as nearly all do.
  func forEachCitedItem(of citations: ArraySlice<Citation>, _ body: (OpenItemRow) -> Void) {
    var cited = InlineArray<16, Int32>(repeating: -1)
    var count = 0
    for citation in citations {
      for row in rows(of: citation) where !items[Int(row)].isClosed {
        if (0..<count).contains(where: { cited[$0] == row }) { continue }
        guard count < cited.count else {
          for item in citedItems(citations) where !(0..<count).contains(where: { cited[$0] == item.number }) {
            body(item)
          }
          return
        }
        cited[count] = row
        count += 1
        body(OpenItemRow(number: row))
      }
    }
  }

  /// The item that all of the citations name, where each of them names one and the same.
  func onlyRow(of range: ChildRange, _ readings: ReadingTable) -> Int32? {
    var only: Int32?
    for place in range.indices {
      guard let row = readings.citations[place].hit.onlyRow, only == nil || only == row else { return nil }
      only = row
    }
    return only
  }

  /// The items a citation may mean; a number that very many carry means none of them.
  func rows(of citation: Citation) -> KeyRows {
    guard citation.hit.count <= MatchingIndex.mostItemsOfANumber else { return KeyRows() }
    // Asked where it lies: an index handed out would be held, array by array.
    switch citation.kind {
    case .document: return references.documents.rows(of: citation.hit)
    case .tail: return references.tails.rows(of: citation.hit)
    case .other: return references.others.rows(of: citation.hit)
    case .unknown: return KeyRows()
    }
  }

  /// A number that more items carry than this one points at nothing.
  static let mostItemsOfANumber = 512
}

extension Money {
  func addingReportingOverflow(_ other: Money) -> (Money, Bool) {
    let (sum, overflow) = minorUnits.addingReportingOverflow(other.minorUnits)
    return (Money(minorUnits: sum), overflow)
  }
}
