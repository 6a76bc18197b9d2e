import CashModel
import Testing

@Suite struct RowIndexTests {
  @Test func keysWithOneHashAreToldApartByTheirOwner() {
    let keys = (0..<500).map { "key \($0)" }
    var index = RowIndex()
    for (row, key) in keys.enumerated() {
      #expect(index.row(print: 7, where: { keys[Int($0)] == key }) == nil)
      index.insert(Int32(row), print: 7)
    }
    for (row, key) in keys.enumerated() {
      #expect(index.row(print: 7, where: { keys[Int($0)] == key }) == Int32(row))
    }
    #expect(index.row(print: 8, where: { _ in true }) == nil)
  }
}
