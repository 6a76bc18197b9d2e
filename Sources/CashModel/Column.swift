// What a bank's files say of a transaction is much the same from one to the next: an account, a currency, fields that no payer of
// theirs fills. A column that is alike in all rows takes the memory of one, and is put in order by being left alone.

/// A value by row, held once as long as all rows have the same.
public struct Column<Value: Equatable & Sendable>: Sendable {
  /// One value while all rows are alike, else one for each row.
  @usableFromInline var values: [Value] = []
  /// What of a row's number tells its place in `values`: nothing while all are alike, else all.
  @usableFromInline var mask = 0
  @usableFromInline var rows = 0
  /// For how many rows room is made once they differ.
  @usableFromInline var room = 0

  @inlinable public init() {}

  @inlinable public init(repeating value: Value, count: Int) {
    if count > 0 { values = [value] }
    rows = count
  }

  @inlinable public mutating func reserveCapacity(_ count: Int) {
    room = count
    if mask != 0 { values.reserveInLargePages(count) }
  }

  @inlinable public mutating func append(_ value: Value) {
    if mask == 0 {
      if rows == 0 { values = [value] }
      if value == values[0] {
        rows += 1
        return
      }
      spread(for: rows + 1)
    }
    values.append(value)
    rows += 1
  }

  @inlinable public mutating func append(contentsOf other: Column) {
    if other.rows == 0 { return }
    if rows == 0 {
      let room = room
      self = other
      reserveCapacity(room)
      return
    }
    if mask == 0 {
      if other.mask == 0, other.values[0] == values[0] {
        rows += other.rows
        return
      }
      spread(for: rows + other.rows)
    }
    if other.mask == 0 {
      values.append(contentsOf: repeatElement(other.values[0], count: other.rows))
    } else {
      values.append(contentsOf: other.values)
    }
    rows += other.rows
  }

  /// What all rows have; nil where they differ, or there is none.
  @inlinable public var onlyValue: Value? { mask == 0 ? values.first : nil }

  /// Each row gets its value's place.
  @usableFromInline mutating func spread(for count: Int) {
    let value = values[0]
    values = []
    values.reserveInLargePages(Swift.max(count, room))
    values.append(contentsOf: repeatElement(value, count: rows))
    mask = -1
  }

  /// The same for rows in another order, which may leave some out. What was there before is given back.
  @inlinable public mutating func reorder(by order: [PaymentRow]) {
    if mask != 0 {
      values = Array(inLargePages: order.count) { values[order[$0].index] }
      if order.isEmpty { mask = 0 }
    } else if order.isEmpty {
      values = []
    }
    rows = order.count
  }

  /// What a function makes of each value, which is asked once while all are alike.
  @inlinable public mutating func change(_ changed: (Value) -> Value) {
    for place in values.indices { values[place] = changed(values[place]) }
  }
}

extension Column: RandomAccessCollection, MutableCollection {
  @inlinable public var startIndex: Int { 0 }

  @inlinable public var endIndex: Int { rows }

  @inlinable public subscript(row: Int) -> Value {
    get {
      precondition(row < rows)
      return values[row & mask]
    }
    set {
      precondition(row < rows)
      if mask == 0 {
        if newValue == values[0] { return }
        spread(for: rows)
      }
      values[row] = newValue
    }
  }
}

extension Column: Equatable {
  public static func == (left: Column, right: Column) -> Bool { left.elementsEqual(right) }
}

extension Column: ExpressibleByArrayLiteral {
  public init(arrayLiteral elements: Value...) { for element in elements { append(element) } }
}
