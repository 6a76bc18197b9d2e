import CashModel
import Store

/// What a run of a book was made with, as the book keeps it.
struct KeptRun {
  let run: BookRun
  private let book: Book
  private let files: [SourceFile]

  /// - Parameter run: of which something is kept: what it read, or of the last run at least its ledger.
  init(_ run: BookRun, in book: Book) throws(RunFailure) {
    self.book = book
    self.run = run
    files = try booked { () throws(BookFailure) in try book.sources(of: run) }
  }

  /// The last run.
  init(lastOf book: Book) throws(RunFailure) {
    guard let last = try booked({ () throws(BookFailure) in try book.runs().last }) else {
      throw .usage("\(book.path): the book has no run whose exceptions could be worked on")
    }
    try self.init(last, in: book)
  }

  /// The configuration of a run of decisions with what it does not name itself, and the contents of those files by their paths.
  func filled(_ configuration: RunConfiguration) throws(RunFailure) -> (RunConfiguration, [String: [UInt8]]) {
    let named = [
      configuration.openItems, configuration.decisions, configuration.customers, configuration.remittances,
      configuration.rates, configuration.configurationFile,
    ]
    let ledger = files.filter { $0.role != bank && $0.role != InputReport.Role.decisions.rawValue }
    return (completed(configuration), try contents(of: ledger.filter { !named.contains($0.path) }))
  }

  /// What the run itself was asked for, and the contents of all it read.
  func again(jobs: Int) throws(RunFailure) -> (RunConfiguration, [String: [UInt8]]) {
    var configuration = RunConfiguration()
    configuration.jobs = jobs
    configuration.decisions = path(of: .decisions)
    configuration.decidedBy = run.decidedBy
    configuration.bankFiles = files.filter { $0.role == bank }.map(\.path)
    let accepted = try booked { () throws(BookFailure) in try book.acceptedBankFiles(of: run) }
    // Of an archive the members are known.
    configuration.acceptedMismatches = Set(
      configuration.bankFiles.filter { file in accepted.contains { $0 == file || $0.hasPrefix(file + "/") } })
    return (completed(configuration), try contents(of: files))
  }

  private func completed(_ configuration: RunConfiguration) -> RunConfiguration {
    var completed = configuration
    completed.isReworking = configuration.bankFiles.isEmpty
    completed.asOf = completed.asOf ?? run.asOf
    if completed.openItems.isEmpty { completed.openItems = path(of: .openItems) ?? "" }
    completed.customers = completed.customers ?? path(of: .customers)
    completed.remittances = completed.remittances ?? path(of: .remittances)
    completed.rates = completed.rates ?? path(of: .rates)
    completed.configurationFile = completed.configurationFile ?? path(of: .configuration)
    return completed
  }

  private func contents(of files: [SourceFile]) throws(RunFailure) -> [String: [UInt8]] {
    var contents: [String: [UInt8]] = [:]
    for file in files { contents[file.path] = try booked { () throws(BookFailure) in try book.content(of: file) } }
    return contents
  }

  private let bank = InputReport.Role.bank.rawValue

  private func path(of role: InputReport.Role) -> String? { files.first { $0.role == role.rawValue }?.path }
}

extension KeptFiles {
  /// Runs something that reads these contents instead of the files of their paths.
  static func reading<Value: Sendable>(
    _ contents: [String: [UInt8]], _ body: () async throws(RunFailure) -> Value
  ) async throws(RunFailure) -> Value {
    let result: Result<Value, RunFailure> = await $contents.withValue(contents) {
      do throws(RunFailure) { return .success(try await body()) } catch { return .failure(error) }
    }
    return try result.get()
  }
}
