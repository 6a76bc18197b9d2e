/// What a column may be for, as far as a proposal is concerned.
enum ColumnRole: String, CaseIterable {
  case bookingDate = "booking_date"
  case valueDate = "value_date"
  case amount, debit, credit, side, currency
  case payerName = "payer_name"
  case payerAccount = "payer_account"
  case account, remittance
  case bankReference = "bank_reference"
  case endToEndID = "end_to_end_id"
  case balance
  case transactionCode = "transaction_code"
}

/// The dictionary of header words: `header-words.txt` beside this file.
enum HeaderWords {
  /// How well a header cell fits a role, smaller is better; nil where it does not.
  static func rank(_ cell: String, _ role: ColumnRole) -> Int? {
    let cell = folded(cell)
    guard !cell.isEmpty else { return nil }
    let words = table[role] ?? []
    if let exact = words.firstIndex(of: cell) { return exact }
    return words.firstIndex { cell.hasPrefix($0 + " ") }.map { 1_000 + $0 }
  }

  /// The letters and digits in small, other characters as one blank.
  private static func folded(_ text: String) -> String {
    text.lowercased().split { !$0.isLetter && !$0.isNumber }.joined(separator: " ")
  }

  private static let table: [ColumnRole: [String]] = {
    var table: [ColumnRole: [String]] = [:]
    for line in String(decoding: PackageResources.header_words_txt, as: UTF8.self).split(separator: "\n") {
      let parts = line.split(separator: " ", maxSplits: 1)
      guard parts.count == 2, let role = ColumnRole(rawValue: String(parts[0])) else { continue }
      table[role, default: []] += parts[1].split(separator: "|").map { folded(String($0)) }
    }
    return table
  }()
}
