import CashModel
import Ingest

/// The `csv_profiles` section: a list of dialects, each with its name, its version and what makes it up.
///
/// A text that begins with `?` is a question a proposed profile asks; it is refused until it is answered.
struct CSVProfileSection {
  private var profile: CSVProfile
  private let node: ConfigurationNode

  static func read(_ node: ConfigurationNode) throws(ConfigurationProblem) -> [CSVProfile] {
    var profiles: [CSVProfile] = []
    for element in try node.elements() {
      let profile = try CSVProfileSection(element).profile
      guard !profiles.contains(where: { $0.name == profile.name }) else {
        throw element.problem("the profile '\(profile.name)' is there twice")
      }
      profiles.append(profile)
    }
    return profiles
  }

  private init(_ node: ConfigurationNode) throws(ConfigurationProblem) {
    self.node = node
    let members = try node.members([
      "name", "version", "header", "cells", "files", "encoding", "delimiter", "quote", "skip_lines", "footer",
      "decimal",
      "thousands", "currency_signs", "dates", "columns", "amount", "balance", "order", "row_count", "rows",
    ])
    func member(_ key: String) -> ConfigurationNode? { members.first { $0.key == key }?.value }
    func required(_ key: String) throws(ConfigurationProblem) -> ConfigurationNode {
      guard let value = member(key) else { throw node.problem("\(node.subject) has no '\(key)'") }
      return value
    }
    profile = CSVProfile(name: try required("name").answer())
    let version = try required("version")
    guard try version.answer() == "1" else { throw version.problem("this program knows profiles of version 1 only") }
    try readFingerprint(member("header"), member("cells"), member("files"))
    for (key, value) in members { try readShape(key, value) }
    profile.dates = try CSVProfileSection.list(try required("dates")) { node throws(ConfigurationProblem) in
      let text = try node.answer()
      guard let pattern = DatePattern(text) else {
        throw node.problem("'\(text)' is no pattern of a date such as dd.MM.yyyy, M/d/yy or yyyyMMdd")
      }
      return pattern
    }
    profile.amount = try amount(try required("amount"))
    try readColumns(try required("columns"))
    if let balance = member("balance") { profile.balance = try column(balance) }
    if let rows = member("rows") { profile.rules = try CSVProfileSection.list(rows, rule) }
    do throws(CSVProfileProblem) { try profile.check() } catch {
      throw node.problem("profile '\(profile.name)': \(error.message)")
    }
  }

  private mutating func readFingerprint(
    _ header: ConfigurationNode?, _ cells: ConfigurationNode?, _ files: ConfigurationNode?
  ) throws(ConfigurationProblem) {
    if let files { profile.files = try files.answer() }
    switch (header, cells) {
    case (let header?, nil):
      let words = try CSVProfileSection.list(header) { node throws(ConfigurationProblem) in node.text ?? "" }
      guard words.count > 1 else { throw header.problem("a header has two words or more") }
      profile.fingerprint = .header(words)
    case (nil, let cells?):
      profile.fingerprint = .cellCount(try cells.count(from: 2, to: 1_000))
      guard files != nil else {
        throw node.problem("a profile without a header needs 'files': a pattern of the files' names")
      }
    default: throw node.problem("a profile has either 'header' or 'cells'")
    }
  }

  private mutating func readShape(_ key: String, _ value: ConfigurationNode) throws(ConfigurationProblem) {
    switch key {
    case "encoding": profile.encoding = try value.word()
    case "order": profile.order = try value.word()
    case "delimiter":
      profile.delimiter = try value.character(of: ",;|\t", names: ["tab": "\t"], expected: "one of , ; | and tab")
    case "quote":
      let text = try value.answer()
      profile.quote = text == "none" ? nil : try value.character(of: "\"'", names: [:], expected: "\", ' or none")
    case "skip_lines": profile.skippedRows = try value.count(from: 0, to: 1_000)
    case "footer":
      guard let (key, value) = try value.members(["rows", "from"]).first else { break }
      profile.footer = key == "rows" ? .rows(try value.count(from: 0, to: 1_000)) : .from(try value.answer())
    case "decimal":
      profile.decimalMark = try value.character(of: ".,", names: [:], expected: "a point or a comma")
    case "thousands":
      profile.thousandsMark = try value.character(
        of: ".,' ", names: ["space": " "], expected: "a point, a comma, an apostrophe or space")
    case "currency_signs":
      profile.currencySigns = try CSVProfileSection.list(value) { node throws(ConfigurationProblem) in
        try node.answer()
      }
    case "row_count": profile.statedRowCount = try value.answer()
    default: break
    }
    guard profile.thousandsMark != profile.decimalMark else {
      throw value.problem("the marks of decimals and of thousands are the same")
    }
  }

