import CashModel
import Pipeline
import Posting
import Report

/// What `apply` prints last: a run in a few aligned lines.
enum RunTable {
  static func text(_ result: RunResult, _ terminal: Terminal) -> String {
    let figures = result.figures
    var blocks: [[String]] = [[heading(result, terminal)]]
    if result.decisions == nil { blocks.append(outcomes(figures, terminal)) }
    if !figures.cash.isEmpty { blocks.append(cash(figures, terminal)) }
    if !figures.matchers.isEmpty { blocks.append(matchers(figures, terminal)) }
    blocks.append(closing(result))
    return blocks.map { $0.joined(separator: "\n") + "\n" }.joined(separator: "\n")
  }

  private static func heading(_ result: RunResult, _ terminal: Terminal) -> String {
    if let (taken, refused) = result.decisions {
      let held = "\(counted(taken, "decision")) taken, \(grouped(String(refused))) refused"
      return terminal.styled("\(held), as of \(result.asOf.text)", .bold)
    }
    let bankFiles = result.inputs.filter { $0.role == .bank }
    let taken = bankFiles.count { !$0.isRefused }
    let all = counted(bankFiles.count, "bank file")
    let files = taken == bankFiles.count ? all : "\(taken) of \(all)"
    let read = "\(counted(result.figures.transactions, "transaction")) in \(files)"
    return terminal.styled("\(read), as of \(result.asOf.text)", .bold)
  }

  private static func outcomes(_ figures: KeyFigures, _ terminal: Terminal) -> [String] {
    var table = TextTable([.left("Outcome"), .right("Transactions")])
    for (outcome, count) in figures.outcomes { table.append([outcome.title, grouped(String(count))]) }
    return headed(table, terminal)
  }

  /// What came in is applied, on account or waits; what came back and all else stands beside it.
  private static func cash(_ figures: KeyFigures, _ terminal: Terminal) -> [String] {
    let hasReturns = figures.cash.contains { $0.returned != .zero }
    let columns = ["In", "Applied", "On account", "Waiting"] + (hasReturns ? ["Returned"] : []) + ["Other entries"]
    var table = TextTable([.left("Cash")] + columns.map { .right($0) })
    for cash in figures.cash {
      let amounts =
        [cash.received, cash.placed, cash.onAccount, cash.waiting] + (hasReturns ? [cash.returned] : [])
        + [cash.classified]
      table.append([cash.currency.code] + amounts.map { grouped($0.text(exponent: cash.currency.exponent)) })
    }
    return headed(table, terminal)
  }

  private static func matchers(_ figures: KeyFigures, _ terminal: Terminal) -> [String] {
    var table = TextTable([.left("Matched by"), .right("Payments"), .right("Invoice lines")])
    for matcher in figures.matchers {
      table.append([
        matcher.matcher.title, grouped(String(matcher.payments)), grouped(String(matcher.invoiceLines)),
      ])
    }
    return headed(table, terminal)
  }

  private static func headed(_ table: TextTable, _ terminal: Terminal) -> [String] {
    let lines = table.lines
    return [terminal.styled(lines[0], .bold)] + lines.dropFirst()
  }

  private static func closing(_ result: RunResult) -> [String] {
    let figures = result.figures
    var lines: [String] = []
    if result.decisions == nil {
      let touchless = grouped(String(figures.touchlessReceipts))
      lines = ["\(touchless) of \(counted(figures.receipts, "receipt")) applied without a person"]
      lines[0] += figures.receipts > 0 ? " (\(figures.touchlessShare))." : "."
    }
    if let book = result.book { lines += memory(book, figures.carried, isDecided: result.decisions != nil) }
    let stages = result.stages.map { "\($0.name) \(seconds($0.seconds))" }.joined(separator: ", ")
    let total = seconds(result.stages.reduce(0) { $0 + $1.seconds })
    let memory = (result.peakMemoryBytes + 500_000) / 1_000_000
    lines.append("\(total) s (\(stages)), at most \(grouped(String(memory))) MB of memory.")
    let folder = TextTable.printable(result.outputDirectory)
    switch result.status {
    case .published: lines.append("Written to \(folder): \(result.files.joined(separator: ", "))")
    case .tried: lines.append("A dry run: nothing was written.")
    case .alreadyThere: lines.append("\(folder) holds this very run's result already and was left as it is.")
    }
    return lines
  }

  private static func memory(_ book: BookFigures, _ carried: KeyFigures.Carried, isDecided: Bool) -> [String] {
    let seen = isDecided ? "." : ": \(counted(book.seen, "entry", "entries")) read had been seen before."
    var lines = ["Run \(book.run) of the book\(seen)"]
    if carried.payments > 0 {
      lines.append(
        "Of \(counted(carried.payments, "payment")) that waited, \(grouped(String(carried.placed))) \(isDecided ? "were placed" : "found their items");"
          + " \(grouped(String(carried.waiting))) wait on.")
    }
    if book.acknowledged + book.outstanding > 0 {
      lines.append(
        "The ledger shows \(counted(book.acknowledged, "allocation")) of earlier runs now; on"
          + " \(counted(book.outstanding, "item")) it does not yet.")
    }
    return lines
  }

  private static func seconds(_ seconds: Double) -> String {
    guard seconds.isFinite, seconds >= 0, seconds < 1e9 else { return "?" }
    return Money(minorUnits: Int64((seconds * 100).rounded())).text(exponent: 2)
  }
}
