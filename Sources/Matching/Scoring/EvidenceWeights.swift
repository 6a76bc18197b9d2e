import CashModel

// How much each kind of evidence speaks for an explanation, as log-odds in thousandths of a bit (Fellegi and Sunter 1969): the
// logarithm to base 2 of how much more often it is seen beside the right items than beside others. 10,000 is a factor of a
// thousand. They are added up as whole numbers, so that every machine gets the same sum. Amounts and names weigh the
// more the rarer they are in this book; the rest is this table.

extension Evidence.Kind {
  /// Says of an item that it is meant.
  var namesItem: Bool {
    switch self {
    case .citedItem, .citedOtherNumber, .nearItem, .structuredLine, .onlySetOfAmount, .oldestFirst, .onlyJointly: true
    default: false
    }
  }

  /// For the item or payer it is about. What is told by rarity (names, amounts) has its most here.
  var milliBits: Int32 {
    switch self {
    case .structuredLine: 21_000
    case .citedItem: 20_000
    case .citedOtherNumber: 15_000
    case .nearItem: 10_000
    case .onlySetOfAmount: 10_000
    case .oldestFirst: 9_000
    case .onlyJointly: 6_000
    case .payerByAccount, .payerByCustomerNumber: 14_000
    case .payerByAlias: 13_000
    case .payerByName: 13_000
    case .payerBySimilarName: 9_000
    case .paidTogether: 4_000
    case .discountTaken, .creditNetted: 1_000
    case .oldestOfEqual, .classNotProven, .payerNameShared, .restOfPayment, .unacknowledgedItem, .takesBack,
      .onAccountCash:
      0
    case .onlyItemOfAmount: 0
    case .payerOfFamily: -2_000
    case .rival: -8_000
    case .unknownNumber: -3_000
    case .citedClosedItem, .citedOtherCurrency: -4_000
    case .contestedItem: -6_000
    case .foreignItem: -10_000
    }
  }
}

enum AmountWeight {
  /// A cited sum that ties to the minor unit; of a single item its rarity counts, up to this.
  static let ties: Int32 = 13_000
  /// A difference that is explained: it costs what the explanation could have explained by chance.
  static let explained: Int32 = 3_000
  static let unexplained: Int32 = -3_000
}

enum MilliBits {
  /// The logarithm to base 2, in thousandths, rounded down; 0 for less than 1. Whole numbers only: the fraction comes from
  /// squaring, bit by bit.
  static func log2(_ number: Int) -> Int32 {
    guard number > 1 else { return 0 }
    let whole = Int.bitWidth - 1 - number.leadingZeroBitCount
    var mantissa = (UInt64(number) << UInt64(63 - whole)) >> 32
    var fraction: UInt64 = 0
    for _ in 0..<16 {
      mantissa = (mantissa &* mantissa) >> 31
      fraction <<= 1
      if mantissa >> 32 != 0 {
        fraction |= 1
        mantissa >>= 1
      }
    }
    return Int32(whole) * 1_000 + Int32(fraction * 1_000 >> 16)
  }
}
