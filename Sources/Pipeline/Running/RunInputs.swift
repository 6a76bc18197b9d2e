import CashModel
import Ingest

/// The input files, read side by side, with what of them is refused.
struct RunInputs: Sendable {
  var reports: [InputReport] = []
  /// Accepted bank files only.
  var bankFiles: [BankFile] = []
  /// By the number their payments carry.
  var sourceFiles: [String] = []
  var items = OpenItemTable()
  var customers = CustomerTable()
  var advices = AdviceTable()
  var rates = ExchangeRates()
  /// Where it was put in order while the bank's files were read; `items` is empty then.
  private var ledger: OrderedLedger?
  private var lastBooking: CalendarDate?
  private let isReworking: Bool

  /// - Parameter ordersLedger: nothing more will be known of the open items and the customers.
  init(
    _ configuration: RunConfiguration, _ dialects: BankDialects, _ workers: Workers, ordersLedger: Bool
  ) async throws(RunFailure) {
    let paths = configuration.bankFiles
    let sources = BankSource.all(paths)
    isReworking = configuration.isReworking
    guard !paths.isEmpty || isReworking else { throw .usage("no bank file is given") }
    for path in configuration.acceptedMismatches.sorted() where !paths.contains(path) {
      throw .usage("--accept-mismatch \(path): no such bank file among the inputs")
    }
    HeldMemory.expect(inputBytes: InputFile.size(of: paths + [configuration.openItems]))
    let files = await BankFileParts(sources, dialects, workers)
    let openItems = OpenItemFile(configuration.openItems)
    var bank = BankFileJoining(files)
    var joining = LedgerJoining(openItems)
    var finishing: Task<LedgerJoining, Never>?
    // The ledger's files are begun first: what they are put together from is then given back, and what they bring put in order, while
    // bank files are read.
    let (first, second) = (openItems.pieceCount, openItems.pieceCount + LedgerRole.allCases.count)
    await workers.stream(second + files.count) { number in
      number < first
        ? ReadInput(items: openItems.read(number))
        : number < second
          ? ReadInput(LedgerRole.allCases[number - first], configuration) : ReadInput(bank: files.read(number - second))
    } to: { (number, result) throws(Never) in
      if let part = result.bank { bank.take(number - second, part) } else { joining.take(result) }
      if number == second - 1 {
        let whole = HandedOver(joining)
        joining = LedgerJoining(openItems)
        finishing = workers.beside { whole.take().finished(ordersLedger: ordersLedger) }
      }
    }
    if let finishing { joining = await finishing.value }
    var read: [ReadBankFile] = []
    for file in bank.finished() { read.append(try file.get()) }
    sourceFiles = read.map(\.report.path)
    refuse(&read, configuration.acceptedMismatches)
    reports = read.map(\.report)
    bankFiles = read.filter { !$0.report.isRefused }.map(\.file)
    lastBooking = bankFiles.compactMap { $0.payments.bookingDate.max() }.max()
    if let failure = joining.failure { throw failure }
    reports += joining.reports
    (items, ledger) = (joining.items, joining.ordered)
    (customers, advices, rates) = (joining.customers, joining.advices, joining.rates)
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

  /// A sound ledger, and at least one bank file but where what waits is reworked.
  var isUsable: Bool { (isReworking || !bankFiles.isEmpty) && !reports.contains { $0.role != .bank && $0.isRefused } }

  /// Today, for ageing: the latest booking date read, where nobody says it.
  func today(_ configuration: RunConfiguration) -> CalendarDate {
    configuration.asOf ?? lastBooking ?? statements.compactMap(\.date).max() ?? CalendarDate(daysSince1970: 0)
  }

  /// All payments, which are the taker's then: what is put in order must not be held a second time.
  mutating func takePayments() -> PaymentTable {
    var all = PaymentTable()
    var statements: Int32 = 0
    for place in bankFiles.indices {
      var payments = PaymentTable()
      swap(&payments, &bankFiles[place].payments)
      all.append(contentsOf: payments, statementShift: statements)
      statements += Int32(bankFiles[place].statements.count)
    }
    return all
  }

  /// The same with the ledger, where it was put in order.
  mutating func takeLedger() -> OrderedLedger? { ledger.take() }

  /// What is still asked for once the tables are put in order: they are as large as what they were made from.
  var withoutTables: RunInputs {
    var rest = self
    (rest.items, rest.customers, rest.advices) = (OpenItemTable(), CustomerTable(), AdviceTable())
    return rest
  }

  var statements: [Statement] { bankFiles.flatMap(\.statements) }

  /// By statement: the format of its file.
  var formats: [BankFileFormat] {
    bankFiles.flatMap { file in file.statements.map { _ in file.format ?? .csv } }
  }
}

/// Puts together what the ledger's files gave.
private struct LedgerJoining {
  private var pieces: OpenItemFile.Joining?
  private(set) var items = OpenItemTable()
  private(set) var customers = CustomerTable()
  private(set) var advices = AdviceTable()
  private(set) var rates = ExchangeRates()
  private(set) var ordered: OrderedLedger?
  private(set) var reports: [InputReport] = []
  /// The first, in the order of the files.
  private(set) var failure: RunFailure?

  init(_ file: OpenItemFile) { pieces = OpenItemFile.Joining(file) }

  mutating func take(_ result: ReadInput) {
    if let piece = result.items {
      pieces?.take(piece)
      return
    }
    failure = failure ?? result.failure
    reports += result.report.map { [$0] } ?? []
    customers = result.customers ?? customers
    advices = result.advices ?? advices
    rates = result.rates ?? rates
  }

  /// - Parameter ordersLedger: nothing more will be known of it.
  consuming func finished(ordersLedger: Bool) -> LedgerJoining {
    var joined = self
    // Held twice, they would be copied to be put in order.
    guard let pieces = joined.pieces.take() else { return joined }
    do throws(RunFailure) {
      let (extract, report) = try pieces.finished()
      joined.reports.insert(report, at: 0)
      // What is refused is not put in order: nothing says that it can be.
      if ordersLedger, joined.failure == nil, !joined.reports.contains(where: \.isRefused) {
        joined.ordered = OrderedLedger(extract, joined.customers)
      } else {
        joined.items = extract
      }
    } catch {
      // The open items' failure counts before that of the files beside them.
      joined.failure = error
    }
    return joined
  }
}

/// The files beside the bank's and the open items, in the order in which their failures count.
private enum LedgerRole: CaseIterable {
  case customers, remittances, rates
}

/// What one input file gave.
private struct ReadInput: Sendable {
  var bank: BankFileParts.Result?
  var items: OpenItemFile.Piece?
  var report: InputReport?
  var failure: RunFailure?
  var customers: CustomerTable?
  var advices: AdviceTable?
  var rates: ExchangeRates?

  init(bank: BankFileParts.Result) { self.bank = bank }

  init(items: OpenItemFile.Piece) { self.items = items }

  init(_ role: LedgerRole, _ configuration: RunConfiguration) {
    do throws(RunFailure) {
      switch role {
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
