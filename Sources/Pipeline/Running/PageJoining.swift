import CashModel

extension StatementPages {
  /// Checks the pages of each statement together, over all files that are not refused, and puts the result on all of
  /// them where they do not tie, else on the last.
  static func join(_ read: inout [ReadBankFile]) {
    var statements: [Statement] = []
    var homes: [(file: Int, statement: Int)] = []
    for file in read.indices where !read[file].report.isRefused {
      for (number, statement) in read[file].file.statements.enumerated() {
        statements.append(statement)
        homes.append((file, number))
      }
    }
    for pages in StatementPages.all(of: statements) {
      let isMismatch = pages.totals == .mismatch || pages.balances == .mismatch
      for place in isMismatch ? pages.places : pages.places.suffix(1) {
        let own = statements[place]
        // What a page shows by itself, a batch that does not add up, stays.
        read[homes[place].file].setControl(
          of: homes[place].statement, totals: own.totals == .mismatch ? .mismatch : pages.totals,
          balances: pages.balances)
      }
      if let finding = pages.finding, let first = pages.places.first { read[homes[first].file].warn(finding) }
    }
  }
}
