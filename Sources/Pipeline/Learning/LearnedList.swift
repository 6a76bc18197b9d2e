import CashModel
package import Store

/// What a book has learned, with what is used of it, for people to look at and to change.
package enum LearnedList {
  /// All of it, with its standing under the policies of the last run.
  package static func entries(book path: String) throws(RunFailure) -> [(learned: Learned, standing: String)] {
    let book = try booked { () throws(BookFailure) in try Book.reading(path) }
    let (policies, asOf, tops) = try setting(of: book)
    let learned = try booked { () throws(BookFailure) in try book.learned() }
    return LearnedKnowledge(learned, policies, asOf: asOf, tops: tops(Set(learned.map(\.customer)))).all.map {
      ($0.learned, $0.standing.rawValue)
    }
  }

  /// Approves or forgets some of it; nothing is changed where one of them cannot be.
  package static func change(
    _ numbers: [Int64], to state: Learned.State, by person: String, book path: String, waits: Bool
  ) throws(RunFailure) {
    let book = try booked { () throws(BookFailure) in try Book.existing(path, waits: waits) }
    let learned = try booked { () throws(BookFailure) in try book.learned() }
    let (policies, _, _) = try setting(of: book)
    var chosen: [Learned] = []
    for number in numbers {
      guard let one = learned.first(where: { $0.number == number }) else {
        throw .usage("\(number): the book has learned nothing of that number; 'tieout learned list' shows what it has")
      }
      if state == .approved, policies.learningApprovedByOther, one.decidedBy.lowercased() == person.lowercased() {
        throw .usage("\(number): was taught by \(one.decidedBy), and another person must approve it")
      }
      chosen.append(one)
    }
    for one in chosen { try booked { () throws(BookFailure) in try book.change(one, to: state, by: person) } }
  }

  private static func setting(
    of book: Book
  ) throws(RunFailure) -> (Policies, CalendarDate, (Set<String>) -> [String: String]) {
    let (filled, contents) = try KeptRun(lastOf: book).filled(RunConfiguration())
    return try KeptFiles.$contents.withValue(contents) {
      () -> Result<(Policies, CalendarDate, (Set<String>) -> [String: String]), RunFailure> in
      do throws(RunFailure) {
        let policies = try SettingsInput(filled).settings.policies
        let customers = try filled.customers.map { path throws(RunFailure) in try Inputs.customers(path).customers }
        return .success((policies, filled.asOf ?? CalendarDate(daysSince1970: 0), { customers?.tops(of: $0) ?? [:] }))
      } catch {
        return .failure(error)
      }
    }.get()
  }
}
