import CashModel
import Foundation

/// Writes labelled batches: what customers owe, what the bank says arrived, and which pays which.
package enum BatchGenerator {
  /// Makes the folder where it is missing and writes `open-items.csv`, `customers.csv`, `config.yaml`, `rates.csv`, `truth.csv`,
  /// `truth-splits.csv`, with lockbox deposits `remittances.csv`, and the bank files under `bank/`; files of these names are replaced.
  package static func write(_ options: BatchOptions, to directory: String) throws -> BatchSummary {
    try options.check()
    let bank = directory + "/bank"
    try FileManager.default.createDirectory(atPath: bank, withIntermediateDirectories: true)
    var maker = PaymentMaker(options)
    let truth = try TruthFiles(in: directory)
    let advices = options.weights[.lockbox] > 0 ? try AdviceFile(in: directory) : nil
    let files = try BankFiles(options, in: bank, maker.ledger, maker.dates)
    var summary = BatchSummary()
    summary.net = [Int64](repeating: 0, count: Ledger.currencies.count)
    var day = options.firstDay.daysSince1970
    for index in 0..<options.bankDays {
      maker.makeDay(index, day: day)
      try truth.write(maker.book, maker.ledger, maker.dates)
      try advices?.write(maker.book, maker.ledger, maker.dates)
      try files.write(maker.book)
      summary.payments += maker.book.drafts.count
      for draft in maker.book.drafts { summary.net[Int(draft.account) % Ledger.currencies.count] += draft.amount }
      day = nextBankDay(day)
    }
    try truth.close()
    try advices?.close()
    try files.close()
    let rates = try OutputFile("rates.csv", in: directory)
    maker.rates.write(to: rates)
    try rates.close()
    try writeLedger(maker.ledger, maker.dates, to: directory)
    summary.openItems = maker.ledger.itemCount
    summary.customers = maker.ledger.customerCount
    summary.bankFiles = files.names.map { "bank/" + $0 }
    return summary
  }

  private static func writeLedger(_ ledger: Ledger, _ dates: DateTexts, to directory: String) throws {
    let items = try OutputFile("open-items.csv", in: directory)
    try ledger.writeOpenItems(dates, to: items)
    try items.close()
    let customers = try OutputFile("customers.csv", in: directory)
    try ledger.writeCustomers(to: customers)
    try customers.close()
    let configuration = try OutputFile("config.yaml", in: directory)
    ledger.writeConfiguration(to: configuration)
    try configuration.close()
  }

  /// The next day that is no Saturday or Sunday; day 0 was a Thursday.
  private static func nextBankDay(_ day: Int32) -> Int32 {
    var next = day + 1
    while [2, 3].contains((next % 7 + 7) % 7) { next += 1 }
    return next
  }
}

/// The bank files of a batch, and which account goes into which.
private struct BankFiles {
  private(set) var names: [String] = []
  private let format: BatchFormat
  private let accounts: Int
  private var csv: CSVBankFile?
  private var bai2: BAI2BankFile?
  private var camt: CamtBankFile?

  init(_ options: BatchOptions, in directory: String, _ ledger: Ledger, _ dates: DateTexts) throws {
    format = options.format
    accounts = ledger.ownAccountCount
    let firstDay = options.firstDay.daysSince1970
    if format == .bai2 || format == .mixed {
      names.append("statement.bai")
      bai2 = try BAI2BankFile("statement.bai", in: directory, ledger, dates, firstDay: firstDay)
    }
    if format == .camt || format == .mixed {
      names.append("statement.xml")
      camt = try CamtBankFile("statement.xml", in: directory, ledger, dates, firstDay: firstDay)
    }
    if format == .csv || format == .mixed {
      names.append("statement.csv")
      csv = try CSVBankFile("statement.csv", in: directory, ledger, dates)
    }
  }

  func write(_ book: DayBook) throws {
    for (account, drafts) in book.draftsByAccount(accounts).enumerated() {
      switch format == .mixed ? [.bai2, .camt, .csv][account % Ledger.currencies.count] : format {
      case .bai2: try bai2?.write(book, drafts, account: Int32(account))
      case .camt: try camt?.write(book, drafts, account: Int32(account))
      default: try csv?.write(book, drafts)
      }
    }
  }

  func close() throws {
    try bai2?.close()
    try camt?.close()
    try csv?.close()
  }
}
