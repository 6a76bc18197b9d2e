import CashModel
import Store

/// Takes the analysts' decisions back in: a run on the book that reads no bank file. The payments are those that wait, the ledger is the one that
/// the run before has read, or what is given instead.
package enum ReprocessRun {
  /// - Parameter configuration: with the decisions' file, where the result goes, and only those files of the ledger that are newer than the
  ///   book's.
  package static func run(
    _ configuration: RunConfiguration, book path: String, waits: Bool, progress: @Sendable (RunProgress) -> Void
  ) async throws(RunFailure) -> NightlyOutcome {
    let book = try booked { () throws(BookFailure) in
      configuration.isDryRun ? try Book.reading(path) : try Book.existing(path, waits: waits)
    }
    let files = try booked { () throws(BookFailure) in try book.ledgerFiles() }
    guard let last = try booked({ () throws(BookFailure) in try book.runs().last }), !files.isEmpty else {
      throw .usage("\(path): the book has no run whose exceptions could have been decided")
    }
    var filled = configuration
    var contents: [String: [UInt8]] = [:]
    func fill(_ role: InputReport.Role, _ path: WritableKeyPath<RunConfiguration, String?>) {
      guard filled[keyPath: path] == nil else { return }
      filled[keyPath: path] = files.first { $0.role == role.rawValue }?.path
    }
    fill(.customers, \.customers)
    fill(.remittances, \.remittances)
    fill(.rates, \.rates)
    fill(.configuration, \.configurationFile)
    if filled.openItems.isEmpty { filled.openItems = files.first { $0.role == "open_items" }?.path ?? "" }
    filled.asOf = filled.asOf ?? last.asOf
    let given = [configuration.openItems, configuration.decisions].compactMap(\.self)
      + [configuration.customers, configuration.remittances, configuration.rates, configuration.configurationFile]
        .compactMap(\.self)
    for (place, file) in files.enumerated() where !given.contains(file.path) {
      contents[file.path] = try booked { () throws(BookFailure) in try book.content(ofLedgerFile: place) }
    }
    let asked = filled
    let result: Result<NightlyOutcome, RunFailure> = await KeptFiles.$contents.withValue(contents) {
      do throws(RunFailure) {
        if asked.isDryRun { return .success(.run(try await NightlyRun.tried(asked, in: book, progress))) }
        return .success(try await NightlyRun.run(asked, in: book, progress: progress))
      } catch {
        return .failure(error)
      }
    }
    return try result.get()
  }
}
