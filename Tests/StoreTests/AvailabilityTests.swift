import CashModel
import Store
import TestSupport
import Testing

/// What is available of an item whose payments the ledger may or may not show yet.
@Suite struct AvailabilityTests {
  private func items(_ amount: Int64?, discount: Int64 = 0) -> OpenItemTable {
    var table = OpenItemTable()
    guard let amount else { return table }
    var record = OpenItem()
    record.invoiceID = table.arena.append("INV-1")
    record.customerID = table.arena.append("C1")
    record.documentNumber = record.invoiceID
    record.amount = Money(minorUnits: amount)
    record.discount = Money(minorUnits: discount)
    table.append(record)
    return table
  }

  private func outstanding(_ amount: Int64, _ reductions: [Int64], confirmed: Set<Int> = [], discount: Int64 = 0)
    -> Outstanding
  {
    Outstanding(
      item: 1, key: ItemKey(company: "", invoice: "INV-1"), currency: "USD", extractAmount: Money(minorUnits: amount),
      lines: reductions.enumerated().map { place, reduction in
        Outstanding.Line(
          allocations: [Int64(place)], run: Int64(place), day: CalendarDate(daysSince1970: 20_000), payment: "P",
          reduction: Money(minorUnits: reduction), discount: Money(minorUnits: discount),
          isConfirmed: confirmed.contains(place))
      })
  }

  struct Case: CustomTestStringConvertible {
    let testDescription: String
    let last: Int64
    let reductions: [Int64]
    var confirmed: Set<Int> = []
    /// nil: the extract has the item no more.
    let now: Int64?
    let acknowledged: [Int64]
    /// What may still be applied.
    let available: Int64
    var isReported = false
  }

  @Test(arguments: [
    Case(
      testDescription: "nothing imported yet", last: 1000, reductions: [400], now: 1000, acknowledged: [],
      available: 600),
    Case(testDescription: "imported", last: 1000, reductions: [400], now: 600, acknowledged: [0], available: 600),
    Case(
      testDescription: "paid in full, and gone", last: 1000, reductions: [1000], now: nil, acknowledged: [0],
      available: 0),
    Case(
      testDescription: "paid in full, and still there", last: 1000, reductions: [1000], now: 1000, acknowledged: [],
      available: 0),
    Case(
      testDescription: "the first of two nights", last: 1000, reductions: [400, 100], now: 600, acknowledged: [0],
      available: 500),
    Case(
      testDescription: "both nights", last: 1000, reductions: [400, 100], now: 500, acknowledged: [0, 1], available: 500
    ),
    Case(
      testDescription: "a credit memo of 50 besides", last: 1000, reductions: [400], now: 950, acknowledged: [],
      available: 550, isReported: true),
    Case(
      testDescription: "gone with more than was applied", last: 1000, reductions: [400], now: nil, acknowledged: [],
      available: 0, isReported: true),
    Case(
      testDescription: "confirmed by the ERP, not in the extract yet", last: 1000, reductions: [400], confirmed: [0],
      now: 1000, acknowledged: [], available: 600),
    Case(
      testDescription: "confirmed, and a credit memo besides", last: 1000, reductions: [400], confirmed: [0], now: 550,
      acknowledged: [0], available: 550, isReported: true),
    Case(
      testDescription: "a credit memo taken in part", last: -1000, reductions: [-300], now: -1000, acknowledged: [],
      available: -700),
  ])
  func whatTheExtractShowsIsAcknowledged(_ example: Case) {
    var items = items(example.now)
    var availability = Availability([outstanding(example.last, example.reductions, confirmed: example.confirmed)])
    availability.settle(&items)
    #expect(availability.acknowledged == example.acknowledged)
    #expect((items.count == 0 ? 0 : items[0].amount.minorUnits) == example.available)
    #expect(availability.findings.isEmpty != example.isReported)
    #expect(items.count == 0 || items[0].isClosed == (example.available == 0))
  }

  @Test func theDiscountThatWasTakenIsNotGrantedTwice() {
    var taken = items(1000, discount: 20)
    var availability = Availability([outstanding(1000, [500], discount: 15)])
    availability.settle(&taken)
    #expect(taken[0].discount.minorUnits == 5)
    #expect(taken[0].originalAmount?.minorUnits == 1000)
    // Of a part without discount the rest keeps its share.
    var rest = items(1000, discount: 20)
    availability = Availability([outstanding(1000, [750])])
    availability.settle(&rest)
    #expect(rest[0].discount.minorUnits == 5)
  }

  /// A ledger that imports when it likes, with credit memos and postings by hand between: no more is ever available than is open.
  @Test(arguments: 1...200 as ClosedRange<UInt64>)
  func nothingIsEverAvailableTwice(seed: UInt64) {
    var random = SeededRandom(seed: seed)
    /// What is really left, all our allocations counted.
    var left: Int64 = 10_000
    /// What the ledger has open, and our allocations that it has not imported.
    var ledger = left
    var queue: [(allocation: Int64, amount: Int64)] = []
    var book: Outstanding?
    var night: Int64 = 0
    while left > 0, night < 40 {
      night += 1
      for _ in 0..<random.below(3) where !queue.isEmpty { ledger -= queue.removeFirst().amount }
      if random.below(5) == 0 {
        let credit = min(left, Int64(1 + random.below(300)))
        ledger -= credit
        left -= credit
      }
      var items = items(ledger == 0 ? nil : ledger)
      var lines: [Outstanding.Line] = []
      var last = Money(minorUnits: ledger)
      if let book {
        var availability = Availability([book])
        availability.settle(&items)
        lines = availability.outstanding.first?.lines ?? []
        if availability.outstanding.isEmpty == false, availability.extractAmounts.isEmpty { last = book.extractAmount }
      }
      let available = items.count == 0 ? 0 : items[0].amount.minorUnits
      #expect(available <= left, "night \(night)")
      if available > 0 {
        let paid = Int64(1 + random.below(Int(min(available, 2_000))))
        left -= paid
        queue.append((night, paid))
        lines.append(
          Outstanding.Line(
            allocations: [night], run: night, day: CalendarDate(daysSince1970: 20_000), payment: "P",
            reduction: Money(minorUnits: paid), discount: .zero))
      }
      book =
        lines.isEmpty
        ? nil
        : Outstanding(
          item: 1, key: ItemKey(company: "", invoice: "INV-1"), currency: "USD", extractAmount: last, lines: lines)
    }
  }

  /// What was applied and came back is late no more, nor is what came back and was paid again; what follows is.
  @Test(
    arguments: [
      ([100], [0]), ([100, -100], []), ([-100, 100], []), ([-100, 100, 40], [2]), ([60, 40, -40], [0, 1, 2]),
      ([60, -60, 100, -100], []),
    ] as [([Int64], [Int64])])
  func whatTheExtractCannotShowIsNotLate(reductions: [Int64], late: [Int64]) {
    let availability = Availability([outstanding(100, reductions)])
    #expect(availability.late(before: CalendarDate(daysSince1970: 20_001)) == late)
    #expect(availability.late(before: CalendarDate(daysSince1970: 20_000)).isEmpty)
  }
}
