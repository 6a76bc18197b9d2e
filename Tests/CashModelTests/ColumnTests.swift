import CashModel
import TestSupport
import Testing

@Suite struct ColumnTests {
  /// Against an array that everything is done to as well. Few different values, so that columns are alike for long, or for ever.
  @Test(arguments: 0..<40) func itHoldsWhatAnArrayHolds(_ seed: Int) {
    var random = SeededRandom(seed: UInt64(seed))
    let kinds = 1 + seed % 3
    var column = Column<Int>()
    var array: [Int] = []
    for _ in 0..<60 {
      switch random.below(8) {
      case 0:
        var other = Column<Int>()
        let values = (0..<random.below(5)).map { _ in random.below(kinds) }
        for value in values { other.append(value) }
        column.append(contentsOf: other)
        array += values
      case 1:
        let (value, count) = (random.below(kinds), random.below(4))
        column.append(contentsOf: Column(repeating: value, count: count))
        array += [Int](repeating: value, count: count)
      case 2: column.reserveCapacity(random.below(100))
      case 3 where !array.isEmpty:
        let (row, value) = (random.below(array.count), random.below(kinds))
        column[row] = value
        array[row] = value
      case 4:
        let order = random.shuffled(Array(array.indices)).filter { _ in random.below(4) > 0 }
        column.reorder(by: order.map { PaymentRow($0) })
        array = order.map { array[$0] }
      case 5:
        column.change { $0 / 2 }
        array = array.map { $0 / 2 }
      default:
        let value = random.below(kinds)
        column.append(value)
        array.append(value)
      }
      #expect(Array(column) == array)
      #expect(column.count == array.count)
    }
    if let only = column.onlyValue { #expect(array.allSatisfy { $0 == only }) }
  }

  @Test func valuesThatAreAlikeAreHeldOnce() {
    var column = Column<Int>()
    for _ in 0..<3 { column.append(7) }
    #expect(column.onlyValue == 7)
    column[1] = 7
    #expect(column.onlyValue == 7)
    column[1] = 8
    #expect(column.onlyValue == nil)
    #expect(column == [7, 8, 7])
  }

  @Test func textsOfTwoPartsThatAreAlikeStayAlike() {
    func table(_ account: String, _ name: String) -> PaymentTable {
      var table = PaymentTable()
      var record = PaymentRecord()
      record.payerName = table.arena.append(name)
      record.account = table.arena.append(account)
      table.append(record)
      return table
    }
    var all = table("123", "Anna")
    all.append(contentsOf: table("123", "Bo"), statementShift: 0)
    #expect(all.account.onlyValue != nil)
    all.append(contentsOf: table("124", "Anna"), statementShift: 0)
    #expect(all.account.map { all.arena.string($0) } == ["123", "123", "124"])
    #expect(all.payerName.map { all.arena.string($0) } == ["Anna", "Bo", "Anna"])
  }
}
