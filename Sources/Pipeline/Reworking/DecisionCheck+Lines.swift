import CashModel
import Ingest
import Posting
import Store

// What each decision puts where.

extension DecisionCheck {
  /// One line of a decision before it is checked.
  private struct Line {
    let item: Int
    let cash: Money
  }

  func decide(
    _ decision: AnalystDecision, _ row: DecisionRow, isRest: Bool, _ result: inout Result
  ) throws(DecisionRefusal) {
    let currency = payments.currency[result.row.index]
    let open = result.exception.open
    let isOnAccount = result.exception.reason == .onAccount
    var lines: [Allocation] = []
    var customer = customerRows[result.exception.customer]
    switch decision {
    case .accept(let number): lines = try allocations(try suggested(number, result.exception), of: result.row)
    case .apply(let named) where try isForeign(named, row, currency):
      result.decision = try foreign(try self.lines(named, row, currency), result, customer, isRest: isRest)
      return
    case .apply(let named):
      lines = try allocations(try self.lines(named, row, currency), of: result.row)
    case .writeOff where !result.exception.suggestions.isEmpty:
      lines = try allocations(try suggested(1, result.exception), of: result.row)
      lines = try lines.map { line throws(DecisionRefusal) in
        try settled(line, reason: .writeOff, adjustment: missing(line))
      }
    case .dispute(let code):
      result.dispute = try reason(code)
      lines = try allocations(try suggested(1, result.exception), of: result.row)
      lines = try lines.map { line throws(DecisionRefusal) in
        try settled(line, reason: .shortPay, adjustment: isResidual(line.item) ? missing(line) : .zero)
      }
    case .onAccount(let name):
      guard let found = customerRows[name] else { throw DecisionRefusal("there is no customer \(name)") }
      customer = found
      lines = [Allocation(item: OpenItemRow(number: -1), cash: open, paid: open)]
    case .refund:
      lines = [Allocation(item: OpenItemRow(number: -1), cash: open, adjustmentReason: .refund, paid: open)]
    case .writeOff:
      lines = [Allocation(item: OpenItemRow(number: -1), cash: open, adjustmentReason: .overTolerance, paid: open)]
    case .notOurs:
      guard !isRest else { throw DecisionRefusal("a part of the payment is applied: its rest can be refunded") }
      var decision = Decision(.excepted)
      decision.reason = .notOurs
      result.decision = decision
      return
    case .later, .acceptAll: return
    }
    if isOnAccount, lines.contains(where: { $0.item.number < 0 }) {
      throw DecisionRefusal("is on a customer's account, from where it can only be moved to items")
    }
    try checkWriteOff(lines, currency)
    let sum = lines.reduce(Int128(0)) { $0 + Int128($1.paid.minorUnits) }
    let most = isOnAccount ? try onAccount(result.exception) : open
    guard sum > 0, sum <= Int128(most.minorUnits) else {
      let text = Money(minorUnits: Int64(clamping: sum)).text(exponent: currency.exponent)
      throw DecisionRefusal("its lines add up to \(text), where \(most.text(exponent: currency.exponent)) is to be had")
    }
    let rest = open - Money(minorUnits: Int64(sum))
    if !isOnAccount, rest != .zero, lines.allSatisfy({ missing($0) == $0.adjustment }) {
      // All that was named is settled: the rest is paid too much.
      if let owner = customer ?? lines.first.map({ items.items[$0.item.index].customer }), goesOnAccount(owner, lines) {
        customer = owner
        lines.append(Allocation(item: OpenItemRow(number: -1), cash: rest, paid: rest))
      }
    } else if !isOnAccount, rest != .zero, case .apply = decision {
      throw DecisionRefusal(
        "its lines add up to \((open - rest).text(exponent: currency.exponent)), the payment to "
          + "\(open.text(exponent: currency.exponent)), and they settle not all they name")
    }
    let placed = lines.reduce(Money.zero) { $0 + $1.paid }
    result.decision = self.decision(lines, placed, open, customer, isOnAccount: isOnAccount)
  }

  /// Whether the policy puts what is paid too much on the account of its payer, for each of the items.
  private func goesOnAccount(_ customer: CustomerRow, _ lines: [Allocation]) -> Bool {
    guard customer.number >= 0, !customers.isBlocked[customer.index] else { return false }
    let table = items.items
    return lines.allSatisfy { line in
      guard line.item.number >= 0 else { return false }
      let row = line.item.index
      return customers.family[table[row].customer.index] == customers.family[customer.index]
        && settings.policies.overPayTreatment.value(
          group: group(of: row), company: table.arena.string(table[row].company), currency: table[row].currency.code)
          == .onAccount
    }
  }

  private func decision(
    _ lines: [Allocation], _ sum: Money, _ open: Money, _ customer: CustomerRow?, isOnAccount: Bool
  ) -> Decision {
    let isOnItems = lines.allSatisfy { $0.item.number >= 0 }
    var decision = Decision(isOnAccount || sum == open ? (isOnItems ? .applied : .onAccount) : .appliedPart)
    decision.matcher = .analyst
    decision.allocations = lines
    let owner = lines.first { $0.item.number >= 0 }.map { items.items[$0.item.index].customer }
    decision.customer = customer ?? owner ?? CustomerRow(number: -1)
    if isOnAccount {
      decision.reason = .onAccount
      decision.allocations.append(Allocation(item: OpenItemRow(number: -1), cash: -sum, paid: -sum))
    } else if sum != open {
      decision.reason = .overPay
      decision.difference = open - sum
    }
    return decision
  }

