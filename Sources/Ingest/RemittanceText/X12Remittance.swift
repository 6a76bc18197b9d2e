import CashModel

// X12 820 remittance in a transaction's text.
//
// Companies that pay by ACH send their remittance advice along as an X12 820, cut into addenda of 80 characters; banks
// print it into the text of the transaction, sometimes the whole envelope, mostly the lines that count:
//
//     RMR*IV*4711*PI*980.00*1000.00*20.00~RMR*CM*CR-9**-50.00~ADX*-3.00*01~
//
// that is invoice 4711, 980.00 paid of 1,000.00 with 20.00 discount, credit memo CR-9 over 50.00, and 3.00 taken off
// the line before (ASC X12 820, segments RMR, ADX, DTM, N1 and TRN). Elements are parted by `*`; segments end with `~` or, as in ACH
// addenda, `\`; where neither occurs, with the line. The text itself stays as it is.
//
// One pass over the text with its line breaks out; cost linear.

/// What an 820 in a text says.
struct X12Remittance {
  struct Line {
    var number: [UInt8] = []
    var type = StructuredRemittance.DocumentType.unstated
    var paid: Int64?
    var total: Int64?
    var discount: Int64?
    var adjustment: Int64?
    var reason: [UInt8] = []
    var date: CalendarDate?
  }

  private(set) var lines: [Line] = []
  private(set) var payerName: [UInt8] = []
  private(set) var trace: [UInt8] = []
  /// An amount could not be read, or sums left the range.
  private(set) var isBroken = false

  /// - Parameter exponent: decimals of the payment's currency.
  /// - Returns: nil where the text holds no RMR segment.
  init?(_ text: Span<UInt8>, exponent: Int) {
    guard X12Remittance.holdsLine(text) else { return nil }
    var bytes: [UInt8] = []
    var hasTerminator = false
    for index in text.indices where text[index] == UInt8(ascii: "~") || text[index] == UInt8(ascii: "\\") {
      hasTerminator = true
    }
    for index in text.indices {
      switch text[index] {
      case 0x0D: continue
      case 0x0A: if !hasTerminator { bytes.append(UInt8(ascii: "~")) }
      case UInt8(ascii: "\\"): bytes.append(UInt8(ascii: "~"))
      default: bytes.append(text[index])
      }
    }
    for segment in bytes.split(separator: UInt8(ascii: "~")) {
      read(segment.split(separator: UInt8(ascii: "*"), omittingEmptySubsequences: false).map(Array.init), exponent)
    }
    if lines.isEmpty { return nil }
  }

  private static func holdsLine(_ text: Span<UInt8>) -> Bool {
    text.count > 6 && text.first(lineName, in: 0..<text.count) != nil
  }

  private static let lineName = Array("RMR*".utf8)

  private mutating func read(_ elements: [[UInt8]], _ exponent: Int) {
    func element(_ index: Int) -> [UInt8] { index < elements.count ? elements[index].withoutBlanksAround : [] }
    func amount(_ index: Int) -> Int64? {
      let text = element(index)
      guard !text.isEmpty else { return nil }
      guard let money = try? Money(decimal: text.span, exponent: exponent) else {
        isBroken = true
        return nil
      }
      return money.minorUnits
    }
    // Text may stand before the first segment of a line.
    switch element(0).suffix(3) {
    case let name where name.elementsEqual("RMR".utf8):
      var line = Line()
      line.type = X12Remittance.type(element(1))
      line.number = element(2)
      line.paid = amount(4)
      line.total = amount(5)
      line.discount = amount(6).map { abs($0) }
      line.adjustment = amount(8)
      line.reason = element(7)
      lines.append(line)
    case let name where name.elementsEqual("ADX".utf8):
      guard let adjustment = amount(1) else { return }
      adjust(lines.lastIndex { $0.number == element(4) } ?? lines.count - 1, by: adjustment, reason: element(2))
    case let name where name.elementsEqual("DTM".utf8):
      if !lines.isEmpty, element(1).elementsEqual("003".utf8) {
        lines[lines.count - 1].date = CalendarDate(basic: element(2).span)
      }
    default:
      if element(0).elementsEqual("N1".utf8), element(1).elementsEqual("PR".utf8) { payerName = element(2) }
      if element(0).suffix(3).elementsEqual("TRN".utf8) { trace = element(2) }
    }
  }

  /// An adjustment changes what the payment brings for a line: the one it names, else the last.
  private mutating func adjust(_ line: Int, by amount: Int64, reason: [UInt8]) {
    guard line >= 0 else {
      isBroken = true
      return
    }
    let (adjustment, first) = (lines[line].adjustment ?? 0).addingReportingOverflow(amount)
    let (paid, second) = (lines[line].paid ?? 0).addingReportingOverflow(amount)
    if first || second { isBroken = true }
    lines[line].adjustment = adjustment
    lines[line].paid = paid
    if lines[line].reason.isEmpty { lines[line].reason = reason }
  }

  private static func type(_ qualifier: [UInt8]) -> StructuredRemittance.DocumentType {
    switch String(decoding: qualifier, as: UTF8.self) {
    case "IV", "IK", "OI", "12", "R7", "BM": .invoice
    case "CM", "CN", "CR": .creditNote
    case "DM", "DB": .debitNote
    case "PO": .order
    case "ST": .statement
    case "": .unstated
    default: .other
    }
  }

  /// What all lines pay together; nil where a line does not say, or the sum leaves the range.
  var total: Int64? {
    var sum: Int64 = 0
    for line in lines {
      guard let paid = line.paid else { return nil }
      let (next, overflow) = sum.addingReportingOverflow(paid)
      if overflow { return nil }
      sum = next
    }
    return sum
  }
}

extension PaymentTable {
  /// Takes the 820 of a payment's text into its structured remittance. Lines that do not add up to the payment, or that
  /// could not be read in full, are kept and prove nothing.
  mutating func appendX12(of record: inout PaymentRecord) {
    guard record.direction == .credit,
      let advice = X12Remittance(arena.span(record.remittance), exponent: record.currency.exponent)
    else { return }
    let addsUp = !advice.isBroken && advice.total == record.amount.minorUnits
    for (number, line) in advice.lines.enumerated() {
      var row = StructuredRemittance()
      row.documentNumber = arena.append(line.number.span)
      row.documentType = line.type
      row.documentDate = line.date
      row.due = line.total.map { Money(minorUnits: $0) }
      row.discount = line.discount.flatMap { $0 == 0 ? nil : Money(minorUnits: $0) }
      row.adjustment = line.adjustment.map { Money(minorUnits: $0) }
      row.adjustmentReason = arena.append(line.reason.span)
      row.remitted = line.paid.map { Money(minorUnits: $0) }
      row.block = Int32(clamping: number)
      row.isContradictory = !addsUp
      appendStructured(row)
    }
    if !advice.trace.isEmpty { appendIdentifier(.clearingReference, arena.append(advice.trace.span)) }
    if record.payerName.isEmpty, !advice.payerName.isEmpty { record.payerName = arena.append(advice.payerName.span) }
  }
}

extension [UInt8] {
  fileprivate var withoutBlanksAround: [UInt8] {
    var slice = self[...]
    while slice.first == 0x20 { slice.removeFirst() }
    while slice.last == 0x20 { slice.removeLast() }
    return Array(slice)
  }
}
