import CashModel
import TrackRecord
import Matching
import Posting
import Report

/// What `tieout explain` prints of a payment.
struct ExplainText {
  private let run: MatchedRun
  private let row: Int
  private let dossier: Dossier
  private let violations: Int
  private var lines: [String] = []

  /// - Parameter violations: how many checks of the run fail.
  init(_ matched: MatchedBatch, _ payment: PaymentRow, violations: Int) {
    self.violations = violations
    run = matched.run
    row = payment.index
    dossier = matched.index.dossier(
      of: payment, matched.run.payments, matched.matching.readings, matched.matching.state, matched.run.decisions)
    addPayment()
    addReadings()
    addDecision()
    addEvidence(hasLimits: matched.index.limits != nil)
    addRivals()
    addComponent()
    addMissing()
    addChecks()
  }

  var text: String { lines.map(TextTable.printable).joined(separator: "\n") + "\n" }

  private var payments: PaymentTable { run.payments }
  private var currency: Currency { payments.currency[row] }

  private mutating func add(_ label: String, _ text: String) {
    let padding = String(repeating: " ", count: max(0, 14 - label.count))
    lines.append(label + padding + text)
  }

  private func money(_ amount: Money, _ currency: Currency? = nil) -> String {
    grouped(amount.text(exponent: (currency ?? self.currency).exponent))
  }

  private func name(_ item: OpenItemRow) -> String { run.items.arena.string(run.items[item.index].invoiceID) }

  private func day(_ date: CalendarDate) -> String { date.text }

  /// `INV-1 (customer S1, 600.00 open)`.
  private func described(_ item: OpenItemRow) -> String {
    let row = item.index
    let state =
      run.items[row].isClosed
      ? "closed" : "\(money(run.items[row].amount, run.items[row].currency)) \(run.items[row].currency.code) open"
    let isTaken = run.reduced[row] != 0 && run.reduced[row] == run.items[row].amount.minorUnits
    let taken = isTaken ? ", paid by this run" : ""
    return "\(name(item)) (customer \(run.items.arena.string(run.items[row].customerID)), \(state)\(taken))"
  }

  private func listed(_ items: [OpenItemRow]) -> String {
    let named = items.prefix(4).map(described).joined(separator: ", ")
    return items.count > 4 ? "\(named) and \(items.count - 4) more" : named
  }

  private mutating func addPayment() {
    add("Payment", "\(run.paymentIDs[row].text)  \(payments.arena.string(payments.bankReference[row]))")
    add(
      "",
      "\(money(payments.amount[row])) \(currency.code), booked \(day(payments.bookingDate[row])), value \(day(payments.valueDate[row]))"
    )
    var payer = payments.arena.string(payments.payerName[row])
    if !payments.payerAccount[row].isEmpty {
      payer += " (account ending \(payments.arena.string(payments.payerAccount[row]).suffix(4)))"
    }
    add("From", payer.isEmpty ? "nobody the bank names" : payer)
  }

  /// The text with its readings in brackets, and what each was read as.
  private mutating func addReadings() {
    let slice = payments.remittance[row]
    if slice.isEmpty {
      add("Text", "none")
    } else {
      for (number, line) in marked(slice).split(separator: "\n", omittingEmptySubsequences: false).enumerated() {
        add(number == 0 ? "Text" : "", String(line))
      }
    }
    for reading in dossier.readings {
      let what =
        switch reading.kind {
        case .document: "number of \(listed(reading.items))"
        case .tail: "digits of the number of \(listed(reading.items))"
        case .other: "another number of \(listed(reading.items))"
        case .near: "nearly the number of \(listed(reading.items))"
        case .unknown: "like our numbers, and no open item's"
        }
      add("", "[\(payments.arena.string(reading.text))] is \(what)")
    }
  }

  private func marked(_ slice: TextSlice) -> String {
    var bytes: [UInt8] = []
    let ranges = dossier.readings.map(\.text.range)
    for place in slice.range {
      if ranges.contains(where: { $0.lowerBound == place }) { bytes.append(UInt8(ascii: "[")) }
      let byte = payments.arena.bytes[place]
      bytes.append(byte < 0x20 && byte != 0x0A ? 0x20 : byte)
      if ranges.contains(where: { $0.upperBound == place + 1 }) { bytes.append(UInt8(ascii: "]")) }
    }
    return String(decoding: bytes, as: UTF8.self)
  }

