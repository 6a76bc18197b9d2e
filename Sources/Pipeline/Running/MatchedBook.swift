import CashModel
import TrackRecord
import Ingest
import Matching
import Posting
import Report

/// What was read and matched, before anything is checked or written.
struct MatchedBook {
  let run: MatchedRun
  let index: MatchingIndex
  let matching: Matching
  let reports: [InputReport]

  /// - Parameter appliesAll: whatever kind of evidence holds is applied, as if nothing were known of any.
  static func matched(
    _ configuration: RunConfiguration, _ workers: Workers, _ clock: inout StageClock, appliesAll: Bool = false,
    progress: @Sendable (RunProgress) -> Void
  ) async throws(RunFailure) -> MatchedBook {
    let settings = try SettingsInput(configuration)
    progress(RunProgress(stage: .reading, done: 0, total: configuration.bankFiles.count))
    var inputs = try await RunInputs(configuration, settings.dialects, workers)
    inputs.reports += settings.reports
    guard inputs.isUsable else { throw .inputsRefused(inputs.reports) }
    let book = ReadBook(inputs, configuration, settings)
    inputs.reports = inputs.reports.map { $0.role == .remittances ? $0.warned(book.findings) : $0 }
    clock.end("read")

    let policies = settings.settings.policies
    let index = MatchingIndex(
      items: book.items, customers: book.customers, policies: policies,
      ownAccounts: settings.settings.ownAccounts + book.payments.accounts, rates: inputs.rates,
      limits: appliesAll ? nil : EvidenceLimits(settings.calibration, rates: policies.autoApplyMaxWrongRate.values))
    clock.end("index")
    let matching = await MatchingRun.decide(
      payments: book.payments, returned: book.returned, index: index, workers: workers, progress: progress)
    clock.end("match")
    let run = MatchedRun(
      payments: book.payments, paymentIDs: book.ids, statements: inputs.statements,
      sourceFiles: inputs.sourceFiles, items: book.items, customers: book.customers, decisions: matching.decisions,
      asOf: book.asOf, runID: book.runID, accounts: settings.settings.accounts,
      deductions: settings.settings.deductions)
    return MatchedBook(run: run, index: index, matching: matching, reports: inputs.reports)
  }
}

/// The input files, read side by side, with what of them is refused.
private struct RunInputs {
  var reports: [InputReport] = []
  /// Accepted bank files only.
  var bankFiles: [BankFile] = []
  /// By the number their payments carry.
  var sourceFiles: [String] = []
  var items = OpenItemTable()
  var customers = CustomerTable()
  var advices = AdviceTable()
  var rates = ExchangeRates()

  init(_ configuration: RunConfiguration, _ dialects: BankDialects, _ workers: Workers) async throws(RunFailure) {
    let paths = configuration.bankFiles
    let sources = BankSource.all(paths)
    guard !paths.isEmpty else { throw .usage("no bank file is given") }
    for path in configuration.acceptedMismatches.sorted() where !paths.contains(path) {
      throw .usage("--accept-mismatch \(path): no such bank file among the inputs")
    }
    let results = await workers.map(sources.count) {
      Inputs.bankFile(sources[$0], number: Int32($0), dialects: dialects)
    }
    var read: [ReadBankFile] = []
    for result in results { read.append(try result.get()) }
    sourceFiles = read.map(\.report.path)
    refuse(&read, configuration.acceptedMismatches)
    reports = read.map(\.report)
    bankFiles = read.filter { !$0.report.isRefused }.map(\.file)
    let ledger = try Inputs.openItems(configuration.openItems)
    (items, reports) = (ledger.items, reports + [ledger.report])
    if let path = configuration.customers {
      let people = try Inputs.customers(path)
      (customers, reports) = (people.customers, reports + [people.report])
    }
    if let path = configuration.remittances {
      let sent = try Inputs.advices(path)
      (advices, reports) = (sent.advices, reports + [sent.report])
    }
    if let path = configuration.rates {
      let known = try Inputs.rates(path)
      (rates, reports) = (known.rates, reports + [known.report])
    }
  }

