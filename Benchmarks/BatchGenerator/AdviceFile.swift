/// `remittances.csv`: what payers say beside the bank files, an advice for each lockbox deposit.
final class AdviceFile {
  private let file: OutputFile

  init(in directory: String) throws {
    file = try OutputFile("remittances.csv", in: directory)
    file.bytes.write("payment_reference,payer,total,currency,invoice_id,paid,discount,adjustment,reason\n")
  }

  func write(_ book: borrowing DayBook, _ ledger: borrowing Ledger, _ dates: DateTexts) throws {
    let comma = UInt8(ascii: ",")
    for draft in book.drafts where draft.situation == .lockbox {
      for split in book.splits[draft.splits] {
        DayBook.writeReference(draft.number, to: &file.bytes)
        file.bytes.append(comma)
        Ledger.writeID(draft.customer, to: &file.bytes)
        file.bytes.append(comma)
        file.bytes.write(amount: draft.amount)
        file.bytes.append(comma)
        file.bytes.write(ledger.currency(ofAccount: draft.account))
        file.bytes.append(comma)
        ledger.writeNumber(split.item, dates, to: &file.bytes)
        file.bytes.append(comma)
        file.bytes.write(amount: split.applied)
        file.bytes.write(",,,\n")
      }
      try file.flushIfFull()
    }
  }

  func close() throws { try file.close() }
}
