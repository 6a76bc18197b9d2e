import CashModel
import TestSupport
import Testing

@Suite struct SparseColumnTests {
  @Test func itHoldsWhatAFullColumnHolds() {
    var random = SeededRandom(seed: 3)
    var sparse = SparseColumn<Int>()
    var full: [Int?] = []
    for _ in 0..<200 {
      if random.below(4) == 0 {
        var other = SparseColumn<Int>()
        let values = (0..<random.below(6)).map { $0 % 3 == 0 ? $0 : nil }
        for value in values { other.append(value) }
        sparse.append(contentsOf: other)
        full += values
      } else {
        let value = random.below(5) == 0 ? random.below(100) : nil
        sparse.append(value)
        full.append(value)
      }
    }
    #expect(sparse.count == full.count)
    #expect(full.indices.allSatisfy { sparse[$0] == full[$0] })
    let order = random.shuffled(Array(full.indices))
    sparse.reorder(by: order.map { PaymentRow($0) })
    #expect(order.indices.allSatisfy { sparse[$0] == full[order[$0]] })
  }
}
