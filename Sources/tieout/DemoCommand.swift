import ArgumentParser
import BatchGenerator
import Foundation
import Pipeline
import Report

struct DemoCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "demo",
    abstract: "Writes a sample case and runs it.",
    discussion: """
      The case is a night of an invented seller with accounts at three banks: a BAI2, a camt.053 and a CSV file, \
      open items, customers and a configuration. They go to FOLDER/input, the result to FOLDER/run. The folder must \
      not exist or be empty.

      With --payments the case is a generated batch of that many transactions instead, with invented customers, books \
      and payers' texts, and with its truth in FOLDER/input/truth.csv and truth-splits.csv. The same number and seed \
      give the same case.

      EXAMPLES
        tieout demo --out /tmp/tieout-demo
        tieout demo --payments 10000 --noisy --out /tmp/tieout-demo
      """)

  @Option(help: ArgumentHelp("Where the case and its result go.", valueName: "folder"))
  var out = "tieout-demo"
  @Option(help: ArgumentHelp("Generate a batch of so many transactions.", valueName: "count"))
  var payments: Int?
  @Option(help: ArgumentHelp("Which of the generated batches.", valueName: "number"))
  var seed: UInt64 = 1
  @Flag(help: "Every third name or number of a generated batch is not as it should be.")
  var noisy = false

  func validate() throws {
    if out.isEmpty { throw ValidationError("The folder has no name.") }
    guard let payments else { return }
    guard (1...10_000_000).contains(payments) else { throw ValidationError("--payments: 1 to 10 million.") }
  }

  func run() async throws {
    try await Running.exiting { () async throws(RunFailure) in
      let folder = URL(fileURLWithPath: out, isDirectory: true)
      let bankFiles = try write(to: folder.appendingPathComponent("input"), in: folder)
      var configuration = RunConfiguration()
      func input(_ name: String) -> String { "\(out)/input/\(name)" }
      configuration.bankFiles = bankFiles.map(input)
      configuration.openItems = input(DemoCase.openItems)
      configuration.customers = input(DemoCase.customers)
      configuration.configurationFile = input(payments == nil ? DemoCase.configuration : "config.yaml")
      configuration.rates = payments == nil ? nil : input("rates.csv")
      configuration.outputDirectory = "\(out)/run"
      configuration.jobs = Machine.processors
      let code = try await Running.apply(configuration, isQuiet: true)
      let page = TextTable.printable("\(out)/run/report.html")
      try Terminal.output.write(Array("\nTo read the run, open \(page) in a browser.\n".utf8))
      return code
    }
  }

  /// - Returns: the bank files' names in the input folder.
  private func write(to input: URL, in folder: URL) throws(RunFailure) -> [String] {
    let files = FileManager.default
    var isFolder: ObjCBool = false
    if unsafe files.fileExists(atPath: folder.path, isDirectory: &isFolder) {
      guard isFolder.boolValue else { throw .outputInTheWay("\(folder.relativePath) is a file") }
      let present = (try? files.contentsOfDirectory(atPath: folder.path)) ?? []
      guard present.isEmpty else { throw .outputInTheWay("\(folder.relativePath) is not empty") }
    }
    do {
      try files.createDirectory(at: input, withIntermediateDirectories: true)
      if let payments {
        var options = BatchOptions()
        options.seed = seed
        options.payments = payments
        options.openItems = payments + payments / 2
        if noisy { options.noise = .heavy }
        return try BatchGenerator.write(options, to: input.path).bankFiles
      }
      for file in DemoCase.files { try Data(file.text.utf8).write(to: input.appendingPathComponent(file.name)) }
      return DemoCase.bankFiles
    } catch {
      throw .io("\(input.relativePath): cannot be written (\(error.localizedDescription))")
    }
  }
}
