import CashModel
import Foundation
import Matching
package import Posting
package import TrackRecord

/// Decides a run's payment again, from the inputs the run names, and tells all there is to know about it.
package enum ExplainRun {
  /// - Parameters:
  ///   - name: a payment id, or a bank reference.
  ///   - calibration: what the run was made with, where that is not the program's own.
  package static func text(
    run folder: String, payment name: String, jobs: Int
  ) async throws(RunFailure) -> String {
    let found = try await text(run: folder, jobs: jobs, calibration: ShippedCalibration.table) { run, row in
      run.paymentIDs[row].text == name || run.payments.arena.string(run.payments.bankReference[row]) == name
    }
    guard let found else { throw .usage("\(name): no payment of this run has that id or bank reference") }
    return found
  }

  /// All payments of a run that are wanted, in its order, up to a number of them; nil where none is.
  package static func text(
    run folder: String, jobs: Int, calibration: Calibration, isWanted: (MatchedRun, Int) -> Bool
  ) async throws(RunFailure) -> String? {
    let past = try PastRun(folder)
    var clock = StageClock()
    var configuration = try past.configuration(jobs: jobs)
    configuration.calibration = calibration
    let matched = try await MatchedBatch.matched(configuration, Workers(jobs: jobs), &clock) { _ in }
    guard matched.run.runID == past.runID else {
      throw .usage(
        "\(folder): its inputs, or the program, have changed since; they now give run \(matched.run.runID), not \(past.runID)"
      )
    }
    let rows = (0..<matched.run.payments.count).filter { isWanted(matched.run, $0) }
    guard !rows.isEmpty else { return nil }
    let violations = RunCheck.violations(in: matched.run, policies: matched.index.policies).count
    let texts = rows.prefix(mostPayments).map { ExplainText(matched, PaymentRow($0), violations: violations).text }
    let rest = rows.count > mostPayments ? "\n… and \(rows.count - mostPayments) more payments of this reference\n" : ""
    return texts.joined(separator: "\n") + rest
  }

  private static let mostPayments = 20
}

/// A run's folder, as far as it says what it was made from.
struct PastRun {
  private struct Summary: Decodable {
    struct Input: Decodable {
      let path: String
      let role: String
      let refused: Bool
      let sha256: String
    }

    struct Memory: Decodable {
      let run: Int64
    }

    let runID: String
    let asOf: String
    let inputs: [Input]
    let book: Memory?

    enum CodingKeys: String, CodingKey {
      case runID = "run_id"
      case asOf = "as_of"
      case inputs, book
    }
  }

  let runID: String
  private let summary: Summary

  init(_ folder: String) throws(RunFailure) {
    let path = "\(folder)/summary.json"
    guard let summary = try? JSONDecoder().decode(Summary.self, from: Data(try InputFile.read(path))) else {
      throw .usage("\(path): is no run's summary")
    }
    if let book = summary.book {
      throw .usage(
        "\(folder): is run \(book.run) of a book and depends on what that knew; 'tieout explain --book' decides it again"
      )
    }
    self.summary = summary
    runID = summary.runID
  }

  /// What the run was asked for. Files it took although their totals differ are taken again.
  func configuration(jobs: Int) throws(RunFailure) -> RunConfiguration {
    var configuration = RunConfiguration()
    configuration.jobs = jobs
    configuration.asOf = CalendarDate(iso: summary.asOf)
    var archives: Set<String> = []
    for input in summary.inputs {
      switch input.role {
      case "bank":
        // What stands in an archive is read through the archive.
        let path = PastRun.file(of: input.path)
        if path == input.path || archives.insert(path).inserted { configuration.bankFiles.append(path) }
        if !input.refused { configuration.acceptedMismatches.insert(path) }
      case "open_items": configuration.openItems = input.path
      case "customers": configuration.customers = input.path
      case "remittances": configuration.remittances = input.path
      case "rates": configuration.rates = input.path
      case "configuration" where configuration.configurationFile == nil: configuration.configurationFile = input.path
      default: break
      }
    }
    return configuration
  }

  /// The file on disk that a path names, or that holds what it names.
  private static func file(of path: String) -> String {
    var path = path
    while !FileManager.default.fileExists(atPath: path), let slash = path.lastIndex(of: "/") {
      path = String(path[..<slash])
    }
    return path
  }
}
