import Testing

@Suite struct TidyTests {
  @Test(arguments: Rule.all)
  func ourFilesKeep(rule: Rule) throws {
    let files = try rule.readsEveryFile ? Project.files() : Project.swiftFiles()
    for breach in files.flatMap(rule.breaches) { Issue.record("\(breach)") }
  }

  /// A walk that found nothing would keep every rule.
  @Test func theRoomsAreFound() throws {
    let found = Set(try Project.swiftFiles().compactMap(\.room))
    #expect(found.isSuperset(of: ["CashModel", "Ingest", "Matching", "Posting", "Pipeline", "tieout"]))
    let paths = try Project.files().map(\.path)
    #expect(paths.contains("Package.swift"))
    #expect(paths.contains("Tests/TidyTests/TidyTests.swift"))
    #expect(paths.allSatisfy { !$0.hasPrefix(".build") && !$0.hasPrefix(".git/") })
  }
}
