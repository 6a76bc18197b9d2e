import CashModel

/// What the statements of one bank file add up to, per currency.
struct BankFileTotals {
  struct Sums {
    var credits: Int64 = 0
    var debits: Int64 = 0
  }

  /// By currency code; `XXX`, ISO 4217's code for none, where a statement states no currency.
  private(set) var sums: [(currency: String, exponent: Int, sums: Sums)] = []

  init(_ file: BankFile) {
    for statement in file.statements {
      let code = statement.currency?.code ?? "XXX"
      var place = 0
      while place < sums.count, sums[place].currency < code { place += 1 }
      if place == sums.count || sums[place].currency != code {
        sums.insert((code, statement.currency?.exponent ?? 2, Sums()), at: place)
      }
      sums[place].sums.credits = BankFileTotals.sum(sums[place].sums.credits, statement.credits)
      sums[place].sums.debits = BankFileTotals.sum(sums[place].sums.debits, statement.debits)
    }
  }

  /// Saturates: each statement's total is sound, but a hostile file may have any number of statements, and this sum
  /// is only shown.
  private static func sum(_ left: Int64, _ right: Money) -> Int64 {
    let (sum, overflow) = left.addingReportingOverflow(right.minorUnits)
    return overflow ? (right < .zero ? .min + 1 : .max) : sum
  }

  /// One decimal string where there is one currency, otherwise an object by currency.
  func json(_ part: KeyPath<Sums, Int64>) -> JSON {
    if sums.isEmpty { return .string("0") }
    let texts = sums.map { ($0.currency, Money(minorUnits: $0.sums[keyPath: part]).text(exponent: $0.exponent)) }
    if texts.count == 1 { return .string(texts[0].1) }
    return .object(Dictionary(uniqueKeysWithValues: texts.map { ($0.0, JSON.string($0.1)) }))
  }
}
