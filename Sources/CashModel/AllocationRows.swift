/// The lines of all decisions, one behind the other. Nearly all give an item just what was paid, without discount or adjustment: what
/// is alike in all of them is held once.
public struct AllocationRows: RandomAccessCollection, Sendable {
  @usableFromInline var item: [OpenItemRow] = []
  @usableFromInline var cash: [Money] = []
  @usableFromInline var discount = Column<Money>()
  @usableFromInline var adjustment = Column<Money>()
  @usableFromInline var adjustmentReason = Column<AdjustmentReason?>()
  /// What is placed of the payment beyond the cash: nothing but of items in another currency.
  @usableFromInline var paidBeyond = Column<Money>()

  public init() {}

  @inlinable public var startIndex: Int { 0 }

  @inlinable public var endIndex: Int { item.count }

  @inlinable public subscript(row: Int) -> Allocation {
    Allocation(
      item: item[row], cash: cash[row], discount: discount[row], adjustment: adjustment[row],
      adjustmentReason: adjustmentReason[row],
      paid: Money(minorUnits: cash[row].minorUnits &+ paidBeyond[row].minorUnits))
  }

  public mutating func reserveCapacity(_ count: Int) {
    item.reserveInLargePages(count)
    cash.reserveInLargePages(count)
    discount.reserveCapacity(count)
    adjustment.reserveCapacity(count)
    adjustmentReason.reserveCapacity(count)
    paidBeyond.reserveCapacity(count)
  }

  public mutating func append(contentsOf lines: [Allocation]) { for line in lines { append(line) } }

  public mutating func append(_ line: Allocation) {
    item.append(line.item)
    cash.append(line.cash)
    discount.append(line.discount)
    adjustment.append(line.adjustment)
    adjustmentReason.append(line.adjustmentReason)
    // Wraps there and back: whatever was placed comes out again.
    paidBeyond.append(Money(minorUnits: line.paid.minorUnits &- line.cash.minorUnits))
  }

  public mutating func append(contentsOf other: AllocationRows) {
    item += other.item
    cash += other.cash
    discount.append(contentsOf: other.discount)
    adjustment.append(contentsOf: other.adjustment)
    adjustmentReason.append(contentsOf: other.adjustmentReason)
    paidBeyond.append(contentsOf: other.paidBeyond)
  }
}
