package import CashModel
import Foundation
import GRDB
import Posting

/// A deduction or dispute: what is missing of an item, who sees to it, and how it ended.
package struct DisputeCase: Sendable, Hashable {
  package enum Status: UInt8, CaseIterable, Sendable {
    case open, disputed, resolved

    package var name: String {
      switch self {
      case .open: "open"
      case .disputed: "disputed"
      case .resolved: "resolved"
      }
    }
  }

  package let id: String
  package let payment: PaymentID
  package let company: String
  package let customer: String
  package let invoice: String
  package let amount: Money
  package let currency: Currency
  package var reason: String
  package let opened: CalendarDate
  package var status: Status
  package var owner: String
  package var note: String
  /// How it ended: `payment`, `write_off`, `ledger` (a credit memo, or what the ERP booked itself), `returned`, or a person's word.
  package var resolution: String
}

/// The link of what a person changed in a case.
struct CaseLink: Codable, Equatable {
  var kind = "case"
  let id: String
  let status: String
  let reason: String
  let owner: String
  let note: String
  let by: String
  let at: String
}

extension Book {
  /// The cases in the order in which they were opened.
  package func cases() throws(BookFailure) -> [DisputeCase] {
    try reading { database in
      try Row.fetchAll(
        database,
        sql: """
          SELECT c.id, e.payment_high, e.payment_low, i.company, c.customer, i.invoice, c.amount, i.currency, c.reason, c.opened,
            c.status, c.owner, c.note, c.resolution
          FROM dispute c JOIN entry e ON e.number = c.entry JOIN item i ON i.number = c.item ORDER BY c.opened, c.id
          """
      ).map { row in
        guard let currency = Currency(row[7] as String), let status = DisputeCase.Status(rawValue: row[10]) else {
          throw BookFailure.unusable("\(self.path): case \(row[0] as String) cannot be read")
        }
        return DisputeCase(
          id: row[0],
          payment: PaymentID(Fingerprint(high: UInt64(bitPattern: row[1]), low: UInt64(bitPattern: row[2]))),
          company: row[3], customer: row[4], invoice: row[5], amount: Money(minorUnits: row[6]), currency: currency,
          reason: row[8], opened: CalendarDate(daysSince1970: row[9]), status: status, owner: row[11], note: row[12],
          resolution: row[13])
      }
    }
  }

  /// Writes what a person changed in cases; the trail has who and when.
  package func change(_ cases: [DisputeCase], by person: String) throws(BookFailure) {
    let run = try runCount()
    try writing { database in
      try database.inTransaction(.immediate) {
        for one in cases {
          try database.execute(
            sql: "UPDATE dispute SET reason = ?, status = ?, owner = ?, note = ?, resolution = ? WHERE id = ?",
            arguments: [one.reason, one.status.rawValue, one.owner, one.note, one.resolution, one.id])
          let link = CaseLink(
            id: one.id, status: one.status.name, reason: one.reason, owner: one.owner, note: one.note, by: person,
            at: Date().ISO8601Format())
          try Trail.append(database, run: run, try Trail.json(link))
        }
        return .commit
      }
    }
  }
}

extension RowWriter {
  /// Opens the cases of the run, and ends those of which nothing is missing any more.
  ///
  /// - Parameters:
  ///   - entries: the book's numbers of the entries, by row.
  ///   - items: those of the items.
  func keepCases(_ database: Database, of run: MatchedRun, entries: [Int64], items: [Int64]) throws {
    try settleCases(database, of: run)
    let insert = try database.cachedStatement(
      sql: """
        INSERT INTO dispute (id, entry, item, customer, amount, reason, opened, status, is_booked, owner, note, resolution)
        VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, '', ?, '') ON CONFLICT DO NOTHING
        """)
    for row in 0..<run.payments.count where run.decisions.allocations[row].count > 0 {
      for one in run.deductionCases(of: PaymentRow(row)) {
        let customer = run.items.arena.string(run.items[one.item.index].customerID)
        let status: DisputeCase.Status = one.isDisputed ? .disputed : .open
        try insert.execute(arguments: [
          one.id, entries[row], items[one.item.index], customer, one.missing.minorUnits, one.reason.name,
          run.asOf.daysSince1970, status.rawValue, one.isBooked, one.note,
        ])
      }
    }
  }

  private func settleCases(_ database: Database, of run: MatchedRun) throws {
    let open = try Row.fetchAll(
      database,
      sql: """
        SELECT c.id, i.company, i.invoice, c.is_booked, e.returned_by
        FROM dispute c JOIN item i ON i.number = c.item JOIN entry e ON e.number = c.entry WHERE c.status < 2
        """)
    if open.isEmpty { return }
    let rows = run.items.rows(of: Set(open.map { ItemKey(company: $0[1], invoice: $0[2]) }))
    // What ends a case is of this run: of an earlier one it would have ended there.
    let wanted = Set(rows.values)
    var settled: [Int: AdjustmentReason?] = [:]
    for allocation in run.decisions.allocationRows where allocation.paid >= .zero {
      if wanted.contains(allocation.item.index) { settled[allocation.item.index] = .some(allocation.adjustmentReason) }
    }
    for one in open {
      let row = rows[ItemKey(company: one[1], invoice: one[2])]
      let left = row.map { run.items.open($0).minorUnits - run.reduced[$0] } ?? 0
      let isReturned = one[4] as Int64? != nil
      // What was booked off the item says nothing of it; a person, or the customer's own item, ends such a case.
      guard isReturned || left == 0 && !(one[3] as Bool) else { continue }
      let resolution: String
      switch row.flatMap({ settled[$0] }) {
      case _ where isReturned: resolution = "returned"
      case .some(.some(.writeOff)): resolution = "write_off"
      case .some: resolution = "payment"
      case nil: resolution = "ledger"
      }
      try database.execute(
        sql: "UPDATE dispute SET status = 2, resolution = ? WHERE id = ?", arguments: [resolution, one[0] as String])
    }
  }
}
