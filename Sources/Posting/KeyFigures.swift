package import CashModel

/// Counts and cash of one run.
package struct KeyFigures: Hashable, Sendable {
  /// Cash of receipts and other entries in one currency, in its minor units. For credits and debits alike
  /// `in = placed + onAccount + open + classified` holds, debits counted negative.
  package struct Cash: Hashable, Sendable {
    package let currency: Currency
    /// Receipts and their cash.
    package var receipts = 0
    package var received: Money = .zero
    /// Cash placed on open items.
    package var placed: Money = .zero
    package var onAccount: Money = .zero
    /// Cash of receipts and returns that waits for a person.
    package var open: Money = .zero
    /// Net cash of entries that are nobody's payment of an invoice.
    package var classified: Money = .zero
    /// Net of all booked entries, credits less debits.
    package var net: Money = .zero
    /// Cash of the receipts applied in full without a person; the touchless rate by amount is this over `received`.
    package var touchless: Money = .zero
    /// What of `placed` and `onAccount` returns took back of earlier runs' cash: never positive.
    package var reversed: Money = .zero

    package init(currency: Currency) { self.currency = currency }

    /// Net cash of payments that came back; what of it took back no cash of earlier runs is part of `open`.
    package var returned: Money { net - classified - received }
    /// Cash of receipts that waits for a person: `received = placed + onAccount - reversed + waiting`.
    package var waiting: Money { open - (returned - reversed) }
  }

  package struct MatcherFigures: Hashable, Sendable {
    package let matcher: Matcher
    package var payments = 0
    package var invoiceLines = 0

    package init(matcher: Matcher) { self.matcher = matcher }
  }

  package struct ReasonFigures: Hashable, Sendable {
    package let reason: ReasonCode
    package var payments = 0
    /// Open cash by currency, in order of the currency.
    package var open: [Cash] = []

    package init(reason: ReasonCode) { self.reason = reason }
  }

  package var transactions = 0
  package var receipts = 0
  package var outcomes: [(outcome: Outcome, count: Int)] {
    Outcome.allCases.map { ($0, outcomeCounts[Int($0.rawValue)]) }
  }
  package var outcomeCounts = [Int](repeating: 0, count: Outcome.allCases.count)
  package var classCounts = [Int](repeating: 0, count: TransactionClass.allCases.count)
  /// In order of the currency.
  package var cash: [Cash] = []
  /// In order of the matchers; those that applied nothing are left out.
  package var matchers: [MatcherFigures] = []
  /// The most frequent first.
  package var reasons: [ReasonFigures] = []
  package var allocationLines = 0
  /// Receipts applied in full without a person; the touchless rate per payment is this over `receipts`.
  package var touchlessReceipts = 0
  package var carried = Carried()

  /// Payments of earlier runs that waited and were matched again; they are in none of the other figures but the allocation lines.
  package struct Carried: Hashable, Sendable {
    package var payments = 0
    /// Those of which cash was placed now.
    package var placed = 0
    /// Those that still wait, with all or a part.
    package var waiting = 0
  }

  package init() {}
}
