import CashModel

extension OpenItemTable {
  /// The order in which items fall due: due date, then document date, then company and number (the rows' own order).
  func fallsDueBefore(_ left: OpenItemRow, _ right: OpenItemRow) -> Bool {
    func day(_ date: CalendarDate?) -> Int32 { date?.daysSince1970 ?? .max }
    let first = (day(dueDate[left.index]), day(invoiceDate[left.index]), left.number)
    let second = (day(dueDate[right.index]), day(invoiceDate[right.index]), right.number)
    return first < second
  }
}
