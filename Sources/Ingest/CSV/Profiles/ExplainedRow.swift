import CashModel

/// One row of a CSV file with what each field of the contract is made of.
package struct ExplainedRow: Hashable, Sendable {
  package struct Line: Hashable, Sendable {
    package let name: String
    package let from: String
    package let text: String
  }

  package let profile: String
  /// The cells as they stand, with the header's words.
  package private(set) var cells: [Line] = []
  package private(set) var fields: [Line] = []
  /// What became of the row, where it is no transaction.
  package private(set) var outcome = ""

  /// - Parameter number: of the row, as messages count them: the header and the lines above it are rows.
  /// - Returns: nil where no profile reads the file, or it has no such row below its header.
  package init?(_ bytes: Span<UInt8>, row number: Int, name: String, profiles: [CSVProfile]) {
    for profile in profiles {
      let decoded = profile.encoding == .utf8 ? nil : DecodedText(bytes, profile.encoding)
      let text = decoded?.bytes ?? bytes.indices.map { bytes[$0] }
      guard let place = ProfilePlace(of: profile, in: text.span, name: name) else { continue }
      let layout: ProfileLayout
      do throws(CSVProfileProblem) {
        layout = try ProfileLayout(
          profile, header: profile.header, preamble: text.span.extracting(place.preamble))
      } catch {
        continue
      }
      var rows = ProfileRows(text.span, place, layout, file: 0, decoded: decoded)
      while let outcome = rows.nextRow() {
        guard Int(rows.cursor.record) >= number else { continue }
        self.profile = profile.name
        explain(rows, outcome)
        return
      }
      return nil
    }
    return nil
  }

  private mutating func explain(_ rows: borrowing ProfileRows, _ outcome: ProfileRows.Outcome) {
    let layout = rows.layout
    let header = layout.profile.header
    func word(_ place: Int) -> String { header.indices.contains(place) ? header[place] : "column \(place + 1)" }
    for place in 0..<min(rows.cursor.cellCount, CSVCursor.cellLimit) {
      cells.append(
        Line(name: String(place + 1), from: word(place), text: CSVText.excerpt(rows.cursor.cell(place), limit: 200)))
    }
    switch outcome {
    case .transaction:
      explainFields(rows, word)
    case .blank: self.outcome = "no text in any cell: passed over"
    case .skipped(let rule): self.outcome = "skipped by rule \(rule): \(layout.profile.rules[rule - 1].pattern)"
    case .footer: self.outcome = "below the table"
    case .bad(let problem):
      self.outcome = "cannot be read: \(problem.message) Found \(problem.found); expected \(problem.expected)."
    }
  }

  private mutating func explainFields(_ rows: borrowing ProfileRows, _ word: (Int) -> String) {
    let profile = rows.layout.profile
    for field in rows.layout.fields {
      var from =
        field.places.isEmpty
        ? "said by the profile, or above the table" : field.places.map(word).joined(separator: " + ")
      if field.column == .bookingDate || field.column == .valueDate {
        from += ", \(profile.dates.map(\.text).joined(separator: " or "))"
      }
      if let capture = field.capture { from += ", what matches \(capture.source)" }
      fields.append(
        Line(name: field.column.name, from: from, text: CSVText.excerpt(rows.cell(field.column), limit: 200)))
    }
    let from =
      switch rows.layout.amount {
      case .signed(let place, let signs): "\(word(place)), signs \(signs.rawValue)"
      case .sided(let place, let side, _, _, let signs): "\(word(place)) by \(word(side)), signs \(signs.rawValue)"
      case .split(let debit, let credit, let isNegative):
        "\(word(debit)) or \(word(credit))\(isNegative ? ", debits with a minus" : "")"
      }
    let marks = "decimals \(String(decoding: [profile.decimalMark], as: UTF8.self))"
    let thousands = profile.thousandsMark.map {
      ", thousands \($0 == 0x20 ? "space" : String(decoding: [$0], as: UTF8.self))"
    }
    let amount = CSVText.excerpt(rows.cell(.amount)) + " " + CSVText.excerpt(rows.cell(.debitCredit))
    fields.append(Line(name: "amount", from: "\(from), \(marks)\(thousands ?? "")", text: amount))
    for number in rows.rulesMet {
      let rule = profile.rules[number - 1]
      let text =
        switch rule.action {
        case .skip: "skipped"
        case .classify(let kind): "class \(kind.name)"
        case .capture:
          "an id: \(rows.marks.captured.map { String(decoding: $0.text, as: UTF8.self) }.joined(separator: ", "))"
        }
      fields.append(Line(name: "rule \(number)", from: "matches \(rule.pattern)", text: text))
    }
  }
}
