import CashModel

/// Proposes a profile for a bank's CSV file: what the file shows is written down, what it leaves open is asked.
package enum ProfileProposal {
  /// - Parameter name: the file's name, which gives the profile its own.
  /// - Returns: a `csv_profiles` section with comments, or why there is none.
  package static func text(for bytes: Span<UInt8>, name: String) -> Swift.Result<String, ProfileProposalProblem> {
    guard BankCSVReader.recognises(bytes) || TextEncoding.looksLikeUTF16(bytes) else {
      return .failure(ProfileProposalProblem(message: "This is no CSV: no delimiter stands on its first lines."))
    }
    guard let table = GuessedTable(bytes) else {
      return .failure(
        ProfileProposalProblem(
          message: "The file has no rows of two columns or more; a bank's list has a date and an amount."))
    }
    let columns = GuessedColumns(table)
    let roles = columns.roles
    guard roles[.bookingDate] != nil else {
      return .failure(
        ProfileProposalProblem(
          message: "No column holds dates: this is no list of a bank's transactions.\(found(table))"))
    }
    guard roles[.amount] != nil || (roles[.debit] != nil && roles[.credit] != nil) else {
      return .failure(
        ProfileProposalProblem(
          message: "No column holds amounts: this is no list of a bank's transactions.\(found(table))"))
    }
    var draft = ProfileDraft(columns, name: name)
    draft.settle(bytes)
    return .success(draft.text(bytes))
  }

  private static func found(_ table: GuessedTable) -> String {
    let header = table.header.isEmpty ? table.rows.first ?? [] : table.header
    return " Its columns are \(header.joined(separator: ", "))."
  }
}

/// Why no profile is proposed for a file.
package struct ProfileProposalProblem: Error, Hashable, Sendable {
  package let message: String
}

/// A profile in the making: what is settled, and what is asked.
struct ProfileDraft {
  let columns: GuessedColumns
  let fileName: String
  var profile: CSVProfile
  /// Answers a person must choose from, by the key they belong to.
  var questions: [String: String] = [:]
  /// Remarks of a key, for the comments.
  var remarks: [String: String] = [:]

  var table: GuessedTable { columns.table }

  init(_ columns: GuessedColumns, name: String) {
    self.columns = columns
    fileName = name.split(separator: "/").last.map(String.init) ?? name
    profile = CSVProfile(name: ProfileDraft.profileName(fileName))
    profile.encoding = table.encoding
    profile.delimiter = table.delimiter
    profile.currencySigns = columns.signs
    if table.header.isEmpty {
      profile.fingerprint = .cellCount(table.cellCount)
      profile.files = ProfileDraft.pattern(of: fileName)
      if !table.preamble.isEmpty { profile.skippedRows = table.preamble.count }
    } else {
      profile.fingerprint = .header(table.header)
    }
    if table.isEncodingOpen {
      remarks["encoding"] = "or iso-8859-15, if € and the like look wrong with this one"
    }
    setDates()
    setFields()
    setAmount()
    setOddRows()
  }

  /// Chooses between readings by what the file itself proves: the running balance.
  mutating func settle(_ bytes: Span<UInt8>) {
    let candidates = columns.marks.isEmpty ? [GuessedColumns.Marks(decimal: 0x2E, thousands: nil)] : columns.marks
    let balance = columns.roles[.balance].map(column)
    var tying: [CSVProfile] = []
    for marks in candidates {
      for order in [CSVProfile.Order.oldestFirst, .newestFirst] {
        for amount in amounts {
          var candidate = profile
          candidate.decimalMark = marks.decimal
          candidate.thousandsMark = marks.thousands
          candidate.amount = amount
          candidate.order = order
          candidate.balance = balance
          if balance != nil, ProfileDraft.ties(candidate, bytes, fileName) { tying.append(candidate) }
        }
      }
    }
    if let first = tying.first {
      profile = first
      return
    }
    profile.decimalMark = candidates[0].decimal
    profile.thousandsMark = candidates[0].thousands
    if candidates.count > 1 {
      questions["decimal"] =
        "1\(Character(Unicode.Scalar(candidates[1].decimal)))234 may be a thousand and more, or one and a part"
    }
    if balance != nil { remarks["balance"] = "does not run through the rows of this file, so it is not checked" }
  }

  /// Ways to read the signs, the most likely one first.
  private var amounts: [CSVProfile.Amount] {
    switch profile.amount {
    case .signed(let place, _): [.signed(place, .asWritten), .signed(place, .reversed)]
    case .sided(let place, let side, let debit, let credit, let signs):
      [.sided(place, side: side, debit: debit, credit: credit, signs)]
        + (signs == .asWritten ? [.sided(place, side: side, debit: debit, credit: credit, .ignored)] : [])
    case .split(let debit, let credit, let isNegative):
      [
        .split(debit: debit, credit: credit, debitsAreNegative: isNegative),
        .split(debit: debit, credit: credit, debitsAreNegative: !isNegative),
      ]
    }
  }

