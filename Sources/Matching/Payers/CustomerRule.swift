import CashModel

/// How a customer's payments without references are to be applied, as agreed with him: the `rule` column of the customers.
enum CustomerRule: Hashable, Sendable {
  case none
  /// The item due first is paid first, whole items only; what is left goes on account.
  case oldestFirst
  /// The same, and the last item may be paid in part.
  case oldestFirstPartial

  init(_ text: String) {
    switch text {
    case CustomerTable.oldestFirst: self = .oldestFirst
    case CustomerTable.oldestFirstPartial: self = .oldestFirstPartial
    default: self = .none
    }
  }
}

extension OpenItemTable {
  /// The order in which items fall due: due date, then document date, then company and number (the rows' own order).
  func fallsDueBefore(_ left: OpenItemRow, _ right: OpenItemRow) -> Bool {
    func day(_ date: CalendarDate?) -> Int32 { date?.daysSince1970 ?? .max }
    let first = (day(dueDate[left.index]), day(invoiceDate[left.index]), left.number)
    let second = (day(dueDate[right.index]), day(invoiceDate[right.index]), right.number)
    return first < second
  }
}
