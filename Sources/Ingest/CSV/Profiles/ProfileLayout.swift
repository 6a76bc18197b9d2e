import CashModel

/// A profile made ready for one file: columns have their places, expressions are compiled.
struct ProfileLayout {
  struct Field {
    let column: BankColumn
    /// Places of its cells from 0; none for a constant.
    let places: [Int]
    let separator: [UInt8]
    /// The text of every row, where it does not come from cells.
    let constant: [UInt8]
    let capture: TextPattern?
  }

  struct Rule {
    /// -1 for the whole row.
    let place: Int
    let pattern: TextPattern
    let action: CSVProfile.RowAction
    /// From 1, as reports count them.
    let number: Int
  }

  enum Amount {
    case signed(Int, CSVProfile.Signs)
    case sided(Int, side: Int, debit: [[UInt8]], credit: [[UInt8]], CSVProfile.Signs)
    case split(debit: Int, credit: Int, debitsAreNegative: Bool)
  }

  let profile: CSVProfile
  let cellCount: Int
  let fields: [Field]
  let amount: Amount
  let marks: AmountMarks
  let rules: [Rule]
  /// -1 where the file has no running balance.
  let balance: Int
  let footer: TextPattern?

  /// - Parameters:
  ///   - header: the header's words, or nothing for a file without one.
  ///   - preamble: what stands above the table.
  init(_ profile: CSVProfile, header: [String], preamble: Span<UInt8>) throws(CSVProfileProblem) {
    func place(_ column: CSVProfile.Column) throws(CSVProfileProblem) -> Int {
      try ProfileLayout.place(of: column, in: header, profile.cellCount)
    }
    self.profile = profile
    cellCount = profile.cellCount
    var fields: [Field] = []
    for column in BankColumn.allCases {
      guard let field = profile.fields[column] else { continue }
      let capture = try field.capture.map { source throws(CSVProfileProblem) in try ProfileLayout.pattern(source) }
      switch field.source {
      case .columns(let columns, let separator):
        var places: [Int] = []
        for column in columns { places.append(try place(column)) }
        fields.append(
          Field(column: column, places: places, separator: Array(separator.utf8), constant: [], capture: capture))
      case .constant(let text):
        fields.append(Field(column: column, places: [], separator: [], constant: Array(text.utf8), capture: capture))
      case .preamble(let source):
        guard let found = try ProfileLayout.pattern(source).firstMatch(in: preamble) else {
          throw CSVProfileProblem("nothing above the table matches '\(source)', which gives \(column.name)")
        }
        let text = ProfileLayout.copy(preamble.extracting(found))
        fields.append(Field(column: column, places: [], separator: [], constant: text, capture: capture))
      }
    }
    // The currency comes first: amounts may carry its code.
    self.fields = fields.filter { $0.column == .currency } + fields.filter { $0.column != .currency }
    switch profile.amount {
    case .signed(let column, let signs): amount = .signed(try place(column), signs)
    case .sided(let column, let side, let debit, let credit, let signs):
      amount = .sided(
        try place(column), side: try place(side), debit: debit.map { Array($0.utf8) },
        credit: credit.map { Array($0.utf8) }, signs)
    case .split(let debit, let credit, let debitsAreNegative):
      amount = .split(debit: try place(debit), credit: try place(credit), debitsAreNegative: debitsAreNegative)
    }
    marks = AmountMarks(
      decimal: profile.decimalMark, thousands: profile.thousandsMark, signs: profile.currencySigns)
    var rules: [Rule] = []
    for (index, rule) in profile.rules.enumerated() {
      rules.append(
        Rule(
          place: try rule.column.map { column throws(CSVProfileProblem) in try place(column) } ?? -1,
          pattern: try ProfileLayout.pattern(rule.pattern), action: rule.action, number: index + 1))
    }
    self.rules = rules
    balance = try profile.balance.map { column throws(CSVProfileProblem) in try place(column) } ?? -1
    if case .from(let source) = profile.footer { footer = try ProfileLayout.pattern(source) } else { footer = nil }
  }

  private static func place(
    of column: CSVProfile.Column, in header: [String], _ count: Int
  ) throws(CSVProfileProblem) -> Int {
    switch column {
    case .position(let position):
      guard (1...max(count, 1)).contains(position) else {
        throw CSVProfileProblem("there is no column \(position): a row has \(count)")
      }
      return position - 1
    case .name(let name):
      let places = header.indices.filter { CSVProfile.isSameWord(header[$0], name) }
      guard let first = places.first else { throw CSVProfileProblem("the header has no column '\(name)'") }
      guard places.count == 1 else {
        throw CSVProfileProblem("the header has '\(name)' \(places.count) times; name the column by its position")
      }
      return first
    }
  }

  private static func pattern(_ source: String) throws(CSVProfileProblem) -> TextPattern {
    do throws(TextPatternProblem) {
      return try TextPattern(source)
    } catch {
      throw CSVProfileProblem("the expression '\(source)' cannot be used: \(error.message)")
    }
  }

  private static func copy(_ text: Span<UInt8>) -> [UInt8] {
    let text = CSVText.trimmed(text)
    return text.indices.map { text[$0] }
  }
}

/// Why a profile cannot be used, whatever the file.
package struct CSVProfileProblem: Error, Hashable, Sendable {
  package let message: String

  init(_ message: String) { self.message = message }
}

extension CSVProfile {
  /// Whether all its columns and expressions can be used, as far as that can be said without a file.
  package func check() throws(CSVProfileProblem) {
    var testable = self
    // What stands above the table is the file's matter.
    for (column, field) in fields {
      if case .preamble(let source) = field.source {
        _ = try ProfileLayout(pattern: source)
        testable.fields[column] = Field(.constant(""), capture: field.capture)
      }
    }
    let nothing: [UInt8] = []
    _ = try ProfileLayout(testable, header: header, preamble: nothing.span)
    if let statedRowCount { _ = try ProfileLayout(pattern: statedRowCount) }
  }

  /// The header's words; none for a file without one.
  var header: [String] {
    if case .header(let words) = fingerprint { return words }
    return []
  }

  /// Cells of a row.
  var cellCount: Int {
    switch fingerprint {
    case .header(let words): words.count
    case .cellCount(let count): count
    }
  }

  static func isSameWord(_ left: String, _ right: String) -> Bool { folded(left) == folded(right) }

  private static func folded(_ word: String) -> String {
    let letters = word.lowercased().drop { $0 == " " || $0 == "\t" || $0 == "\u{A0}" }
    return String(letters.reversed().drop { $0 == " " || $0 == "\t" || $0 == "\u{A0}" }.reversed())
  }
}

extension ProfileLayout {
  /// Only whether the expression can be compiled.
  fileprivate init(pattern source: String) throws(CSVProfileProblem) {
    var profile = CSVProfile(name: "")
    profile.fingerprint = .cellCount(1)
    profile.rules = [CSVProfile.RowRule(column: nil, pattern: source, action: .skip)]
    let nothing: [UInt8] = []
    try self.init(profile, header: [], preamble: nothing.span)
  }
}
