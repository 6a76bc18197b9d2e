import ArgumentParser
import CashModel
import Foundation
import Pipeline

struct ReprocessCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "reprocess",
    abstract: "Takes the analysts' decisions on exceptions back in.",
    discussion: """
      The file is exceptions.csv of the last run on the book with its column 'decision' filled in; 'note' and 'decided_by' may be. A spreadsheet may \
      have saved it: order, quotes, delimiter, encoding and further columns do not matter.

      DECISIONS
        accept 1                           what suggestion 1 says (2 and 3 likewise)
        accept all                         suggestion 1 of every payment of the row's exception_group
        apply INV-1:100.00|INV-2:50.00     so much on each item
        on-account CUSTOMER                what is open of the payment, on his account
        refund                             the same, to be paid back
        write-off CODE                     suggestion 1, and what is missing of it is written off
        dispute CODE                       suggestion 1, and what is missing of it is a case
        not-ours                           nothing is owed for it; it leaves the list
        later                              it stays on the list

      Each row is held against the book as it is now. One that does not hold is refused with line and reason; the others go \
      through, and what they touch is matched again. decisions.csv in the folder says what became of each.

      EXIT CODES
        0  published                           65  nothing published, all rows or the file refused
        1  published, some rows refused        and those of 'apply'
      """)

  @Argument(help: ArgumentHelp("exceptions.csv, filled in.", valueName: "decisions")) var decisions: String

  @Option(help: ArgumentHelp("The memory of nightly runs.", valueName: "file")) var book: String

  @Option(help: ArgumentHelp("Where the result goes.", valueName: "folder")) var out: String?

  @Option(
    help: ArgumentHelp(
      "Who decided, where the column 'decided_by' is empty.",
      discussion: "The system's name of who runs it, if not given.",
      valueName: "name"))
  var by: String = ProcessInfo.processInfo.userName

  @Option(help: ArgumentHelp("A newer extract; that of the last run, if not given.", valueName: "file"))
  var openItems: String?

  @Option(help: ArgumentHelp("Newer customers; those of the last run, if not given.", valueName: "file"))
  var customers: String?

  @Option(help: ArgumentHelp("Another configuration; that of the last run, if not given.", valueName: "file"))
  var config: String?

  @Option(
    help: ArgumentHelp("Today; that of the last run, if not given.", valueName: "date"), transform: ApplyCommand.date)
  var asOf: CalendarDate?

  @Option(help: ArgumentHelp("Number of workers; the result never depends on it.", valueName: "number"))
  var jobs: Int = Machine.processors

  @Flag(help: "Says what would become of each row, and writes nothing.") var dryRun = false
  @Flag(help: "Waits for another run that uses the book, instead of ending with 75.") var wait = false
  @Flag(help: "No progress; only the result and what went wrong.") var quiet = false

  @Option(
    help: ArgumentHelp("What is said while running.", discussion: "text, or json: a line per event on standard error."))
  var log = ApplyCommand.LogKind.text

  func validate() throws {
    try Machine.validate(jobs: jobs)
    if out == nil, !dryRun { throw ValidationError("Missing expected argument '--out <folder>'.") }
    for path in [decisions, book] + [out, openItems, customers, config].compactMap(\.self) where path.isEmpty {
      throw ValidationError("A file has no name.")
    }
  }

  func run() async throws {
    let log: RunLog = log == .json ? .json : .people(isQuiet: quiet)
    try await Running.exiting(log) { () async throws(RunFailure) in
      var configuration = RunConfiguration()
      configuration.decisions = decisions
      configuration.decidedBy = by
      configuration.openItems = openItems ?? ""
      configuration.customers = customers
      configuration.configurationFile = config
      configuration.outputDirectory = out ?? ""
      configuration.isDryRun = dryRun
      configuration.asOf = asOf
      configuration.jobs = jobs
      return try await ApplyJob(configuration: configuration, book: book, waits: wait, log: log).run()
    }
  }
}
