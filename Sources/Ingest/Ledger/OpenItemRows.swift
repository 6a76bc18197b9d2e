import CashModel

/// The open items as their rows are read.
struct OpenItemRows {
  private(set) var items = OpenItemTable()
  private var scratch: [UInt8] = []

  /// With room for the rows that these bytes seem to hold.
  init(for bytes: Span<UInt8>) {
    items.reserve(ExpectedSize.rows(in: bytes), texts: ExpectedSize.texts(in: bytes))
  }

  mutating func append(_ item: OpenItem) { items.append(item) }

  /// A hash of what no two items have in common.
  func print(of item: OpenItem) -> UInt64 {
    LedgerFile.print(items.arena.span(item.company), items.arena.span(item.invoiceID))
  }

  /// The item of the table's row, its text in the arena.
  mutating func item(
    _ table: borrowing CSVTable<OpenItemColumn>, _ log: inout DiagnosticLog
  ) throws(CSVProblem) -> OpenItem {
    var item = OpenItem()
    item.source = table.source
    let invoiceID = try table.requiredText(.invoiceID, expected: "the invoice's number in the ledger")
    let customerID = try table.requiredText(.customerID, expected: "the customer's number in the ledger")
    item.currency = try table.currency(.currency)
    try readAmount(table, &item, &log)
    try readDates(table, &item)
    try readDiscount(table, &item, &log)
    item.isDisputed = try table.flag(.disputed)
    item.invoiceID = items.arena.append(invoiceID)
    let last = items.rows.last
    item.customerID = text(customerID, likeThatBefore: last?.customerID)
    item.company = text(table.text(.company), likeThatBefore: last?.company)
    let documentNumber = table.text(.documentNumber)
    item.documentNumber = documentNumber.count > 0 ? items.arena.append(documentNumber) : item.invoiceID
    item.poNumber = items.arena.append(table.text(.poNumber))
    item.closedBy = items.arena.append(table.text(.closedBy))
    item.references = CSVText.appendLines(table.text(.references), to: &items.arena, scratch: &scratch)
    return item
  }

  /// In the arena, where one text mostly stands for several items, one behind the other.
  private mutating func text(_ text: Span<UInt8>, likeThatBefore last: TextSlice?) -> TextSlice {
    if let last, CSVText.isEqual(items.arena.span(last), text) { return last }
    return items.arena.append(text)
  }

  private func readAmount(
    _ table: borrowing CSVTable<OpenItemColumn>, _ item: inout OpenItem, _ log: inout DiagnosticLog
  ) throws(CSVProblem) {
    guard let amount = try table.amount(.amount, in: item.currency) else {
      throw table.missing(.amount, expected: "what is open, such as 1234.50")
    }
    item.amount = amount
    item.originalAmount = try table.amount(.originalAmount, in: item.currency)
    let word = table.text(.type)
    if word.count == 0 {
      item.type = amount < .zero ? .creditMemo : .invoice
      return
    }
    guard let type = OpenItemRows.type(named: word) else {
      throw table.problem(
        .unknownValue, .type, "type is none of the kinds of open items.",
        expected: OpenItemType.allCases.map(\.name).joined(separator: ", "))
    }
    item.type = type
    if type == .creditMemo, amount > .zero {
      throw table.problem(
        .amount, .amount, "The amount of a credit memo is positive.", expected: "a negative amount, or zero")
    }
    if type == .invoice || type == .debitMemo, amount < .zero {
      log.append(
        table.warning(.amount, column: .amount, "The amount of an item of type \(type.name) is negative."))
    }
  }

  private func readDates(
    _ table: borrowing CSVTable<OpenItemColumn>, _ item: inout OpenItem
  ) throws(CSVProblem) {
    item.invoiceDate = try table.date(.invoiceDate)
    item.dueDate = try table.date(.dueDate)
    item.closedDate = try table.date(.closedDate)
    if item.closedDate != nil, item.amount != .zero {
      throw table.problem(
        .amount, .amount, "The item has a closed_date, but its amount is not zero.",
        expected: "0, or no closed_date")
    }
  }

  /// A stated discount date and amount win over what the terms say; each may come from either.
  private func readDiscount(
    _ table: borrowing CSVTable<OpenItemColumn>, _ item: inout OpenItem, _ log: inout DiagnosticLog
  ) throws(CSVProblem) {
    let terms = PaymentTerms(table.text(.terms))
    if item.dueDate == nil, let days = terms?.netDays { item.dueDate = item.invoiceDate?.adding(days: days) }
    let statedDate = try table.date(.discountDate)
    let statedDiscount = try table.amount(.discountAmount, in: item.currency)
    let termsDate = terms?.discountDays.flatMap { days in item.invoiceDate?.adding(days: days) }
    guard let date = statedDate ?? termsDate else {
      if item.amount != .zero, let statedDiscount, statedDiscount != .zero {
        log.append(
          table.warning(
            .missingField, column: .discountAmount,
            "The discount has no discount_date, and none follows from the terms; it is not granted."))
      }
      return
    }
    item.discountDate = date
    if let statedDiscount, statedDiscount < .zero, item.amount > .zero {
      throw table.problem(
        .amount, .discountAmount, "The discount on a positive amount is negative.", expected: "a positive discount")
    }
    let magnitude = (statedDiscount ?? terms?.discount(on: item.amount) ?? .zero).magnitude
    if magnitude > item.amount.magnitude {
      if item.amount != .zero {
        log.append(
          table.warning(
            .amount, column: .discountAmount, "The discount is larger than what is open; it is not granted."))
      }
      return
    }
    item.discount = item.amount < .zero ? -magnitude : magnitude
  }

  private static func type(named word: Span<UInt8>) -> OpenItemType? {
    for (name, type) in typeNames where CSVText.isEqual(word, name.span, ignoringCase: true) { return type }
    return nil
  }

  private static let typeNames = OpenItemType.allCases.map { (Array($0.name.utf8), $0) }
}
