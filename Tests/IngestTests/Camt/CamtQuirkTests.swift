import CashModel
import Foundation
import Ingest
import Testing

/// A file of `testdata/camt/quirks` a line: what banks send and readers stumble over, with the public thread that reports
/// it. A row is amount, class, booking and value day, payer, ultimate payer and text.
@Suite struct CamtQuirkTests {
  struct Quirk: CustomTestStringConvertible, Sendable {
    let testDescription: String
    let rows: [String]
    var control: ControlResult
    /// Beginnings of the messages.
    var errors: [String]
    var warnings: [String]
    var variant: String

    init(
      _ name: String, rows: [String], control: ControlResult = .blank, errors: [String] = [], warnings: [String] = [],
      variant: String = "001.08"
    ) {
      testDescription = name
      (self.rows, self.control, self.errors, self.warnings) = (rows, control, errors, warnings)
      self.variant = variant
    }
  }

  static let quirks = [
    Quirk(
      "all-dates-missing", rows: ["125.50 receipt 03-05 03-05 | Oakridge GmbH | - | RE 5001"],
      warnings: ["An entry has no date; the statement's is tak"]),
    Quirk(
      "balance-differs", rows: ["125.50 receipt 03-05 03-05 | Oakridge GmbH | - | RE 5001"], control: .mismatch,
      warnings: ["The opening balance and the booked entries d"]),
    // bankstatementparser PR #5.
    Quirk(
      "balance-type-proprietary", rows: ["125.50 receipt 03-05 03-05 | Oakridge GmbH | - | RE 5001"], control: .tie),
    // hbci4java #42; viafintech PR #51.
    Quirk(
      "balances-interim-and-negative", rows: ["125.50 receipt 03-05 03-05 | Oakridge GmbH | - | RE 5001"], control: .tie
    ),
    Quirk(
      "batch-totals-differ", rows: ["100.00 receipt 03-05 03-05 | - | - | -", "25.50 receipt 03-05 03-05 | - | - | -"],
      control: .mismatch, warnings: ["A batch states another number or sum of tran"]),
    Quirk(
      "batch-totals", rows: ["100.00 receipt 03-05 03-05 | - | - | -", "25.50 receipt 03-05 03-05 | - | - | -"],
      control: .tie),
    // OCA #157.
    Quirk(
      "batch-with-own-amounts",
      rows: [
        "100.00 receipt 03-05 03-05 | Oakridge GmbH | - | RE 5001",
        "25.50 receipt 03-05 03-05 | Birch AG | - | RE 5002",
      ]),
    // 57 of 221 public samples.
    Quirk("booking-date-missing", rows: ["125.50 receipt 03-06 03-06 | Oakridge GmbH | - | RE 5001"]),
    // OCA #885.
    Quirk("booking-date-with-time", rows: ["125.50 receipt 03-05 03-06 | Oakridge GmbH | - | RE 5001"]),
    // OCA PR #976, okane PR #28.
    Quirk(
      "charges-explain-the-difference",
      rows: [
        "-1000.00 other_debit 03-05 03-05 | - | - | WAGES A", "-500.00 other_debit 03-05 03-05 | - | - | WAGES B",
        "-26.00 fee 03-05 03-05 | - | - | -",
      ]),
    // genkgo #175, #177.
    Quirk("creation-time-missing", rows: ["125.50 receipt 03-05 03-05 | Oakridge GmbH | - | RE 5001"]),
    // phpFinTS PR #571.
    Quirk("creditor-is-ourselves", rows: ["125.50 receipt 03-05 03-05 | Oakridge GmbH | - | RE 5001"]),
    // firefly #8994; hitobito #1109; OCA PR #206.
    Quirk(
      "creditor-reference-types",
      rows: [
        "10.00 receipt 03-05 03-05 | - | - | -", "10.00 receipt 03-05 03-05 | - | - | -",
        "10.00 receipt 03-05 03-05 | - | - | -",
      ]),
    // OCA PR #466.
    Quirk("currency-only-at-the-entry", rows: ["125.50 receipt 03-05 03-05 | Oakridge GmbH | - | RE 5001"]),
    // actualbudget #8912.
    Quirk("declared-latin", rows: ["125.50 receipt 03-05 03-05 | Mühlenhof GmbH | - | RE 5001"]),
    // OCA bank-payment PR #21.
    Quirk(
      "declared-utf-8-but-latin", rows: ["125.50 receipt 03-05 03-05 | Mühlenhof GmbH | - | RE 5001 für März"],
      warnings: ["The file says it is UTF-8 but is not; it is "]),
    // firefly #11324.
    Quirk("empty-purpose", rows: ["125.50 receipt 03-05 03-05 | Oakridge GmbH | - | RE 5001"]),
    // OCA PR #708.
    Quirk("entry-reference-is-an-account", rows: ["125.50 receipt 03-05 03-05 | Oakridge GmbH | - | RE 5001"]),
    // SWIFT envelopes (CBPR+).
    Quirk(
      "envelope-with-header", rows: ["125.50 receipt 03-05 03-05 | Oakridge GmbH | - | RE 5001"],
      variant: "001.08 in an envelope"),
    // OCA PR #475, #83.
    Quirk("equal-ids", rows: ["10.00 receipt 03-05 03-05 | - | - | -", "10.00 receipt 03-05 03-05 | - | - | -"]),
    Quirk(
      "fee-and-interest-codes", rows: ["-4.00 fee 03-05 03-05 | - | - | -", "1.25 interest 03-05 03-05 | - | - | -"]),
    // OCA #385, #707, #824; odoo #69107; genkgo #178.
    Quirk("foreign-amount-with-rate", rows: ["92.00 receipt 03-05 03-05 | Prairie Inc | - | RE 5001"]),
    Quirk("ids-of-all-kinds", rows: ["10.00 receipt 03-05 03-05 | - | - | -"]),
    Quirk("invoice-lines-of-version-12", rows: ["1225.50 receipt 03-05 03-05 | - | - | -"], variant: "001.12"),
    // no namespace at all.
    Quirk(
      "namespace-missing", rows: ["125.50 receipt 03-05 03-05 | Oakridge GmbH | - | RE 5001"], variant: "no namespace"),
    // genkgo camt #41.
    Quirk("namespace-odd", rows: ["125.50 receipt 03-05 03-05 | Oakridge GmbH | - | RE 5001"], variant: "001.02"),
    // prefixes.
    Quirk("namespace-prefixed", rows: ["125.50 receipt 03-05 03-05 | Oakridge GmbH | - | RE 5001"]),
    // kivitendo PR #645.
    Quirk("namespace-typo", rows: ["125.50 receipt 03-05 03-05 | Oakridge GmbH | - | RE 5001"]),
    // OCA PR #151.
    Quirk("no-entries", rows: [], control: .tie),
    // genkgo #80.
    Quirk("not-well-formed", rows: [], errors: ["The XML document is not well-formed"]),
    Quirk(
      "nothing-explains-the-difference", rows: ["125.50 receipt 03-05 03-05 | - | - | RE 5001/RE 5002"],
      warnings: ["The transactions of a batch do not add up to"]),
    Quirk("one-page-of-two", rows: ["125.50 receipt 03-05 03-05 | Oakridge GmbH | - | RE 5001"]),
    Quirk(
      "pending-and-informational",
      rows: [
        "10.00 unposted 03-05 03-05 | - | - | -", "11.00 unposted 03-05 03-05 | - | - | -",
        "12.00 unposted 03-05 03-05 | - | - | -",
      ]),
    Quirk("placeholder-ids", rows: ["10.00 receipt 03-05 03-05 | - | - | RE 5001"]),
    // OCA PR #72; phpFinTS #481.
    Quirk("repeated-unstructured-lines", rows: ["125.50 receipt 03-05 03-05 | - | - | RE 5001/RE 5002/THANK YOU"]),
    Quirk("return-with-reason", rows: ["125.50 return 03-05 03-05 | Oakridge GmbH | - | -"]),
    // OCA #375.
    Quirk("reversal-indicator", rows: ["-125.50 return 03-05 03-05 | Oakridge GmbH | - | RE 5001"], control: .tie),
    // Project60 #261; metasfresh #1947.
    Quirk(
      "several-statements",
      rows: ["125.50 receipt 03-05 03-05 | Oakridge GmbH | - | RE 5001", "1.00 receipt 03-05 03-05 | - | - | RE 5003"]),
    // genkgo PRs #37, #59.
    Quirk(
      "structured-and-unstructured-mixed", rows: ["125.50 receipt 03-05 03-05 | - | - | ?REJECT?0/RE 5001/Filiale Nord"]
    ),
    Quirk(
      "summary-counts-and-sums",
      rows: ["125.50 receipt 03-05 03-05 | Oakridge GmbH | - | RE 5001", "-5.50 other_debit 03-05 03-05 | - | - | -"],
      control: .tie),
    Quirk(
      "summary-differs", rows: ["125.50 receipt 03-05 03-05 | Oakridge GmbH | - | RE 5001"], control: .mismatch,
      warnings: ["The statement states another number of all e", "The statement states another sum of all entr"]),
    Quirk(
      "test-message", rows: ["125.50 unposted 03-05 03-05 | Oakridge GmbH | - | RE 5001"],
      warnings: ["The message says that it is a test: its tran"]),
    // OCA PR #865, #213.
    Quirk(
      "two-documents-in-one-file",
      rows: ["125.50 receipt 03-05 03-05 | Oakridge GmbH | - | RE 5001", "1.00 receipt 03-05 03-05 | - | - | RE 5003"]),
    Quirk("ultimate-debtor", rows: ["125.50 receipt 03-05 03-05 | Harbour Payments | Oakridge GmbH | RE 5001"]),
    Quirk(
      "version-01-transactions-under-the-entry", rows: ["125.50 receipt 03-05 03-05 | Oakridge GmbH | - | RE 5001"],
      variant: "001.01"),
    Quirk(
      "version-02-status-and-inherited-amount", rows: ["125.50 receipt 03-05 03-05 | Oakridge GmbH | - | RE 5001"],
      variant: "001.02"),
    // OCA PR #560; viafintech #75.
    Quirk(
      "version-07-agent-as-debtor", rows: ["125.50 receipt 03-05 03-05 | Harbour Bank | - | RE 5001"], variant: "001.07"
    ),
  ]

