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

  /// An entry of the book that a statement takes back.
  struct Undone {
    let entry: Int64
    /// The statement.
    let place: Int
    /// Where the statement lists it: the row among the payments read.
    var row: Int?
  }

  /// Rows of the payments read that are new, in their order; with what is not booked and therefore never recognised.
  private(set) var newRows: [Int] = []
  var changes = BookChanges()
  var findings: [Finding] = []
  var undone: [Undone] = []
  /// Rows that a statement of the same run takes back.
  var undoneRows: Set<Int> = []
  /// By deletion: rows of what the book does not have.
  var undeleted: [Int: [Int]] = [:]
  /// Entries that were seen before.
  var seenCount = 0
  let prints: EntryPrints
  /// By statement read: its place among the new ones; -1 where it is not new.
  private(set) var places: [Int32]
  var known: KnownAccounts

  private let readings: [String: AccountReading]
  let payments: PaymentTable
  let statements: [Statement]
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
      // Nothing of a deletion is booked, and all of it counts.
      let booked = rows[place].filter {
        statements[place].mark == .deletion || payments.transactionClass[$0] != .unposted
      }
      return StatementFacts(statements[place], format: formats[place], rows: booked, prints: prints)
    }
    let order = order(facts)
    let deletions = order.filter { facts[$0].mark == .deletion }
    // What the book has first: a statement of this run may stand for what was deleted.
    for place in deletions where !isKnown(place, facts[place]) {
      try delete(place, facts[place], rows[place], from: book)
    }
    for place in order where facts[place].mark != .deletion && !isKnown(place, facts[place]) {
      let account = statements[place].account
      let chain = known.chains[account] ?? StatementChain()
      if facts[place].mark == .correction, let other = chain.changed(by: facts[place]) {
        try correct(other, place, facts[place], rows[place], book)
      } else if let other = chain.contradicted(by: facts[place]) {
        try book.add(other, of: account, to: &known.seen)
        refuse(place, facts[place], rows[place], differingFrom: other)
      } else {
        warnOfGap(place, facts[place], chain)
        takeNew(place, facts[place], rows[place])
      }
    }
    for place in deletions { try deleteRest(place, facts[place], from: book) }
    newRows = newRows.filter { !undoneRows.contains($0) }
    newRows.sort()
  }

  /// Whether the statement came before, or the bank has taken it back since.
  private mutating func isKnown(_ place: Int, _ facts: StatementFacts) -> Bool {
    let chain = known.chains[statements[place].account] ?? StatementChain()
    if chain.redelivered(facts) != nil {
      seenCount += facts.entryCount
      return true
    }
    if chain.isVoid(facts) {
      seenCount += facts.entryCount
      if facts.mark == .new { warn(place, "is not taken: the bank has corrected or deleted it since") }
      return true
    }
    return false
  }

  mutating func warn(_ place: Int, _ sentence: String) {
    findings.append(
      Finding(file: statements[place].file, isRefusal: false, sentence: "\(name(place)) \(sentence)"))
  }

  /// By row of what was read: the place, among the new statements, of the booked one that lists it in the end; one that is corrected in the
  /// same run lists nothing.
  var listing: [Int: Int32] {
    var listing: [Int: Int32] = [:]
    for entry in known.seen.entries where entry.row >= 0 && entry.isBooked && entry.statement < -1 {
      listing[entry.row] = places[Int(-2 - entry.statement)]
    }
    return listing
  }

  /// Booked statements first and in the order of their days, so that they decide; the order of the files decides nothing.
  private func order(_ facts: [StatementFacts]) -> [Int] {
    facts.indices.sorted { left, right in
      let (first, second) = (facts[left], facts[right])
      if first.level != second.level { return first.level.rawValue > second.level.rawValue }
      if first.day != second.day {
        return (first.day?.daysSince1970 ?? .min) < (second.day?.daysSince1970 ?? .min)
      }
      // What is corrected may be of the same run.
      if first.mark != second.mark { return first.mark.rawValue < second.mark.rawValue }
      if first.identification != second.identification { return first.identification < second.identification }
      return first.content != second.content ? first.content < second.content : left < right
    }
  }

  /// Notes a statement as one of this run.
  ///
  /// - Returns: its number within the run: below -1.
  @discardableResult
  mutating func enter(_ place: Int, _ facts: StatementFacts) -> Int64 {
    let account = statements[place].account
    places[place] = Int32(changes.statements.count)
    changes.statements.append((account, facts))
    var own = facts
    own.number = -2 - Int64(place)
    known.chains[account, default: StatementChain()].add(own)
    return own.number
  }

  mutating func takeNew(_ place: Int, _ facts: StatementFacts, _ rows: [Int]) {
    let number = enter(place, facts)
    let booked = rows.filter { payments.transactionClass[$0] != .unposted }
    newRows += rows.filter { payments.transactionClass[$0] == .unposted }
    let found = known.seen.take(booked, of: prints, format: facts.format, level: facts.level, statement: number)
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
    switch chain.gap(before: facts) {
    case .balance(let last, let closing):
      guard let opening = facts.opening else { return }
      let exponent = Currency(facts.currency)?.exponent ?? 2
      warn(
        place,
        "opens with \(opening.text(exponent: exponent)), while statement \(last.identification)"
          + " before it closes with \(closing.text(exponent: exponent)); a statement between them may be missing")
    case .sequence(let last, let number):
      warn(
        place,
        "has number \(facts.sequence ?? 0), while statement \(last.identification) before it has \(number); statements"
          + " between them may be missing")
    case nil: break
    }
  }

  private mutating func refuse(
    _ place: Int, _ facts: StatementFacts, _ rows: [Int], differingFrom other: StatementFacts
  ) {
    var missing: [UInt64: Int] = [:]
    for entry in known.seen.entries where entry.statement == other.number { missing[entry.print, default: 0] += 1 }
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
    findings.append(
      Finding(
        file: statements[place].file, isRefusal: true,
        sentence: "\(name(place)) is not taken: it was taken before with other content: then"
          + " \(other.entryCount) entries, now \(facts.entryCount); \(added.count) new\(list), \(gone) gone"))
  }

  func name(_ place: Int) -> String {
    "statement \(statements[place].identification) of account \(statements[place].account)"
  }
}

extension String {
  fileprivate var trimmed: String {
    String(drop { $0 == " " }.reversed().drop { $0 == " " }.reversed())
  }
}
