package import CashModel

/// One bank file as `inspect` found it.
package struct InspectedFile: Sendable {
  package let path: String
  package let byteCount: Int
  /// What was read, without its payments; nil where the content could not be read at all.
  package let bankFile: BankFile?
  /// Sentences with file, line, byte offset, found and expected; perhaps only the first ones.
  package let messages: [String]

  package init(path: String, byteCount: Int, bankFile: BankFile?, messages: [String]) {
    self.path = path
    self.byteCount = byteCount
    self.bankFile = bankFile
    self.messages = messages
  }

  /// `apply` would refuse the file.
  package var hasErrors: Bool {
    guard let bankFile, bankFile.format != nil else { return true }
    return bankFile.diagnostics.errorCount > 0 || bankFile.control == .mismatch
  }
}

/// `inspect --json`: one line per file.
package enum InspectJSON {
  package static func line(_ file: InspectedFile) -> [UInt8] {
    let bank = file.bankFile ?? BankFile()
    let totals = BankFileTotals(bank)
    return JSON.object([
      "file": .string(file.path),
      "format": .optional(bank.formatName),
      "statements": .integer(bank.statements.count),
      "entries": .integer(bank.entryCount),
      "transactions": .integer(bank.transactionCount),
      "credits": totals.json(\.credits),
      "debits": totals.json(\.debits),
      "control_totals": .string(bank.control.name),
      "errors": .array(diagnostics(file, .error)),
      "warnings": .array(diagnostics(file, .warning)),
      "definition": .array(bank.lint.entries.map(object)),
      "variant": .string(bank.variant),
      "statement_details": .array(bank.statements.map(details)),
    ]).bytes(isPretty: false)
  }

  private static func details(_ statement: Statement) -> JSON {
    let exponent = statement.currency?.exponent ?? 2
    func amount(_ money: Money?) -> JSON { .optional(money?.text(exponent: exponent)) }
    return .object([
      "statement": .string(statement.identification), "account": .string(statement.account),
      "currency": .optional(statement.currency?.code), "date": .optional(statement.date?.text),
      "page": statement.pageNumber.map(JSON.integer) ?? .null,
      "is_last_page": statement.isLastPage.map(JSON.boolean) ?? .null,
      "opening": amount(statement.openingBalance), "closing": amount(statement.closingBalance),
      "credits": amount(statement.credits), "debits": amount(statement.debits),
      "entries": .integer(statement.entryCount), "transactions": .integer(statement.transactionCount),
      "totals": .string(statement.totals.name), "balance_check": .string(statement.balances.name),
      "balances": .array(
        statement.statedBalances.map { balance in
          .object([
            "kind": .string(balance.kind), "amount": amount(balance.amount), "date": .optional(balance.date?.text),
          ])
        }),
    ])
  }

  private static func diagnostics(_ file: InspectedFile, _ severity: Diagnostic.Severity) -> [JSON] {
    guard let bank = file.bankFile else {
      return severity == .error ? file.messages.map { .object(["message": .string($0)]) } : []
    }
    return bank.diagnostics.entries.filter { $0.severity == severity }.map(object)
  }

  private static func object(_ error: Diagnostic) -> JSON {
    .object([
      "problem": .string(error.problem.rawValue),
      "message": .string(error.message),
      "line": error.line > 0 ? .integer(Int(error.line)) : .null,
      "record": error.record > 0 ? .integer(Int(error.record)) : .null,
      "byte_offset": error.byteOffset >= 0 ? .integer(error.byteOffset) : .null,
      "found": .string(error.found),
      "expected": .string(error.expected),
    ])
  }
}

/// `inspect`: the same for people.
package enum InspectText {
  package static func text(_ file: InspectedFile) -> String {
    guard let bank = file.bankFile, let format = bank.formatText else {
      return "\(TextTable.printable(file.path))\n  not a bank file this version reads\n" + messages(file)
    }
    let statements = "\(counted(bank.statements.count, "statement"))"
    let entries = counted(bank.entryCount, "entry", "entries")
    let transactions = counted(bank.transactionCount, "transaction")
    var lines = ["\(TextTable.printable(file.path))", "  \(format), \(statements), \(entries), \(transactions)"]
    for (currency, exponent, sums) in BankFileTotals(bank).sums {
      let credits = Money(minorUnits: sums.credits).text(exponent: exponent)
      let debits = Money(minorUnits: sums.debits).text(exponent: exponent)
      lines.append("  credits \(credits) \(currency), debits \(debits) \(currency)")
    }
    lines.append("  control totals: \(bank.control.name)\(outer(bank))")
    if !bank.statements.isEmpty {
      lines.append("")
      lines += table(bank.statements).map { "  \($0)" }
      lines += bank.statements.count <= mostDetailed ? bank.statements.compactMap(balances) : []
    }
    return lines.joined(separator: "\n") + "\n" + messages(file)
  }

  private static func outer(_ bank: BankFile) -> String {
    bank.fileTotals == .blank ? "" : " (the file's own: \(bank.fileTotals.name))"
  }

  private static func table(_ statements: [Statement]) -> [String] {
    var table = TextTable([
      .left("statement"), .left("account"), .left("date"), .left(""), .right("opening"), .right("credits"),
      .right("debits"), .right("closing"), .right("entries"), .right("transactions"), .left("totals"),
      .left("balances"),
    ])
    for statement in statements {
      let exponent = statement.currency?.exponent ?? 2
      func amount(_ money: Money?) -> String { money?.text(exponent: exponent) ?? "–" }
      table.append([
        statement.identification.isEmpty ? "–" : statement.identification,
        statement.account.isEmpty ? "–" : statement.account, statement.date?.text ?? "–",
        statement.currency?.code ?? "", amount(statement.openingBalance), amount(statement.credits),
        amount(statement.debits), amount(statement.closingBalance), String(statement.entryCount),
        String(statement.transactionCount), statement.totals.name, statement.balances.name,
      ])
    }
    return table.lines
  }

  /// With more statements than these the table alone is long enough.
  private static let mostDetailed = 20

  /// Balances beyond opening and closing, and which page it is.
  private static func balances(_ statement: Statement) -> String? {
    let exponent = statement.currency?.exponent ?? 2
    var parts: [String] = []
    if let page = statement.pageNumber, statement.hasSiblings {
      parts.append("page \(page)\(statement.isLastPage == true ? ", the last one" : "")")
    }
    if statement.statedBalances.count > 2 {
      parts += statement.statedBalances.map { balance in
        let date = balance.date.map { " (\($0.text))" } ?? ""
        return "\(balance.kind) \(balance.amount.text(exponent: exponent))\(date)"
      }
    }
    guard !parts.isEmpty else { return nil }
    let name = statement.identification.isEmpty ? statement.account : statement.identification
    return TextTable.printable("  \(name): " + parts.joined(separator: ", "))
  }

  private static func messages(_ file: InspectedFile) -> String {
    guard let log = file.bankFile?.diagnostics else { return list(file.messages) }
    if log.errorCount + log.warningCount == 0 { return list(file.messages) }
    let errors = counted(log.errorCount, "error")
    let warnings = counted(log.warningCount, "warning")
    return "\n  \(errors), \(warnings)\n" + list(file.messages)
  }

  private static func list(_ messages: [String]) -> String {
    messages.map { "  \(TextTable.printable($0))\n" }.joined()
  }
}
