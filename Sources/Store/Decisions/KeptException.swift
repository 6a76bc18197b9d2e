package import CashModel
import Foundation
import GRDB
import Posting

/// One row of the last run's `exceptions.csv`, as the book keeps it.
package struct KeptException: Sendable {
  package struct SuggestedCash: Sendable, Hashable, Codable {
    package let company: String
    package let invoice: String
    /// Minor units of the item's currency.
    package let cash: Int64
  }

  /// The book's number of the payment's entry.
  package let entry: Int64
  package let reason: ReasonCode
  /// Empty where the payer is not known.
  package let customer: String
  /// What of the payment waits, in minor units.
  package let open: Money
  package let fingerprint: String
  package let group: String?
  package let suggestions: [[SuggestedCash]]
}

extension Book {
  /// What the last run has left to people, by payment.
  package func exceptions() throws(BookFailure) -> [PaymentID: KeptException] {
    try reading { database in
      var exceptions: [PaymentID: KeptException] = [:]
      let rows = try Row.fetchCursor(
        database,
        sql: """
          SELECT x.entry, e.payment_high, e.payment_low, x.reason, x.customer, x.open_amount, x.fingerprint, x.group_print,
            x.suggestions
          FROM exception x JOIN entry e ON e.number = x.entry
          """)
      while let row = try rows.next() {
        let json = Data((row[8] as String).utf8)
        guard let reason = ReasonCode(rawValue: row[3]),
          let suggestions = try? JSONDecoder().decode([[KeptException.SuggestedCash]].self, from: json)
        else { throw BookFailure.unusable("\(self.path): exception of entry \(row[0] as Int64) cannot be read") }
        let id = PaymentID(Fingerprint(high: UInt64(bitPattern: row[1]), low: UInt64(bitPattern: row[2])))
        exceptions[id] = KeptException(
          entry: row[0], reason: reason, customer: row[4], open: Money(minorUnits: row[5]), fingerprint: row[6],
          group: row[7], suggestions: suggestions)
      }
      return exceptions
    }
  }
}

extension RowWriter {
  /// - Parameter entries: the book's numbers of the entries, by row.
  func keepExceptions(_ database: Database, of run: MatchedRun, entries: [Int64]) throws {
    try database.execute(sql: "DELETE FROM exception")
    let insert = try BoundStatement(database, "INSERT INTO exception VALUES (?, ?, ?, ?, ?, ?, ?)")
    let groups = run.exceptionGroups
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    for row in 0..<run.payments.count where entries[row] >= 0 && run.needsPerson(PaymentRow(row)) {
      guard let reason = run.decisions.reason[row] else { continue }
      let suggestions = run.decisions.suggestions[row].indices.map { suggestion in
        run.decisions.suggestionRows[suggestion].indices.map { line in
          let suggested = run.decisions.suggestedCash[line]
          let item = ItemKey(suggested.item.index, of: run.items)
          return KeptException.SuggestedCash(
            company: item.company, invoice: item.invoice, cash: suggested.cash.minorUnits)
        }
      }
      insert.bind(entries[row])
      insert.bind(reason.rawValue)
      let customer = run.decisions.customer[row]
      insert.bind(
        customer.number < 0 ? "" : run.customers.arena.string(run.customers.customerID[customer.index]))
      insert.bind(run.open(row))
      insert.bind(ExceptionsFile.fingerprint(of: PaymentRow(row), in: run).base32)
      if let group = groups[PaymentRow(row)] { insert.bind(group.base32) } else { insert.bind(nil as Int64?) }
      insert.bind(String(decoding: try encoder.encode(suggestions), as: UTF8.self))
      try insert.run()
    }
  }
}
