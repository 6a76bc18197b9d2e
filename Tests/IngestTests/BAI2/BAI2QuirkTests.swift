import CashModel
import Foundation
import Ingest
import Testing

/// A file of `testdata/bai2/quirks` a line: what banks do and readers stumble over. All hold the same payment of 125.50
/// where nothing else is said.
@Suite struct BAI2QuirkTests {
  struct Quirk: CustomTestStringConvertible, Sendable {
    let testDescription: String
    var amounts: [Int64] = [12_550]
    var text: String? = "OAKRIDGE CO PAYMENTS INV 5001"
    var classes: [TransactionClass]?
    var control = ControlResult.tie
    var errors: [String] = []
    /// Beginnings of the warnings.
    var warnings: [String] = []
    var variant = "version 2"

    init(
      _ name: String, amounts: [Int64] = [12_550], text: String? = "OAKRIDGE CO PAYMENTS INV 5001",
      classes: [TransactionClass]? = nil, control: ControlResult = .tie, errors: [String] = [], warnings: [String] = [],
      variant: String = "version 2"
    ) {
      testDescription = name
      (self.amounts, self.text, self.classes, self.control) = (amounts, text, classes, control)
      (self.errors, self.warnings, self.variant) = (errors, warnings, variant)
    }
  }

  static let quirks = [
    // Lines, records and padding (manual, page 10; MoJ bai2 #32; stechstudio's tests).
    Quirk("fixed-length-lines"), Quirk("fixed-length-blocks", variant: "version 2, fixed records without line ends"),
    Quirk("padded-with-dashes"), Quirk("blanks-behind-slash"), Quirk("carriage-returns"), Quirk("crlf-and-blank-lines"),
    Quirk("byte-order-mark"), Quirk("end-of-file-marks"),
    Quirk(
      "latin-1-text", text: "MÜHLENHOF GMBH RE 5001", warnings: ["The file's text is not UTF-8"]),
    // Several records on a line, and a line break inside text (moov bai2 PR #105).
    Quirk(
      "several-records-on-a-line", amounts: [12_550, 0], text: "OAKRIDGE CO",
      variant: "version 2, several records on a line"),
    Quirk(
      "newline-inside-text", text: "OAKRIDGE CO\nPAYMENTS INV 5001", warnings: ["A line without a record code"],
      variant: "version 2, text broken over lines without a code"),
    // Text (manual, pages 11, 19 and 20; venturehacks bai2 PR #5).
    Quirk("text-with-commas-and-slashes", text: "OAKRIDGE, INV 5001/5002, 9/3/26"), Quirk("text-ends-with-slash"),
    Quirk("text-ends-with-two-slashes", text: "PATH A/"),
    Quirk("continuation-text-starts-with-slash", text: "OAKRIDGE\n/INV 5001\n, 5002"),
    Quirk("continuation-of-header"), Quirk("continuation-of-trailer"), Quirk("summaries-cut-anywhere"),
    Quirk("leading-zeros-kept", text: "OAKRIDGE"),
    // Headers (moov bai2 #114; MoJ bai2: versions other than 2; manual, pages 12 and 13).
    Quirk("version-3", warnings: ["The file states another version"], variant: "version 3"),
    Quirk("version-missing", warnings: ["The file header states no version"], variant: "version not stated"),
    Quirk("time-9999"), Quirk("currency-default-is-dollar"), Quirk("account-only"),
    Quirk("group-status-deletion", classes: [.unposted], warnings: ["The group deletes what was reported before"]),
    Quirk("group-status-correction", warnings: ["The group corrects what was reported before"]),
    Quirk("group-status-test", classes: [.unposted], warnings: ["The group is a test"]),
    Quirk("group-status-unknown", errors: ["The group's status is none of the manual's."]),
    Quirk("as-of-interim-previous-day"), Quirk("as-of-final-previous-day"), Quirk("as-of-interim-same-day"),
    Quirk("as-of-final-same-day"),
    // Amounts and funds (manual, pages 15 to 18 and 25; TD's guide).
    Quirk("message-890", amounts: [12_550, 0], classes: [.receipt, .message]),
    Quirk("funds-s-with-empty-amounts", text: "OAKRIDGE"), Quirk("funds-v-with-empty-time", text: "OAKRIDGE"),
    Quirk("funds-d-negative", text: "OAKRIDGE"),
    Quirk("yen-and-dinar", amounts: [50_000, 1_500], text: "ORG:=KAWA SHOKAI"),
    Quirk("plus-signs-and-zeros", text: "OAKRIDGE"),
    Quirk(
      "decimal-point-in-amount", amounts: [], text: nil, control: .mismatch,
      errors: ["The amount of a transaction is not a whole number of minor units."],
      warnings: ["The account's control total (49)", "Opening balance and listed transactions"]),
    // Trailers (MoJ's blank amount; venturehacks bai2 #10 and #13; manual, page 21).
    Quirk("trailer-amount-blank"),
    Quirk("trailer-without-account-count", warnings: ["The group trailer states its number of records"]),
    Quirk(
      "trailer-total-differs", control: .mismatch, warnings: ["The account's control total (49) is not the sum"]),
    Quirk(
      "trailer-record-count-differs", control: .mismatch,
      warnings: ["The account's number of records", "The group's number of records", "The file's number of records"]),
    Quirk("debits-count-unsigned", text: "CHECK 881", classes: [.otherDebit]),
    Quirk(
      "wire-details-need-not-sum", amounts: [150_000], text: "ORG:=OAKRIDGE CO",
      warnings: ["Opening balance and listed transactions"]),
    // Type codes (MoJ bai2 PRs #16 and #42; appendix A).
    Quirk(
      "unknown-code-in-credit-range", text: "OAKRIDGE", classes: [.receipt], warnings: ["The type code is unknown"]),
    Quirk(
      "unknown-code-in-debit-range", text: "SOMETHING", classes: [.otherDebit], warnings: ["The type code is unknown"]),
    Quirk("real-time-payment-158", text: "OAKRIDGE CO", classes: [.receipt]),
    Quirk(
      "status-code-in-a-transaction", amounts: [12_550, 112_550], classes: [.receipt, .unposted],
      warnings: ["A transaction carries the type code of a balance"]),
    Quirk("detail-code-in-a-summary", warnings: ["The account's summaries hold a type code"]),
    Quirk(
      "deposit-with-items", amounts: [12_550, 7_550, 5_000], text: "LOCKBOX 7001",
      classes: [.unposted, .receipt, .receipt]),
    Quirk(
      "deposit-items-do-not-add-up", amounts: [12_550, 7_550, 4_000], text: "LOCKBOX 7001",
      errors: ["The items that follow a deposit do not add up to it."],
      warnings: ["Opening balance and listed transactions"]),
    // One comma too many, and the same bytes meant (MoJ bai2 PRs #37, #50 and #60).
    Quirk("extra-comma", variant: "version 2, a comma too many behind summaries"), Quirk("empty-fields-by-the-manual"),
  ]

