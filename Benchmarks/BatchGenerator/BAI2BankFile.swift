/// A BAI2 file: a group per bank day and account, with the control totals of the manual.
///
/// An account's total (49) adds the amounts of its 03 record with their signs and those of its 16 records without;
/// groups (98) and the file (99) add the totals below them. Records are counted as lines, continuations included.
final class BAI2BankFile {
  private let file: OutputFile
  private let ledger: Ledger
  private let dates: DateTexts
  private var balances: [Int64]
  private var records = 1
  private var groups = 0
  private var total: Int64 = 0

  init(_ name: String, in directory: String, _ ledger: Ledger, _ dates: DateTexts, firstDay: Int32) throws {
    file = try OutputFile(name, in: directory)
    self.ledger = ledger
    self.dates = dates
    balances = [Int64](repeating: Opening.balance, count: ledger.ownAccountCount)
    file.bytes.write("01,BANKUS33,OURCOMPANY,")
    dates.writeShort(firstDay, to: &file.bytes)
    file.bytes.write(",0600,1,,,2/\n")
  }

  /// Writes the group of one account and day.
  func write(_ book: borrowing DayBook, _ drafts: [Int], account: Int32) throws {
    guard !drafts.isEmpty else { return }
    file.bytes.write("02,OURCOMPANY,BANKUS33,1,")
    dates.writeShort(book.day, to: &file.bytes)
    file.bytes.write(",2359,")
    file.bytes.write(ledger.currency(ofAccount: account))
    file.bytes.write(",2/\n")
    var accountTotal = writeAccount(book, drafts, account)
    var accountRecords = 2
    for index in drafts {
      let draft = book.drafts[index]
      accountRecords += writeTransaction(draft, book)
      accountTotal += abs(draft.amount)
      try file.flushIfFull()
    }
    accountRecords += 1
    writeTrailer("49", accountTotal, nil, accountRecords)
    writeTrailer("98", accountTotal, 1, accountRecords + 2)
    records += accountRecords + 2
    groups += 1
    total += accountTotal
  }

  func close() throws {
    writeTrailer("99", total, groups, records + 1)
    try file.close()
  }

  private func writeTrailer(_ code: String, _ total: Int64, _ count: Int?, _ records: Int) {
    file.bytes.write(code)
    file.bytes.append(UInt8(ascii: ","))
    write(units: total)
    if let count {
      file.bytes.append(UInt8(ascii: ","))
      file.bytes.write(number: count)
    }
    file.bytes.append(UInt8(ascii: ","))
    file.bytes.write(number: records)
    file.bytes.write("/\n")
  }

  private func write(units: Int64) {
    if units < 0 { file.bytes.append(UInt8(ascii: "-")) }
    file.bytes.write(number: Int(units.magnitude))
  }

  /// Writes 03 and its continuation: balances, then credits and debits; returns the sum of its amounts.
  private func writeAccount(_ book: borrowing DayBook, _ drafts: [Int], _ account: Int32) -> Int64 {
    let sums = DaySums(book, drafts)
    let opening = balances[Int(account)]
    let closing = opening + sums.credits - sums.debits
    balances[Int(account)] = closing
    file.bytes.write("03,")
    ledger.writeOwnAccount(account, to: &file.bytes)
    file.bytes.append(UInt8(ascii: ","))
    file.bytes.write(ledger.currency(ofAccount: account))
    file.bytes.write(",010,")
    write(units: opening)
    file.bytes.write(",,,015,")
    write(units: closing)
    file.bytes.write(",,/\n88,100,")
    write(units: sums.credits)
    file.bytes.append(UInt8(ascii: ","))
    file.bytes.write(number: sums.creditCount)
    file.bytes.write(",,400,")
    write(units: sums.debits)
    file.bytes.append(UInt8(ascii: ","))
    file.bytes.write(number: sums.debitCount)
    file.bytes.write(",/\n")
    return opening + closing + sums.credits + sums.debits
  }

