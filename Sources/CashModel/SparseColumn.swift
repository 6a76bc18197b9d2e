/// A column that few rows have a value in: four bytes a row, and the values that there are one behind the other.
public struct SparseColumn<Value: Sendable>: Sendable {
  /// By row: the value's place, -1 where there is none.
  @usableFromInline var places: [Int32] = []
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
    places += other.places.map { $0 < 0 ? $0 : $0 + shift }
    values += other.values
  }

  /// The same column for rows in another order.
  @inlinable public func reordered(by order: [PaymentRow]) -> SparseColumn {
    var result = SparseColumn()
    result.places = order.map { places[$0.index] }
    result.values = values
    return result
  }
}
