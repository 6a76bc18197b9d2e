/// The canonical bank CSV.
final class CSVBankFile {
  let file: OutputFile
  private let ledger: Ledger
  private let dates: DateTexts

  init(_ name: String, in directory: String, _ ledger: Ledger, _ dates: DateTexts) throws {
    file = try OutputFile(name, in: directory)
    self.ledger = ledger
    self.dates = dates
    file.bytes.write("booking_date,value_date,amount,currency,payer_name,payer_account,remittance,bank_reference")
    file.bytes.write(",account,transaction_code\n")
  }

  func write(_ book: borrowing DayBook, _ drafts: [Int]) throws {
    let comma = UInt8(ascii: ",")
    for index in drafts {
      let draft = book.drafts[index]
      dates.write(book.day, to: &file.bytes)
      file.bytes.append(comma)
      dates.write(book.day, to: &file.bytes)
      file.bytes.append(comma)
      file.bytes.write(amount: draft.amount)
      file.bytes.append(comma)
      file.bytes.write(ledger.currency(ofAccount: draft.account))
      file.bytes.append(comma)
      file.bytes.write(cell: draft.payerName, of: book.bytes)
      file.bytes.append(comma)
      file.bytes.write(draft.payerAccount, of: book.bytes)
      file.bytes.append(comma)
      writeRemittance(draft.remittance, of: book.bytes)
      file.bytes.append(comma)
      DayBook.writeReference(draft.number, to: &file.bytes)
      file.bytes.append(comma)
      ledger.writeOwnAccount(draft.account, to: &file.bytes)
      file.bytes.write(draft.situation.isReturn ? ",RETURN" : ",")
      file.bytes.append(0x0a)
      try file.flushIfFull()
    }
  }

  func close() throws { try file.close() }

  /// The lines of the text in one, in quotes where it has a comma; generated text has no quotes of its own.
  private func writeRemittance(_ text: TextRange, of source: [UInt8]) {
    let bytes = source[text.start..<text.end]
    let isQuoted = bytes.contains(UInt8(ascii: ","))
    if isQuoted { file.bytes.append(0x22) }
    for byte in bytes {
      switch byte {
      case DayBook.lineEnd: file.bytes.append(0x20)
      case DayBook.cut: break
      default: file.bytes.append(byte)
      }
    }
    if isQuoted { file.bytes.append(0x22) }
  }
}
