import CashModel
import Posting

extension ReportPage {
  /// Messages of one file that the page shows; `summary.json` has them all.
  private static let messagesShown = 5

  /// A group with more lines than this is closed when the page opens.
  private static let linesOpen = 25

  static func bankFile(_ input: RunFacts.Input) -> [String: Any] {
    let bank = input.bankFile ?? BankFile()
    let control = bank.control
    let verdict =
      switch (input.isRefused, control) {
      case (true, _): "refused"
      case (false, .tie): "tie"
      case (false, .blank): "not stated"
      case (false, .mismatch): "mismatch, accepted"
      }
    let sums = BankFileTotals(bank).sums.map { currency, exponent, sums in
      [
        "credits": "\(grouped(Money(minorUnits: sums.credits).text(exponent: exponent))) \(currency)",
        "debits": "\(grouped(Money(minorUnits: sums.debits).text(exponent: exponent))) \(currency)",
      ]
    }
    return [
      "path": input.path, "format": bank.formatText ?? "–", "statements": grouped(String(bank.statements.count)),
      "transactions": grouped(String(bank.transactionCount)), "sums": sums,
      "control": input.isRefused ? "refused" : control.name, "verdict": verdict,
      "messages": input.messages.prefix(messagesShown).map { ["text": $0] },
    ]
  }

  static func groups(_ figures: KeyFigures, _ exceptions: [ExceptionLine]) -> [[String: Any]] {
    let byReason = Dictionary(grouping: exceptions, by: \.reason)
    return figures.reasons.map { group($0, byReason[$0.reason] ?? []) }
  }

  private static func group(_ figures: KeyFigures.ReasonFigures, _ lines: [ExceptionLine]) -> [String: Any] {
    let open = figures.open.map { $0.open.shown(in: $0.currency) }.joined(separator: " · ")
    let hidden = figures.payments - lines.count
    // One next action for all is said once, above them.
    let common = lines.allSatisfy { $0.nextAction == lines[0].nextAction } ? lines.first?.nextAction : nil
    return [
      "title": figures.reason.title, "code": figures.reason.name,
      "payments": counted(figures.payments, "payment"), "open": open,
      "next": common ?? "", "isOpen": lines.count <= linesOpen,
      "hasMore": hidden > 0,
      "more": "The largest \(grouped(String(lines.count))) are listed; \(grouped(String(hidden))) more are in "
        + "exceptions.csv.",
      "lines": ReportLines.html(lines, showsNext: common == nil),
    ]
  }
}
