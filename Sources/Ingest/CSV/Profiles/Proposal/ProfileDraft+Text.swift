import CashModel

/// A proposed profile as text for the configuration, with what is to be looked at as comments.
extension ProfileDraft {
  func text(_ bytes: Span<UInt8>) -> String {
    var lines = ["# Proposed from \(fileName)."] + verdict(bytes).map { "# \($0)" }
    if !questions.isEmpty { lines.append("# Answer what begins with ? before it is used: it is asked, not guessed.") }
    lines += ["csv_profiles:", "  - name: \(quoted(profile.name))", "    version: 1"]
    lines += fingerprintLines
    if profile.encoding != .utf8 { lines.append(line("encoding", profile.encoding.rawValue)) }
    if profile.delimiter != UInt8(ascii: ",") { lines.append(line("delimiter", delimiterText)) }
    if let skipped = profile.skippedRows { lines.append(line("skip_lines", String(skipped))) }
    if case .rows(let count) = profile.footer {
      lines.append(line("footer", "{rows: \(count)}") + "  # rows below the table")
    }
    lines.append(line("decimal", questions["decimal"].map { quoted("? \($0)") } ?? mark(profile.decimalMark)))
    if let thousands = profile.thousandsMark {
      lines.append(line("thousands", thousands == 0x20 ? "space" : mark(thousands)))
    }
    if !profile.currencySigns.isEmpty { lines.append(line("currency_signs", list(profile.currencySigns))) }
    lines.append(line("dates", questions["dates"].map { quoted("? \($0)") } ?? list(profile.dates.map(\.text))))
    lines.append("    columns:")
    for column in BankColumn.allCases {
      guard let field = profile.fields[column] else { continue }
      lines.append("  " + line(column.name, fieldText(field)))
    }
    if profile.fields[.account] == nil {
      lines.append("      # account: {value: DE…}   # the file does not name the account it is of")
    }
    lines.append(line("amount", amountText))
    if let balance = profile.balance {
      lines.append(line("balance", columnText(balance)) + "  # runs through all rows")
      if profile.order != .oldestFirst { lines.append(line("order", profile.order.rawValue)) }
    } else if let place = columns.roles[.balance], let remark = remarks["balance"] {
      lines.append("    # balance: \(columnText(column(place)))   # \(remark)")
    }
    if !profile.rules.isEmpty {
      lines.append("    rows:")
      for rule in profile.rules {
        let place = rule.column.map { "column: \(columnText($0)), " } ?? ""
        lines.append("      - {\(place)matches: \(quoted(rule.pattern)), \(actionText(rule.action))}")
      }
    }
    return lines.joined(separator: "\n") + "\n"
  }

  /// What the profile makes of the file it was proposed from.
  private func verdict(_ bytes: Span<UInt8>) -> [String] {
    guard questions.isEmpty else { return [] }
    guard let file = ProfileChoice.read(bytes, name: fileName, [profile], file: 0) else {
      return ["It does not find its own header in the file: quotes above the table may be open; add skip_lines."]
    }
    let balance = file.statements.contains { $0.balances == .tie } ? ", and the balance runs" : ""
    let log = file.diagnostics
    guard log.errorCount > 0 else { return ["It reads \(file.entryCount) rows without an error\(balance)."] }
    let first = log.entries.first { $0.severity == .error }
    return [
      "It reads \(file.entryCount) rows; \(log.errorCount) cannot be read, the first of them row \(first?.record ?? 0):",
      "\(first?.message ?? "") Found \(first?.found ?? ""); expected \(first?.expected ?? "").",
    ]
  }

  private var fingerprintLines: [String] {
    switch profile.fingerprint {
    case .header(let words): [line("header", list(words))]
    case .cellCount(let count):
      [line("cells", String(count)), line("files", quoted(profile.files)) + "  # no header: the name must tell"]
    }
  }

  private func fieldText(_ field: CSVProfile.Field) -> String {
    switch field.source {
    case .columns(let columns, let separator):
      if columns.count == 1, let only = columns.first {
        return field.capture.map { "{column: \(columnText(only)), capture: \(quoted($0))}" } ?? columnText(only)
      }
      return "{join: [\(columns.map(columnText).joined(separator: ", "))], with: \(quoted(separator))}"
    case .constant(let text):
      let remark = remarks["currency"].map { "  # \($0)" } ?? ""
      return "{value: \(quoted(text))}\(remark)"
    case .preamble(let source): return "{preamble: \(quoted(source))}"
    }
  }

  private func actionText(_ action: CSVProfile.RowAction) -> String {
    if case .classify(let kind) = action { return "class: \(kind.name)" }
    return "skip: true"
  }

  private var amountText: String {
    let remark = remarks["amount"].map { "  # \($0)" } ?? ""
    switch profile.amount {
    case .signed(let column, let signs):
      return (signs == .asWritten ? columnText(column) : "{column: \(columnText(column)), signs: \(signs.rawValue)}")
        + remark
    case .sided(let column, let side, let debit, let credit, let signs):
      let words = "debit: \(list(debit)), credit: \(list(credit))"
      let sign = signs == .asWritten ? "" : ", signs: \(signs.rawValue)"
      return "{column: \(columnText(column)), side: \(columnText(side)), \(words)\(sign)}"
    case .split(let debit, let credit, let isNegative):
      return "{debit: \(columnText(debit)), credit: \(columnText(credit))\(isNegative ? ", debits_are: negative" : "")}"
    }
  }

  private func columnText(_ column: CSVProfile.Column) -> String {
    switch column {
    case .name(let name): quoted(name)
    case .position(let place): table.header.isEmpty ? String(place) : "{position: \(place)}"
    }
  }

  private var delimiterText: String { profile.delimiter == 0x09 ? "tab" : mark(profile.delimiter) }

  private func line(_ key: String, _ value: String) -> String { "    \(key): \(value)" }

  private func list(_ words: [String]) -> String { "[\(words.map(quoted).joined(separator: ", "))]" }

  private func mark(_ byte: UInt8) -> String { quoted(String(decoding: [byte], as: UTF8.self)) }

  /// YAML's single quotes, where the text needs them; control characters have no place in a header's word.
  private func quoted(_ text: String) -> String {
    let isPlain =
      text.first?.isLetter == true && text.allSatisfy { $0.isLetter || $0.isNumber || " _-/.".contains($0) }
      && text.last != " " && !["yes", "no", "true", "false", "null", "on", "off", "y", "n"].contains(text.lowercased())
    if isPlain { return text }
    let printable = text.map { $0.unicodeScalars.allSatisfy { $0.value >= 0x20 && $0.value != 0x7F } ? $0 : " " }
    return "'" + String(printable).replacing("'", with: "''") + "'"
  }
}
