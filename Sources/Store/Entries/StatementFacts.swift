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
  package var mark = StatementMark.new
  package var sequence: Int?
  /// A hash of account, currency, day, page, balances and entries, in whatever order they stand; never of its name.
  package var content: UInt64

  package init(
    number: Int64 = -1, format: BankFileFormat, level: StatementLevel, identification: String, page: Int,
    currency: String, day: CalendarDate?, opening: Money?, closing: Money?, entryCount: Int,
    mark: StatementMark = .new, sequence: Int? = nil, content: UInt64
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
    self.mark = mark
    self.sequence = sequence
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
    if statement.mark != .new { buffer.append(statement.mark.rawValue) }
    self.init(
      format: format, level: statement.level, identification: statement.identification,
      page: statement.pageNumber ?? 0, currency: statement.currency?.code ?? "", day: statement.date,
      opening: statement.openingBalance, closing: statement.closingBalance, entryCount: rows.count,
      mark: statement.mark, sequence: statement.sequence, content: Fingerprint(of: buffer.span).low)
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
  /// Contents of statements that the bank has deleted or corrected, and of the deletions.
  private var void: Set<UInt64>

  package init(_ known: [StatementFacts] = [], void: Set<UInt64> = []) {
    self.void = void
    for facts in known { add(facts) }
  }

  /// The same statement, delivered before.
  package func redelivered(_ facts: StatementFacts) -> StatementFacts? {
    facts.level == .booked ? known.first { $0.content == facts.content } : nil
  }

  /// Whether the bank has taken a statement back, or this is the deletion that did it.
  package func isVoid(_ facts: StatementFacts) -> Bool { void.contains(facts.content) }

  /// The statement that this one claims to be, and differs from.
  package func contradicted(by facts: StatementFacts) -> StatementFacts? { known.first { facts.claimsToBe($0) } }

  /// The statement that one marked as its correction or deletion is about: the last of its format, level, day and page.
  package func changed(by facts: StatementFacts) -> StatementFacts? {
    known.last {
      $0.format == facts.format && $0.level == facts.level && $0.day == facts.day && $0.page == facts.page
        && $0.currency == facts.currency
    }
  }

  package mutating func void(_ facts: StatementFacts) {
    known.removeAll { $0.number == facts.number }
    void.insert(facts.content)
  }

  package mutating func add(_ facts: StatementFacts) {
    guard facts.level == .booked else { return }
    let place = known.firstIndex { ($0.day ?? .distantPast) > (facts.day ?? .distantPast) } ?? known.count
    known.insert(facts, at: place)
  }

  /// What is missing before a statement.
  package enum Gap: Equatable {
    /// The last one before ends with another balance than it begins with.
    case balance(last: StatementFacts, closing: Money)
    /// The last one before has not the number before its own.
    case sequence(last: StatementFacts, number: Int)
  }

  /// Nil where nothing is missing, or nothing tells: neither balances nor numbers are stated, or nothing came before it.
  package func gap(before facts: StatementFacts) -> Gap? {
    guard facts.level == .booked, facts.page <= 1 else { return nil }
    return balanceGap(before: facts) ?? sequenceGap(before: facts)
  }

  private func balanceGap(before facts: StatementFacts) -> Gap? {
    guard let opening = facts.opening else { return nil }
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
    if day == facts.day, known.contains(where: { $0.closing == opening }) { return nil }
    return .balance(last: one, closing: closing)
  }

  /// Banks begin anew each year, or never.
  private func sequenceGap(before facts: StatementFacts) -> Gap? {
    guard let number = facts.sequence else { return nil }
    let numbered = known.filter {
      $0.format == facts.format && $0.sequence != nil && ($0.day ?? .distantPast) <= (facts.day ?? .distantPast)
    }
    guard let last = numbered.last, let before = last.sequence, before < number,
      !numbered.contains(where: { $0.sequence == number - 1 || $0.sequence == number })
    else { return nil }
    return .sequence(last: last, number: before)
  }
}

extension CalendarDate {
  fileprivate static let distantPast = CalendarDate(daysSince1970: .min)
}
