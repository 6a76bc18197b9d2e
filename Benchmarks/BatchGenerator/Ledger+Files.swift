import CashModel

extension Ledger {
  /// Days the ledger and the batch speak of: from the oldest invoice to well after the last bank day.
  static func days(_ options: BatchOptions) -> ClosedRange<Int32> {
    let first = options.firstDay.daysSince1970
    return first - 130...first + Int32(options.bankDays) * 2 + 40
  }

  /// Writes the number of an item as the invoice shows it.
  func writeNumber(_ item: Int32, _ dates: DateTexts, to buffer: inout [UInt8]) {
    let (year, month) = dates.yearAndMonth(invoiceDays[Int(item)])
    styles[Int(item)].write(Int(item), year: year, month: month, to: &buffer)
  }

  static func writeID(_ customer: Int32, to buffer: inout [UInt8]) {
    buffer.append(UInt8(ascii: "C"))
    buffer.write(number: Int(customer) + 1, width: 6)
  }

  static func writeOrderNumber(_ item: Int32, to buffer: inout [UInt8]) {
    buffer.write("PO")
    buffer.write(number: 700_000_000 + Int(item))
  }

  /// Writes a customer's bank account: an IBAN for euro customers, else ten digits.
  func writeAccount(_ customer: Int32, to buffer: inout [UInt8]) {
    let number = 2_000_000_000 + (Int(customer) * 7_919_993) % 7_000_000_000
    Ledger.writeAccount(number, isIBAN: currency(ofAccount: ownAccounts[Int(customer)]) == "EUR", to: &buffer)
  }

  /// Writes a bank account of ours.
  func writeOwnAccount(_ account: Int32, to buffer: inout [UInt8]) {
    Ledger.writeAccount(1_000_000_100 + Int(account), isIBAN: currency(ofAccount: account) == "EUR", to: &buffer)
  }

  /// Writes an account number as it is, or as a German IBAN with its check digits (ISO 13616: the number formed by
  /// bank code, account, `DE` as 1314 and the check digits leaves 1 when divided by 97).
  static func writeAccount(_ number: Int, isIBAN: Bool, to buffer: inout [UInt8]) {
    guard isIBAN else {
      buffer.write(number: number, width: 10)
      return
    }
    let bank = 50_010_900
    let domestic = (bank % 97 * (10_000_000_000 % 97) + number) % 97
    let check = 98 - (domestic * (1_000_000 % 97) + 131_400) % 97
    buffer.write("DE")
    buffer.write(number: check, width: 2)
    buffer.write(number: bank)
    buffer.write(number: number, width: 10)
  }

  func writeOpenItems(_ dates: DateTexts, to file: OutputFile) throws {
    file.bytes.write(
      "invoice_id,customer_id,amount,currency,invoice_date,due_date,type,discount_date,discount_amount,po_number")
    file.bytes.write(",references,original_amount,closed_date")
    file.bytes.write(companies > 1 ? ",company\n" : "\n")
    for item in 0..<Int32(itemCount) {
      writeOpenItem(item, dates, to: &file.bytes)
      try file.flushIfFull()
    }
  }

  private func writeOpenItem(_ item: Int32, _ dates: DateTexts, to buffer: inout [UInt8]) {
    let row = Int(item)
    let comma = UInt8(ascii: ",")
    let account = ownAccounts[Int(itemCustomers[row])]
    writeNumber(item, dates, to: &buffer)
    buffer.append(comma)
    Ledger.writeID(itemCustomers[row], to: &buffer)
    buffer.append(comma)
    buffer.write(amount: amounts[row])
    buffer.append(comma)
    buffer.write(currency(ofAccount: account))
    buffer.append(comma)
    dates.write(invoiceDays[row], to: &buffer)
    buffer.append(comma)
    dates.write(invoiceDays[row] + 30, to: &buffer)
    buffer.write(amounts[row] < 0 ? ",credit_memo," : ",invoice,")
    let hasDiscount = discountDays[row] != 0 && amounts[row] > 0
    if hasDiscount { dates.write(discountDays[row], to: &buffer) }
    buffer.append(comma)
    if hasDiscount { buffer.write(amount: discounts[row]) }
    buffer.append(comma)
    if hasOrderNumber[row] { Ledger.writeOrderNumber(item, to: &buffer) }
    buffer.append(comma)
    if hasReference[row] { Ledger.writeReference(item, to: &buffer) }
    buffer.append(comma)
    let isClosed = closedAmounts[row] != 0
    buffer.write(amount: isClosed ? closedAmounts[row] : amounts[row])
    buffer.append(comma)
    if isClosed { dates.write(invoiceDays[row], to: &buffer) }
    if companies > 1 {
      buffer.write(",E")
      buffer.write(number: company(ofAccount: account) + 1, width: 2)
    }
    buffer.append(0x0a)
  }

  func writeCustomers(to file: OutputFile) throws {
    file.bytes.write("customer_id,name,aliases,accounts,parent_id,country,rule,blocked\n")
    for customer in 0..<Int32(customerCount) {
      Ledger.writeID(customer, to: &file.bytes)
      file.bytes.append(UInt8(ascii: ","))
      file.bytes.write(cell: names[Int(customer)], of: text)
      file.bytes.append(UInt8(ascii: ","))
      if hasAlias[Int(customer)] { file.bytes += Ledger.aliasName(customer) }
      file.bytes.append(UInt8(ascii: ","))
      if hasAccount[Int(customer)] { writeAccount(customer, to: &file.bytes) }
      file.bytes.append(UInt8(ascii: ","))
      if parents[Int(customer)] >= 0 { Ledger.writeID(parents[Int(customer)], to: &file.bytes) }
      file.bytes.write(withholdsTax[Int(customer)] ? ",IN," : ",,")
      if paysOldestFirst[Int(customer)] { file.bytes.write(CustomerRule.oldestFirstPartial.rawValue) }
      file.bytes.write(isBlocked[Int(customer)] ? ",true\n" : ",\n")
      try file.flushIfFull()
    }
  }

  /// `RF`, two check digits (ISO 11649: the number formed by the rest, `RF` as 2715 and the check digits leaves 1 when divided by
  /// 97) and nine digits of the item's own.
  static func writeReference(_ item: Int32, to buffer: inout [UInt8]) {
    let number = 910_000_000 + Int(item)
    buffer.write("RF")
    buffer.write(number: 98 - (number % 97 * (1_000_000 % 97) + 271_500) % 97, width: 2)
    buffer.write(number: number)
  }

  /// A trading name that has nothing to do with the customer's.
  static func aliasName(_ customer: Int32) -> [UInt8] {
    var name: [UInt8] = []
    name.write("Trademark ")
    var rest = Int(customer) + 1
    while rest > 0 {
      name.append(UInt8(ascii: "A") + UInt8(truncatingIfNeeded: rest % 26))
      name.append([UInt8(ascii: "a"), UInt8(ascii: "e"), UInt8(ascii: "o")][rest % 3])
      rest /= 26
    }
    name.write(" Stores")
    return name
  }

  /// Names our own bank accounts, so that money between them is known to be a transfer, and the rates at which tax is withheld.
  func writeConfiguration(to file: OutputFile) {
    file.bytes.write("policies:\n  withholding: { rates: { default: [], IN: [2, 10] } }\n")
    file.bytes.write("own_accounts:\n")
    for account in 0..<Int32(ownAccountCount) {
      file.bytes.write("  - \"")
      writeOwnAccount(account, to: &file.bytes)
      file.bytes.write("\"\n")
    }
  }
}
