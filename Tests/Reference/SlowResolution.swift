/// How much of which item an explanation takes.
package struct SlowClaim {
  package let item: Int
  package let amount: Int64

  package init(_ item: Int, _ amount: Int64) {
    self.item = item
    self.amount = amount
  }
}

/// Joint solutions by trying every way.
package enum SlowResolution {
  /// By payment, the choice that every way of explaining the most payments takes; nil where there is none. A choice is a list of claims: how
  /// much of which item.
  package static func certain(_ choices: [[[SlowClaim]]], open: [Int64]) -> [Int?] {
    var best: [[Int?]] = [[]]
    var most = -1
    var way: [Int?] = []
    func walk(_ payment: Int, _ rest: [Int64]) {
      guard payment < choices.count else {
        let count = way.count { $0 != nil }
        if count > most { (most, best) = (count, []) }
        if count == most { best.append(way) }
        return
      }
      way.append(nil)
      walk(payment + 1, rest)
      way.removeLast()
      for (number, claims) in choices[payment].enumerated() {
        var left = rest
        for claim in claims { left[claim.item] -= claim.amount }
        guard left.allSatisfy({ $0 >= 0 }) else { continue }
        way.append(number)
        walk(payment + 1, left)
        way.removeLast()
      }
    }
    walk(0, open)
    return choices.indices.map { payment in
      guard let first = best[0][payment], best.allSatisfy({ $0[payment] == first }) else { return nil }
      return first
    }
  }
}
