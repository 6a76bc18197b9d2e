import CashModel
import Store

/// Which of the entries that were read are new to the book.
struct EntryRecognition {
  /// What is said about a bank file, by its number.
  struct Finding {
    let file: Int32
    /// An error where a statement was refused; else a warning.
    let isRefusal: Bool
    let sentence: String
  }

  /// Rows of the payments read that are new, in their order; with what is not booked and therefore never recognised.
  private(set) var newRows: [Int] = []
  private(set) var changes = BookChanges()
  private(set) var findings: [Finding] = []
  /// Entries that were seen before.
  private(set) var seenCount = 0
  let prints: EntryPrints
  /// By statement read: its place among the new ones; -1 where it is not new.
  private(set) var places: [Int32]
  private(set) var known: KnownAccounts

  private let readings: [String: AccountReading]
  private let payments: PaymentTable
  private let statements: [Statement]
  private let formats: [BankFileFormat]

  /// - Parameter formats: by statement.
  init(
    _ payments: PaymentTable, identities: [Fingerprint], _ statements: [Statement], formats: [BankFileFormat],
    _ book: Book
  ) throws(BookFailure) {
    self.payments = payments
    self.statements = statements
    self.formats = formats
    prints = EntryPrints(of: payments, identities: identities)
    places = [Int32](repeating: -1, count: statements.count)
    readings = EntryRecognition.readings(payments, statements, prints)
    known = try book.accounts(readings)
    try take(book)
  }

  /// What was read of each account.
  private static func readings(
    _ payments: PaymentTable, _ statements: [Statement], _ prints: EntryPrints
  ) -> [String: AccountReading] {
    var readings: [String: AccountReading] = [:]
    func reach(_ account: String, _ day: CalendarDate) {
      guard let days = readings[account]?.days else { return readings[account] = AccountReading(days: day...day) }
      readings[account]?.days = min(days.lowerBound, day)...max(days.upperBound, day)
    }
    for statement in statements { if let day = statement.date { reach(statement.account, day) } }
    for row in 0..<payments.count {
      let account = statements[payments.statement[row].index].account
      reach(account, payments.bookingDate[row])
      readings[account]?.entries.append((payments.bookingDate[row], prints.print[row]))
    }
    return readings
  }

  private mutating func take(_ book: Book) throws(BookFailure) {
    var rows = [[Int]](repeating: [], count: statements.count)
    for row in 0..<payments.count { rows[payments.statement[row].index].append(row) }
    let facts = statements.indices.map { place in
      let booked = rows[place].filter { payments.transactionClass[$0] != .unposted }
      return StatementFacts(statements[place], format: formats[place], rows: booked, prints: prints)
    }
    for place in order(facts) {
      let account = statements[place].account
      let chain = known.chains[account] ?? StatementChain()
      if chain.redelivered(facts[place]) != nil {
        seenCount += facts[place].entryCount
      } else if let other = chain.contradicted(by: facts[place]) {
        let days = readings[account]?.days
        let listed = try days.map { days throws(BookFailure) in try book.prints(of: other, on: account, days) } ?? []
        refuse(place, facts[place], rows[place], differingFrom: other, that: listed)
      } else {
        warnOfGap(place, facts[place], chain)
        takeNew(place, facts[place], rows[place])
      }
    }
    newRows.sort()
  }

  /// Booked statements first and in the order of their days, so that they decide; the order of the files decides nothing.
  private func order(_ facts: [StatementFacts]) -> [Int] {
    facts.indices.sorted { left, right in
      let (first, second) = (facts[left], facts[right])
      if first.level != second.level { return first.level.rawValue > second.level.rawValue }
      if first.day != second.day {
        return (first.day?.daysSince1970 ?? .min) < (second.day?.daysSince1970 ?? .min)
      }
      if first.identification != second.identification { return first.identification < second.identification }
      return first.content != second.content ? first.content < second.content : left < right
    }
  }

  private mutating func takeNew(_ place: Int, _ facts: StatementFacts, _ rows: [Int]) {
    let account = statements[place].account
    places[place] = Int32(changes.statements.count)
    changes.statements.append((account, facts))
    known.chains[account, default: StatementChain()].add(facts)
    let booked = rows.filter { payments.transactionClass[$0] != .unposted }
    newRows += rows.filter { payments.transactionClass[$0] == .unposted }
    let found = known.seen.take(booked, of: prints, format: facts.format, level: facts.level)
    for (row, finding) in zip(booked, found) {
      switch finding {
      case .new: newRows.append(row)
      case .seen(let entry):
        seenCount += 1
        let number = known.seen.entries[entry].number
        if facts.level == .booked, number >= 0 { changes.booked.append((number, places[place])) }
      }
    }
  }

  private mutating func warnOfGap(_ place: Int, _ facts: StatementFacts, _ chain: StatementChain) {
    guard let (last, closing) = chain.gap(before: facts), let opening = facts.opening else { return }
    let exponent = Currency(facts.currency)?.exponent ?? 2
    findings.append(
      Finding(
        file: statements[place].file, isRefusal: false,
        sentence:
          "\(name(place)) opens with \(opening.text(exponent: exponent)), while statement \(last.identification)"
          + " before it closes with \(closing.text(exponent: exponent)); a statement between them may be missing"))
  }

  private mutating func refuse(
    _ place: Int, _ facts: StatementFacts, _ rows: [Int], differingFrom other: StatementFacts,
    that listed: [UInt64]
  ) {
    var missing: [UInt64: Int] = [:]
    for print in listed { missing[print, default: 0] += 1 }
    var added: [Int] = []
    for row in rows where payments.transactionClass[row] != .unposted {
      if let count = missing[prints.print[row]], count > 0 {
        missing[prints.print[row]] = count - 1
      } else {
        added.append(row)
      }
    }
    let gone = missing.values.reduce(0, +)
    let shown = added.prefix(3).map { row in
      let amount = payments.amount[row].text(exponent: payments.currency[row].exponent)
      let sign = payments.direction[row] == .credit ? "" : "-"
      return "\(sign)\(amount) \(payments.arena.string(payments.bankReference[row]))".trimmed
    }
    let list = shown.isEmpty ? "" : " (\(shown.joined(separator: ", "))\(added.count > 3 ? ", …" : ""))"
    let mark = facts.isCorrection ? ", which it corrects" : ""
    findings.append(
      Finding(
        file: statements[place].file, isRefusal: true,
        sentence: "\(name(place)) is not taken: it was taken before with other content\(mark): then"
          + " \(other.entryCount) entries, now \(facts.entryCount); \(added.count) new\(list), \(gone) gone"))
  }

  private func name(_ place: Int) -> String {
    "statement \(statements[place].identification) of account \(statements[place].account)"
  }
}

extension String {
  fileprivate var trimmed: String {
    String(drop { $0 == " " }.reversed().drop { $0 == " " }.reversed())
  }
}
