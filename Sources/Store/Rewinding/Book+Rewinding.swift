import GRDB

extension Book {
  /// Tables to which runs only add, with what numbers their rows.
  static let growing = ["account", "statement", "entry", "item", "allocation"]

  /// Notes where a run begins; called before it changes anything.
  static func noteBeginning(_ database: Database, of run: Int64) throws {
    for table in growing {
      try database.execute(
        sql: """
          INSERT INTO undo (run, change)
          VALUES (?, 'DELETE FROM \(table) WHERE number > ' || (SELECT coalesce(max(number), 0) FROM \(table)))
          """, arguments: [run])
    }
  }

  /// Puts the book back to what it was before one of its runs, until `forward` is called: it is all one transaction that is given up.
  ///
  /// - Parameter run: the number of one whose files are not forgotten; what later runs did cannot be undone otherwise.
  package func rewind(before run: Int64) throws(BookFailure) {
    try writing { database in
      // Rows go in no order that references would allow; what is left refers to nothing that is gone.
      try database.execute(sql: "PRAGMA foreign_keys = OFF")
      try database.beginTransaction(.immediate)
      do {
        for name in UndoTriggers.all.flatMap(\.names) { try database.execute(sql: "DROP TRIGGER \(name)") }
        var last = Int64.max
        while true {
          let changes = try Row.fetchAll(
            database,
            sql: "SELECT number, change FROM undo WHERE run >= ? AND number < ? ORDER BY number DESC LIMIT 1024",
            arguments: [run, last])
          guard let end = changes.last else { break }
          for change in changes { try database.execute(sql: change[1]) }
          last = end[0]
        }
        try database.execute(sql: "DELETE FROM ledger WHERE run >= ?", arguments: [run])
        try database.execute(sql: "DELETE FROM run WHERE number >= ?", arguments: [run])
      } catch {
        try? database.rollback()
        try? database.execute(sql: "PRAGMA foreign_keys = ON")
        throw error
      }
    }
  }

  /// Ends what `rewind` began.
  package func forward() throws(BookFailure) {
    try writing { database in
      try database.rollback()
      try database.execute(sql: "PRAGMA foreign_keys = ON")
    }
  }
}
