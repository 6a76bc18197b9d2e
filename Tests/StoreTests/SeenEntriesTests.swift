import CashModel
import Store
import TestSupport
import Testing

/// Which entries of a statement are new.
@Suite struct SeenEntriesTests {
  struct Line {
    var amount: Int64 = 100
    var reference = ""
    var text = "a"
    var day: Int32 = 20_000
  }

  struct Delivery {
    var format = BankFileFormat.csv
    var level = StatementLevel.listing
    let lines: [Line]
  }

  struct Case: CustomTestStringConvertible {
    let testDescription: String
    let deliveries: [Delivery]
    /// New entries, by delivery.
    let new: [Int]
  }

  /// The prints of payments on one account.
  private func prints(_ lines: [Line]) -> EntryPrints {
    var table = PaymentTable()
    for line in lines {
      var record = PaymentRecord()
      record.account = table.arena.append("DE02")
      record.bookingDate = CalendarDate(daysSince1970: line.day)
      record.amount = Money(minorUnits: line.amount)
      record.bankReference = table.arena.append(line.reference)
      record.payerName = table.arena.append(line.text)
      table.append(record)
    }
    return EntryPrints(of: table, identities: table.identities(of: 0..<table.count))
  }

  private func news(_ deliveries: [Delivery]) -> [Int] {
    var seen = SeenEntries()
    return deliveries.map { delivery in
      seen.take(
        Array(delivery.lines.indices), of: prints(delivery.lines), format: delivery.format, level: delivery.level
      )
      .count { $0 == .new }
    }
  }

  @Test(arguments: [
    Case(
      testDescription: "an export delivered twice",
      deliveries: [.init(lines: [.init(), .init(text: "b")]), .init(lines: [.init(), .init(text: "b")])],
      new: [2, 0]),
    Case(
      testDescription: "an overlapping export with one more of the same",
      deliveries: [.init(lines: [.init()]), .init(lines: [.init(), .init()])], new: [1, 1]),
    Case(
      testDescription: "two customers who pay the same on one day without a reference, in exports of one portal",
      deliveries: [.init(lines: [.init(text: "a")]), .init(lines: [.init(text: "b")])], new: [1, 1]),
    Case(
      testDescription: "the same reference with a text that has grown",
      deliveries: [
        .init(format: .camt052, level: .interim, lines: [.init(reference: "G1234", text: "")]),
        .init(format: .camt052, level: .interim, lines: [.init(reference: "G1234", text: "full")]),
      ], new: [1, 0]),
    Case(
      testDescription: "a placeholder is no reference",
      deliveries: [
        .init(lines: [.init(reference: "NONREF", text: "a")]), .init(lines: [.init(reference: "NONREF", text: "b")]),
      ], new: [1, 1]),
    Case(
      testDescription: "camt.052, then camt.053 with more text",
      deliveries: [
        .init(format: .camt052, level: .interim, lines: [.init(text: ""), .init(amount: 7)]),
        .init(format: .camt053, level: .booked, lines: [.init(text: "full"), .init(amount: 7), .init(amount: 8)]),
      ], new: [2, 1]),
    Case(
      testDescription: "BAI2 interim, twice, then final",
      deliveries: [
        .init(format: .bai2, level: .interim, lines: [.init()]),
        .init(format: .bai2, level: .interim, lines: [.init(), .init(amount: 5)]),
        .init(format: .bai2, level: .booked, lines: [.init(text: "x"), .init(amount: 5, text: "y")]),
      ], new: [1, 1, 0]),
    Case(
      testDescription: "two booked statements never share an entry",
      deliveries: [
        .init(format: .camt053, level: .booked, lines: [.init(reference: "G1234")]),
        .init(format: .camt053, level: .booked, lines: [.init(reference: "G1234")]),
      ], new: [1, 1]),
    Case(
      testDescription: "a late interim report after the booked statement",
      deliveries: [
        .init(format: .camt053, level: .booked, lines: [.init(), .init()]),
        .init(format: .camt052, level: .interim, lines: [.init(text: ""), .init(text: "")]),
      ], new: [2, 0]),
    Case(
      testDescription: "another day, another amount",
      deliveries: [.init(lines: [.init()]), .init(lines: [.init(day: 20_001), .init(amount: 101)])], new: [1, 2]),
  ])
  func entriesAreRecognisedOccurrenceByOccurrence(_ example: Case) {
    #expect(news(example.deliveries) == example.new)
  }

  /// Whatever is delivered again, in whatever portions and order: as many as the fullest delivery lists, each once.
  @Test(arguments: 1...20 as ClosedRange<UInt64>)
  func overlappingExportsGiveEachEntryOnce(seed: UInt64) {
    var random = SeededRandom(seed: seed)
    var all: [Line] = []
    for _ in 0..<60 {
      let text = random.below(2) == 0 ? "a" : "b"
      all.append(Line(amount: Int64(1 + random.below(4)), text: text, day: 20_000 + Int32(random.below(6))))
    }
    var deliveries: [Delivery] = []
    for _ in 0..<6 {
      // An export lists whole days.
      let first = 20_000 + Int32(random.below(6))
      deliveries.append(Delivery(lines: random.shuffled(all.filter { $0.day >= first && $0.day <= first + 2 })))
    }
    deliveries.append(Delivery(lines: random.shuffled(all)))
    #expect(news(deliveries).reduce(0, +) == all.count)
    deliveries = random.shuffled(deliveries)
    #expect(news(deliveries).reduce(0, +) == all.count)
  }
}
