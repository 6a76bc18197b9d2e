import CashModel
import Reference
import Testing
import TestSupport

@testable import Matching

/// Fast against slow on seeded random input; `TIEOUT_SOAK` multiplies the seeds.
@Suite struct TwinTests {
  private static let factor = Soak.isOn ? 30 : 1

  @Test func theKeyIndexFindsWhatLookingAtEveryPairFinds() {
    for seed in 1...UInt64(20 * Self.factor) {
      var random = SeededRandom(seed: seed)
      var index = ByteKeyIndex()
      var slow = SlowLookup()
      // Some of them are alike in all but the bytes behind the sixteenth.
      func key() -> [UInt8] {
        let end = (0..<1 + random.below(4)).map { _ in UInt8(0x30 + random.below(5)) }
        return [UInt8](repeating: 0x30, count: random.below(3) == 0 ? 15 + random.below(10) : 0) + end
      }
      if random.below(2) == 0 { index.reserve(random.below(200)) }
      let isTogether = random.below(2) == 0
      var new = KeysToEnter()
      for _ in 0..<random.below(600) {
        let (key, row) = (key(), Int32(random.below(40)))
        if isTogether { new.append(key.span, row: row, to: &index) } else { index.insert(key.span, row: row) }
        slow.insert(key, row: row)
      }
      new.enter(into: &index)
      index.seal()
      // What is asked for ahead shows in nothing but time.
      var ahead = KeysAhead()
      for _ in 0..<20 { ahead.append(index.askedTag(of: key().span)) }
      ahead.fetchSlots(in: index)
      ahead.fetchRests(in: index)
      for _ in 0..<100 {
        let key = key()
        let hit = index.find(key.span)
        let found = hit.map { Array(index.rows(of: $0)) } ?? []
        #expect(found == slow.rows(key), "seed \(seed)")
        #expect(hit.map { index.firstRow(of: $0) } == slow.rows(key).first, "seed \(seed)")
      }
    }
  }

  @Test func theAmountIndexFindsWhatReadingEveryItemFinds() {
    for seed in 1...UInt64(20 * Self.factor) {
      var random = SeededRandom(seed: seed)
      var book = Book()
      for number in 0..<random.below(60) {
        let amount = Int64(1 + random.below(12)) * 100
        let discount = random.below(3) == 0 ? Int64(100) : 0
        book.item(
          "INV\(10_000 + number)", "C\(random.below(4))", amount, currency: random.below(2) == 0 ? "EUR" : "USD",
          discount: min(discount, amount - 1))
      }
      var items = book.items.canonical()
      let customers = book.customers.linked(with: &items)
      let index = AmountIndex(items, customers)
      for amount in stride(from: Int64(0), through: 1_300, by: 100) {
        for currency in ["EUR", "USD"].compactMap({ Currency($0) }) {
          let all = index.entries(of: Money(minorUnits: amount), in: currency)
          let slow = (0..<items.count).flatMap { row -> [Int] in
            guard items[row].currency == currency else { return [] }
            let net = (items[row].amount - items[row].discount).minorUnits
            return (items[row].amount.minorUnits == amount ? [row] : [])
              + (items[row].discount != .zero && net == amount ? [row] : [])
          }
          #expect(all.map(\.item.index) == slow, "seed \(seed)")
          #expect(index.count(of: Money(minorUnits: amount), in: currency) == slow.count, "seed \(seed)")
          for family in 0..<customers.count {
            let fast = index.entries(
              of: Money(minorUnits: amount), in: currency, family: CustomerRow(family))
            let slow = (0..<items.count).flatMap { row -> [Int] in
              guard items[row].customer.index == family, items[row].currency == currency else { return [] }
              let gross = items[row].amount.minorUnits == amount ? [row] : []
              let net = (items[row].amount - items[row].discount).minorUnits
              return gross + (items[row].discount != .zero && net == amount ? [row] : [])
            }
            #expect(fast.map(\.item.index) == slow, "seed \(seed)")
          }
        }
      }
    }
  }

  @Test func citedItemsAreSettledAsTryingEveryChoiceSettlesThem() {
    for seed in 1...UInt64(300 * Self.factor) {
      var random = SeededRandom(seed: seed)
      var book = Book()
      var items: [SlowSettlement.Item] = []
      for number in 0..<1 + random.below(5) {
        let gross = Int64(10 + random.below(6)) * 10
        let discount = random.below(2) == 0 ? 0 : Int64(1 + random.below(3)) * 5
        items.append(SlowSettlement.Item(gross: gross, discount: discount))
        book.item("90010\(number)", "C1", gross, discount: discount)
      }
      // Mostly an amount that some choice gives, now and then one that none does.
      var amount = items.reduce(0) { $0 + $1.gross - (random.below(2) == 0 ? 0 : $1.discount) }
      if random.below(5) == 0 { amount += 1 }
      book.pay(amount, items.indices.map { "90010\($0)" }.joined(separator: " "))
      let decided = book.decided()[0]
      switch SlowSettlement.settle(items, amount: amount) {
      case .none: #expect(["SHORT_PAY", "OVERPAY", "DISC_UNEARNED"].contains(decided), "seed \(seed)")
      case .several: #expect(decided == "AMBIGUOUS", "seed \(seed)")
      case .one(let discounts):
        let lines = items.indices.map { place in
          let cash = Money(minorUnits: items[place].gross - discounts[place]).text(exponent: 2)
          let discount = Money(minorUnits: discounts[place]).text(exponent: 2)
          return "90010\(place):\(cash)" + (discounts[place] == 0 ? "" : "-\(discount)")
        }
        #expect(decided == lines.joined(separator: " "), "seed \(seed)")
      }
    }
  }
}
