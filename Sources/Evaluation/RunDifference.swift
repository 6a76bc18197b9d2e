package import CashModel
package import Ingest
import Report

/// What a run's files say.
package struct RunResults: Sendable {
  let transactions: [ResultTransaction]
  let allocations: [ResultAllocation]
  let exceptions: [ResultException]

  package init(
    transactions: [ResultTransaction], allocations: [ResultAllocation], exceptions: [ResultException]
  ) {
    self.transactions = transactions
    self.allocations = allocations
    self.exceptions = exceptions
  }
}

/// Which payments two runs decide differently, why, and the cash between them.
package struct RunDifference: Sendable {
  package enum Kind: String, Sendable, CaseIterable {
    /// The payment is in one of the runs only.
    case onlyFirst = "only in the first"
    case onlySecond = "only in the second"
    case nowApplied = "applied by the second"
    case noLongerApplied = "no longer applied"
    case appliedOtherwise = "applied otherwise"
    case otherReason = "waits for another reason"
  }

  package struct Entry: Sendable {
    package let kind: Kind
    package let transaction: ResultTransaction
    /// In each of the runs: what is decided, and why.
    package let decisions: [String]
    package let reasons: [String]
    /// Cash that one run places and the other does not, or on other items, with four decimals.
    package let cash: Money
  }

  package private(set) var entries: [Entry] = []
  package let payments: Int

  package init(from first: RunResults, to second: RunResults) {
    let runs = [Decided(first), Decided(second)]
    let ids = Set(runs[0].transactions.keys).union(runs[1].transactions.keys)
    payments = ids.count
    for id in ids.sorted() {
      let sides = runs.map { $0.side(id) }
      guard let entry = RunDifference.entry(sides) else { continue }
      entries.append(entry)
    }
  }

  /// By kind and currency: payments and the cash between.
  package var totals: [(kind: Kind, currency: String, payments: Int, cash: Int128)] {
    var sums: [Kind: [String: (payments: Int, cash: Int128)]] = [:]
    for entry in entries {
      let known = sums[entry.kind]?[entry.transaction.currency] ?? (0, 0)
      sums[entry.kind, default: [:]][entry.transaction.currency] = (
        known.payments + 1, known.cash + Int128(entry.cash.minorUnits)
      )
    }
    return Kind.allCases.flatMap { kind in
      (sums[kind] ?? [:]).sorted { $0.key < $1.key }.map { (kind, $0.key, $0.value.payments, $0.value.cash) }
    }
  }

  /// One run's decision on a payment.
  private struct Side {
    var transaction: ResultTransaction?
    var lines: [ResultAllocation] = []
    var exception: ResultException?

    var isApplied: Bool { !lines.isEmpty }

    /// What of the payment stands on which item; the amounts of equal lines added up.
    var placed: [String: Int128] {
      var placed: [String: Int128] = [:]
      for line in lines {
        let target = line.invoiceID.isEmpty ? "account of \(line.customerID)" : line.invoiceID
        placed[target, default: 0] += Int128(line.paid.minorUnits)
      }
      return placed
    }

    /// How every item shrinks, and by what.
    var signature: [String] {
      lines.map {
        "\($0.invoiceID) \($0.customerID) \($0.applied) \($0.discount) \($0.adjustment) \($0.adjustmentReason)"
      }
      .sorted()
    }

    var decision: String {
      guard let transaction else { return "–" }
      if lines.isEmpty { return exception?.reason ?? transaction.outcome }
      let items = placed.sorted { $0.key < $1.key }.prefix(3).map { "\($0.key): \(amount($0.value))" }
      let rest = placed.count > 3 ? " and \(placed.count - 3) more" : ""
      return items.joined(separator: ", ") + rest + (exception.map { " + \($0.reason)" } ?? "")
    }

    var reason: String {
      if let line = lines.first { return "\(line.matcher): \(line.explanation)" }
      return exception?.detail ?? ""
    }
  }

  private struct Decided {
    var transactions: [String: ResultTransaction] = [:]
    var lines: [String: [ResultAllocation]] = [:]
    var exceptions: [String: ResultException] = [:]

    init(_ results: RunResults) {
      for transaction in results.transactions { transactions[transaction.paymentID] = transaction }
      for allocation in results.allocations { lines[allocation.paymentID, default: []].append(allocation) }
      for exception in results.exceptions { exceptions[exception.paymentID] = exception }
    }

    func side(_ id: String) -> Side {
      Side(transaction: transactions[id], lines: lines[id] ?? [], exception: exceptions[id])
    }
  }

  private static func entry(_ sides: [Side]) -> Entry? {
    guard let transaction = sides[1].transaction ?? sides[0].transaction else { return nil }
    let kind: Kind
    switch (sides[0].transaction != nil, sides[1].transaction != nil) {
    case (true, false): kind = .onlyFirst
    case (false, _): kind = .onlySecond
    case (true, true):
      switch (sides[0].isApplied, sides[1].isApplied) {
      case (false, true): kind = .nowApplied
      case (true, false): kind = .noLongerApplied
      case (true, true):
        if sides[0].signature == sides[1].signature, sides[0].exception?.reason == sides[1].exception?.reason {
          return nil
        }
        kind = .appliedOtherwise
      case (false, false):
        if sides[0].exception?.reason == sides[1].exception?.reason { return nil }
        kind = .otherReason
      }
    }
    // What one places on an item and the other does not, the larger of both directions.
    var (more, less) = (Int128(0), Int128(0))
    let placed = sides.map(\.placed)
    for target in Set(placed[0].keys).union(placed[1].keys) {
      let difference = (placed[1][target] ?? 0) - (placed[0][target] ?? 0)
      if difference > 0 { more += difference } else { less -= difference }
    }
    let cash = kind == .onlyFirst || kind == .onlySecond ? Int128(transaction.amount.minorUnits) : max(more, less)
    return Entry(
      kind: kind, transaction: transaction, decisions: sides.map(\.decision), reasons: sides.map(\.reason),
      cash: Money(minorUnits: Int64(clamping: cash)))
  }
}