  private mutating func addDecision() {
    lines.append("")
    let decisions = run.decisions
    let matcher =
      decisions.matcher[row].map { $0 == .analyst ? ", as a person decided" : ", by \($0.title.lowercased())" } ?? ""
    add("Decision", decisions.outcome[row].title + matcher)
    var seen: Set<String> = []
    for (allocation, sentence) in zip(decisions.allocations[row].indices, run.explanations(PaymentRow(row))) {
      let line = decisions.allocationRows[allocation]
      if line.item.number < 0 {
        add("", "\(money(line.cash)) on the customer's account")
      } else {
        var text = "\(name(line.item)): \(money(line.cash, run.items[line.item.index].currency))"
        if line.discount != .zero { text += ", discount \(money(line.discount, run.items[line.item.index].currency))" }
        if line.adjustment != .zero {
          text +=
            ", \(line.adjustmentReason?.name ?? "adjustment") \(money(line.adjustment, run.items[line.item.index].currency))"
        }
        add("", text)
      }
      if seen.insert(sentence).inserted { add("", sentence) }
    }
    if let reason = decisions.reason[row] {
      add("Reason", "\(reason.name): \(run.exceptionDetail(PaymentRow(row)))")
      for (place, suggestion) in run.suggestionTexts(PaymentRow(row)).enumerated() {
        let confidence = decisions.suggestionConfidence[decisions.suggestions[row].indices.lowerBound + place]
        add(place == 0 ? "Suggestions" : "", "\(suggestion)\(stated(confidence))")
      }
    }
  }

  private func stated(_ confidence: Confidence) -> String {
    confidence.basisPoints < 0 ? "" : "  (\(Money(minorUnits: Int64(confidence.basisPoints)).text(exponent: 2)) %)"
  }

  private mutating func addEvidence(hasLimits: Bool) {
    guard let score = dossier.score else { return }
    lines.append("")
    for (place, term) in score.terms.enumerated() {
      add(place == 0 ? "Evidence" : "", "\(bits(term.milliBits))  \(ExplainText.words(for: term.kind))")
    }
    add("", "\(bits(score.total))  together, in bits: each halves or doubles the odds")
    guard let kind = dossier.strength else { return }
    add("Class", "\(kind.name)\(stated(dossier.confidence))")
    if hasLimits, let history = dossier.history {
      let bounds = history.bounds
      add(
        "",
        "\(grouped(String(history.payments))) \(dossier.isHistoryWider ? "explanations by this matcher" : "such explanations") were checked, \(history.wrong) of them wrong; between "
          + "\(share(bounds.lowerBound)) and \(share(bounds.upperBound)) are right")
    }
    if let (sums, places) = dossier.coincidence {
      add(
        "Coincidence",
        "\(grouped(String(sums))) other \(sums == 1 ? "sum lies" : "sums lie") among \(grouped(String(places))) amounts around this one: "
          + "by chance it fits with \(share(Double(sums) / Double(max(places, 1))))")
    }
  }

  private func share(_ share: Double) -> String {
    "\(Money(minorUnits: Int64((share * 1_000_000).rounded(.down))).text(exponent: 4)) %"
  }

  private func bits(_ milliBits: Int32) -> String {
    let text = Money(minorUnits: Int64(milliBits)).text(exponent: 3)
    let signed = milliBits >= 0 ? "+" + text : text
    return String(repeating: " ", count: max(0, 8 - signed.count)) + signed
  }

  private mutating func addRivals() {
    lines.append("")
    if dossier.rivals.isEmpty {
      return add("Runner-up", "none: no other open item, and no balance of the payer's, has this amount")
    }
    for (place, rival) in dossier.rivals.enumerated() {
      let text =
        switch rival.kind {
        case .payersItemOfAmount: "of the payer's with this amount: \(listed(rival.items))"
        case .strangersItemOfAmount: "of others with this amount: \(listed(rival.items))"
        case .balance: "all that the payer owes, \(rival.items.count) items"
        }
      add(place == 0 ? "Runner-up" : "", text)
    }
  }

  private mutating func addComponent() {
    if dossier.component.isEmpty { return add("Component", "no other payment names or wants these items") }
    let named = dossier.component.prefix(4).map { payment in
      "\(payments.arena.string(payments.bankReference[payment.index])) (\(money(payments.amount[payment.index], payments.currency[payment.index])), \(run.decisions.outcome[payment.index].name))"
    }.joined(separator: ", ")
    let count = dossier.isComponentCut ? "more than \(dossier.component.count)" : String(dossier.component.count)
    let noun = dossier.component.count == 1 ? "other payment" : "other payments"
    add("Component", "\(count) \(noun) by shared items: \(named)\(dossier.component.count > 4 ? " …" : "")")
  }

  private mutating func addMissing() {
    for (place, missing) in dossier.missing.enumerated() {
      add(place == 0 ? "Missing" : "", sentence(missing))
    }
  }

