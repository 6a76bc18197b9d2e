import CashModel
import Matching

/// What matching leaves behind: the decisions, and what they came from.
struct Matching {
  let decisions: DecisionTable
  let readings: ReadingTable
  let state: MatchingState
}

/// Runs the matching room's tiers over chunks of payments, side by side.
enum MatchingRun {
  static func decide(
    payments: PaymentTable, returned: Set<PaymentRow>, listed: [ListedPayment?],
    reversals: [PaymentRow: Reversal], given: [PaymentRow: Decision], index: MatchingIndex, workers: Workers,
    progress: @Sendable (RunProgress) -> Void
  ) async -> Matching {
    let total = MatchingTier.order.count + 2
    func report(_ done: Int) { progress(RunProgress(stage: .matching, done: done, total: total)) }
    report(0)
    // What one worker has done is put behind the rest while the others go on.
    var readings = ReadingTable()
    readings.reserve(payments.count)
    await workers.streamRows(payments.count) {
      index.readings(of: payments, $0)
    } to: { (part) throws(Never) in
      readings.append(contentsOf: part)
    }
    if let names = MisspeltNames(of: payments, readings, index) {
      let misspelt = MisspeltPayers(names, await workers.map(names.indexCount) { names.nameIndex($0) })
      let found = await workers.mapRows(misspelt.count, by: Workers.searchedPerPiece) {
        misspelt.customers(of: $0, in: payments)
      }
      misspelt.enter(found.flatMap { $0 }, into: &readings)
    }
    report(1)
    let read = readings
    var state = MatchingState(
      payments: payments, readings: read, index: index, returned: returned, listed: listed,
      reversals: reversals, given: given)
    for (number, tier) in MatchingTier.order.enumerated() {
      var changes: RoundChanges?
      while true {
        let round = await proposals(of: tier, payments, read, state, index, workers, after: changes)
        let decided = state.commit(round, tier: tier, payments: payments, readings: read, index: index)
        if decided == 0 || !tier.repeats {
          state.hold(round, readings: read, index: index)
          break
        }
        changes = tier.restsOnCitations ? RoundChanges(after: round, state) : nil
      }
      report(number + 2)
    }
    let final = state
    var decisions = DecisionTable()
    decisions.reserve(payments.count)
    await workers.streamRows(payments.count) {
      index.decisions(on: payments, read, final, $0)
    } to: { (part) throws(Never) in
      decisions.append(contentsOf: part)
    }
    report(total)
    return Matching(decisions: decisions, readings: read, state: final)
  }

  /// One round's proposals, all computed against the same state, which is given back before anything is committed to it.
  private static func proposals(
    of tier: MatchingTier, _ payments: PaymentTable, _ readings: ReadingTable, _ state: MatchingState,
    _ index: MatchingIndex, _ workers: Workers, after changes: RoundChanges?
  ) async -> [Proposal] {
    let order = index.order(of: tier, readings, state)
    if tier.isJoint {
      func members(after changes: RoundChanges?) async -> JointMembers {
        var members = JointMembers()
        for part in await workers.mapRows(
          order.count, by: Workers.searchedPerPiece,
          { index.jointMembers(of: tier, for: payments, readings, state, order[$0], after: changes) })
        { members.append(contentsOf: part) }
        return members
      }
      if let changes, changes.isSettled, await members(after: changes).isEmpty { return [] }
      return index.jointProposals(of: tier, for: payments, readings, state, among: await members(after: nil))
    }
    let rows = tier == .cited && changes == nil ? Workers.rowsPerPiece : Workers.searchedPerPiece
    var round: [Proposal] = []
    if tier == .cited, changes == nil { round.reserveInLargePages(order.count) }
    await workers.streamRows(order.count, by: rows) {
      index.proposals(of: tier, for: payments, readings, state, order[$0], after: changes)
    } to: { (part) throws(Never) in
      round += part
    }
    return tier.isByPayer ? MatchingTier.inOrder(round) : round
  }
}
