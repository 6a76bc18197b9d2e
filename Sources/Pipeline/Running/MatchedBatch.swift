import CashModel
import TrackRecord
import Ingest
import Matching
import Posting
import Report
import Store

/// What was read and matched, before anything is checked or written.
struct MatchedBatch {
  let run: MatchedRun
  let index: MatchingIndex
  let matching: Matching
  let reports: [InputReport]
  /// What the run changes in the book, and how many of the entries read the book had already.
  let changes: BookChanges
  let seen: Int
  /// What people decided, where this is a run of decisions.
  let decided: DecidedPayments?

  /// - Parameter appliesAll: whatever kind of evidence holds is applied, as if nothing were known of any.
  static func matched(
    _ configuration: RunConfiguration, _ workers: Workers, _ clock: inout StageClock, appliesAll: Bool = false,
    session: BookSession? = nil, progress: @Sendable (RunProgress) -> Void
  ) async throws(RunFailure) -> MatchedBatch {
    let read = try await ReadBatch(configuration, workers, session, progress)
    clock.end("read")
    let (settings, inputs, book, ledger) = (read.settings, read.inputs, read.payments, read.ledger)
    let decided = read.decided
    let policies = settings.settings.policies
    // What the run is called is asked for last.
    let rates = inputs.rates
    let identity = settings.identity + (read.session.map { "\nrun \($0.runsBefore + 1)" } ?? "")
    async let runID = book.runID(identity, ledger, rates)
    let knowledge = MatchedBatch.knowledge(inputs.reports)
    let waits: [Bool] = book.entries?.number.map { $0 >= 0 } ?? []
    let news = read.session?.news(
      read.unheard(waits), ledger.items, knowledge, touched: decided?.touched ?? [])
    let index = MatchingIndex(
      items: ledger.items, customers: ledger.customers, policies: policies,
      ownAccounts: settings.settings.ownAccounts + book.payments.accounts, rates: rates,
      limits: appliesAll ? nil : EvidenceLimits(settings.calibration, rates: policies.autoApplyMaxWrongRate.values),
      news: news, onAccount: MatchedBatch.onAccount(book, ledger.customers), ledger: ledger.indexes)
    clock.end("index")
    var entries = book.entries
    if let decided { entries?.unlist(decided.given.keys) }
    let matching = await MatchingRun.decide(
      payments: book.payments, returned: book.returned, listed: MatchedBatch.listed(entries, ledger.items),
      reversals: read.reversals?.resolved(ledger) ?? [:], given: decided?.given ?? [:],
      index: index, workers: workers, progress: progress)
    clock.end("match")
    let run = await MatchedRun(
      payments: book.payments, paymentIDs: book.ids, statements: inputs.statements,
      sourceFiles: inputs.sourceFiles, items: ledger.items, customers: ledger.customers,
      decisions: matching.decisions, asOf: book.asOf, runID: runID, accounts: settings.settings.accounts,
      deductions: settings.settings.deductions, carried: waits, calendar: policies.posting,
      disputes: decided?.disputes ?? [:])
    var changes = book.recognition?.changes ?? BookChanges()
    changes.voidEntries = book.recognition?.undone.map(\.entry) ?? []
    changes.entries = entries ?? KeptEntries()
    changes.entries.reversed = read.reversals?.kept ?? [:]
    changes.extractAmounts = read.reversals?.extractAmounts ?? [:]
    changes.availability = read.availability
    changes.knowledge = knowledge
    return MatchedBatch(
      run: run, index: index, matching: matching, reports: read.reports, changes: changes,
      seen: book.recognition?.seenCount ?? 0, decided: decided)
  }

  /// By payment row: what is only listed, with the rows of its items that the extract has.
  private static func listed(_ entries: KeptEntries?, _ items: OpenItemTable) -> [ListedPayment?] {
    guard let entries, entries.listed.contains(where: { $0 != nil }) else { return [] }
    let rows = items.rows(of: Set(entries.listed.flatMap { $0?.items ?? [] }))
    return entries.listed.map { listed in
      listed.map { listed in
        ListedPayment(
          listed.reason, items: listed.items.compactMap { rows[$0] }.map { OpenItemRow($0) }, offer: listed.offer)
      }
    }
  }

  private static func onAccount(_ payments: ReadPayments, _ customers: CustomerTable) -> [OnAccountCash] {
    let rows = customers.rows(named: Set(payments.onAccount.map(\.cash.customer)))
    return payments.onAccount.compactMap { cash, payment in
      rows[cash.customer].map {
        OnAccountCash(customer: $0, currency: cash.payment.currency, amount: cash.amount, payment: payment)
      }
    }
  }

  /// What is known besides the bank files and the open items.
  private static func knowledge(_ reports: [InputReport]) -> String {
    let files = reports.filter { $0.role != .bank && $0.role != .openItems }.map { "\($0.role.rawValue) \($0.digest)" }
    return (files.sorted() + ["rules \(Program.rules)"]).joined(separator: "\n")
  }
}
