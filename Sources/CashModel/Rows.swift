/// A row of a table. Each table has a row type of its own, so that one table's row cannot index another.
package protocol TableRow: Hashable, Comparable, Sendable {
  var number: Int32 { get }
  init(number: Int32)
}

extension TableRow {
  @inlinable package var index: Int { Int(number) }
  @inlinable package init(_ index: Int) { self.init(number: Int32(index)) }
  @inlinable package static func < (left: Self, right: Self) -> Bool { left.number < right.number }
}

/// A row of the payments: one transaction of one bank statement.
package struct PaymentRow: TableRow {
  package let number: Int32
  @inlinable package init(number: Int32) { self.number = number }
}

/// A row of the open items.
package struct OpenItemRow: TableRow {
  package let number: Int32
  @inlinable package init(number: Int32) { self.number = number }
}

/// A row of the customers.
package struct CustomerRow: TableRow {
  package let number: Int32
  @inlinable package init(number: Int32) { self.number = number }
}

/// A row of the statements.
package struct StatementRow: TableRow {
  package let number: Int32
  @inlinable package init(number: Int32) { self.number = number }
}

/// A run of rows in a child table: the lines that belong to one parent row.
package struct ChildRange: Hashable, Sendable {
  package let start: Int32
  package let count: Int32

  @inlinable package init(start: Int32, count: Int32) {
    self.start = start
    self.count = count
  }

  @inlinable package static var none: ChildRange { ChildRange(start: 0, count: 0) }

  @inlinable package var indices: Range<Int> { Int(start)..<Int(start) + Int(count) }

  package func shifted(by shift: Int32) -> ChildRange {
    count == 0 ? .none : ChildRange(start: start + shift, count: count)
  }
}
