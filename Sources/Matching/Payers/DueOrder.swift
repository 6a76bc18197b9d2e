import CashModel

extension OpenItemTable {
  /// The order in which items fall due: due date, then document date, then company and number (the rows' own order).
  func fallsDueBefore(_ left: OpenItemRow, _ right: OpenItemRow) -> Bool {
    func day(_ date: CalendarDate?) -> Int32 { date?.daysSince1970 ?? .max }
    func key(_ row: OpenItemRow) -> (Int32, Int32, Int32) {
      (day(self[row.index].dueDate), day(self[row.index].invoiceDate), row.number)
    }
    return key(left) < key(right)
  }
}
