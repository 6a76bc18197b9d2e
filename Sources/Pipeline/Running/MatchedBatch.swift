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
    let settings = try SettingsInput(configuration)
    progress(RunProgress(stage: .reading, done: 0, total: configuration.bankFiles.count))
    var read = try await RunInputs(configuration, settings.dialects, workers)
    read.reports += settings.reports
    guard read.isUsable else { throw .inputsRefused(read.reports) }
    var session = session
    session?.availability.settle(&read.items)
    let (inputs, settled) = (read, session)
    let availability = settled?.availability ?? Availability([])
    // The ledger's side and the bank's have nothing to do with each other until they are matched.
    async let ledgerSide = Ledger(inputs, workers)
    let book = try await ReadPayments(inputs, configuration, settings, workers, settled)
    let extract = await ledgerSide
    var reopened = inputs
    let reversals = try session.map { session throws(RunFailure) in
      try Reversals(book.reversed, session.book, &reopened)
    }
    // Few nights have any.
    let ledger = reversals?.isEmpty == false ? await Ledger(reopened, workers) : extract
    let reversed = reversals?.resolved(ledger) ?? [:]
    var reports = MatchedBatch.noted(inputs.reports, book, availability)
    let decided = try session.flatMap { session throws(RunFailure) in
      try configuration.decisions.map { path throws(RunFailure) in
        try DecidedPayments(path, session.book, book, ledger, inputs.rates, settings.settings)
      }
    }
    if let decided { reports.append(decided.report) }
    clock.end("read")

    let policies = settings.settings.policies
    // What the run is called is asked for last.
    let rates = inputs.rates
    let identity = settings.identity + (session.map { "\nrun \($0.runsBefore + 1)" } ?? "")
    async let runID = book.runID(identity, ledger, rates)
    let knowledge = MatchedBatch.knowledge(inputs.reports)
    let waits: [Bool] = book.entries?.number.map { $0 >= 0 } ?? []
    let news = session?.news(waits, ledger.items, knowledge, touched: decided?.touched ?? [])
    let index = MatchingIndex(
      items: ledger.items, customers: ledger.customers, policies: policies,
      ownAccounts: settings.settings.ownAccounts + book.payments.accounts, rates: rates,
      limits: appliesAll ? nil : EvidenceLimits(settings.calibration, rates: policies.autoApplyMaxWrongRate.values),
      news: news, onAccount: MatchedBatch.onAccount(book, ledger.customers), parts: ledger.parts)
    clock.end("index")
    var entries = book.entries
    if let decided { entries?.unlist(decided.given.keys) }
    let matching = await MatchingRun.decide(
      payments: book.payments, returned: book.returned, listed: MatchedBatch.listed(entries, ledger.items),
      reversals: reversed, given: decided?.given ?? [:],
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
    changes.entries.reversed = reversals?.kept ?? [:]
    changes.extractAmounts = reversals?.extractAmounts ?? [:]
    changes.availability = availability
    changes.knowledge = knowledge
    return MatchedBatch(
      run: run, index: index, matching: matching, reports: reports, changes: changes,
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

  /// The reports with what only the whole run shows.
  private static func noted(
    _ reports: [InputReport], _ payments: ReadPayments, _ availability: Availability
  ) -> [InputReport] {
    reports.enumerated().map { number, report in
      switch report.role {
      case .remittances: report.warned(payments.findings)
      case .openItems: report.warned(availability.findings)
      case .bank:
        report.noted(
          (payments.recognition?.findings ?? []).filter { Int($0.file) == number }.map { ($0.sentence, $0.isRefusal) })
      default: report
      }
    }
  }
}
