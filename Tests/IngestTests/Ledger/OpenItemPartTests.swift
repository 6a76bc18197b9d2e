import CashModel
import TestSupport
import Testing

@testable import Ingest

@Suite struct OpenItemPartTests {
  /// All that was read, as text.
  private func everything(_ read: (items: OpenItemTable, diagnostics: DiagnosticLog)) -> [String] {
    let arena = read.items.arena
    var lines = read.items.rows.map { item in
      let texts = [
        item.invoiceID, item.customerID, item.documentNumber, item.company, item.references, item.poNumber,
        item.closedBy,
      ]
      return "\(texts.map { arena.string($0) }) \(item.amount) \(item.currency) \(item.type) \(item.isDisputed) "
        + "\(String(describing: item.closedDate)) \(item.discount) \(String(describing: item.invoiceDate)) "
        + "\(String(describing: item.dueDate)) \(String(describing: item.originalAmount)) \(item.source)"
    }
    lines += read.diagnostics.entries.map { "\($0)" }
    return lines + ["\(read.diagnostics.errorCount) \(read.diagnostics.warningCount)"]
  }

  private func joined(_ bytes: [UInt8], atLeast size: Int) -> (items: OpenItemTable, diagnostics: DiagnosticLog) {
    var assembly = OpenItemAssembly()
    for range in CSVCuts.ranges(of: bytes.span, atLeast: size) {
      assembly.take(OpenItemPart(bytes.span, range, file: 3), of: bytes.count)
    }
    return assembly.items(of: bytes.span, file: 3)
  }

  private static let header =
    "invoice_id,customer_id,amount,currency,company,references,po_number,document_number,closed_by,due_date,discount_amount\n"

  /// Rows with line ends within quotes, bad amounts, keys that stand twice, and rows of a wrong shape.
  private func ledger(_ random: inout SeededRandom, bad: Bool) -> String {
    var text = OpenItemPartTests.header
    for row in 0..<random.below(120) {
      let id = bad && random.below(40) == 0 ? "R1" : "R\(row)"
      let number = random.below(3) == 0 ? "D\(row)" : ""
      let references = random.below(6) == 0 ? "\"one\nR\(row)\"" : ["", "77\(row)"][random.below(2)]
      let amount = bad && random.below(60) == 0 ? "much" : "\(random.below(900)).5\(random.below(10))"
      let discount = random.below(9) == 0 ? "1.00" : ""
      text +=
        "\(id),C\(row / 4),\(amount),EUR,\(["", "1000"][row / 7 % 2]),\(references),P\(row),\(number),,2024-05-0\(1 + row % 9),\(discount)"
      text += bad && random.below(70) == 0 ? ",more\n" : "\n"
    }
    return text
  }

  @Test(arguments: 0..<60) func partsBringWhatTheWholeDoes(_ seed: Int) {
    var random = SeededRandom(seed: UInt64(seed))
    let bytes = Array(ledger(&random, bad: seed % 2 == 1).utf8)
    let whole = everything(OpenItemReader.readComparing(bytes.span, file: 3))
    #expect(everything(OpenItemReader.read(bytes.span, file: 3)) == whole)
    for size in [60, 200, 900, 100_000] { #expect(everything(joined(bytes, atLeast: size)) == whole) }
  }

  @Test(arguments: ["", "no such header\n1,2\n", "invoice_id,customer_id,amount\nR1,C1,5\nR2,C2,6\n"])
  func aHeaderThatBreaksTheContractIsReportedOnce(_ text: String) {
    let bytes = Array(text.utf8)
    let whole = everything(OpenItemReader.readComparing(bytes.span, file: 3))
    #expect(everything(OpenItemReader.read(bytes.span, file: 3)) == whole)
    for size in [4, 12, 40] { #expect(everything(joined(bytes, atLeast: size)) == whole) }
  }

  /// A key in one part that another part has too.
  @Test func aKeyThatTwoPartsHaveIsReported() {
    let rows = (0..<200).map { "R\($0 == 190 ? 3 : $0),C1,5.00,EUR,,,,,,," }
    let bytes = Array((OpenItemPartTests.header + rows.joined(separator: "\n") + "\n").utf8)
    let (items, diagnostics) = joined(bytes, atLeast: 400)
    #expect(items.count == 199)
    #expect(diagnostics.entries.map(\.message) == ["The invoice_id stands twice in one company, on lines 5 and 192."])
  }

  @Test(arguments: [0, 1, 2, 63, 4_095, 4_096, 70_000]) func aRepeatIsFoundWhereverItStands(_ count: Int) {
    var random = SeededRandom(seed: UInt64(count))
    var hashes = (0..<count).map { UInt64($0 + 1) &* 0x9E37_79B9_7F4A_7C15 }
    #expect(!Repeats.areAny(in: hashes))
    guard count > 1 else { return }
    for _ in 0..<4 {
      let (from, to) = (random.below(count), random.below(count))
      let kept = hashes[to]
      hashes[to] = hashes[from]
      #expect(Repeats.areAny(in: hashes) == (from != to))
      hashes[to] = kept
    }
    hashes[0] = 0
    #expect(!Repeats.areAny(in: hashes))
    hashes[1] = 0
    #expect(Repeats.areAny(in: hashes))
  }
}
