package import CashModel
import Foundation
import GRDB

/// An amount that came back on an account, on a day.
package struct ReturnedAmount: Hashable, Sendable {
  package let account: String
  package let currency: Currency
  package let amount: Money
  package let day: CalendarDate

  package init(account: String, currency: Currency, amount: Money, day: CalendarDate) {
    self.account = account
    self.currency = currency
    self.amount = amount
    self.day = day
  }
}

/// What an earlier run placed of a payment, on an item or on a customer's account.
package struct PastAllocation: Sendable {
  package let number: Int64
  /// Nil for cash on a customer's account.
  package let item: KeptItem?
  package let customer: String
  package let cash: Money
  package let discount: Money
  package let adjustment: Money
  package let reason: AdjustmentReason?
  package let paid: Money
}

extension Book {
  /// The receipts that returns of these amounts may take back: of the same account and amount, placed by earlier runs, whole or in part, and
  /// not taken back so far.
  ///
  /// - Parameter days: how long after a payment it comes back at most.
  package func placed(like amounts: Set<ReturnedAmount>, within days: Int32) throws(BookFailure) -> [PastPayment] {
    guard !amounts.isEmpty else { return [] }
    return try reading { database in
      let select = try database.cachedStatement(
        sql: """
          SELECT e.number, e.payment_high, e.payment_low, e.booking_day, e.identifiers, e.payer
          FROM account a CROSS JOIN entry e INDEXED BY entry_of_amount ON a.number = e.account
          WHERE e.class = 0 AND e.amount = ? AND a.name = ? AND e.currency = ? AND e.booking_day BETWEEN ? AND ?
            AND e.outcome IN (0, 1, 2) AND e.returned_by IS NULL
          ORDER BY e.number
          """)
      var known: Set<Int64> = []
      var found: [PastPayment] = []
      for one in amounts {
        let last = one.day.daysSince1970
        let rows = try Row.fetchCursor(
          select, arguments: [one.amount.minorUnits, one.account, one.currency.code, last - days, last])
        while let row = try rows.next() {
          if !known.insert(row[0]).inserted { continue }
          found.append(
            PastPayment(
              entry: row[0],
              id: PaymentID(Fingerprint(high: UInt64(bitPattern: row[1]), low: UInt64(bitPattern: row[2]))),
              account: one.account, currency: one.currency, amount: one.amount,
              bookingDate: CalendarDate(daysSince1970: row[3]), identifiers: PackedWords.words(row[4] ?? Data()),
              payer: (row[5] as Int64?).map { UInt64(bitPattern: $0) }))
        }
      }
      return found.sorted { $0.entry < $1.entry }
    }
  }

  /// What of an entry is placed, in the order in which it was.
  package func allocations(of entry: Int64) throws(BookFailure) -> [PastAllocation] {
    try reading { database in
      let rows = try Row.fetchAll(
        database,
        sql: """
          SELECT number, item, customer, cash, discount, adjustment, reason, paid FROM allocation WHERE entry = ?
          ORDER BY number
          """, arguments: [entry])
      return try rows.map { row in
        PastAllocation(
          number: row[0], item: try (row[1] as Int64?).flatMap { try Book.keptItem($0, database) }, customer: row[2],
          cash: Money(minorUnits: row[3]), discount: Money(minorUnits: row[4]), adjustment: Money(minorUnits: row[5]),
          reason: (row[6] as UInt8?).flatMap { AdjustmentReason(rawValue: $0) }, paid: Money(minorUnits: row[7]))
      }
    }
  }
}
