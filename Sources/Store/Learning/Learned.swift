package import CashModel
import Foundation
import GRDB

/// Something that decisions of people have taught.
package struct Learned: Sendable, Hashable {
  package enum Kind: UInt8, CaseIterable, Sendable {
    /// An account is a customer's.
    case account
    /// A name is a customer's.
    case name
    /// A customer quotes so many of the last characters of a document number.
    case ending
    /// A customer takes his discount late, and people let him.
    case lateDiscount
    /// Why a customer pays short: the reason of his cases.
    case deduction
    /// A customer pays all that is open, or due, at once.
    case statement

    /// Says who a payer is, so that it can be one customer's only.
    package var isOfPayer: Bool { self == .account || self == .name }

    package var name: String {
      switch self {
      case .account: "account"
      case .name: "name"
      case .ending: "ending"
      case .lateDiscount: "late_discount"
      case .deduction: "deduction"
      case .statement: "statement"
      }
    }
  }

  package enum State: UInt8, Sendable {
    case observed, approved, forgotten
  }

  package var number: Int64 = 0
  package let kind: Kind
  package let value: String
  package let customer: String
  /// Decisions that say so.
  package var count = 1
  /// The days of the first and of the last of them.
  package var since: CalendarDate
  package var last: CalendarDate
  /// The run of the last one.
  package var run: Int64 = 0
  package var state = State.observed
  /// Who decided first, and on which payment.
  package let decidedBy: String
  package let payment: String

  package init(
    _ kind: Kind, _ value: String, of customer: String, on day: CalendarDate, by person: String, payment: String
  ) {
    self.kind = kind
    self.value = value
    self.customer = customer
    since = day
    last = day
    decidedBy = person
    self.payment = payment
  }
}

/// The link of what a person approved or had forgotten.
struct LearnedLink: Codable, Equatable {
  var kind = "learned"
  let what: String
  let value: String
  let customer: String
  let change: String
  let by: String
  let at: String
}

extension Book {
  /// All that was learned, in the order in which it was.
  package func learned() throws(BookFailure) -> [Learned] {
    try reading { database in
      try Row.fetchAll(
        database,
        sql: """
          SELECT number, kind, value, customer, count, since, last, run, state, decided_by, payment FROM learned ORDER BY number
          """
      ).map { row in
        guard let kind = Learned.Kind(rawValue: row[1]), let state = Learned.State(rawValue: row[8]) else {
          throw BookFailure.unusable("\(self.path): what was learned cannot be read")
        }
        var one = Learned(
          kind, row[2], of: row[3], on: CalendarDate(daysSince1970: row[5]), by: row[9], payment: row[10])
        one.number = row[0]
        one.count = row[4]
        one.last = CalendarDate(daysSince1970: row[6])
        one.run = row[7]
        one.state = state
        return one
      }
    }
  }

  /// Approves something that was learned, or forgets it; the trail has who and when.
  package func change(_ one: Learned, to state: Learned.State, by person: String) throws(BookFailure) {
    let run = try runCount()
    try writing { database in
      try database.inTransaction(.immediate) {
        try database.execute(
          sql: "UPDATE learned SET state = ?, run = ? WHERE number = ?", arguments: [state.rawValue, run, one.number])
        let link = LearnedLink(
          what: one.kind.name, value: one.value, customer: one.customer,
          change: state == .approved ? "approved" : "forgotten", by: person, at: Date().ISO8601Format())
        try Trail.append(database, run: run, try Trail.json(link))
        return .commit
      }
    }
  }
}

extension RunWriter {
  /// Counts what the run's decisions teach. What was forgotten and is taught again begins anew.
  package func learn(_ lessons: [Learned]) throws(BookFailure) {
    try book.writing { database in
      for one in lessons {
        try database.execute(
          sql: """
            INSERT INTO learned (kind, value, customer, count, since, last, run, state, decided_by, payment)
            VALUES (?1, ?2, ?3, 1, ?4, ?4, ?5, 0, ?6, ?7)
            ON CONFLICT (kind, value, customer) DO UPDATE SET
              count = CASE state WHEN 2 THEN 1 ELSE count + 1 END, last = excluded.last, run = excluded.run,
              state = CASE state WHEN 2 THEN 0 ELSE state END
            """,
          arguments: [
            one.kind.rawValue, one.value, one.customer, one.last.daysSince1970, number, one.decidedBy, one.payment,
          ])
      }
    }
  }
}
