import CashModel
import Mustache
import Posting

/// `report.html`: a run for people. One file without scripts; its bytes depend on nothing but the run's decisions and
/// its inputs.
package enum ReportPage {
  /// - Parameter exceptions: the lines of the rows that `ListedExceptions` chose, in its order.
  package static func html(_ facts: RunFacts, exceptions: [ExceptionLine]) -> [UInt8] {
    MustacheContentTypes.register(PageText(), named: PageText.name)
    do {
      let template = try MustacheTemplate(string: ReportTemplate.page)
      // A string again: the bytes of a part of one are taken one by one.
      return Array(String(template.render(model(facts, exceptions)).drop { $0.isNewline }).utf8)
    } catch {
      preconditionFailure("the page's template is part of the program and sound: \(error)")
    }
  }

  private static func model(_ facts: RunFacts, _ exceptions: [ExceptionLine]) -> [String: Any] {
    let ledger = facts.inputs.filter { $0.role != "bank" }
    return [
      "css": ReportStyle.css,
      "version": Program.version,
      "rules": String(Program.rules),
      "asOf": facts.asOf.shown,
      "runID": facts.runID,
      "lead": lead(facts),
      "cash": facts.figures.cash.map(cash),
      "currencies": facts.figures.cash.map { ["code": $0.currency.code] },
      "outcomes": outcomes(facts),
      "matchers": matchers(facts),
      "rates": rates(facts.figures),
      "classes": classes(facts.figures),
      "bankFiles": facts.inputs.filter { $0.role == "bank" }.map(bankFile),
      "hasLedger": !ledger.isEmpty,
      "ledger": ledger.enumerated().map { place, input in
        [
          "role": input.role.split(separator: "_").joined(separator: " "), "path": input.path,
          "separator": place + 1 < ledger.count ? ", " : ".",
        ]
      },
      "groups": groups(facts.figures, exceptions),
    ]
  }

  private static func lead(_ facts: RunFacts) -> String {
    let figures = facts.figures
    let files = facts.inputs.count { $0.role == "bank" && !$0.isRefused }
    let refused = facts.inputs.count { $0.isRefused }
    let share = TouchlessRates(figures).payments.shown
    var text = "\(counted(figures.transactions, "transaction")) in \(counted(files, "bank file")): "
    text += "\(counted(figures.receipts, "receipt")), of which \(grouped(String(figures.touchlessReceipts)))"
    text += " (\(share)) \(figures.touchlessReceipts == 1 ? "was" : "were") applied without a person. "
    text += figures.waiting == 1 ? "1 transaction waits." : "\(counted(figures.waiting, "transaction")) wait."
    if refused > 0 { text += " \(counted(refused, "file was", "files were")) refused and left out." }
    return text
  }

  private static func cash(_ cash: KeyFigures.Cash) -> [String: Any] {
    let exponent = cash.currency.exponent
    func amount(_ money: Money) -> String { grouped(money.text(exponent: exponent)) }
    let parts = [("applied", cash.placed), ("account", cash.onAccount), ("waiting", cash.waiting)]
    let placed = "\(amount(cash.placed)) applied, \(amount(cash.onAccount)) on account"
    var note = "\(counted(cash.receipts, "receipt"))."
    if cash.returned != .zero { note += " Payments that came back come to \(amount(cash.returned))." }
    if cash.reversed != .zero {
      note += " \(amount(cash.reversed)) of that took back what earlier runs had applied or put on account."
    }
    note += " Fees, interest, transfers and other entries come to \(amount(cash.classified)); all booked entries to"
    note += " \(amount(cash.net))."
    return [
      "code": cash.currency.code,
      "received": amount(cash.received), "placed": amount(cash.placed), "onAccount": amount(cash.onAccount),
      "open": amount(cash.waiting),
      "bars": bars(parts),
      "barLabel": "\(placed), \(amount(cash.waiting)) waiting (\(cash.currency.code))",
      "note": note,
    ]
  }

  /// The parts side by side, in ten-thousandths of their sum; what is negative has no width.
  private static func bars(_ parts: [(kind: String, amount: Money)]) -> [[String: String]] {
    let widths = parts.map { Int128(max($0.amount.minorUnits, 0)) }
    let total = widths.reduce(0, +)
    guard total > 0 else { return [] }
    var start: Int128 = 0
    return zip(parts, widths).map { part, width in
      defer { start += width }
      let x = start * 10_000 / total
      return ["kind": part.kind, "x": String(x), "width": String((start + width) * 10_000 / total - x)]
    }
  }

  private static func outcomes(_ facts: RunFacts) -> [[String: Any]] {
    facts.figures.outcomes.map { outcome, count in
      [
        "title": outcome.title, "count": grouped(String(count)),
        "sums": sums(facts.breakdown.outcomes[Int(outcome.rawValue)], facts.figures),
      ]
    }
  }

  private static func matchers(_ facts: RunFacts) -> [[String: Any]] {
    facts.figures.matchers.map { figures in
      [
        "title": figures.matcher.title, "payments": grouped(String(figures.payments)),
        "lines": grouped(String(figures.invoiceLines)),
        "sums": sums(facts.breakdown.matchers[Int(figures.matcher.rawValue)], facts.figures),
      ]
    }
  }

  /// A cell per currency of the run.
  private static func sums(_ sums: [CashBreakdown.Sum], _ figures: KeyFigures) -> [[String: String]] {
    figures.cash.map { cash in
      let sum = sums.first { $0.currency == cash.currency }
      return ["sum": sum.map { grouped($0.amount.text(exponent: cash.currency.exponent)) } ?? "–"]
    }
  }

  private static func rates(_ figures: KeyFigures) -> [[String: String]] {
    let rates = TouchlessRates(figures)
    func row(_ level: String, _ meaning: String, _ rate: Rate, _ text: (Int64) -> String) -> [String: String] {
      [
        "level": level, "meaning": meaning, "share": rate.shown, "numerator": text(rate.numerator),
        "denominator": text(rate.denominator),
      ]
    }
    let counts = [
      row("Payments", TouchlessRates.paymentMeaning, rates.payments) { grouped(String($0)) },
      row("Invoice lines", TouchlessRates.lineMeaning, rates.lines) { grouped(String($0)) },
    ]
    return counts
      + rates.amounts.map { currency, rate in
        row("Amount in \(currency.code)", TouchlessRates.amountMeaning, rate) {
          grouped(Money(minorUnits: $0).text(exponent: currency.exponent))
        }
      }
  }

  private static func classes(_ figures: KeyFigures) -> [[String: String]] {
    TransactionClass.allCases.compactMap { kind in
      let count = figures.classCounts[Int(kind.rawValue)]
      return count > 0 ? ["title": kind.title, "count": grouped(String(count))] : nil
    }
  }
}
