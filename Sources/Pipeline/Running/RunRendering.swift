import CashModel
import Posting
import Report

/// Writes the files of a run by chunks of payments side by side, straight into the folder to be published.
struct RunRendering {
  let run: MatchedRun
  let figures: KeyFigures
  let reports: [InputReport]
  let workers: Workers
  var book: BookFigures?
  /// `decisions.csv` of a run of decisions.
  var decisions: [UInt8]?

  /// In the order of the contract's list.
  static let fileNames = RunFiles.writers.map { $0.name } + [pageName, summaryName]

  /// Publishes the folder, or finds that this very run is there already.
  func publish(
    at path: String, _ clock: inout StageClock, _ progress: @Sendable (RunProgress) -> Void
  ) async throws(RunFailure) -> RunResult.Status {
    if try OutputFolder.state(of: path) == .occupied {
      guard try await isThere(at: path) else {
        throw .outputInTheWay("\(path): holds something other than this run's result; nothing was written")
      }
      return .alreadyThere
    }
    let folder = try OutputFolder.begin(at: path)
    do throws(RunFailure) {
      try await write(into: folder, &clock, progress) { (_, _) throws(RunFailure) in }
      try folder.publish()
    } catch {
      folder.discard()
      throw error
    }
    clock.end("publish")
    return .published
  }

  private var facts: RunFacts {
    RunFacts(
      runID: run.runID, asOf: run.asOf, inputs: reports.map(RunFacts.Input.init), figures: figures,
      breakdown: CashBreakdown(of: run), book: book)
  }

  /// - Parameter keep: gets each part of each file, in order, as it is written.
  func write(
    into folder: PartialFolder, _ clock: inout StageClock, _ progress: @Sendable (RunProgress) -> Void,
    keeping keep: (String, [UInt8]) throws(RunFailure) -> Void
  ) async throws(RunFailure) {
    let total = RunFiles.writers.count + 1
    // The page asks for no more than one worker, and is made beside the other files.
    let making = workers.beside { [self] in
      let facts = self.facts
      return (facts: facts, html: RunRendering.page(facts, run))
    }
    // One file goes to the disk while the next is made.
    var flushing: [Task<Result<Void, RunFailure>, Never>] = []
    for (number, writer) in RunFiles.writers.enumerated() {
      progress(RunProgress(stage: .writing, done: number, total: total))
      let file = try PartialFile(writer.name, in: folder)
      try await stream(writer) { (part) throws(RunFailure) in
        try file.write(part)
        try keep(writer.name, part)
      }
      flushing.append(file.flushing())
    }
    if let decisions {
      let file = try PartialFile(DecidedPayments.fileName, in: folder)
      try file.write(decisions)
      try keep(DecidedPayments.fileName, decisions)
      flushing.append(file.flushing())
    }
    let page = try PartialFile(RunRendering.pageName, in: folder)
    let (facts, html) = await making.value
    try page.write(html)
    try keep(RunRendering.pageName, html)
    flushing.append(page.flushing())
    for flushed in flushing { try await flushed.value.get() }
    progress(RunProgress(stage: .writing, done: total, total: total))
    clock.end("write")
    let stages = clock.stages.map { RunFacts.Stage(name: $0.name, seconds: $0.seconds) }
    let summary = try PartialFile(RunRendering.summaryName, in: folder)
    let json = Summary.json(facts, stages: stages, peakMemoryBytes: peakMemory())
    try summary.write(json)
    try keep(RunRendering.summaryName, json)
    try summary.flush()
  }

  /// SHA-256 of each file but `summary.json`, whose times differ from run to run; by name.
  func digests() async -> [String: String] {
    var digests: [String: String] = [:]
    for writer in RunFiles.writers {
      var hash = InputDigest()
      await stream(writer) { (part) throws(Never) in hash.add(part.span) }
      digests[writer.name] = hash.text
    }
    if let decisions { digests[DecidedPayments.fileName] = InputFile.digest(of: decisions.span) }
    let page = RunRendering.page(facts, run)
    digests[RunRendering.pageName] = InputFile.digest(of: page.span)
    return digests
  }

  /// Whether the folder holds just what would be written; of `summary.json`, whose times differ from run to run, that it is
  /// there.
  private func isThere(at path: String) async throws(RunFailure) -> Bool {
    guard try OutputFolder.holds(RunRendering.fileNames, in: path) else { return false }
    for writer in RunFiles.writers {
      var file = try ComparedFile(writer.name, in: path)
      await stream(writer) { (part) throws(Never) in file.compare(part) }
      if !file.isWhole { return false }
    }
    var page = try ComparedFile(RunRendering.pageName, in: path)
    page.compare(RunRendering.page(facts, run))
    return page.isWhole
  }

  private func stream<Failure: Error>(
    _ writer: any RunFileWriter.Type, to take: ([UInt8]) throws(Failure) -> Void
  ) async throws(Failure) {
    try take(Array(writer.header.utf8))
    let run = run
    try await workers.streamRows(
      run.payments.count,
      { rows in
        var bytes = OutputBytes(capacity: rows.count * RunRendering.usualRow)
        writer.append(rows, of: run, to: &bytes)
        return bytes.bytes
      }, to: take)
  }

  /// Bytes of most files' rows; more of them take another turn.
  private static let usualRow = 256
  private static let pageName = "report.html"
  private static let summaryName = "summary.json"

  private static func page(_ facts: RunFacts, _ run: MatchedRun) -> [UInt8] {
    ReportPage.html(facts, exceptions: exceptions(of: run))
  }

  private static func exceptions(of run: MatchedRun) -> [ExceptionLine] {
    let waiting = (0..<run.payments.count).map { PaymentRow($0) }.filter { run.needsPerson($0) }
    return ListedExceptions.rows(waiting, of: run).map { row in
      let payments = run.payments
      let customer = run.decisions.customer[row.index]
      guard let reason = run.decisions.reason[row.index] else {
        preconditionFailure("what needs a person has a reason")
      }
      let (amount, open) = (payments.amount[row.index], run.open(row.index))
      let isCredit = payments.direction[row.index] == .credit
      return ExceptionLine(
        paymentID: run.paymentIDs[row.index].text, reason: reason, bookingDate: payments.bookingDate[row.index],
        payer: payments.arena.string(payments.payerName[row.index]),
        customer: customer.number < 0 ? "" : run.customers.arena.string(run.customers.customerID[customer.index]),
        amount: isCredit ? amount : -amount, open: isCredit ? open : -open, currency: payments.currency[row.index],
        text: payments.arena.string(payments.remittance[row.index]), detail: run.exceptionDetail(row),
        nextAction: reason.nextAction, suggestions: run.suggestionTexts(row))
    }
  }
}

extension RunFacts.Input {
  fileprivate init(_ report: InputReport) {
    self.init(
      role: report.role.rawValue, path: report.path, byteCount: report.byteCount, digest: report.digest,
      bankFile: report.bankFile, isRefused: report.isRefused, warningCount: report.warningCount,
      messages: report.messages)
  }
}
