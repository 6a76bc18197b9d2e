package import CashModel

/// What was applied to one item in earlier runs and the ledger's extract did not show so far.
package struct Outstanding: Sendable, Equatable {
  /// What one run applied to the item.
  package struct Line: Sendable, Equatable {
    /// The book's numbers of the allocations.
    package var allocations: [Int64]
    package let run: Int64
    package let day: CalendarDate
    /// The payment, for the item's `closed_by`.
    package let payment: String
    /// Cash, discount and adjustment together, with the item's sign.
    package var reduction: Money
    package var discount: Money
    /// The ERP's own list says that it has it.
    package var isConfirmed: Bool

    package init(
      allocations: [Int64], run: Int64, day: CalendarDate, payment: String, reduction: Money, discount: Money,
      isConfirmed: Bool = false
    ) {
      self.allocations = allocations
      self.run = run
      self.day = day
      self.payment = payment
      self.reduction = reduction
      self.discount = discount
      self.isConfirmed = isConfirmed
    }
  }

  /// The book's number of the item.
  package let item: Int64
  package let key: ItemKey
  package let currency: String
  /// What the last extract said is open.
  package let extractAmount: Money
  /// In the order of the runs.
  package var lines: [Line]
  /// The item, where something of it came back, so that it may have to be opened again.
  package var kept: KeptItem?

  package init(item: Int64, key: ItemKey, currency: String, extractAmount: Money, lines: [Line], kept: KeptItem? = nil)
  {
    self.item = item
    self.key = key
    self.kept = kept
    self.currency = currency
    self.extractAmount = extractAmount
    self.lines = lines
  }
}

/// What tonight's extract says about what was applied before, and what is therefore available.
///
/// The ledger imports our postings when it likes: an extract may show all of them, those of the first nights, or none. What an item
/// shrank by since the last extract decides: by exactly what the first runs applied to it, and these are acknowledged; by nothing,
/// and none are. Anything else (a credit memo, a posting by hand) is reported and nothing is assumed: all that is not acknowledged
/// stays taken, so that no item is ever paid twice.
package struct Availability: Sendable {
  package private(set) var outstanding: [Outstanding]
  /// Allocations that the extract shows.
  package private(set) var acknowledged: [Int64] = []
  /// Items whose open amount in the extract is another than last time.
  package private(set) var extractAmounts: [(item: Int64, amount: Money)] = []
  /// What changed otherwise, in sentences.
  package private(set) var findings: [String] = []

  package init(_ outstanding: [Outstanding]) { self.outstanding = outstanding }

  /// Holds the extract against what is outstanding, and takes off it what stays so.
  package mutating func settle(_ items: inout OpenItemTable) {
    guard !outstanding.isEmpty else { return }
    let rows = items.rows(of: Set(outstanding.map(\.key)))
    var left: [Outstanding] = []
    for one in outstanding {
      let row = rows[one.key]
      if let rest = settle(one, row.map(items.open) ?? .zero) {
        left.append(rest)
        take(rest, from: row, &items)
      }
    }
    outstanding = left
  }

  /// The allocations of runs before a day that the extract should show and does not. What was applied and came back again, or the other way
  /// round, it shows neither way.
  package func late(before day: CalendarDate) -> [Int64] {
    outstanding.flatMap { one -> [Int64] in
      var sum = Money.zero
      var shown = 0
      for (place, line) in one.lines.enumerated() {
        sum = sum + line.reduction
        if sum == .zero { shown = place + 1 }
      }
      return one.lines[shown...].filter { $0.day < day }.flatMap(\.allocations)
    }
  }

  private func take(_ rest: Outstanding, from row: Int?, _ items: inout OpenItemTable) {
    var reduction = Money.zero
    var discount = Money.zero
    for line in rest.lines {
      reduction = reduction + line.reduction
      discount = discount + line.discount
    }
    guard let last = rest.lines.last, reduction != .zero else { return }
    let open = row.map(items.open) ?? .zero
    if let kept = rest.kept, reduction.minorUnits.signum() != open.minorUnits.signum() {
      // More came back than what the extract does not show yet.
      if kept.isOpen(with: open - reduction) {
        items.reopen(kept, at: row, by: Money.zero - reduction, discount: Money.zero - discount)
      }
    } else if let row, open != .zero {
      items.take(reduction, discount: discount, from: row, on: last.day, by: last.payment)
    }
  }

  /// - Parameter now: what of the item is open; zero where the extract has it no more.
  /// - Returns: what stays outstanding; nil where nothing does.
  private mutating func settle(_ one: Outstanding, _ now: Money) -> Outstanding? {
    guard now != one.extractAmount else { return one }
    extractAmounts.append((one.item, now))
    var rest = one
    // What the ERP says it has is in an extract that has changed.
    let confirmed = rest.lines.filter(\.isConfirmed)
    rest.lines.removeAll(where: \.isConfirmed)
    acknowledged += confirmed.flatMap(\.allocations)
    var expected = confirmed.reduce(one.extractAmount) { $0 - $1.reduction }
    var shown = now == expected ? 0 : nil
    let hoped = expected
    for (place, line) in rest.lines.enumerated() where shown == nil {
      expected = expected - line.reduction
      if expected == now { shown = place + 1 }
    }
    guard let shown else {
      findings.append(Availability.finding(rest, was: one.extractAmount, now, hoped: hoped, fully: expected))
      return rest.lines.isEmpty ? nil : rest
    }
    acknowledged += rest.lines[..<shown].flatMap(\.allocations)
    rest.lines.removeFirst(shown)
    return rest.lines.isEmpty ? nil : rest
  }

  private static func finding(
    _ one: Outstanding, was: Money, _ now: Money, hoped: Money, fully: Money
  ) -> String {
    let exponent = Currency(one.currency)?.exponent ?? 2
    let company = one.key.company.isEmpty ? "" : " of company \(one.key.company)"
    let expected =
      hoped == fully
      ? hoped.text(exponent: exponent) : "\(hoped.text(exponent: exponent)) or \(fully.text(exponent: exponent))"
    return "item \(one.key.invoice)\(company) was open with \(was.text(exponent: exponent)) and is with "
      + "\(now.text(exponent: exponent)), where our postings let expect \(expected): something else changed it"
  }
}

extension OpenItemTable {
  /// What is open of an item; nothing of a closed one.
  package func open(_ row: Int) -> Money { self[row].isClosed ? .zero : self[row].amount }

  /// Opens an item again, by what came back.
  ///
  /// - Parameter row: nil where the extract has it no more.
  /// - Returns: its row.
  @discardableResult
  package mutating func reopen(_ item: KeptItem, at row: Int?, by amount: Money, discount: Money) -> Int? {
    guard let row else { return item.append(to: &self, open: amount) }
    let left = open(row) + amount
    reopen(row, with: left, discount: self[row].isClosed ? item.discount(of: left) : self[row].discount + discount)
    return row
  }
}