  private mutating func readColumns(_ node: ConfigurationNode) throws(ConfigurationProblem) {
    let known = BankColumn.allCases.filter { $0 != .amount && $0 != .debitCredit }
    for (key, value) in try node.members(known.map(\.name)) {
      guard let column = known.first(where: { $0.name == key }) else { continue }
      profile.fields[column] = try field(value)
    }
    for column in [BankColumn.bookingDate, .currency] where profile.fields[column] == nil {
      throw node.problem("\(node.subject) does not say where \(column.name) comes from")
    }
  }

  // MARK: - Parts

  /// A header's word or, in a profile without a header, a place; `{position: 3}` is a place in both.
  private func column(_ node: ConfigurationNode) throws(ConfigurationProblem) -> CSVProfile.Column {
    if node.isMap {
      guard let (_, value) = try node.members(["position"]).first else {
        throw node.problem("\(node.subject) must be a column's name or {position: 3}")
      }
      return .position(try value.count(from: 1, to: 1_000))
    }
    if case .cellCount = profile.fingerprint { return .position(try node.count(from: 1, to: 1_000)) }
    return .name(try node.answer())
  }

  private func field(_ node: ConfigurationNode) throws(ConfigurationProblem) -> CSVProfile.Field {
    guard node.isMap, try !node.has("position") else {
      return CSVProfile.Field(.columns([try column(node)], separator: " "))
    }
    var source: CSVProfile.Source?
    var separator = " "
    var capture: String?
    for (key, value) in try node.members(["column", "join", "with", "value", "preamble", "capture"]) {
      switch key {
      case "column": source = .columns([try column(value)], separator: " ")
      case "join": source = .columns(try CSVProfileSection.list(value, column), separator: " ")
      case "value": source = .constant(try value.answer())
      case "preamble": source = .preamble(try value.answer())
      case "with": separator = value.text ?? " "
      default: capture = try value.answer()
      }
    }
    if case .columns(let columns, _) = source { source = .columns(columns, separator: separator) }
    guard let source else { throw node.problem("\(node.subject) needs column, join, value or preamble") }
    return CSVProfile.Field(source, capture: capture)
  }

  private func amount(_ node: ConfigurationNode) throws(ConfigurationProblem) -> CSVProfile.Amount {
    guard node.isMap, try !node.has("position") else { return .signed(try column(node), .asWritten) }
    let members = try node.members(["column", "side", "debit", "credit", "signs", "debits_are"])
    func member(_ key: String) -> ConfigurationNode? { members.first { $0.key == key }?.value }
    let signs: CSVProfile.Signs = try member("signs")?.word() ?? .asWritten
    switch (member("column"), member("side"), member("debit"), member("credit")) {
    case (let amount?, nil, nil, nil):
      guard signs != .ignored else { throw node.problem("signs can be ignored only where a side column decides") }
      return .signed(try column(amount), signs)
    case (let amount?, let side?, let debit?, let credit?):
      return .sided(
        try column(amount), side: try column(side), debit: try CSVProfileSection.words(debit),
        credit: try CSVProfileSection.words(credit), signs)
    case (nil, nil, let debit?, let credit?):
      let sign = try member("debits_are")?.answer() ?? "positive"
      guard ["positive", "negative"].contains(sign) else {
        throw node.problem("'debits_are' must be positive or negative, not '\(sign)'")
      }
      return .split(debit: try column(debit), credit: try column(credit), debitsAreNegative: sign == "negative")
    default:
      throw node.problem(
        "\(node.subject) must be a column; column, side, debit and credit; or the columns debit and credit")
    }
  }

