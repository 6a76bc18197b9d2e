import CashModel

/// Writes the demo's tables as CSV.
enum DemoCSV {
  static var openItems: String {
    let header = [
      "invoice_id", "customer_id", "amount", "currency", "invoice_date", "type", "terms", "references", "po_number",
      "closed_date", "closed_by",
    ]
    let rows = DemoLedger.items.map { item in
      [
        item.id, item.customer, DemoNumbers.decimal(item.amount), item.currency, DemoNumbers.day(item.issued).text,
        item.amount < 0 ? "credit_memo" : "invoice", item.amount < 0 ? "" : item.terms, item.references,
        item.purchaseOrder, item.closed.map { DemoNumbers.day($0.day).text } ?? "", item.closed?.by ?? "",
      ]
    }
    return table([header] + rows)
  }

  static var customers: String {
    let header = ["customer_id", "name", "aliases", "accounts", "parent_id", "country", "blocked"]
    let rows = DemoLedger.customers.map { customer in
      [
        customer.id, customer.name, customer.aliases, customer.account, customer.parent, customer.country,
        customer.isBlocked ? "true" : "",
      ]
    }
    return table([header] + rows)
  }

  static func bankFile(account: String, currency: String, entries: [DemoEntry]) -> String {
    let header = [
      "account", "booking_date", "value_date", "amount", "currency", "payer_name", "payer_account", "remittance",
      "bank_reference", "transaction_code",
    ]
    let rows = entries.enumerated().map { place, entry in
      let day = DemoNumbers.day(entry.day)
      return [
        account, day.text, day.text, DemoNumbers.decimal(entry.amount), currency, entry.payer, entry.account,
        entry.lines.joined(separator: "\n"), "\(DemoNumbers.short(day))-\(String(10_001 + place).dropFirst())",
        entry.code,
      ]
    }
    return table([header] + rows)
  }

  private static func table(_ rows: [[String]]) -> String {
    rows.map { $0.map(cell).joined(separator: ",") + "\n" }.joined()
  }

  private static func cell(_ text: String) -> String {
    guard text.contains(where: { $0 == "," || $0 == "\"" || $0 == "\n" }) else { return text }
    let doubled = text.split(separator: "\"", omittingEmptySubsequences: false).joined(separator: "\"\"")
    return "\"\(doubled)\""
  }
}
