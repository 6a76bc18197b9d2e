import ArgumentParser
import CashModel
import Pipeline
import Posting
import Report
import Store

struct CasesCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "cases",
    abstract: "Shows the deductions and disputes of a book, and who sees to them.",
    subcommands: [CasesListCommand.self, CasesSetCommand.self],
    defaultSubcommand: CasesListCommand.self)
}

struct CasesListCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "list",
    abstract: "Lists the cases that are not resolved, the oldest first.",
    discussion: """
      A case is opened by a short payment, or by the decision 'dispute CODE'. It is resolved once nothing is missing of its item any \
      more: by a later payment, a write-off, a credit memo or whatever the ledger booked itself, or because the payment came back.
      """)

  @Argument(help: ArgumentHelp("The book.", valueName: "book")) var book: String
  @Flag(help: "Resolved ones too.") var all = false
  @Option(help: ArgumentHelp("Only those of this customer.", valueName: "id")) var customer: String?
  @Option(help: ArgumentHelp("Only those of this owner.", valueName: "name")) var owner: String?

  func run() async throws {
    try await Running.exiting { () async throws(RunFailure) in
      let (cases, today) = try Running.book { () throws(BookFailure) in
        let book = try Book.reading(book)
        return (try book.cases(), try book.runs().last?.asOf)
      }
      var table = TextTable([
        .left("Case"), .left("Customer"), .left("Item"), .right("Missing"), .left(""), .left("Reason"), .right("Days"),
        .left("Status"), .left("Owner"), .left("Note"),
      ])
      let shown = cases.filter {
        (all || $0.status != .resolved) && (customer.map { [id = $0.customer] in $0 == id } ?? true)
          && (owner.map { [name = $0.owner] in $0 == name } ?? true)
      }
      for one in shown {
        let age = today.map { Int($0.daysSince1970) - Int(one.opened.daysSince1970) } ?? 0
        let status = one.resolution.isEmpty ? one.status.name : "\(one.status.name): \(one.resolution)"
        table.append([
          one.id, TextTable.printable(one.customer), TextTable.printable(one.invoice),
          one.amount.text(exponent: one.currency.exponent), one.currency.code, one.reason, String(age),
          TextTable.printable(status), TextTable.printable(one.owner), TextTable.printable(one.note),
        ])
      }
      let text = table.lines.joined(separator: "\n") + "\n\(counted(shown.count, "case")).\n"
      try Terminal.output.write(Array(text.utf8))
      return 0
    }
  }
}

struct CasesSetCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "set", abstract: "Changes the owner, the reason, the note or the status of cases; the trail keeps it.")

  @Argument(help: ArgumentHelp("The book.", valueName: "book")) var book: String
  @Argument(help: ArgumentHelp("Ids of cases.", valueName: "case")) var cases: [String]
  @Option(help: ArgumentHelp("Who says so.", valueName: "name")) var by: String
  @Option(help: ArgumentHelp("Who sees to it.", valueName: "name")) var owner: String?
  @Option(help: ArgumentHelp("Why it is missing: PRICE, FREIGHT, …", valueName: "code")) var reason: String?
  @Option(help: ArgumentHelp("Replaces the note.", valueName: "text")) var note: String?
  @Option(help: ArgumentHelp("open, disputed or resolved.", valueName: "status")) var status: String?
  @Flag(help: "Waits for a run that uses the book.") var wait = false

  func validate() throws {
    if by.allSatisfy(\.isWhitespace) { throw ValidationError("--by needs a name.") }
    if let status, !DisputeCase.Status.allCases.contains(where: { $0.name == status }) {
      throw ValidationError("'\(status)' is none of open, disputed, resolved.")
    }
    if let reason, !DeductionReason.allCases.contains(where: { $0.name == reason.uppercased() }) {
      throw ValidationError("'\(reason)' is none of \(DeductionReason.allCases.map(\.name).joined(separator: ", ")).")
    }
    if [owner, reason, note, status].allSatisfy({ $0 == nil }) { throw ValidationError("Nothing is to be changed.") }
  }

  func run() async throws {
    try await Running.exiting { () async throws(RunFailure) in
      let book = try Running.book { () throws(BookFailure) in try Book.existing(self.book, waits: wait) }
      let known = try Running.book { () throws(BookFailure) in try book.cases() }
      var changed: [DisputeCase] = []
      for id in cases {
        guard var one = known.first(where: { $0.id == id }) else { throw .usage("\(id): the book has no such case") }
        one.owner = owner ?? one.owner
        one.reason = reason?.uppercased() ?? one.reason
        one.note = note ?? one.note
        if let status = DisputeCase.Status.allCases.first(where: { $0.name == status }) {
          one.status = status
          one.resolution = status == .resolved ? "by \(by)" : ""
        }
        changed.append(one)
      }
      let all = changed
      try Running.book { () throws(BookFailure) in try book.change(all, by: by) }
      try Terminal.output.write(Array("\(counted(all.count, "case")) changed.\n".utf8))
      return 0
    }
  }
}
