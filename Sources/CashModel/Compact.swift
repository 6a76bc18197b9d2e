// An optional date takes eight bytes, an optional amount sixteen, and a ledger has four and one of them an item. These take what the date
// and the amount take.

/// A date or none.
@propertyWrapper public struct CompactDate: Hashable, Sendable {
  @usableFromInline var days = Int32.min

  @inlinable public init(wrappedValue: CalendarDate?) { self.wrappedValue = wrappedValue }

  @inlinable public init() {}

  @inlinable public var wrappedValue: CalendarDate? {
    get { days == .min ? nil : CalendarDate(daysSince1970: days) }
    // No calendar of ours reaches so far back.
    set { days = newValue?.daysSince1970 ?? .min }
  }
}

/// An amount or none.
@propertyWrapper public struct CompactMoney: Hashable, Sendable {
  @usableFromInline var units = Int64.min

  @inlinable public init(wrappedValue: Money?) { self.wrappedValue = wrappedValue }

  @inlinable public init() {}

  @inlinable public var wrappedValue: Money? {
    get { units == .min ? nil : Money(minorUnits: units) }
    // No amount that is read is so large.
    set { units = newValue?.minorUnits ?? .min }
  }
}
