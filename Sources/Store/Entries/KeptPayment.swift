import CashModel
import Foundation

/// A payment that waits, as the book keeps it: all that matching asks of it, as JSON without what is empty.
///
/// Amounts are minor units, days are ISO dates. A field may be added; none is renamed, since books of earlier versions have it.
struct KeptPayment: Codable {
  struct Line: Codable {
    var documentNumber: String?
    var documentType: UInt8?
    var creditorReference: String?
    var documentDate: Int32?
    var currency: String?
    var due: Int64?
    var discount: Int64?
    var creditNote: Int64?
    var adjustment: Int64?
    var adjustmentReason: String?
    var remitted: Int64?
    var block: Int32?
    var isContradictory: Bool?
  }

  struct NamedText: Codable {
    var kind: UInt8
    var text: String
  }

  struct Original: Codable {
    var amount: Int64
    var currency: String
    var rateTimes10e10: Int64
    var rateUnit: String?
  }

  var account: String?
  var bookingDay: Int32
  var valueDay: Int32
  var amount: Int64
  var currency: String
  var isDebit: Bool?
  var transactionCode: String?
  var bankReference: String?
  var endToEndID: String?
  var payerName: String?
  var payerAccount: String?
  var payerAgent: String?
  var ultimatePayer: String?
  var remittance: String?
  var charges: Int64?
  var chargeBearer: UInt8?
  var original: Original?
  var isReversal: Bool?
  var isInconsistent: Bool?
  var returnReason: String?
  var transactionClass: UInt8
  var identifiers: [NamedText]?
  var structured: [Line]?
}

extension KeptPayment {
  /// - Parameter open: what of it waits.
  init(_ row: Int, of payments: PaymentTable, open: Money) {
    let arena = payments.arena
    func text(_ slice: TextSlice) -> String? { slice.isEmpty ? nil : arena.string(slice) }
    account = text(payments.account[row])
    bookingDay = payments.bookingDate[row].daysSince1970
    valueDay = payments.valueDate[row].daysSince1970
    amount = open.minorUnits
    currency = payments.currency[row].code
    isDebit = payments.direction[row] == .debit ? true : nil
    transactionCode = text(payments.transactionCode[row])
    bankReference = text(payments.bankReference[row])
    endToEndID = text(payments.endToEndID[row])
    payerName = text(payments.payerName[row])
    payerAccount = text(payments.payerAccount[row])
    payerAgent = text(payments.payerAgent[row])
    ultimatePayer = text(payments.ultimatePayer[row])
    remittance = text(payments.remittance[row])
    charges = payments.charges[row] == .zero ? nil : payments.charges[row].minorUnits
    chargeBearer = payments.chargeBearer[row] == .unstated ? nil : payments.chargeBearer[row].rawValue
    original = payments.original[row].map {
      Original(
        amount: $0.amount.minorUnits, currency: $0.currency.code, rateTimes10e10: $0.rateTimes10e10,
        rateUnit: $0.rateUnit?.code)
    }
    isReversal = payments.isReversal[row] ? true : nil
    isInconsistent = payments.isInconsistent[row] ? true : nil
    returnReason = text(payments.returnReason[row])
    transactionClass = payments.transactionClass[row].rawValue
    let named = payments.identifiers[row].indices.map { child in
      NamedText(
        kind: payments.identifierRows[child].kind.rawValue, text: arena.string(payments.identifierRows[child].text))
    }
    identifiers = named.isEmpty ? nil : named
    let lines = payments.structured[row].indices.map { Line(payments.structuredRows[$0], of: arena) }
    structured = lines.isEmpty ? nil : lines
  }

