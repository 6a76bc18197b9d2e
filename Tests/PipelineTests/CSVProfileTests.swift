import CashModel
import Foundation
import Pipeline
import Report
import Testing

/// The exports of `testdata/csv/banks`, each read by its profile of `testdata/csv/profiles.yaml`.
@Suite struct CSVProfileTests {
  struct Export: CustomTestStringConvertible, Sendable {
    let file: String
    let control: ControlResult
    /// Booking date, value date where it is another, amount, currency, class, then what is said: `payer / account`,
    /// `#bank reference`, `=end-to-end id`, text with its line breaks as ⏎, identifiers.
    let lines: [String]

    init(_ file: String, _ control: ControlResult = .blank, _ lines: String...) {
      self.file = file
      self.control = control
      self.lines = lines
    }

    var testDescription: String { file }
  }

  static let exports = [
    Export(
      "label-balance.csv", .tie,
      "2026-01-31 1250.00 XXX receipt Harbour Mills Ltd / 55501234 Invoice 2201",
      "2026-02-02 -900.50 XXX other_debit Quay Estates Rent"),
    Export(
      "label-side.csv", .tie,
      "2026-01-31 1250.00 XXX receipt Harbour Mills Ltd / 55501234 Invoice 2202",
      "2026-02-02 -900.50 XXX other_debit Quay Estates Rent"),
    Export(
      "agency-preamble.csv", .blank,
      "2026-03-02 1840.00 EUR receipt #OP 771 VIR RECU / MOULIN SARL FA-2203 @00012345678",
      "2026-03-14 -12.50 EUR other_debit #OP 772 FRAIS / TENUE DE COMPTE @00012345678"),
    Export(
      "broker-account.csv", .blank,
      "2026-03-20 2.11 XXX receipt INTEREST", "2026-03-05 264.94 XXX receipt ABC CORP"),
    Export(
      "checking-preamble.csv", .blank,
      "2026-03-20 2000.00 XXX receipt Incoming Wire Brook & Co INV 2204",
      "2026-03-13 -50.25 XXX other_debit Utility"),
    Export(
      "girokonto-umsaetze.csv", .blank,
      "2026-03-02 2026-02-28 1490.35 EUR receipt Tischlerei Ahorn GmbH⏎Rechnung 2205 @123456700",
      "2026-03-04 -94.55 EUR other_debit Stadtwerke @123456700"),
    Export(
      "card-debit-credit.csv", .blank,
      "2026-03-02 -100.00 XXX other_debit Paper Shop @4411", "2026-03-04 35.10 XXX receipt Refund 2206 @4411"),
    Export(
      "original-description.csv", .blank,
      "2026-03-12 1000.00 XXX receipt Brook & Co / Inv 2207 @Main",
      "2026-03-13 -1500.00 XXX other_debit Office Rent / Rent March @Main"),
    Export(
      "original-description-headerless.csv", .blank,
      "2026-03-12 1000.00 XXX receipt Brook & Co / Inv 2207 / Income / Main",
      "2026-03-13 -1500.00 XXX other_debit Office Rent / Rent March / Rent / Main"),
    Export(
      "app-many-accounts.csv", .blank,
      "2026-03-02 2026-03-03 1200.00 EUR receipt Ahorn GmbH / DE02500105170137075030 =E2E-77 Rechnung 2208 "
        + "@DE02120300000000202051",
      "2026-03-14 -63.89 EUR other_debit Strom AG / DE02300209000106531065 Abschlag @DE02100500000054540402"),
    Export(
      "wallet-running-balance.csv", .tie,
      "2026-03-14 -100.00 USD other_debit #9002 Withdrawal / to bank",
      "2026-03-13 120.00 USD unposted #9001 Payment for INV 2209 / from Brook"),
    Export(
      "checking-oldest-first.csv", .tie,
      "2026-03-04 -75.00 XXX other_debit Check Paid #558", "2026-03-17 1020.00 XXX receipt Brook & Co 2210"),
    Export(
      "checking-newest-first.csv", .tie,
      "2026-03-17 1020.00 XXX receipt Brook & Co 2210", "2026-03-04 -75.00 XXX other_debit Check Paid #558"),
    Export(
      "compte-suisse.csv", .tie,
      "2026-03-02 -2640.00 CHF other_debit #ZT900 Compte / Ordre e-banking / LOYER @024012345678.40B",
      "2026-03-31 12640.00 CHF receipt #ZT901 Compte / Bonification / FROMAGERIE ALPINE SA / Facture 2211 "
        + "@024012345678.40B"),
    Export(
      "two-currency-columns.csv", .blank, "2026-03-16 1280.80 USD receipt 2212 @Cash",
      "2026-03-17 -55.00 EUR other_debit fees @Cash"),
    Export(
      "wallet-gross-fee-net.csv", .tie, "2026-03-31 96.80 USD receipt Brook & Co #T1 inv 2213",
      "2026-03-31 -6.80 USD other_debit #T2"),
    Export(
      "remarque-montant-1252.csv", .blank, "2026-03-02 50.00 XXX receipt RÈGLEMENT FACTURE 2214 — PÂTISSERIE",
      "2026-03-03 -10.00 XXX other_debit VIREMENT VERS ÉPARGNE"),
    Export(
      "remarque-montant.csv", .blank, "2026-03-02 50.00 XXX receipt RÈGLEMENT FACTURE 2214 — PÂTISSERIE",
      "2026-03-03 -10.00 XXX other_debit VIREMENT VERS ÉPARGNE"),
    Export(
      "acquirer-net.csv", .blank, "2026-03-23 2026-03-27 11.50 USD receipt #txn_A1 2215",
      "2026-03-23 2026-03-27 -0.77 USD other_debit #txn_A2"),
    Export(
      "budget-outflow-inflow.csv", .blank, "2026-03-07 -4.75 XXX other_debit shop1 Lunch @till",
      "2026-03-11 93.21 XXX receipt guest 2216 @till"),
    Export(
      "kontoauszug-utf16.txt", .blank,
      "2026-03-03 1234567.80 EUR receipt Größe & Söhne KG Rechnung 2217 @DE02120300000000202051",
      "2026-03-04 -950.00 EUR other_debit Łódź Sp. z o.o. 2218 @DE02120300000000202051"),
    Export(
      "sammler.csv", .tie,
      "2026-03-02 -120.00 EUR return #2219 RUECKLASTSCHRIFT Nr 2219 @DE02120300000000202051",
      "2026-03-02 1250.00 EUR receipt Kranz | Sohn #2220 Zahlung KD-NR 10077 RE 2220 * Kranz | Sohn "
        + "customerNumber 10077 @DE02120300000000202051",
      "2026-03-03 -0.35 EUR fee ENTGELT @DE02120300000000202051",
      "2026-03-03 80.00 EUR unposted VORMERKUNG 2221 @DE02120300000000202051"),
  ]

