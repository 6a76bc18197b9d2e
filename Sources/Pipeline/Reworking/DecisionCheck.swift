import CashModel
import Ingest
import Posting
import Store

/// Holds decisions against the book and the ledger, in the order of their file: what one takes, the next cannot have.
struct DecisionCheck {
  let asked: [AskedDecision]
  private(set) var touched: Set<OpenItemRow> = []
  let exceptions: [PaymentID: KeptException]
  let payments: PaymentTable
  let customers: CustomerTable
  let settings: Settings
  let rates: ExchangeRates
  var items: DecidedItems
  let customerRows: [String: CustomerRow]
  private let rests: Set<PaymentRow>
  private let rows: [PaymentID: PaymentRow]
  /// By payment: the lines of the rows that decide on it.
  private let linesOf: [String: [Int]]

  /// A decision that holds.
  struct Result {
    let payment: PaymentID
    let row: PaymentRow
    let exception: KeptException
    /// Nil where the payment waits on.
    var decision: Decision?
    var dispute: DeductionReason?
  }

  init(
    _ rows: [DecisionRow], _ exceptions: [PaymentID: KeptException], _ read: ReadPayments, _ ledger: Ledger,
    _ rates: ExchangeRates, _ settings: Settings
  ) {
    self.rates = rates
    self.exceptions = exceptions
    self.settings = settings
    payments = read.payments
    customers = ledger.customers
    asked = DecisionCheck.asked(rows, exceptions)
    linesOf = Dictionary(grouping: asked.filter { !$0.paymentID.isEmpty }, by: \.paymentID).mapValues {
      $0.map(\.row.line)
    }
    let wanted = Set(exceptions.keys)
    var places: [PaymentID: PaymentRow] = [:]
    for (row, id) in read.ids.enumerated() where wanted.contains(id) { places[id] = PaymentRow(row) }
    self.rows = places
    rests = read.entries?.listedRows ?? []
    var names: Set<String> = []
    var people: Set<String> = []
    for one in asked {
      if case .apply(let lines) = one.decision { names.formUnion(lines.map(\.invoice)) }
      if case .onAccount(let customer) = one.decision { people.insert(customer) }
      guard let exception = PaymentID(one.paymentID).flatMap({ exceptions[$0] }) else { continue }
      names.formUnion(exception.suggestions.joined().map(\.invoice))
      people.insert(exception.customer)
    }
    items = DecidedItems(ledger.items, names: names)
    customerRows = ledger.customers.rows(named: people)
  }

  /// The rows one by one, and instead of a row that accepts a group its members, each once, that no row of their own decides on.
  private static func asked(
    _ rows: [DecisionRow], _ exceptions: [PaymentID: KeptException]
  ) -> [AskedDecision] {
    let read = rows.map { row -> AskedDecision in
      if let problem = row.problem {
        return AskedDecision(row: row, paymentID: row.paymentID, decision: nil, problem: problem)
      }
      do throws(AnalystDecision.Problem) {
        let decision = try AnalystDecision(row.decision)
        return AskedDecision(row: row, paymentID: row.paymentID, decision: decision, problem: nil)
      } catch {
        return AskedDecision(row: row, paymentID: row.paymentID, decision: nil, problem: error.sentence)
      }
    }
    let own = Set(read.filter { $0.decision != .acceptAll }.map(\.paymentID))
    var members: [String: [PaymentID]] = [:]
    for (payment, exception) in exceptions {
      if let group = exception.group { members[group, default: []].append(payment) }
    }
    var done: Set<String> = []
    return read.flatMap { one -> [AskedDecision] in
      guard one.decision == .acceptAll else { return [one] }
      let exception = PaymentID(one.paymentID).flatMap { exceptions[$0] }
      guard let exception, let group = exception.group, group == one.row.group else {
        let problem =
          exception?.group == nil ? "the payment is in no group" : "the group has changed since the file was written"
        return [AskedDecision(row: one.row, paymentID: one.paymentID, decision: nil, problem: problem)]
      }
      guard done.insert(group).inserted else { return [] }
      return (members[group] ?? []).sorted().filter { !own.contains($0.text) }.map { member in
        var row = one.row
        row.fingerprint = exceptions[member]?.fingerprint ?? ""
        row.company = ""
        return AskedDecision(row: row, paymentID: member.text, decision: .accept(1), problem: nil)
      }
    }
  }

