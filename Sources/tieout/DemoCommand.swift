import ArgumentParser
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

      EXAMPLE
        tieout demo --out /tmp/tieout-demo
      """)

  @Option(help: ArgumentHelp("Where the case and its result go.", valueName: "folder"))
  var out = "tieout-demo"

  func validate() throws {
    if out.isEmpty { throw ValidationError("The folder has no name.") }
  }

  func run() async throws {
    try await Running.exiting { () async throws(RunFailure) in
      let folder = URL(fileURLWithPath: out, isDirectory: true)
      try DemoCommand.write(to: folder.appendingPathComponent("input"), in: folder)
      var configuration = RunConfiguration()
      func input(_ name: String) -> String { "\(out)/input/\(name)" }
      configuration.bankFiles = DemoCase.bankFiles.map(input)
      configuration.openItems = input(DemoCase.openItems)
      configuration.customers = input(DemoCase.customers)
      configuration.configurationFile = input(DemoCase.configuration)
      configuration.outputDirectory = "\(out)/run"
      configuration.jobs = Machine.processors
      let code = try await Running.apply(configuration, isQuiet: true)
      let page = TextTable.printable("\(out)/run/report.html")
      try Terminal.output.write(Array("\nTo read the run, open \(page) in a browser.\n".utf8))
      return code
    }
  }

  private static func write(to input: URL, in folder: URL) throws(RunFailure) {
    let files = FileManager.default
    var isFolder: ObjCBool = false
    if unsafe files.fileExists(atPath: folder.path, isDirectory: &isFolder) {
      guard isFolder.boolValue else { throw .outputInTheWay("\(folder.relativePath) is a file") }
      let present = (try? files.contentsOfDirectory(atPath: folder.path)) ?? []
      guard present.isEmpty else { throw .outputInTheWay("\(folder.relativePath) is not empty") }
    }
    do {
      try files.createDirectory(at: input, withIntermediateDirectories: true)
      for file in DemoCase.files { try Data(file.text.utf8).write(to: input.appendingPathComponent(file.name)) }
    } catch {
      throw .io("\(input.relativePath): cannot be written (\(error.localizedDescription))")
    }
  }
}
