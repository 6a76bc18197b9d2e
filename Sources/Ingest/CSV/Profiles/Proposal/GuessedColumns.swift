import CashModel

/// What the columns of a table hold, from their cells and their names.
struct GuessedColumns {
  let table: GuessedTable
  /// Patterns that read the table's dates. Several where they read them differently.
  private(set) var datePatterns: [[DatePattern]] = []
  private(set) var marks: [Marks] = []
  private(set) var signs: [String] = []
  private(set) var roles: [ColumnRole: Int] = [:]
  private(set) var remittance: [Int] = []

  struct Marks: Hashable {
    let decimal: UInt8
    let thousands: UInt8?
  }

  init(_ table: GuessedTable) {
    self.table = table
    let places = Array(0..<table.cellCount)
    let dates = Set(places.filter { isDate($0) })
    findDatePatterns(dates)
    signs = findSigns()
    let currencies = Set(places.filter { isCurrency($0) })
    let numbers = Set(places.filter { !dates.contains($0) && isNumber($0) })
    assign(dates: dates, numbers: numbers, currencies: currencies)
    findMarks()
  }

  /// The cells of a column that hold text.
  func values(_ place: Int) -> [String] { table.rows.map { $0[place] }.filter { !$0.isEmpty } }

  // MARK: - Dates

  private static let patterns: [DatePattern] =
    [
      "yyyy-MM-dd", "dd.MM.yyyy", "d.M.yyyy", "dd.MM.yy", "d.M.yy", "dd/MM/yyyy", "MM/dd/yyyy", "d/M/yyyy", "M/d/yyyy",
      "dd/MM/yy", "MM/dd/yy", "d/M/yy", "M/d/yy", "yyyy/MM/dd", "yyyy/M/d", "yyyy.MM.dd", "dd-MM-yyyy", "MM-dd-yyyy",
      "d-M-yyyy", "M-d-yyyy", "yyyyMMdd", "dd-MMM-yyyy", "d-MMM-yyyy", "dd-MMM-yy", "dd MMM yyyy", "d MMM yyyy",
      "MMM d, yyyy",
    ].flatMap { day in times.map { day + $0 } }.compactMap(DatePattern.init)

  private static let times = ["", " HH:mm:ss", " HH:mm", "'T'HH:mm:ss", "'T'HH:mm:ss'Z'", ", HH:mm:ss"]

  private static func date(_ text: String, _ pattern: DatePattern) -> CalendarDate? {
    let bytes = Array(text.utf8)
    return pattern.date(bytes.span, isInterestDay: true)
  }

  private func isDate(_ place: Int) -> Bool {
    let values = values(place).prefix(200)
    guard let first = values.first, first.utf8.count <= 30, first.contains(where: \.isNumber) else {
      return values.isEmpty && HeaderWords.rank(name(place), .bookingDate) != nil
    }
    // A column with a date's name may hold a few cells with more than a date.
    let share = HeaderWords.rank(name(place), .bookingDate) == nil ? 9 : 6
    return GuessedColumns.patterns.contains { pattern in
      10 * values.count { GuessedColumns.date($0, pattern) != nil } >= share * values.count
    }
  }

  /// The patterns that read most dates, of those that read them alike the shortest list.
  private mutating func findDatePatterns(_ places: Set<Int>) {
    var readings: [[CalendarDate?]: [DatePattern]] = [:]
    // Of a cell that says more than a date its first word is one.
    var seen: Set<String> = []
    let values = places.sorted().flatMap { self.values($0) }.filter { seen.insert($0).inserted }.map { value in
      GuessedColumns.patterns.contains { GuessedColumns.date(value, $0) != nil }
        ? value : String(value.prefix { $0 != " " })
    }
    if values.isEmpty { return }
    for pattern in GuessedColumns.patterns {
      let dates = values.map { GuessedColumns.date($0, pattern) }
      if dates.contains(where: { $0 != nil }) { readings[dates, default: []].append(pattern) }
    }
    let most = readings.keys.map { $0.count { $0 != nil } }.max() ?? 0
    let best = readings.filter { $0.key.count { $0 != nil } == most }
    datePatterns = best.values.map { Array($0.prefix(1)) }.sorted { $0[0].text < $1[0].text }
    guard datePatterns.count == 1, most < values.count, let only = datePatterns.first else { return }
    // Two ways of writing in one table: times in one column, days in another.
    let rest = values.filter { GuessedColumns.date($0, only[0]) == nil }
    let others = GuessedColumns.patterns.filter { pattern in rest.allSatisfy { GuessedColumns.date($0, pattern) != nil }
    }
    if let other = others.first { datePatterns = [only + [other]] }
  }

