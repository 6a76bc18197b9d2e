import CashModel

/// What all payments together take off the items, and the cash of the whole run.
struct RunSums {
  let run: MatchedRun
  private(set) var violations: [String] = []
  private var reduced: [Int128]
  /// Of the items that have discount taken off them.
  private var discounted: [Int: Int128] = [:]
  private var ledger: [Currency: Checker.Ledger] = [:]

  init(run: MatchedRun) {
    self.run = run
    reduced = [Int128](inLargePages: run.itemCount, repeating: 0)
  }

  mutating func add(_ checker: Checker) {
    let lines = run.decisions.allocationRows
    for (turn, row) in checker.taken.enumerated() {
      if turn + RunSums.ahead < checker.taken.count {
        reduced.fetchAhead(lines[Int(checker.taken[turn + RunSums.ahead])].item.index)
      }
      let line = lines[Int(row)]
      let discount = Int128(line.discount.minorUnits)
      reduced[line.item.index] += Int128(line.cash.minorUnits) + discount + Int128(line.adjustment.minorUnits)
      if discount != 0 { discounted[line.item.index, default: 0] += discount }
    }
    for (currency, sum) in checker.ledger { ledger[currency, default: Checker.Ledger()].add(sum) }
  }

  /// How many lines before its turn one's item is asked for.
  private static let ahead = 16

  private mutating func fail(_ sentence: String) {
    if violations.count < 100 { violations.append(sentence) }
  }

  /// No item shrinks by more than it is, grows, or changes its sign; no discount is more than the item grants.
  mutating func checkItems() {
    for item in reduced.indices where reduced[item] != 0 {
      let open = Int128(run.items[item].amount.minorUnits)
      if reduced[item].signum() == -open.signum() {
        fail("Item \(run.items.arena.string(run.items[item].invoiceID)) grows by what is applied to it.")
      } else if reduced[item].magnitude > open.magnitude {
        fail("Item \(run.items.arena.string(run.items[item].invoiceID)) is applied beyond its open amount.")
      }
    }
    for (item, discount) in discounted.sorted(by: { $0.key < $1.key })
    where discount.magnitude > run.items[item].discount.minorUnits.magnitude {
      fail("Item \(run.items.arena.string(run.items[item].invoiceID)) gets more discount than it grants.")
    }
  }

  /// In = placed + on account + open + classified in each currency, and the key figures say the same.
  mutating func checkCash(_ figures: KeyFigures) {
    for (currency, sum) in ledger.sorted(by: { $0.key < $1.key }) {
      if sum.net != sum.placed + sum.onAccount + sum.open + sum.classified {
        fail("Cash in \(currency.code) is not conserved: in is not placed + on account + open + classified.")
      }
      let stated = figures.cash.first { $0.currency == currency }.map { cash in
        Checker.Ledger(
          net: Int128(cash.net.minorUnits), placed: Int128(cash.placed.minorUnits),
          onAccount: Int128(cash.onAccount.minorUnits), open: Int128(cash.open.minorUnits),
          classified: Int128(cash.classified.minorUnits))
      }
      if stated != sum { fail("The key figures of \(currency.code) are not what the payments add up to.") }
    }
  }
}
