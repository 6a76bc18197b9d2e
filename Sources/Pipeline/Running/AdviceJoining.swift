import CashModel

/// Joins remittance advices to the payments they are about: by reference, else by payer and total.
///
/// A reference is any number the bank gives a receipt; letters and digits count, not case or separators. An advice that
/// fits no receipt, or several, and several advices for one receipt are not used, and said: which of them is meant,
/// nobody knows. A receipt that brings a list of its own keeps that.
struct AdviceJoining {
  /// By row of the payments.
  private(set) var joined: [Int: Advice] = [:]
  private(set) var findings: [String] = []

  init(_ table: AdviceTable, _ payments: PaymentTable, _ customers: CustomerTable) {
    guard !table.advices.isEmpty else { return }
    let byReference = AdviceJoining.references(of: payments)
    let byPayer = AdviceJoining.payers(of: payments, customers)
    var wanted: [Int: [Advice]] = [:]
    for advice in table.advices {
      var rows = byReference[AdviceJoining.key(table.arena.span(advice.reference))] ?? []
      if rows.isEmpty {
        let payer = AdviceJoining.key(table.arena.span(advice.payer))
        rows = payer.isEmpty ? [] : byPayer[payer] ?? []
      }
      let fitting = Set(rows).filter {
        payments.amount[$0] == advice.total && payments.currency[$0] == advice.currency
      }
      guard fitting.count == 1, let row = fitting.first else {
        let words = fitting.isEmpty ? "fits no receipt" : "fits \(fitting.count) receipts"
        findings.append("\(AdviceJoining.name(advice, table)) \(words) and is not used")
        continue
      }
      wanted[row, default: []].append(advice)
    }
    for (row, advices) in wanted.sorted(by: { $0.key < $1.key }) {
      if advices.count > 1 {
        findings.append(
          "\(AdviceJoining.name(advices[0], table)) is one of \(advices.count) for one receipt; none is used")
      } else if payments.structured[row].count > 0 {
        findings.append("\(AdviceJoining.name(advices[0], table)) is not used: the bank file has the payer's own list")
      } else {
        joined[row] = advices[0]
      }
    }
  }

  private static func name(_ advice: Advice, _ table: AdviceTable) -> String {
    let reference = advice.reference.isEmpty ? advice.payer : advice.reference
    let total = advice.total.text(exponent: advice.currency.exponent)
    return "the advice \(table.arena.string(reference)) over \(total) \(advice.currency.code)"
  }

  private static func references(of payments: PaymentTable) -> [[UInt8]: [Int]] {
    var rows: [[UInt8]: [Int]] = [:]
    for row in 0..<payments.count where payments.transactionClass[row] == .receipt {
      let slices =
        [payments.bankReference[row], payments.endToEndID[row]]
        + payments.identifiers[row].indices.map { payments.identifierRows[$0].text }
      for slice in slices {
        let key = key(payments.arena.span(slice))
        if !key.isEmpty { rows[key, default: []].append(row) }
      }
    }
    return rows
  }

  /// By name and account of the payer, and by the number, name and accounts of the customer who has that name or account.
  private static func payers(of payments: PaymentTable, _ customers: CustomerTable) -> [[UInt8]: [Int]] {
    var names: [[UInt8]: [[UInt8]]] = [:]
    for row in 0..<customers.count {
      let id = key(customers.arena.span(customers.customerID[row]))
      for cell in [customers.name[row], customers.aliases[row], customers.accounts[row]] {
        for part in customers.arena.bytes[cell.range].split(separator: UInt8(ascii: "|")) {
          let name = key(Array(part).span)
          if !name.isEmpty { names[name, default: []].append(id) }
        }
      }
    }
    var rows: [[UInt8]: [Int]] = [:]
    for row in 0..<payments.count where payments.transactionClass[row] == .receipt {
      for slice in [payments.payerName[row], payments.payerAccount[row]] {
        let own = key(payments.arena.span(slice))
        guard !own.isEmpty else { continue }
        rows[own, default: []].append(row)
        for id in names[own] ?? [] { rows[id, default: []].append(row) }
      }
    }
    return rows
  }

  /// Capitals, digits, and bytes beyond ASCII; leading zeros do not count.
  private static func key(_ text: Span<UInt8>) -> [UInt8] {
    var key: [UInt8] = []
    for index in text.indices {
      let byte = text[index]
      let isLower = byte >= 0x61 && byte <= 0x7A
      guard isLower || (byte >= 0x30 && byte <= 0x39) || (byte >= 0x41 && byte <= 0x5A) || byte >= 0x80 else {
        continue
      }
      if key.isEmpty, byte == 0x30 { continue }
      key.append(isLower ? byte - 32 : byte)
    }
    return key
  }
}