  private func rule(_ node: ConfigurationNode) throws(ConfigurationProblem) -> CSVProfile.RowRule {
    var place: CSVProfile.Column?
    var pattern: String?
    var actions: [CSVProfile.RowAction] = []
    for (key, value) in try node.members(["column", "matches", "skip", "class", "capture"]) {
      switch key {
      case "column": place = try column(value)
      case "matches": pattern = try value.answer()
      case "skip":
        guard value.text == "true" else { throw value.problem("'skip' can only be true") }
        actions.append(.skip)
      case "class": actions.append(.classify(try value.transactionClass()))
      default: actions.append(.capture(try value.identifierKind()))
      }
    }
    guard let pattern, let action = actions.first, actions.count == 1 else {
      throw node.problem("a rule has 'matches' and one of skip, class and capture")
    }
    return CSVProfile.RowRule(column: place, pattern: pattern, action: action)
  }

  private static func list<Element>(
    _ node: ConfigurationNode, _ element: (ConfigurationNode) throws(ConfigurationProblem) -> Element
  ) throws(ConfigurationProblem) -> [Element] {
    if node.text?.hasPrefix("?") == true { _ = try node.answer() }
    var elements: [Element] = []
    for node in try node.elements() { elements.append(try element(node)) }
    guard !elements.isEmpty else { throw node.problem("\(node.subject) is an empty list") }
    return elements
  }

  private static func words(_ node: ConfigurationNode) throws(ConfigurationProblem) -> [String] {
    if let text = node.text { return [text] }
    return try list(node) { node throws(ConfigurationProblem) in node.text ?? "" }
  }
}

extension ConfigurationNode {
  fileprivate func has(_ key: String) throws(ConfigurationProblem) -> Bool {
    try anyMembers(expected: "a map").contains { $0.key.text == key }
  }

  /// A text that is no question.
  func answer() throws(ConfigurationProblem) -> String {
    guard let text, !text.isEmpty else { throw problem("\(subject) must be a text, not empty") }
    guard !text.hasPrefix("?") else {
      throw problem("\(subject) is still a question: \(text.drop { "? ".contains($0) })")
    }
    return text
  }

  /// One of an enumeration's words.
  func word<Word: RawRepresentable & CaseIterable>() throws(ConfigurationProblem) -> Word
  where Word.RawValue == String {
    let text = try answer()
    if let word = Word(rawValue: text) { return word }
    let words = Word.allCases.map(\.rawValue).joined(separator: ", ")
    throw problem("\(subject) must be one of \(words), not '\(text)'")
  }

  func count(from least: Int, to most: Int) throws(ConfigurationProblem) -> Int {
    let text = try answer()
    guard let number = Int(text), (least...most).contains(number) else {
      throw problem("\(subject) must be a whole number from \(least) to \(most), not '\(text)'")
    }
    return number
  }

  fileprivate func character(
    of known: String, names: [String: String], expected: String
  ) throws(ConfigurationProblem) -> UInt8 {
    let text = try answer()
    let character = names[text] ?? text
    guard let byte = character.utf8.first, character.utf8.count == 1, known.contains(character) else {
      throw problem("\(subject) must be \(expected), not '\(text)'")
    }
    return byte
  }

  func transactionClass() throws(ConfigurationProblem) -> TransactionClass {
    let text = try answer()
    if let found = TransactionClass.allCases.first(where: { $0.name == text }) { return found }
    throw problem(
      "\(subject) must be one of \(TransactionClass.allCases.map(\.name).joined(separator: ", ")), not '\(text)'")
  }

  fileprivate func identifierKind() throws(ConfigurationProblem) -> Identifier.Kind {
    let kinds: [(String, Identifier.Kind)] = [
      ("customer_number", .customerNumber), ("creditor_reference", .creditorReference),
      ("customer_reference", .customerReference), ("cheque_number", .chequeNumber), ("mandate_id", .mandateID),
      ("transaction_id", .transactionID), ("clearing_reference", .clearingReference), ("uetr", .uetr),
      ("original_bank_reference", .originalBankReference), ("original_end_to_end_id", .originalEndToEndID),
    ]
    let text = try answer()
    if let kind = kinds.first(where: { $0.0 == text }) { return kind.1 }
    throw problem("\(subject) must be one of \(kinds.map(\.0).joined(separator: ", ")), not '\(text)'")
  }
}
