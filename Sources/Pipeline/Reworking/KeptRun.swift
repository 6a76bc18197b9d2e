import CashModel
import Store

/// What the last run of a book was made with beside the bank's files.
struct KeptRun {
  private let book: Book
  private let files: [LedgerFile]
  private let last: BookRun

  init(_ book: Book) throws(RunFailure) {
    self.book = book
    files = try booked { () throws(BookFailure) in try book.ledgerFiles() }
    guard let last = try booked({ () throws(BookFailure) in try book.runs().last }), !files.isEmpty else {
      throw .usage("\(book.path): the book has no run whose exceptions could be worked on")
    }
    self.last = last
  }

  /// The configuration with what it does not name itself, and the contents of those files by their paths.
  func filled(_ configuration: RunConfiguration) throws(RunFailure) -> (RunConfiguration, [String: [UInt8]]) {
    var filled = configuration
    filled.isReworking = true
    filled.asOf = filled.asOf ?? last.asOf
    if filled.openItems.isEmpty { filled.openItems = path(of: .openItems) ?? "" }
    filled.customers = filled.customers ?? path(of: .customers)
    filled.remittances = filled.remittances ?? path(of: .remittances)
    filled.rates = filled.rates ?? path(of: .rates)
    filled.configurationFile = filled.configurationFile ?? path(of: .configuration)
    let named = [
      configuration.openItems, configuration.decisions, configuration.customers, configuration.remittances,
      configuration.rates, configuration.configurationFile,
    ]
    var contents: [String: [UInt8]] = [:]
    for (place, file) in files.enumerated() where !named.contains(file.path) {
      contents[file.path] = try booked { () throws(BookFailure) in try book.content(ofLedgerFile: place) }
    }
    return (filled, contents)
  }

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
