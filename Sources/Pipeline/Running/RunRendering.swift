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

  /// - Parameter keep: gets each part of each file as it is written: a file's own in order, other files' between them.
  func write(
    into folder: PartialFolder, _ clock: inout StageClock, _ progress: @Sendable (RunProgress) -> Void,
    keeping keep: (String, Span<UInt8>) throws(RunFailure) -> Void
  ) async throws(RunFailure) {
    // The page asks for no more than one worker, and is made beside the other files.
    let making = workers.beside { [self] in
      let facts = self.facts
      return (facts: facts, html: RunRendering.page(facts, run))
    }
    let count = run.payments.count
    progress(RunProgress(stage: .writing, done: 0, total: count))
    var files: [PartialFile] = []
    for writer in RunFiles.writers { files.append(try PartialFile(writer.name, in: folder)) }
    try await stream { (number, part, rows) throws(RunFailure) in
      try files[number].write(part)
      try keep(RunFiles.writers[number].name, part)
      if number == 0 { progress(RunProgress(stage: .writing, done: rows, total: count)) }
    }
    var flushing = files.map { $0.flushing() }
    if let decisions {
      let file = try PartialFile(DecidedPayments.fileName, in: folder)
      try file.write(decisions.span)
      try keep(DecidedPayments.fileName, decisions.span)
      flushing.append(file.flushing())
    }
    let page = try PartialFile(RunRendering.pageName, in: folder)
    let (facts, html) = await making.value
    try page.write(html.span)
    try keep(RunRendering.pageName, html.span)
    flushing.append(page.flushing())
    for flushed in flushing { try await flushed.value.get() }
    progress(RunProgress(stage: .writing, done: count, total: count))
    clock.end("write")
    let stages = clock.stages.map { RunFacts.Stage(name: $0.name, seconds: $0.seconds) }
    let summary = try PartialFile(RunRendering.summaryName, in: folder)
    let json = Summary.json(facts, stages: stages, peakMemoryBytes: peakMemory())
    try summary.write(json.span)
    try keep(RunRendering.summaryName, json.span)
    try summary.flush()
  }

  /// SHA-256 of each file but `summary.json`, whose times differ from run to run; by name.
  func digests() async -> [String: String] {
    var hashes = RunFiles.writers.map { _ in InputDigest() }
    await stream { (number, part, _) throws(Never) in hashes[number].add(part) }
    var digests: [String: String] = [:]
    for (writer, hash) in zip(RunFiles.writers, hashes) { digests[writer.name] = hash.text }
    if let decisions { digests[DecidedPayments.fileName] = InputFile.digest(of: decisions.span) }
    let page = RunRendering.page(facts, run)
    digests[RunRendering.pageName] = InputFile.digest(of: page.span)
    return digests
  }

  /// Whether the folder holds just what would be written; of `summary.json`, whose times differ from run to run, that it is
  /// there.
  private func isThere(at path: String) async throws(RunFailure) -> Bool {
    guard try OutputFolder.holds(RunRendering.fileNames, in: path) else { return false }
    var files: [ComparedFile] = []
    for writer in RunFiles.writers { files.append(try ComparedFile(writer.name, in: path)) }
    try await stream { (number, part, _) throws(RunFailure) in try files[number].compare(part) }
    for file in files where try !file.isWhole() { return false }
    let page = try ComparedFile(RunRendering.pageName, in: path)
    try page.compare(RunRendering.page(facts, run).span)
    return try page.isWhole()
  }

  /// Hands over the header and then the rows of each of the run's CSV files, the file's number in `RunFiles.writers` with them, and how
  /// many payments are written with them.
  private func stream<Failure: Error>(
    to take: (Int, Span<UInt8>, Int) throws(Failure) -> Void
  ) async throws(Failure) {
    for (number, writer) in RunFiles.writers.enumerated() { try take(number, writer.header.utf8Span.span, 0) }
    let run = run
    var done = 0
    try await workers.streamRows(run.payments.count, { rows in WrittenRows(rows, of: run) }) {
      (written) throws(Failure) in
      done += written.count
      for (number, file) in written.files.enumerated() where !file.bytes.isEmpty {
        try take(number, file.bytes.span, done)
      }
    }
  }

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

/// The rows of some payments in each of the run's CSV files.
private struct WrittenRows: Sendable {
  /// Nobody writes into it once the rows are written.
  final class File: @unchecked Sendable {
    var bytes: OutputBytes

    init(capacity: Int) { bytes = OutputBytes(capacity: capacity) }
  }

  let count: Int
  /// In the order of `RunFiles.writers`.
  let files: [File]

  /// All files ask for the same items, customers and texts, which lie anywhere in memory: a few payments' rows are written into each
  /// file before those of the next payments, while what they ask for is at hand.
  init(_ rows: Range<Int>, of run: MatchedRun) {
    count = rows.count
    files = RunFiles.writers.map { _ in File(capacity: rows.count * WrittenRows.usualRow) }
    for some in FetchAhead.runs(of: rows) {
      run.fetchTextsAhead(some)
      for (writer, file) in zip(RunFiles.writers, files) { writer.append(some, of: run, to: &file.bytes) }
    }
  }

  /// Bytes of most files' rows; more of them take another turn.
  private static let usualRow = 256
}

extension RunFacts.Input {
  fileprivate init(_ report: InputReport) {
    self.init(
      role: report.role.rawValue, path: report.path, byteCount: report.byteCount, digest: report.digest,
      bankFile: report.bankFile, isRefused: report.isRefused, warningCount: report.warningCount,
      messages: report.messages)
  }
}
