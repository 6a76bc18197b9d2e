/// A table for the terminal: columns as wide as their widest cell, two blanks between them.
package struct TextTable {
  package enum Column {
    case left(String), right(String)
  }

  private let columns: [Column]
  private var rows: [[String]]

  package init(_ columns: [Column]) {
    self.columns = columns
    rows = [columns.map(\.title)]
  }

  package mutating func append(_ cells: [String]) {
    precondition(cells.count == columns.count, "a row has a cell per column")
    rows.append(cells.map(TextTable.printable))
  }

  /// The header and the rows, without blanks at their ends.
  package var lines: [String] {
    let widths = columns.indices.map { column in rows.reduce(0) { max($0, $1[column].count) } }
    return rows.map { row in
      let cells = columns.indices.map { column in
        let padding = String(repeating: " ", count: widths[column] - row[column].count)
        return columns[column].isRight ? padding + row[column] : row[column] + padding
      }
      let line = cells.joined(separator: "  ")
      return String(line.reversed().drop { $0 == " " }.reversed())
    }
  }

  /// Control characters could move the cursor of a terminal; what a bank file holds is only ever shown.
  package static func printable(_ text: String) -> String {
    String(String.UnicodeScalarView(text.unicodeScalars.map { isControl($0) ? "\u{FFFD}" : $0 }))
  }

  private static func isControl(_ scalar: Unicode.Scalar) -> Bool {
    scalar.value < 0x20 || (0x7F...0x9F).contains(scalar.value)
  }
}

extension TextTable.Column {
  fileprivate var title: String {
    switch self {
    case .left(let title), .right(let title): title
    }
  }

  fileprivate var isRight: Bool {
    switch self {
    case .left: false
    case .right: true
    }
  }
}

/// `1 file`, `2 files`.
package func counted(_ count: Int, _ noun: String, _ plural: String? = nil) -> String {
  "\(grouped(String(count))) \(count == 1 ? noun : plural ?? noun + "s")"
}

/// A decimal number with commas between its thousands: `-1,234,567.89`.
package func grouped(_ decimal: String) -> String {
  let sign = decimal.hasPrefix("-") ? "-" : ""
  let parts = decimal.dropFirst(sign.count).split(separator: ".", maxSplits: 1)
  guard let whole = parts.first else { return decimal }
  var digits: [Character] = []
  for (place, digit) in whole.reversed().enumerated() {
    if place > 0, place % 3 == 0 { digits.append(",") }
    digits.append(digit)
  }
  return sign + String(digits.reversed()) + (parts.count > 1 ? "." + parts[1] : "")
}