  @Test(arguments: exports)
  func isReadByItsProfile(export: Export) async throws {
    let (report, lines) = try await Self.read(Self.path("banks/" + export.file), Self.path("profiles.yaml"))
    #expect(report.messages.filter { $0.contains("error:") } == [])
    #expect(report.bankFile?.control == export.control)
    #expect(lines == export.lines)
  }

  @Test func everyExportHasItsLine() throws {
    let files = try FileManager.default.contentsOfDirectory(atPath: Self.path("banks"))
    #expect(Set(files) == Set(Self.exports.map(\.file)))
  }

  /// A proposal made from a file reads that file to the same money as the profile a person has looked through, unless it
  /// asks something, and then it is not taken.
  @Test(arguments: exports)
  func aProposalReadsWhatItWasMadeFrom(export: Export) async throws {
    let folder = try Folder()
    let file = Self.path("banks/" + export.file)
    try folder.write("profile.yaml", try ProfileRun.proposal(for: file))
    let (report, lines) = try await Self.read(file, folder.path + "/profile.yaml")
    // A quote of another kind is for a person to declare; until then the row is an error, not skipped.
    let isSound = export.file != "sammler.csv"
    #expect(report.messages.contains { $0.contains("error:") } != isSound)
    guard isSound else { return }
    func money(_ line: String) -> [Substring] {
      line.split(separator: " ").filter { $0.contains(".") }.prefix(1).map { $0 }
    }
    #expect(lines.map(money) == export.lines.map(money))
  }

