import CashModel
import Posting

/// `summary.json`: a run's key figures for machines; the only file of a run that holds clock times. Amounts are
/// decimal strings in their currency's decimals, rates decimal strings between 0 and 1.
package enum Summary {
  package static func json(_ facts: RunFacts, stages: [RunFacts.Stage], peakMemoryBytes: Int) -> [UInt8] {
    let figures = facts.figures
    var members: [String: JSON] = [
      "program": .object([
        "name": .string("tieout"), "version": .string(Program.version), "rules": .integer(Program.rules),
      ]),
      "run_id": .string(facts.runID),
      "as_of": .string(facts.asOf.text),
      "inputs": .array(facts.inputs.map(input)),
      "control_totals": .string(control(of: facts.inputs).name),
      "transactions": .integer(figures.transactions),
      "receipts": .integer(figures.receipts),
      "allocation_lines": .integer(figures.allocationLines),
      "classes": classes(figures),
      "cash": .array(figures.cash.map(cash)),
      "outcomes": .array(outcomes(facts)),
      "matchers": .array(figures.matchers.map { matcher($0, facts.breakdown) }),
      "exceptions": .array(figures.reasons.map(reason)),
      "touchless": touchless(figures),
      "stages": .array(
        stages.map { .object(["name": .string($0.name), "seconds": .seconds($0.seconds)]) }),
      "peak_memory_bytes": .integer(peakMemoryBytes),
    ]
    if let book = facts.book { members["book"] = memory(book, figures.carried) }
    return JSON.object(members).bytes(isPretty: true)
  }

  private static func memory(_ book: BookFigures, _ carried: KeyFigures.Carried) -> JSON {
    .object([
      "run": .integer(Int(book.run)),
      "seen_before": .integer(book.seen),
      "allocations_acknowledged": .integer(book.acknowledged),
      "items_outstanding": .integer(book.outstanding),
      "waited": .object([
        "payments": .integer(carried.payments), "placed": .integer(carried.placed),
        "waiting": .integer(carried.waiting),
      ]),
    ])
  }

  private static func input(_ input: RunFacts.Input) -> JSON {
    var members: [String: JSON] = [
      "role": .string(input.role),
      "path": .string(input.path),
      "bytes": .integer(input.byteCount),
      "sha256": .string(input.digest),
      "refused": .boolean(input.isRefused),
      "warnings": .integer(input.warningCount),
      "messages": .strings(input.messages),
    ]
    if let file = input.bankFile {
      let totals = BankFileTotals(file)
      members["format"] = .optional(file.formatText)
      members["statements"] = .integer(file.statements.count)
      members["entries"] = .integer(file.entryCount)
      members["transactions"] = .integer(file.transactionCount)
      members["credits"] = totals.json(\.credits)
      members["debits"] = totals.json(\.debits)
      members["control_totals"] = .string(file.control.name)
      members["mismatch_accepted"] = .boolean(file.control == .mismatch && !input.isRefused)
    }
    return .object(members)
  }

  /// The control result over all bank files that were taken: a mismatch anywhere, else a tie only where all tie.
  private static func control(of inputs: [RunFacts.Input]) -> ControlResult {
    let results = inputs.filter { !$0.isRefused }.compactMap { $0.bankFile?.control }
    return results.isEmpty ? .blank : results.reduce(.tie) { $0.and($1) }
  }

  private static func classes(_ figures: KeyFigures) -> JSON {
    .object(
      Dictionary(
        uniqueKeysWithValues: TransactionClass.allCases.map {
          ($0.name, .integer(figures.classCounts[Int($0.rawValue)]))
        }))
  }

  private static func cash(_ cash: KeyFigures.Cash) -> JSON {
    let exponent = cash.currency.exponent
    func amount(_ money: Money) -> JSON { .string(money.text(exponent: exponent)) }
    var fields: [String: JSON] = [
      "currency": .string(cash.currency.code),
      "receipts": .integer(cash.receipts),
      "received": amount(cash.received),
      "returned": amount(cash.returned),
      "placed": amount(cash.placed),
      "on_account": amount(cash.onAccount),
      "open": amount(cash.open),
      "classified": amount(cash.classified),
      "net": amount(cash.net),
    ]
    // Only a run on a book has any.
    if cash.reversed != .zero { fields["reversed"] = amount(cash.reversed) }
    return .object(fields)
  }

  private static func outcomes(_ facts: RunFacts) -> [JSON] {
    facts.figures.outcomes.map { outcome, count in
      .object([
        "outcome": .string(outcome.name),
        "transactions": .integer(count),
        "cash": amounts(facts.breakdown.outcomes[Int(outcome.rawValue)]),
      ])
    }
  }

  private static func matcher(_ figures: KeyFigures.MatcherFigures, _ breakdown: CashBreakdown) -> JSON {
    .object([
      "matcher": .string(figures.matcher.name),
      "payments": .integer(figures.payments),
      "invoice_lines": .integer(figures.invoiceLines),
      "placed": amounts(breakdown.matchers[Int(figures.matcher.rawValue)]),
    ])
  }

  private static func reason(_ figures: KeyFigures.ReasonFigures) -> JSON {
    let open = figures.open.map { ($0.currency.code, JSON.string($0.open.text(exponent: $0.currency.exponent))) }
    return .object([
      "reason": .string(figures.reason.name),
      "payments": .integer(figures.payments),
      "open": .object(Dictionary(open) { first, _ in first }),
    ])
  }

  private static func amounts(_ sums: [CashBreakdown.Sum]) -> JSON {
    .object(
      Dictionary(
        uniqueKeysWithValues: sums.map {
          ($0.currency.code, .string($0.amount.text(exponent: $0.currency.exponent)))
        }))
  }

  private static func touchless(_ figures: KeyFigures) -> JSON {
    let rates = TouchlessRates(figures)
    func members(_ rate: Rate) -> [String: JSON] {
      [
        "numerator": .integer(Int(rate.numerator)), "denominator": .integer(Int(rate.denominator)),
        "rate": .optional(rate.tenThousandths.map { Money(minorUnits: $0).text(exponent: 4) }),
      ]
    }
    func stated(_ rate: Rate, _ level: String, _ meaning: String) -> JSON {
      .object(members(rate).merging(["level": .string(level), "meaning": .string(meaning)]) { old, _ in old })
    }
    let amounts = rates.amounts.map { currency, rate in
      var object = members(rate)
      object["level"] = .string("amount")
      object["meaning"] = .string(TouchlessRates.amountMeaning)
      object["currency"] = .string(currency.code)
      object["numerator"] = .string(Money(minorUnits: rate.numerator).text(exponent: currency.exponent))
      object["denominator"] = .string(Money(minorUnits: rate.denominator).text(exponent: currency.exponent))
      return JSON.object(object)
    }
    return .object([
      "payment": stated(rates.payments, "payment", TouchlessRates.paymentMeaning),
      "invoice_line": stated(rates.lines, "invoice_line", TouchlessRates.lineMeaning),
      "amount": .array(amounts),
    ])
  }
}
