import ArgumentParser
import Evaluation
import Pipeline

struct DiffCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "diff",
    abstract: "Shows which payments two runs decide differently, and the cash between.",
    discussion: """
      Compares by payment id, which is made from what the bank says of a payment: two sets of rules, two versions of the       program, two days' open items.

      EXAMPLE
        tieout diff runs/old-rules runs/new-rules

      EXIT CODES
        0  decided alike              64  wrong usage
        1  decided differently        65  a run's files have errors
                                      74  a file could not be read
      """)

  @Flag(help: "JSON instead of text.")
  var json = false

  @Argument(help: ArgumentHelp("The first run's folder.", valueName: "run"))
  var first: String

  @Argument(help: ArgumentHelp("The second run's folder.", valueName: "run"))
  var second: String

  func run() async throws {
    try await Running.exiting { () async throws(RunFailure) in
      let difference = try DiffRun.difference(first, second)
      try Terminal.output.write(json ? difference.json : Array(difference.text.utf8))
      return difference.entries.isEmpty ? 0 : 1
    }
  }
}
