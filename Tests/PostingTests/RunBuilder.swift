import CashModel
import Posting
import Testing

/// Puts small runs together, row by row. Payments get the ids 1, 2, 3 …; customers must be added in order of their id.
struct RunBuilder {
  var items = OpenItemTable()
  var customers = CustomerTable()
  var payments = PaymentTable()
  var ids: [PaymentID] = []
  var decisions = DecisionTable()
  var statements: [Statement] = []
  var accounts = AccountPlan()
  var asOf = day("2026-03-10")

  mutating func customer(_ id: String, isBlocked: Bool = false, parent: String = "") -> CustomerRow {
    var record = CustomerRecord()
    record.customerID = customers.arena.append(id)
    record.parentID = customers.arena.append(parent)
    record.isBlocked = isBlocked
    customers.append(record)
    return CustomerRow(customers.count - 1)
  }

  mutating func item(
    _ id: String, _ amount: Int64, customer: String = "S1", company: String = "", currency: String = "EUR",
    discount: Int64 = 0, discountDate: String? = nil, closedDate: String? = nil, closedBy: String = ""
  ) -> OpenItemRow {
    var record = OpenItem()
    record.invoiceID = items.arena.append(id)
    record.documentNumber = record.invoiceID
    record.customerID = items.arena.append(customer)
    record.company = items.arena.append(company)
    record.amount = Money(minorUnits: amount)
    record.type = amount < 0 ? .creditMemo : .invoice
    record.currency = Currency(currency) ?? .usDollar
    record.discount = Money(minorUnits: discount)
    record.discountDate = discountDate.map(day)
    record.closedDate = closedDate.map(day)
    record.closedBy = items.arena.append(closedBy)
    items.append(record)
    return OpenItemRow(items.count - 1)
  }

  mutating func payment(
    _ amount: Int64, _ decision: Decision, as transactionClass: TransactionClass = .receipt,
    direction: Direction = .credit, currency: String = "EUR", payer: String = "Nordwind GmbH",
    payerAccount: String = "DE00000000000000001234", text: String = "", bankReference: String = "",
    account: String = "OUR1", booked: String = "2026-03-03", valued: String = "2026-03-02", returnReason: String = ""
  ) {
    var record = PaymentRecord()
    record.amount = Money(minorUnits: amount)
    record.transactionClass = transactionClass
    record.direction = direction
    record.currency = Currency(currency) ?? .usDollar
    record.payerName = payments.arena.append(payer)
    record.payerAccount = payments.arena.append(payerAccount)
    record.remittance = payments.arena.append(text)
    record.bankReference = payments.arena.append(bankReference)
    record.account = payments.arena.append(account)
    record.returnReason = payments.arena.append(returnReason)
    record.bookingDate = day(booked)
    record.valueDate = day(valued)
    record.statement = StatementRow(0)
    record.source = SourcePosition(file: 0, record: Int32(payments.count + 1), byteOffset: 100 * payments.count)
    payments.append(record)
    ids.append(PaymentID(Fingerprint(high: 0, low: UInt64(ids.count + 1))))
    decisions.append(decision)
  }

  func run() -> MatchedRun {
    var items = items
    let customers = customers.linked(with: &items)
    return MatchedRun(
      payments: payments, paymentIDs: ids, statements: statements, sourceFiles: ["bank/march.csv"], items: items,
      customers: customers, decisions: decisions, asOf: asOf, runID: "RUN1", accounts: accounts)
  }
}

func day(_ text: String) -> CalendarDate { CalendarDate(iso: text) ?? CalendarDate(daysSince1970: 0) }

/// `cash` (and, unless told otherwise, `paid`) on an item.
func pay(
  _ item: OpenItemRow, _ cash: Int64, discount: Int64 = 0, adjustment: Int64 = 0, _ reason: AdjustmentReason? = nil,
  paid: Int64? = nil
) -> Allocation {
  Allocation(
    item: item, cash: Money(minorUnits: cash), discount: Money(minorUnits: discount),
    adjustment: Money(minorUnits: adjustment), adjustmentReason: reason, paid: Money(minorUnits: paid ?? cash))
}

func applied(
  _ allocations: [Allocation], _ evidence: [Evidence] = [], outcome: Outcome = .applied, reason: ReasonCode? = nil,
  customer: CustomerRow = CustomerRow(number: -1)
) -> Decision {
  var decision = Decision(outcome)
  decision.matcher = .citedReferences
  decision.allocations = allocations
  decision.evidence = evidence
  decision.reason = reason
  decision.customer = customer
  return decision
}

func excepted(
  _ reason: ReasonCode?, _ evidence: [Evidence] = [], difference: Int64? = nil,
  suggestions: [[(OpenItemRow, Int64)]] = [], customer: CustomerRow = CustomerRow(number: -1)
) -> Decision {
  var decision = Decision(.excepted)
  decision.reason = reason
  decision.evidence = evidence
  decision.difference = difference.map { Money(minorUnits: $0) }
  decision.suggestions = suggestions.map { suggestion in
    suggestion.map { SuggestedCash(item: $0.0, cash: Money(minorUnits: $0.1)) }
  }
  decision.customer = customer
  return decision
}

/// A writer's rows, without the header.
func rows(of writer: any RunFileWriter.Type, _ run: MatchedRun) -> String {
  var bytes = OutputBytes()
  writer.append(0..<run.payments.count, of: run, to: &bytes)
  return bytes.text
}

/// A writer's whole file as cells by column name, read back by the rules of RFC 4180 alone.
func table(of writer: any RunFileWriter.Type, _ run: MatchedRun) throws -> [[String: String]] {
  let lines = cells(of: writer.header + rows(of: writer, run))
  let header = try #require(lines.first)
  return try lines.dropFirst().map { line in
    try #require(line.count == header.count)
    return Dictionary(uniqueKeysWithValues: zip(header, line))
  }
}

/// Cells of a CSV text; quotes are undone, the apostrophe before a formula stays.
func cells(of text: String) -> [[String]] {
  var lines: [[String]] = []
  var line: [String] = []
  var cell: [UInt8] = []
  var isQuoted = false
  let bytes = Array(text.utf8)
  var index = 0
  while index < bytes.count {
    let byte = bytes[index]
    index += 1
    if isQuoted {
      if byte != UInt8(ascii: "\"") {
        cell.append(byte)
      } else if index < bytes.count, bytes[index] == byte {
        cell.append(byte)
        index += 1
      } else {
        isQuoted = false
      }
    } else if byte == UInt8(ascii: "\""), cell.isEmpty {
      isQuoted = true
    } else if byte == UInt8(ascii: ",") || byte == UInt8(ascii: "\n") {
      line.append(String(decoding: cell, as: UTF8.self))
      cell = []
      if byte == UInt8(ascii: "\n") {
        lines.append(line)
        line = []
      }
    } else {
      cell.append(byte)
    }
  }
  return lines
}
