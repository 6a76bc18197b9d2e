import CashModel
import Posting
import Report

/// The files of a run, written in memory by chunks of payments side by side, and what is needed to publish them.
struct RunRendering {
  /// All files but `summary.json`, whose stage times are known last.
  let files: [RunFile]
  let figures: KeyFigures
  private let facts: RunFacts

  init(
    _ run: MatchedRun, _ reports: [InputReport], _ workers: Workers, _ progress: @Sendable (RunProgress) -> Void
  ) async {
    let total = RunFiles.writers.count + 1
    var files: [RunFile] = []
    for (number, writer) in RunFiles.writers.enumerated() {
      progress(RunProgress(stage: .writing, done: number, total: total))
      let parts = await workers.mapRows(run.payments.count) { rows in
        var bytes: [UInt8] = []
        writer.append(rows, of: run, to: &bytes)
        return bytes
      }
      var bytes = Array(writer.header.utf8)
      bytes.reserveCapacity(bytes.count + parts.reduce(0) { $0 + $1.count })
      for part in parts { bytes += part }
      files.append(RunFile(name: writer.name, bytes: bytes))
    }
    figures = KeyFigures(of: run)
    facts = RunFacts(
      runID: run.runID, asOf: run.asOf, inputs: reports.map(RunFacts.Input.init), figures: figures,
      breakdown: CashBreakdown(of: run))
    let page = ReportPage.html(facts, exceptions: RunRendering.exceptions(of: run))
    files.append(RunFile(name: "report.html", bytes: page))
    self.files = files
    progress(RunProgress(stage: .writing, done: total, total: total))
  }

  /// Publishes the folder, or finds that it is there already.
  func publish(at path: String, _ clock: inout StageClock) throws(RunFailure) -> RunResult.Status {
    if try OutputFolder.state(of: path) == .occupied {
      guard try OutputFolder.holds(files, in: path, exceptFor: RunRendering.summaryName) else {
        throw .outputInTheWay("\(path): holds something other than this run's result; nothing was written")
      }
      return .alreadyThere
    }
    let stages = clock.stages.map { RunFacts.Stage(name: $0.name, seconds: $0.seconds) }
    let summary = Summary.json(facts, stages: stages, peakMemoryBytes: peakMemory())
    try OutputFolder.publish(files + [RunFile(name: RunRendering.summaryName, bytes: summary)], at: path)
    clock.end("publish")
    return .published
  }

  private static let summaryName = "summary.json"

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