  /// Refuses what was delivered before, and what does not tie.
  private func refuse(_ read: inout [ReadBankFile], _ acceptedMismatches: Set<String>) {
    var delivered = Deliveries()
    // Which of two files that bring the same is taken must not depend on the order of the command line.
    for place in read.indices.sorted(by: { read[$0].report.digest < read[$1].report.digest }) {
      let report = read[place].report
      if let sentence = delivered.objection(to: read[place]) {
        read[place].report = report.refused(because: sentence)
      } else if !report.isRefused {
        delivered.take(read[place])
      }
    }
    StatementPages.join(&read)
    for place in read.indices where !read[place].report.isRefused && read[place].file.control == .mismatch {
      let report = read[place].report
      // An archive's path stands for all its members.
      let isAccepted = acceptedMismatches.contains { report.path == $0 || report.path.hasPrefix($0 + "/") }
      if !isAccepted {
        read[place].report = report.refused(
          because: "a control total or balance does not tie; --accept-mismatch takes the file all the same")
      }
    }
  }

  /// At least one bank file, and a sound ledger.
  var isUsable: Bool { !bankFiles.isEmpty && !reports.contains { $0.role != .bank && $0.isRefused } }

  var statements: [Statement] { bankFiles.flatMap(\.statements) }
}

/// The tables of all accepted files, in canonical order.
private struct ReadBook {
  let payments: PaymentTable
  let ids: [PaymentID]
  /// Payments that a return may have taken back.
  let returned: Set<PaymentRow>
  let items: OpenItemTable
  let customers: CustomerTable
  let asOf: CalendarDate
  let runID: String
  /// What became of the advices that were not used.
  let findings: [String]

  init(_ inputs: RunInputs, _ configuration: RunConfiguration, _ settings: SettingsInput) {
    var all = PaymentTable()
    var statements: Int32 = 0
    for file in inputs.bankFiles {
      all.append(contentsOf: file.payments, statementShift: statements)
      statements += Int32(file.statements.count)
    }
    all.classifyOwnAccounts(settings.settings.ownAccounts)
    TextRules(settings.settings.textRules).classify(&all)
    let unordered = all.identifiedPayments()
    let order = all.canonicalOrder(unordered)
    let ordered = all.reordered(by: order)
    ids = order.map { unordered[$0.index] }
    let advices = AdviceJoining(inputs.advices, ordered, inputs.customers)
    var matched = ordered.taking(advices.joined, from: inputs.advices.arena)
    let returns = ReturnedPayments(in: matched)
    for (original, returned) in returns.pairs { matched.offset(original, by: returned) }
    returned = returns.doubtful
    payments = matched
    findings = advices.findings
    var items = inputs.items.canonical()
    customers = inputs.customers.linked(with: &items)
    self.items = items
    let dates = payments.bookingDate + inputs.statements.compactMap(\.date)
    asOf = configuration.asOf ?? payments.bookingDate.last ?? dates.max() ?? CalendarDate(daysSince1970: 0)
    var identity = RunIdentity(settings: settings.identity, asOf: asOf)
    identity.add(payments, ids)
    identity.add(items)
    identity.add(customers)
    identity.add(inputs.rates)
    runID = identity.text
  }
}

extension PaymentTable {
  /// The accounts that transactions are booked on, each once.
  fileprivate var accounts: Set<String> { Set(Set(account).map { arena.string($0) }) }

  /// Money between accounts of our own is a transfer, whatever its code says.
  fileprivate mutating func classifyOwnAccounts(_ accounts: [String]) {
    guard !accounts.isEmpty else { return }
    let own = Set(accounts.map { Array($0.utf8) })
    for row in 0..<count where transactionClass[row] == .receipt || transactionClass[row] == .otherDebit {
      if own.contains(Array(arena.bytes[payerAccount[row].range])) { setClass(.transfer, at: PaymentRow(row)) }
    }
  }
}
