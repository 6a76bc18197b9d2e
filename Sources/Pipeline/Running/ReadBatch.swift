import CashModel
import Matching
import Store

/// Both sides of a run as they are read, before anything is matched: what the bank and the book bring, what customers owe, and what people decided.
struct ReadBatch {
  let settings: SettingsInput
  /// Without the tables, of which the run has its own.
  let inputs: RunInputs
  /// With what the extract has settled.
  let session: BookSession?
  let payments: ReadPayments
  let ledger: Ledger
  let reversals: Reversals?
  let decided: DecidedPayments?
  let reports: [InputReport]
  private let knowing: LearnedKnowledge?

  init(
    _ configuration: RunConfiguration, _ workers: Workers, _ session: BookSession?,
    _ progress: @Sendable (RunProgress) -> Void
  ) async throws(RunFailure) {
    var settings = try SettingsInput(configuration)
    progress(RunProgress(stage: .reading, done: 0, total: configuration.bankFiles.count))
    // Where there is a book, what is open is known once it was asked.
    var read = try await RunInputs(configuration, settings.dialects, workers, ordersLedger: session == nil)
    read.reports += settings.reports
    guard read.isUsable else { throw .inputsRefused(read.reports) }
    var session = session
    session?.availability.settle(&read.items)
    knowing = session.map {
      LearnedKnowledge.enter($0.learned, asOf: read.today(configuration), into: &read, &settings.settings)
    }
    let bookings = HandedOver(read.takePayments())
    let ordered = read.takeLedger()
    let (inputs, settled) = (read, session)
    // The ledger's side and the bank's have nothing to do with each other until they are matched.
    async let ledgerSide = Ledger(workers) { ordered ?? OrderedLedger(inputs.items, inputs.customers) }
    let payments = try await ReadPayments(bookings, inputs, configuration, settings, workers, settled)
    let extract = await ledgerSide
    var reopened = inputs
    let reversals = try settled.map { session throws(RunFailure) in
      try Reversals(payments.reversed, session.book, &reopened)
    }
    // Few nights have any.
    let ledger =
      reversals?.isEmpty == false
      ? await Ledger(workers) { OrderedLedger(reopened.items, reopened.customers) } : extract
    let decided = try settled.flatMap { session throws(RunFailure) in
      try configuration.decisions.map { path throws(RunFailure) in
        try DecidedPayments(
          path, by: configuration.decidedBy, session.book, payments, ledger, inputs.rates, settings.settings)
      }
    }
    reports =
      ReadBatch.noted(inputs.reports, payments, settled?.availability ?? Availability([]))
      + (decided.map { [$0.report] } ?? [])
    self.settings = settings
    self.inputs = inputs.withoutTables
    self.session = settled
    self.payments = payments
    self.ledger = ledger
    self.reversals = reversals
    self.decided = decided
  }

  var availability: Availability { session?.availability ?? Availability([]) }

  /// By payment row: whether it waited, and nothing was learned of its payer since.
  func unheard(_ waits: [Bool]) -> [Bool] {
    guard let knowing, let session else { return waits }
    let (accounts, names) = knowing.new(since: session.runsBefore)
    if accounts.isEmpty, names.isEmpty { return waits }
    return waits.enumerated().map { row, waits in
      guard waits else { return false }
      let traits = PayerTraits(of: PaymentRow(row), in: payments.payments)
      return !(traits.account.map(accounts.contains) ?? false) && !(traits.name.map(names.contains) ?? false)
    }
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