  static func ties(_ profile: CSVProfile, _ bytes: Span<UInt8>, _ name: String) -> Bool {
    guard let file = ProfileChoice.read(bytes, name: name, [profile], file: 0) else { return false }
    return file.diagnostics.errorCount == 0 && file.statements.contains { $0.balances == .tie }
      && !file.statements.contains { $0.balances == .mismatch }
  }

  // MARK: - Parts

  func column(_ place: Int) -> CSVProfile.Column {
    guard table.header.indices.contains(place), !table.header[place].isEmpty else { return .position(place + 1) }
    let isUnique = table.header.count { CSVProfile.isSameWord($0, table.header[place]) } == 1
    return isUnique ? .name(table.header[place]) : .position(place + 1)
  }

  private mutating func setDates() {
    profile.dates = columns.datePatterns.first ?? [DatePattern("yyyy-MM-dd")].compactMap { $0 }
    if columns.datePatterns.count > 1 {
      questions["dates"] = columns.datePatterns.map { $0.map(\.text).joined(separator: ", ") }.joined(separator: " or ")
    } else if columns.datePatterns.isEmpty {
      questions["dates"] = "the file holds no date to see it from"
    }
  }

  private mutating func setFields() {
    let places: [(ColumnRole, BankColumn)] = [
      (.bookingDate, .bookingDate), (.valueDate, .valueDate), (.currency, .currency), (.payerName, .payerName),
      (.payerAccount, .payerAccount), (.bankReference, .bankReference), (.account, .account),
      (.endToEndID, .endToEndID), (.transactionCode, .transactionCode),
    ]
    for (role, field) in places {
      if let place = columns.roles[role] {
        profile.fields[field] = CSVProfile.Field(.columns([column(place)], separator: " "))
      }
    }
    addDateCapture()
    addPendingRule()
    if !columns.remittance.isEmpty {
      profile.fields[.remittance] = CSVProfile.Field(
        .columns(columns.remittance.map(column), separator: columns.remittance.count > 1 ? " / " : " "))
    }
    if profile.fields[.currency] == nil { setCurrency() }
    if profile.fields[.account] == nil, let source = ProfileDraft.accountPattern(table.preambleText) {
      profile.fields[.account] = CSVProfile.Field(.preamble(source))
    }
  }

  /// `09/16/2020 as of 09/15/2020`: the first word is the date.
  private mutating func addDateCapture() {
    guard let place = columns.roles[.bookingDate] else { return }
    let others = columns.values(place).filter { !isDate($0) && $0.contains(" ") }
    let areDates = others.allSatisfy { value in value.split(separator: " ").first.map { isDate(String($0)) } ?? false }
    if !others.isEmpty, areDates { profile.fields[.bookingDate]?.capture = "^\\S+" }
  }

  /// What a bank lists before it is booked must not be posted.
  private mutating func addPendingRule() {
    for place in table.header.indices
    where ["status", "state", "zustand", "statut", "estado"].contains(table.header[place].lowercased()) {
      profile.rules.append(
        CSVProfile.RowRule(
          column: column(place), pattern: "^(pending|vorgemerkt|en attente|pendiente|in process)",
          action: .classify(.unposted)))
    }
  }

  /// The currency where no column has it: from the lines above the table or an unmistakable sign; else none, so that the
  /// file can be looked at, while nothing of it fits an open item.
  private mutating func setCurrency() {
    let words = table.preambleText.split { !$0.isLetter }.map(String.init)
    let codes = Set(words.filter { $0 == $0.uppercased() && Currency($0) != nil })
    let signs = Set(columns.signs.compactMap { ["€": "EUR", "£": "GBP", "₹": "INR", "zł": "PLN"][$0] })
    if codes.count == 1, let code = codes.first {
      profile.fields[.currency] = CSVProfile.Field(.constant(code))
      remarks["currency"] = "from the lines above the table"
    } else if codes.isEmpty, signs.count == 1, columns.signs.count == 1, let code = signs.first {
      profile.fields[.currency] = CSVProfile.Field(.constant(code))
      remarks["currency"] = "from the sign \(columns.signs[0])"
    } else {
      profile.fields[.currency] = CSVProfile.Field(.constant("XXX"))
      let sign = columns.signs.first.map { "; it writes \($0)" } ?? ""
      remarks["currency"] =
        "ASK: the file does not say which currency it is\(sign). XXX is none: nothing is applied until it is put here"
    }
  }

  private mutating func setAmount() {
    let roles = columns.roles
    if let debit = roles[.debit], let credit = roles[.credit] {
      let signs = columns.values(debit).map { $0.contains("-") || $0.hasPrefix("(") }
      let isNegative = 2 * signs.count { $0 } > signs.count
      profile.amount = .split(debit: column(debit), credit: column(credit), debitsAreNegative: isNegative)
    } else if let amount = roles[.amount] {
      guard let side = roles[.side] else {
        profile.amount = .signed(column(amount), .asWritten)
        if !columns.values(amount).contains(where: { $0.contains("-") || $0.contains("(") }),
          !columns.values(amount).isEmpty
        {
          remarks["amount"] = "no amount of this file has a minus: all are taken for money that arrived"
        }
        return
      }
      let words = Set(columns.values(side))
      profile.amount = .sided(
        column(amount), side: column(side),
        debit: words.filter { GuessedColumns.debits.contains($0.lowercased()) }.sorted(),
        credit: words.filter { GuessedColumns.credits.contains($0.lowercased()) }.sorted(), .asWritten)
      addMissingWords()
    }
  }

