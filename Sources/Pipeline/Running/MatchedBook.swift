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
    var read = try await RunInputs(configuration, settings.dialects, workers)
    read.reports += settings.reports
    guard read.isUsable else { throw .inputsRefused(read.reports) }
    let inputs = read
    // The ledger's side and the bank's have nothing to do with each other until they are matched.
    async let ledgerSide = Ledger(inputs, workers)
    let book = await ReadBook(inputs, configuration, settings, workers)
    let ledger = await ledgerSide
    let reports = inputs.reports.map { $0.role == .remittances ? $0.warned(book.findings) : $0 }
    clock.end("read")

    let policies = settings.settings.policies
    // What the run is called is asked for last.
    let rates = inputs.rates
    async let runID = book.runID(settings.identity, ledger, rates)
    let index = MatchingIndex(
      items: ledger.items, customers: ledger.customers, policies: policies,
      ownAccounts: settings.settings.ownAccounts + book.payments.accounts, rates: rates,
      limits: appliesAll ? nil : EvidenceLimits(settings.calibration, rates: policies.autoApplyMaxWrongRate.values),
      parts: ledger.parts)
    clock.end("index")
    let matching = await MatchingRun.decide(
      payments: book.payments, returned: book.returned, index: index, workers: workers, progress: progress)
    clock.end("match")
    let run = await MatchedRun(
      payments: book.payments, paymentIDs: book.ids, statements: inputs.statements,
      sourceFiles: inputs.sourceFiles, items: ledger.items, customers: ledger.customers,
      decisions: matching.decisions, asOf: book.asOf, runID: runID, accounts: settings.settings.accounts,
      deductions: settings.settings.deductions)
    return MatchedBook(run: run, index: index, matching: matching, reports: reports)
  }
}

/// The input files, read side by side, with what of them is refused.
private struct RunInputs: Sendable {
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
    let results = await workers.map(sources.count + RunInputs.ledgerFiles) { number in
      number < sources.count
        ? ReadInput(bank: Inputs.bankFile(sources[number], number: Int32(number), dialects: dialects))
        : ReadInput(LedgerRole.allCases[number - sources.count], configuration)
    }
    var read: [ReadBankFile] = []
    for result in results { if let bank = result.bank { read.append(try bank.get()) } }
    sourceFiles = read.map(\.report.path)
    refuse(&read, configuration.acceptedMismatches)
    reports = read.map(\.report)
    bankFiles = read.filter { !$0.report.isRefused }.map(\.file)
    for result in results.dropFirst(sources.count) {
      if let failure = result.failure { throw failure }
      reports += result.report.map { [$0] } ?? []
      items = result.items ?? items
      customers = result.customers ?? customers
      advices = result.advices ?? advices
      rates = result.rates ?? rates
    }
  }

  private static let ledgerFiles = LedgerRole.allCases.count

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

/// The files beside the bank's, in the order in which their failures count.
private enum LedgerRole: CaseIterable {
  case openItems, customers, remittances, rates
}

/// What one input file gave.
private struct ReadInput: Sendable {
  var bank: Swift.Result<ReadBankFile, RunFailure>?
  var report: InputReport?
  var failure: RunFailure?
  var items: OpenItemTable?
  var customers: CustomerTable?
  var advices: AdviceTable?
  var rates: ExchangeRates?

  init(bank: Swift.Result<ReadBankFile, RunFailure>) { self.bank = bank }

  init(_ role: LedgerRole, _ configuration: RunConfiguration) {
    do throws(RunFailure) {
      switch role {
      case .openItems:
        let read = try Inputs.openItems(configuration.openItems)
        (items, report) = (read.items, read.report)
      case .customers:
        guard let path = configuration.customers else { return }
        let read = try Inputs.customers(path)
        (customers, report) = (read.customers, read.report)
      case .remittances:
        guard let path = configuration.remittances else { return }
        let read = try Inputs.advices(path)
        (advices, report) = (read.advices, read.report)
      case .rates:
        guard let path = configuration.rates else { return }
        let read = try Inputs.rates(path)
        (rates, report) = (read.rates, read.report)
      }
    } catch {
      failure = error
    }
  }
}

/// What customers owe, in canonical order, and what is looked up in it.
private struct Ledger: Sendable {
  let items: OpenItemTable
  let customers: CustomerTable
  let parts: [LedgerIndexPart]

  init(_ inputs: RunInputs, _ workers: Workers) async {
    var ordered = inputs.items.canonical()
    let people = inputs.customers.linked(with: &ordered)
    let items = ordered
    (self.items, customers) = (items, people)
    parts = await workers.map(LedgerIndexPart.Kind.allCases.count) {
      LedgerIndexPart(LedgerIndexPart.Kind.allCases[$0], of: items, people)
    }
  }
}

/// The payments of all accepted files, in canonical order.
private struct ReadBook: Sendable {
  let payments: PaymentTable
  let ids: [PaymentID]
  /// Payments that a return may have taken back.
  let returned: Set<PaymentRow>
  let asOf: CalendarDate
  /// What became of the advices that were not used.
  let findings: [String]

  init(
    _ inputs: RunInputs, _ configuration: RunConfiguration, _ settings: SettingsInput, _ workers: Workers
  ) async {
    var merged = PaymentTable()
    var statements: Int32 = 0
    for file in inputs.bankFiles {
      merged.append(contentsOf: file.payments, statementShift: statements)
      statements += Int32(file.statements.count)
    }
    merged.classifyOwnAccounts(settings.settings.ownAccounts)
    TextRules(settings.settings.textRules).classify(&merged)
    let all = merged
    let unordered = all.identifiedPayments(
      by: await workers.mapRows(all.count) { all.identities(of: $0) }.flatMap { $0 })
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
    let dates = inputs.statements.compactMap(\.date)
    asOf =
      configuration.asOf ?? payments.bookingDate.last ?? dates.max() ?? CalendarDate(daysSince1970: 0)
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
  fileprivate var accounts: Set<String> {
    var accounts: Set<String> = []
    for row in 0..<count where row == 0 || account[row] != account[row - 1] {
      accounts.insert(arena.string(account[row]))
    }
    return accounts
  }

  /// Money between accounts of our own is a transfer, whatever its code says.
  fileprivate mutating func classifyOwnAccounts(_ accounts: [String]) {
    guard !accounts.isEmpty else { return }
    let own = Set(accounts.map { Array($0.utf8) })
    for row in 0..<count where transactionClass[row] == .receipt || transactionClass[row] == .otherDebit {
      if own.contains(Array(arena.bytes[payerAccount[row].range])) { setClass(.transfer, at: PaymentRow(row)) }
    }
  }
}
