package import CashModel

/// The entries that were seen, and which of a statement's are new.
///
/// Occurrence by occurrence: where three entries of a statement have one print and two of that print were seen, one is new. Which
/// entries seen before may be the same as a statement's depends on what lists them:
///
/// - a booked statement lists what no other booked statement lists, so only entries that came in interim reports and listings so far
///   are recognised in it;
/// - an interim report or a listing may list anything again.
///
/// Of these, one with the same texts is the same entry; one with other texts is the same where it came in another format
/// or at another level, or where the bank's reference names it. In an export of one portal two customers who pay the
/// same amount on one day without a reference are two.
package struct SeenEntries: Sendable {
  package struct Entry: Sendable {
    /// The book's number; -1 for one of this run.
    package var number: Int64 = -1
    package var print: UInt64
    package var texts: UInt64
    package var identity: UInt64
    package var format: BankFileFormat
    package var level: StatementLevel
    /// Whether a booked statement has listed it.
    package var isBooked: Bool
    /// The booked statement that lists it: the book's number; -1 where none does, or one of this run.
    package var statement: Int64
    /// The bank has taken it back: only its payment id is known on.
    package var isVoid: Bool
    /// Of this run: its row among the payments read; -1 for one of the book.
    package var row: Int

    package init(
      number: Int64 = -1, print: UInt64, texts: UInt64, identity: UInt64, format: BankFileFormat, level: StatementLevel,
      isBooked: Bool, statement: Int64 = -1, isVoid: Bool = false, row: Int = -1
    ) {
      self.statement = statement
      self.isVoid = isVoid
      self.row = row
      self.number = number
      self.print = print
      self.texts = texts
      self.identity = identity
      self.format = format
      self.level = level
      self.isBooked = isBooked
    }
  }

  package private(set) var entries: [Entry] = []
  private var numbers: Set<Int64> = []
  private var newest: [UInt64: Int32] = [:]
  /// By entry: the one of the same print before it, or -1.
  private var previous: [Int32] = []
  /// By entry: the statement it was last recognised in.
  private var recognisedIn: [Int32] = []
  private var identities: [UInt64: UInt64] = [:]
  private var statements: Int32 = 0

  package init() {}

  /// An entry that is there already is not added again.
  package mutating func add(_ entry: Entry) {
    if entry.number >= 0, !numbers.insert(entry.number).inserted { return }
    previous.append(newest[entry.print] ?? -1)
    newest[entry.print] = Int32(entries.count)
    if entry.number >= 0 { identities[entry.identity, default: 0] += 1 }
    recognisedIn.append(-1)
    entries.append(entry)
  }

  /// How many entries of earlier runs are equal in all that a payment id is made of.
  package func count(identity: UInt64) -> UInt64 { identities[identity] ?? 0 }

  /// What a statement says of one payment.
  package enum Finding: Equatable, Sendable {
    case new
    /// The place in `entries`.
    case seen(Int)
  }

  /// Takes the entries of one statement.
  ///
  /// - Parameters:
  ///   - rows: of its payments.
  ///   - statement: its number.
  /// - Returns: by place in `rows`.
  package mutating func take(
    _ rows: [Int], of prints: EntryPrints, format: BankFileFormat, level: StatementLevel, statement: Int64 = -1
  ) -> [Finding] {
    statements += 1
    var findings = [Finding?](repeating: nil, count: rows.count)
    // Whichever of equal entries a file lists first must not decide which of them is new.
    let order = rows.indices.sorted { left, right in
      let (first, second) = (rows[left], rows[right])
      if prints.print[first] != prints.print[second] { return prints.print[first] < prints.print[second] }
      if prints.texts[first] != prints.texts[second] { return prints.texts[first] < prints.texts[second] }
      return left < right
    }
    for likeness in Likeness.allCases {
      for place in order where findings[place] == nil {
        if let entry = find(rows[place], of: prints, format: format, level: level, likeness) {
          recognisedIn[entry] = statements
          if level == .booked {
            entries[entry].isBooked = true
            entries[entry].statement = statement
          }
          findings[place] = .seen(entry)
        }
      }
    }
    for place in order where findings[place] == nil {
      let row = rows[place]
      add(
        Entry(
          print: prints.print[row], texts: prints.texts[row], identity: prints.identity[row], format: format,
          level: level, isBooked: level == .booked, statement: statement,
          row: row))
      recognisedIn[entries.count - 1] = statements
    }
    return findings.map { $0 ?? .new }
  }

  /// A statement no longer counts: what it listed may be listed again.
  ///
  /// - Parameter statement: the book's number.
  /// - Returns: the places of its entries.
  package mutating func release(_ statement: Int64) -> [Int] {
    let places = entries.indices.filter { entries[$0].statement == statement && !entries[$0].isVoid }
    for place in places { entries[place].isBooked = false }
    return places
  }

  package mutating func void(_ place: Int) { entries[place].isVoid = true }

  /// The entries that a deletion lists, by place in `rows`; nil for one that was not seen. One with the same texts before others. What a
  /// booked statement lists is deleted by a booked one only.
  package mutating func deleted(_ rows: [Int], of prints: EntryPrints, level: StatementLevel, inBook: Bool) -> [Int?] {
    var found = [Int?](repeating: nil, count: rows.count)
    for needsTexts in [true, false] {
      for (place, row) in rows.enumerated() where found[place] == nil {
        var entry = Int(newest[prints.print[row]] ?? -1)
        while entry >= 0, found[place] == nil {
          let one = entries[entry]
          let isOne = (one.number >= 0) == inBook && !one.isVoid && (level == .booked || !one.isBooked)
          if isOne, !needsTexts || one.texts == prints.texts[row] {
            entries[entry].isVoid = true
            found[place] = entry
          }
          entry = Int(previous[entry])
        }
      }
    }
    return found
  }

  private enum Likeness: CaseIterable {
    case sameTexts, otherSource, sameReference
  }

  private func find(
    _ row: Int, of prints: EntryPrints, format: BankFileFormat, level: StatementLevel, _ likeness: Likeness
  ) -> Int? {
    var found: Int?
    var place = newest[prints.print[row]] ?? -1
    while place >= 0 {
      let entry = entries[Int(place)]
      // What the bank has taken back may still stand in a report that was made before; a new statement means a new entry.
      let isFree =
        recognisedIn[Int(place)] != statements && !(level == .booked && (entry.isBooked || entry.isVoid))
      let isSame =
        switch likeness {
        case .sameTexts: entry.texts == prints.texts[row]
        case .otherSource: entry.format != format || entry.level != level
        case .sameReference: prints.hasReference[row]
        }
      // The oldest of them.
      if isFree, isSame { found = Int(place) }
      place = previous[Int(place)]
    }
    return found
  }
}
