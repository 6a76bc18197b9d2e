import ArgumentParser
import CashModel
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

      With --transactions every transaction is listed, with all that was read of it: as a table, as CSV, or as one \
      JSON object a line, in pieces as the file is read, so that its size does not matter.

      A ZIP archive stands for the files in it.

      A bank's own CSV is read by a profile (csv_profiles in the configuration). --propose-profile writes one from a \
      file, with questions where the file leaves something open; --explain-row shows what each field of a row is made of.

      EXAMPLES
        tieout inspect statement.xml
        tieout inspect --transactions jsonl statement.xml | jq .payer_name
        tieout inspect --json bank/* | jq .control_totals
        tieout inspect --propose-profile export.csv > profile.yaml
        tieout inspect --config profile.yaml --explain-row 7 export.csv

      EXIT CODES
        0  every file is sound        65  a file has errors
       64  wrong usage                74  a file could not be read
      """)

  @Flag(help: "One line of JSON per file.")
  var json = false

  @Flag(help: "Say what the definition of a camt file's version would not allow; nothing of it refuses the file.")
  var lint = false

  @Option(
    help: ArgumentHelp("List the transactions: table, csv or jsonl.", valueName: "format"))
  var transactions: TransactionListing.Format?

  @Flag(help: "Write a csv_profiles section for a bank's CSV file.")
  var proposeProfile = false

  @Option(help: ArgumentHelp("Show what a row of a CSV file becomes by its profile.", valueName: "number"))
  var explainRow: Int?

  @Option(help: ArgumentHelp("Configuration whose remittance tags and CSV profiles are used.", valueName: "file"))
  var config: String?

  @Option(help: ArgumentHelp("Number of workers.", valueName: "number"))
  var jobs: Int = Machine.processors

  @Argument(help: ArgumentHelp("BAI2, camt.05x or CSV; the format is found from the content.", valueName: "bank-file"))
  var bankFiles: [String]

  func validate() throws {
    try Machine.validate(jobs: jobs)
    if proposeProfile || explainRow != nil, bankFiles.count != 1 {
      throw ValidationError("--propose-profile and --explain-row take one file.")
    }
  }

  func run() async throws {
    try await Running.exiting { () async throws(RunFailure) in
      if proposeProfile {
        try Terminal.output.write(Array(try ProfileRun.proposal(for: bankFiles[0]).utf8))
        return 0
      }
      if let explainRow {
        let text = try ProfileRun.explanation(of: bankFiles[0], row: explainRow, configurationFile: config)
        try Terminal.output.write(Array(text.utf8))
        return 0
      }
      if let transactions { return try await list(as: transactions) }
      let files = inspected(
        try await InspectRun.inspect(bankFiles, configurationFile: config, isLinting: lint, jobs: jobs))
      let text =
        json ? files.flatMap(InspectJSON.line) : Array(files.map(InspectText.text).joined(separator: "\n").utf8)
      try Terminal.output.write(text)
      if files.contains(where: { $0.bankFile == nil }) { return 74 }
      return files.contains { $0.hasErrors } ? 65 : 0
    }
  }

  private func inspected(_ reports: [InputReport]) -> [InspectedFile] {
    reports.map { input in
      InspectedFile(path: input.path, byteCount: input.byteCount, bankFile: input.bankFile, messages: input.messages)
    }
  }

  /// The transactions go to standard output, what is wrong with the files to standard error.
  private func list(as format: TransactionListing.Format) async throws(RunFailure) -> Int32 {
    var failure: RunFailure?
    func write(_ bytes: [UInt8]) {
      guard failure == nil else { return }
      do throws(RunFailure) { try Terminal.output.write(bytes) } catch { failure = error }
    }
    write(TransactionListing.header(format))
    let reports = try await InspectRun.inspect(bankFiles, configurationFile: config, isLinting: lint, jobs: 1) {
      name, payments in
      var buffer = OutputBytes()
      TransactionListing(format, file: name).append(payments, to: &buffer)
      write(buffer.bytes)
    }
    if let failure { throw failure }
    Terminal.errors.say(reports.flatMap(\.messages))
    let files = inspected(reports)
    if files.contains(where: { $0.bankFile == nil }) { return 74 }
    return files.contains { $0.hasErrors } ? 65 : 0
  }
}

extension TransactionListing.Format: ExpressibleByArgument {}