  /// What fits two readings is asked, and the profile is not taken before it is answered.
  @Test(arguments: [
    ("Date,Amount,Currency\n01/02/2026,1.50,EUR\n03/02/2026,2.50,EUR\n", "dates", "MM/dd/yyyy or dd/MM/yyyy"),
    ("Date,Amount,Currency\n2026-02-01,\"1,500\",KWD\n2026-02-03,\"2,250\",KWD\n", "decimal", "may be a thousand"),
    ("Date,Amount,Currency\n", "dates", "no date to see it from"),
  ])
  func whatIsOpenIsAsked(text: String, key: String, question: String) async throws {
    let folder = try Folder()
    try folder.write("bank.csv", text)
    let proposal = try ProfileRun.proposal(for: folder.path + "/bank.csv")
    let line = try #require(proposal.split(separator: "\n").first { $0.contains("\(key): '?") }, "\(proposal)")
    #expect(line.contains(question))
    try folder.write("profile.yaml", proposal)
    let refusal = await #expect(throws: RunFailure.self) {
      try await Self.read(folder.path + "/bank.csv", folder.path + "/profile.yaml")
    }
    #expect(refusal?.sentence.contains("still a question") == true)
  }

  /// Marks that only one column, and only late rows, show are seen all the same, so that the balance is found to run.
  @Test func marksAreLookedForInAllRows() throws {
    let folder = try Folder()
    var balance = 0
    let lines = (1...3_000).map { row -> String in
      balance += row % 7
      let thousands =
        balance >= 1_000 ? "\"\(balance / 1_000),\(String(balance % 1_000 + 1_000).dropFirst()).00\"" : "\(balance).00"
      return "2026-01-\(row % 28 + 101),\(row % 7).00,\(thousands)".replacingOccurrences(of: "-1", with: "-")
    }
    try folder.write("bank.csv", "Date,Amount,Balance\n" + lines.joined(separator: "\n") + "\n")
    let proposal = try ProfileRun.proposal(for: folder.path + "/bank.csv")
    #expect(proposal.contains("thousands: ','"), "\(proposal)")
    #expect(proposal.contains("the balance runs"), "\(proposal)")
  }

  /// A currency that the file does not name is not made up: XXX is none, and fits no open item.
  @Test func aCurrencyIsNotMadeUp() throws {
    let folder = try Folder()
    for (sign, code) in [("", "XXX"), ("$", "XXX"), ("€", "EUR"), ("£", "GBP")] {
      try folder.write("bank.csv", "Date,Text,Amount\n2026-02-01,a,\(sign)1.50\n2026-02-03,b,\(sign)2.50\n")
      let proposal = try ProfileRun.proposal(for: folder.path + "/bank.csv")
      #expect(proposal.contains("currency: {value: \(code)}"), "\(proposal)")
    }
  }

  @Test(arguments: [
    ("Id\n1\n2\n", "no CSV"), ("Name;Town\nA;B\nC;D\n", "No column holds dates"),
    ("Date;Town\n2026-02-01;B\n2026-02-02;D\n", "No column holds amounts"),
  ])
  func whatIsNoListOfABankHasNoProposal(text: String, reason: String) throws {
    let folder = try Folder()
    try folder.write("bank.csv", text)
    let refusal = #expect(throws: RunFailure.self) { try ProfileRun.proposal(for: folder.path + "/bank.csv") }
    #expect(refusal?.sentence.contains(reason) == true)
  }

  @Test func aRowIsExplained() throws {
    let text = try ProfileRun.explanation(
      of: Self.path("banks/sammler.csv"), row: 4, configurationFile: Self.path("profiles.yaml"))
    for words in [
      "row 4, by the profile sammler", "Betrag by SH", "thousands space", "1250.00 credit", "(?:^RUECK", "2220",
      "rule 3", "an id: 10077", "Kranz | Sohn",
    ] {
      #expect(text.contains(words), "\(words)\n\(text)")
    }
    let skipped = try ProfileRun.explanation(
      of: Self.path("banks/broker-account.csv"), row: 5, configurationFile: Self.path("profiles.yaml"))
    #expect(skipped.contains("skipped by rule 1"))
    #expect(throws: RunFailure.self) {
      try ProfileRun.explanation(
        of: Self.path("banks/sammler.csv"), row: 99, configurationFile: Self.path("profiles.yaml"))
    }
  }

  // MARK: - Failing closed

  private static let head = """
    csv_profiles:
      - name: house
        version: 1
        header: [Date, Amount, Text, Balance]
        dates: [dd.MM.yyyy]
        decimal: ","
        columns: {booking_date: Date, currency: {value: EUR}, remittance: Text}
        amount: Amount
        balance: Balance

    """

  struct Failure: CustomTestStringConvertible, Sendable {
    let testDescription: String
    let rows: String
    let message: String
    var more = ""
  }

  @Test(arguments: [
    Failure(testDescription: "another word in the header", rows: "Datum,Amount,Text,Balance\n1", message: "no columns"),
    Failure(testDescription: "one column more", rows: "Date,Amount,Text,Balance,X\n1", message: "no columns"),
    Failure(
      testDescription: "a date of another pattern", rows: "Date,Amount,Text,Balance\n2026-03-02,\"1,00\",a,",
      message: "The date is not written as the profile says.; found 2026-03-02; expected dd.MM.yyyy (record 2, byte 25)"
    ),
    Failure(
      testDescription: "other marks", rows: "Date,Amount,Text,Balance\n02.03.2026,1.00,a,",
      message: "The amount is not written as the profile says."),
    Failure(
      testDescription: "no amount", rows: "Date,Amount,Text,Balance\n02.03.2026,,a,", message: "amount is empty"),
    Failure(
      testDescription: "a row of fewer cells", rows: "Date,Amount,Text,Balance\n02.03.2026,\"1,00\",a",
      message: "fewer fields than the header"),
    Failure(
      testDescription: "more decimals than the currency has", rows: "Date,Amount,Text,Balance\n02.03.2026,\"1,005\",a,",
      message: "more decimals"),
    Failure(
      testDescription: "an amount beyond any", rows: "Date,Amount,Text,Balance\n02.03.2026,99999999999999999999,a,",
      message: "larger than any amount"),
    Failure(
      testDescription: "a number of rows that is not there", rows: "Date,Amount,Text,Balance\n02.03.2026,\"1,00\",a,",
      message: "does not say how many rows", more: "    row_count: 'rows: (\\d+)'\n"),
    Failure(
      testDescription: "another number of rows",
      rows: "rows: 2\nDate,Amount,Text,Balance\n02.03.2026,\"1,00\",a,", message: "another number of rows than it says",
      more: "    row_count: 'rows: (\\d+)'\n"),
    Failure(
      testDescription: "UTF-8 where the profile says otherwise",
      rows: "Date,Amount,Text,Balance\n02.03.2026,\"1,00\",Größe,", message: "not in the encoding",
      more: "    encoding: windows-1252\n"),
    Failure(
      testDescription: "nothing above the table where the account should be",
      rows: "Date,Amount,Text,Balance\n02.03.2026,\"1,00\",a,", message: "nothing above the table matches",
      more: "    rows: [{matches: x, skip: true}]\n"),
  ])
  func refusesWhatDoesNotReadAsDeclared(failure: Failure) async throws {
    let folder = try Folder()
    var yaml = Self.head + failure.more
    if failure.message.hasPrefix("nothing above") {
      yaml = yaml.replacingOccurrences(of: "remittance: Text}", with: "account: {preamble: 'IBAN (\\w+)'}}")
    }
    try folder.write("profile.yaml", yaml)
    try folder.write("bank.csv", failure.rows + "\n")
    let (report, lines) = try await Self.read(folder.path + "/bank.csv", folder.path + "/profile.yaml")
    #expect(report.isRefused)
    #expect(report.messages.contains { $0.contains(failure.message) }, "\(report.messages)")
    #expect(lines.count <= 1)
  }

  @Test func aBalanceThatDoesNotRunIsAMismatch() async throws {
    let folder = try Folder()
    try folder.write("profile.yaml", Self.head)
    let rows = ["02.03.2026,\"1,00\",a,\"11,00\"", "03.03.2026,\"2,00\",b,", "04.03.2026,\"4,00\",c,\"16,99\""]
    try folder.write("bank.csv", "Date,Amount,Text,Balance\n" + rows.joined(separator: "\n") + "\n")
    let (report, lines) = try await Self.read(folder.path + "/bank.csv", folder.path + "/profile.yaml")
    #expect(report.bankFile?.control == .mismatch)
    #expect(report.messages.contains { $0.contains("found 16,99; expected 17.00 (record 4") }, "\(report.messages)")
    #expect(lines.count == 3)
  }

  @Test func twoProfilesForOneFileAreRefused() async throws {
    let folder = try Folder()
    let second = Self.head.replacingOccurrences(of: "csv_profiles:\n", with: "")
      .replacingOccurrences(of: "name: house", with: "name: garden").replacingOccurrences(of: "dd.MM", with: "MM.dd")
    try folder.write("profile.yaml", Self.head + second)
    try folder.write("bank.csv", "Date,Amount,Text,Balance\n02.03.2026,\"1,00\",a,\n")
    let (report, _) = try await Self.read(folder.path + "/bank.csv", folder.path + "/profile.yaml")
    #expect(report.messages.contains { $0.contains("Several profiles fit the file: house, garden") })
  }

  /// Cut off at any byte, or with any byte another one, an export is read or refused, and no cell gets lost unseen.
  @Test(arguments: exports)
  func survivesEveryCut(export: Export) async throws {
    let bytes = Array(try Data(contentsOf: URL(filePath: Self.path("banks/" + export.file))))
    let folder = try Folder()
    let file = folder.path + "/" + export.file
    let step = ProcessInfo.processInfo.environment["TIEOUT_SOAK"] == nil ? 61 : 1
    for end in stride(from: 0, to: bytes.count, by: step) {
      try Data(bytes[..<end]).write(to: URL(filePath: file))
      let (report, lines) = try await Self.read(file, Self.path("profiles.yaml"))
      #expect(report.isRefused || lines.count <= export.lines.count)
      var changed = bytes
      changed[end] = changed[end] &+ UInt8(truncatingIfNeeded: end | 1)
      try Data(changed).write(to: URL(filePath: file))
      let (other, _) = try await Self.read(file, Self.path("profiles.yaml"))
      #expect(other.path == file)
    }
  }

  // MARK: - Reading

  private static func path(_ name: String) -> String {
    URL(filePath: #filePath).deletingLastPathComponent().appending(path: "../../testdata/csv").standardized.path + "/"
      + name
  }

  private static func read(_ file: String, _ configuration: String) async throws -> (InputReport, [String]) {
    var lines: [String] = []
    let reports = try await InspectRun.inspect([file], configurationFile: configuration, jobs: 1) { _, payments in
      lines += (0..<payments.count).map { line(payments, $0) }
    }
    return (try #require(reports.first), lines)
  }

  private static func line(_ payments: PaymentTable, _ row: Int) -> String {
    let payment = payments.record(row)
    func text(_ slice: TextSlice) -> String { payments.arena.string(slice) }
    let sign = payment.direction == .debit ? "-" : ""
    var parts = [payment.bookingDate.text]
    if payment.valueDate != payment.bookingDate { parts.append(payment.valueDate.text) }
    parts += [sign + payment.amount.text(exponent: payment.currency.exponent), payment.currency.code]
    parts.append(payment.transactionClass.name)
    parts.append([payment.payerName, payment.payerAccount].map(text).filter { !$0.isEmpty }.joined(separator: " / "))
    if !payment.bankReference.isEmpty { parts.append("#" + text(payment.bankReference)) }
    if !payment.endToEndID.isEmpty { parts.append("=" + text(payment.endToEndID)) }
    parts.append(text(payment.remittance).replacingOccurrences(of: "\n", with: "⏎"))
    let range = payments.identifiers[row]
    for identifier in payments.identifierRows[Int(range.start)..<Int(range.start + range.count)] {
      parts.append("\(identifier.kind) \(text(identifier.text))")
    }
    if !payment.account.isEmpty { parts.append("@" + text(payment.account)) }
    return parts.filter { !$0.isEmpty }.joined(separator: " ")
  }
}
