package import CashModel

/// A statement as the book keeps it, with what it is recognised by.
package struct StatementFacts: Sendable, Equatable {
  /// The book's number; -1 for one of this run.
  package var number: Int64 = -1
  package var format: BankFileFormat
  package var level: StatementLevel
  package var identification: String
  /// From 1; 0 where statements do not come in pages.
  package var page: Int
  package var currency: String
  package var day: CalendarDate?
  package var opening: Money?
  package var closing: Money?
  package var entryCount: Int
  package var isCorrection = false
  /// A hash of account, currency, day, page, balances and entries, in whatever order they stand; never of its name.
  package var content: UInt64

  package init(
    number: Int64 = -1, format: BankFileFormat, level: StatementLevel, identification: String, page: Int,
    currency: String, day: CalendarDate?, opening: Money?, closing: Money?, entryCount: Int, isCorrection: Bool = false,
    content: UInt64
  ) {
    self.number = number
    self.format = format
    self.level = level
    self.identification = identification
    self.page = page
    self.currency = currency
    self.day = day
    self.opening = opening
    self.closing = closing
    self.entryCount = entryCount
    self.isCorrection = isCorrection
    self.content = content
  }

  package init(_ statement: Statement, format: BankFileFormat, rows: [Int], prints: EntryPrints) {
    var sum: UInt64 = 0
    for row in rows { sum &+= Fingerprint(prints.print[row], prints.texts[row], 0).low }
    var buffer: [UInt8] = []
    buffer += statement.account.utf8
    buffer.append(0)
    buffer += (statement.currency?.code ?? "").utf8
    for word in [
      Int64(statement.date?.daysSince1970 ?? .min), statement.openingBalance?.minorUnits ?? .min,
      statement.closingBalance?.minorUnits ?? .min, Int64(statement.pageNumber ?? 0), Int64(rows.count),
    ] { buffer.appendWord(UInt64(bitPattern: word)) }
    buffer.appendWord(sum)
    self.init(
      format: format, level: statement.level, identification: statement.identification,
      page: statement.pageNumber ?? 0, currency: statement.currency?.code ?? "", day: statement.date,
      opening: statement.openingBalance, closing: statement.closingBalance, entryCount: rows.count,
      isCorrection: statement.isCorrection, content: Fingerprint(of: buffer.span).low)
  }

  /// Whether both claim to be the same statement: by name, or as the same day between the same balances.
  package func claimsToBe(_ other: StatementFacts) -> Bool {
    guard level == .booked, other.level == .booked, format == other.format, page == other.page else { return false }
    if !identification.isEmpty, identification == other.identification { return true }
    guard let day, let opening, let closing, currency == other.currency else { return false }
    return day == other.day && opening == other.opening && closing == other.closing
  }
}

/// The booked statements of one account, in order of their days: whether they follow one another without a gap.
package struct StatementChain: Sendable {
  private var known: [StatementFacts] = []

  package init(_ known: [StatementFacts] = []) {
    for facts in known { add(facts) }
  }

  /// The same statement, delivered before.
  package func redelivered(_ facts: StatementFacts) -> StatementFacts? {
    facts.level == .booked ? known.first { $0.content == facts.content } : nil
  }

  /// The statement that this one claims to be, and differs from.
  package func contradicted(by facts: StatementFacts) -> StatementFacts? { known.first { facts.claimsToBe($0) } }

  package mutating func add(_ facts: StatementFacts) {
    guard facts.level == .booked else { return }
    let place = known.firstIndex { ($0.day ?? .distantPast) > (facts.day ?? .distantPast) } ?? known.count
    known.insert(facts, at: place)
  }

  /// What is missing before the statement: the last one before its day ends with another balance than it begins with. Nil where
  /// either states none, or nothing came before it.
  package func gap(before facts: StatementFacts) -> (last: StatementFacts, closing: Money)? {
    guard facts.level == .booked, let opening = facts.opening, facts.page <= 1 else { return nil }
    let earlier = known.filter {
      $0.currency == facts.currency && $0.closing != nil && ($0.day ?? .distantPast) <= (facts.day ?? .distantPast)
        && $0.content != facts.content
    }
    // Several statements of one day may stand in any order: one that fits is enough.
    guard let day = earlier.last?.day else { return nil }
    let last = earlier.filter { $0.day == day }
    guard !last.contains(where: { $0.closing == opening }), let one = last.last, let closing = one.closing else {
      return nil
    }
    // Of the day itself, what came before may be still to come.
    return day == facts.day && known.contains { $0.closing == opening } ? nil : (one, closing)
  }
}

extension CalendarDate {
  fileprivate static let distantPast = CalendarDate(daysSince1970: .min)
}