  /// What of a payment stands on account: the offer asks for just that.
  private func onAccount(_ exception: KeptException) throws(DecisionRefusal) -> Money {
    guard let offer = exception.suggestions.first?.first else {
      throw DecisionRefusal("its cash is offered to nothing any more")
    }
    return Money(minorUnits: offer.cash)
  }

  private func suggested(_ number: Int, _ exception: KeptException) throws(DecisionRefusal) -> [Line] {
    guard number <= exception.suggestions.count else { throw DecisionRefusal("there is no suggestion \(number)") }
    var lines: [Line] = []
    for suggested in exception.suggestions[number - 1] {
      let row = try items.row(suggested.invoice, company: suggested.company)
      lines.append(Line(item: row, cash: Money(minorUnits: suggested.cash)))
    }
    return lines
  }

  private func isForeign(
    _ named: [AnalystDecision.NamedCash], _ row: DecisionRow, _ currency: Currency
  ) throws(DecisionRefusal) -> Bool {
    guard let first = named.first else { return false }
    return items.items[try items.row(first.invoice, company: row.company.isEmpty ? nil : row.company)].currency
      != currency
  }

  /// Items of another currency, paid by all of the payment at the rate of its file or of its value date; what the items ask for more or less,
  /// within the policy, is an exchange difference on the largest.
  private func foreign(
    _ lines: [Line], _ result: Result, _ customer: CustomerRow?, isRest: Bool
  ) throws(DecisionRefusal) -> Decision {
    let (row, open) = (result.row.index, result.exception.open)
    let (source, target) = (payments.currency[row], items.items[lines[0].item].currency)
    guard !isRest else { throw DecisionRefusal("the rest of a payment pays no item of another currency") }
    let original = payments.original[row].flatMap { $0.currency == target ? $0 : nil }
    let known =
      original?.rate(from: open, source) ?? rates.rate(from: source, to: target, on: payments.valueDate[row])
    guard let rate = known, let worth = original?.amount ?? rate.converted(open, from: source, to: target) else {
      throw DecisionRefusal("no rate from \(source.code) to \(target.code) is known for its value date")
    }
    var allocations = try self.allocations(lines, in: target, of: result.row)
    let sum = allocations.reduce(Int128(0)) { $0 + Int128($1.cash.minorUnits) }
    let difference = sum - Int128(worth.minorUnits)
    let tolerance = settings.policies.fxTolerance.value(
      group: group(of: lines[0].item), company: "", currency: source.code)
    guard sum > 0, difference.magnitude * 1_000_000 <= sum.magnitude * UInt128(tolerance),
      let adjustment = Int64(exactly: difference)
    else {
      throw DecisionRefusal(
        "its lines add up to \(Money(minorUnits: Int64(clamping: sum)).text(exponent: target.exponent)) \(target.code), where "
          + "the payment is worth \(worth.text(exponent: target.exponent))")
    }
    let largest = allocations.indices.max { allocations[$0].cash < allocations[$1].cash } ?? 0
    var rest = open
    for place in allocations.indices where place != largest {
      let line = allocations[place]
      let paid = Money(minorUnits: Int64(clamping: Int128(open.minorUnits) * Int128(line.cash.minorUnits) / sum))
      allocations[place] = Allocation(item: line.item, cash: line.cash, discount: line.discount, paid: paid)
      rest = rest - paid
    }
    let line = allocations[largest]
    allocations[largest] = Allocation(
      item: line.item, cash: line.cash - Money(minorUnits: adjustment), discount: line.discount,
      adjustment: Money(minorUnits: adjustment), adjustmentReason: adjustment == 0 ? nil : .fxDifference, paid: rest)
    var decision = decision(allocations, open, open, customer, isOnAccount: false)
    decision.rate = rate
    return decision
  }

  private func lines(
    _ named: [AnalystDecision.NamedCash], _ row: DecisionRow, _ currency: Currency
  ) throws(DecisionRefusal) -> [Line] {
    var lines: [Line] = []
    for one in named {
      let item = try items.row(one.invoice, company: row.company.isEmpty ? nil : row.company)
      guard let cash = Money(typed: one.amount, exponent: items.items[item].currency.exponent) else {
        throw DecisionRefusal("'\(one.amount.prefix(40))' is no amount, or may be read in two ways")
      }
      lines.append(Line(item: item, cash: cash))
    }
    return lines
  }