  // MARK: - Numbers

  private static let allMarks: [Marks] = [
    Marks(decimal: UInt8(ascii: "."), thousands: nil), Marks(decimal: UInt8(ascii: ","), thousands: nil),
    Marks(decimal: UInt8(ascii: "."), thousands: UInt8(ascii: ",")),
    Marks(decimal: UInt8(ascii: ","), thousands: UInt8(ascii: ".")),
    Marks(decimal: UInt8(ascii: "."), thousands: UInt8(ascii: "'")),
    Marks(decimal: UInt8(ascii: ","), thousands: UInt8(ascii: "'")),
    Marks(decimal: UInt8(ascii: "."), thousands: 0x20), Marks(decimal: UInt8(ascii: ","), thousands: 0x20),
  ]

  /// Texts beside the digits that hold no digit themselves: `$`, `€`, `CHF`.
  private func findSigns() -> [String] {
    var found: [String: Int] = [:]
    for place in 0..<table.cellCount {
      for value in values(place).prefix(500) where value.count <= 24 && value.contains(where: \.isNumber) {
        for side in [String(value.prefix { !$0.isNumber }), suffix(value)] {
          let sign = trimmed(side)
          if !sign.isEmpty, sign.count <= 8, isSign(sign) { found[sign, default: 0] += 1 }
        }
      }
    }
    return found.keys.sorted()
  }

  private func suffix(_ value: String) -> String { String(String(value.reversed().prefix { !$0.isNumber }).reversed()) }

  /// Without the blanks, signs and brackets that belong to the number.
  private func trimmed(_ side: String) -> String {
    func isNumbers(_ character: Character) -> Bool {
      character.isWhitespace || "+-()\u{2212}".contains(character)
    }
    let start = side.drop(while: isNumbers)
    return String(String(start.reversed().drop(while: isNumbers)).reversed())
  }

  /// A currency's symbol, or a word of script outside Latin, as Arabic abbreviations are.
  private func isSign(_ text: String) -> Bool {
    text.unicodeScalars.contains { $0.properties.generalCategory == .currencySymbol }
      || (text.unicodeScalars.contains { $0.value > 0x590 && $0.properties.isAlphabetic }
        && !text.unicodeScalars.contains { $0.value < 0x250 && $0.properties.isAlphabetic })
  }

  func number(_ text: String, _ marks: Marks) -> Int64? {
    let reader = AmountMarks(decimal: marks.decimal, thousands: marks.thousands, signs: signs)
    let bytes = Array(text.utf8)
    let none: [UInt8] = []
    var plain: [UInt8] = []
    guard reader.append(bytes.span, currency: none.span, to: &plain), !plain.isEmpty else { return nil }
    return try? Money(decimal: plain.span, exponent: 3).minorUnits
  }

  private func isNumber(_ place: Int) -> Bool {
    let values = values(place).prefix(200)
    guard !values.isEmpty else { return ColumnRole.amounts.contains { HeaderWords.rank(name(place), $0) != nil } }
    return GuessedColumns.allMarks.contains { marks in
      20 * values.count { number($0, marks) != nil } >= 19 * values.count
    }
  }

