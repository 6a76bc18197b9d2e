import ArgumentParser
import CashModel
import Pipeline
import Report
import Store

struct BookCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "book",
    abstract: "Looks after the book of nightly runs (apply --book).",
    subcommands: [
      BookRunsCommand.self, BookCheckCommand.self, BookVerifyCommand.self, BookExportCommand.self,
      BookAcknowledgeCommand.self,
      BookBackupCommand.self, BookForgetCommand.self,
    ])
}

struct BookRunsCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(commandName: "runs", abstract: "Lists the runs of a book.")

  @Argument(help: ArgumentHelp("The book.", valueName: "book")) var book: String

  func run() async throws {
    try await Running.exiting { () async throws(RunFailure) in
      let runs = try Running.book { () throws(BookFailure) in try Book.reading(book).runs() }
      var table = TextTable([.right("Run"), .left("Id"), .left("As of"), .left("State"), .left("Folder")])
      for run in runs {
        table.append([
          String(run.number), run.runID, run.asOf.text, run.isPublished ? "published" : "committed",
          TextTable.printable(run.folder),
        ])
      }
      try Terminal.output.write(Array((table.lines.joined(separator: "\n") + "\n").utf8))
      return 0
    }
  }
}

struct BookCheckCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "check",
    abstract: "Checks a book: its file, its references, its sums, the files of its runs.",
    discussion: "EXIT CODES\n  0  all holds    65  something does not; it is said what")

  @Argument(help: ArgumentHelp("The book.", valueName: "book")) var book: String

  func run() async throws {
    try await Running.exiting { () async throws(RunFailure) in
      let problems = try Running.book { () throws(BookFailure) in try Book.reading(book).problems() }
      guard problems.isEmpty else {
        throw .inputsUnusable("\(book): \(problems.joined(separator: "; "))")
      }
      try Terminal.output.write(Array("\(TextTable.printable(book)) holds.\n".utf8))
      return 0
    }
  }
}

struct BookVerifyCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "verify",
    abstract: "Proves the trail of a book: that no run and no decision was changed, put in or taken out.",
    discussion: """
      Each link of the trail has a hash of the one before. The last hash, noted elsewhere and given as --head later, proves that nothing \
      was cut off either.

      EXIT CODES
        0  all holds    65  something does not; it is said what
      """)

  @Argument(help: ArgumentHelp("The book.", valueName: "book")) var book: String
  @Option(help: ArgumentHelp("A hash that was the last one once.", valueName: "hash")) var head: String?

  func run() async throws {
    try await Running.exiting { () async throws(RunFailure) in
      let report = try Running.book { () throws(BookFailure) in try Book.reading(book).verifyTrail(head: head) }
      guard report.problems.isEmpty else {
        throw .inputsUnusable("\(book): \(report.problems.joined(separator: "; "))")
      }
      let text =
        "\(TextTable.printable(book)): \(counted(report.links, "link")) hold; the last hash is \(report.head).\n"
      try Terminal.output.write(Array(text.utf8))
      return 0
    }
  }
}

struct BookExportCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "export", abstract: "Writes the files of a past run again, byte for byte.")

  @Argument(help: ArgumentHelp("The book.", valueName: "book")) var book: String
  @Argument(help: ArgumentHelp("The run's id or number.", valueName: "run")) var run: String
  @Option(help: ArgumentHelp("Where the files go; a new folder.", valueName: "folder")) var out: String

  func run() async throws {
    try await Running.exiting { () async throws(RunFailure) in
      let book = try Running.book { () throws(BookFailure) in try Book.reading(self.book) }
      let runs = try Running.book { () throws(BookFailure) in try book.runs() }
      guard let found = runs.first(where: { $0.runID == run || String($0.number) == run }) else {
        throw .usage("\(run): the book has no such run; 'tieout book runs' lists them")
      }
      guard !(try Running.book { () throws(BookFailure) in try book.fileNames(of: found) }).isEmpty else {
        throw .usage("\(run): the files of this run were forgotten")
      }
      try BookedFolder(book, found).write(to: out)
      return 0
    }
  }
}

struct BookAcknowledgeCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "acknowledge",
    abstract: "Takes the ERP's own list of what it has imported.",
    discussion: """
      The file is CSV with a column entry_id, or else payment_id, as postings.csv has them; other columns are passed over. What is \
      listed is taken as imported once an extract shows the item changed; until then it stays taken off the item.
      """)

  @Argument(help: ArgumentHelp("The book.", valueName: "book")) var book: String
  @Argument(help: ArgumentHelp("The list, as CSV.", valueName: "file")) var list: String
  @Flag(help: "Waits for a run that uses the book.") var wait = false

  func run() async throws {
    try await Running.exiting { () async throws(RunFailure) in
      let entries = try ImportedEntries.read(list)
      let (count, unknown) = try Running.book { () throws(BookFailure) in
        try Book.open(book, waits: wait).acknowledge(entries)
      }
      if !unknown.isEmpty {
        Terminal.errors.say(["\(counted(unknown.count, "entry", "entries")) of the list the book does not know"])
      }
      let text = "\(counted(count, "allocation")) of \(counted(entries.count, "entry", "entries")) noted as imported.\n"
      try Terminal.output.write(Array(text.utf8))
      return unknown.isEmpty ? 0 : 1
    }
  }
}

struct BookBackupCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "backup", abstract: "Copies a book into one file, also while a run uses it.")

  @Argument(help: ArgumentHelp("The book.", valueName: "book")) var book: String
  @Argument(help: ArgumentHelp("The copy; a new file.", valueName: "file")) var copy: String

  func run() async throws {
    try await Running.exiting { () async throws(RunFailure) in
      try Running.book { () throws(BookFailure) in try Book.reading(book).backUp(to: copy) }
      return 0
    }
  }
}

struct BookForgetCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "forget",
    abstract: "Forgets the files of old runs, and gives the disk back what they took.",
    discussion:
      "What was seen, applied and waits is never forgotten; 'book export' and 'explain --book' no longer have those runs."
  )

  @Argument(help: ArgumentHelp("The book.", valueName: "book")) var book: String
  @Option(help: ArgumentHelp("Runs as of days before this one.", valueName: "date"), transform: ApplyCommand.date)
  var before: CalendarDate
  @Flag(help: "Waits for a run that uses the book.") var wait = false

  func run() async throws {
    try await Running.exiting { () async throws(RunFailure) in
      let count = try Running.book { () throws(BookFailure) in
        try Book.open(book, waits: wait).forgetFiles(before: before)
      }
      try Terminal.output.write(Array("The files of \(counted(count, "run")) were forgotten.\n".utf8))
      return 0
    }
  }
}
