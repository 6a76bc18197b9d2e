import CashModel
import Posting
import Report
import Testing

/// A small run of two currencies, made by hand.
enum Sample {
  static func currency(_ code: String) throws -> Currency { try #require(Currency(code)) }

  static func day(_ text: String) throws -> CalendarDate { try #require(CalendarDate(iso: text)) }

  static func figures() throws -> KeyFigures {
    var figures = KeyFigures()
    figures.transactions = 9
    figures.receipts = 7
    figures.outcomeCounts = [4, 1, 1, 2, 1]
    figures.classCounts[Int(TransactionClass.receipt.rawValue)] = 7
    figures.classCounts[Int(TransactionClass.fee.rawValue)] = 2
    var euro = KeyFigures.Cash(currency: try currency("EUR"))
    euro.receipts = 6
    euro.received = Money(minorUnits: 1_234_567_89)
    euro.placed = Money(minorUnits: 1_000_000_00)
    euro.onAccount = Money(minorUnits: 34_567_89)
    euro.open = Money(minorUnits: 200_000_00)
    euro.classified = Money(minorUnits: -12_50)
    euro.net = Money(minorUnits: 1_234_555_39)
    var yen = KeyFigures.Cash(currency: try currency("JPY"))
    yen.receipts = 1
    yen.received = Money(minorUnits: 50_000)
    yen.placed = Money(minorUnits: 50_000)
    yen.net = Money(minorUnits: 50_000)
    figures.cash = [euro, yen]
    var cited = KeyFigures.MatcherFigures(matcher: .citedReferences)
    cited.payments = 6
    cited.invoiceLines = 11
    figures.matchers = [cited]
    var unknown = KeyFigures.ReasonFigures(reason: .refUnknown)
    unknown.payments = 2
    unknown.open = [euro]
    figures.reasons = [unknown]
    figures.allocationLines = 11
    figures.touchlessReceipts = 4
    return figures
  }

  static func bankFile(_ control: ControlResult = .tie) throws -> BankFile {
    var file = BankFile()
    file.format = .camt053
    file.variant = "001.08"
    file.entryCount = 8
    var statement = Statement()
    statement.identification = "2026-112"
    statement.account = "DE02120300000000202051"
    statement.currency = try currency("EUR")
    statement.date = try day("2026-06-16")
    statement.openingBalance = Money(minorUnits: 100_00)
    statement.closingBalance = Money(minorUnits: 1_234_655_39)
    statement.entryCount = 8
    statement.transactionCount = 9
    statement.credits = Money(minorUnits: 1_234_567_89)
    statement.debits = Money(minorUnits: 12_50)
    statement.totals = control
    statement.balances = control
    file.statements = [statement]
    return file
  }

  static func input(
    _ path: String, role: String = "bank", bankFile: BankFile? = nil, isRefused: Bool = false, messages: [String] = []
  ) -> RunFacts.Input {
    RunFacts.Input(
      role: role, path: path, byteCount: 1_024, digest: String(repeating: "ab", count: 32), bankFile: bankFile,
      isRefused: isRefused, warningCount: 0, messages: messages)
  }

  static func facts(_ inputs: [RunFacts.Input]? = nil) throws -> RunFacts {
    let standard = [
      input("ledger/open-items.csv", role: "open_items"), input("bank/june.xml", bankFile: try bankFile()),
    ]
    return RunFacts(
      runID: "R01HZX", asOf: try day("2026-06-17"), inputs: inputs ?? standard, figures: try figures(),
      breakdown: CashBreakdown())
  }

  static func line(
    payer: String = "Orla Brook Ltd", text: String = "INV 9001", detail: String = "No open item has this number.",
    next: String = "Ask the customer what it pays.", suggestions: [String] = []
  ) throws -> ExceptionLine {
    ExceptionLine(
      paymentID: "P00000000000000000000000001", reason: .refUnknown, bookingDate: try day("2026-06-16"), payer: payer,
      customer: "C-100", amount: Money(minorUnits: 150_000_00), open: Money(minorUnits: 100_000_00),
      currency: try currency("EUR"), text: text, detail: detail, nextAction: next, suggestions: suggestions)
  }
}
