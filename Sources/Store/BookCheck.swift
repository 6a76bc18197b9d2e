import GRDB

extension Book {
  /// What is wrong with the book, in sentences; empty where all holds.
  ///
  /// SQLite's own checks of the file and of references, that every part of every file can be unpacked, and the sums: what of a receipt is placed
  /// and what waits are its amount; what is applied to an item and not acknowledged is within what is open.
  package func problems() throws(BookFailure) -> [String] {
    let found = try reading { database in
      var problems: [String] = []
      for line in try String.fetchAll(database, sql: "PRAGMA integrity_check(20)") where line != "ok" {
        problems.append("the file is damaged: \(line)")
      }
      let orphans = try Row.fetchAll(database, sql: "PRAGMA foreign_key_check")
      if !orphans.isEmpty { problems.append("\(orphans.count) rows refer to rows that are not there") }
      for (sentence, sql) in Book.sums {
        let count = try Int.fetchOne(database, sql: "SELECT count(*) FROM (\(sql))") ?? 0
        if count > 0 { problems.append("\(count) \(sentence)") }
      }
      return problems
    }
    return found + (try unreadableFiles()) + (try sourceProblems())
  }

  private func unreadableFiles() throws(BookFailure) -> [String] {
    var problems: [String] = []
    for run in try runs() {
      for name in try fileNames(of: run) {
        do throws(BookFailure) {
          switch try withParts(of: name, in: run, { (_) throws(Never) in }) {
          case .success: break
          }
        } catch {
          problems.append(error.sentence)
        }
      }
    }
    return problems
  }

  /// Each finds the rows that break a rule. Classes and outcomes are those of `TransactionClass` and `Outcome`.
  private static let sums = [
    (
      "receipts whose placed and open amounts are not what they are",
      """
      SELECT 1 FROM entry e WHERE e.class = 0 AND abs(e.amount) <> e.open_amount
        + (SELECT coalesce(sum(paid), 0) FROM allocation WHERE entry = e.number)
      """
    ),
    (
      "items to which more is applied than is open",
      """
      SELECT 1 FROM item i JOIN allocation a ON a.item = i.number AND a.acknowledged < 2
      GROUP BY i.number HAVING sum(a.cash + a.discount + a.adjustment) * sign(i.extract_amount) > abs(i.extract_amount) AND i.extract_amount <> 0
      """
    ),
    (
      "allocations that a return took back otherwise than they are",
      """
      SELECT 1 FROM allocation r JOIN allocation a ON a.number = r.reverses
      WHERE r.cash <> -a.cash OR r.discount <> -a.discount OR r.adjustment <> -a.adjustment OR r.paid <> -a.paid
        OR r.item IS NOT a.item
      """
    ),
    (
      "payments that wait and need nobody",
      "SELECT 1 FROM waiting w JOIN entry e ON e.number = w.entry WHERE e.outcome <> CASE WHEN w.rest_reason IS NULL THEN 3 ELSE 1 END"
    ),
    (
      "entries that are there twice",
      "SELECT 1 FROM entry GROUP BY payment_high, payment_low HAVING count(*) > 1"
    ),
  ]
}
