package import CashModel

/// Exceptions that are alike: one reason, one payer, and suggestions of one shape. A person who has looked at some of them may decide on all.
///
/// A group's print is a hash of its members' fingerprints: once one of them changes, leaves or joins, it is another.
package struct ExceptionGroups: Sendable {
  /// By payment row; none where nobody is alike, or nothing is suggested.
  private var prints: [Int: Fingerprint] = [:]

  package subscript(_ payment: PaymentRow) -> Fingerprint? { prints[payment.index] }

  init() {}

  init(of run: MatchedRun) {
    var members: [Fingerprint: [Int]] = [:]
    var key = OutputBytes()
    for row in 0..<run.payments.count where run.needsPerson(PaymentRow(row)) {
      guard run.decisions.suggestions[row].count > 0, run.decisions.reason[row]?.isOfPlacedCash == false else {
        continue
      }
      ExceptionGroups.appendShape(of: row, in: run, to: &key)
      members[Fingerprint(of: key.span), default: []].append(row)
    }
    for rows in members.values where rows.count > 1 {
      let print = ExceptionGroups.print(of: rows.map { ExceptionsFile.fingerprint(of: PaymentRow($0), in: run) })
      for row in rows { prints[row] = print }
    }
  }

  /// The print of a group with these members, in any order.
  package static func print(of members: [Fingerprint]) -> Fingerprint {
    var bytes = OutputBytes()
    for member in members.sorted(by: { ($0.high, $0.low) < ($1.high, $1.low) }) { member.appendBase32(to: &bytes) }
    return Fingerprint(of: bytes.span)
  }

  private static func appendShape(of row: Int, in run: MatchedRun, to key: inout OutputBytes) {
    key.removeAll()
    key.appendTextCell(run.decisions.reason[row]?.name ?? "")
    let customer = run.decisions.customer[row]
    if customer.number >= 0 {
      key.append(1)
      key.appendTextCell(run.customers.customerID[customer.index], of: run.customers.arena)
    } else {
      key.append(0)
      key.appendTextCell(run.payments.payerName[row], of: run.payments.arena)
      key.appendTextCell(run.payments.payerAccount[row], of: run.payments.arena)
    }
    key.appendCell(run.payments.currency[row])
    for suggestion in run.decisions.suggestions[row].indices {
      key.appendNumber(Int(run.decisions.suggestionRows[suggestion].count))
      key.appendTextCell(run.decisions.suggestionClass[suggestion]?.name ?? "")
    }
  }
}
