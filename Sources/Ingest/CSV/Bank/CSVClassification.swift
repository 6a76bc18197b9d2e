package import CashModel

/// What kind of transaction a row of a bank's CSV file is, from its code and its direction.
package enum CSVClassification {
  /// - Parameter code: the cell `transaction_code`: a word, a BAI2 type code of three digits whose direction is the
  ///   row's; a code that no table knows says nothing, and the direction decides.
  package static func transactionClass(code: Span<UInt8>, direction: Direction) -> TransactionClass {
    if code.count > 0 {
      if let number = bai2Code(code), BAI2Codes.direction(of: number) == direction {
        return BAI2Codes.transactionClass(of: number)
      }
      if let known = certain[code] { return known }
      if direction == .debit, let known = certainOnDebits[code] { return known }
    }
    return direction == .credit ? .receipt : .otherDebit
  }

  private static func bai2Code(_ code: Span<UInt8>) -> Int? {
    guard code.count == 3 else { return nil }
    var number = 0
    for index in code.indices {
      guard code[index] >= 0x30, code[index] <= 0x39 else { return nil }
      number = number * 10 + Int(code[index] - 0x30)
    }
    return number
  }

  private static let certain = WordTable<TransactionClass>([
    ("RETURN RETURNED RTN RET CHGBACK REVERSAL REV NSF", .return),
    ("FEE FEES CHG CHGS CHARGE CHARGES COM COMM", .fee),
    ("INT INTEREST", .interest),
    ("SWEEP ZBA ZBT POOLING INTERNAL", .transfer),
    ("MSG MESSAGE MEMO", .message),
  ])

  /// Words that banks write for transfers between own accounts and for customers' credit transfers alike: a credit
  /// stays a receipt, since a person sees a receipt that no customer sent, but nobody sees a payment taken for a
  /// transfer.
  private static let certainOnDebits = WordTable<TransactionClass>([
    ("TRF TFR XFER TRANSFER", .transfer)
  ])
}
