import CashModel
import Ingest
import Report

/// `tieout inspect --propose-profile` and `--explain-row`: what helps a person write a CSV profile.
package enum ProfileRun {
  /// A `csv_profiles` section for the file, with comments.
  package static func proposal(for path: String) throws(RunFailure) -> String {
    let result = try InputFile.withBytes(path) { ProfileProposal.text(for: $0, name: path) }
    switch result {
    case .success(let text): return text
    case .failure(let problem): throw .usage("\(path): \(problem.message)")
    }
  }

  /// What each field of one row of the file is made of.
  package static func explanation(
    of path: String, row: Int, configurationFile: String?
  ) throws(RunFailure) -> String {
    var configuration = RunConfiguration()
    configuration.configurationFile = configurationFile
    let profiles = try SettingsInput(configuration).dialects.profiles
    let found = try InputFile.withBytes(path) { ExplainedRow($0, row: row, name: path, profiles: profiles) }
    guard let found else {
      throw .usage("\(path): no profile of the configuration reads it, or it has no row \(row) below its header")
    }
    var cells = TextTable([.left("cell"), .left("header"), .left("text")])
    for line in found.cells { cells.append([line.name, line.from, line.text]) }
    var lines = ["\(TextTable.printable(path)), row \(row), by the profile \(found.profile)", ""]
    lines += cells.lines.map { "  \($0)" } + [""]
    if !found.outcome.isEmpty {
      return (lines + ["  \(TextTable.printable(found.outcome))", ""]).joined(separator: "\n")
    }
    var fields = TextTable([.left("field"), .left("from"), .left("gives")])
    for line in found.fields { fields.append([line.name, line.from, line.text]) }
    return (lines + fields.lines.map { "  \($0)" } + [""]).joined(separator: "\n")
  }
}
