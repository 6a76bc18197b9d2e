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

  /// The customer's name as it is, or as banks and payers make it (see `NoiseRates`).
  mutating func payerName(_ customer: Int32) -> TextRange {
    let noise = options.noise
    let start = book.bytes.count
    book.bytes.write(ledger.names[Int(customer)], of: ledger.text)
    if random.chance(percent: noise.missingLegalForms) {
      book.bytes.removeLast(Int(ledger.legalFormLengths[Int(customer)]))
    }
    if random.chance(percent: noise.misspeltNames) {
      let name = Misspelling.applied(random.draw(1...2), to: Array(book.bytes[start...]), &random)
      book.bytes.replaceSubrange(start..., with: name)
    }
    if random.chance(percent: noise.decoratedNames) { decorate(from: start) }
    if random.chance(percent: noise.capitals) {
      for index in start..<book.bytes.count where (0x61...0x7a).contains(book.bytes[index]) {
        book.bytes[index] -= 0x20
      }
    }
    if random.chance(percent: noise.cutNames) {
      let width = [16, 22, 22, 35][random.below(4)]
      // Never inside a character of several bytes: only ASCII ends a cut name.
      while book.bytes.count - start > width { book.bytes.removeLast() }
      while let last = book.bytes.last, last >= 0x80 || last == 0x20 { book.bytes.removeLast() }
    }
    return TextRange(start: start, end: book.bytes.count)
  }

  private mutating func decorate(from start: Int) {
    let name = Array(book.bytes[start...])
    let other = PaymentMaker.strangers[random.below(PaymentMaker.strangers.count)]
    switch random.below(5) {
    case 0: book.bytes.write(" AP Dept")
    case 1: book.bytes.write(" Accounts Payable")
    case 2:
      book.bytes.write(" c/o ")
      book.bytes.write(other)
    case 3:
      book.bytes.removeLast(name.count)
      book.bytes.write(other)
      book.bytes.write(" o/b of ")
      book.bytes += name
    default:
      let words = name.split(separator: 0x20)
      book.bytes.removeLast(name.count)
      book.bytes += Array((words.dropFirst() + words.prefix(1)).joined(separator: [0x20]))
    }
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

  /// Names the items: a word before, a separator between, now and then words around them.
  mutating func cite(_ items: [Int32]) -> TextRange {
    let start = book.bytes.count
    book.bytes.write(PaymentMaker.prefixes[random.below(PaymentMaker.prefixes.count)])
    let separators = [", ", " + ", " and ", " "]
    let separator = separators[random.below(separators.count)]
    for (index, item) in items.enumerated() {
      if index > 0 { book.bytes.write(separator) }
      writeNumber(item)
    }
    guard random.chance(percent: options.noise.chatter) else { return TextRange(start: start, end: book.bytes.count) }
    switch random.below(5) {
    case 0: book.bytes.write(" THANK YOU")
    case 1:
      book.bytes.write(" CUST ")
      Ledger.writeID(ledger.itemCustomers[Int(items[0])], to: &book.bytes)
    case 2:
      book.bytes.write(" OF ")
      dates.write(ledger.invoiceDays[Int(items[0])], to: &book.bytes)
    case 3:
      book.bytes.write(" TEL ")
      book.bytes.write(number: 200_000_0 + random.below(7_000_000))
    default:
      book.bytes.write(" TOTAL ")
      book.bytes.write(amount: items.reduce(0) { $0 + ledger.amounts[Int($1)] })
    }
    return TextRange(start: start, end: book.bytes.count)
  }

  /// The item's number, or what a payer or his bank makes of it.
  private mutating func writeNumber(_ item: Int32) {
    let start = book.bytes.count
    ledger.writeNumber(item, dates, to: &book.bytes)
    guard random.chance(percent: options.noise.mangledNumbers) else { return }
    mangled.insert(item)
    let number = Array(book.bytes[start...])
    let digits = number.indices.filter { (0x30...0x39).contains(number[$0]) }
    switch random.below(4) {
    case 0:
      let letters: [UInt8: String] = [0x30: "O", 0x31: "I", 0x35: "S", 0x38: "B", 0x32: "Z", 0x36: "G"]
      let place = digits.last { letters[number[$0]] != nil }
      guard let place, let letter = letters[number[place]]?.utf8.first else { fallthrough }
      book.bytes[start + place] = letter
    case 1:
      let place = start + digits[digits.count - 2]
      switch random.below(3) {
      case 0: book.bytes.remove(at: place)
      case 1: book.bytes.insert(book.bytes[place], at: place)
      default: book.bytes.swapAt(place, place + 1)
      }
    case 2: book.bytes.insert(0x20, at: start + digits[digits.count - 3])
    default:
      let last = number.suffix(random.draw(4...5))
      book.bytes.replaceSubrange(start..., with: last)
    }
  }

  /// `1001-1004` where the items' numbers allow it.
  mutating func citeRange(_ items: [Int32]) -> TextRange? {
    guard let first = items.first, let last = items.last, haveOneStyle(items) else { return nil }
    let start = book.bytes.count
    ledger.writeNumber(first, dates, to: &book.bytes)
    book.bytes.append(UInt8(ascii: "-"))
    ledger.writeNumber(last, dates, to: &book.bytes)
    return TextRange(start: start, end: book.bytes.count)
  }

  /// `1929577791/92/95`: of every number but the first only the last digits.
  mutating func citeSharedPrefix(_ items: [Int32]) -> TextRange? {
    guard haveOneStyle(items) else { return nil }
    var numbers: [[UInt8]] = []
    for item in items {
      var number: [UInt8] = []
      ledger.writeNumber(item, dates, to: &number)
      numbers.append(number)
    }
    guard numbers.allSatisfy({ $0.count == numbers[0].count && $0.dropLast(2) == numbers[0].dropLast(2) }) else {
      return nil
    }
    return book.text { bytes in
      bytes += numbers[0]
      for number in numbers.dropFirst() {
        bytes.append(0x2f)
        bytes += number.suffix(2)
      }
    }
  }

  /// Numbers with nothing between them but a template's word.
  mutating func citeGlued(_ items: [Int32]) -> TextRange? {
    guard haveOneStyle(items), ledger.styles[Int(items[0])] == .longDigits else { return nil }
    let word = ["", "NO", "REF"][random.below(3)]
    let start = book.bytes.count
    for (index, item) in items.enumerated() {
      if index > 0 { book.bytes.write(word) }
      ledger.writeNumber(item, dates, to: &book.bytes)
    }
    return TextRange(start: start, end: book.bytes.count)
  }

  /// A list that its field cut off: the last numbers are missing or begun.
  mutating func citeCutOff(_ items: [Int32]) -> TextRange {
    let start = book.bytes.count
    for (index, item) in items.enumerated() {
      if index > 0 { book.bytes.write(", ") }
      ledger.writeNumber(item, dates, to: &book.bytes)
    }
    var number: [UInt8] = []
    ledger.writeNumber(items[items.count - 1], dates, to: &number)
    book.bytes.removeLast(random.draw(1...max(1, number.count + 1)))
    while let last = book.bytes.last, last == 0x2f || last == 0x20 || last == 0x2c { book.bytes.removeLast() }
    return TextRange(start: start, end: book.bytes.count)
  }

  private func haveOneStyle(_ items: [Int32]) -> Bool {
    let style = ledger.styles[Int(items[0])]
    guard items.allSatisfy({ ledger.styles[Int($0)] == style }) else { return false }
    return style == .plain || style == .longDigits || style == .prefixed
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
