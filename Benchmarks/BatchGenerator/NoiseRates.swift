/// How much of what payers write is not as it should be, each in per cent.
package struct NoiseRates: Hashable, Sendable {
  /// Payments that come without the payer's account.
  package var missingAccounts = 12
  /// Names all in capitals.
  package var capitals = 40
  /// Names without their legal form.
  package var missingLegalForms = 6
  /// Names cut off after 16, 22 or 35 letters.
  package var cutNames = 6
  /// Names with one or two letters wrong.
  package var misspeltNames = 0
  /// Names with a department, on somebody's behalf, in care of somebody, or with their words in another order.
  package var decoratedNames = 0
  /// Numbers with a digit wrong, swapped, dropped or doubled, a letter for a digit, a blank inside, or only their last
  /// digits.
  package var mangledNumbers = 0
  /// Texts with words, a date, an amount or a telephone number around the numbers.
  package var chatter = 25

  package init() {}

  /// Nothing is wrong with anything.
  package static let none: NoiseRates = {
    var rates = NoiseRates()
    for rate in all { rates[keyPath: rate.path] = 0 }
    return rates
  }()

  /// A bad day: every third number or name is not what it should be.
  package static let heavy: NoiseRates = {
    var rates = NoiseRates()
    rates.missingAccounts = 35
    rates.cutNames = 10
    rates.misspeltNames = 15
    rates.decoratedNames = 15
    rates.mangledNumbers = 20
    rates.chatter = 60
    return rates
  }()

  /// All rates by the names under which commands know them.
  package static var all: [(name: String, path: WritableKeyPath<NoiseRates, Int>)] {
    [
      ("missing-accounts", \.missingAccounts), ("capitals", \.capitals), ("missing-legal-forms", \.missingLegalForms),
      ("cut-names", \.cutNames), ("misspelt-names", \.misspeltNames), ("decorated-names", \.decoratedNames),
      ("mangled-numbers", \.mangledNumbers), ("chatter", \.chatter),
    ]
  }
}
