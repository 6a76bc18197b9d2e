package import CashModel

// What each receipt says, read once: who pays, and which numbers it cites. The proposals of every round work from
// this; the text is not read again.

/// How a payer was identified, the strongest first.
enum PayerEvidence: UInt8, Sendable {
  case account, customerNumber, alias, name
  /// A name that is alike but for legal form, order of words, blanks, abbreviations, or its end.
  case similarName
  /// A name a few letters off, with no other near it.
  case misspeltName
  case none
}

/// The readings of a run of payments.
package struct ReadingTable: Sendable {
  private(set) var payer: [CustomerRow] = []
  private(set) var payerEvidence: [PayerEvidence] = []
  private(set) var payerText: [TextSlice] = []
  /// Account and name say different customers of different families, or either belongs to several.
  private(set) var payerConflicts: [Bool] = []
  /// More is cited than can be weighed; nothing is proposed.
  private(set) var isOverfull: [Bool] = []
  private(set) var cited = ChildRuns()
  private(set) var citations: [Citation] = []
  /// The only open item that a payment's citations point to; `noItem` or `severalItems` else.
  private(set) var onlyItem: [Int32] = []

  static let noItem: Int32 = -1
  static let severalItems: Int32 = -2

  package init() {}

  package var count: Int { payer.count }

  mutating func append(_ reading: PaymentReading, _ found: [Citation]) {
    onlyItem.append(ReadingTable.noItem)
    payer.append(reading.payer)
    payerEvidence.append(reading.evidence)
    payerText.append(reading.text)
    payerConflicts.append(reading.isConflicting)
    isOverfull.append(reading.isOverfull)
    cited.append(count: found.count)
    citations.append(contentsOf: found)
  }

  mutating func setOnlyItem(of row: Int, _ item: Int32) { onlyItem[row] = item }

  /// Room for so many payments, most of which cite a number.
  package mutating func reserve(_ count: Int) {
    payer.reserveInLargePages(count)
    payerEvidence.reserveInLargePages(count)
    payerText.reserveInLargePages(count)
    payerConflicts.reserveInLargePages(count)
    isOverfull.reserveInLargePages(count)
    cited.reserveCapacity(count)
    onlyItem.reserveInLargePages(count)
    citations.reserveInLargePages(count)
  }

  package mutating func append(contentsOf other: ReadingTable) {
    payer.append(contentsOf: other.payer)
    payerEvidence.append(contentsOf: other.payerEvidence)
    payerText.append(contentsOf: other.payerText)
    payerConflicts.append(contentsOf: other.payerConflicts)
    isOverfull.append(contentsOf: other.isOverfull)
    cited.append(contentsOf: other.cited)
    citations.append(contentsOf: other.citations)
    onlyItem.append(contentsOf: other.onlyItem)
  }

  /// Whether nothing says who pays, and a name may be misspelt.
  func mayBeMisspelt(_ row: Int) -> Bool { payer[row].number < 0 && !payerConflicts[row] }

  /// Enters a payer whose name was nobody's as it stands; a second one of another family is a conflict.
  mutating func identify(_ row: Int, _ customer: CustomerRow, _ text: TextSlice, _ index: MatchingIndex) {
    if payer[row].number < 0 {
      payer[row] = customer
      payerEvidence[row] = .misspeltName
      payerText[row] = text
    } else if !index.payers.areRelated(payer[row], customer) {
      payerConflicts[row] = true
    }
  }

  func citations(of payment: Int) -> ArraySlice<Citation> { citations[cited[payment].indices] }
}

struct PaymentReading {
  var payer = CustomerRow(number: -1)
  var evidence = PayerEvidence.none
  var text = TextSlice.empty
  var isConflicting = false
  var isOverfull = false
}

extension MatchingIndex {
  /// Reads the payments of a range; those that are no receipts get an empty reading.
  package func readings(of payments: PaymentTable, _ rows: Range<Int>) -> ReadingTable {
    var table = ReadingTable()
    var reader = TextReader(index: references, customers: payers, ownAccounts: ownAccounts)
    var scratch: [UInt8] = []
    var normalised = NormalisedPayers()
    var numbers = NumbersAhead()
    for row in rows {
      if (row - rows.lowerBound) % MatchingIndex.readTogether == 0 {
        let together = row..<min(row + MatchingIndex.readTogether, rows.upperBound)
        normalised.set(payments, together, payers)
        numbers.set(payments, together, references)
        normalised.fetchRests(in: payers)
      }
      guard payments.transactionClass[row] == .receipt else {
        table.append(PaymentReading(), [])
        continue
      }
      reader.read(
        payments.arena.span(payments.remittance[row]), at: payments.remittance[row].offset,
        payerAccount: payments.arena.span(payments.payerAccount[row]))
      for child in payments.structured[row].indices {
        let line = payments.structuredRows[child]
        for slice in [line.documentNumber, line.creditorReference] where !slice.isEmpty {
          reader.append(payments.arena.span(slice), at: slice.offset)
        }
      }
      if reader.citations.isEmpty { readIdentifiers(of: payments, row, &reader) }
      let reading = identify(payments, row, normalised, &reader, &scratch)
      table.append(reading, reader.citations)
      table.setOnlyItem(of: table.count - 1, onlyItem(of: table.cited[table.count - 1], table))
    }
    return table
  }

  /// How many payments' payers and numbers are asked for together: they are at hand together.
  private static let readTogether = 64

