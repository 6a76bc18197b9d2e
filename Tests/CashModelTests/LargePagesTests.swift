import CashModel
import Testing

/// What pages a table lies in shows in nothing but time.
@Suite struct LargePagesTests {
  @Test(arguments: [0, 1, 1_000, 1 << 20, (1 << 20) + 77]) func aTableHoldsItsValueEverywhere(count: Int) {
    var table = [UInt64](inLargePages: count, repeating: 7)
    #expect(table.count == count && table.allSatisfy { $0 == 7 })
    for place in table.indices { table[place] = UInt64(place) }
    let copy = table
    table.append(1)
    #expect(copy.indices.allSatisfy { copy[$0] == UInt64($0) && table[$0] == copy[$0] })
  }
}