  private func rows(_ file: BankFile) -> [String] {
    let payments = file.payments
    func text(_ slice: TextSlice) -> String {
      slice.isEmpty ? "-" : payments.arena.string(slice).replacing("\n", with: "/")
    }
    return (0..<payments.count).map { row in
      let amount = payments.direction[row] == .debit ? -payments.amount[row] : payments.amount[row]
      let days = [payments.bookingDate[row], payments.valueDate[row]].map { $0.text.dropFirst(5) }
      return "\(amount.text(exponent: 2)) \(payments.transactionClass[row].name) \(days[0]) \(days[1]) | "
        + [payments.payerName[row], payments.ultimatePayer[row], payments.remittance[row]].map(text)
        .joined(separator: " | ")
    }
  }

  @Test(arguments: quirks)
  func aQuirkOfABankIsReadAsItIsMeant(_ quirk: Quirk) throws {
    let file = CamtFixture.read(try CamtFixture.bytes("quirks/\(quirk.testDescription)"))
    #expect(rows(file) == quirk.rows)
    #expect(file.control == quirk.control)
    #expect(file.variant == quirk.variant)
    let errors = file.diagnostics.entries.filter { $0.severity == .error }.map(\.message)
    let warnings = file.diagnostics.entries.filter { $0.severity == .warning }.map(\.message)
    #expect(errors.count == quirk.errors.count)
    #expect(warnings.count == quirk.warnings.count)
    for (message, beginning) in zip(errors + warnings, quirk.errors + quirk.warnings) {
      #expect(message.hasPrefix(beginning))
    }
  }

