import ArgumentParser
import CashModel
import Pipeline

struct ApplyCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "apply",
    abstract: "Matches bank files against open items and writes the result into a folder.",
    discussion: """
      The folder appears whole or not at all. It must not exist or be empty; one that already holds this very run's \
      result is left as it is. The same inputs give the same bytes, whatever the number of workers.

      A bank file with a bad record, or whose control totals do not tie, is refused whole; the others go on.

      EXAMPLES
        tieout apply --open-items open-items.csv --out run statement.xml
        tieout apply --open-items open-items.csv --customers customers.csv \\
                     --config tieout.yaml --out runs/2026-06-16 bank/*.bai bank/*.xml

      EXIT CODES
        0  published                           65  nothing published, inputs refused
        1  published, some inputs refused      70  a result broke an invariant
       64  wrong usage or configuration        73  the output folder is in the way
                                               74  a file could not be read or written
                                               75  another run uses the book
      """)

  @Option(help: ArgumentHelp("What customers owe, as CSV.", valueName: "file"))
  var openItems: String

  @Option(help: ArgumentHelp("Who the customers are, as CSV.", valueName: "file"))
  var customers: String?

  @Option(help: ArgumentHelp("What payers say they pay, by mail, portal or lockbox, as CSV.", valueName: "file"))
  var remittances: String?

  @Option(help: ArgumentHelp("Exchange rates by day, as CSV.", valueName: "file"))
  var rates: String?

  @Option(help: ArgumentHelp("Accounts and policies, as YAML.", valueName: "file"))
  var config: String?

  @Option(help: ArgumentHelp("Where the result goes.", valueName: "folder"))
  var out: String?

  @Flag(help: "Reads, matches and checks, and writes nothing: neither files nor the book.")
  var dryRun = false

  @Option(
    help: ArgumentHelp(
      "A folder whose files are taken as bank files, and moved aside once the run is published.",
      discussion: "Into 'done' or 'refused' within it. Needs --book.", valueName: "folder"))
  var inbox: String?

  @Option(
    help: ArgumentHelp("What is said while running.", discussion: "text, or json: a line per event on standard error."))
  var log = LogKind.text

  enum LogKind: String, ExpressibleByArgument, CaseIterable { case text, json }

  @Option(
    help: ArgumentHelp(
      "The memory of nightly runs; made where there is none.",
      discussion: "What it has seen is not taken again, and what waits is matched again.", valueName: "file"))
  var book: String?

  @Flag(help: "Waits for another run that uses the book, instead of ending with 75.")
  var wait = false

  @Option(
    help: ArgumentHelp(
      "Today, for ageing and due dates.", discussion: "The latest booking date read, if not given.", valueName: "date"),
    transform: ApplyCommand.date)
  var asOf: CalendarDate?

  @Option(help: ArgumentHelp("Number of workers; the result never depends on it.", valueName: "number"))
  var jobs: Int = Machine.processors

  @Option(
    help: ArgumentHelp(
      "Takes this bank file although its control totals differ; its records must be sound. May be repeated.",
      valueName: "file"))
  var acceptMismatch: [String] = []

  @Flag(help: "No progress; only the result and what went wrong.")
  var quiet = false

  @Argument(help: ArgumentHelp("BAI2, camt.05x or CSV; the format is found from the content.", valueName: "bank-file"))
  var bankFiles: [String] = []

  func validate() throws {
    try Machine.validate(jobs: jobs)
    if inbox == nil {
      guard !bankFiles.isEmpty else { throw ValidationError("Missing expected argument '<bank-file> ...'.") }
      try Machine.validate(files: bankFiles)
    }
    if inbox != nil, book == nil { throw ValidationError("--inbox needs --book, which knows what was taken.") }
    if out == nil, !dryRun { throw ValidationError("Missing expected argument '--out <folder>'.") }
    for path in [openItems] + [out, book, inbox].compactMap(\.self) + bankFiles where path.isEmpty {
      throw ValidationError("A file has no name.")
    }
    for path in acceptMismatch where !bankFiles.contains(path) {
      throw ValidationError("--accept-mismatch names '\(path)', which is not among the bank files.")
    }
  }

  func run() async throws {
    let log: RunLog = log == .json ? .json : .people(isQuiet: quiet)
    try await Running.exiting(log) { () async throws(RunFailure) in
      let inbox = try inbox.map { (folder) throws(RunFailure) in try Inbox(folder) }
      var configuration = RunConfiguration()
      configuration.bankFiles = bankFiles + (inbox?.files ?? [])
      configuration.openItems = openItems
      configuration.customers = customers
      configuration.remittances = remittances
      configuration.rates = rates
      configuration.outputDirectory = out ?? ""
      configuration.isDryRun = dryRun
      configuration.asOf = asOf
      configuration.jobs = jobs
      configuration.acceptedMismatches = Set(acceptMismatch)
      configuration.configurationFile = config
      return try await ApplyJob(
        configuration: configuration, book: book, waits: wait, inbox: dryRun ? nil : inbox, log: log
      ).run()
    }
  }

  static func date(_ text: String) throws -> CalendarDate {
    if let date = CalendarDate(iso: text) { return date }
    throw ValidationError("'\(text)' is not a date such as 2026-06-16.")
  }
}