  @Test(arguments: quirks)
  func aQuirkOfABankIsReadAsItIsMeant(_ quirk: Quirk) throws {
    let file = BAI2Fixture.read(try BAI2Fixture.quirk(quirk.testDescription))
    #expect(file.payments.amount.map(\.minorUnits) == quirk.amounts)
    #expect(file.texts(\.remittance).first == quirk.text)
    if let classes = quirk.classes { #expect(Array(file.payments.transactionClass) == classes) }
    #expect(file.control == quirk.control)
    #expect(file.errors == quirk.errors)
    #expect(file.warnings.count == quirk.warnings.count)
    for (warning, beginning) in zip(file.warnings, quirk.warnings) { #expect(warning.hasPrefix(beginning)) }
    #expect(file.variant == quirk.variant)
  }

  /// Cut off anywhere a file is refused, read differently, or was complete already; it never stops the program.
  @Test(arguments: quirks.map(\.testDescription))
  func aQuirkCutOffAnywhereIsSurvived(name: String) throws {
    let bytes = try BAI2Fixture.quirk(name)
    let trailer = try #require((0..<bytes.count - 2).last { Array(bytes[$0..<$0 + 3]) == Array("99,".utf8) })
    for end in 0...trailer + 3 {
      let file = BAI2Fixture.read(Array(bytes[..<end]))
      #expect(file.diagnostics.errorCount > 0 || file.control != .tie, "cut at \(end)")
    }
  }

  @Test func everyFileOfTheFolderIsInTheTable() throws {
    let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent().deletingLastPathComponent()
    let names = try FileManager.default.contentsOfDirectory(
      atPath: root.appendingPathComponent("testdata/bai2/quirks").path)
    #expect(Set(names.map { String($0.dropLast(5)) }) == Set(Self.quirks.map(\.testDescription)))
  }

  @Test func paymentsHandedOverInPiecesAreTheSamePayments() {
    let details = (0..<120_000).map { "16,195,\($0 % 90 + 10),Z,R\($0),,INV \($0)" }
    let total = (0..<120_000).reduce(Int64(0)) { $0 + Int64($1 % 90 + 10) }
    let bytes = Array(BAI2Fixture.file(details, total: total).utf8)
    var rows: [String] = []
    var pieces = 0
    let file = BankFileReader.read(bytes.span, file: 0) { payments in
      var piece = BankFile()
      piece.payments = payments
      rows += piece.rows
      pieces += 1
    }
    let whole = BankFileReader.read(bytes.span, file: 0)
    #expect(pieces == 3)
    #expect(file.payments.count == 0)
    #expect(rows == whole.rows)
    #expect(file.statements == whole.statements)
    #expect(file.control == .tie)
  }
}