  /// Writes 16 and its continuations; returns how many lines they take.
  private func writeTransaction(_ draft: Draft, _ book: borrowing DayBook) -> Int {
    let isWire = draft.number % 5 < 2
    file.bytes.write("16,")
    file.bytes.write(BAI2BankFile.code(draft, isWire: isWire))
    file.bytes.append(UInt8(ascii: ","))
    write(units: abs(draft.amount))
    writeFunds(draft.number % 4, book.day)
    DayBook.writeReference(draft.number, to: &file.bytes)
    file.bytes.write(",,")
    if draft.original > 0 {
      file.bytes.write("RETURNED ITEM ORIGINAL REF: ")
      DayBook.writeReference(draft.original, to: &file.bytes)
      file.bytes.append(0x0a)
      return 1
    }
    guard draft.situation.isReceipt else {
      writeLines(draft.remittance, book, first: "", next: "88,")
      file.bytes.append(0x0a)
      return 1
    }
    var lines = 1
    if isWire {
      file.bytes.write("WIRE IN ORIG:")
      if draft.payerAccount.end > draft.payerAccount.start {
        file.bytes.append(UInt8(ascii: "/"))
        file.bytes.write(draft.payerAccount, of: book.bytes)
        file.bytes.append(0x20)
      }
      file.bytes.write(draft.payerName, of: book.bytes)
      file.bytes.append(0x0a)
    } else {
      file.bytes.write("ORIG CO NAME:")
      file.bytes.write(draft.payerName, of: book.bytes)
      file.bytes.write(" ORIG ID:9100000000 DESC:PAYMENT ENTRY:CTX\n88,INDIV ID:")
      file.bytes.write(draft.payerAccount, of: book.bytes)
      file.bytes.write(" INDIV NAME:OUR COMPANY INC\n")
      lines += 1
    }
    if draft.remittance.end > draft.remittance.start {
      lines += writeLines(draft.remittance, book, first: isWire ? "88,OBI=" : "88,", next: "88,")
      file.bytes.append(0x0a)
    }
    return lines
  }

  private func writeFunds(_ kind: Int, _ day: Int32) {
    switch kind {
    case 0: file.bytes.write(",0,")
    case 1: file.bytes.write(",Z,")
    case 2: file.bytes.write(",,")
    default:
      file.bytes.write(",V,")
      dates.writeShort(day, to: &file.bytes)
      file.bytes.write(",,")
    }
  }

  @discardableResult
  private func writeLines(_ text: TextRange, _ book: borrowing DayBook, first: String, next: String) -> Int {
    var lines = 1
    file.bytes.write(first)
    for index in text.start..<text.end {
      let byte = book.bytes[index]
      guard byte == DayBook.lineEnd || byte == DayBook.cut else {
        file.bytes.append(byte)
        continue
      }
      file.bytes.append(0x0a)
      file.bytes.write(next)
      lines += 1
    }
    return lines
  }

  private static func code(_ draft: Draft, isWire: Bool) -> String {
    switch draft.situation {
    case .fee: "698"
    case .interest: "354"
    case .transfer: draft.amount < 0 ? "575" : "275"
    case .outgoing: "495"
    case .returnedPayment, .bouncedReturn: "555"
    default: isWire ? "195" : "165"
    }
  }
}

enum Opening {
  /// What every bank account of ours holds before the first day, in cents.
  static let balance: Int64 = 1_000_000_000
}

/// Credits and debits of one account and day, debits as positive numbers.
struct DaySums {
  private(set) var credits: Int64 = 0
  private(set) var debits: Int64 = 0
  private(set) var creditCount = 0
  private(set) var debitCount = 0

  init(_ book: borrowing DayBook, _ drafts: [Int]) {
    for index in drafts {
      let amount = book.drafts[index].amount
      if amount >= 0 {
        credits += amount
        creditCount += 1
      } else {
        debits -= amount
        debitCount += 1
      }
    }
  }
}