  /// The lines as allocations, each within what is left of its item, with the discount that is still to be had where that settles it.
  ///
  /// - Parameter currency: of all of the items; nil for the payment's own.
  private func allocations(
    _ lines: [Line], in currency: Currency? = nil, of payment: PaymentRow
  ) throws(DecisionRefusal) -> [Allocation] {
    let currency = currency ?? payments.currency[payment.index]
    var allocations: [Allocation] = []
    for line in lines {
      let name = items.items.arena.string(items.items[line.item].invoiceID)
      let left = items.available(line.item)
      guard items.items[line.item].currency == currency else {
        throw DecisionRefusal(
          "\(name) is in \(items.items[line.item].currency.code), the others or the payment are not")
      }
      guard left != .zero else { throw DecisionRefusal("\(name) is closed, or paid meanwhile") }
      let exponent = items.items[line.item].currency.exponent
      guard line.cash != .zero, line.cash.minorUnits.signum() == left.minorUnits.signum() else {
        throw DecisionRefusal("\(line.cash.text(exponent: exponent)) has not the sign of \(name)")
      }
      if isWithinTolerance(line.cash - left, of: line.item, left) {
        let excess = left - line.cash
        allocations.append(
          Allocation(
            item: OpenItemRow(line.item), cash: line.cash, adjustment: excess, adjustmentReason: .overTolerance,
            paid: line.cash))
        continue
      }
      guard line.cash.minorUnits.magnitude <= left.minorUnits.magnitude else {
        throw DecisionRefusal(
          "\(line.cash.text(exponent: exponent)) is more than the \(left.text(exponent: exponent)) that is open of \(name)"
        )
      }
      let discount = discount(of: line, left, payment)
      allocations.append(
        Allocation(item: OpenItemRow(line.item), cash: line.cash, discount: discount, paid: line.cash))
    }
    return allocations
  }

  /// Whether a little more is paid than is open of an invoice, as the policy lets pass.
  private func isWithinTolerance(_ excess: Money, of item: Int, _ left: Money) -> Bool {
    guard excess > .zero, left > .zero else { return false }
    let (table, policies) = (items.items, settings.policies)
    let currency = table[item].currency
    let (group, company) = (group(of: item), table.arena.string(table[item].company))
    let most = policies.toleranceAbsolute.value(group: group, company: company, currency: currency.code)
    let share = policies.tolerancePercent.value(group: group, company: company, currency: currency.code)
    return Int128(excess.minorUnits) <= DecisionCheck.minorUnits(most, currency)
      && Int128(excess.minorUnits) * 1_000_000 <= Int128(left.minorUnits) * Int128(share)
  }

  /// The item's discount where it is whole, was paid in time and is settled by it.
  private func discount(of line: Line, _ left: Money, _ payment: PaymentRow) -> Money {
    let table = items.items
    guard let last = table[line.item].discountDate, line.cash + table[line.item].discount == left,
      left == table[line.item].amount
    else { return .zero }
    let policies = settings.policies
    let days = policies.discountGraceDays.value(
      group: group(of: line.item), company: table.arena.string(table[line.item].company),
      currency: table[line.item].currency.code)
    return payments.valueDate[payment.index] <= last.adding(days: days) ? table[line.item].discount : .zero
  }

  private func group(of item: Int) -> String {
    let customer = items.items[item].customer.index
    return customers.arena.string(customers.customerID[customers.family[customer].index])
  }

  private func missing(_ line: Allocation) -> Money {
    guard line.item.number >= 0 else { return .zero }
    return items.available(line.item.index) - line.cash - line.discount
  }

  private func settled(
    _ line: Allocation, reason: AdjustmentReason, adjustment: Money
  ) throws(DecisionRefusal) -> Allocation {
    guard missing(line) != .zero else {
      let name = items.items.arena.string(items.items[line.item.index].invoiceID)
      throw DecisionRefusal("nothing is missing of \(name)")
    }
    return Allocation(
      item: line.item, cash: line.cash, discount: line.discount, adjustment: adjustment, adjustmentReason: reason,
      paid: line.paid)
  }

  private func isResidual(_ item: OpenItemRow) -> Bool {
    let table = items.items
    return settings.policies.shortPayTreatment.value(
      group: group(of: item.index), company: table.arena.string(table[item.index].company),
      currency: table[item.index].currency.code) == .residual
  }

  private func reason(_ code: String) throws(DecisionRefusal) -> DeductionReason {
    if let reason = DeductionReason.allCases.first(where: { $0.name == code }) { return reason }
    if let reason = settings.deductions.codes[code] { return reason }
    let names = DeductionReason.allCases.map(\.name).joined(separator: ", ")
    throw DecisionRefusal("\(code) is no reason of a deduction; there are \(names)")
  }

  private func checkWriteOff(_ lines: [Allocation], _ currency: Currency) throws(DecisionRefusal) {
    var sum: Int128 = 0
    for line in lines {
      if line.adjustmentReason == .writeOff { sum += Int128(line.adjustment.minorUnits.magnitude) }
      if line.adjustmentReason == .overTolerance, line.item.number < 0 { sum += Int128(line.paid.minorUnits) }
    }
    let limit = settings.policies.decisionWriteOff.value(group: "", company: "", currency: currency.code)
    guard let limit, sum > DecisionCheck.minorUnits(limit, currency) else { return }
    throw DecisionRefusal("writes off more than a decision may")
  }
}