extension RunDifference {
  package var text: String {
    if entries.isEmpty { return "The runs decide all \(grouped(String(payments))) payments alike.\n" }
    var lines: [String] = []
    for entry in entries {
      let transaction = entry.transaction
      lines.append(
        "\(transaction.paymentID)  \(transaction.bankReference)  \(grouped(amount(Int128(transaction.amount.minorUnits)))) "
          + "\(transaction.currency)  \(transaction.payerName): \(entry.kind.rawValue)")
      for (sign, side) in zip(["-", "+"], 0...1) where entry.decisions[side] != "–" {
        let reason = entry.reasons[side].isEmpty ? "" : "  (\(entry.reasons[side]))"
        lines.append("  \(sign) \(entry.decisions[side])\(reason)")
      }
    }
    lines.append("")
    var table = TextTable([.left("difference"), .left("currency"), .right("payments"), .right("cash between")])
    for total in totals {
      table.append([total.kind.rawValue, total.currency, String(total.payments), grouped(amount(total.cash))])
    }
    lines += table.lines
    lines.append("\(grouped(String(entries.count))) of \(counted(payments, "payment")) decided differently.")
    return lines.map(TextTable.printable).joined(separator: "\n") + "\n"
  }

  package var json: [UInt8] {
    let rows = entries.map { entry in
      JSON.object([
        "payment_id": .string(entry.transaction.paymentID), "bank_reference": .string(entry.transaction.bankReference),
        "amount": .string(amount(Int128(entry.transaction.amount.minorUnits))),
        "currency": .string(entry.transaction.currency), "difference": .string(entry.kind.rawValue),
        "first": .string(entry.decisions[0]), "second": .string(entry.decisions[1]),
        "first_reason": .string(entry.reasons[0]), "second_reason": .string(entry.reasons[1]),
        "cash": .string(amount(Int128(entry.cash.minorUnits))),
      ])
    }
    return JSON.object(["payments": .integer(payments), "different": .array(rows)]).bytes(isPretty: true)
  }
}