  /// Looked up while the citations' numbers are at hand.
  private func onlyItem(of citations: ChildRange, _ readings: ReadingTable) -> Int32 {
    if citations.count == 0 { return ReadingTable.noItem }
    guard let row = onlyRow(of: citations, readings) else { return ReadingTable.severalItems }
    return items[Int(row)].isClosed ? ReadingTable.noItem : row
  }

  /// Some payers put the invoice number where the end-to-end id belongs; looked at where the text cites nothing.
  private func readIdentifiers(of payments: PaymentTable, _ row: Int, _ reader: inout TextReader) {
    reader.append(payments.arena.span(payments.endToEndID[row]), at: payments.endToEndID[row].offset)
    for child in payments.identifiers[row].indices {
      let identifier = payments.identifierRows[child]
      guard identifier.kind == .customerReference || identifier.kind == .creditorReference else { continue }
      reader.append(payments.arena.span(identifier.text), at: identifier.text.offset)
    }
    reader.dropUnknown()
  }

  /// The customer of a field that says who he is: by his number, else his account or his name as it stands.
  private func statedCustomer(_ text: Span<UInt8>, _ scratch: inout [UInt8]) -> CustomerRow? {
    var number = ReferenceKey()
    number.set(text)
    if let customer = payers.customer(numbered: number.bytes.span) { return customer }
    if case .one(let customer) = payers.customer(withAccount: text, &scratch) { return customer }
    if case .one(let customer) = payers.customer(named: text, &scratch).who { return customer }
    return nil
  }

  private func identify(
    _ payments: PaymentTable, _ row: Int, _ normalised: NormalisedPayers, _ reader: inout TextReader,
    _ scratch: inout [UInt8]
  ) -> PaymentReading {
    var reading = PaymentReading()
    reading.isOverfull = reader.isOverfull
    func take(_ customer: CustomerRow, _ evidence: PayerEvidence, _ text: TextSlice) {
      if reading.payer.number < 0 {
        reading.payer = customer
        reading.evidence = evidence
        reading.text = text
      } else if !payers.areRelated(reading.payer, customer) {
        reading.isConflicting = true
      }
    }
    let account = payments.payerAccount[row]
    switch payers.customer(withNormalisedAccount: normalised.account(row)) {
    case .one(let customer): take(customer, .account, account)
    case .several: reading.isConflicting = true
    case .nobody: break
    }
    for (customer, text) in reader.customerNumbers { take(customer, .customerNumber, text) }
    for child in payments.identifiers[row].indices where payments.identifierRows[child].kind == .customerNumber {
      let text = payments.identifierRows[child].text
      if let customer = statedCustomer(payments.arena.span(text), &scratch) { take(customer, .customerNumber, text) }
    }
    for which in 0..<2 {
      let name = which == 0 ? payments.payerName[row] : payments.ultimatePayer[row]
      if name.isEmpty { continue }
      let (who, isAlias) =
        which == 0
        ? payers.customer(normalisedName: normalised.name(row))
        : payers.customer(named: payments.arena.span(name), &scratch)
      if case .one(let customer) = who { take(customer, isAlias ? .alias : .name, name) }
    }
    for (customer, text) in reader.doubtfulNumbers {
      if reading.payer.number < 0 {
        take(customer, .customerNumber, text)
      } else if payers.areRelated(reading.payer, customer) {
        // The payer's own number with us is no item's, though one has the same.
        reader.removeCitations { $0.text == text }
      }
    }
    // The weakest evidence, asked only where nothing else says who pays.
    guard reading.payer.number < 0, !reading.isConflicting else { return reading }
    var core = NameCore()
    for which in 0..<2 {
      let name = which == 0 ? payments.payerName[row] : payments.ultimatePayer[row]
      if name.isEmpty { continue }
      if case .one(let customer) = payers.customer(alike: payments.arena.span(name), &core, &scratch) {
        take(customer, .similarName, name)
      }
    }
    guard reading.payer.number < 0, !reading.isConflicting, let cited = onlyFamily(of: reader.citations) else {
      return reading
    }
    for which in 0..<2 {
      let name = which == 0 ? payments.payerName[row] : payments.ultimatePayer[row]
      if name.isEmpty { continue }
      core.set(payments.arena.span(name))
      if let customer = cited.first(where: { mayBeCalled($0, core) }) { take(customer, .similarName, name) }
    }
    return reading
  }

  /// The customers of all that is cited, if they are of one family.
  private func onlyFamily(of citations: [Citation]) -> [CustomerRow]? {
    var customers: [CustomerRow] = []
    for citation in citations where citation.kind != .unknown {
      let rows = rows(of: citation)
      guard !rows.isEmpty else { return nil }
      for row in rows {
        let customer = items[Int(row)].customer
        if let first = customers.first, !payers.areRelated(first, customer) { return nil }
        if !customers.contains(customer) { customers.append(customer) }
      }
    }
    return customers.isEmpty ? nil : customers
  }

  private func mayBeCalled(_ customer: CustomerRow, _ name: NameCore) -> Bool {
    var own = NameCore()
    let customers = customers
    own.set(customers.arena.span(customers.name[customer.index]))
    if NameAgreement.agree(name, own) { return true }
    var agrees = false
    customers.arena.forEachPart(of: customers.aliases[customer.index]) { alias in
      own.set(alias)
      if NameAgreement.agree(name, own) { agrees = true }
    }
    return agrees
  }
}

extension TextReader {
  /// Forgets the numbers that are none of ours: a field that holds the payer's own numbers cites nothing by them.
  mutating func dropUnknown() { removeCitations { $0.kind == .unknown } }
}