  /// Appends the payment to a table; it belongs to no statement and no file of the run.
  ///
  /// - Returns: false where a value of it is none of this program's.
  func append(to payments: inout PaymentTable) -> Bool {
    func text(_ text: String?) -> TextSlice { text.map { payments.arena.append($0) } ?? .empty }
    guard let currency = Currency(currency), let kind = TransactionClass(rawValue: transactionClass), amount >= 0,
      let bearer = ChargeBearer(rawValue: chargeBearer ?? ChargeBearer.unstated.rawValue)
    else { return false }
    var record = PaymentRecord()
    record.account = text(account)
    record.bookingDate = CalendarDate(daysSince1970: bookingDay)
    record.valueDate = CalendarDate(daysSince1970: valueDay)
    record.amount = Money(minorUnits: amount)
    record.currency = currency
    record.direction = isDebit == true ? .debit : .credit
    record.transactionCode = text(transactionCode)
    record.bankReference = text(bankReference)
    record.endToEndID = text(endToEndID)
    record.payerName = text(payerName)
    record.payerAccount = text(payerAccount)
    record.payerAgent = text(payerAgent)
    record.ultimatePayer = text(ultimatePayer)
    record.remittance = text(remittance)
    record.charges = Money(minorUnits: charges ?? 0)
    record.chargeBearer = bearer
    if let original {
      guard let foreign = Currency(original.currency) else { return false }
      record.original = OriginalAmount(
        amount: Money(minorUnits: original.amount), currency: foreign, rateTimes10e10: original.rateTimes10e10,
        rateUnit: original.rateUnit.flatMap { Currency($0) })
    }
    record.isReversal = isReversal == true
    record.isInconsistent = isInconsistent == true
    record.returnReason = text(returnReason)
    record.transactionClass = kind
    record.source = SourcePosition(file: -1, record: 0, byteOffset: 0)
    for identifier in identifiers ?? [] {
      guard let kind = Identifier.Kind(rawValue: identifier.kind) else { return false }
      payments.appendIdentifier(kind, text(identifier.text))
    }
    for line in structured ?? [] {
      guard let kept = line.remittance(in: &payments.arena) else { return false }
      payments.appendStructured(kept)
    }
    payments.append(record)
    return true
  }

  static func decoded(_ json: String) -> KeptPayment? {
    try? JSONDecoder().decode(KeptPayment.self, from: Data(json.utf8))
  }

  var json: String {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    guard let data = try? encoder.encode(self) else { preconditionFailure("texts and numbers are always JSON") }
    return String(decoding: data, as: UTF8.self)
  }
}

extension KeptPayment.Line {
  fileprivate init(_ line: StructuredRemittance, of arena: TextArena) {
    func text(_ slice: TextSlice) -> String? { slice.isEmpty ? nil : arena.string(slice) }
    documentNumber = text(line.documentNumber)
    documentType = line.documentType == .unstated ? nil : line.documentType.rawValue
    creditorReference = text(line.creditorReference)
    documentDate = line.documentDate?.daysSince1970
    currency = line.currency?.code
    due = line.due?.minorUnits
    discount = line.discount?.minorUnits
    creditNote = line.creditNote?.minorUnits
    adjustment = line.adjustment?.minorUnits
    adjustmentReason = text(line.adjustmentReason)
    remitted = line.remitted?.minorUnits
    block = line.block == 0 ? nil : line.block
    isContradictory = line.isContradictory ? true : nil
  }

  fileprivate func remittance(in arena: inout TextArena) -> StructuredRemittance? {
    var line = StructuredRemittance()
    guard let type = StructuredRemittance.DocumentType(rawValue: documentType ?? line.documentType.rawValue) else {
      return nil
    }
    line.documentNumber = documentNumber.map { arena.append($0) } ?? .empty
    line.documentType = type
    line.creditorReference = creditorReference.map { arena.append($0) } ?? .empty
    line.documentDate = documentDate.map { CalendarDate(daysSince1970: $0) }
    line.currency = currency.flatMap { Currency($0) }
    line.due = due.map { Money(minorUnits: $0) }
    line.discount = discount.map { Money(minorUnits: $0) }
    line.creditNote = creditNote.map { Money(minorUnits: $0) }
    line.adjustment = adjustment.map { Money(minorUnits: $0) }
    line.adjustmentReason = adjustmentReason.map { arena.append($0) } ?? .empty
    line.remitted = remitted.map { Money(minorUnits: $0) }
    line.block = block ?? 0
    line.isContradictory = isContradictory == true
    return line
  }
}
