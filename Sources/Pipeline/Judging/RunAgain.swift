import CashModel
import Matching
import Posting
import Report
import Store

/// A run of a book decided again: from the files it read, which the book keeps, and on the book as it was before that run.
struct RunAgain {
  private let kept: KeptRun
  private let book: Book
  private let jobs: Int

  /// - Parameter book: open for writing, so that no other run changes it meanwhile; nothing is written.
  init(_ run: BookRun, in book: Book, jobs: Int) throws(RunFailure) {
    kept = try KeptRun(run, in: book)
    self.book = book
    self.jobs = jobs
  }

  /// What there is to say of a payment then, after a sentence on whether all came out as it was written.
  func text(of payment: PaymentID) async throws(RunFailure) -> String {
    let (asked, contents) = try kept.again(jobs: jobs)
    let recorded = try booked { () throws(BookFailure) in try book.recorded(of: kept.run) }
    try booked { () throws(BookFailure) in try book.rewind(before: kept.run.number) }
    let result: Result<String, RunFailure>
    do throws(RunFailure) {
      result = .success(
        try await KeptFiles.reading(contents) { () async throws(RunFailure) in
          try await decided(asked, payment, recorded)
        })
    } catch {
      result = .failure(error)
    }
    try booked { () throws(BookFailure) in try book.forward() }
    return try result.get()
  }

  private func decided(
    _ asked: RunConfiguration, _ payment: PaymentID, _ recorded: (program: String, outputs: [String: String])?
  ) async throws(RunFailure) -> String {
    var clock = StageClock()
    let workers = Workers(jobs: jobs)
    let session = try BookSession(book)
    let matched = try await MatchedBatch.matched(asked, workers, &clock, session: session) { _ in }
    let rendering = RunRendering(
      run: matched.run.grouped(), figures: KeyFigures(of: matched.run), reports: matched.reports, workers: workers,
      book: BookFigures(matched, session), decisions: matched.decided?.file)
    let digests = await rendering.digests()
    let others = digests.keys.sorted().filter { digests[$0] != recorded?.outputs[$0] }
    var text = "Decided again from the files that it read, on the book as it was before it: "
    let program = "\(Program.version) \(Program.rules)"
    if others.isEmpty, matched.run.runID == kept.run.runID {
      text += "its \(digests.count) files come out as they were written, byte for byte.\n"
    } else if let recorded, recorded.program != program {
      text += "by other rules (\(program); it was made by \(recorded.program)), so that this is not what it decided.\n"
    } else {
      text += "it comes out otherwise (\(others.joined(separator: ", "))): the book was changed by other hands.\n"
    }
    guard let row = matched.run.paymentIDs.firstIndex(of: payment) else { return text }
    let violations = RunCheck.violations(in: matched.run, policies: matched.index.policies).count
    return text + "\n" + ExplainText(matched, PaymentRow(row), violations: violations).text
  }
}
