import CashModel
import Store

// What the bank marks as a correction or a deletion of what it reported before is applied as a difference: entries that are gone are
// undone, entries that are new are taken, and all others stay as they are.

extension EntryRecognition {
  /// Takes a statement in the place of one that it corrects.
  mutating func correct(
    _ other: StatementFacts, _ place: Int, _ facts: StatementFacts, _ rows: [Int], _ book: Book
  ) throws(BookFailure) {
    let listed = try release(other, place, book)
    let newBefore = newRows.count
    takeNew(place, facts, rows)
    // What the correction does not list again.
    let gone = listed.filter { !known.seen.entries[$0].isBooked }
    undo(gone, by: place)
    let (new, count) = (newRows.count - newBefore, gone.count)
    warn(place, "corrects statement \(other.identification): \(new) new, \(count) gone")
  }

  /// Undoes what a deletion lists, or all of the statement where it lists nothing.
  mutating func delete(
    _ place: Int, _ facts: StatementFacts, _ rows: [Int], from book: Book
  ) throws(BookFailure) {
    let account = statements[place].account
    enter(place, facts)
    changes.voidPlaces.insert(Int(places[place]))
    var own = facts
    own.number = -2 - Int64(place)
    known.chains[account]?.void(own)
    var gone: [Int] = []
    if let other = known.chains[account]?.changed(by: facts), other.number >= 0 {
      let listed = try release(other, place, book)
      if rows.isEmpty { gone = listed }
    }
    let found = known.seen.deleted(rows, of: prints, level: facts.level, inBook: true)
    undo(gone, by: place)
    for (row, entry) in zip(rows, found) { if let entry { undo([entry], by: place, row: row) } }
    undeleted[place] = zip(rows, found).filter { $0.1 == nil }.map(\.0)
    warn(place, "deletes what was reported before: \(gone.count + found.count { $0 != nil }) gone")
  }

  /// What the book does not have may stand in another statement of this run.
  mutating func deleteRest(_ place: Int, _ facts: StatementFacts, from book: Book) throws(BookFailure) {
    guard let rows = undeleted[place], !rows.isEmpty else { return }
    let found = known.seen.deleted(rows, of: prints, level: statements[place].level, inBook: false)
    undo(found.compactMap { $0 }, by: place)
    if let other = known.chains[statements[place].account]?.changed(by: facts) { _ = try release(other, place, book) }
    let unknown = found.count { $0 == nil }
    if unknown > 0 { warn(place, "deletes \(unknown) \(unknown == 1 ? "entry" : "entries") that nobody reported") }
  }

  /// - Returns: the places of its entries, which may be listed again.
  private mutating func release(_ other: StatementFacts, _ place: Int, _ book: Book) throws(BookFailure) -> [Int] {
    if other.number >= 0 {
      try book.add(other, of: statements[place].account, to: &known.seen)
      changes.voidStatements.append(other.number)
    } else {
      let earlier = Int(-2 - other.number)
      changes.voidPlaces.insert(Int(places[earlier]))
    }
    known.chains[statements[place].account]?.void(other)
    return known.seen.release(other.number)
  }

  private mutating func undo(_ entries: [Int], by place: Int, row: Int? = nil) {
    for entry in entries {
      known.seen.void(entry)
      let one = known.seen.entries[entry]
      if one.number >= 0 {
        undone.append(Undone(entry: one.number, place: place, row: row))
      } else {
        undoneRows.insert(one.row)
      }
    }
  }
}
