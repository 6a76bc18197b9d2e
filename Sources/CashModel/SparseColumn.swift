/// A column that few rows have a value in: four bytes a row once there is one, and the values that there are one behind the other.
public struct SparseColumn<Value: Sendable>: Sendable {
  /// By row: the value's place, -1 where there is none.
  @usableFromInline var places = Column<Int32>()
  @usableFromInline var values: [Value] = []

  @inlinable public init() {}

  @inlinable public var count: Int { places.count }

  @inlinable public subscript(row: Int) -> Value? {
    let place = places[row]
    return place < 0 ? nil : values[Int(place)]
  }

  @inlinable public mutating func reserveCapacity(_ count: Int) { places.reserveCapacity(count) }

  @inlinable public mutating func append(_ value: Value?) {
    guard let value else { return places.append(-1) }
    places.append(Int32(values.count))
    values.append(value)
  }

  @inlinable public mutating func append(contentsOf other: SparseColumn) {
    let shift = Int32(values.count)
    var moved = other.places
    moved.change { $0 < 0 ? $0 : $0 + shift }
    places.append(contentsOf: moved)
    values += other.values
  }

  /// Puts the rows in another order.
  @inlinable public mutating func reorder(by order: [PaymentRow]) { places.reorder(by: order) }
}