  /// A file may show only one of the two words.
  private mutating func addMissingWords() {
    guard case .sided(let place, let side, var debit, var credit, let signs) = profile.amount else { return }
    let pairs = [
      ("D", "C"), ("DR", "CR"), ("debit", "credit"), ("DBIT", "CRDT"), ("S", "H"), ("Soll", "Haben"), ("-", "+"),
      ("Af", "Bij"), ("withdrawal", "deposit"), ("débit", "crédit"),
    ]
    for (left, right) in pairs {
      if debit.isEmpty, credit.contains(where: { $0.lowercased() == right.lowercased() }) { debit = [left] }
      if credit.isEmpty, debit.contains(where: { $0.lowercased() == left.lowercased() }) { credit = [right] }
    }
    profile.amount = .sided(place, side: side, debit: debit, credit: credit, signs)
  }

  /// Rows of another shape: below the table they are its footer, among its rows they are skipped by their words; rows of
  /// the table's shape without a date are skipped where they move no money.
  private mutating func setOddRows() {
    let footer = table.oddRows.filter { $0.rowsBefore == table.rows.count }.count
    var trailing = 0
    if let date = columns.roles[.bookingDate] {
      trailing = table.rows.reversed().prefix { row in !isDate(row[date]) && !row[date].isEmpty }.count
      if trailing == table.rows.count { trailing = 0 }
      let blanks = table.rows.dropLast(trailing).filter { $0[date].isEmpty }
      if !blanks.isEmpty, blanks.allSatisfy(isWithoutMoney) {
        profile.rules.append(CSVProfile.RowRule(column: column(date), pattern: "^$", action: .skip))
      }
    }
    if let amount = columns.roles[.amount], table.rows.dropLast(trailing).contains(where: { $0[amount].isEmpty }) {
      profile.rules.append(CSVProfile.RowRule(column: column(amount), pattern: "^$", action: .skip))
    }
    if footer + trailing > 0 { profile.footer = .rows(footer + trailing) }
    // A row that may hold money is left to be an error: quotes or delimiters in it are not understood yet.
    let among = Set(table.oddRows.filter { $0.rowsBefore < table.rows.count }.map(\.text)).filter { !mayHoldMoney($0) }
    for text in among.sorted() where among.count <= 5 {
      profile.rules.append(CSVProfile.RowRule(column: nil, pattern: "^" + ProfileDraft.literal(text), action: .skip))
    }
  }

  private func mayHoldMoney(_ row: String) -> Bool {
    let cells = row.split(separator: Character(Unicode.Scalar(table.delimiter))).map {
      $0.filter { $0 != "\"" && $0 != "'" }
    }
    return cells.contains { isDate($0) || $0.split(separator: " ").first.map { isDate(String($0)) } ?? false }
  }

  private func isDate(_ text: String) -> Bool {
    let bytes = Array(text.utf8)
    return columns.datePatterns.joined().contains { $0.date(bytes.span) != nil }
  }

  private func isWithoutMoney(_ row: [String]) -> Bool {
    [ColumnRole.amount, .debit, .credit].compactMap { columns.roles[$0] }.allSatisfy { place in
      !row[place].contains { ("1"..."9").contains($0) }
    }
  }

  // MARK: - Words

  private static func profileName(_ file: String) -> String {
    let stem = file.split(separator: ".").first.map(String.init) ?? file
    let name = stem.lowercased().split { !$0.isLetter }.joined(separator: "-")
    return name.isEmpty ? "bank" : String(name.prefix(40))
  }

  /// The file's name with its numbers, which change from day to day, as a star.
  private static func pattern(of file: String) -> String {
    var pattern = ""
    for letter in file {
      let next: Character = letter.isNumber ? "*" : letter
      if next != "*" || pattern.last != "*" { pattern.append(next) }
    }
    return pattern
  }

  /// The first words of a row as an expression that finds just them.
  private static func literal(_ text: String) -> String {
    let words = text.filter { $0 != "\"" }.prefix(40)
    return words.map { $0.isLetter || $0.isNumber || $0 == " " ? String($0) : "." }.joined()
  }

  /// An expression for the account number that lines above the table state behind a word for it.
  private static func accountPattern(_ text: String) -> String? {
    for word in ["IBAN", "Account Number", "Account No", "Kontonummer", "Konto", "Compte", "Cuenta", "Account"] {
      let source = "\\b\(word)\\b\\W{0,6}([A-Z]{2}[0-9]{2}[A-Z0-9 ]{9,29}[A-Z0-9]|[0-9][0-9 -]{3,29}[0-9])"
      guard let pattern = try? TextPattern(source) else { continue }
      let bytes = Array(text.utf8)
      if pattern.firstMatch(in: bytes.span) != nil { return source }
    }
    return nil
  }
}
