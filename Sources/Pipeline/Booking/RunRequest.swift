import CashModel

/// What a run was asked for, so that the same request is known again: the content of all files, and the options that count.
enum RunRequest {
  static func text(_ configuration: RunConfiguration, _ workers: Workers) async throws(RunFailure) -> String {
    var files = configuration.bankFiles.map { ("bank", $0) }
    files.append(("open_items", configuration.openItems))
    let others = [
      ("customers", configuration.customers), ("remittances", configuration.remittances),
      ("rates", configuration.rates),
      ("configuration", configuration.configurationFile), ("decisions", configuration.decisions),
    ]
    for (role, path) in others { if let path { files.append((role, path)) } }
    let named = files
    let digests = await workers.map(named.count) { number in
      Result { () throws(RunFailure) in
        try InputFile.withBytes(named[number].1) { "\(named[number].0) \(InputFile.digest(of: $0))" }
      }
    }
    var lines: [String] = []
    for digest in digests { lines.append(try digest.get()) }
    lines.sort()
    lines += configuration.acceptedMismatches.sorted().map { "accepts \($0)" }
    if !configuration.decidedBy.isEmpty { lines.append("by \(configuration.decidedBy)") }
    if let day = configuration.asOf { lines.append("as of \(day.text)") }
    lines.append("\(Program.version) \(Program.rules)")
    let text = Array(lines.joined(separator: "\n").utf8)
    return InputFile.digest(of: text.span)
  }
}
