import CashModel
import Posting
import Store

/// What of all that was learned is used: of each value that which enough decisions, or a person's approval, say of one customer or one family.
struct LearnedKnowledge: Sendable {
  enum Standing: String, Sendable {
    case used
    /// Too few decisions say so yet, and nobody has approved it.
    case proposed
    /// Decisions give it to customers that are no family: it identifies nobody.
    case contradicted
    case expired, forgotten
  }

  let all: [(learned: Learned, standing: Standing)]

  /// - Parameter tops: the topmost parents of customers that have one.
  init(_ learned: [Learned], _ policies: Policies, asOf: CalendarDate, tops: [String: String]) {
    struct Value: Hashable {
      let kind: Learned.Kind
      let text: String
    }
    let oldest = asOf.adding(days: -policies.learningExpiresDays)
    func isLive(_ one: Learned) -> Bool {
      one.state == .approved || one.state == .observed && one.last >= oldest
    }
    var owners: [Value: Set<String>] = [:]
    for one in learned where isLive(one) && one.kind.isOfPayer {
      owners[Value(kind: one.kind, text: one.value), default: []].insert(tops[one.customer] ?? one.customer)
    }
    all = learned.map { one in
      if one.state == .forgotten { return (one, .forgotten) }
      guard isLive(one) else { return (one, .expired) }
      if one.kind.isOfPayer, owners[Value(kind: one.kind, text: one.value)]?.count != 1 { return (one, .contradicted) }
      // What gives money away is never used unless a person has approved it.
      let needed =
        one.kind == .lateDiscount
        ? nil : policies.learningAfter.value(group: one.kind.name, company: "", currency: "")
      return (one, one.state == .approved || needed.map { one.count >= $0 } == true ? .used : .proposed)
    }
  }

  var used: [Learned] { all.filter { $0.standing == .used }.map(\.learned) }

  /// Enters what is used into the customers, the items and the policies, as if the master data and the configuration said so.
  static func enter(
    _ learned: [Learned], asOf: CalendarDate, into inputs: inout RunInputs, _ settings: inout Settings
  ) -> LearnedKnowledge {
    let tops = inputs.customers.tops(of: Set(learned.map(\.customer)))
    let knowledge = LearnedKnowledge(learned, settings.policies, asOf: asOf, tops: tops)
    let used = knowledge.used
    guard !used.isEmpty else { return knowledge }
    var rows = inputs.customers.rows(named: Set(used.map(\.customer)))
    for one in used {
      switch one.kind {
      case .account, .name, .statement:
        // A customer whom only the items name.
        let row = rows[one.customer] ?? inputs.customers.append(named: one.customer)
        rows[one.customer] = row
        if one.kind == .statement {
          inputs.customers.setPaysByStatement(row)
        } else {
          inputs.customers.add(one.value, toAccounts: one.kind == .account, of: row)
        }
      case .lateDiscount:
        let group = tops[one.customer] ?? one.customer
        if settings.policies.discountLate.overrides[group] == nil {
          settings.policies.discountLate.overrides[group] = .accept
        }
      case .deduction:
        settings.deductions.usual[one.customer] = DeductionReason.allCases.first { $0.name == one.value }
      case .ending: continue
      }
    }
    inputs.items.addEndings(
      Dictionary(grouping: used.filter { $0.kind == .ending }, by: \.customer).mapValues {
        $0.compactMap { Int($0.value) }
      })
    return knowledge
  }

  /// The accounts and names that came into use by a run, or since: whoever they identify is news.
  func new(since run: Int64) -> (accounts: Set<String>, names: Set<String>) {
    let new = used.filter { $0.run >= run }
    return (
      Set(new.filter { $0.kind == .account }.map(\.value)), Set(new.filter { $0.kind == .name }.map(\.value))
    )
  }
}

extension OpenItemTable {
  /// Adds to what payers may quote of the open items of some customers the last characters of their document numbers.
  fileprivate mutating func addEndings(_ lengths: [String: [Int]]) {
    guard !lengths.isEmpty else { return }
    for row in 0..<count where !self[row].isClosed {
      guard let wanted = lengths[arena.string(self[row].customerID)] else { continue }
      let number = arena.string(self[row].documentNumber.isEmpty ? self[row].invoiceID : self[row].documentNumber)
      for length in wanted where length < number.utf8.count { addReference(String(number.suffix(length)), to: row) }
    }
  }
}
