package import CashModel

/// Reads who the customers are from CSV: a header with the contract's columns in any order, a row per customer.
package enum CustomerReader {
  package static func read(
    _ bytes: Span<UInt8>, file: Int32
  ) -> (customers: CustomerTable, diagnostics: DiagnosticLog) {
    var log = DiagnosticLog()
    guard LedgerFile.isReadable(bytes, file: file, log: &log) else { return (CustomerTable(), log) }
    var rows = CustomerRows()
    var lines = LazyLineIndex()
    var table = CSVTable<CustomerColumn>(bytes, file: file, log: &log)
    while table.next(&log) {
      do throws(CSVProblem) {
        let customer = try rows.customer(table)
        if let first = rows.row(of: customer.customerID) {
          let earlier = lines.line(at: rows.customers.source[Int(first)].byteOffset, in: bytes)
          let later = lines.line(at: customer.source.byteOffset, in: bytes)
          throw table.problem(
            .duplicateKey, .customerID, "The customer_id stands twice, on lines \(earlier) and \(later).",
            expected: "each customer_id once")
        }
        rows.append(customer)
      } catch {
        log.append(table.diagnostic(error))
      }
    }
    return (rows.customers, log)
  }
}

private enum CustomerColumn: Int, CSVColumn {
  case customerID, customerName, aliases, accounts, parentID, country, rule, tolerance, blocked

  var name: String {
    switch self {
    case .customerID: "customer_id"
    case .customerName: "name"
    case .aliases: "aliases"
    case .accounts: "accounts"
    case .parentID: "parent_id"
    case .country: "country"
    case .rule: "rule"
    case .tolerance: "tolerance"
    case .blocked: "blocked"
    }
  }

  var isRequired: Bool { self == .customerID }
}

/// The customers as their rows are read.
private struct CustomerRows {
  private(set) var customers = CustomerTable()
  private var keys = RowIndex()
  private var scratch: [UInt8] = []

  func row(of customerID: TextSlice) -> Int32? {
    keys.row(print: print(of: customerID)) { row in
      customers.arena.equal(customers.customerID[Int(row)], customerID)
    }
  }

  mutating func append(_ customer: CustomerRecord) {
    keys.insert(Int32(customers.count), print: print(of: customer.customerID))
    customers.append(customer)
  }

  private func print(of customerID: TextSlice) -> UInt64 { Fingerprint(of: customers.arena.span(customerID)).low }

  /// The customer of the table's row, its text in the arena.
  mutating func customer(_ table: borrowing CSVTable<CustomerColumn>) throws(CSVProblem) -> CustomerRecord {
    var customer = CustomerRecord()
    customer.source = table.source
    customer.isBlocked = try table.flag(.blocked)
    let id = try table.requiredText(.customerID, expected: "the customer's number in the ledger")
    customer.customerID = customers.arena.append(id)
    customer.name = CSVText.appendLines(table.text(.customerName), to: &customers.arena, scratch: &scratch)
    customer.aliases = CSVText.appendLines(table.text(.aliases), to: &customers.arena, scratch: &scratch)
    customer.accounts = customers.arena.append(table.text(.accounts))
    customer.parentID = customers.arena.append(table.text(.parentID))
    customer.country = customers.arena.append(table.text(.country))
    let rule = table.text(.rule)
    guard let known = CustomerRule.allCases.first(where: { CSVText.isEqual(Array($0.rawValue.utf8).span, rule) }) else {
      throw table.problem(
        .unknownValue, .rule, "rule is no rule of application.",
        expected: "oldest_first, oldest_first_partial or nothing")
    }
    customer.rule = known
    customer.tolerance = try tolerance(table)
    return customer
  }

  private func tolerance(_ table: borrowing CSVTable<CustomerColumn>) throws(CSVProblem) -> Int64? {
    let text = table.text(.tolerance)
    guard text.count > 0 else { return nil }
    guard let limit = try? Money(decimal: text, exponent: 4), limit >= .zero else {
      throw table.problem(
        .amount, .tolerance, "tolerance is no amount.",
        expected: "a number that is not negative, with at most four decimals, such as 2.50")
    }
    return limit.minorUnits
  }
}