  private func sentence(_ missing: Dossier.Missing) -> String {
    switch missing {
    case .shortfall(let amount, _):
      "would match if \(money(amount)) were a bank charge, a discount or a short payment that the policies let pass"
    case .credit(let item, let amount): "would match if \(name(item)), a credit of \(money(amount)), were named too"
    case .namedTooMuch(let item): "would match if \(described(item)) were not meant"
    case .surplus(let amount): "would match if \(money(amount)) more were named, or may go on account"
    case .itemOfSurplus(let items, let amount):
      items.count == 1
        ? "would match if \(described(items[0])) were named too"
        : "\(listed(items)) each have the \(money(amount)) left over: add a reference"
    case .reference(let items):
      items.count == 1
        ? "\(described(items[0])) fits, and so does something else: add a reference"
        : "\(items.prefix(4).map(name).joined(separator: " and ")) \(items.count == 2 ? "both" : "each") fit: add a reference"
    case .proof(let items):
      "\(items.prefix(6).map(name).joined(separator: ", ")) \(items.count == 1 ? "has the amount" : "add up to it"), "
        + "which may be chance: would match if any of them were named"
    case .sets(let sets):
      sets.map { $0.prefix(6).map(name).joined(separator: " + ") }.joined(separator: ", or ") + ": add a reference"
    case .withoutNumber(let text, let items):
      "would match \(items.prefix(2).map(name).joined(separator: " or ")) if \(payments.arena.string(text)) were not named"
    case .payer(let customer, let items):
      "would match \(items.prefix(2).map(name).joined(separator: " or ")) if the payer were customer \(run.customers.arena.string(run.customers.customerID[customer.index]))"
        + (items.count > 1 ? " and a reference said which" : "")
    case .nearest(let item, let difference):
      "nearest is \(described(item)), \(money(difference.magnitude)) \(difference < .zero ? "more" : "less") than was paid"
    case .decisionOn(let others):
      "waits for a decision on \(others.prefix(3).map { payments.arena.string(payments.bankReference[$0.index]) }.joined(separator: ", "))"
    case .takenBy(let others):
      "what it names went to \(others.prefix(3).map { payments.arena.string(payments.bankReference[$0.index]) }.joined(separator: ", "))"
    case .approval: "needs an approval; nothing else speaks against it"
    }
  }

  private mutating func addChecks() {
    lines.append("")
    let placed = run.placed(row)
    let open = run.open(row)
    add(
      "Checks",
      "placed \(money(placed)) + open \(money(open)) = \(money(placed + open)) of \(money(payments.amount[row]))")
    for line in run.decisions.allocations[row].indices {
      let allocation = run.decisions.allocationRows[line]
      guard allocation.item.number >= 0 else { continue }
      let item = allocation.item.index
      add(
        "",
        "\(name(allocation.item)): \(money(run.items[item].amount, run.items[item].currency)) open, this payment takes "
          + "\(money(allocation.reduction, run.items[item].currency)), all of this run \(money(Money(minorUnits: run.reduced[item]), run.items[item].currency))"
      )
    }
    add(
      "",
      violations == 0
        ? "recomputed for the whole run: owners, currencies, openness, sums, discounts, taxes and rates, the journal; all hold"
        : "\(violations) checks of the whole run fail")
  }

  static func words(for kind: Score.Term.Kind) -> String {
    switch kind {
    case .prior: "before anything is known: one of all open items"
    case .amountTies: "the amounts tie to the minor unit"
    case .differenceExplained: "a difference that is explained"
    case .differenceOpen: "a difference that stays open"
    case .evidence(let kind): words(for: kind)
    }
  }

  private static func words(for kind: Evidence.Kind) -> String {
    switch kind {
    case .citedItem: "the text names the item"
    case .citedOtherNumber: "the text names another number of the item"
    case .nearItem: "the text has the item's number but for an error"
    case .structuredLine: "a remittance line names the item"
    case .discountTaken: "the discount was still to be had"
    case .creditNetted: "a credit lowers what is paid"
    case .payerByAccount: "the payer's account is the customer's"
    case .payerByAlias: "the payer's name is a confirmed alias"
    case .payerByCustomerNumber: "the text gives the customer's number"
    case .payerByName: "the payer's name is the customer's"
    case .payerBySimilarName: "the payer's name is like the customer's"
    case .payerNameShared: "several customers bear the payer's name"
    case .payerOfFamily: "the item is another member's of the payer's family"
    case .onlyItemOfAmount: "no other of the payer's items has the amount"
    case .onlySetOfAmount: "no other set of the payer's items adds up to it"
    case .oldestFirst: "the customer's rule pays it first"
    case .oldestOfEqual: "of equal items it is due first"
    case .onlyJointly: "every other way leaves a payment without an item"
    case .paidTogether: "other payments pay the rest of the item"
    case .rival: "something else fits as well"
    case .citedClosedItem: "the text names a closed item"
    case .citedOtherCurrency: "the text names an item in another currency"
    case .contestedItem: "another payment wants the item"
    case .restOfPayment: "an earlier run has applied a part of the payment"
    case .unacknowledgedItem: "an earlier run has applied cash to the item, which the ledger does not show"
    case .onAccountCash: "just what is missing stands on the customer's account"
    case .takesBack: "it returns a payment that an earlier run has applied"
    case .foreignItem: "the item is another customer's"
    case .unknownNumber: "the text has a number like ours that is nobody's"
    case .classNotProven: "its kind of evidence is not proven rarely enough wrong"
    }
  }
}
