package import CashModel
package import Posting

/// What share of a run needed nobody, at the three levels that differ: a rate without its level says little.
struct TouchlessRates {
  let payments: Rate
  let lines: Rate
  let amounts: [(currency: Currency, rate: Rate)]

  static let paymentMeaning = "receipts applied in full without a person, of all receipts"
  static let lineMeaning =
    "invoice lines applied, of these and the transactions that wait, each counted as one line since what it pays is"
    + " not known"
  static let amountMeaning = "cash placed on open items, of the cash received"

  init(_ figures: KeyFigures) {
    payments = Rate(numerator: Int64(figures.touchlessReceipts), denominator: Int64(figures.receipts))
    let waiting = figures.waiting
    lines = Rate(
      numerator: Int64(figures.allocationLines), denominator: Int64(figures.allocationLines + waiting))
    amounts = figures.cash.map {
      ($0.currency, Rate(numerator: $0.placed.minorUnits, denominator: $0.received.minorUnits))
    }
  }
}

extension KeyFigures {
  /// Transactions that a person must look at.
  package var waiting: Int {
    outcomeCounts[Int(Outcome.excepted.rawValue)] + outcomeCounts[Int(Outcome.appliedPart.rawValue)]
  }

  /// The share of the receipts that nobody had to look at: `98.41 %`.
  package var touchlessShare: String { TouchlessRates(self).payments.shown }
}

extension KeyFigures.Cash {
  /// Payments that came back, negative: what was received and what came back is placed, on account or waits.
  package var returned: Money { net - classified - received }
}
