import CashModel
import Ingest
import Testing

@Suite struct BankFileReaderTests {
  private func read(_ bytes: [UInt8], file: Int32 = 0) -> BankFile { BankFileReader.read(bytes.span, file: file) }

  @Test func aCSVFileIsReadWhateverItsName() throws {
    let file = read(try CSVCases.file("csv/bank-canonical.csv"), file: 1)
    #expect(file.format == .csv)
    #expect(file.payments.count == 5)
  }

  @Test func aBAI2FileGoesToItsReader() {
    let text = "01,HAFEN,TIEOUT,260302,0600,1,80,1,2/\n"
    #expect(read(Array(text.utf8)).format == .bai2)
  }

  @Test func anXMLMessageGoesToItsReader() {
    let text = "<Document xmlns=\"urn:iso:std:iso:20022:tech:xsd:camt.053.001.08\"><BkToCstmrStmt/></Document>"
    #expect(read(Array(text.utf8)).format == .camt053)
  }

  @Test(arguments: [
    ("", "The file is empty."), ("\u{FEFF} \r\n\t\n", "The file holds nothing but blanks."),
    ("PK\u{03}\u{04}....a.csv", "The file is a ZIP archive inside another one; unpack it first."),
    (
      "PK\u{03}\u{04}....[Content_Types].xml",
      "The file is a spreadsheet workbook (XLSX or ODS); save the sheet as CSV in UTF-8."
    ),
    ("%PDF-1.7\n", "The file is a PDF document; ask the bank for BAI2, camt.053 or CSV."),
    ("{1:F01HAFEXXXX}{2:", "The file is a SWIFT MT message (MT940 or the like), which is not read."),
    ("\r\n:20:STMT\r\n:25:1", "The file is a SWIFT MT message (MT940 or the like), which is not read."),
    ("{\"a\": 1, \"b\": 2}", "The file is JSON, which is not read."),
    ("<!doctype HTML><html>", "The file is a web page, perhaps of a portal where the login had ended."),
    ("a\0b,c", "The file is binary, not text."),
    ("hello\n", "The file is text, but of none of the formats: no BAI2 record, no XML, no CSV header."),
  ])
  func whatIsNoBankFileIsRefusedByName(text: String, message: String) {
    let file = read(Array(text.utf8), file: 5)
    #expect(file.format == nil)
    #expect(file.diagnostics.entries.map(\.message) == [message])
    #expect(file.diagnostics.entries.map(\.problem) == [.notRecognised])
    #expect(file.diagnostics.entries.map(\.file) == [5])
    #expect(file.payments.count == 0)
  }

  @Test(
    arguments: [
      ([0x1F, 0x8B, 0x08], "The file is packed with gzip; unpack it first."),
      (
        [0xFF, 0xFE, 0x61, 0x00, 0x2C, 0x00],
        "The file is UTF-16 text and no profile of the configuration reads it; add one, or save the file as UTF-8."
      ),
      ([0xD0, 0xCF, 0x11, 0xE0], "The file is an old Office document (XLS or DOC); save the sheet as CSV."),
    ] as [([UInt8], String)])
  func packedAndBinaryFilesAreRefusedByName(bytes: [UInt8], message: String) {
    let file = read(bytes)
    #expect(file.diagnostics.entries.map(\.message) == [message])
  }

  @Test func anotherBanksCSVIsRefusedWithItsHeader() {
    let text = "\"Buchungstag\";\"Betrag\"\n\"02.03.2026\";\"1.250,00\"\n"
    let file = read(Array(text.utf8))
    #expect(file.format == .csv)
    #expect(file.diagnostics.entries.map(\.problem) == [.missingColumn])
    #expect(file.diagnostics.entries.first?.found == "\"Buchungstag\";\"Betrag\"")
  }

  @Test func linesAboveTheHeaderAreNamedAsTheHeaderTheyAreTakenFor() {
    let text = "Turnover of account 4711\n\nDate,Amount\n2026-03-02,5\n"
    let file = read(Array(text.utf8))
    #expect(file.diagnostics.entries.map(\.problem) == [.missingColumn])
    #expect(file.diagnostics.entries.first?.found == "Turnover of account 4711")
  }

  @Test func noBeginningOfAFileBreaksTheReader() throws {
    for bytes in CSVCases.beginnings(of: try CSVCases.file("csv/bank-all-columns.csv")) {
      let file = read(bytes)
      #expect(file.format == .csv || file.diagnostics.errorCount == 1)
    }
  }
}
