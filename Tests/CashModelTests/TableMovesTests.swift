import BatchGenerator
import CashModel
import Testing

/// Tables moved column by column, against the same payments moved one by one.
@Suite struct TableMovesTests {
  private static func table(_ count: Int, _ generator: inout SplitMix64) -> PaymentTable {
    var table = PaymentTable()
    for row in 0..<count {
      var record = PaymentRecord()
      record.statement = StatementRow(number: Int32(row % 3) - 1)
      record.account = table.arena.append("ACC\(generator.next() % 3)")
      record.bookingDate = CalendarDate(daysSince1970: Int32(generator.next() % 20_000))
      record.valueDate = CalendarDate(daysSince1970: Int32(generator.next() % 20_000))
      record.amount = Money(minorUnits: Int64(generator.next() % 1_000_000))
      record.bankReference = table.arena.append("B\(generator.next() % 1_000)")
      record.remittance = table.arena.append("text \(row)")
      record.isReversal = generator.next() % 2 == 0
      record.source = SourcePosition(file: 1, record: Int32(row), byteOffset: 7 * row)
      for number in 0..<generator.next() % 3 {
        table.appendIdentifier(.customerReference, table.arena.append("id \(row) \(number)"))
      }
      for number in 0..<generator.next() % 3 {
        var line = StructuredRemittance()
        line.documentNumber = table.arena.append("doc \(row) \(number)")
        line.remitted = Money(minorUnits: Int64(number))
        table.appendStructured(line)
      }
      table.append(record)
    }
    return table
  }

  /// What a row says, wherever its text lies.
  private static func words(_ table: PaymentTable, _ row: Int, statementShift: Int32 = 0) -> [String] {
    let record = table.record(row)
    let texts = [record.account, record.bankReference, record.remittance].map { table.arena.string($0) }
    let identifiers = table.identifiers[row].indices.map { table.arena.string(table.identifierRows[$0].text) }
    let lines = table.structured[row].indices.map { child in
      table.arena.string(table.structuredRows[child].documentNumber)
        + " \(table.structuredRows[child].remitted?.minorUnits ?? -1)"
    }
    let statement = record.statement.number < 0 ? -1 : record.statement.number + statementShift
    return texts + identifiers + lines + [
      "\(statement) \(record.bookingDate.text) \(record.valueDate.text) \(record.amount.minorUnits)",
      "\(record.isReversal) \(record.source.record) \(record.source.byteOffset)",
      "\(table.counterpart[row].number)",
    ]
  }

  @Test func tablesPutTogetherKeepEveryRow() {
    var generator = SplitMix64(seed: 5)
    let parts = [0, 4, 0, 1, 9].map { Self.table($0, &generator) }
    var whole = PaymentTable()
    for (number, part) in parts.enumerated() { whole.append(contentsOf: part, statementShift: Int32(3 * number)) }
    let expected = parts.enumerated().flatMap { number, part in
      (0..<part.count).map { Self.words(part, $0, statementShift: Int32(3 * number)) }
    }
    #expect((0..<whole.count).map { Self.words(whole, $0) } == expected)
    // What is appended afterwards finds its own children.
    whole.appendIdentifier(.customerNumber, whole.arena.append("late"))
    whole.append(PaymentRecord())
    #expect(whole.identifiers[whole.count - 1].count == 1)
  }

  @Test func anotherOrderKeepsEveryRow() {
    var generator = SplitMix64(seed: 6)
    let table = Self.table(50, &generator)
    let order = (0..<50).map { PaymentRow((7 * $0 + 3) % 50) }
    let reordered = table.reordered(by: order)
    for (place, row) in order.enumerated() { #expect(Self.words(reordered, place) == Self.words(table, row.index)) }
  }

  @Test func canonicalOrderIsByDateThenID() {
    var generator = SplitMix64(seed: 7)
    let table = Self.table(3_000, &generator)
    let ids = table.identifiedPayments()
    #expect(Set(ids).count == ids.count)
    let order = table.canonicalOrder(ids).map(\.index)
    let twin = (0..<table.count).sorted {
      (table.bookingDate[$0], ids[$0]) < (table.bookingDate[$1], ids[$1])
    }
    #expect(order == twin)
  }

  @Test func itemsAreOrderedByCompanyThenInvoice() {
    var generator = SplitMix64(seed: 8)
    var items = OpenItemTable()
    for _ in 0..<2_000 {
      var record = OpenItem()
      record.company = items.arena.append(["", "B", "A", "AB"][Int(generator.next() % 4)])
      record.invoiceID = items.arena.append("INV\(generator.next() % 100_000_000)")
      record.amount = Money(minorUnits: Int64(generator.next() % 1_000))
      items.append(record)
    }
    let canonical = items.canonical()
    func key(_ table: OpenItemTable, _ row: Int) -> [String] {
      [
        table.arena.string(table[row].company), table.arena.string(table[row].invoiceID),
        "\(table[row].amount.minorUnits)",
      ]
    }
    func precedes(_ left: [String], _ right: [String]) -> Bool {
      for (a, b) in zip(left.prefix(2), right.prefix(2)) where a != b {
        return Array(a.utf8).lexicographicallyPrecedes(Array(b.utf8))
      }
      return false
    }
    #expect(
      (0..<canonical.count).map { key(canonical, $0) } == (0..<items.count).map { key(items, $0) }.sorted(by: precedes))
  }
}
