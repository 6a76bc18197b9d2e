package import CashModel
import Posting

/// `inspect --transactions`: every transaction of a bank file, as a table for people, as CSV, or as a JSON object a line.
///
/// Payments come in pieces, and each piece is written before the next is read. CSV cells follow the run files' rules;
/// amounts are signed as the account sees them. A table shows the beginning of long texts, the other two all of them.
package struct TransactionListing {
  package enum Format: String, CaseIterable, Sendable { case table, csv, jsonl }

  private let format: Format
  private let file: String

  package init(_ format: Format, file: String) {
    self.format = format
    self.file = file
  }

  private static let columns = [
    "file", "account", "booking_date", "value_date", "amount", "currency", "class", "code", "payer_name",
    "payer_account", "ultimate_payer", "bank_reference", "end_to_end_id", "identifiers", "remittance", "structured",
    "charges", "original_amount", "original_currency", "return_reason", "source_position",
  ]

  /// What stands before the first file.
  package static func header(_ format: Format) -> [UInt8] {
    format == .csv ? Array((columns.joined(separator: ",") + "\n").utf8) : []
  }

  package func append(_ payments: PaymentTable, to buffer: inout OutputBytes) {
    switch format {
    case .table: appendTable(payments, to: &buffer)
    case .csv: for row in 0..<payments.count { appendCSV(payments, row, to: &buffer) }
    case .jsonl: for row in 0..<payments.count { buffer.append(json(payments, row).bytes(isPretty: false).span) }
    }
  }

  // MARK: - Table

  private func appendTable(_ payments: PaymentTable, to buffer: inout OutputBytes) {
    var table = TextTable([
      .left("booked"), .left("value"), .right("amount"), .left(""), .left("class"), .left("code"), .left("payer"),
      .left("reference"), .left("text"),
    ])
    for row in 0..<payments.count {
      let text = payments.arena.string(payments.remittance[row]).replacing("\n", with: " ⏎ ")
      table.append([
        payments.bookingDate[row].text, payments.valueDate[row].text, amount(payments, row),
        payments.currency[row].code, payments.transactionClass[row].name,
        payments.arena.string(payments.transactionCode[row]),
        shortened(payments.arena.string(payments.payerName[row]), 28),
        shortened(payments.arena.string(payments.bankReference[row]), 20), shortened(text, 60),
      ])
    }
    buffer.append(file + "\n")
    for line in table.lines { buffer.append("  " + line + "\n") }
  }

  private func shortened(_ text: String, _ limit: Int) -> String {
    text.count <= limit ? text : text.prefix(limit - 1) + "…"
  }

  // MARK: - CSV

  private func appendCSV(_ payments: PaymentTable, _ row: Int, to buffer: inout OutputBytes) {
    let arena = payments.arena
    buffer.appendTextCell(file)
    buffer.appendTextCell(payments.account[row], of: arena)
    buffer.appendCell(payments.bookingDate[row])
    buffer.appendCell(payments.valueDate[row])
    buffer.appendCell(signed(payments, row), exponent: payments.currency[row].exponent)
    buffer.appendCell(payments.currency[row])
    buffer.appendTextCell(payments.transactionClass[row].name)
    for slice in [
      payments.transactionCode[row], payments.payerName[row], payments.payerAccount[row], payments.ultimatePayer[row],
      payments.bankReference[row], payments.endToEndID[row],
    ] { buffer.appendTextCell(slice, of: arena) }
    let identifiers = payments.identifiers[row].indices.map { child in
      let identifier = payments.identifierRows[child]
      return "\(TransactionListing.name(of: identifier.kind))=\(arena.string(identifier.text))"
    }
    buffer.appendTextCell(identifiers.joined(separator: "|"))
    buffer.appendTextCell(payments.remittance[row], of: arena)
    buffer.appendTextCell(payments.structured[row].indices.map { lineText(payments, row, $0) }.joined(separator: "|"))
    buffer.appendCell(payments.charges[row], exponent: payments.currency[row].exponent)
    if let original = payments.original[row] {
      buffer.appendCell(original.amount, exponent: original.currency.exponent)
      buffer.appendCell(original.currency)
    } else {
      buffer.appendEmptyCell()
      buffer.appendEmptyCell()
    }
    buffer.appendTextCell(payments.returnReason[row], of: arena)
    buffer.appendTextCell(position(payments, row))
    buffer.endRow()
  }

  /// `RE-1001 due 2100.00 discount 42.00 remitted 2058.00`.
  private func lineText(_ payments: PaymentTable, _ row: Int, _ child: Int) -> String {
    let line = payments.structuredRows[child]
    let exponent = (line.currency ?? payments.currency[row]).exponent
    var words = [payments.arena.string(line.documentNumber.isEmpty ? line.creditorReference : line.documentNumber)]
    for (name, amount) in TransactionListing.amounts(of: line) {
      if let amount { words.append("\(name) \(amount.text(exponent: exponent))") }
    }
    return words.joined(separator: " ")
  }

  // MARK: - JSON

  private func json(_ payments: PaymentTable, _ row: Int) -> JSON {
    let arena = payments.arena
    func text(_ slice: TextSlice) -> JSON { slice.isEmpty ? .null : .string(arena.string(slice)) }
    var members: [String: JSON] = [
      "file": .string(file), "account": text(payments.account[row]),
      "booking_date": .string(payments.bookingDate[row].text), "value_date": .string(payments.valueDate[row].text),
      "amount": .string(amount(payments, row)), "currency": .string(payments.currency[row].code),
      "class": .string(payments.transactionClass[row].name), "code": text(payments.transactionCode[row]),
      "payer_name": text(payments.payerName[row]), "payer_account": text(payments.payerAccount[row]),
      "payer_agent": text(payments.payerAgent[row]), "ultimate_payer": text(payments.ultimatePayer[row]),
      "bank_reference": text(payments.bankReference[row]), "end_to_end_id": text(payments.endToEndID[row]),
      "remittance": text(payments.remittance[row]), "return_reason": text(payments.returnReason[row]),
      "is_reversal": .boolean(payments.isReversal[row]), "record": .integer(Int(payments.source[row].record)),
      "byte_offset": .integer(payments.source[row].byteOffset),
    ]
    if payments.charges[row] != .zero {
      members["charges"] = .string(payments.charges[row].text(exponent: payments.currency[row].exponent))
    }
    if let original = payments.original[row] {
      members["original_amount"] = .string(original.amount.text(exponent: original.currency.exponent))
      members["original_currency"] = .string(original.currency.code)
    }
    members["identifiers"] = .array(
      payments.identifiers[row].indices.map { child in
        let identifier = payments.identifierRows[child]
        return .object([
          "kind": .string(TransactionListing.name(of: identifier.kind)),
          "value": .string(arena.string(identifier.text)),
        ])
      })
    members["structured"] = .array(payments.structured[row].indices.map { structured(payments, row, $0) })
    return .object(members)
  }

  private func structured(_ payments: PaymentTable, _ row: Int, _ child: Int) -> JSON {
    let line = payments.structuredRows[child]
    let exponent = (line.currency ?? payments.currency[row]).exponent
    func text(_ slice: TextSlice) -> JSON { slice.isEmpty ? .null : .string(payments.arena.string(slice)) }
    var members: [String: JSON] = [
      "document": text(line.documentNumber), "type": .string("\(line.documentType)"),
      "creditor_reference": text(line.creditorReference), "date": .optional(line.documentDate?.text),
      "adjustment_reason": text(line.adjustmentReason), "block": .integer(Int(line.block)),
      "adds_up": .boolean(!line.isContradictory),
    ]
    for (name, amount) in TransactionListing.amounts(of: line) {
      members[name] = .optional(amount?.text(exponent: exponent))
    }
    return .object(members)
  }

  // MARK: - Parts

  private static func amounts(of line: StructuredRemittance) -> [(String, Money?)] {
    [
      ("due", line.due), ("discount", line.discount), ("credit_note", line.creditNote), ("adjustment", line.adjustment),
      ("remitted", line.remitted),
    ]
  }

  private func signed(_ payments: PaymentTable, _ row: Int) -> Money {
    payments.direction[row] == .debit ? -payments.amount[row] : payments.amount[row]
  }

  private func amount(_ payments: PaymentTable, _ row: Int) -> String {
    signed(payments, row).text(exponent: payments.currency[row].exponent)
  }

  private func position(_ payments: PaymentTable, _ row: Int) -> String {
    "\(payments.source[row].record):\(payments.source[row].byteOffset)"
  }

  private static func name(of kind: Identifier.Kind) -> String {
    switch kind {
    case .entryReference: "entry"
    case .messageID: "message"
    case .paymentInformationID: "payment_information"
    case .instructionID: "instruction"
    case .transactionID: "transaction"
    case .uetr: "uetr"
    case .mandateID: "mandate"
    case .chequeNumber: "cheque"
    case .clearingReference: "clearing"
    case .customerReference: "customer"
    case .accountServicerReference: "account_servicer"
    case .proprietary: "proprietary"
    case .originalEndToEndID: "original_end_to_end"
    case .originalBankReference: "original_bank"
    case .remittanceAdvice: "advice"
    case .creditorReference: "creditor"
    case .customerNumber: "customer_number"
    }
  }
}
