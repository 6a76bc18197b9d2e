import CashModel

/// What the bank files of a run have delivered so far, so that nothing is taken twice: neither a file, nor a statement
/// that another file, or the same one, brings again. Recognising single entries across statements is the book's work.
struct Deliveries {
  private var files: [String: String] = [:]
  private var statements: [StatementKey: String] = [:]
  private var cash: [Currency: Int128] = [:]

  /// A statement with its id and its figures: pages of one statement share the id and differ in these.
  private struct StatementKey: Hashable {
    let account: String
    let identification: String
    let currency: Currency?
    let date: CalendarDate?
    let entryCount: Int
    let credits: Money
    let debits: Money
  }

  /// Why the file cannot be taken beside the earlier ones; nil where it can.
  func objection(to read: ReadBankFile) -> String? {
    if let earlier = files[read.report.digest] {
      return "same content as \(earlier); its entries are taken once"
    }
    var own: Set<StatementKey> = []
    for (statement, key) in keys(of: read.file) {
      if let earlier = statements[key] {
        return "statement \(statement.identification) of account \(statement.account) is in \(earlier) already"
      }
      if !own.insert(key).inserted {
        return "statement \(statement.identification) of account \(statement.account) stands in it twice"
      }
    }
    for (currency, sum) in sums(of: read.file) where sum + (cash[currency] ?? 0) > Deliveries.largestSum {
      return "the amounts in \(currency.code) of all files add up to more than this program reckons with"
    }
    return nil
  }

  mutating func take(_ read: ReadBankFile) {
    files[read.report.digest] = read.report.path
    for (_, key) in keys(of: read.file) { statements[key] = read.report.path }
    for (currency, sum) in sums(of: read.file) { cash[currency, default: 0] += sum }
  }

  private func keys(of file: BankFile) -> [(Statement, StatementKey)] {
    file.statements.filter { !$0.identification.isEmpty && $0.entryCount > 0 }.map { statement in
      let key = StatementKey(
        account: statement.account, identification: statement.identification, currency: statement.currency,
        date: statement.date, entryCount: statement.entryCount, credits: statement.credits, debits: statement.debits)
      return (statement, key)
    }
  }

  private func sums(of file: BankFile) -> [Currency: Int128] {
    var sums: [Currency: Int128] = [:]
    // Payments of one currency mostly stand together.
    var (current, sum) = (Currency.usDollar, Int128(0))
    for row in 0..<file.payments.count {
      let currency = file.payments.currency[row]
      if currency != current {
        sums[current, default: 0] += sum
        (current, sum) = (currency, 0)
      }
      sum += Int128(file.payments.amount[row].minorUnits)
    }
    sums[current, default: 0] += sum
    return sums
  }

  /// Sums of all amounts of a run stay within an `Int64` whichever way they are added.
  private static let largestSum = Int128(Int64.max / 2)
}
