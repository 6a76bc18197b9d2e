package import CashModel

/// In which format the bank files are written. The payments and their truth are the same in all of them.
package enum BatchFormat: String, CaseIterable, Sendable {
  /// One file in the canonical bank CSV.
  case csv
  /// One BAI2 file.
  case bai2
  /// One camt.053.001.08 file.
  case camt
  /// Dollar accounts in BAI2, euro accounts in camt.053, sterling accounts in CSV.
  case mixed
}

/// What a batch is made of. The same options give the same bytes.
package struct BatchOptions: Sendable {
  package var seed: UInt64 = 1
  /// Transactions of all bank files together.
  package var payments = 1_000
  package var openItems = 1_500
  /// With more than one, items carry a company and every company has bank accounts of its own.
  package var companies = 1
  /// Bank days the payments are spread over, evenly.
  package var bankDays = 20
  package var firstDay = CalendarDate(daysSince1970: 19_968)
  package var format = BatchFormat.mixed
  package var weights = SituationWeights.daily
  package var noise = NoiseRates()

  package init() {}
}

/// What was written.
package struct BatchSummary: Hashable, Sendable {
  package var payments = 0
  package var openItems = 0
  package var customers = 0
  /// Net of all transactions by currency (dollar, euro, sterling), in cents.
  package var net: [Int64] = []
  package var bankFiles: [String] = []

  package init() {}
}

/// Why no batch was made.
package enum BatchProblem: Error, Hashable, Sendable {
  /// A count is out of its range.
  case count(String)
  /// No situation has a weight.
  case noWeights
}

extension BatchOptions {
  package func check() throws(BatchProblem) {
    guard (1...100_000_000).contains(payments) else { throw .count("payments: 1 to 100 million") }
    guard (1...100_000_000).contains(openItems) else { throw .count("items: 1 to 100 million") }
    guard (1...99).contains(companies) else { throw .count("companies: 1 to 99") }
    guard (1...250).contains(bankDays) else { throw .count("days: 1 to 250") }
    guard weights.total > 0 else { throw .noWeights }
    for rate in NoiseRates.all where !(0...100).contains(noise[keyPath: rate.path]) {
      throw .count("noise \(rate.name): 0 to 100 per cent")
    }
  }
}
