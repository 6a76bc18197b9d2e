import ArgumentParser
import CashModel
import Pipeline
import Report
import Store

struct LearnedCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "learned",
    abstract: "Shows what decisions have taught a book, approves it and forgets it.",
    subcommands: [LearnedListCommand.self, LearnedApproveCommand.self, LearnedForgetCommand.self],
    defaultSubcommand: LearnedListCommand.self)
}

struct LearnedListCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "list",
    abstract: "Lists what was learned, where from, and whether it is used.",
    discussion: """
      used: from the next run on    proposed: too few decisions, and nobody has approved it    contradicted: decisions give it to \
      several customers, so it identifies nobody    expired, forgotten
      """)

  @Argument(help: ArgumentHelp("The book.", valueName: "book")) var book: String

  func run() async throws {
    try await Running.exiting { () async throws(RunFailure) in
      var table = TextTable([
        .right("No"), .left("What"), .left("Value"), .left("Customer"), .right("Decisions"), .left("Since"),
        .left("Last"),
        .left("Standing"), .left("From"),
      ])
      for (one, standing) in try LearnedList.entries(book: book) {
        let state = one.state == .approved ? standing + ", approved" : standing
        table.append([
          String(one.number), one.kind.name, TextTable.printable(one.value), TextTable.printable(one.customer),
          String(one.count), one.since.text, one.last.text, state,
          TextTable.printable("\(one.decidedBy), \(one.payment)"),
        ])
      }
      try Terminal.output.write(Array((table.lines.joined(separator: "\n") + "\n").utf8))
      return 0
    }
  }
}

/// What the two commands that change something share.
struct LearnedChange: ParsableArguments {
  @Argument(help: ArgumentHelp("The book.", valueName: "book")) var book: String
  @Argument(help: ArgumentHelp("Numbers of the list.", valueName: "number")) var numbers: [Int64]
  @Option(help: ArgumentHelp("Who says so; the trail keeps it.", valueName: "name")) var by: String
  @Flag(help: "Waits for a run that uses the book.") var wait = false

  func validate() throws {
    if by.allSatisfy(\.isWhitespace) { throw ValidationError("--by needs a name.") }
  }

  func change(to state: Learned.State) async throws {
    try await Running.exiting { () async throws(RunFailure) in
      try LearnedList.change(numbers, to: state, by: by, book: book, waits: wait)
      let word = state == .approved ? "approved" : "forgotten"
      try Terminal.output.write(Array("\(counted(numbers.count, "entry", "entries")) \(word).\n".utf8))
      return 0
    }
  }
}

struct LearnedApproveCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "approve", abstract: "Has something used from the next run on, however few decisions say so.")

  @OptionGroup var change: LearnedChange

  func run() async throws { try await change.change(to: .approved) }
}

struct LearnedForgetCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "forget", abstract: "Has something used no more, until it is taught anew.")

  @OptionGroup var change: LearnedChange

  func run() async throws { try await change.change(to: .forgotten) }
}
