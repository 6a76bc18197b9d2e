import CashModel
import Matching
import Store

/// The payments of all accepted files, in canonical order.
struct ReadPayments: Sendable {
  let payments: PaymentTable
  let ids: [PaymentID]
  /// Payments that a return may have taken back.
  let returned: Set<PaymentRow>
  let asOf: CalendarDate
  /// What of earlier runs came back, and by what.
  let reversed: [(past: PastPayment, returned: PaymentRow, original: TextSlice)]
  /// What earlier runs put on customers' accounts, with the payment's id in the payments' arena.
  let onAccount: [(cash: KeptOnAccount, payment: TextSlice)]
  /// What became of the advices that were not used.
  let findings: [String]
  /// Where there is a book: what it has to know of each payment, and what it recognised.
  private(set) var entries: KeptEntries?
  private(set) var recognition: EntryRecognition?

  /// - Parameter bookings: the payments of all files, one behind the other.
  init(
    _ bookings: HandedOver<PaymentTable>, _ inputs: RunInputs, _ configuration: RunConfiguration,
    _ settings: SettingsInput, _ workers: Workers, _ session: BookSession?
  ) async throws(RunFailure) {
    var all = bookings.take()
    all.classifyOwnAccounts(settings.settings.ownAccounts)
    TextRules(settings.settings.textRules).classify(&all)
    asOf = inputs.today(configuration)
    let identities = await workers.mapRows(all.count) { [all] in all.identities(of: $0) }.flatMap { $0 }
    let unordered: [PaymentID]
    var undone: [PaymentID: VoidedEntry] = [:]
    let policies = settings.settings.policies
    let cash = try session?.onAccount(asOf, within: policies.onAccountOfferedDays) ?? []
    if let session {
      let listing = try session.listing(asOf, policies, cash, inputs)
      let booked = try BookedPayments(all, identities: identities, inputs, session, listing: listing)
      (all, unordered, recognition, entries) = (booked.payments, booked.ids, booked.recognition, booked.entries)
      undone = booked.undone
    } else {
      unordered = all.identifiedPayments(by: identities)
    }
    let order = all.canonicalOrder(unordered)
    entries = entries?.reordered(by: order)
    all.reorder(by: order)
    ids = Array(inLargePages: order.count) { unordered[order[$0].index] }
    let advices = AdviceJoining(inputs.advices, all, inputs.customers)
    var matched = all.taking(advices.joined, from: inputs.advices.arena)
    // What comes back is the whole of a payment, never the rest of one.
    let rests = entries?.listedRows ?? []
    let undoing = UndoneRows(undone, ids, entries, &matched)
    let past = try session?.placed(likeReturnsIn: matched).filter { !undoing.entries.contains($0.entry) } ?? []
    let returns = ReturnedPayments(in: matched, past: past, rests: rests, known: undoing.rows)
    for (original, returned) in returns.pairs { matched.offset(original, by: returned) }
    let pairs = returns.pastPairs.map { (past[$0.past], $0.returned) } + undoing.placed
    reversed = pairs.map { ($0.0, $0.1, matched.arena.append($0.0.id.text)) }
    // Where a part of a payment waits, that came back too.
    let unlisted = entries?.unlist(Set(reversed.map(\.past.entry))) ?? [:]
    for (payment, returned, _) in reversed {
      if let rest = unlisted[payment.entry] { matched.offset(rest, by: returned) }
    }
    let recent = asOf.adding(days: -policies.unacknowledgedAfterDays)
    onAccount = cash.filter { $0.since >= recent }.map { ($0, matched.arena.append($0.payment.id.text)) }
    returned = returns.doubtful
    payments = matched
    findings = advices.findings
  }

  /// - Parameter settings: what of the configuration decides a run.
  func runID(_ settings: String, _ ledger: Ledger, _ rates: ExchangeRates) -> String {
    var identity = RunIdentity(settings: settings, asOf: asOf)
    identity.add(payments, ids)
    identity.add(ledger.items)
    identity.add(ledger.customers)
    identity.add(rates)
    return identity.text
  }
}

extension PaymentTable {
  /// The accounts that transactions are booked on, each once.
  var accounts: Set<String> {
    if let only = account.onlyValue { return [arena.string(only)] }
    var texts: Set<TextSlice> = []
    for row in 0..<count where row == 0 || account[row] != account[row - 1] { texts.insert(account[row]) }
    return Set(texts.map(arena.string))
  }

  /// Money between accounts of our own is a transfer, whatever its code says.
  fileprivate mutating func classifyOwnAccounts(_ accounts: [String]) {
    guard !accounts.isEmpty else { return }
    let own = Set(accounts.map { Array($0.utf8) })
    // Most payers' accounts have another length or another end.
    let mayBeOwn = own.reduce(into: [Bool](repeating: false, count: 256 * 64)) {
      $0[PaymentTable.mark(of: $1.span)] = true
    }
    for row in 0..<count where transactionClass[row] == .receipt || transactionClass[row] == .otherDebit {
      let account = payerAccount[row]
      guard mayBeOwn[PaymentTable.mark(of: arena.span(account))] else { continue }
      if own.contains(Array(arena.bytes[account.range])) { setClass(.transfer, at: PaymentRow(row)) }
    }
  }

  /// Of an account's length and its last letter: two accounts of different marks are not one.
  private static func mark(of account: Span<UInt8>) -> Int {
    account.isEmpty ? 0 : Int(account[account.count - 1]) << 6 | min(account.count, 63)
  }
}
