/// The labels: which items each transaction pays, and how much its text and payer tell.
final class TruthFiles {
  private let truth: OutputFile
  private let splits: OutputFile

  init(in directory: String) throws {
    truth = try OutputFile("truth.csv", in: directory)
    splits = try OutputFile("truth-splits.csv", in: directory)
    truth.bytes.write("bank_reference,amount,currency,kind,scenario,evidence,group,customer_id\n")
    splits.bytes.write("bank_reference,invoice_id,applied,discount\n")
  }

  func write(_ book: borrowing DayBook, _ ledger: borrowing Ledger, _ dates: DateTexts) throws {
    let comma = UInt8(ascii: ",")
    for draft in book.drafts {
      write(draft, book, ledger)
      for split in book.splits[draft.splits] {
        DayBook.writeReference(draft.number, to: &splits.bytes)
        splits.bytes.append(comma)
        ledger.writeNumber(split.item, dates, to: &splits.bytes)
        splits.bytes.append(comma)
        splits.bytes.write(amount: split.applied)
        splits.bytes.append(comma)
        splits.bytes.write(amount: split.discount)
        splits.bytes.append(0x0a)
      }
      try truth.flushIfFull()
      try splits.flushIfFull()
    }
  }

  func close() throws {
    try truth.close()
    try splits.close()
  }

  private func write(_ draft: Draft, _ book: borrowing DayBook, _ ledger: borrowing Ledger) {
    let comma = UInt8(ascii: ",")
    DayBook.writeReference(draft.number, to: &truth.bytes)
    truth.bytes.append(comma)
    truth.bytes.write(amount: abs(draft.amount))
    truth.bytes.append(comma)
    truth.bytes.write(ledger.currency(ofAccount: draft.account))
    truth.bytes.write(draft.situation.isReceipt ? ",receipt," : ",other,")
    truth.bytes.write(TruthFiles.scenario(draft))
    truth.bytes.append(comma)
    truth.bytes.write(TruthFiles.evidence(draft, book, ledger))
    truth.bytes.append(comma)
    switch draft.group {
    case .none: break
    case .parts(let first):
      truth.bytes.append(UInt8(ascii: "g"))
      truth.bytes.write(number: first)
    case .duplicates(let first):
      truth.bytes.append(UInt8(ascii: "d"))
      DayBook.writeReference(first, to: &truth.bytes)
    }
    truth.bytes.append(comma)
    if draft.customer >= 0 { Ledger.writeID(draft.customer, to: &truth.bytes) }
    truth.bytes.append(0x0a)
  }

  /// The first of two equal payments is an ordinary one.
  private static func scenario(_ draft: Draft) -> String {
    draft.situation == .duplicatePayment && !draft.isSecondOfTwo ? Situation.clean.name : draft.situation.name
  }

  /// `full` where payer and text leave one explanation, `partial` where a person could doubt, `none` where nothing
  /// is to be applied.
  private static func evidence(_ draft: Draft, _ book: borrowing DayBook, _ ledger: borrowing Ledger) -> String {
    guard let split = book.splits[draft.splits].first else { return "none" }
    if draft.isMangled { return "partial" }
    switch draft.situation {
    case .smallDifference, .lateDiscount, .withholding, .partialDiscount, .statedCharge, .foreignCurrency,
      .statementWithCredit, .oldestFirst,
      .sharedName,
      .alias, .customerNumber:
      return "partial"
    case .shortPay, .overPay, .cutOff, .missingReference, .extraReference, .uncitedCredit, .statement, .bankCharge,
      .foreignReference:
      return "partial"
    case .payerAndAmount:
      return ledger.hasAccount[Int(draft.customer)] && ledger.isOnlyOne(split.item) ? "full" : "partial"
    case .corruptReference: return ledger.hasAccount[Int(draft.customer)] ? "full" : "partial"
    default: return "full"
    }
  }
}
