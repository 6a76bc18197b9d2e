/// The obvious way to see whether cited items settle a payment: try every choice of gross and net.
package enum SlowSettlement {
  package struct Item: Sendable {
    package let gross: Int64
    /// Zero where there is none to be had.
    package let discount: Int64

    package init(gross: Int64, discount: Int64) {
      self.gross = gross
      self.discount = discount
    }
  }

  package enum Result: Hashable, Sendable {
    case none, several
    /// The discount each item takes.
    case one([Int64])
  }

  /// All gross wins over all net, and both over a mixture, which must be the only one.
  package static func settle(_ items: [Item], amount: Int64) -> Result {
    var found: [[Int64]] = []
    func choose(_ place: Int, _ taken: [Int64], _ sum: Int64) {
      if place == items.count {
        if sum == amount, !found.contains(taken) { found.append(taken) }
        return
      }
      choose(place + 1, taken + [0], sum + items[place].gross)
      choose(place + 1, taken + [items[place].discount], sum + items[place].gross - items[place].discount)
    }
    choose(0, [], 0)
    for favourite in [items.map { _ in Int64(0) }, items.map(\.discount)] where found.contains(favourite) {
      return .one(favourite)
    }
    return found.isEmpty ? .none : found.count == 1 ? .one(found[0]) : .several
  }
}
