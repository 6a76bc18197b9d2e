import CashModel

/// The words that explanations and exception details are made of, written straight into a cell's bytes.
///
/// A sentence is clauses with semicolons between and a full stop behind; its first letter is a capital wherever the
/// first clause is one of ours and not a number of the user's.
struct Phrases {
  let run: MatchedRun

  /// Items named one by one before "and 12 others" takes over.
  static let namedMax = 4

  /// Begins a clause of the sentence that began at `start`.
  func clause(_ words: String, of start: Int, in buffer: inout OutputBytes) {
    separate(start, in: &buffer)
    let position = buffer.count
    buffer.append(words)
    if position == start { capitalise(start, in: &buffer) }
  }

  /// Begins a clause with a number.
  func numberClause(_ number: Int, of start: Int, in buffer: inout OutputBytes) {
    separate(start, in: &buffer)
    let position = buffer.count
    self.number(number, in: &buffer)
    if position == start { capitalise(start, in: &buffer) }
  }

  private func capitalise(_ position: Int, in buffer: inout OutputBytes) {
    if position < buffer.count, (0x61...0x7a).contains(buffer[position]) { buffer[position] -= 0x20 }
  }

  /// Divides the clause to come from what is there.
  func separate(_ start: Int, in buffer: inout OutputBytes) {
    if buffer.count > start { words("; ", in: &buffer) }
  }

  func words(_ words: String, in buffer: inout OutputBytes) { buffer.append(words) }

  func end(_ start: Int, in buffer: inout OutputBytes) {
    if buffer.count > start { buffer.append(UInt8(ascii: ".")) }
  }

  /// Small numbers as words.
  func number(_ number: Int, in buffer: inout OutputBytes) {
    switch number {
    case 1: words("one", in: &buffer)
    case 2: words("two", in: &buffer)
    case 3: words("three", in: &buffer)
    case 4: words("four", in: &buffer)
    case 5: words("five", in: &buffer)
    default: buffer.appendNumber(number)
    }
  }

  /// `8,400.00`: thousands divided by commas.
  func money(_ amount: Money, _ currency: Currency, in buffer: inout OutputBytes) {
    let start = buffer.count
    amount.append(to: &buffer, exponent: currency.exponent)
    let first = amount < .zero ? start + 1 : start
    let decimals = currency.exponent
    var place = buffer.count - (decimals > 0 ? decimals + 1 : 0) - 3
    while place > first {
      buffer.insert(UInt8(ascii: ","), at: place)
      place -= 3
    }
  }

  func date(_ date: CalendarDate, in buffer: inout OutputBytes) { date.append(to: &buffer) }

  func item(_ item: OpenItemRow, in buffer: inout OutputBytes) {
    inline(run.items[item.index].invoiceID, of: run.items.arena, in: &buffer)
  }

  func customer(_ customer: CustomerRow, in buffer: inout OutputBytes) {
    words("customer ", in: &buffer)
    inline(run.customers.customerID[customer.index], of: run.customers.arena, in: &buffer)
  }

  /// `A, B and C`, or `A, B, C, D and 12 others`.
  func list(_ items: [OpenItemRow], in buffer: inout OutputBytes) {
    let named = items.count <= Phrases.namedMax ? items.count : Phrases.namedMax
    for place in 0..<named {
      if place > 0 { words(place == items.count - 1 ? " and " : ", ", in: &buffer) }
      item(items[place], in: &buffer)
    }
    if items.count > named {
      words(" and ", in: &buffer)
      buffer.appendNumber(items.count - named)
      words(items.count - named == 1 ? " other" : " others", in: &buffer)
    }
  }

  /// Text from outside within a sentence: line breaks and other control characters become blanks.
  func inline(_ slice: TextSlice, of arena: TextArena, in buffer: inout OutputBytes) {
    let start = buffer.count
    // At once; the buffer is only read while it is borrowed.
    buffer.append(arena.span(slice))
    for index in start..<buffer.count where buffer[index] < 0x20 { buffer[index] = 0x20 }
  }

  /// The clause that says how the payer is known; nothing where the evidence does not say.
  func payer(of payment: Int, start: Int, in buffer: inout OutputBytes) {
    for row in run.decisions.evidence[payment].indices {
      let evidence = run.decisions.evidenceRows[row]
      let customer = evidence.customer.number >= 0 ? evidence.customer : run.decisions.customer[payment]
      guard customer.number >= 0 else { continue }
      switch evidence.kind {
      case .payerByAccount:
        clause("payer account ending ", of: start, in: &buffer)
        accountEnd(of: payment, in: &buffer)
        words(" is ", in: &buffer)
      case .payerByAlias:
        clause("payer ", of: start, in: &buffer)
        payerName(of: payment, in: &buffer)
        words(" is known as ", in: &buffer)
      case .payerByCustomerNumber:
        clause("text gives the number of ", of: start, in: &buffer)
        self.customer(customer, in: &buffer)
        return
      case .payerByName:
        clause("payer name ", of: start, in: &buffer)
        payerName(of: payment, in: &buffer)
        words(" is ", in: &buffer)
      case .payerBySimilarName:
        clause("payer name ", of: start, in: &buffer)
        payerName(of: payment, in: &buffer)
        words(" is like ", in: &buffer)
      default: continue
      }
      self.customer(customer, in: &buffer)
      if evidence.kind != .payerByAlias { words("'s", in: &buffer) }
      return
    }
  }

  /// The last four characters: enough to tell accounts apart, too few to give one away.
  func accountEnd(of payment: Int, in buffer: inout OutputBytes) {
    let account = run.payments.payerAccount[payment].range
    var first = max(account.lowerBound, account.upperBound - 4)
    let bytes = run.payments.arena.bytes
    while first < account.upperBound, bytes[first] & 0xc0 == 0x80 { first += 1 }
    inline(
      TextSlice(offset: UInt32(first), length: UInt32(account.upperBound - first)), of: run.payments.arena, in: &buffer)
  }

  func payerName(of payment: Int, in buffer: inout OutputBytes) {
    let name = run.payments.payerName[payment]
    buffer.append(UInt8(ascii: "\""))
    inline(name.isEmpty ? run.payments.ultimatePayer[payment] : name, of: run.payments.arena, in: &buffer)
    buffer.append(UInt8(ascii: "\""))
  }
}
