/// A row of a table. Each table has a row type of its own, so that one table's row cannot index another.
public protocol TableRow: Hashable, Comparable, Sendable {
  var number: Int32 { get }
  init(number: Int32)
}

extension TableRow {
  @inlinable public var index: Int { Int(number) }
  @inlinable public init(_ index: Int) { self.init(number: Int32(index)) }
  @inlinable public static func < (left: Self, right: Self) -> Bool { left.number < right.number }
}

/// A row of the payments: one transaction of one bank statement.
public struct PaymentRow: TableRow {
  public let number: Int32
  @inlinable public init(number: Int32) { self.number = number }
}

/// A row of the open items.
public struct OpenItemRow: TableRow {
  public let number: Int32
  @inlinable public init(number: Int32) { self.number = number }
}

/// A row of the customers.
public struct CustomerRow: TableRow {
  public let number: Int32
  @inlinable public init(number: Int32) { self.number = number }
}

/// A row of the statements.
public struct StatementRow: TableRow {
  public let number: Int32
  @inlinable public init(number: Int32) { self.number = number }
}

/// A run of rows in a child table: the lines that belong to one parent row.
public struct ChildRange: Hashable, Sendable {
  public let start: Int32
  public let count: Int32

  @inlinable public init(start: Int32, count: Int32) {
    self.start = start
    self.count = count
  }

  @inlinable public static var none: ChildRange { ChildRange(start: 0, count: 0) }

  @inlinable public var indices: Range<Int> { Int(start)..<Int(start) + Int(count) }

  public func shifted(by shift: Int32) -> ChildRange {
    count == 0 ? .none : ChildRange(start: start + shift, count: count)
  }
}

extension Column<ChildRange> {
  /// The same ranges of a child table that stands behind so many rows.
  func shifted(by shift: Int32) -> Column {
    var moved = self
    moved.change { $0.shifted(by: shift) }
    return moved
  }
}

/// The runs of a child table whose rows stand in the order of their parents: where each parent's end, which is where the next one's begin.
public struct ChildRuns: Sendable {
  @usableFromInline var ends: [Int32] = []

  public init() {}

  @inlinable public var count: Int { ends.count }

  @inlinable public subscript(row: Int) -> ChildRange {
    let start = row == 0 ? 0 : ends[row - 1]
    return ChildRange(start: start, count: ends[row] - start)
  }

  public mutating func reserveCapacity(_ count: Int) { ends.reserveInLargePages(count) }

  /// The next parent's.
  @inlinable public mutating func append(count: Int) { ends.append((ends.last ?? 0) + Int32(count)) }

  /// Those of the parents that follow.
  public mutating func append(contentsOf other: ChildRuns) {
    let shift = ends.last ?? 0
    ends += other.ends.lazy.map { $0 + shift }
  }
}
