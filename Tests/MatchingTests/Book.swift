import CashModel
import Matching
import Testing

/// A small book for tests: items and customers by short words, payments by text and amount.
struct Book {
  var items = OpenItemTable()
  var customers = CustomerTable()
  var payments = PaymentTable()
  var policies = Policies()
  var rates = ExchangeRates()

  static let day = 15_000

  mutating func customer(
    _ id: String, name: String = "", accounts: String = "", aliases: String = "", parent: String = "",
    country: String = "", rule: CustomerRule = .none, tolerance: Int64? = nil, isBlocked: Bool = false
  ) {
    var record = CustomerRecord()
    record.customerID = customers.arena.append(id)
    record.name = customers.arena.append(name)
    record.accounts = customers.arena.append(accounts)
    record.aliases = customers.arena.append(aliases)
    record.parentID = customers.arena.append(parent)
    record.country = customers.arena.append(country)
    record.rule = rule
    record.tolerance = tolerance
    record.isBlocked = isBlocked
    customers.append(record)
  }

  mutating func item(
    _ id: String, _ customer: String, _ amount: Int64, currency: String = "EUR", document: String? = nil,
    discount: Int64 = 0, discountDay: Int = Book.day + 10, references: String = "", po: String = "",
    dated: Int? = nil, due: Int? = nil, closed: Bool = false,
    original: Int64? = nil, disputed: Bool = false
  ) {
    var record = OpenItem()
    record.originalAmount = original.map { Money(minorUnits: $0) }
    record.isDisputed = disputed
    record.invoiceID = items.arena.append(id)
    record.documentNumber = document.map { items.arena.append($0) } ?? record.invoiceID
    record.customerID = items.arena.append(customer)
    record.amount = Money(minorUnits: amount)
    record.currency = Currency(currency) ?? .usDollar
    record.type = amount < 0 ? .creditMemo : .invoice
    if discount != 0 {
      record.discount = Money(minorUnits: discount)
      record.discountDate = CalendarDate(daysSince1970: Int32(discountDay))
    }
    record.references = items.arena.append(references)
    record.poNumber = items.arena.append(po)
    record.dueDate = due.map { CalendarDate(daysSince1970: Int32($0)) }
    record.invoiceDate = dated.map { CalendarDate(daysSince1970: Int32($0)) }
    if closed { record.closedDate = CalendarDate(daysSince1970: Int32(Book.day - 30)) }
    items.append(record)
  }

  mutating func pay(
    _ amount: Int64, _ text: String = "", name: String = "", account: String = "", currency: String = "EUR",
    day: Int = Book.day, endToEnd: String = "", charges: Int64 = 0, at ownAccount: String = "",
    structured: [(String, Int64?)] = [], instructed: (amount: Int64, currency: String)? = nil,
    bankReference: String = "",
    class transactionClass: TransactionClass = .receipt, isDebit: Bool = false,
    original: (kind: Identifier.Kind, text: String)? = nil
  ) {
    var record = PaymentRecord()
    record.amount = Money(minorUnits: amount)
    record.currency = Currency(currency) ?? .usDollar
    record.remittance = payments.arena.append(text)
    record.payerName = payments.arena.append(name)
    record.payerAccount = payments.arena.append(account)
    record.charges = Money(minorUnits: charges)
    record.account = payments.arena.append(ownAccount)
    record.endToEndID = payments.arena.append(endToEnd)
    record.bookingDate = CalendarDate(daysSince1970: Int32(day))
    record.valueDate = record.bookingDate
    record.transactionClass = transactionClass
    record.bankReference = payments.arena.append(bankReference)
    record.direction = isDebit ? .debit : .credit
    if let instructed, let currency = Currency(instructed.currency) {
      record.original = OriginalAmount(
        amount: Money(minorUnits: instructed.amount), currency: currency, rateTimes10e10: 0, rateUnit: nil)
    }
    if let original { payments.appendIdentifier(original.kind, payments.arena.append(original.text)) }
    for (number, remitted) in structured {
      var line = StructuredRemittance()
      line.documentNumber = payments.arena.append(number)
      line.remitted = remitted.map { Money(minorUnits: $0) }
      payments.appendStructured(line)
    }
    payments.append(record)
  }

  /// What was decided, payment by payment: `INV-1:100.00 INV-2:50.00-1.00 INV-3:9.95~0.05` (cash, discount, adjustment),
  /// what goes on account, and the reason where a person must see to something.
  func decided() -> [String] {
    let (index, decisions) = matched()
    return (0..<payments.count).map { row in
      guard decisions.allocations[row].count > 0 else {
        return decisions.reason[row]?.name ?? decisions.outcome[row].name
      }
      let reason = decisions.reason[row].map { [$0.name] } ?? []
      return
        (decisions.allocations[row].indices.map { line in
          let allocation = decisions.allocationRows[line]
          guard allocation.item.number >= 0 else { return "account:\(allocation.cash.text(exponent: 2))" }
          let discount = allocation.discount == .zero ? "" : "-\(allocation.discount.text(exponent: 2))"
          let id = index.items.arena.string(index.items[allocation.item.index].invoiceID)
          let why = allocation.adjustment == .zero ? "" : "~\(allocation.adjustment.text(exponent: 2))"
          return "\(id):\(allocation.cash.text(exponent: 2))\(discount)\(why)"
        }.sorted() + reason).joined(separator: " ")
    }
  }

  /// The book before anything is decided.
  func read() -> (index: MatchingIndex, readings: ReadingTable, state: MatchingState) {
    var linked = items.canonical()
    let everyone = customers.linked(with: &linked)
    let rows = 0..<payments.count
    let index = MatchingIndex(
      items: linked, customers: everyone, policies: policies,
      ownAccounts: rows.map { payments.arena.string(payments.account[$0]) }, rates: rates)
    var readings = index.readings(of: payments, rows)
    if let names = MisspeltNames(of: payments, readings, index) {
      let misspelt = MisspeltPayers(names, (0..<names.indexCount).map { names.nameIndex($0) })
      misspelt.enter(misspelt.customers(of: 0..<misspelt.count, in: payments), into: &readings)
    }
    let returned = ReturnedPayments(in: payments).doubtful
    let state = MatchingState(payments: payments, readings: readings, index: index, returned: returned)
    return (index, readings, state)
  }

  func matched() -> (MatchingIndex, DecisionTable) {
    let (index, readings, before) = read()
    var state = before
    for tier in MatchingTier.order {
      var changes: RoundChanges?
      while true {
        let round = index.round(of: tier, for: payments, readings, state, after: changes)
        let decided = state.commit(round, tier: tier, payments: payments, readings: readings, index: index)
        if decided == 0 || !tier.repeats {
          state.hold(round, readings: readings, index: index)
          break
        }
        changes = tier.restsOnCitations ? RoundChanges(after: round, state) : nil
      }
    }
    return (index, index.decisions(on: payments, readings, state, 0..<payments.count))
  }
}