  /// The marks under which most amounts can be read; several where they give different amounts.
  private mutating func findMarks() {
    let places = ColumnRole.amounts.compactMap { roles[$0] }
    // Of amounts that are written alike one is enough: digits count only by their number, and a zero in front.
    var shapes: Set<String> = []
    let values = places.flatMap { self.values($0) }.filter { value in
      let digits = value.drop { !$0.isNumber }
      return shapes.insert((digits.first == "0" ? "0" : "") + value.map { $0.isNumber ? "9" : String($0) }.joined())
        .inserted
    }
    var readings: [[Int64?]: Marks] = [:]
    for marks in GuessedColumns.allMarks {
      let numbers = values.map { number($0, marks) }
      if readings[numbers] == nil { readings[numbers] = marks }
    }
    let most = readings.keys.map { $0.count { $0 != nil } }.max() ?? 0
    let best = Set(readings.filter { $0.key.count { $0 != nil } == most }.values)
    marks = GuessedColumns.allMarks.filter(best.contains)
  }

  // MARK: - Roles

  private func name(_ place: Int) -> String { table.header.indices.contains(place) ? table.header[place] : "" }

  private func isCurrency(_ place: Int) -> Bool {
    let values = values(place)
    guard !values.isEmpty else { return HeaderWords.rank(name(place), .currency) != nil }
    return values.allSatisfy { Currency($0.uppercased()) != nil }
  }

  private mutating func assign(dates: Set<Int>, numbers: Set<Int>, currencies: Set<Int>) {
    var taken: Set<Int> = []
    func best(_ role: ColumnRole, among places: Set<Int>) -> Int? {
      places.subtracting(taken).compactMap { place in HeaderWords.rank(name(place), role).map { ($0, place) } }
        .min { $0 < $1 }?.1
    }
    func take(_ role: ColumnRole, _ place: Int?) {
      guard let place else { return }
      roles[role] = place
      taken.insert(place)
    }
    take(.valueDate, best(.valueDate, among: dates))
    take(.bookingDate, best(.bookingDate, among: dates) ?? dates.subtracting(taken).min())
    if roles[.bookingDate] == nil, let value = roles.removeValue(forKey: .valueDate) { roles[.bookingDate] = value }
    take(.currency, best(.currency, among: currencies) ?? currencies.subtracting(taken).min())
    take(.balance, best(.balance, among: numbers))
    let debit = best(.debit, among: numbers)
    let credit = best(.credit, among: numbers.subtracting(debit.map { [$0] } ?? []))
    if let debit, let credit {
      take(.debit, debit)
      take(.credit, credit)
    } else {
      take(.amount, best(.amount, among: numbers) ?? (table.header.isEmpty ? decimals(among: numbers) : nil))
      let sides = Set((0..<table.cellCount).filter { isSide($0) })
      take(.side, best(.side, among: sides) ?? sides.subtracting(taken).min())
    }
    let others = Set(0..<table.cellCount).subtracting(dates)
    for role in [ColumnRole.endToEndID, .bankReference, .payerAccount, .account, .payerName, .transactionCode] {
      take(role, best(role, among: others))
    }
    let texts = others.subtracting(taken).filter { HeaderWords.rank(name($0), .remittance) != nil }
    remittance = texts.sorted()
    if table.header.isEmpty {
      remittance = others.subtracting(taken).subtracting(numbers).filter { !values($0).isEmpty }.sorted()
    }
  }

  /// In a table without names: the column whose numbers have decimals.
  private func decimals(among places: Set<Int>) -> Int? {
    places.sorted().max { left, right in
      values(left).count { $0.contains(".") || $0.contains(",") }
        < values(right).count { $0.contains(".") || $0.contains(",") }
    }
  }

  private func isSide(_ place: Int) -> Bool {
    let words = Set(values(place).map { $0.lowercased() })
    return !words.isEmpty && words.count <= 4 && words.isSubset(of: GuessedColumns.debits.union(GuessedColumns.credits))
  }

  static let debits: Set = ["d", "dr", "debit", "dbit", "s", "soll", "-", "af", "debe", "cargo", "débit", "withdrawal"]
  static let credits: Set = [
    "c", "cr", "credit", "crdt", "h", "haben", "+", "bij", "haber", "abono", "crédit", "deposit",
  ]
}

extension ColumnRole {
  fileprivate static let amounts: [ColumnRole] = [.amount, .debit, .credit, .balance]
}
