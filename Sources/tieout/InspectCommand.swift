import ArgumentParser
import Pipeline
import Report

struct InspectCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "inspect",
    abstract: "Shows what bank files say: transactions, balances, control totals.",
    discussion: """
      Reads and counts everything it can and writes nothing. Totals are 'tie', 'blank' (not stated) or 'mismatch'.

      With --json a file is one line with file, format, statements, entries, transactions, credits, debits, \
      control_totals and errors; credits and debits are a decimal string, or an object by currency.

      EXAMPLES
        tieout inspect statement.xml
        tieout inspect --json bank/* | jq .control_totals

      EXIT CODES
        0  every file is sound        65  a file has errors
       64  wrong usage                74  a file could not be read
      """)

  @Flag(help: "One line of JSON per file.")
  var json = false

  @Option(help: ArgumentHelp("Number of workers.", valueName: "number"))
  var jobs: Int = Machine.processors

  @Argument(help: ArgumentHelp("BAI2, camt.05x or CSV; the format is found from the content.", valueName: "bank-file"))
  var bankFiles: [String]

  func validate() throws { try Machine.validate(jobs: jobs) }

  func run() async throws {
    try await Running.exiting { () async throws(RunFailure) in
      let files = await InspectRun.inspect(bankFiles, jobs: jobs).map { input in
        InspectedFile(
          path: input.path, byteCount: input.byteCount, bankFile: input.bankFile, messages: input.messages)
      }
      let text =
        json ? files.flatMap(InspectJSON.line) : Array(files.map(InspectText.text).joined(separator: "\n").utf8)
      try Terminal.output.write(text)
      if files.contains(where: { $0.bankFile == nil }) { return 74 }
      return files.contains { $0.hasErrors } ? 65 : 0
    }
  }
}
