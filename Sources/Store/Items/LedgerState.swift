package import CashModel
import Foundation
import GRDB

/// What was open after the last run, and what else was known then.
package struct LedgerState: Sendable {
  /// Sorted: a hash of each item with what of it was left.
  private let prints: [UInt64]
  /// Digests of the customers, the advices, the rates and the configuration.
  package let knowledge: String

  package init(prints: [UInt64], knowledge: String) {
    self.prints = prints.sorted()
    self.knowledge = knowledge
  }

  /// By row: whether the item is new, or is open with another amount than was left of it.
  package func news(in items: OpenItemTable) -> [Bool] {
    var buffer: [UInt8] = []
    return (0..<items.count).map { row in
      if items[row].isClosed { return false }
      let print = LedgerState.print(of: row, left: items[row].amount, in: items, &buffer)
      var (low, high) = (0, prints.count)
      while low < high {
        let middle = low + (high - low) / 2
        if prints[middle] < print { low = middle + 1 } else { high = middle }
      }
      return low == prints.count || prints[low] != print
    }
  }

  /// - Parameter reduced: by row, what a run has taken off the items.
  static func prints(of items: OpenItemTable, reduced: [Int64]) -> [UInt64] {
    var buffer: [UInt8] = []
    return (0..<items.count).compactMap { row in
      let left = items[row].amount - Money(minorUnits: reduced[row])
      return left == .zero || items[row].isClosed ? nil : print(of: row, left: left, in: items, &buffer)
    }
  }

  private static func print(
    of row: Int, left: Money, in items: OpenItemTable, _ buffer: inout [UInt8]
  ) -> UInt64 {
    buffer.removeAll(keepingCapacity: true)
    buffer.appendWord(UInt64(bitPattern: left.minorUnits))
    buffer.appendWord(UInt64(items[row].currency.packed))
    buffer.appendText(items[row].company, of: items.arena)
    buffer.appendText(items[row].invoiceID, of: items.arena)
    return Fingerprint(of: buffer.span).low
  }
}

extension Book {
  /// Nil before the first run.
  package func ledgerState() throws(BookFailure) -> LedgerState? {
    try reading { database in
      guard let row = try Row.fetchOne(database, sql: "SELECT knowledge, prints FROM ledger ORDER BY run DESC LIMIT 1")
      else { return nil }
      let prints = PackedWords.words(row[1] as Data)
      return LedgerState(prints: prints, knowledge: row[0])
    }
  }
}

extension RowWriter {
  func keepLedger(_ database: Database, of items: OpenItemTable, reduced: [Int64], knowledge: String) throws {
    let bytes = PackedWords.bytes(LedgerState.prints(of: items, reduced: reduced).sorted())
    try database.execute(
      sql: "INSERT INTO ledger VALUES (?, ?, ?)", arguments: [number, knowledge, Data(bytes)])
  }
}
