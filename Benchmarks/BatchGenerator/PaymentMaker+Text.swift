/// What payers write: names as their banks show them, and remittance text.
extension PaymentMaker {
  private static let strangers = [
    "NORTHLIGHT PAYMENTS", "UNION CLEARING SERVICES", "PAYWELL LTD", "REGIONAL INSURANCE GROUP", "MERIDIAN FACTORS",
    "TREASURY SHARED SERVICE CENTRE", "J MARLOWE", "A OKONKWO", "COUNTY COURT OFFICE", "ESTATE OF R LINDT",
  ]
  private static let prefixes = ["", "", "", "Invoice ", "INV ", "Inv. No. ", "Rechnung ", "Payment for ", "Facture "]
  private static let chatter = ["", "", "PAYMENT", "ON ACCOUNT", "THANK YOU", "MONTHLY PAYMENT"]
  private static let lineWidth = 35

  mutating func payerAccount(_ customer: Int32) -> TextRange {
    let start = book.bytes.count
    ledger.writeAccount(customer, to: &book.bytes)
    return TextRange(start: start, end: book.bytes.count)
  }

  /// The customer's name as it is, in capitals, without its legal form, or cut off as some banks do.
  mutating func payerName(_ customer: Int32) -> TextRange {
    let name = ledger.names[Int(customer)]
    let start = book.bytes.count
    book.bytes.write(name, of: ledger.text)
    let draw = random.below(100)
    if draw < 40 {
      for index in start..<book.bytes.count where (0x61...0x7a).contains(book.bytes[index]) {
        book.bytes[index] -= 0x20
      }
    } else if draw < 46 {
      book.bytes.removeLast(Int(ledger.legalFormLengths[Int(customer)]))
    } else if draw < 52 {
      // Never inside a character of several bytes: only ASCII ends a cut name.
      while book.bytes.count - start > 22 { book.bytes.removeLast() }
      while let last = book.bytes.last, last >= 0x80 || last == 0x20 { book.bytes.removeLast() }
    }
    return TextRange(start: start, end: book.bytes.count)
  }

  mutating func strangerName() -> TextRange {
    let name = PaymentMaker.strangers[random.below(PaymentMaker.strangers.count)]
    return book.text { $0.write(name) }
  }

  /// An account no customer has: customers' numbers start at two thousand million.
  mutating func strangerAccount(of account: Int32) -> TextRange {
    let number = random.draw(1_100_000_000...1_999_999_999)
    let isIBAN = ledger.currency(ofAccount: account) == "EUR"
    return book.text { Ledger.writeAccount(number, isIBAN: isIBAN, to: &$0) }
  }

  mutating func smallTalk() -> TextRange {
    let text = PaymentMaker.chatter[random.below(PaymentMaker.chatter.count)]
    return book.text { $0.write(text) }
  }

  /// Names the items: a word before, a separator between, sometimes a few words after.
  mutating func cite(_ items: [Int32]) -> TextRange {
    let start = book.bytes.count
    book.bytes.write(PaymentMaker.prefixes[random.below(PaymentMaker.prefixes.count)])
    let separators = [", ", " + ", " and ", " "]
    let separator = separators[random.below(separators.count)]
    for (index, item) in items.enumerated() {
      if index > 0 { book.bytes.write(separator) }
      ledger.writeNumber(item, dates, to: &book.bytes)
    }
    switch random.below(12) {
    case 0: book.bytes.write(" THANK YOU")
    case 1:
      book.bytes.write(" CUST ")
      Ledger.writeID(ledger.itemCustomers[Int(items[0])], to: &book.bytes)
    case 2:
      book.bytes.write(" OF ")
      dates.write(ledger.invoiceDays[Int(items[0])], to: &book.bytes)
    default: break
    }
    return TextRange(start: start, end: book.bytes.count)
  }

  /// Names many items over several lines; every fourth list is cut at the line's width, wherever that is.
  mutating func citeList(_ items: [Int32]) -> TextRange {
    let start = book.bytes.count
    let isCut = random.chance(percent: 25)
    var lineStart = start
    var number: [UInt8] = []
    for (index, item) in items.enumerated() {
      number.removeAll(keepingCapacity: true)
      if index > 0 { number.append(UInt8(ascii: ",")) }
      ledger.writeNumber(item, dates, to: &number)
      if !isCut, book.bytes.count - lineStart + number.count > PaymentMaker.lineWidth {
        book.bytes.append(UInt8(ascii: ","))
        book.bytes.append(DayBook.lineEnd)
        lineStart = book.bytes.count
        number.removeFirst()
      }
      for byte in number {
        // BAI2 text must not begin with a comma or a slash, and a slash at its end would be the record's.
        let isInside = byte != UInt8(ascii: ",") && byte != 0x2f && book.bytes.last != 0x2f
        if isCut, isInside, book.bytes.count - lineStart >= PaymentMaker.lineWidth {
          book.bytes.append(DayBook.cut)
          lineStart = book.bytes.count
        }
        book.bytes.append(byte)
      }
    }
    return TextRange(start: start, end: book.bytes.count)
  }

  mutating func citeLess(_ invoice: Int32, _ memo: Int32) -> TextRange {
    let start = book.bytes.count
    ledger.writeNumber(invoice, dates, to: &book.bytes)
    book.bytes.write(random.chance(percent: 50) ? " less credit note " : " minus CN ")
    ledger.writeNumber(memo, dates, to: &book.bytes)
    return TextRange(start: start, end: book.bytes.count)
  }

  mutating func citeOrder(_ item: Int32) -> TextRange {
    let hasWord = random.chance(percent: 50)
    return book.text {
      if hasWord { $0.write("ORDER ") }
      Ledger.writeOrderNumber(item, to: &$0)
    }
  }

  /// Cites the item with one of its last four digits wrong, or exchanged with the digit before it.
  mutating func citeWithTypo(_ item: Int32) -> TextRange {
    let start = book.bytes.count
    ledger.writeNumber(item, dates, to: &book.bytes)
    let position = book.bytes.count - 1 - random.below(3)
    let before = book.bytes[position - 1]
    if random.chance(percent: 40), before != book.bytes[position], before >= 0x30, before <= 0x39 {
      book.bytes.swapAt(position, position - 1)
    } else {
      let shift = UInt8(truncatingIfNeeded: random.draw(1...9))
      book.bytes[position] = 0x30 + (book.bytes[position] - 0x30 + shift) % 10
    }
    return TextRange(start: start, end: book.bytes.count)
  }

  /// A number beyond all that were given out.
  mutating func citeNothingKnown() -> TextRange {
    let serial = ledger.itemCount * 2 + random.below(1_000_000)
    let style = NumberStyle.drawn(&random)
    let date = dates.yearAndMonth(book.day)
    return book.text { style.write(serial, year: date.year, month: date.month, to: &$0) }
  }
}