  @Test func everyFileOfTheFolderIsInTheTable() throws {
    let root = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "../../../testdata/camt/quirks")
    let names = try FileManager.default.contentsOfDirectory(atPath: root.path)
    #expect(Set(names.map { String($0.dropLast(4)) }) == Set(Self.quirks.map(\.testDescription)))
  }

  @Test func amountsRatesAndReferencesOfTheQuirksAreKept() throws {
    let foreign = CamtFixture.read(try CamtFixture.bytes("quirks/foreign-amount-with-rate"))
    let original = try #require(foreign.payments.original[0])
    #expect(original.amount.minorUnits == 10_000)
    #expect(original.currency.code == "USD")
    #expect(original.rateTimes10e10 == 9_200_000_000)
    #expect(original.rateUnit?.code == "USD")
    let returned = CamtFixture.read(try CamtFixture.bytes("quirks/return-with-reason"))
    #expect(returned.payments.arena.string(returned.payments.returnReason[0]) == "AC04 account closed")
    let ids = CamtFixture.read(try CamtFixture.bytes("quirks/ids-of-all-kinds"))
    #expect(
      ids.payments.identifierRows.map(\.kind) == [
        .messageID, .paymentInformationID, .instructionID, .uetr, .transactionID, .mandateID, .chequeNumber,
        .clearingReference, .proprietary,
      ])
    let torn = CamtFixture.read(try CamtFixture.bytes("quirks/nothing-explains-the-difference"))
    #expect(torn.payments.isInconsistent == [true])
  }

  @Test(arguments: quirks.map(\.testDescription))
  func aQuirkCutOffAnywhereIsRefused(name: String) throws {
    let bytes = try CamtFixture.bytes("quirks/\(name)")
    // The end tag of the outermost element.
    let root = try #require((0..<bytes.count - 1).last { bytes[$0] == UInt8(ascii: "<") && bytes[$0 + 1] == 0x2F })
    for end in stride(from: 0, to: root, by: 7) {
      let file = CamtFixture.read(Array(bytes[..<end]))
      let isWhole = name == "two-documents-in-one-file" && file.payments.count > 0
      #expect(isWhole || file.diagnostics.errorCount > 0, "cut at \(end)")
    }
  }
}