  /// - Throws: why the decision does not hold; nothing is taken then.
  mutating func take(_ one: AskedDecision) throws(DecisionRefusal) -> Result {
    guard let decision = one.decision else { throw DecisionRefusal(one.problem ?? "the row cannot be read") }
    guard let id = PaymentID(one.paymentID) else { throw DecisionRefusal("is no payment id") }
    let lines = linesOf[one.paymentID] ?? []
    if lines.count > 1 {
      throw DecisionRefusal("is decided more than once, on lines \(lines.map(String.init).joined(separator: ", "))")
    }
    guard let exception = exceptions[id], let row = rows[id] else {
      throw DecisionRefusal("does not wait for a decision: it is unknown, or was settled meanwhile")
    }
    guard !one.row.fingerprint.isEmpty else {
      throw DecisionRefusal("has no fingerprint, which says what was decided on")
    }
    guard one.row.fingerprint == exception.fingerprint else {
      throw DecisionRefusal("the exception has changed since the file was written")
    }
    try checkPeople(one.row, exception, payments.currency[row.index])
    var result = Result(payment: id, row: row, exception: exception)
    if decision != .later {
      if payments.transactionClass[row.index] != .receipt, decision != .notOurs {
        throw DecisionRefusal("is a return: it can only be left for later, or found not to be ours")
      }
      if exception.reason == .unacknowledged {
        throw DecisionRefusal("is applied already, and waits for the ledger only")
      }
      try decide(decision, one.row, isRest: rests.contains(row), &result)
    }
    for line in result.decision?.allocations ?? [] where line.item.number >= 0 {
      items.take(line.reduction, from: line.item.index)
      touched.insert(line.item)
    }
    if result.decision != nil {
      for suggested in exception.suggestions.joined() {
        if let row = try? items.row(suggested.invoice, company: suggested.company) { touched.insert(OpenItemRow(row)) }
      }
    }
    return result
  }

  /// Who may decide on so much, and whether a second person has approved it.
  private func checkPeople(
    _ row: DecisionRow, _ exception: KeptException, _ currency: Currency
  ) throws(DecisionRefusal) {
    let decider = row.decidedBy.lowercased()
    guard !decider.isEmpty else { throw DecisionRefusal("nobody says who decided: 'decided_by' is empty") }
    let policies = settings.policies
    // Of cash on account that is offered, so much would be moved.
    let offer = exception.reason == .onAccount ? exception.suggestions.first?.first?.cash : nil
    let amount = Int128(offer ?? exception.open.minorUnits)
    let limits = policies.decisionLimit
    let limit = limits.overrides.first { $0.key.lowercased() == decider }?.value ?? limits.standard
    if let limit, amount > DecisionCheck.minorUnits(limit, currency) {
      throw DecisionRefusal("is above what \(row.decidedBy) may decide on")
    }
    let approval = policies.decisionApproveAbove.value(
      group: exception.customer, company: row.company, currency: currency.code)
    guard let approval, amount > DecisionCheck.minorUnits(approval, currency) else { return }
    guard !row.approvedBy.isEmpty else { throw DecisionRefusal("needs a second person in the column 'approved_by'") }
    guard row.approvedBy.lowercased() != decider else { throw DecisionRefusal("is approved by who decided it") }
  }

  static func minorUnits(_ tenThousandths: Int64, _ currency: Currency) -> Int128 {
    var units = Int128(tenThousandths)
    for _ in 0..<max(0, 4 - currency.exponent) { units /= 10 }
    return units
  }
}
