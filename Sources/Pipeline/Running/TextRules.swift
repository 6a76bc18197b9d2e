import CashModel
import Ingest

/// Rules of the configuration that say what kind of transaction an entry is by its text, where the bank's code does not.
struct TextRules {
  private var rules: [(rule: TextRule, pattern: TextPattern)] = []

  init(_ rules: [TextRule]) {
    for rule in rules {
      // The configuration's reader has compiled each of them before.
      if let pattern = try? TextPattern(rule.pattern) { self.rules.append((rule, pattern)) }
    }
  }

  /// The first rule that fits decides. What is not booked, and what moves no money, stays what it is.
  func classify(_ payments: inout PaymentTable) {
    guard !rules.isEmpty else { return }
    for row in 0..<payments.count {
      guard payments.transactionClass[row] != .unposted, payments.amount[row] > .zero else { continue }
      for (rule, pattern) in rules where rule.direction == nil || rule.direction == payments.direction[row] {
        let slice =
          switch rule.field {
          case .text: payments.remittance[row]
          case .payerName: payments.payerName[row]
          case .code: payments.transactionCode[row]
          }
        if pattern.matches(payments.arena.span(slice)) {
          payments.setClass(rule.kind, at: PaymentRow(row))
          break
        }
      }
    }
  }
}
