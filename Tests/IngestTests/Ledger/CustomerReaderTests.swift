import CashModel
import Ingest
import TestSupport
import Testing

@Suite struct CustomerReaderTests {
  private func read(_ bytes: [UInt8]) -> (customers: CustomerTable, diagnostics: DiagnosticLog) {
    CustomerReader.read(bytes.span, file: 1)
  }

  private func read(_ text: String) -> (customers: CustomerTable, diagnostics: DiagnosticLog) {
    read(Array(text.utf8))
  }

  @Test func everyColumnIsRead() throws {
    let (customers, diagnostics) = read(try CSVCases.file("ledger/customers.csv"))
    let arena = customers.arena
    #expect(diagnostics.entries.isEmpty)
    #expect(arena.strings(customers.customerID) == ["C100", "C200", "C300", "C900"])
    #expect(
      arena.strings(customers.name)
        == ["Halvorsen Maschinenbau GmbH", "Brandt, Söhne & Co. KG", "@Kaze Trading", "Halvorsen Holding AG"])
    #expect(arena.strings(customers.aliases) == ["Halvorsen|HMB", "", "", ""])
    #expect(arena.strings(customers.accounts) == ["DE02120300000000202051|70090100 1234567", "", "", ""])
    #expect(arena.strings(customers.parentID) == ["C900", "", "", ""])
    #expect(arena.strings(customers.country) == ["DE", "DE", "JP", "CH"])
    #expect(customers.rule == [.oldestFirst, .none, .none, .none])
    #expect(customers.tolerance == [nil, 25_000, nil, nil])
    #expect(customers.isBlocked == [false, true, false, false])
    #expect(customers.source.map(\.record) == [2, 3, 4, 5])
    #expect(customers.source.allSatisfy { $0.file == 1 })
  }

  @Test func theIDAloneIsEnough() {
    for bytes in CSVCases.spellings(of: "customer_id\nC1\nC2\n") {
      let (customers, diagnostics) = read(bytes)
      #expect(diagnostics.entries.isEmpty)
      #expect(customers.arena.strings(customers.customerID) == ["C1", "C2"])
    }
  }

  @Test func aCustomerTwiceIsAnErrorThatNamesBothLines() {
    let (customers, diagnostics) = read("customer_id,name\nC1,Larkfield\nC2,\"Orchard\nInc\"\nC1,Larkfield Ltd\n")
    #expect(diagnostics.entries.map(\.problem) == [.duplicateKey])
    #expect(diagnostics.entries.first?.message == "The customer_id stands twice, on lines 2 and 5.")
    #expect(diagnostics.entries.first?.found == "C1")
    #expect(customers.arena.strings(customers.name) == ["Larkfield", "Orchard\nInc"])
  }

  @Test(arguments: [
    (",Larkfield,", Diagnostic.Problem.missingField), ("C1,Larkfield,perhaps", .unknownValue),
    ("C1,Lark,field,", .structure), ("C1,\"Lark\" field,", .structure),
  ])
  func aBadCustomerIsReportedAndTheOthersAreRead(row: String, problem: Diagnostic.Problem) {
    let (customers, diagnostics) = read("customer_id,name,blocked\n\(row)\nC2,Orchard,\n")
    #expect(diagnostics.entries.map(\.problem) == [problem])
    #expect(diagnostics.entries.first?.record == 2)
    #expect(customers.arena.strings(customers.customerID) == ["C2"])
  }

  @Test(arguments: [
    ("oldest_last,", Diagnostic.Problem.unknownValue), ("OLDEST_FIRST,", .unknownValue), (",2,50", .structure),
    (",\"2,50\"", .amount), (",-1", .amount), (",0.00001", .amount), (",5 EUR", .amount),
  ])
  func aRuleOrToleranceThatMeansNothingIsAnError(cells: String, problem: Diagnostic.Problem) {
    let (customers, diagnostics) = read("customer_id,rule,tolerance\nC1,\(cells)\nC2,oldest_first_partial,0\n")
    #expect(diagnostics.entries.map(\.problem) == [problem])
    #expect(customers.rule == [.oldestFirstPartial])
    #expect(customers.tolerance == [0])
  }

  @Test func anUnknownColumnIsAWarningAndADuplicateAnError() {
    let (customers, diagnostics) = read("customer_id,phone,\nC1,'+49 40 1234,\n")
    #expect(diagnostics.entries.map(\.problem) == [.unknownColumn, .unknownColumn])
    #expect(diagnostics.warningCount == 2)
    #expect(customers.count == 1)
    #expect(read("customer_id,name,customer_id\nC1,A,C1\n").diagnostics.entries.map(\.problem) == [.duplicateColumn])
    #expect(read("id,name\nC1,A\n").diagnostics.entries.map(\.problem) == [.missingColumn])
  }

  @Test func anyByteChangedOrCutOffNeverStopsTheReader() throws {
    let bytes = try CSVCases.file("ledger/customers.csv")
    CSVCases.withOneByteChanged(bytes) { changed in
      let (customers, diagnostics) = read(changed)
      #expect(customers.count >= 4 || !diagnostics.entries.isEmpty)
    }
    for beginning in CSVCases.beginnings(of: bytes) { #expect(read(beginning).customers.count <= 4) }
  }
}
