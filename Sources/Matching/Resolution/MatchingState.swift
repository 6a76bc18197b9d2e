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
}

/// One explanation of one payment: the items it pays, to the minor unit.
package struct Proposal: Sendable {
  let payment: PaymentRow
  let matcher: Matcher
  let lines: [Allocation]
  let evidence: [Evidence]
}

/// What has been decided so far, and what of each item is still to be had. A round of proposals is computed against
/// one such snapshot and then committed, so that no order of payments decides anything.
package struct MatchingState: Sendable {
  /// Open amount of each item less what was applied.
  private(set) var available: [Money]
  /// The payment that took the item last, -1 where none did.
  private(set) var takenBy: [PaymentRow]
  private(set) var applied: [Int32]
  private(set) var holds: [Hold?]
  private(set) var proposals: [Proposal] = []
  /// Per item: undecided receipts that cite it.
  private(set) var undecidedCitations: [Int32]

  package init(payments: PaymentTable, readings: ReadingTable, index: MatchingIndex) {
    available = index.items.amount
    takenBy = [PaymentRow](repeating: PaymentRow(number: -1), count: index.items.count)
    applied = [Int32](repeating: -1, count: payments.count)
    holds = [Hold?](repeating: nil, count: payments.count)
    undecidedCitations = [Int32](repeating: 0, count: index.items.count)
    for row in 0..<payments.count { countCitations(of: row, readings, index, by: 1) }
  }

  func isUndecided(_ row: Int) -> Bool { applied[row] < 0 && holds[row] == nil }

  /// The proposal a payment was applied or held with.
  func proposal(of row: Int) -> Proposal? { applied[row] < 0 ? nil : proposals[Int(applied[row])] }

  private mutating func countCitations(of row: Int, _ readings: ReadingTable, _ index: MatchingIndex, by step: Int32) {
    for item in index.citedItems(readings.citations(of: row)) { undecidedCitations[item.index] += step }
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
    var claimed: [OpenItemRow: (sum: Money, claims: [Int])] = [:]
    for (number, proposal) in round.enumerated() {
      for line in proposal.lines { claimed[line.item, default: (.zero, [])].claims.append(number) }
      for line in proposal.lines {
        let (sum, overflow) = (claimed[line.item]?.sum ?? .zero).addingReportingOverflow(line.reduction)
        claimed[line.item]?.sum = overflow ? Money(minorUnits: .max) : sum
      }
    }
    var decided = 0
    for (number, proposal) in round.enumerated() {
      let rivals = rivals(of: number, in: round, claimed)
      guard rivals.isEmpty || areDuplicates(number, rivals, round, payments, readings, index, tier) else { continue }
      let standsFirst = rivals.allSatisfy { rival in
        let (other, own) = (round[rival].payment, proposal.payment)
        let (otherDate, ownDate) = (payments.valueDate[other.index], payments.valueDate[own.index])
        return ownDate != otherDate ? ownDate < otherDate : own < other
      }
      decide(proposal, standsFirst ? index.hold(on: proposal, payments) : .duplicate, readings, index)
      decided += 1
    }
    return decided
  }

  /// The other proposals that claim an item of this one which cannot bear all claims.
  private func rivals(
    of number: Int, in round: [Proposal], _ claimed: [OpenItemRow: (sum: Money, claims: [Int])]
  ) -> [Int] {
    var rivals: Set<Int> = []
    for line in round[number].lines {
      guard let claim = claimed[line.item], claim.claims.count > 1 else { continue }
      let open = available[line.item.index]
      let fits = open >= .zero ? claim.sum >= .zero && claim.sum <= open : claim.sum <= .zero && claim.sum >= open
      if !fits { rivals.formUnion(claim.claims) }
    }
    rivals.remove(number)
    return rivals.sorted()
  }

  private func areDuplicates(
    _ number: Int, _ rivals: [Int], _ round: [Proposal], _ payments: PaymentTable, _ readings: ReadingTable,
    _ index: MatchingIndex, _ tier: MatchingTier
  ) -> Bool {
    guard tier == .cited else { return false }
    let own = round[number]
    return rivals.allSatisfy { rival in
      let other = round[rival]
      return payments.amount[own.payment.index] == payments.amount[other.payment.index]
        && Set(own.lines.map(\.item)) == Set(other.lines.map(\.item))
        && index.haveSamePayer(own.payment, other.payment, payments, readings)
    }
  }

  private mutating func decide(
    _ proposal: Proposal, _ hold: Hold?, _ readings: ReadingTable, _ index: MatchingIndex
  ) {
    let row = proposal.payment.index
    applied[row] = Int32(proposals.count)
    proposals.append(proposal)
    countCitations(of: row, readings, index, by: -1)
    if let hold {
      holds[row] = hold
      return
    }
    for line in proposal.lines {
      available[line.item.index] -= line.reduction
      takenBy[line.item.index] = proposal.payment
    }
  }

  /// Marks what is still proposed after the last round of a tier: each was contested.
  package mutating func hold(_ round: [Proposal], readings: ReadingTable, index: MatchingIndex) {
    for proposal in round where isUndecided(proposal.payment.index) {
      decide(proposal, .contested, readings, index)
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
    for column in [payments.payerAccount, payments.payerName] where !column[left.index].isEmpty {
      if payments.arena.equal(column[left.index], column[right.index]) { return true }
    }
    return payments.payerName[left.index].isEmpty && payments.payerName[right.index].isEmpty
  }

  fileprivate func hold(on proposal: Proposal, _ payments: PaymentTable) -> Hold? {
    for line in proposal.lines {
      if customers.isBlocked[items.customer[line.item.index].index] { return .blockedCustomer }
    }
    for line in proposal.lines {
      guard let limit = largestAutomaticPayment(of: line.item) else { continue }
      if payments.amount[proposal.payment.index].minorUnits > limit { return .limit }
    }
    return nil
  }

  /// The open items that documents, tails or other numbers of a text point to, each once.
  func citedItems(_ citations: ArraySlice<Citation>) -> Set<OpenItemRow> {
    var cited: Set<OpenItemRow> = []
    for citation in citations {
      for row in rows(of: citation) where !items.isClosed(Int(row)) { cited.insert(OpenItemRow(number: row)) }
    }
    return cited
  }

  /// The items a citation may mean; of a number that very many carry, the first ones.
  func rows(of citation: Citation) -> ArraySlice<Int32> {
    let index: ByteKeyIndex
    switch citation.kind {
    case .document: index = references.documents
    case .tail: index = references.tails
    case .other: index = references.others
    case .unknown: return []
    }
    return index.rows[citation.hit.indices].prefix(MatchingIndex.mostItemsOfANumber)
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
