import CashModel
import Foundation
import Report
import Testing

@Suite struct InspectTests {
  private func json(_ file: InspectedFile) throws -> [String: Any] {
    let bytes = InspectJSON.line(file)
    #expect(bytes.count { $0 == 0x0A } == 1)
    #expect(bytes.last == 0x0A)
    return try #require(JSONSerialization.jsonObject(with: Data(bytes)) as? [String: Any])
  }

  @Test func aFileIsOneLineWithTheKeysOfTheContract() throws {
    let file = InspectedFile(path: "a\n\"b.xml", byteCount: 1, bankFile: try Sample.bankFile(), messages: [])
    let line = try json(file)
    #expect(
      Set(line.keys) == [
        "file", "format", "statements", "entries", "transactions", "credits", "debits", "control_totals", "errors",
        "warnings", "definition", "variant", "statement_details",
      ])
    #expect(line["file"] as? String == "a\n\"b.xml")
    #expect(line["credits"] as? String == "1234567.89")
    #expect(line["control_totals"] as? String == "tie")
    #expect(!file.hasErrors)
  }

  @Test func severalCurrenciesAreAnObject() throws {
    var bank = try Sample.bankFile()
    var yen = bank.statements[0]
    yen.currency = try Sample.currency("JPY")
    yen.credits = Money(minorUnits: 7)
    bank.statements.append(yen)
    let line = try json(InspectedFile(path: "a", byteCount: 1, bankFile: bank, messages: []))
    #expect(line["credits"] as? [String: String] == ["EUR": "1234567.89", "JPY": "7"])
  }

  @Test func errorsSayWhereAndWhat() throws {
    var bank = try Sample.bankFile(.mismatch)
    bank.diagnostics.append(
      Diagnostic(
        .error, .controlTotal, file: 0, byteOffset: 99, record: 4, message: "The total differs.", found: "1.00",
        expected: "2.00"))
    bank.diagnostics.append(Diagnostic(.warning, .code, file: 0, byteOffset: 1, message: "Odd."))
    bank.diagnostics.locate { offset in offset == 99 ? 7 : 1 }
    let file = InspectedFile(path: "a", byteCount: 1, bankFile: bank, messages: ["a:4: The total differs."])
    let errors = try #require(try json(file)["errors"] as? [[String: Any]])
    #expect(errors.count == 1)
    #expect(errors[0]["byte_offset"] as? Int == 99)
    #expect(errors[0]["line"] as? Int == 7)
    #expect(errors[0]["expected"] as? String == "2.00")
    #expect(file.hasErrors)
    let text = InspectText.text(file)
    #expect(text.contains("1 error, 1 warning"))
    #expect(text.contains("a:4: The total differs."))
    #expect(text.contains("control totals: mismatch"))
  }

  @Test func whatIsNoBankFileIsAnError() throws {
    let file = InspectedFile(path: "x.pdf", byteCount: 1, bankFile: nil, messages: ["x.pdf: not recognised"])
    #expect(file.hasErrors)
    #expect(try (json(file)["errors"] as? [[String: Any]])?.count == 1)
    #expect(InspectText.text(file).contains("not a bank file"))
  }

  @Test func totalsBeyondAllMeasureSaturate() throws {
    var bank = try Sample.bankFile()
    bank.statements[0].credits = Money(minorUnits: Money.largestMinorUnits)
    bank.statements += Array(repeating: bank.statements[0], count: 9)
    #expect(try json(InspectedFile(path: "a", byteCount: 1, bankFile: bank, messages: []))["credits"] is String)
  }

  @Test func aTerminalIsNeverSteeredByAFile() throws {
    var bank = try Sample.bankFile()
    bank.statements[0].identification = "\u{1B}[2J"
    let text = InspectText.text(
      InspectedFile(path: "\u{1B}[2J", byteCount: 1, bankFile: bank, messages: ["\u{1B}[2J"]))
    #expect(!text.contains("\u{1B}"))
  }
}

@Suite struct TextTableTests {
  @Test func columnsAlign() {
    var table = TextTable([.left("name"), .right("count")])
    table.append(["a", "1"])
    table.append(["long name", "1,000"])
    #expect(table.lines == ["name       count", "a              1", "long name  1,000"])
  }

  @Test(arguments: [
    ("0", "0"), ("999", "999"), ("1000", "1,000"), ("-1234567.89", "-1,234,567.89"), ("-0.05", "-0.05"), ("", ""),
  ])
  func thousandsAreGrouped(decimal: String, expected: String) { #expect(grouped(decimal) == expected) }
}
