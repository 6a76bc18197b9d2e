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
    let (asked, contents) = try KeptRun(lastOf: book).filled(configuration)
    return try await KeptFiles.reading(contents) { () async throws(RunFailure) in
      if asked.isDryRun { return .run(try await NightlyRun.tried(asked, in: book, progress)) }
      return try await NightlyRun.run(asked, in: book, progress: progress)
    }
  }
}
