import ArgumentParser
import CJemalloc
import CashModel

/// The command line. It turns words into a configuration, a run into a few lines, and a failure into an exit code;
/// what a run does is the pipeline's.
@main
struct Tieout: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "tieout",
    abstract: "Says which payment pays which invoice.",
    discussion: """
      Reads bank files (BAI2; camt.052, camt.053 and camt.054; CSV), open items and customers, and writes \
      allocations, postings and the payments that a person must look at, each with its reason. It applies cash only \
      on evidence that no other explanation fits as well.

      To see it work on an invented case: tieout demo
      """,
    version: "tieout \(Program.version) (rule set \(Program.rules))",
    subcommands: [
      ApplyCommand.self, ReprocessCommand.self, LearnedCommand.self, CasesCommand.self, InspectCommand.self,
      EvaluateCommand.self,
      CalibrateCommand.self,
      ExplainCommand.self,
      DiffCommand.self, BookCommand.self, DemoCommand.self,
    ])
  static func main() async {
    tieout_hold_settings()
    await main(nil)
  }
}
